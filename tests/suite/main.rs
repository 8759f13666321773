//! The whole product without its window: the real program against a real store, and the scheduler in simulated time.

mod backup;
mod brakes;
mod channels;
mod collections;
mod columns;
mod credentials;
mod faults;
mod handles;
mod interrupts;
mod kill;
mod main_job;
mod markets;
mod memory;
mod parts;
mod plans;
mod races;
mod rest;
mod restore;
mod round_trips;
mod shapes;
mod simulation;
mod sizes;
mod steering;
mod stock;
