//! A set of task ids that takes little room when the ids are dense.

use std::collections::BTreeMap;

use super::task::TaskId;

/// Ids kept as runs from first to last, both included. No two runs touch.
#[derive(Debug, Clone, Default)]
pub(super) struct IdSet {
    runs: BTreeMap<u64, u64>,
}

impl IdSet {
    pub fn contains(&self, id: TaskId) -> bool {
        self.runs.range(..=id.0).next_back().is_some_and(|(_, last)| *last >= id.0)
    }

    pub fn insert(&mut self, id: TaskId) {
        if self.contains(id) {
            return;
        }
        let before = self
            .runs
            .range(..id.0)
            .next_back()
            .filter(|(_, last)| **last + 1 == id.0)
            .map(|(first, _)| *first);
        let after = id.0.checked_add(1).and_then(|next| self.runs.remove(&next));
        self.runs.insert(before.unwrap_or(id.0), after.unwrap_or(id.0));
    }

    #[cfg(test)]
    pub fn runs(&self) -> usize {
        self.runs.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_join_when_the_gap_closes() {
        let mut ids = IdSet::default();
        for id in [5, 1, 3, 2, 4, 0, 3, u64::MAX] {
            ids.insert(TaskId(id));
        }
        assert_eq!(ids.runs(), 2);
        assert!((0..=5).all(|id| ids.contains(TaskId(id))));
        assert!(!ids.contains(TaskId(6)));
        assert!(ids.contains(TaskId(u64::MAX)));
    }
}
