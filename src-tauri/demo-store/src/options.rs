//! How a demo store is set up.

use std::path::PathBuf;
use std::str::FromStr;

/// A Shopify plan: it decides how fast the rate limit refills.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Plan {
    #[default]
    Standard,
    Advanced,
    Plus,
    Enterprise,
}

#[derive(Debug, thiserror::Error)]
#[error("unknown plan {0:?}: use standard, advanced, plus or enterprise")]
pub struct UnknownPlan(String);

impl FromStr for Plan {
    type Err = UnknownPlan;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "standard" => Ok(Plan::Standard),
            "advanced" => Ok(Plan::Advanced),
            "plus" => Ok(Plan::Plus),
            "enterprise" => Ok(Plan::Enterprise),
            _ => Err(UnknownPlan(text.to_owned())),
        }
    }
}

impl Plan {
    /// Points that come back each second.
    /// <https://shopify.dev/docs/api/usage/limits#rate-limits>
    pub fn restore_rate(self) -> f64 {
        match self {
            Plan::Standard => 100.0,
            Plan::Advanced => 200.0,
            Plan::Plus => 1000.0,
            Plan::Enterprise => 2000.0,
        }
    }

    /// Points a full bucket holds: twenty seconds of refill in every published sample.
    pub fn bucket_size(self) -> f64 {
        self.restore_rate() * 20.0
    }
}

/// What goes wrong on purpose. Rates are shares between 0 and 1; all draws come from one seed.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Wait before each call is worked on.
    pub delay_ms: u64,
    /// Further wait for each aliased root field, which run one after the other.
    pub delay_per_field_ms: u64,
    /// Share of calls answered with 429, 500, 502, 503, 504 or an internal error instead.
    pub error_rate: f64,
    /// Share of calls whose connection is cut before anything is done.
    pub drop_before_rate: f64,
    /// Share of calls that have their effect and then get no answer.
    pub drop_after_rate: f64,
    /// Calls that write wait at the door, with nothing done, until this is off again.
    pub hold: bool,
}

#[derive(Clone, Debug)]
pub struct Options {
    /// 0 takes any free port.
    pub port: u16,
    /// Where the state is kept. Uploads and results lie in a folder beside it.
    pub state: PathBuf,
    /// How many products a new store is filled with; a state file that exists keeps its own.
    pub products: u32,
    pub plan: Plan,
    /// How many locations a new store has.
    pub locations: u32,
    /// What goes wrong on purpose.
    pub faults: Faults,
    /// Decides the catalogue of a new store, and every fault.
    pub seed: u64,
    /// Life of an issued token. Shopify's is a day.
    pub token_life_secs: i64,
    /// How long a new image is PROCESSING.
    pub media_delay_ms: u64,
    /// How long an asynchronous product operation waits before it is done.
    pub operation_delay_ms: u64,
    /// How long a bulk operation stays CREATED.
    pub bulk_start_delay_ms: u64,
    /// Wait after each line of a bulk mutation, and each root row of a bulk query.
    pub bulk_line_delay_ms: u64,
    /// A reply that takes longer is cut off with a 504 while the work goes on. Shopify's is ten seconds.
    pub gateway_timeout_ms: u64,
    /// Print times in whole seconds, as Shopify does; by default they have six further digits, so that no two
    /// writes share one.
    pub whole_seconds: bool,
    /// Overrides the plan's bucket, for tests: (points it holds, points a second).
    pub bucket: Option<(f64, f64)>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            state: PathBuf::from("demo-store.jsonl"),
            products: 300,
            plan: Plan::default(),
            locations: 3,
            faults: Faults::default(),
            seed: 1,
            // https://shopify.dev/docs/apps/build/authentication-authorization/client-credentials-grant
            token_life_secs: 86_399,
            media_delay_ms: 0,
            operation_delay_ms: 50,
            bulk_start_delay_ms: 100,
            bulk_line_delay_ms: 0,
            // https://shopify.dev/docs/api/usage/response-codes
            gateway_timeout_ms: 10_000,
            whole_seconds: false,
            bucket: None,
        }
    }
}
