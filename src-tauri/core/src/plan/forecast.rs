//! What a run will cost in calls, points and time, and which strategy is the fastest for it.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde::{Deserialize, Serialize};

use crate::cost::MUTATION_POINTS;
use crate::metafield::METAFIELDS_PER_CALL;
use crate::operation::{Operation, Work};

/// How a run sends its operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strategy {
    /// One call after another.
    Sequential,
    /// Several calls at once, one operation in each.
    Parallel,
    /// Several calls at once, several operations in each.
    Batch,
    /// Shopify's own bulk operations.
    Bulk,
}

impl Strategy {
    /// Returns the strategy of this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Sequential, Self::Parallel, Self::Batch, Self::Bulk].into_iter().find(|one| one.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Sequential => "sequential",
            Self::Parallel => "parallel",
            Self::Batch => "batch",
            Self::Bulk => "bulk",
        }
    }
}

/// What a run will cost, before it starts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Forecast {
    /// HTTP requests that write.
    pub calls: u64,
    /// Points of Shopify's cost scheme, reads included.
    pub points: u64,
    pub seconds_low: u64,
    pub seconds_high: u64,
    pub strategy: String,
    /// Why this strategy, in the owner's words.
    pub reason: String,
}

/// The store's rate budget and the pace seen so far.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Budget {
    /// Points a full bucket holds.
    pub available: f64,
    /// Points that come back each second.
    pub restore_rate: f64,
    /// The usual time of one write, in milliseconds.
    pub latency_ms: f64,
}

impl Default for Budget {
    /// The standard plan, before the first reply says otherwise.
    /// <https://shopify.dev/docs/api/usage/limits>
    fn default() -> Self {
        Self { available: 2_000.0, restore_rate: 100.0, latency_ms: 250.0 }
    }
}

/// Quantities that share one call. <https://shopify.dev/docs/api/usage/limits>
pub const QUANTITIES_PER_CALL: u64 = 250;

/// What a product that owns some of the metafields of a call adds to its price.
/// <https://shopify.dev/changelog/dynamic-complexity-cost-for-metafieldsset-mutation>
const PRODUCT_OWNER_POINTS: u64 = 4;

/// Products that one reading call looks at.
const PRODUCTS_PER_READ: u64 = 50;

/// What a reading call of that many products costs, as predicted from its document.
const READ_POINTS: u64 = 110;

/// Connections the strategies use unless the owner says otherwise.
pub const WORKERS_USUAL: u64 = 6;

/// Operations that share a document where time allows.
pub const BATCH_USUAL: u64 = 10;

/// Counts what the operations of a plan need; held ones need nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Needs {
    single_calls: u64,
    points: u64,
    quantities: u64,
    shared: Option<SharedCall>,
}

/// A call that takes the metafields of one product while they follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SharedCall {
    product: u64,
    deletes: bool,
    room: usize,
}

impl Needs {
    /// Adds an operation with the points its call is predicted to cost.
    pub fn add(&mut self, operation: &Operation, points: u64) {
        if operation.held.is_some() {
            return;
        }
        match operation.work {
            Work::SetQuantity(_) => self.add_quantity(),
            Work::SetMetafield(_) | Work::DeleteMetafield(_) => {
                let mut product = DefaultHasher::new();
                operation.product.hash(&mut product);
                self.add_metafield(product.finish(), points);
            }
            _ => self.add_call(points),
        }
    }

    /// Adds a quantity, which shares its call with others.
    pub fn add_quantity(&mut self) {
        self.quantities += 1;
    }

    /// Adds a metafield with the points it would cost alone. Those of one product share calls where they follow each
    /// other; `product` is any number that is the same for the same product.
    pub fn add_metafield(&mut self, product: u64, points: u64) {
        let above = points.saturating_sub(u64::from(MUTATION_POINTS));
        let deletes = above == 0;
        let same = |call: &SharedCall| call.product == product && call.deletes == deletes && call.room > 0;
        match self.shared.filter(same) {
            Some(call) => {
                self.shared = Some(SharedCall { room: call.room - 1, ..call });
                // The product itself counts once, and its metafields come first; each other one may be of a variant of
                // its own.
                self.points += if above == PRODUCT_OWNER_POINTS { 0 } else { above };
            }
            None => {
                self.add_call(points);
                self.shared = Some(SharedCall { product, deletes, room: METAFIELDS_PER_CALL - 1 });
            }
        }
    }

    /// Adds an operation with a call of its own and the points that is predicted to cost.
    pub fn add_call(&mut self, points: u64) {
        self.single_calls += 1;
        self.points += points;
    }

    /// Predicts each strategy's time and chooses: what the owner asked for, else the fastest.
    pub fn forecast(&self, asked: Option<Strategy>, budget: Budget) -> Forecast {
        let stock_calls = self.quantities.div_ceil(QUANTITIES_PER_CALL);
        let all = self.single_calls + self.quantities;
        let reads = all.div_ceil(PRODUCTS_PER_READ) * 2;
        let points = self.points + stock_calls * 10 + reads * READ_POINTS;
        let predicted = [Strategy::Sequential, Strategy::Parallel, Strategy::Batch].map(|strategy| {
            let calls = self.calls(strategy) + stock_calls;
            (strategy, calls, seconds(strategy, calls, self.single_calls + stock_calls, points, budget))
        });
        let fastest = predicted
            .iter()
            .copied()
            .min_by(|left, right| left.2.total_cmp(&right.2).then(left.0.cmp(&right.0)))
            .unwrap_or(predicted[0]);
        let chosen = asked.and_then(|asked| predicted.iter().copied().find(|one| one.0 == asked));
        let (strategy, calls, time) = chosen.unwrap_or(fastest);
        let list =
            predicted.map(|(strategy, _, time)| format!("{} {:.0} s", strategy.name(), time)).join(", ");
        let reason = if all == 0 {
            "there is nothing to send".to_owned()
        } else if chosen.is_some() {
            format!("as asked; predicted: {list}")
        } else {
            format!("the fastest predicted: {list}")
        };
        Forecast {
            calls,
            points: if all == 0 { 0 } else { points },
            seconds_low: if all == 0 { 0 } else { (time * 0.8).floor() as u64 },
            seconds_high: if all == 0 { 0 } else { (time * 1.6).ceil() as u64 },
            strategy: strategy.name().to_owned(),
            reason,
        }
    }

    fn calls(&self, strategy: Strategy) -> u64 {
        match strategy {
            Strategy::Sequential | Strategy::Parallel => self.single_calls,
            Strategy::Batch | Strategy::Bulk => self.single_calls.div_ceil(BATCH_USUAL),
        }
    }
}

/// Aliases of one document run one after the other, so a call of ten takes about ten times as long on the
/// store's side; what a batch saves is the way there and back, here taken as half of the usual reply.
fn seconds(strategy: Strategy, calls: u64, operations: u64, points: u64, budget: Budget) -> f64 {
    let workers = if strategy == Strategy::Sequential { 1.0 } else { WORKERS_USUAL as f64 };
    let way = budget.latency_ms / 2.0;
    let work = operations as f64 * way + calls as f64 * way;
    let lanes = workers.min(calls.max(1) as f64);
    let pace = work / lanes / 1_000.0;
    let budget_seconds = ((points as f64 - budget.available) / budget.restore_rate).max(0.0);
    pace.max(budget_seconds)
}
