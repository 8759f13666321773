//! A small way in for tests, which Shopify does not have. Everything under `/_demo` asks for a valid token,
//! costs nothing and meets no faults.

use axum::Json as Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Value as Json, json};

use super::graphql::{authorize, unauthorized};
use crate::gid;
use crate::options::Faults;
use crate::state::{Publication, TokenRow, Variant};
use crate::store::{Store, lock};

/// Runs the handler's work for callers with a token.
fn guarded(store: &Store, headers: &HeaderMap, work: impl FnOnce() -> Result<Json, String>) -> Response {
    if authorize(store, headers).is_none() {
        return unauthorized(store);
    }
    match work() {
        Ok(body) => Body(body).into_response(),
        Err(message) => (StatusCode::BAD_REQUEST, Body(json!({"error": message}))).into_response(),
    }
}

/// `GET /_demo/faults`: what goes wrong at the moment.
pub async fn faults(State(store): State<Store>, headers: HeaderMap) -> Response {
    guarded(&store, &headers, || Ok(json!(*lock(&store.faults))))
}

/// `POST /_demo/faults`: sets some or all of what goes wrong; `seed` also starts the draws anew.
pub async fn set_faults(
    State(store): State<Store>,
    headers: HeaderMap,
    Body(wanted): Body<Json>,
) -> Response {
    guarded(&store, &headers, || {
        let mut wanted = wanted;
        let seed = wanted.as_object_mut().ok_or("an object is expected")?.remove("seed");
        let mut faults = json!(*lock(&store.faults));
        for (name, value) in wanted.as_object().into_iter().flatten() {
            faults[name] = value.clone();
        }
        let faults: Faults = serde_json::from_value(faults).map_err(|error| error.to_string())?;
        *lock(&store.faults) = faults;
        store.faults_set.notify_waiters();
        if let Some(seed) = seed.and_then(|seed| seed.as_u64()) {
            *lock(&store.dice) = crate::faults::Dice::new(seed);
        }
        Ok(json!(faults))
    })
}

/// `GET /_demo/stats`: counters since the start or the last reset.
pub async fn stats(State(store): State<Store>, headers: HeaderMap) -> Response {
    guarded(&store, &headers, || Ok(store.stats.json()))
}

/// `DELETE /_demo/stats`: starts counting anew.
pub async fn reset_stats(State(store): State<Store>, headers: HeaderMap) -> Response {
    guarded(&store, &headers, || {
        store.stats.reset();
        Ok(json!({}))
    })
}

/// `GET /_demo/state`: every record, as it is kept. Credentials are left out.
pub async fn state(State(store): State<Store>, headers: HeaderMap) -> Response {
    guarded(&store, &headers, || {
        let mut state = store.read().dump();
        state["meta"]["apps"] = Json::Null;
        state["tokens"] = Json::Null;
        Ok(state)
    })
}

/// `POST /_demo/bucket` `{"available": 0}`: sets how full the caller's bucket is.
pub async fn set_bucket(
    State(store): State<Store>,
    headers: HeaderMap,
    Body(wanted): Body<Json>,
) -> Response {
    let app = authorize(&store, &headers);
    guarded(&store, &headers, || {
        let available = wanted["available"].as_f64().ok_or("available is missing")?;
        let left = store.bucket(app.unwrap_or(0), |bucket, now| {
            let have = bucket.available(now);
            bucket.refund(available - have, now);
            bucket.available(now)
        });
        Ok(json!({ "available": left }))
    })
}

/// `POST /_demo/tokens/expire`: ends every issued token at once. The lasting token of `Running::token` stays.
pub async fn expire_tokens(State(store): State<Store>, headers: HeaderMap) -> Response {
    guarded(&store, &headers, || {
        let ended = store.change(|tx| {
            let ids: Vec<u64> = tx.tokens.keys().copied().collect();
            for id in &ids {
                tx.remove::<TokenRow>(*id);
            }
            ids.len()
        });
        let ended = ended.map_err(|error| error.to_string())?;
        Ok(json!({ "expired": ended }))
    })
}

/// `POST /_demo/sale` `{"inventoryItemId", "locationId", "quantity"}`: sells stock as an order would, which
/// commits it and moves the product's time of change.
pub async fn sale(State(store): State<Store>, headers: HeaderMap, Body(wanted): Body<Json>) -> Response {
    guarded(&store, &headers, || {
        let id = |name: &str, kind: &str| {
            wanted[name].as_str().and_then(|text| gid::parse(kind, text)).ok_or(format!("{name} is missing"))
        };
        let item = id("inventoryItemId", "InventoryItem")?;
        let location = id("locationId", "Location")?;
        let quantity = wanted["quantity"].as_i64().unwrap_or(1);
        let sold = store.change(|tx| {
            let now = tx.now();
            let variant = tx.index.by_item.get(&item).copied();
            let variant = variant.and_then(|id| tx.edit::<Variant>(id))?;
            let product = variant.product;
            let level = variant.levels.get_mut(&location)?;
            level.available -= quantity;
            level.committed += quantity;
            level.updated_at = now;
            let left = level.available;
            tx.bump(product);
            Some(left)
        });
        let left = sold.map_err(|error| error.to_string())?.ok_or("the item is not stocked there")?;
        Ok(json!({ "available": left }))
    })
}

/// `POST /_demo/channel` `{"name", "autoPublish"}`: opens a sales channel, as installing its app would, or changes
/// whether new products are published on one that is open.
pub async fn channel(State(store): State<Store>, headers: HeaderMap, Body(wanted): Body<Json>) -> Response {
    guarded(&store, &headers, || {
        let name = wanted["name"].as_str().filter(|name| !name.is_empty()).ok_or("name is missing")?;
        let auto_publish = wanted["autoPublish"] == true;
        let id = store.change(|tx| {
            let open = tx.publications.values().find(|row| !row.market && row.name == name);
            let mut row = match open {
                Some(row) => Publication::clone(row),
                None => Publication {
                    id: tx.next_id(),
                    catalog: tx.next_id(),
                    name: name.to_owned(),
                    app_title: name.to_owned(),
                    ..Publication::default()
                },
            };
            row.auto_publish = auto_publish;
            let id = row.id;
            tx.put(row);
            id
        });
        let id = id.map_err(|error| error.to_string())?;
        Ok(json!({ "publicationId": gid::gid("Publication", id) }))
    })
}
