//! What the calls of one run share.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use evenshelf_core::apply::Applied;
use evenshelf_core::bucket;
use evenshelf_core::catalog::StoreProduct;
use evenshelf_core::collection::StoreCollection;
use evenshelf_core::operation::{OperationId, OutcomeKind};
use evenshelf_core::schedule::Moment;
use uuid::Uuid;

use super::market_prices::PricedProduct;
use crate::ledger::Ledger;
use crate::ledger::stores::Store;
use crate::shopify::{Client, CostReport};

/// What a call learned of an operation, kept until the scheduler says how the operation ended.
#[derive(Debug, Clone, Default)]
pub(super) struct Detail {
    /// Says more exactly than the scheduler can how it ended.
    pub kind: Option<OutcomeKind>,
    /// For the owner; the store's own words for a refusal.
    pub text: Option<String>,
    pub applied: Option<Applied>,
    /// The whole product, where it was looked up.
    pub product: Option<StoreProduct>,
    /// The whole collection, where it was read after a write or looked up.
    pub collection: Option<StoreCollection>,
}

/// One run and everything its calls need.
pub(super) struct Shared {
    pub ledger: Ledger,
    pub client: Client,
    pub store: Store,
    pub run: i64,
    /// Makes the custom ids and idempotency keys of this run its own, on every computer.
    pub namespace: Uuid,
    pub lane: &'static str,
    /// Set where the run is being given up: what is in doubt is looked up, and what was not done stays undone, for this
    /// reason.
    pub left_undone: Option<&'static str>,
    began: Instant,
    details: Mutex<BTreeMap<OperationId, Detail>>,
    /// The products that creates of this run have made, as far as this process saw it.
    made: Mutex<BTreeMap<OperationId, String>>,
    /// How often an operation was given a new idempotency key.
    generations: Mutex<BTreeMap<OperationId, u32>>,
    fresh: Mutex<Fresh>,
}

/// When the products of this run were last known to be as the mirror says.
#[derive(Default)]
pub(super) struct Fresh {
    pub checked: BTreeMap<String, Instant>,
    /// Products whose turn will come, in that order.
    pub upcoming: VecDeque<String>,
    /// When prices of markets were last read.
    pub prices_seen: BTreeMap<PricedProduct, Instant>,
    pub upcoming_prices: VecDeque<PricedProduct>,
}

impl Shared {
    pub fn new(
        ledger: &Ledger,
        client: &Client,
        store: &Store,
        run: i64,
        namespace: Uuid,
        lane: &'static str,
    ) -> Self {
        Self {
            ledger: ledger.clone(),
            client: client.clone(),
            store: store.clone(),
            run,
            namespace,
            lane,
            left_undone: None,
            began: Instant::now(),
            details: Mutex::default(),
            made: Mutex::default(),
            generations: Mutex::default(),
            fresh: Mutex::default(),
        }
    }

    /// Returns the time as the scheduler counts it.
    pub fn now(&self) -> Moment {
        Moment(u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    /// Returns the value of our custom id that a create is keyed by.
    pub fn custom_id(&self, operation: OperationId) -> String {
        Uuid::new_v5(&self.namespace, &operation.to_be_bytes()).to_string()
    }

    /// Returns what makes the store take an operation once only.
    pub fn idempotency_key(&self, operation: OperationId) -> String {
        let generation = lock(&self.generations).get(&operation).copied().unwrap_or_default();
        let name = [operation.to_be_bytes().as_slice(), &generation.to_be_bytes()].concat();
        Uuid::new_v5(&self.namespace, &name).to_string()
    }

    /// Gives the operation another key: the store says that the last one is of no more use.
    pub fn renew_key(&self, operation: OperationId) {
        *lock(&self.generations).entry(operation).or_default() += 1;
    }

    pub fn note(&self, operation: OperationId, detail: Detail) {
        lock(&self.details).insert(operation, detail);
    }

    pub fn note_text(&self, operations: impl IntoIterator<Item = OperationId>, text: &str) {
        for operation in operations {
            lock(&self.details).entry(operation).or_default().text = Some(text.to_owned());
        }
    }

    /// Says that the operation was applied although its task as a whole was not.
    pub fn mark_applied(&self, operation: OperationId) {
        lock(&self.details).entry(operation).or_default().kind.get_or_insert(OutcomeKind::Applied);
    }

    pub fn take_detail(&self, operation: OperationId) -> Detail {
        lock(&self.details).remove(&operation).unwrap_or_default()
    }

    pub fn note_made(&self, create: OperationId, product: String) {
        lock(&self.made).insert(create, product);
    }

    pub fn made(&self, create: OperationId) -> Option<String> {
        lock(&self.made).get(&create).cloned()
    }

    pub fn fresh(&self) -> MutexGuard<'_, Fresh> {
        lock(&self.fresh)
    }
}

/// A poisoned lock only says that another thread broke off between two whole values.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns the report in the scheduler's terms.
pub(super) fn report(cost: CostReport) -> bucket::CostReport {
    let points = bucket::Points::from_f64;
    bucket::CostReport {
        requested: points(cost.requested),
        actual: cost.actual.map(points),
        status: bucket::ThrottleStatus {
            maximum: points(cost.maximum),
            available: points(cost.available),
            restore_per_second: points(cost.restore_rate),
        },
    }
}
