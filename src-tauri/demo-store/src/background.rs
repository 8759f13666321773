//! Work that goes on after the reply.

use std::time::Duration;

use crate::http::versions::Version;
use crate::mutate::user_error::Errors;
use crate::mutate::{Env, FollowUp, collection_members, product_delete, product_set};
use crate::state::{Bulk, Operation, Product};
use crate::store::Store;

/// Goes on with what a mutation has started.
pub fn follow(store: &Store, next: FollowUp) {
    let shared = store.clone();
    match next {
        FollowUp::Operation(id) => store.spawn(async move { operation(&shared, id).await }),
        FollowUp::Bulk(id) => store.spawn(async move { crate::bulk::run(&shared, id).await }),
        FollowUp::Job(id) => store.spawn(async move { job(&shared, id).await }),
        FollowUp::CancelBulk(id) => {
            crate::store::lock(&store.cancelled).insert(id);
        }
    }
}

/// Takes up what the last process left unfinished: product operations and jobs are finished, bulk queries run again, and
/// bulk mutations fail, since which of their lines had their effect is known only from the result so far.
pub fn resume(store: &Store) {
    let (operations, jobs, bulks): (Vec<u64>, Vec<u64>, Vec<Bulk>) = {
        let state = store.read();
        (
            state.operations.values().filter(|row| row.status != "COMPLETE").map(|row| row.id).collect(),
            state.jobs.values().filter(|row| !row.done).map(|row| row.id).collect(),
            state
                .bulks
                .values()
                .filter(|row| row.completed_at.is_none())
                .map(|row| Bulk::clone(row))
                .collect(),
        )
    };
    for id in operations {
        follow(store, FollowUp::Operation(id));
    }
    for id in jobs {
        follow(store, FollowUp::Job(id));
    }
    for row in bulks {
        if row.mutation && row.status != "CREATED" || row.status == "CANCELING" {
            crate::bulk::finish_interrupted(store, &row);
        } else {
            follow(store, FollowUp::Bulk(row.id));
        }
    }
}

async fn job(store: &Store, id: u64) {
    tokio::time::sleep(Duration::from_millis(store.options.operation_delay_ms)).await;
    if let Err(error) = store.change(|tx| collection_members::finish(tx, id)) {
        eprintln!("demo store: the job {id} could not be written: {error}");
    }
}

async fn operation(store: &Store, id: u64) {
    let wait = Duration::from_millis(store.options.operation_delay_ms / 2);
    tokio::time::sleep(wait).await;
    let active = store.change(|tx| {
        if let Some(row) = tx.edit::<Operation>(id) {
            row.status = "ACTIVE".into();
        }
    });
    if active.is_err() {
        return;
    }
    tokio::time::sleep(wait).await;
    let Some(row) = store.read().get::<Operation>(id).cloned() else {
        return;
    };
    let done = if row.kind == "delete" { delete(store, &row) } else { set(store, &row) };
    if let Err(error) = done {
        eprintln!("demo store: the operation {id} could not be written: {error}");
    }
}

fn delete(store: &Store, row: &Operation) -> std::io::Result<()> {
    store.change(|tx| {
        if let Some(product) = row.product
            && tx.get::<Product>(product).is_some()
        {
            product_delete::remove(tx, product);
        }
        if let Some(row) = tx.edit::<Operation>(row.id) {
            row.status = "COMPLETE".into();
        }
    })
}

fn set(store: &Store, row: &Operation) -> std::io::Result<()> {
    let staged = |_: &str| Err("NO_SUCH_FILE");
    let env = Env {
        app: row.app,
        version: Version::V2026_10,
        base: &store.base,
        media_delay_us: i64::try_from(store.options.media_delay_ms).unwrap_or(0) * 1000,
        in_bulk: true,
        staged: &staged,
    };
    let empty = serde_json::Map::new();
    let args = row.input.as_object().unwrap_or(&empty);
    let complete = |tx: &mut crate::state::Tx, product: Option<u64>, errors: &Errors| {
        if let Some(row) = tx.edit::<Operation>(row.id) {
            row.status = "COMPLETE".into();
            row.product = product;
            row.errors = errors.json();
        }
    };
    // The product and the end of the operation are one write.
    let errors = store.write(
        |tx| {
            let mut errors = Errors::default();
            let product = product_set::apply(tx, &env, args, &mut errors);
            complete(tx, product, &errors);
            let keep = errors.is_empty();
            (errors, keep)
        },
        |_, errors| errors,
    )?;
    store.stats.mutation("productSet", errors.is_empty());
    if !errors.is_empty() {
        store.change(|tx| complete(tx, None, &errors))?;
    }
    Ok(())
}
