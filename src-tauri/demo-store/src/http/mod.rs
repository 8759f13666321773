//! The addresses the store answers at.

pub mod control;
pub mod execute;
pub mod graphql;
pub mod oauth;
pub mod uploads;
pub mod versions;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::store::Store;

/// The largest request body. Shopify's own limit is not documented; a bulk file has its own way in.
const BODY_MAX: usize = 20 * 1024 * 1024;

pub fn router(store: Store) -> Router {
    Router::new()
        .route("/admin/api/graphql.json", post(graphql::oldest_version))
        .route("/admin/api/{version}/graphql.json", post(graphql::endpoint))
        .route("/admin/oauth/access_token", post(oauth::access_token))
        .route("/_staged", post(uploads::upload).layer(DefaultBodyLimit::max(uploads::BODY_MAX)))
        .route("/_bulk/{file}", get(uploads::result))
        .route("/_demo/faults", get(control::faults).post(control::set_faults))
        .route("/_demo/stats", get(control::stats).delete(control::reset_stats))
        .route("/_demo/state", get(control::state))
        .route("/_demo/bucket", post(control::set_bucket))
        .route("/_demo/tokens/expire", post(control::expire_tokens))
        .route("/_demo/sale", post(control::sale))
        .route("/_demo/channel", post(control::channel))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .with_state(store)
}
