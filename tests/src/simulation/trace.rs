//! What happened, line by line, kept for the case that a promise breaks.

use std::collections::VecDeque;
use std::fmt::Debug;

const LINES_MAX: usize = 400;

/// The last lines of a run; empty unless asked for, since writing them takes longer than the run itself.
pub(super) struct Trace {
    is_kept: bool,
    lines: VecDeque<String>,
}

impl Trace {
    pub fn new(is_kept: bool) -> Self {
        Self { is_kept, lines: VecDeque::new() }
    }

    pub fn line(&mut self, now_ms: u64, what: impl Debug) {
        if !self.is_kept {
            return;
        }
        if self.lines.len() == LINES_MAX {
            self.lines.pop_front();
        }
        self.lines.push_back(format!("{now_ms:>9} ms  {what:?}"));
    }

    pub fn into_lines(self) -> Vec<String> {
        self.lines.into()
    }
}
