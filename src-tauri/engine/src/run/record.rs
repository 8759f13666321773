//! Writes outcomes down, each with what it changes in the mirror, in one transaction.

use evenshelf_core::apply::{Applied, apply};
use evenshelf_core::catalog::StoreProduct;
use evenshelf_core::operation::{Operation, OperationId, OutcomeKind, Work};
use evenshelf_core::schedule::{FailReason, Outcome, SkipReason};
use rusqlite::Transaction;

use super::collections;
use super::drive::CANCELLED;
use super::made;
use super::settle::sources;
use super::shared::{Detail, Shared};
use crate::clock::now_ms;
use crate::error::EngineError;
use crate::ledger::samples::{self, Sample};
use crate::ledger::{LedgerError, base, image_sources, markets, mirror, operations};

/// An operation whose end is known.
pub(super) struct Ended {
    pub id: OperationId,
    pub kind: OutcomeKind,
    pub detail: Detail,
}

/// Returns how an operation ended; `None` where it has not: a resumed run goes on with it.
pub(super) fn ended(shared: &Shared, id: OperationId, outcome: Outcome) -> Option<Ended> {
    let (kind, reason) = match outcome {
        Outcome::Applied => (OutcomeKind::Applied, None),
        Outcome::Unchanged => (OutcomeKind::Unchanged, None),
        Outcome::Rejected => (OutcomeKind::Rejected, None),
        Outcome::Failed(reason) => (OutcomeKind::Failed, Some(fail_words(reason))),
        Outcome::Skipped(SkipReason::DependencyNotApplied(_)) => {
            (OutcomeKind::Skipped, Some("it builds on a change that was not applied"))
        }
        Outcome::Skipped(SkipReason::Cancelled) => (OutcomeKind::Skipped, Some(CANCELLED)),
        Outcome::Skipped(SkipReason::Stopped) | Outcome::InDoubt => return None,
    };
    let mut detail = shared.take_detail(id);
    // What a call learned says more exactly why, too.
    let reason = reason.filter(|_| detail.kind.is_none_or(|exact| exact == kind));
    // What an earlier attempt met is not why a cancelled operation was left undone.
    if reason == Some(CANCELLED) {
        detail.text = None;
    }
    let kind = detail.kind.unwrap_or(kind);
    detail.text = match (reason, detail.text) {
        (Some(reason), Some(text)) => Some(format!("{reason}: {text}")),
        (Some(reason), None) => Some(reason.to_owned()),
        (None, text) => text.filter(|_| !matches!(kind, OutcomeKind::Applied | OutcomeKind::Unchanged)),
    };
    Some(Ended { id, kind, detail })
}

fn fail_words(reason: FailReason) -> &'static str {
    match reason {
        FailReason::AttemptsUsedUp => "every attempt failed",
        FailReason::TooExpensive => "it costs more than the store allows one call",
        FailReason::UnknownDependency => "what it builds on is not part of this run",
        FailReason::CannotSettle => "nobody could find out what became of it",
    }
}

/// Writes the outcomes down, and what was measured meanwhile. Returns once they are durable.
pub(super) async fn record(
    shared: &Shared,
    ended: Vec<Ended>,
    measured: Vec<Sample>,
) -> Result<(), EngineError> {
    let (run, store) = (shared.run, shared.store.id);
    let write = shared.ledger.write(move |tx| {
        let at = now_ms();
        samples::add(tx, store, Some(run), &measured)?;
        let mut made = Vec::new();
        for end in ended {
            if end.kind == OutcomeKind::Applied {
                let operation = operations::get(tx, run, end.id)?.operation;
                let product = effects(tx, store, &operation, &end.detail, at)?;
                if made::create_of(&operation) == Some(operation.id) {
                    made.extend(product.map(|product| (end.id, product)));
                }
            }
            operations::outcome(tx, run, end.id, end.kind, end.detail.text.as_deref(), at)?;
        }
        Ok(made)
    });
    for (create, product) in write.await? {
        shared.note_made(create, product);
    }
    Ok(())
}

/// What an applied operation changes in what we know of the store. Returns the id of its product, where that is there.
fn effects(
    tx: &Transaction<'_>,
    store: i64,
    operation: &Operation,
    detail: &Detail,
    at: i64,
) -> Result<Option<String>, LedgerError> {
    let nothing = Applied::default();
    let answer = detail.applied.as_ref().unwrap_or(&nothing);
    if operation.work.is_on_collection() {
        return collections::effects(tx, store, operation, answer, detail.collection.as_ref());
    }
    let before = match &operation.product_id {
        Some(id) => mirror::by_id(tx, store, id)?,
        None if matches!(operation.work, Work::CreateProduct(_)) => None,
        None => match &answer.product_id {
            Some(id) => mirror::by_id(tx, store, id)?,
            None => mirror::by_handle(tx, store, &operation.product)?,
        },
    };
    if operation.work == Work::DeleteProduct {
        if let Some(id) = &operation.product_id {
            mirror::remove(tx, store, id)?;
            base::remove(tx, store, id)?;
        }
        return Ok(None);
    }
    let after = detail.product.clone().or_else(|| apply(operation, before, answer));
    let Some(after) = after else { return Ok(None) };
    remember_sources(tx, store, operation, &after, answer)?;
    mirror::put(tx, store, &after)?;
    if let Work::SetMarketPrices(edit) = &operation.work {
        markets::put_list(tx, store, &after, &edit.price_list_id)?;
    }
    let fields = operation
        .changes
        .iter()
        .map(|change| (base::key(&change.subject, &change.field), change.after.clone()))
        .collect();
    base::merge(tx, store, &after.id, fields, at)?;
    Ok(Some(after.id))
}

/// New pictures are told apart by their position: the store lists them in the order they were sent.
fn remember_sources(
    tx: &Transaction<'_>,
    store: i64,
    operation: &Operation,
    after: &StoreProduct,
    answer: &Applied,
) -> Result<(), LedgerError> {
    let sources = sources(operation);
    let slots = match &operation.work {
        Work::CreateProduct(new) => new.images.len(),
        Work::SetImages { images } => images.len(),
        _ => return Ok(()),
    };
    let held: Vec<&str> = after.images.iter().map(|image| image.id.as_str()).collect();
    let answered: Vec<&str> = answer.media.iter().map(String::as_str).collect();
    let media = if answered.len() == slots { answered } else { held };
    if media.len() != slots {
        return Ok(());
    }
    sources.iter().try_for_each(|(position, source)| {
        image_sources::remember(tx, store, &after.id, media[*position], source)
    })
}
