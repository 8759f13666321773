//! What tests of the whole product stand on: the real program, a real store, and expectations worked out afresh.

pub mod expected;
pub mod generate;
pub mod kills;
pub mod markets;
pub mod memory;
pub mod observed;
pub mod program;
pub mod restores;
pub mod round_trips;
pub mod shapes;
pub mod shop;
pub mod simulation;
