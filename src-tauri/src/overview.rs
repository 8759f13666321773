//! Reads the first screen's answer out of the engine's ledger, and turns the engine's types into the contract's.

use std::path::Path;

use evenshelf_engine::Session;
use evenshelf_engine::ledger::{mirror, runs, stores};

use crate::api::{Counts, Ledger, OpenReview, Overview, RUNS_SHOWN_MAX, Run, RunState, Store};
use crate::error::ShellError;

/// Reads the first screen's answer; `None` where there is no ledger yet.
pub fn read(data_dir: &Path, session: Option<&Session>) -> Result<Overview, ShellError> {
    Ok(Overview {
        product_version: env!("CARGO_PKG_VERSION").to_owned(),
        data_dir: data_dir.display().to_string(),
        ledger: session.map_or(Ok(Ledger::Absent), read_ledger)?,
    })
}

fn read_ledger(session: &Session) -> Result<Ledger, ShellError> {
    // One read, so that stores and runs are of the same moment.
    let (stores, runs) = session.ledger().read(|connection| {
        let mut found = Vec::new();
        for store in stores::list(connection)? {
            let products = mirror::count(connection, store.id)?;
            found.push((store, products));
        }
        Ok((found, runs::list(connection, None, RUNS_SHOWN_MAX)?))
    })?;
    let stores = stores.into_iter().map(|(store, products)| {
        let backup = session.last_backup(&store)?;
        Ok(shown(store, products, backup.map(|backup| backup.at)))
    });
    Ok(Ledger::Open {
        stores: stores.collect::<Result<_, ShellError>>()?,
        runs: runs.into_iter().map(Run::from).collect(),
        reviews: session.reviews()?.into_iter().map(OpenReview::from).collect(),
    })
}

fn shown(store: stores::Store, products: u64, backup_at_ms: Option<i64>) -> Store {
    Store {
        name: store.name,
        url: store.url,
        shop_name: store.shop_name,
        currency: store.currency,
        location: store.default_location,
        products,
        backup_at_ms,
        demo: store.kind == stores::StoreKind::Demo,
        writes_allowed: store.allow_writes,
        copied_at_ms: store.pulled_at,
    }
}

impl From<runs::Run> for Run {
    fn from(run: runs::Run) -> Run {
        Run {
            id: run.id,
            store: run.store_name,
            source: run.source,
            state: run.state.into(),
            created_at_ms: run.created_at,
            started_at_ms: run.started_at,
            ended_at_ms: run.ended_at,
            counts: run.counts.into(),
        }
    }
}

impl From<runs::RunState> for RunState {
    fn from(state: runs::RunState) -> RunState {
        match state {
            runs::RunState::Planned => RunState::Planned,
            runs::RunState::Running => RunState::Running,
            runs::RunState::Paused => RunState::Paused,
            runs::RunState::Interrupted => RunState::Interrupted,
            runs::RunState::Completed => RunState::Completed,
            runs::RunState::CompletedWithFailures => RunState::CompletedWithFailures,
            runs::RunState::Failed => RunState::Failed,
            runs::RunState::Cancelled => RunState::Cancelled,
            runs::RunState::Superseded => RunState::Superseded,
        }
    }
}

impl From<runs::Counts> for Counts {
    fn from(counts: runs::Counts) -> Counts {
        let runs::Counts { planned, applied, unchanged, rejected, failed, skipped, held } = counts;
        Counts { planned, applied, unchanged, rejected, failed, skipped, held }
    }
}
