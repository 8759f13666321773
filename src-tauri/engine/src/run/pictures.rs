//! Waits for pictures that the store is still loading: before a variant gets one, and when a run is read back.

use std::collections::BTreeMap;
use std::time::Duration;

use evenshelf_core::catalog::{MediaStatus, StoreImage, StoreProduct};
use evenshelf_core::operation::OperationId;
use evenshelf_core::pictures::{MediaState, Standing, awaited, standing, wait_ms};
use evenshelf_core::schedule::TaskResult;

use super::send::Going;
use super::shared::{Detail, Shared};
use crate::shopify::CallError;

/// Returns the operations whose pictures are there. The others get their results: not yet, or never.
pub(super) async fn settled(
    shared: &Shared,
    going: Vec<Going>,
    results: &mut BTreeMap<OperationId, TaskResult>,
) -> Result<Vec<Going>, CallError> {
    let of = |(row, seen): &Going| -> Vec<StoreImage> {
        let images = seen.product().map(|product| awaited(&row.operation.work, product));
        images.into_iter().flatten().cloned().collect()
    };
    let waits: Vec<Vec<StoreImage>> = going.iter().map(of).collect();
    let ids: Vec<String> = waits.iter().flatten().map(|image| image.id.clone()).collect();
    if ids.is_empty() {
        return Ok(going);
    }
    let states = shared.client.media_states(&ids).await?;
    let mut ready = Vec::with_capacity(going.len());
    for (one, images) in going.into_iter().zip(waits) {
        let id = one.0.operation.id;
        match standing(&images.iter().collect::<Vec<_>>(), &states) {
            Standing::Ready => ready.push(one),
            Standing::Waiting => {
                shared.note_text([id], "Shopify is still loading the variant's picture");
                results.insert(id, TaskResult::NotYet);
            }
            Standing::Failed(what) => {
                shared.note(id, Detail { text: Some(what), ..Detail::default() });
                results.insert(id, TaskResult::Rejected);
            }
        }
    }
    Ok(ready)
}

/// Asks about pictures of these products until the store has loaded or refused each, or for about a minute, and puts
/// down how far they are. Returns why pictures failed, by media id.
pub(super) async fn loaded(
    shared: &Shared,
    products: &mut [StoreProduct],
) -> Result<BTreeMap<String, MediaState>, CallError> {
    let mut known: BTreeMap<String, MediaState> = BTreeMap::new();
    let open: Vec<String> = products
        .iter()
        .flat_map(|product| &product.images)
        .filter(|image| image.status != MediaStatus::Ready)
        .map(|image| image.id.clone())
        .collect();
    let mut waiting = open;
    let mut looks = 0;
    while !waiting.is_empty() {
        let states = shared.client.media_states(&waiting).await?;
        let still = |id: &String| {
            states.get(id).is_some_and(|state: &MediaState| state.status == MediaStatus::Processing)
        };
        waiting.retain(still);
        known.extend(states);
        let Some(wait) = wait_ms(looks) else { break };
        if !waiting.is_empty() {
            tokio::time::sleep(Duration::from_millis(wait)).await;
        }
        looks += 1;
    }
    for image in products.iter_mut().flat_map(|product| &mut product.images) {
        if let Some(state) = known.get(&image.id) {
            image.status = state.status;
        }
    }
    Ok(known)
}
