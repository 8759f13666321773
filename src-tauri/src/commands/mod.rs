//! The commands the page may call. Each is a thin door: it checks what it was given, asks the engine, and turns the
//! answer into the contract's types.

pub mod compare;
pub mod files;
pub mod history;
pub mod jobs;
pub mod planning;
pub mod restoring;
pub mod review;
pub mod runs;
pub mod settings;
pub mod stores;
pub mod window;
