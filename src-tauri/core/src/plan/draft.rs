//! Operations of one product before the planner gives them their numbers.

use crate::catalog::Place;
use crate::operation::{Change, Held, Priority, Subject, Work};
use crate::value::Value;

/// An operation without a number; `after` counts within the drafts of the same product.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Draft {
    pub place: Option<Place>,
    pub priority: Priority,
    pub after: Vec<usize>,
    pub work: Work,
    pub changes: Vec<Change>,
    pub held: Option<Held>,
}

impl Draft {
    pub fn new(work: Work, place: Option<Place>, changes: Vec<Change>) -> Self {
        Self { place, priority: Priority::Normal, after: Vec::new(), work, changes, held: None }
    }

    pub fn after(mut self, drafts: impl IntoIterator<Item = usize>) -> Self {
        self.after.extend(drafts);
        self
    }

    pub fn held(mut self, held: Held) -> Self {
        self.held = Some(held);
        self
    }
}

pub(crate) fn change(subject: Subject, field: &str, before: Value, after: Value) -> Change {
    Change { subject, field: field.to_owned(), before, after }
}

/// Returns how a variant is named to people: its option values, or "Default" for a single one.
pub fn variant_label(option_values: &[String]) -> String {
    if option_values.is_empty() { "Default".to_owned() } else { option_values.join(" / ") }
}
