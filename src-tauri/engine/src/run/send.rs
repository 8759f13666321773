//! Carries one call of the scheduler out: check, intent, request, answer, in that order.

use std::collections::BTreeMap;

use evenshelf_core::collection::{CollectionWork, StoreCollection};
use evenshelf_core::operation::Work;
use evenshelf_core::operation::{Operation, OperationId, OutcomeKind};
use evenshelf_core::retry::{Failure, StopReason};
use evenshelf_core::schedule::{CallId, Event, TaskId, TaskResult};

use super::check::{CheckError, Seen, Verdict, check};
use super::collections;
use super::made;
use super::pictures;
use super::shared::{Detail, Shared, report};
use crate::clock::now_ms;
use crate::error::EngineError;
use crate::ledger::attempts::NewAttempt;
use crate::ledger::operations::{OperationRow, OperationState};
use crate::ledger::{attempts, operations};
use crate::shopify::write::{AliasResult, SendContext, WriteCall, blamed, interpret, render};
use crate::shopify::{CallError, Class, StopReason as CallStop};

/// What came of a call: the event for the scheduler, and the operations that left their task on the way.
pub(super) struct Sent {
    pub event: Event,
    /// Operations that ended by themselves while the rest of their task goes on.
    pub left: Vec<(TaskId, OperationId)>,
    /// Why the run cannot go on, in the owner's words.
    pub stopped: Option<Stopped>,
    /// Whether a request that writes left this computer.
    pub wrote: bool,
}

/// Sends the tasks in one request and says what became of them.
pub(super) async fn send(
    shared: &Shared,
    call: CallId,
    tasks: &[(TaskId, Vec<OperationId>)],
) -> Result<Sent, EngineError> {
    let rows = load(shared, tasks)?;
    let rows = match with_product_ids(shared, rows).await {
        Ok(rows) => rows,
        Err(CheckError::Engine(error)) => return Err(error),
        Err(CheckError::Call(error)) => return Ok(failed(call, &error, true)),
    };
    let all: Vec<Operation> = rows.iter().map(|row| row.operation.clone()).collect();
    let verdicts = match check(shared, &all).await {
        Ok(verdicts) => verdicts,
        Err(CheckError::Engine(error)) => return Err(error),
        Err(CheckError::Call(error)) => return Ok(failed(call, &error, true)),
    };
    let mut results: BTreeMap<OperationId, TaskResult> = BTreeMap::new();
    let mut going = Vec::new();
    for (row, verdict) in rows.into_iter().zip(verdicts) {
        let id = row.operation.id;
        match verdict {
            Verdict::Send(seen) => going.push((row, seen)),
            Verdict::Done => {
                shared.note(id, Detail { kind: Some(OutcomeKind::Unchanged), ..Detail::default() });
                results.insert(id, TaskResult::Applied);
            }
            Verdict::Moved(what) => {
                shared.note(
                    id,
                    Detail { kind: Some(OutcomeKind::Skipped), text: Some(what), ..Detail::default() },
                );
                results.insert(id, TaskResult::Rejected);
            }
        }
    }
    let going = match pictures::settled(shared, going, &mut results).await {
        Ok(going) => going,
        Err(error) => return Ok(failed(call, &error, true)),
    };
    let prepared = prepare(shared, going, &mut results).await;
    let (written, rows) = match prepared {
        Ok(Some(prepared)) => prepared,
        Ok(None) => return Ok(Sent { wrote: false, ..answered(shared, call, tasks, results, None, 0) }),
        Err(error) => return Ok(failed(call, &error, true)),
    };
    let attempt = intent(shared, &written, &rows).await?;
    let reply = shared.client.execute(&written.call).await;
    let (ended, answer) = match &reply {
        Ok(_) => (true, "answered".to_owned()),
        Err(error) => (error.is_known_unexecuted(), error.what.clone()),
    };
    if ended {
        shared.ledger.write(move |tx| attempts::end(tx, attempt, &answer, now_ms())).await?;
    }
    match reply {
        Ok(reply) => {
            for (id, result) in interpret(&written, &reply) {
                let on_collection = rows
                    .iter()
                    .map(|row| &row.operation)
                    .find(|operation| operation.id == id && operation.work.is_on_collection());
                let collection = match (on_collection, &result) {
                    (Some(operation), AliasResult::Applied(applied)) => {
                        collections::settle_down(shared, operation, applied).await
                    }
                    _ => None,
                };
                results.insert(id, judge(shared, id, result, collection));
            }
            Ok(answered(shared, call, tasks, results, reply.cost.map(report), reply.latency_ms))
        }
        Err(error) if error.class == Class::Invalid => {
            refused(shared, &written, &error, &mut results);
            Ok(answered(shared, call, tasks, results, None, 0))
        }
        Err(error) => {
            shared.note_text(rows.iter().map(|row| row.operation.id), &words(&error));
            Ok(failed(call, &error, false))
        }
    }
}

/// One value that Shopify does not know makes it refuse the whole document: the operations it names are to
/// blame and the others go again without them. Where it names none, sending any of them again changes nothing.
fn refused(
    shared: &Shared,
    written: &WriteCall,
    error: &CallError,
    results: &mut BTreeMap<OperationId, TaskResult>,
) {
    let blamed = blamed(written, error);
    for id in written.aliases.iter().flat_map(|alias| alias.operations.iter().copied()) {
        let innocent = !blamed.is_empty() && !blamed.contains(&id);
        if !innocent {
            shared.note_text([id], &words(error));
        }
        results.insert(id, if innocent { TaskResult::Retry } else { TaskResult::Rejected });
    }
}

fn load(shared: &Shared, tasks: &[(TaskId, Vec<OperationId>)]) -> Result<Vec<OperationRow>, EngineError> {
    let ids = tasks.iter().flat_map(|(_, operations)| operations);
    Ok(shared.ledger.read(|conn| ids.map(|id| operations::get(conn, shared.run, *id)).collect())?)
}

/// What builds on a create learns the product's id only now.
async fn with_product_ids(
    shared: &Shared,
    mut rows: Vec<OperationRow>,
) -> Result<Vec<OperationRow>, CheckError> {
    for row in &mut rows {
        let operation = &mut row.operation;
        collections::resolve(shared, operation).map_err(EngineError::from)?;
        if operation.product_id.is_none() && !matches!(operation.work, Work::CreateProduct(_)) {
            operation.product_id = match &operation.work {
                Work::Collection(CollectionWork::Create(_)) => None,
                Work::Collection(_) => collections::made_id(shared, operation).await?,
                _ => made::product_id(shared, made::create_of(operation), &operation.product).await?,
            };
        }
    }
    Ok(rows)
}

/// An operation that goes, with what it is about as it was last seen.
pub(super) type Going = (OperationRow, Seen);

/// Renders what goes; an operation that cannot be put into words ends here, and the rest goes without it.
async fn prepare(
    shared: &Shared,
    mut going: Vec<Going>,
    results: &mut BTreeMap<OperationId, TaskResult>,
) -> Result<Option<(WriteCall, Vec<OperationRow>)>, CallError> {
    let mut media = BTreeMap::new();
    for (row, seen) in &going {
        // Both send the whole list of files: what is no picture must stand in it, or it would go.
        let lists_files = matches!(row.operation.work, Work::SetImages { .. } | Work::ReplaceVariants { .. });
        if let Some(product) = seen.product()
            && lists_files
        {
            media.insert(row.operation.id, shared.client.other_media(&product.id).await?);
        }
    }
    let reference = format!("gid://evenshelf/Run/{}", shared.run);
    loop {
        if going.is_empty() {
            return Ok(None);
        }
        let keys: Vec<(String, String)> = going
            .iter()
            .map(|(row, _)| (shared.custom_id(row.operation.id), shared.idempotency_key(row.operation.id)))
            .collect();
        let batch: Vec<(&Operation, SendContext<'_>)> = going
            .iter()
            .zip(&keys)
            .map(|((row, seen), (custom_id, key))| {
                let context = SendContext {
                    product: seen.product(),
                    collection: seen.collection(),
                    currency: shared.store.currency.as_deref(),
                    other_media: media.get(&row.operation.id).map_or(&[], Vec::as_slice),
                    online_store: shared.store.online_store_publication_id.as_deref(),
                    custom_id: shared.store.custom_id_ready.then_some(custom_id.as_str()),
                    idempotency_key: key,
                    reference: &reference,
                };
                (&row.operation, context)
            })
            .collect();
        match render(&batch) {
            Ok(written) => {
                drop(batch);
                return Ok(Some((written, going.into_iter().map(|(row, _)| row).collect())));
            }
            Err(error) => {
                drop(batch);
                going.retain(|(row, _)| row.operation.id != error.operation);
                let detail = Detail { text: Some(error.what), ..Detail::default() };
                shared.note(error.operation, detail);
                results.insert(error.operation, TaskResult::Rejected);
            }
        }
    }
}

/// Writes down what is about to be sent. A stock write that goes again under its own key keeps its attempt.
async fn intent(shared: &Shared, written: &WriteCall, rows: &[OperationRow]) -> Result<i64, EngineError> {
    let ids: Vec<OperationId> = rows.iter().map(|row| row.operation.id).collect();
    let again: Vec<OperationId> =
        rows.iter().filter(|row| row.state == OperationState::Sent).map(|row| row.operation.id).collect();
    let last = rows.first().and_then(|row| row.attempt);
    let same = again.len() == rows.len() && rows.iter().all(|row| row.attempt == last);
    let key = written.aliases.first().map(|alias| format!("{}_key", alias.name));
    let key = key.and_then(|key| written.call.variables.get(key)?.as_str().map(str::to_owned));
    let attempt = NewAttempt {
        lane: shared.lane.to_owned(),
        document: written.call.operation_name.clone(),
        idempotency_key: key.clone(),
        variables: None,
    };
    let run = shared.run;
    let attempt = shared
        .ledger
        .write(move |tx| {
            let at = now_ms();
            if let (true, Some(last)) = (same, last)
                && let known = attempts::get(tx, last)?
                && known.operations == ids
                && key.is_some()
                && known.idempotency_key == key
            {
                attempts::send_again(tx, last, at)?;
                return Ok(last);
            }
            operations::back_to_planned(tx, run, &again, at)?;
            operations::intent(tx, run, &ids, &attempt, at)
        })
        .await?;
    Ok(attempt)
}

/// Notes what the store said of an operation, and says what the scheduler should make of it.
fn judge(
    shared: &Shared,
    id: OperationId,
    result: AliasResult,
    collection: Option<StoreCollection>,
) -> TaskResult {
    match result {
        AliasResult::Applied(applied) => {
            shared.note(id, Detail { applied: Some(applied), collection, ..Detail::default() });
            TaskResult::Applied
        }
        AliasResult::Rejected(errors) => {
            let text = errors.iter().map(|error| match &error.hint {
                Some(hint) => format!("{} ({hint})", error.message),
                None => error.message.clone(),
            });
            let text = text.collect::<Vec<_>>().join("; ");
            shared.note(id, Detail { text: Some(text), ..Detail::default() });
            TaskResult::Rejected
        }
        AliasResult::Stale { what } => {
            let kind = Some(OutcomeKind::Skipped);
            shared.note(id, Detail { kind, text: Some(what), ..Detail::default() });
            TaskResult::Rejected
        }
        AliasResult::Retry { what, new_key } => {
            if new_key {
                shared.renew_key(id);
            }
            shared.note_text([id], &what);
            TaskResult::Retry
        }
        AliasResult::InDoubt { what } => {
            shared.note_text([id], &what);
            TaskResult::InDoubt
        }
    }
}

/// Sums the results of a task's operations up. Where some of them ended and others go again, the ended ones
/// leave the task.
fn answered(
    shared: &Shared,
    call: CallId,
    tasks: &[(TaskId, Vec<OperationId>)],
    results: BTreeMap<OperationId, TaskResult>,
    cost: Option<evenshelf_core::bucket::CostReport>,
    latency_ms: u64,
) -> Sent {
    let mut left = Vec::new();
    let mut summed = Vec::with_capacity(tasks.len());
    for (task, operations) in tasks {
        let of = |id: &OperationId| results.get(id).copied().unwrap_or(TaskResult::InDoubt);
        let goes_on = |result| matches!(result, TaskResult::Retry | TaskResult::NotYet | TaskResult::InDoubt);
        let open = operations.iter().map(of).find(|result| goes_on(*result));
        let result = match open {
            Some(open) => {
                let ended = operations.iter().filter(|id| !goes_on(of(id)));
                left.extend(ended.map(|id| (*task, *id)));
                open
            }
            // Mixed ends only matter to what waits for them, and nothing waits for quantities.
            None if operations.iter().all(|id| of(id) == TaskResult::Applied) => TaskResult::Applied,
            None => TaskResult::Rejected,
        };
        if result != TaskResult::Applied {
            for id in operations.iter().filter(|id| of(id) == TaskResult::Applied) {
                shared.mark_applied(*id);
            }
        }
        summed.push((*task, result));
    }
    // Where nothing was sent, nothing was spent; the store's last word on the bucket still holds.
    let cost = cost.or_else(|| {
        let nothing = Some(evenshelf_core::bucket::Points::ZERO);
        shared
            .client
            .last_cost()
            .map(|cost| evenshelf_core::bucket::CostReport { actual: nothing, ..report(cost) })
    });
    Sent {
        event: Event::Replied { call, results: summed, cost, latency_ms },
        left,
        stopped: None,
        wrote: true,
    }
}

/// Returns what a call that brought nothing means. `only_read`: the write had not begun.
pub(super) fn failed(call: CallId, error: &CallError, only_read: bool) -> Sent {
    let failure = match &error.class {
        Class::Throttled => {
            let event = Event::Throttled { call, cost: error.cost.as_deref().copied().map(report) };
            return Sent { event, left: Vec::new(), stopped: None, wrote: !only_read };
        }
        Class::RetryAfter { ms } => Failure::RetryAfter { wait_ms: *ms },
        Class::InDoubt if !only_read => Failure::InDoubt { may_still_run: error.may_still_run },
        Class::Retry | Class::InDoubt | Class::TooCostly | Class::Invalid => Failure::Retry,
        Class::Stop { reason } => Failure::Stop(match reason {
            CallStop::Authentication => StopReason::Authentication,
            CallStop::Permission { .. } => StopReason::Permission,
            CallStop::ShopFrozen | CallStop::Locked => StopReason::StoreGone,
            CallStop::NotAStore | CallStop::Refused => StopReason::StoreUnreachable,
            CallStop::DailyVariantLimit => StopReason::Interrupted,
        }),
    };
    let stopped = match &error.class {
        Class::Stop { reason } => Some(Stopped { what: words(error), reason: Some(reason.clone()) }),
        _ => None,
    };
    Sent { event: Event::Failed { call, failure }, left: Vec::new(), stopped, wrote: !only_read }
}

fn words(error: &CallError) -> String {
    match &error.hint {
        Some(hint) => format!("{} ({hint})", error.what),
        None => error.what.clone(),
    }
}

/// Why nothing more can succeed until somebody acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stopped {
    pub what: String,
    /// What the store said, where it was the store that stopped it.
    pub reason: Option<CallStop>,
}

impl Stopped {
    pub fn into_error(self, hint: Option<String>) -> EngineError {
        let Self { what, reason } = self;
        match reason {
            Some(reason) => EngineError::Refused { reason, what, hint },
            None => EngineError::Store { what, hint },
        }
    }
}
