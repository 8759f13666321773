//! What the store has seen, for tests and for the curious.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::{Value as Json, json};

#[derive(Default)]
pub struct Stats {
    /// Calls that reached the GraphQL endpoint with a valid token.
    pub calls: AtomicU64,
    /// Those of them that held a mutation, whatever became of them.
    pub write_calls: AtomicU64,
    pub throttled: AtomicU64,
    pub errors: AtomicU64,
    pub dropped_before: AtomicU64,
    pub dropped_after: AtomicU64,
    pub unauthorized: AtomicU64,
    pub uploads: AtomicU64,
    pub downloads: AtomicU64,
    in_flight: AtomicU64,
    peak_in_flight: AtomicU64,
    points_requested: AtomicU64,
    points_actual: AtomicU64,
    fields: Mutex<Fields>,
}

#[derive(Default)]
struct Fields {
    /// Executed mutation fields by name, bulk lines included.
    mutations: BTreeMap<String, u64>,
    /// Those of them that kept a write.
    applied: BTreeMap<String, u64>,
    queries: BTreeMap<String, u64>,
}

/// Counts a call as in flight until it is dropped.
pub struct InFlight<'a>(&'a Stats);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::Relaxed);
    }
}

pub fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

impl Stats {
    pub fn enter(&self) -> InFlight<'_> {
        let now = self.in_flight.fetch_add(1, Ordering::Relaxed) + 1;
        self.peak_in_flight.fetch_max(now, Ordering::Relaxed);
        InFlight(self)
    }

    pub fn points(&self, requested: u64, actual: u64) {
        self.points_requested.fetch_add(requested, Ordering::Relaxed);
        self.points_actual.fetch_add(actual, Ordering::Relaxed);
    }

    pub fn query(&self, name: &str) {
        let mut fields = self.fields.lock().unwrap_or_else(PoisonError::into_inner);
        *fields.queries.entry(name.to_owned()).or_default() += 1;
    }

    pub fn mutation(&self, name: &str, applied: bool) {
        let mut fields = self.fields.lock().unwrap_or_else(PoisonError::into_inner);
        *fields.mutations.entry(name.to_owned()).or_default() += 1;
        if applied {
            *fields.applied.entry(name.to_owned()).or_default() += 1;
        }
    }

    pub fn json(&self) -> Json {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let fields = self.fields.lock().unwrap_or_else(PoisonError::into_inner);
        json!({
            "calls": get(&self.calls),
            "writeCalls": get(&self.write_calls),
            "throttled": get(&self.throttled),
            "errors": get(&self.errors),
            "droppedBefore": get(&self.dropped_before),
            "droppedAfter": get(&self.dropped_after),
            "unauthorized": get(&self.unauthorized),
            "uploads": get(&self.uploads),
            "downloads": get(&self.downloads),
            "inFlight": get(&self.in_flight),
            "peakInFlight": get(&self.peak_in_flight),
            "pointsRequested": get(&self.points_requested),
            "pointsActual": get(&self.points_actual),
            "mutations": fields.mutations,
            "applied": fields.applied,
            "queries": fields.queries,
        })
    }

    pub fn reset(&self) {
        let counters = [
            &self.calls,
            &self.write_calls,
            &self.throttled,
            &self.errors,
            &self.dropped_before,
            &self.dropped_after,
            &self.unauthorized,
            &self.uploads,
            &self.downloads,
            &self.points_requested,
            &self.points_actual,
        ];
        for counter in counters {
            counter.store(0, Ordering::Relaxed);
        }
        let now = self.in_flight.load(Ordering::Relaxed);
        self.peak_in_flight.store(now, Ordering::Relaxed);
        *self.fields.lock().unwrap_or_else(PoisonError::into_inner) = Fields::default();
    }
}
