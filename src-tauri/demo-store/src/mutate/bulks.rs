//! Starting and cancelling bulk operations.

use super::user_error::Errors;
use super::{Done, Env, FollowUp, Outcome, arg};
use crate::bulk::check;
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::http::versions::Version;
use crate::state::{Bulk, Tx};

/// <https://shopify.dev/docs/api/usage/bulk-operations/imports>: five at once since 2026-01.
const AT_ONCE_MAX: usize = 5;

fn payload(kind: &str, error_type: &str, bulk: Option<u64>, errors: &Errors) -> Val {
    Val::map(
        format!("BulkOperation{kind}Payload"),
        vec![("bulkOperation", Val::opt(bulk.map(Obj::Bulk))), ("userErrors", errors.val(error_type))],
    )
}

fn running(tx: &Tx, mutation: bool) -> usize {
    tx.bulks.values().filter(|bulk| bulk.mutation == mutation && bulk.completed_at.is_none()).count()
}

pub fn run_mutation(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let text = arg(args, "mutation").as_str().unwrap_or("");
    let path = arg(args, "stagedUploadPath").as_str().unwrap_or("");
    if let Err(message) = check::mutation(text) {
        errors.push("INVALID_MUTATION", "mutation", message);
    }
    let checksum = match (env.staged)(path) {
        Ok(checksum) => Some(checksum),
        Err("NO_SUCH_FILE") => {
            errors.push(
                "NO_SUCH_FILE",
                "stagedUploadPath",
                "The JSONL file could not be found. Try uploading the file again, and check that you've entered the URL correctly for the stagedUploadPath mutation argument.",
            );
            None
        }
        Err(_) => {
            errors.push(
                "INVALID_STAGED_UPLOAD_FILE",
                "stagedUploadPath",
                "The JSONL file is empty or could not be read.",
            );
            None
        }
    };
    if running(tx, true) >= AT_ONCE_MAX {
        errors.push(
            "LIMIT_REACHED",
            "",
            "A bulk mutation operation for this app and shop is already in progress: the limit of 5 has been reached.",
        );
    }
    let (kind, error_type) = ("RunMutation", "BulkMutationUserError");
    if !errors.is_empty() {
        return Ok(Done::refused(payload(kind, error_type, None, &errors)));
    }
    let row = Bulk {
        staged_path: Some(path.to_owned()),
        checksum,
        mutation: true,
        group_objects: arg(args, "groupObjects") != &serde_json::Value::Bool(false),
        ..fresh(tx, env, text)
    };
    Ok(start(tx, row, kind, error_type))
}

pub fn run_query(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let text = arg(args, "query").as_str().unwrap_or("");
    if let Err(message) = check::query(text) {
        errors.push("INVALID", "query", message);
    }
    if running(tx, false) >= AT_ONCE_MAX {
        errors.push(
            "LIMIT_REACHED",
            "",
            "A bulk query operation for this app and shop is already in progress: the limit of 5 has been reached.",
        );
    }
    let (kind, error_type) = ("RunQuery", "BulkOperationUserError");
    if !errors.is_empty() {
        return Ok(Done::refused(payload(kind, error_type, None, &errors)));
    }
    let row = Bulk {
        group_objects: arg(args, "groupObjects") == &serde_json::Value::Bool(true),
        ..fresh(tx, env, text)
    };
    Ok(start(tx, row, kind, error_type))
}

fn fresh(tx: &mut Tx, env: &Env, text: &str) -> Bulk {
    Bulk {
        id: tx.next_id(),
        app: env.app,
        version: Version::name(env.version).to_owned(),
        text: text.to_owned(),
        status: "CREATED".into(),
        created_at: tx.now(),
        ..Bulk::default()
    }
}

fn start(tx: &mut Tx, row: Bulk, kind: &str, error_type: &str) -> Done {
    let id = row.id;
    tx.put(row);
    Done {
        follow_up: Some(FollowUp::Bulk(id)),
        ..Done::kept(payload(kind, error_type, Some(id), &Errors::default()))
    }
}

pub fn cancel(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let id = gid::parse("BulkOperation", arg(args, "id").as_str().unwrap_or(""));
    let row = id.and_then(|id| tx.edit::<Bulk>(id)).filter(|row| row.app == env.app);
    let (kind, error_type) = ("Cancel", "UserError");
    match row {
        None => {
            errors.push("NOT_FOUND", "id", "Bulk operation does not exist");
            Ok(Done::refused(payload(kind, error_type, None, &errors)))
        }
        Some(row) if row.completed_at.is_some() => {
            let message =
                format!("A bulk operation cannot be canceled when it is {}", row.status.to_lowercase());
            errors.push("INVALID", "", message);
            Ok(Done::refused(payload(kind, error_type, id, &errors)))
        }
        Some(row) => {
            row.status = "CANCELING".into();
            let id = row.id;
            Ok(Done {
                follow_up: Some(FollowUp::CancelBulk(id)),
                ..Done::kept(payload(kind, error_type, Some(id), &errors))
            })
        }
    }
}
