//! Talks to Shopify's Admin API: one `Client` for each store, reads into core's types, writes from its operations.
//!
//! The GraphQL lives in `documents/`, and only there. `Client::execute` sends one call and says by the class of
//! its error what to do next; it never repeats a write. The reads on top of it wait and try again by themselves,
//! since a read can do no harm.

mod auth;
pub mod bulk;
mod call;
mod classify;
mod client;
pub mod documents;
mod error;
mod parse;
mod parse_collections;
mod parse_values;
mod reads;
mod reads_channels;
mod reads_collections;
mod reads_markets;
mod reads_metafields;
mod reads_products;
mod reads_redirects;
mod secret;
#[cfg(test)]
pub(crate) mod test_server;
mod upload;
pub mod write;

pub use auth::Credentials;
pub use call::{Call, CallKind, CostReport, GraphqlError, Reply};
pub use client::{Client, Counters, DEFAULT_API_VERSION, Endpoint, FallForward, Wait, WaitReason};
pub use error::{CallError, Class, StopReason};
pub use parse::{ParseError, parse_level, parse_product, parse_variant};
pub use parse_values::{measure_text, parse_measure};
pub use reads::{ApiVersion, CUSTOM_ID_KEY, CUSTOM_ID_NAMESPACE, CustomIdSupport, Scopes, Shop};
pub use reads_channels::AskedPublications;
pub use reads_markets::PriceRow;
pub use reads_products::{ChangedProduct, ChangedSince, ProductIdentifier};
pub use reads_redirects::REDIRECTS_MAX;
pub use secret::{Secret, redact};
