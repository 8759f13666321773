//! The whole product without its window: the real program against a real store, and the scheduler in simulated time.

mod faults;
mod kill;
mod main_job;
mod simulation;
