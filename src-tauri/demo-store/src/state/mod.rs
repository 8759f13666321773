//! The store's state: tables in memory, each change also a line in a log on disk.

pub mod index;
pub mod log;
pub mod rows;
pub mod tables;
pub mod tx;

pub use rows::*;
pub use tables::{Row, State};
pub use tx::Tx;
