//! A plan: everything one sync would do to a store, as a value that can be stored, shown and compared.

use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::operation::Operation;

/// Everything one sync would do. The same inputs give the same plan, byte for byte: no time stands in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// A digest of store, source and operations.
    pub id: String,
    pub store: String,
    pub source: String,
    pub forecast: Forecast,
    pub findings: Vec<Finding>,
    pub operations: Vec<Operation>,
}

/// What a run will cost, before it starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
