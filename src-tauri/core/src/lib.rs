//! Decides what a sync changes, in which order and at what price.
//!
//! Nothing here reads a file, a clock, the environment or a random source: the same input gives the same
//! output, byte for byte. What touches the world lives in `evenshelf-engine`.

pub mod apply;
pub mod backup;
pub mod bucket;
pub mod catalog;
pub mod cause;
pub mod channel;
pub mod collection;
pub mod cost;
pub mod curve;
pub mod finding;
pub mod market;
pub mod matching;
pub mod metafield;
pub mod normalize;
pub mod operation;
pub mod pace;
pub mod pictures;
pub mod plan;
pub mod pool;
pub mod redirect;
pub mod restore;
pub mod retry;
pub mod schedule;
pub mod settle;
pub mod value;
