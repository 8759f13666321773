//! What is exported is read back as it was, for catalogues of every shape.

mod forms;
mod round_trip;
