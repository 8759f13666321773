//! Skeleton.

pub mod simulation;
