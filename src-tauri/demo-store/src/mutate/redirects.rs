//! Redirects of addresses that are no longer answered.

use serde_json::Value as Json;

use super::user_error::Errors;
use super::{Done, Outcome, arg, filled};
use crate::gid::{self, gid};
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{Redirect, Tx};

pub fn create(tx: &mut Tx, args: &Args) -> Outcome {
    let row = Redirect { id: tx.next_id(), ..Redirect::default() };
    save(tx, row, args, "Create")
}

pub fn update(tx: &mut Tx, args: &Args) -> Outcome {
    match find(tx, args) {
        Some(row) => save(tx, row, args, "Update"),
        None => {
            let mut errors = Errors::default();
            errors.push("DOES_NOT_EXIST", "id", "Redirect does not exist");
            Ok(Done::refused(payload("Update", None, &errors)))
        }
    }
}

fn find(tx: &Tx, args: &Args) -> Option<Redirect> {
    tx.get::<Redirect>(gid::parse("UrlRedirect", arg(args, "id").as_str()?)?).cloned()
}

fn payload(verb: &str, id: Option<u64>, errors: &Errors) -> Val {
    Val::map(
        format!("UrlRedirect{verb}Payload"),
        vec![
            ("urlRedirect", Val::opt(id.map(Obj::Redirect))),
            ("userErrors", errors.val("UrlRedirectUserError")),
        ],
    )
}

fn save(tx: &mut Tx, mut row: Redirect, args: &Args, verb: &str) -> Outcome {
    let mut errors = Errors::default();
    let code = if verb == "Create" { "CREATE_FAILED" } else { "UPDATE_FAILED" };
    let input = arg(args, "urlRedirect");
    let text = |name: &str| input.get(name).filter(|value| !value.is_null());
    if let Some(path) = text("path").and_then(Json::as_str) {
        path.trim().clone_into(&mut row.path);
    }
    if let Some(target) = text("target") {
        row.target = filled(target).unwrap_or_default();
    }
    if !row.path.is_empty() && !row.path.starts_with('/') {
        row.path.insert(0, '/');
    }
    let taken = |other: &Redirect| other.id != row.id && other.path == row.path;
    if row.path.is_empty() {
        errors.push(code, "urlRedirect.path", "Path can't be blank");
    } else if tx.redirects.values().any(|other| taken(other)) {
        errors.push(code, "urlRedirect.path", "Path has already been taken");
    }
    if row.target.is_empty() {
        errors.push(code, "urlRedirect.target", "Target can't be blank");
    } else if row.target == row.path {
        errors.push(code, "urlRedirect.target", "Target can't redirect to itself");
    }
    if !errors.is_empty() {
        return Ok(Done::refused(payload(verb, None, &errors)));
    }
    let id = row.id;
    tx.put(row);
    Ok(Done::kept(payload(verb, Some(id), &errors)))
}

pub fn delete(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let id = find(tx, args).map(|row| row.id);
    match id {
        Some(id) => tx.remove::<Redirect>(id),
        None => errors.push("DOES_NOT_EXIST", "id", "Redirect does not exist"),
    }
    let payload = Val::map(
        "UrlRedirectDeletePayload",
        vec![
            ("deletedUrlRedirectId", Val::opt_str(id.map(|id| gid("UrlRedirect", id)).as_deref())),
            ("userErrors", errors.val("UrlRedirectUserError")),
        ],
    );
    Ok(if errors.is_empty() { Done::kept(payload) } else { Done::refused(payload) })
}
