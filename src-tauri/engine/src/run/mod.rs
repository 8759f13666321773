//! A run: a plan on its way into the store, or an interrupted one going on.

mod check;
mod control;
mod driver;
mod made;
mod record;
mod send;
mod settle;
mod shared;
mod tasks;
mod verify;

use std::sync::Arc;
use std::time::Instant;

use evenshelf_core::bucket::BucketConfig;
use evenshelf_core::operation::{Operation, OutcomeKind};
use evenshelf_core::plan::{Release, Strategy};
use evenshelf_core::pool::{BatchConfig, WorkerRange};
use evenshelf_core::schedule::{Config, Event, Scheduler, TaskId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use control::{RunControl, Wish};
pub use verify::ReadBack;

use crate::clock::now_ms;
use crate::error::EngineError;
use crate::ledger::operations::{Filter, OperationState};
use crate::ledger::plans::{self, StoredPlan};
use crate::ledger::runs::{self, NewRun, Run, RunState};
use crate::ledger::stores::Store;
use crate::ledger::{Ledger, findings, operations};
use crate::plan_file::PlanFile;
use crate::progress::{Observer, Progress, silent};
use crate::shopify::Client;
use driver::{Driver, Early};
use shared::{Shared, report};
use tasks::Grouping;

/// Operations written to the journal, or given to the scheduler, at once.
const CHUNK: usize = 1_000;

/// How a plan is carried out. Kept with the run, so that resuming it does the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunOptions {
    /// `None`: as the plan's forecast chose.
    pub strategy: Option<Strategy>,
    /// Parallel connections; `None` finds out what the store bears.
    pub workers: Option<u32>,
    /// Operations in one document; `None` finds out what the store answers in time.
    pub batch: Option<u32>,
    /// Reads back what was applied.
    pub verify: bool,
    /// What a person lets go of that the plan holds back.
    #[serde(default)]
    pub release: Release,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self { strategy: None, workers: None, batch: None, verify: true, release: Release::Nothing }
    }
}

/// What a run keeps to be resumed by.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    options: RunOptions,
    /// Makes the run's custom ids and idempotency keys its own.
    key: Uuid,
    /// How many products the source named.
    products: u64,
    /// How many operations the plan has. A journal with fewer was not written down whole.
    #[serde(default)]
    operations: u64,
}

/// Carries a plan out.
pub(crate) async fn start(
    ledger: &Ledger,
    client: &Client,
    store: &Store,
    plan: &PlanFile,
    options: &RunOptions,
    control: &RunControl,
    observer: &Observer,
) -> Result<Run, EngineError> {
    let run = create(ledger, store, plan, options).await?;
    refuse_partial(ledger, run).await?;
    carry_on(ledger, client, store, run, control, observer).await
}

/// Gives up a run whose plan is not whole in the journal: the plan's file was cut short, or the program ended while it
/// wrote. Nothing of it was sent, and a part of a plan is not what was agreed to.
async fn refuse_partial(ledger: &Ledger, run: i64) -> Result<(), EngineError> {
    let found = ledger.read(|conn| runs::get(conn, run))?;
    let planned = kept(&found)?.operations;
    if found.state != RunState::Planned || found.counts.planned >= planned {
        return Ok(());
    }
    let note = format!("only {} of its {planned} operations were written down", found.counts.planned);
    let what = format!("run {run} cannot go on: {note}; nothing was sent, so sync again");
    ledger
        .write(move |tx| {
            operations::skip_planned(tx, run, "the plan was not written down whole", now_ms())?;
            runs::set_note(tx, run, Some(&note))?;
            runs::set_state(tx, run, RunState::Cancelled, now_ms())
        })
        .await?;
    Err(EngineError::Usage(what))
}

/// Goes on with a run that was interrupted.
pub(crate) async fn resume(
    ledger: &Ledger,
    client: &Client,
    store: &Store,
    run: i64,
    control: &RunControl,
    observer: &Observer,
) -> Result<Run, EngineError> {
    refuse_partial(ledger, run).await?;
    carry_on(ledger, client, store, run, control, observer).await
}

/// Settles what unfinished runs of the store left in doubt, gives the rest of them up and closes them. Returns
/// the newest.
pub(crate) async fn supersede_all(
    ledger: &Ledger,
    client: &Client,
    store: &Store,
    observer: &Observer,
) -> Result<Option<Run>, EngineError> {
    let mut newest = None;
    while let Some(run) = ledger.read(|conn| runs::newest_unfinished(conn, Some(store.id)))? {
        let id = run.id;
        if run.state != RunState::Planned {
            // Its own process may have died without a word.
            ledger.write(move |tx| runs::set_state(tx, id, RunState::Interrupted, now_ms())).await?;
        }
        let early = drive(ledger, client, store, &run, &RunControl::new(), observer, true).await?;
        if let Some(Early::Stopped(what)) = early {
            return Err(EngineError::Store { what, hint: None });
        }
        // In one step: until then the run can still be resumed whole.
        ledger
            .write(move |tx| {
                operations::skip_planned(tx, id, "a newer sync took over", now_ms()).map(drop)?;
                runs::set_state(tx, id, RunState::Superseded, now_ms())
            })
            .await?;
        let closed = ledger.read(|conn| runs::get(conn, id))?;
        newest.get_or_insert(closed);
    }
    Ok(newest)
}

async fn create(
    ledger: &Ledger,
    store: &Store,
    plan: &PlanFile,
    options: &RunOptions,
) -> Result<i64, EngineError> {
    let strategy =
        options.strategy.map_or_else(|| plan.head.forecast.strategy.clone(), |s| s.name().to_owned());
    let kept = Kept {
        options: options.clone(),
        key: Uuid::new_v4(),
        products: plan.head.counts.products,
        operations: plan.head.counts.operations,
    };
    let json = |value: Result<serde_json::Value, serde_json::Error>| {
        value.map_err(|error| EngineError::Usage(format!("the run could not be noted: {error}")))
    };
    let new = NewRun {
        store: store.id,
        plan: Some(plan.head.id.clone()),
        source: plan.head.source.clone(),
        strategy,
        workers: options.workers,
        options: json(serde_json::to_value(&kept))?,
        created_at: now_ms(),
    };
    let stored = StoredPlan {
        id: plan.head.id.clone(),
        store: store.id,
        source: plan.head.source.clone(),
        summary: json(serde_json::to_value((&plan.head.counts, &plan.head.forecast)))?,
        created_at: now_ms(),
    };
    let noted = plan.head.findings.clone();
    let run = ledger
        .write(move |tx| {
            plans::put(tx, &stored)?;
            let run = runs::create(tx, &new)?;
            findings::insert_all(tx, run, &noted)?;
            Ok(run)
        })
        .await?;
    let mut chunk: Vec<Operation> = Vec::with_capacity(CHUNK);
    for operation in plan.operations()? {
        let mut operation = operation?;
        operation.held = operation.held.filter(|held| !options.release.covers(held.kind));
        chunk.push(operation);
        if chunk.len() == CHUNK {
            insert(ledger, run, std::mem::take(&mut chunk)).await?;
        }
    }
    insert(ledger, run, chunk).await?;
    Ok(run)
}

async fn insert(ledger: &Ledger, run: i64, operations: Vec<Operation>) -> Result<(), EngineError> {
    let write = ledger.write(move |tx| operations::insert_all(tx, run, &operations, now_ms()));
    Ok(write.await?)
}

/// Drives the run and closes it, or leaves it to be resumed.
async fn carry_on(
    ledger: &Ledger,
    client: &Client,
    store: &Store,
    run: i64,
    control: &RunControl,
    observer: &Observer,
) -> Result<Run, EngineError> {
    let found = ledger.read(|conn| runs::get(conn, run))?;
    ledger
        .write(move |tx| {
            runs::set_pid(tx, run, std::process::id())?;
            runs::set_state(tx, run, RunState::Running, now_ms())
        })
        .await?;
    let rested = bring_to_rest(ledger, client, store, &found, control, observer).await;
    if let Err(error) = rested {
        // Nobody carries it out any more. What is in the journal is enough to go on from.
        interrupted(ledger, run, error.to_string()).await?;
        return Err(match error {
            EngineError::Store { what, hint: None } => {
                let hint = Some(format!("when that is mended, go on with `evenshelf resume {run}`"));
                EngineError::Store { what, hint }
            }
            other => other,
        });
    }
    Ok(ledger.read(|conn| runs::get(conn, run))?)
}

async fn interrupted(ledger: &Ledger, run: i64, note: String) -> Result<(), EngineError> {
    let write = ledger.write(move |tx| {
        runs::set_note(tx, run, Some(&note))?;
        runs::set_state(tx, run, RunState::Interrupted, now_ms())
    });
    Ok(write.await?)
}

/// Drives the run until it is closed, or until it is interrupted.
async fn bring_to_rest(
    ledger: &Ledger,
    client: &Client,
    store: &Store,
    found: &Run,
    control: &RunControl,
    observer: &Observer,
) -> Result<(), EngineError> {
    let run = found.id;
    let early = drive(ledger, client, store, found, control, observer, false).await?;
    let open = ledger.read(|conn| operations::counts(conn, run))?.open();
    match early {
        // The wish has been heard and does not come again, so the reading back must not begin.
        Some(Early::Interrupted) if open > 0 || kept(found)?.options.verify => {
            interrupted(ledger, run, "interrupted; resume it to go on".to_owned()).await
        }
        Some(Early::Stopped(what)) if open > 0 => Err(EngineError::Store {
            what,
            hint: Some(format!("when that is done, go on with `evenshelf resume {run}`")),
        }),
        _ => close(ledger, client, store, found, control, observer).await,
    }
}

/// Reads back and writes down how the run ended.
async fn close(
    ledger: &Ledger,
    client: &Client,
    store: &Store,
    run: &Run,
    control: &RunControl,
    observer: &Observer,
) -> Result<(), EngineError> {
    let kept = kept(run)?;
    let counts = ledger.read(|conn| operations::counts(conn, run.id))?;
    let mut green = counts.rejected + counts.failed + counts.skipped == 0;
    let mut note = None;
    if kept.options.verify && counts.planned > counts.unchanged + counts.held {
        let shared = Shared::new(ledger, client, store, run.id, kept.key, "verify");
        let read_back = tokio::select! {
            read_back = verify::read_back(&shared, observer) => read_back?,
            () = control.interrupted() => {
                let note = "interrupted while it was read back; resume it to do so";
                return interrupted(ledger, run.id, note.to_owned()).await;
            }
        };
        green &= read_back.differing.is_empty();
        note = Some(read_back.words());
    }
    let state = if green { RunState::Completed } else { RunState::CompletedWithFailures };
    let id = run.id;
    ledger
        .write(move |tx| {
            runs::set_note(tx, id, note.as_deref())?;
            runs::set_state(tx, id, state, now_ms())
        })
        .await?;
    Ok(())
}

fn kept(run: &Run) -> Result<Kept, EngineError> {
    serde_json::from_value(run.options.clone())
        .map_err(|error| EngineError::Usage(format!("run {} cannot be read: {error}", run.id)))
}

/// Gives what is left of the run to the scheduler and drives it; `doubts_only` leaves out what was never sent,
/// sends nothing again but stock, which only its own key can settle, and says nothing.
async fn drive(
    ledger: &Ledger,
    client: &Client,
    store: &Store,
    run: &Run,
    control: &RunControl,
    observer: &Observer,
    doubts_only: bool,
) -> Result<Option<Early>, EngineError> {
    let kept = kept(run)?;
    let strategy = Strategy::parse(&run.strategy).unwrap_or(Strategy::Parallel);
    let mut shared = Shared::new(ledger, client, store, run.id, kept.key, strategy.name());
    shared.gives_up = doubts_only;
    let shared = Arc::new(shared);
    let mut scheduler = Scheduler::new(config(strategy, &kept, client), shared.now());
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
        scheduler.handle(shared.now(), Event::SubmitInDoubt { tasks: grouping.take(), may_still_run });
    }
    let mut upcoming = Vec::new();
    ledger.read(|conn| {
        if doubts_only {
            return Ok(());
        }
        let filter = Filter { state: Some(OperationState::Planned), ..Filter::default() };
        operations::for_each(conn, run.id, &filter, |row| {
            if let Some(id) = &row.operation.product_id {
                upcoming.push(id.clone());
            }
            grouping.add(&row.operation);
            if grouping.waiting() >= CHUNK {
                scheduler.handle(shared.now(), Event::Submit(grouping.take()));
            }
            Ok(())
        })
    })?;
    let (book, rest) = grouping.finish();
    scheduler.handle(shared.now(), Event::Submit(rest));
    trust_the_pull(&shared, &upcoming);
    shared.fresh().upcoming.extend(upcoming);
    let counts = ledger.read(|conn| operations::counts(conn, run.id))?;
    let unseen = silent();
    let observer = if doubts_only { &unseen } else { observer };
    Driver { shared, scheduler, book, control, observer, counts }.drive().await
}

/// Shopify cuts a call off after 10 s; what was sent longer ago has ended.
/// <https://shopify.dev/docs/api/usage/response-codes>
const MAY_RUN_MS: i64 = 10_500;

/// What was pulled a moment ago needs no second look.
fn trust_the_pull(shared: &Shared, products: &[String]) {
    let Some(pulled_at) = shared.store.pulled_at else { return };
    let age = std::time::Duration::from_millis((now_ms() - pulled_at).max(0).cast_unsigned());
    if let Some(at) = Instant::now().checked_sub(age) {
        shared.fresh().checked.extend(products.iter().map(|id| (id.clone(), at)));
    }
}

fn config(strategy: Strategy, kept: &Kept, client: &Client) -> Config {
    let workers = match (strategy, kept.options.workers) {
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
