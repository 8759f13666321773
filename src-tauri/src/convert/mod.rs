//! The engine's types as the contract has them. The shapes are the same; the contract's are serialised and typed for
//! the page, and keep still when the engine moves.

mod file;
mod history;
mod product;
mod review;

pub use file::{file_report, finding, finding_page, recent_file};
pub use history::{operation_row, sought, wanted};
pub use review::{mark, matching, missing, query, scope, selection};
