//! Definitions of metaobjects, an app's own and the standard ones, and the standard metafields that point at them.

use serde_json::{Value as Json, json};

use super::metaobjects::kind;
use super::user_error::Errors;
use super::{Done, Env, Outcome, arg, filled, list};
use crate::gid::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::query::definitions::{self, TYPES};
use crate::query::metaobjects::definition_of;
use crate::state::{Definition, MetaobjectDefinition, MetaobjectField, Tx};

/// Types that begin so are Shopify's own: they are enabled, not created.
const RESERVED: &str = "shopify--";

/// The standard metaobjects known here: type and name. Each is shown by its label; the colour has a swatch as well.
/// Shopify has one for every attribute of its taxonomy, with references into it that are left out here.
const STANDARD: [(&str, &str); 4] = [
    ("shopify--color-pattern", "Color"),
    ("shopify--size", "Size"),
    ("shopify--fabric", "Fabric"),
    ("shopify--material", "Material"),
];

pub fn create(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let input = arg(args, "definition");
    let type_ = kind(input["type"].as_str().unwrap_or(""), env);
    let payload = |id: Option<u64>, errors: &Errors| shown("MetaobjectDefinitionCreatePayload", id, errors);
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if type_.len() < 3 {
        errors.push("TOO_SHORT", "definition.type", "Type is too short (minimum is 3 characters)");
    } else if !type_.bytes().all(plain) {
        errors.push("INVALID", "definition.type", "Type contains one or more invalid characters.");
    } else if type_.starts_with(RESERVED) {
        errors.push("NOT_AUTHORIZED", "definition.type", "Not authorized. This type is reserved.");
    } else if definition_of(tx, &type_).is_some() {
        errors.push("TAKEN", "definition.type", "Type has already been taken");
    }
    let mut fields: Vec<MetaobjectField> = Vec::new();
    for (index, input) in list(&input["fieldDefinitions"]).iter().enumerate() {
        let place = format!("definition.fieldDefinitions.{index}");
        let field = field(input);
        if field.key.len() < 2 || !field.key.bytes().all(plain) {
            errors.push("INVALID", &format!("{place}.key"), "Key is invalid");
        } else if !TYPES.iter().any(|(known, _)| *known == field.type_) {
            errors.push("INCLUSION", &format!("{place}.type"), "Type is not a valid type.");
        } else if fields.iter().any(|other| other.key == field.key) {
            let message = format!("Field \"{}\" duplicates other inputs", field.key);
            errors.push("DUPLICATE_FIELD_INPUT", &place, message);
        } else {
            fields.push(field);
        }
    }
    let display_key = filled(&input["displayNameKey"]);
    if display_key.as_ref().is_some_and(|key| !fields.iter().any(|field| field.key == *key)) {
        let message = "Display name key does not exist in the field definitions";
        errors.push("UNDEFINED_OBJECT_FIELD", "definition.displayNameKey", message);
    }
    if !errors.is_empty() {
        return Ok(Done::refused(payload(None, &errors)));
    }
    let name = filled(&input["name"]).unwrap_or_else(|| type_.clone());
    let id = put(
        tx,
        env,
        MetaobjectDefinition {
            description: filled(&input["description"]),
            type_,
            name,
            display_key,
            fields,
            ..MetaobjectDefinition::default()
        },
    );
    Ok(Done::kept(payload(Some(id), &errors)))
}

fn field(input: &Json) -> MetaobjectField {
    let key = input["key"].as_str().unwrap_or("").to_owned();
    let pair = |row: &Json| {
        (row["name"].as_str().unwrap_or("").to_owned(), row["value"].as_str().map(str::to_owned))
    };
    MetaobjectField {
        name: filled(&input["name"]).unwrap_or_else(|| key.clone()),
        description: filled(&input["description"]),
        required: input["required"] == true,
        type_: input["type"].as_str().unwrap_or("").to_owned(),
        validations: list(&input["validations"]).iter().map(pair).collect(),
        key,
    }
}

fn put(tx: &mut Tx, env: &Env, mut row: MetaobjectDefinition) -> u64 {
    row.id = tx.next_id();
    row.app = env.app;
    row.created_at = tx.now();
    row.updated_at = tx.now();
    let id = row.id;
    tx.put(row);
    id
}

fn shown(name: &str, id: Option<u64>, errors: &Errors) -> Val {
    Val::map(
        name,
        vec![
            ("metaobjectDefinition", Val::opt(id.map(Obj::MetaobjectDefinition))),
            ("userErrors", errors.val("MetaobjectUserError")),
        ],
    )
}

/// Enables a standard definition; one that is enabled stays as it is.
pub fn enable_standard(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let id = standard(tx, env, arg(args, "type").as_str().unwrap_or(""));
    if id.is_none() {
        errors.push("RECORD_NOT_FOUND", "type", "Record not found");
    }
    let payload = shown("StandardMetaobjectDefinitionEnablePayload", id, &errors);
    Ok(if errors.is_empty() { Done::kept(payload) } else { Done::refused(payload) })
}

fn standard(tx: &mut Tx, env: &Env, type_: &str) -> Option<u64> {
    let (type_, name) = STANDARD.iter().find(|(known, _)| *known == type_)?;
    if let Some(row) = definition_of(tx, type_) {
        return Some(row.id);
    }
    let label = json!({"key": "label", "name": "Label", "required": true, "type": "single_line_text_field"});
    let mut fields = vec![field(&label)];
    if *type_ == "shopify--color-pattern" {
        fields.push(field(&json!({"key": "color", "name": "Color", "type": "color"})));
    }
    let row = MetaobjectDefinition {
        type_: (*type_).to_owned(),
        name: (*name).to_owned(),
        display_key: Some("label".into()),
        fields,
        ..MetaobjectDefinition::default()
    };
    Some(put(tx, env, row))
}

/// Enables `shopify.color-pattern` and its like on products, together with the metaobjects they point at.
pub fn enable_standard_metafield(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let payload = |id: Option<u64>, errors: &Errors| {
        Val::map(
            "StandardMetafieldDefinitionEnablePayload",
            vec![
                ("createdDefinition", Val::opt(id.map(Obj::Definition))),
                ("userErrors", errors.val("StandardMetafieldDefinitionEnableUserError")),
            ],
        )
    };
    let owner = arg(args, "ownerType").as_str().unwrap_or("");
    let key = arg(args, "key").as_str().unwrap_or("");
    let of = STANDARD.iter().find(|(type_, _)| type_.strip_prefix(RESERVED) == Some(key));
    let target = match of.filter(|_| owner == "PRODUCT" && arg(args, "namespace") == "shopify") {
        Some((type_, name)) => standard(tx, env, type_).map(|id| (id, *name)),
        None => None,
    };
    let Some((target, name)) = target else {
        errors.push(
            "TEMPLATE_NOT_FOUND",
            "",
            "A standard definition wasn't found for the specified owner type.",
        );
        return Ok(Done::refused(payload(None, &errors)));
    };
    if definitions::find(tx, owner, "shopify", key).is_some() {
        errors.push("TAKEN", "", "The standard definition is already enabled.");
        return Ok(Done::refused(payload(None, &errors)));
    }
    let row = Definition {
        id: tx.next_id(),
        owner_type: owner.to_owned(),
        namespace: "shopify".into(),
        key: key.to_owned(),
        name: name.to_owned(),
        type_: "list.metaobject_reference".into(),
        validations: vec![("metaobject_definition_id".into(), Some(gid("MetaobjectDefinition", target)))],
        ..Definition::default()
    };
    let id = row.id;
    tx.put(row);
    Ok(Done::kept(payload(Some(id), &errors)))
}
