//! One request to the Admin API and what came back, as values.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Whether a call can change the store. A read whose reply is lost is sent again; a write is in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallKind {
    Read,
    Write,
}

/// One request: a whole document with its variables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    pub document: String,
    pub operation_name: String,
    pub variables: Value,
    pub kind: CallKind,
}

/// What Shopify says a call cost, and what is left. Points may come as whole numbers or with a fraction.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CostReport {
    pub requested: f64,
    /// `None` when the call was not executed.
    pub actual: Option<f64>,
    pub available: f64,
    pub maximum: f64,
    /// Points a second.
    pub restore_rate: f64,
}

impl CostReport {
    /// Reads `extensions.cost`.
    pub(crate) fn from_extensions(extensions: &Value) -> Option<Self> {
        let cost = extensions.get("cost")?;
        let status = cost.get("throttleStatus")?;
        Some(Self {
            requested: cost.get("requestedQueryCost").and_then(Value::as_f64).unwrap_or(0.0),
            actual: cost.get("actualQueryCost").and_then(Value::as_f64),
            available: status.get("currentlyAvailable")?.as_f64()?,
            maximum: status.get("maximumAvailable")?.as_f64()?,
            restore_rate: status.get("restoreRate")?.as_f64()?,
        })
    }

    /// Returns how long until the bucket holds what the call asks for, in milliseconds, rounded up.
    pub fn wait_ms(&self) -> u64 {
        let missing = self.requested - self.available;
        if missing <= 0.0 || self.restore_rate <= 0.0 {
            return 0;
        }
        (missing / self.restore_rate * 1_000.0).ceil() as u64
    }
}

/// A top-level GraphQL error of a reply that came with data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GraphqlError {
    pub message: String,
    pub code: Option<String>,
    /// The response path, outermost first; empty when the error belongs to the whole request.
    pub path: Vec<String>,
}

impl GraphqlError {
    pub(crate) fn from_json(error: &Value) -> Self {
        let message = match error {
            Value::String(text) => text.as_str(),
            other => other.get("message").and_then(Value::as_str).unwrap_or("an error without a message"),
        };
        let step = |step: &Value| step.as_str().map_or_else(|| step.to_string(), str::to_owned);
        Self {
            message: super::redact(message),
            code: error.pointer("/extensions/code").and_then(Value::as_str).map(str::to_owned),
            path: error
                .get("path")
                .and_then(Value::as_array)
                .map(|steps| steps.iter().map(step).collect())
                .unwrap_or_default(),
        }
    }

    /// Returns the alias or root field the error belongs to.
    pub fn root(&self) -> Option<&str> {
        self.path.first().map(String::as_str)
    }
}

/// A reply with data. Single aliases of it may have failed: see `errors`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    pub data: Value,
    pub errors: Vec<GraphqlError>,
    pub cost: Option<CostReport>,
    /// The API version that answered; older ones fall forward.
    pub api_version_used: Option<String>,
    /// Filters the store did not understand and therefore ignored.
    pub search_warnings: Vec<String>,
    pub latency_ms: u64,
}
