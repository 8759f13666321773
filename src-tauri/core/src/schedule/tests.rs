//! Small runs, event by event.
