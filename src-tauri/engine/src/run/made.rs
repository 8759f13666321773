//! Which product a create of this run made. Its handle may be another one by now, so the handle comes second.

use evenshelf_core::collection::CollectionWork;
use evenshelf_core::operation::{Operation, OperationId, Work};

use super::check::CheckError;
use super::shared::Shared;
use crate::error::EngineError;
use crate::ledger::mirror;

/// Returns the create that makes the operation's product: itself, or what it waits for.
pub(super) fn create_of(operation: &Operation) -> Option<OperationId> {
    match operation.work {
        Work::CreateProduct(_) | Work::Collection(CollectionWork::Create(_)) => Some(operation.id),
        _ => operation.after.first().copied(),
    }
}

/// Returns the id of the product that `create` made, planned under `handle`; `None` where there is none.
pub(super) async fn product_id(
    shared: &Shared,
    create: Option<OperationId>,
    handle: &str,
) -> Result<Option<String>, CheckError> {
    if let Some(made) = create.and_then(|create| shared.made(create)) {
        return Ok(Some(made));
    }
    // A run that was resumed has forgotten it. The mirror costs no call.
    let store = shared.store.id;
    let held =
        shared.ledger.read(|conn| mirror::by_handle(conn, store, handle)).map_err(EngineError::from)?;
    match (held, create) {
        (Some(product), _) => Ok(Some(product.id)),
        (None, Some(create)) if shared.store.custom_id_ready => {
            let product = shared.client.product_by_custom_id(&shared.custom_id(create)).await?;
            Ok(product.map(|product| product.id))
        }
        (None, _) => Ok(None),
    }
}
