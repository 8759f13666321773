//! The `@idempotent` directive: a key has its effect once within 24 hours.
//! <https://shopify.dev/docs/api/usage/implementing-idempotency>

use sha2::{Digest, Sha256};

use super::user_error::Errors;
use super::{Done, Env, Outcome, inventory, inventory_items};
use crate::graphql::coerce::Args;
use crate::graphql::exec::FieldError;
use crate::graphql::value::Val;
use crate::http::versions::Version;
use crate::state::{Idempotency, Stamp, Tx};

/// Mutations that take a key, and from 2026-04 on must have one. Of Shopify's sixteen, those that are here.
const LISTED: [&str; 3] = ["inventoryActivate", "inventoryAdjustQuantities", "inventorySetQuantities"];

/// A key is remembered this long, counted from its first request.
const WINDOW_US: Stamp = 24 * 3600 * 1_000_000;

pub fn is_listed(name: &str) -> bool {
    LISTED.contains(&name)
}

/// Runs a mutation under its key, if it has one. `concurrent` tells that the key is being worked on right now.
pub fn run(tx: &mut Tx, env: &Env, name: &str, args: &Args, key: Option<&str>, concurrent: bool) -> Outcome {
    if !is_listed(name) {
        return super::run(tx, env, name, args);
    }
    let Some(key) = key else {
        if env.version >= Version::V2026_04 {
            return Err(FieldError {
                message: format!(
                    "The @idempotent directive is required for the {name} mutation. Provide a unique key: {name}(...) @idempotent(key: \"...\")."
                ),
                code: "BAD_REQUEST",
            });
        }
        return super::run(tx, env, name, args);
    };
    if key.trim().is_empty() {
        return Err(FieldError::bad("The idempotency key can't be blank."));
    }
    let fingerprint = fingerprint(name, args);
    let refuse = |code, message: &str| {
        let mut errors = Errors::default();
        errors.push(code, "", message);
        let payload: Val = if name == "inventoryActivate" {
            inventory_items::refused(&errors)
        } else {
            inventory::refused(name, &errors)
        };
        Ok(Done::refused(payload))
    };
    if concurrent {
        return refuse(
            "IDEMPOTENCY_CONCURRENT_REQUEST",
            "This request is currently in progress, please try again.",
        );
    }
    let now = tx.now();
    let known = tx
        .index
        .by_key
        .get(&(env.app, key.to_owned()))
        .and_then(|id| tx.get::<Idempotency>(*id))
        .filter(|row| now - row.at < WINDOW_US)
        .cloned();
    if let Some(known) = known {
        if known.fingerprint != fingerprint {
            return refuse(
                "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
                "The same idempotency key cannot be used with different operation parameters.",
            );
        }
        // Nothing is done again; what is shown is read from the store as it is now.
        let payload = if name == "inventoryActivate" {
            inventory_items::replay(tx, args)
        } else {
            inventory::replay(name, known.subject)
        };
        return Ok(Done::refused(payload));
    }
    let done = super::run(tx, env, name, args)?;
    // A request that was refused may be sent again under its key.
    if done.keep {
        forget_old(tx);
        let row = Idempotency {
            id: tx.next_id(),
            app: env.app,
            key: key.to_owned(),
            fingerprint,
            at: now,
            subject: done.subject,
        };
        tx.put(row);
    }
    Ok(done)
}

/// The order of fields is part of the fingerprint.
fn fingerprint(name: &str, args: &Args) -> String {
    let text = serde_json::to_string(args).unwrap_or_default();
    Sha256::digest(format!("{name}{text}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Drops a few keys that are past their window, oldest first.
fn forget_old(tx: &mut Tx) {
    let now = tx.now();
    let old: Vec<u64> =
        tx.idempotency.values().take(8).filter(|row| now - row.at >= WINDOW_US).map(|row| row.id).collect();
    for id in old {
        tx.remove::<Idempotency>(id);
    }
}
