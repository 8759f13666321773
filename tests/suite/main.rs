//! Skeleton.

mod simulation;
