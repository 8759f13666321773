//! The written text, and what a form cannot carry. That everything else comes back even is shown over made-up catalogues
//! in the suite's `round_trips`.

mod forms;
