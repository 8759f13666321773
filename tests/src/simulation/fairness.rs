//! Nobody pushes in and nobody starves, as far as that can be seen from outside.
//!
//! Only plain tasks are watched: those without product, dependencies, dependants, change of priority or earlier attempt.
//! Of these it is certain when they could have been sent, and with which priority.

use std::collections::BTreeSet;

use evenshelf_core::schedule::{Priority, Task, TaskId};

use super::scenario::Scenario;

pub(super) struct Fairness {
    ageing_ms: u64,
    /// Whether a task is plain.
    is_plain: Vec<bool>,
    priorities: Vec<Priority>,
    /// The plain tasks that wait, by priority.
    waiting: [BTreeSet<TaskId>; 4],
    /// When each priority last had a turn, or first had a plain task waiting.
    served_ms: [u64; 4],
    /// When a plain task of each priority was last sent.
    sent_ms: [u64; 4],
    /// How many calls passed each priority since it grew old.
    passed: [u32; 4],
}

impl Fairness {
    pub fn new(scenario: &Scenario) -> Self {
        let mut is_plain: Vec<bool> = scenario
            .tasks
            .iter()
            .map(|piece| piece.task.product.is_none() && piece.task.after.is_empty())
            .collect();
        for piece in &scenario.tasks {
            for blocker in &piece.task.after {
                is_plain[blocker.0 as usize] = false;
            }
        }
        Self {
            ageing_ms: scenario.config.ageing_ms,
            is_plain,
            priorities: scenario.tasks.iter().map(|piece| piece.task.priority).collect(),
            waiting: Default::default(),
            served_ms: [0; 4],
            sent_ms: [0; 4],
            passed: [0; 4],
        }
    }

    pub fn submitted(&mut self, now_ms: u64, task: &Task) {
        if !self.is_plain[task.id.0 as usize] {
            return;
        }
        let class = task.priority as usize;
        if self.waiting[class].is_empty() {
            self.served_ms[class] = now_ms;
            self.passed[class] = 0;
        }
        self.waiting[class].insert(task.id);
    }

    pub fn exclude(&mut self, id: TaskId) {
        if let Some(is_plain) = self.is_plain.get_mut(id.0 as usize) {
            *is_plain = false;
            let class = self.priorities[id.0 as usize] as usize;
            self.waiting[class].remove(&id);
        }
    }

    /// Something from outside came between: count afresh.
    pub fn disturbed(&mut self) {
        self.passed = [0; 4];
    }

    pub fn finished(&mut self, id: TaskId) {
        let class = self.priorities[id.0 as usize] as usize;
        self.waiting[class].remove(&id);
    }

    pub fn sent(&mut self, now_ms: u64, tasks: &[TaskId]) -> Result<(), String> {
        let head = tasks[0];
        let head_class = self.priorities[head.0 as usize] as usize;
        let is_plain_head = self.is_plain[head.0 as usize];
        let are_plain = tasks.iter().all(|id| self.is_plain[id.0 as usize]);
        let head_was_waiting = self.waiting[head_class].contains(&head);
        if is_plain_head && head_was_waiting && self.waiting[head_class].first() != Some(&head) {
            let first = self.waiting[head_class].first();
            return Err(format!("{head:?} pushes in before {first:?} of the same priority"));
        }
        if are_plain && now_ms.saturating_sub(self.sent_ms[head_class]) < self.ageing_ms {
            for class in 0..head_class {
                if let Some(first) = self.waiting[class].first() {
                    return Err(format!("{head:?} goes before {first:?}, which is more pressing"));
                }
            }
        }
        for id in tasks {
            let class = self.priorities[id.0 as usize] as usize;
            self.waiting[class].remove(id);
            if self.is_plain[id.0 as usize] {
                self.served_ms[class] = now_ms;
                self.sent_ms[class] = now_ms;
                self.passed[class] = 0;
            }
        }
        if !are_plain {
            // The true priority of such a task is not known here, so any may have been served.
            self.served_ms = [now_ms; 4];
            self.passed = [0; 4];
            return Ok(());
        }
        for class in 0..4 {
            let is_old = now_ms.saturating_sub(self.served_ms[class]) > self.ageing_ms;
            if is_old && !self.waiting[class].is_empty() {
                self.passed[class] += 1;
                // The others that grew old may go first, each once.
                if self.passed[class] > 3 {
                    let first = self.waiting[class].first();
                    return Err(format!(
                        "{first:?} starves: {} calls passed it after it grew old",
                        self.passed[class]
                    ));
                }
            }
        }
        Ok(())
    }
}
