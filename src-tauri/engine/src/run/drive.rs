//! Gives what is left of a run to a scheduler, and the scheduler to the driver.

use std::sync::Arc;
use std::time::{Duration, Instant};

use evenshelf_core::bucket::BucketConfig;
use evenshelf_core::operation::OutcomeKind;
use evenshelf_core::plan::Strategy;
use evenshelf_core::pool::{BatchConfig, WorkerRange};
use evenshelf_core::schedule::{Config, Event, Scheduler, TaskId};

use super::driver::{Driver, Early};
use super::market_prices::{PricedProduct, looked_at};
use super::options::{Kept, kept};
use super::shared::{Shared, report};
use super::tasks::Grouping;
use super::{Around, check};
use crate::clock::now_ms;
use crate::control::End;
use crate::error::EngineError;
use crate::ledger::operations::{Filter, OperationState};
use crate::ledger::runs::Run;
use crate::ledger::{attempts, operations};
use crate::progress::{Progress, silent};
use crate::shopify::Client;

/// Operations given to the scheduler at once.
const CHUNK: usize = 1_000;
/// Shopify cuts a call off after 10 s; what was sent longer ago has ended.
/// <https://shopify.dev/docs/api/usage/response-codes>
const MAY_RUN_MS: i64 = 10_500;

/// What is to become of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// All that is left of it is done.
    Whole,
    /// What is in doubt is settled; what was not done stays undone.
    GiveUp,
    /// The same, before a newer sync of the store.
    Supersede,
}

impl Course {
    /// Returns why an operation is left undone, in the owner's words.
    pub fn reason(self) -> Option<&'static str> {
        match self {
            Self::Whole => None,
            Self::GiveUp => Some(CANCELLED),
            Self::Supersede => Some("a newer sync took over"),
        }
    }
}

/// Why an operation of a cancelled run was not carried out.
pub(super) const CANCELLED: &str = "you cancelled the run";

/// Drives the run until everything that `course` wants has an outcome, or until it must stop.
pub(super) async fn drive(
    around: &Around<'_>,
    run: &Run,
    course: Course,
) -> Result<Option<Early>, EngineError> {
    let Around { ledger, client, store, control, observer } = *around;
    if control.wanted().end == Some(End::Interrupt) {
        // Nobody waits until a large journal has been read only to be put away again.
        return Ok(Some(Early::Interrupted));
    }
    let kept = kept(run)?;
    let strategy = Strategy::parse(&run.strategy).unwrap_or(Strategy::Parallel);
    let mut shared = Shared::new(ledger, client, store, run.id, kept.key, strategy.name());
    shared.left_undone = course.reason();
    let shared = Arc::new(shared);
    let mut scheduler = Scheduler::new(config(strategy, run.workers, &kept, client), shared.now());
    let doubts = ledger.read(|conn| operations::in_doubt(conn, run.id))?;
    let mut grouping = Grouping::default();
    let (mut well, mut badly) = (Vec::new(), Vec::new());
    for (id, state) in ledger.read(|conn| operations::states(conn, run.id))? {
        match state {
            OperationState::Ended(OutcomeKind::Applied | OutcomeKind::Unchanged) => well.push(TaskId(id)),
            OperationState::Ended(_) => badly.push(TaskId(id)),
            OperationState::Planned | OperationState::Sent => {}
        }
    }
    scheduler.handle(shared.now(), Event::Recall { ended_well: well, ended_badly: badly });
    let in_doubt: usize = doubts.iter().map(|doubt| doubt.operations.len()).sum();
    if in_doubt > 0 {
        observer(Progress::Settling { operations: in_doubt as u64 });
    }
    for doubt in &doubts {
        if doubt.operations.iter().all(|operation| check::is_stock(operation) && operation.after.is_empty()) {
            grouping.add_together(&doubt.operations);
        } else {
            doubt.operations.iter().for_each(|operation| grouping.add(operation));
        }
        // The store may still work on what was sent just before we stopped.
        let may_still_run = now_ms() - doubt.attempt.sent_at < MAY_RUN_MS;
        let mut tasks = grouping.take();
        tasks.extend(grouping.take_later());
        scheduler.handle(shared.now(), Event::SubmitInDoubt { tasks, may_still_run });
    }
    let (mut upcoming, mut upcoming_prices) = (Vec::new(), Vec::new());
    ledger.read(|conn| {
        if course != Course::Whole {
            return Ok(());
        }
        let filter = Filter { state: Some(OperationState::Planned), ..Filter::default() };
        operations::for_each(conn, run.id, &filter, |row| {
            if let Some(id) =
                row.operation.product_id.as_ref().filter(|_| !row.operation.work.is_on_collection())
            {
                upcoming.push(id.clone());
            }
            upcoming_prices.extend(looked_at(&row.operation));
            grouping.add(&row.operation);
            if grouping.waiting() >= CHUNK {
                scheduler.handle(shared.now(), Event::Submit(grouping.take()));
            }
            Ok(())
        })
    })?;
    let later = grouping.take_later();
    let (book, rest) = grouping.finish();
    scheduler.handle(shared.now(), Event::Submit(rest));
    trust_the_pull(&shared, &upcoming, &upcoming_prices);
    shared.fresh().upcoming.extend(upcoming);
    // A look covers one list.
    upcoming_prices.sort_unstable_by(|left, right| left.0.cmp(&right.0));
    shared.fresh().upcoming_prices.extend(upcoming_prices);
    let (counts, calls) =
        ledger.read(|conn| Ok((operations::counts(conn, run.id)?, attempts::calls(conn, run.id)?)))?;
    let unseen = silent();
    let around = Around { observer: if course == Course::Supersede { &unseen } else { observer }, ..*around };
    Driver::new(shared, scheduler, (book, later), &around, course, counts, calls).drive().await
}

/// What was pulled a moment ago needs no second look.
fn trust_the_pull(shared: &Shared, products: &[String], prices: &[PricedProduct]) {
    let Some(pulled_at) = shared.store.pulled_at else { return };
    let age = Duration::from_millis((now_ms() - pulled_at).max(0).cast_unsigned());
    if let Some(at) = Instant::now().checked_sub(age) {
        let mut fresh = shared.fresh();
        fresh.checked.extend(products.iter().map(|id| (id.clone(), at)));
        fresh.prices_seen.extend(prices.iter().map(|one| (one.clone(), at)));
    }
}

fn config(strategy: Strategy, workers: Option<u32>, kept: &Kept, client: &Client) -> Config {
    let workers = match (strategy, workers) {
        (Strategy::Sequential, _) => WorkerRange::fixed(1),
        (_, Some(workers)) => WorkerRange::fixed(workers),
        (_, None) => WorkerRange::auto(),
    };
    let batch = match (strategy, kept.options.batch) {
        (Strategy::Sequential | Strategy::Parallel, _) => BatchConfig::fixed(1),
        (_, Some(tasks)) => BatchConfig::fixed(tasks),
        (_, None) => BatchConfig::growing(),
    };
    let known = client.last_cost().map(|cost| report(cost).status);
    let bucket = BucketConfig { known, ..BucketConfig::default() };
    // The jitter of waits has to differ between runs, and to be the same when one is replayed from its journal.
    let seed = kept.key.as_u64_pair().0;
    Config { workers, batch, bucket, seed, ..Config::default() }
}
