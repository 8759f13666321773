//! How things are said: to scripts in JSON, to people in their own words.

pub mod check;
pub mod differences_page;
pub mod findings_page;
pub mod json;
pub mod plan_changes;
pub mod plan_page;
pub mod progress;
pub mod run_page;
pub mod shorten;
pub mod table;
pub mod words;
