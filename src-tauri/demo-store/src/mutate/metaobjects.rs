//! Metaobjects: made, changed and deleted.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::metafields::{check_references, check_validations, check_value};
use super::product_fields::{at, handle as clean_handle, slug};
use super::user_error::Errors;
use super::{Done, Env, Outcome, arg, filled, list};
use crate::gid::{self, gid};
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::query::definitions::namespace;
use crate::query::metaobjects::{by_handle, definition_of, display_name};
use crate::state::{Metaobject, MetaobjectDefinition, Tx};

fn payload(verb: &str, id: Option<u64>, errors: &Errors) -> Val {
    Val::map(
        format!("Metaobject{verb}Payload"),
        vec![
            ("metaobject", Val::opt(id.map(Obj::Metaobject))),
            ("userErrors", errors.val("MetaobjectUserError")),
        ],
    )
}

/// Returns a type as it is kept: `$app:kind` belongs to the app that says so.
pub fn kind(text: &str, env: &Env) -> String {
    if text.starts_with("$app") { namespace(Some(text), env.app) } else { text.to_owned() }
}

pub fn create(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let input = arg(args, "metaobject");
    let type_ = kind(input["type"].as_str().unwrap_or(""), env);
    let row = Metaobject { app: env.app, type_, ..Metaobject::default() };
    save(tx, row, input, "metaobject", "Create")
}

pub fn update(tx: &mut Tx, args: &Args) -> Outcome {
    let id = gid::parse("Metaobject", arg(args, "id").as_str().unwrap_or(""));
    let Some(row) = id.and_then(|id| tx.get::<Metaobject>(id).cloned()) else {
        let mut errors = Errors::default();
        errors.push("RECORD_NOT_FOUND", "id", "Record not found");
        return Ok(Done::refused(payload("Update", None, &errors)));
    };
    save(tx, row, arg(args, "metaobject"), "metaobject", "Update")
}

pub fn upsert(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let named = arg(args, "handle");
    let type_ = kind(named["type"].as_str().unwrap_or(""), env);
    let handle = clean_handle(named["handle"].as_str().unwrap_or(""));
    let row = by_handle(tx, &type_, &handle).cloned();
    let row = row.unwrap_or(Metaobject { app: env.app, type_, handle, ..Metaobject::default() });
    save(tx, row, arg(args, "metaobject"), "metaobject", "Upsert")
}

/// Puts what was sent into the row, checks the whole and keeps it.
fn save(tx: &mut Tx, mut row: Metaobject, input: &Json, path: &str, verb: &str) -> Outcome {
    let mut errors = Errors::default();
    let Some(definition) = definition_of(tx, &row.type_).cloned() else {
        let message = format!("No metaobject definition exists for type \"{}\"", row.type_);
        errors.push("UNDEFINED_OBJECT_TYPE", &at(path, "type"), message);
        return Ok(Done::refused(payload(verb, None, &errors)));
    };
    for (index, (key, value)) in sent(input).into_iter().enumerate() {
        let place = format!("{path}.fields.{index}");
        let Some(field) = definition.fields.iter().find(|field| field.key == key) else {
            let message = format!("Field definition \"{key}\" does not exist");
            errors.push("UNDEFINED_OBJECT_FIELD", &place, message);
            continue;
        };
        if value.is_empty() {
            row.values.remove(&key);
            continue;
        }
        let checked = check_value(&field.type_, &value)
            .and_then(|()| check_validations(&field.validations, &value))
            .and_then(|()| check_references(tx, &field.type_, &field.validations, &value));
        match checked {
            Ok(()) => {
                row.values.insert(key, value);
            }
            Err(message) => errors.push("INVALID_VALUE", &place, message),
        }
    }
    for field in definition.fields.iter().filter(|field| field.required) {
        if !row.values.contains_key(&field.key) {
            errors.push("OBJECT_FIELD_REQUIRED", path, format!("{} can't be blank", field.name));
        }
    }
    apply_handle(tx, &mut row, input, path, &mut errors);
    if !errors.is_empty() {
        return Ok(Done::refused(payload(verb, None, &errors)));
    }
    let now = tx.now();
    if row.id == 0 {
        row.id = tx.next_id();
        row.created_at = now;
    }
    row.updated_at = now;
    let id = row.id;
    tx.put(row);
    Ok(Done::kept(payload(verb, Some(id), &errors)))
}

/// Returns the values that were sent: as a list of fields, or as one object.
fn sent(input: &Json) -> BTreeMap<String, String> {
    let text = |value: &Json| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let fields = list(&input["fields"]).iter();
    let listed = fields.filter_map(|field| Some((field["key"].as_str()?.to_owned(), text(&field["value"]))));
    let object = input["values"].as_object().into_iter().flatten();
    listed.chain(object.map(|(key, value)| (key.clone(), text(value)))).collect()
}

fn apply_handle(tx: &Tx, row: &mut Metaobject, input: &Json, path: &str, errors: &mut Errors) {
    let taken = |handle: &str| by_handle(tx, &row.type_, handle).is_some_and(|other| other.id != row.id);
    match filled(&input["handle"]).map(|handle| clean_handle(&handle)) {
        Some(handle) if taken(&handle) => {
            errors.push("TAKEN", &at(path, "handle"), "Handle has already been taken");
        }
        Some(handle) => row.handle = handle,
        None if row.handle.is_empty() => {
            let name = match slug(&display_name(tx, row)) {
                name if name.is_empty() => slug(&row.type_),
                name => name,
            };
            let mut handle = name.clone();
            let mut number = 0;
            while taken(&handle) {
                number += 1;
                handle = format!("{name}-{number}");
            }
            row.handle = handle;
        }
        None => {}
    }
}

pub fn delete(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let id = gid::parse("Metaobject", arg(args, "id").as_str().unwrap_or(""))
        .filter(|id| tx.get::<Metaobject>(*id).is_some());
    match id {
        Some(id) => tx.remove::<Metaobject>(id),
        None => errors.push("RECORD_NOT_FOUND", "id", "Record not found"),
    }
    let payload = deleted("MetaobjectDeletePayload", id.map(|id| gid("Metaobject", id)), &errors);
    Ok(if errors.is_empty() { Done::kept(payload) } else { Done::refused(payload) })
}

fn deleted(name: &str, id: Option<String>, errors: &Errors) -> Val {
    Val::map(
        name,
        vec![("deletedId", Val::opt_str(id.as_deref())), ("userErrors", errors.val("MetaobjectUserError"))],
    )
}

/// Deletes a definition with all its metaobjects, as Shopify does.
pub fn delete_definition(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let id = gid::parse("MetaobjectDefinition", arg(args, "id").as_str().unwrap_or(""));
    let type_ = id.and_then(|id| tx.get::<MetaobjectDefinition>(id)).map(|row| row.type_.clone());
    match (id, type_) {
        (Some(id), Some(type_)) => {
            let entries: Vec<u64> =
                tx.metaobjects.values().filter(|row| row.type_ == type_).map(|row| row.id).collect();
            for entry in entries {
                tx.remove::<Metaobject>(entry);
            }
            tx.remove::<MetaobjectDefinition>(id);
        }
        _ => errors.push("RECORD_NOT_FOUND", "id", "Record not found"),
    }
    let id = id.filter(|_| errors.is_empty()).map(|id| gid("MetaobjectDefinition", id));
    let payload = deleted("MetaobjectDefinitionDeletePayload", id, &errors);
    Ok(if errors.is_empty() { Done::kept(payload) } else { Done::refused(payload) })
}
