//! Operations become the scheduler's tasks: most one to one, quantities up to 250 in one, metafields of a product up
//! to 25.

use std::collections::BTreeMap;

use evenshelf_core::bucket::Points;
use evenshelf_core::catalog::QuantityName;
use evenshelf_core::cost::{MUTATION_POINTS, metafields_points, write_points_reserved};
use evenshelf_core::metafield::METAFIELDS_PER_CALL;
use evenshelf_core::operation::{MetafieldEdit, Operation, OperationId, Priority, Work};
use evenshelf_core::plan::forecast::QUANTITIES_PER_CALL;
use evenshelf_core::schedule::{self, BatchKind, ProductKey, Task, TaskId};

/// Kinds may share a document whatever they do: each alias stands for itself.
const ANY_KIND: BatchKind = BatchKind(0);

use super::check::is_stock;

/// Which operations each task stands for.
#[derive(Debug, Default)]
pub(super) struct TaskBook {
    operations: BTreeMap<TaskId, Vec<OperationId>>,
    products: BTreeMap<String, ProductKey>,
    tasks_of: BTreeMap<OperationId, TaskId>,
}

/// A quantity that may share a call with others.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct StockKey {
    priority: Priority,
    name: QuantityName,
}

/// Metafields of one product that share a call.
struct OpenMetafields {
    product: String,
    priority: Priority,
    operations: Vec<OperationId>,
    /// Those that set; empty where all delete.
    edits: Vec<MetafieldEdit>,
}

/// Collects the operations of a run, in the plan's order, and groups what shares a call.
#[derive(Default)]
pub(super) struct Grouping {
    book: TaskBook,
    tasks: Vec<Task>,
    /// On collections.
    later: Vec<Task>,
    open_stock: BTreeMap<StockKey, Vec<OperationId>>,
    open_metafields: Option<OpenMetafields>,
    kinds: u16,
}

impl Grouping {
    /// Adds an operation that is to be sent.
    pub fn add(&mut self, operation: &Operation) {
        let kind = if is_stock(operation) { self.own_kind() } else { ANY_KIND };
        if let Work::SetQuantity(edit) = &operation.work
            && operation.after.is_empty()
        {
            let key = StockKey { priority: operation.priority, name: edit.name };
            let group = self.open_stock.entry(key).or_default();
            group.push(operation.id);
            if group.len() as u64 == QUANTITIES_PER_CALL {
                let group = std::mem::take(group);
                self.close(group, operation.priority);
            }
            return;
        }
        if operation.after.is_empty() {
            match &operation.work {
                Work::SetMetafield(edit) => return self.add_metafield(operation, Some(edit)),
                Work::DeleteMetafield(_) => return self.add_metafield(operation, None),
                _ => {}
            }
        }
        let product = self.book.product(&operation.product);
        let task = Task {
            id: TaskId(operation.id),
            product: Some(product),
            kind,
            priority: priority(operation.priority),
            cost: Points::whole(write_points_reserved(&operation.work)),
            after: self.book.waits_for(&operation.after),
        };
        self.book.enter(task.id, vec![operation.id]);
        if operation.work.is_on_collection() {
            self.later.push(task);
        } else {
            self.tasks.push(task);
        }
    }

    /// Adds a metafield that is set, or deleted where there is no edit.
    fn add_metafield(&mut self, operation: &Operation, edit: Option<&MetafieldEdit>) {
        let fits = |open: &OpenMetafields| {
            open.product == operation.product
                && open.priority == operation.priority
                && open.edits.is_empty() == edit.is_none()
                && open.operations.len() < METAFIELDS_PER_CALL
        };
        if !self.open_metafields.as_ref().is_some_and(fits) {
            self.close_metafields();
        }
        let open = self.open_metafields.get_or_insert_with(|| OpenMetafields {
            product: operation.product.clone(),
            priority: operation.priority,
            operations: Vec::new(),
            edits: Vec::new(),
        });
        open.operations.push(operation.id);
        open.edits.extend(edit.cloned());
    }

    fn close_metafields(&mut self) {
        let Some(open) = self.open_metafields.take() else { return };
        let Some(first) = open.operations.first() else { return };
        let id = TaskId(*first);
        let points = if open.edits.is_empty() { MUTATION_POINTS } else { metafields_points(&open.edits) };
        self.tasks.push(Task {
            id,
            product: Some(self.book.product(&open.product)),
            kind: ANY_KIND,
            priority: priority(open.priority),
            cost: Points::whole(points),
            after: Vec::new(),
        });
        self.book.enter(id, open.operations);
    }

    /// Adds quantities that travelled together before: they keep their call, so that its key can be replayed.
    pub fn add_together(&mut self, operations: &[Operation]) {
        if let Some(first) = operations.first() {
            self.close(operations.iter().map(|operation| operation.id).collect(), first.priority);
        }
    }

    /// Returns how many tasks wait to be taken.
    pub fn waiting(&self) -> usize {
        self.tasks.len()
    }

    /// Returns a kind that no other task has: quantities sent again must make up the very call they made before.
    fn own_kind(&mut self) -> BatchKind {
        self.kinds = self.kinds % u16::MAX + 1;
        BatchKind(self.kinds)
    }

    /// Returns the tasks, in an order in which each stands behind what it waits for.
    pub fn finish(mut self) -> (TaskBook, Vec<Task>) {
        for (key, group) in std::mem::take(&mut self.open_stock) {
            self.close(group, key.priority);
        }
        self.close_metafields();
        (self.book, self.tasks)
    }

    /// Returns what was collected so far; grouping goes on with the same book.
    pub fn take(&mut self) -> Vec<Task> {
        self.close_metafields();
        std::mem::take(&mut self.tasks)
    }

    /// Returns what is to be done once everything else of the run has ended: who is in a collection is said by the ids
    /// of products, which the run may have to make first.
    pub fn take_later(&mut self) -> Vec<Task> {
        std::mem::take(&mut self.later)
    }

    fn close(&mut self, group: Vec<OperationId>, of: Priority) {
        let Some(first) = group.first() else { return };
        let id = TaskId(*first);
        let kind = self.own_kind();
        self.tasks.push(Task {
            id,
            product: None,
            kind,
            priority: priority(of),
            cost: Points::whole(MUTATION_POINTS),
            after: Vec::new(),
        });
        self.book.enter(id, group);
    }
}

impl TaskBook {
    /// Returns the operations a task stands for, in the order they are sent.
    pub fn operations(&self, task: TaskId) -> &[OperationId] {
        self.operations.get(&task).map_or(&[], Vec::as_slice)
    }

    /// Takes operations out of a task that goes on without them.
    pub fn remove(&mut self, task: TaskId, gone: &[OperationId]) {
        if let Some(operations) = self.operations.get_mut(&task) {
            operations.retain(|id| !gone.contains(id));
        }
    }

    fn enter(&mut self, task: TaskId, operations: Vec<OperationId>) {
        for operation in &operations {
            self.tasks_of.insert(*operation, task);
        }
        self.operations.insert(task, operations);
    }

    fn product(&mut self, product: &str) -> ProductKey {
        let next = ProductKey(self.products.len() as u64);
        *self.products.entry(product.to_owned()).or_insert(next)
    }

    fn waits_for(&self, operations: &[OperationId]) -> Vec<TaskId> {
        let task = |id: &OperationId| self.tasks_of.get(id).copied().unwrap_or(TaskId(*id));
        let mut tasks: Vec<_> = operations.iter().map(task).collect();
        tasks.sort_unstable();
        tasks.dedup();
        tasks
    }
}

fn priority(priority: Priority) -> schedule::Priority {
    match priority {
        Priority::Urgent => schedule::Priority::Urgent,
        Priority::High => schedule::Priority::High,
        Priority::Normal => schedule::Priority::Normal,
        Priority::Low => schedule::Priority::Low,
    }
}
