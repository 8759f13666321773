//! Metafields: checks of their values, and lists of them in product and variant inputs.

use serde_json::Value as Json;

use super::product_fields::at;
use super::user_error::Errors;
use super::{Env, filled, list};
use crate::gid;
use crate::query::definitions::{self, TYPES};
use crate::query::metaobjects::definition_of;
use crate::state::{Collection, Metafield, Metaobject, Product, Tx, Variant};

/// One metafield as an input names it, checked and ready to be stored.
pub struct Wanted {
    pub namespace: String,
    pub key: String,
    pub type_: String,
    pub value: String,
}

/// What is wrong with one metafield: a code of `MetafieldsSetUserErrorCode`, a field, a message.
pub type Problem = (&'static str, &'static str, String);

/// Checks one metafield against its definition, its type and what exists.
pub fn check(
    tx: &Tx,
    env: &Env,
    owner_type: &str,
    existing: &[Metafield],
    input: &Json,
) -> Result<Wanted, Problem> {
    let named = input["id"]
        .as_str()
        .and_then(|id| gid::parse("Metafield", id))
        .and_then(|id| existing.iter().find(|field| field.id == id));
    let namespace = match named {
        Some(field) => field.namespace.clone(),
        None => definitions::namespace(input["namespace"].as_str(), env.app),
    };
    let key = match named {
        Some(field) => field.key.clone(),
        None => filled(&input["key"]).ok_or(("BLANK", "key", "Key can't be blank".to_owned()))?,
    };
    if !(2..=64).contains(&key.len()) {
        let (code, word) = if key.len() < 2 {
            ("TOO_SHORT", "short (minimum is 2")
        } else {
            ("TOO_LONG", "long (maximum is 64")
        };
        return Err((code, "key", format!("Key is too {word} characters)")));
    }
    if namespace.len() > 255 || namespace.len() < 2 {
        return Err(("INVALID", "namespace", "Namespace is invalid".into()));
    }
    let definition = definitions::find(tx, owner_type, &namespace, &key);
    let have = existing.iter().find(|field| field.namespace == namespace && field.key == key);
    let type_ = match (&input["type"], definition, have) {
        (Json::String(type_), Some(definition), _) if *type_ != definition.type_ => {
            return Err((
                "INVALID_TYPE",
                "type",
                format!(
                    "Type '{type_}' must be consistent with the definition's type: '{}'.",
                    definition.type_
                ),
            ));
        }
        (_, Some(definition), _) => definition.type_.clone(),
        (Json::String(type_), None, _) => type_.clone(),
        (_, None, Some(have)) => have.type_.clone(),
        (_, None, None) => {
            return Err(("BLANK", "type", "Type can't be blank".into()));
        }
    };
    if !TYPES.iter().any(|(known, _)| *known == type_) {
        return Err(("INCLUSION", "type", format!("Type '{type_}' is not a valid metafield type.")));
    }
    if type_ == "id" && !definition.is_some_and(|definition| definition.unique_values) {
        return Err((
            "CAPABILITY_VIOLATION",
            "type",
            "Type 'id' requires a definition with the uniqueValues capability.".into(),
        ));
    }
    let value = input["value"].as_str().unwrap_or("").to_owned();
    if value.is_empty() {
        return Err(("BLANK", "value", "Value may not be empty".into()));
    }
    let validations = definition.map_or(&[][..], |definition| &definition.validations);
    check_value(&type_, &value)
        .and_then(|()| check_validations(validations, &value))
        .and_then(|()| check_references(tx, &type_, validations, &value))
        .map_err(|message| ("INVALID_VALUE", "value", message))?;
    Ok(Wanted { namespace, key, type_, value })
}

/// Checks a value by its type. <https://shopify.dev/docs/apps/build/metafields/list-of-data-types>
pub fn check_value(type_: &str, value: &str) -> Result<(), String> {
    if let Some(of) = type_.strip_prefix("list.") {
        let Ok(Json::Array(items)) = serde_json::from_str(value) else {
            return Err("Value must be an array.".into());
        };
        return items.iter().try_for_each(|item| {
            let text = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
            check_value(of, &text)
        });
    }
    let is = |yes: bool, message: &str| if yes { Ok(()) } else { Err(message.to_owned()) };
    let json = || serde_json::from_str::<Json>(value).ok();
    match type_ {
        "boolean" => is(matches!(value, "true" | "false"), "Value must be true or false."),
        "number_integer" => is(value.parse::<i64>().is_ok(), "Value must be an integer."),
        "number_decimal" => is(value.parse::<rust_decimal::Decimal>().is_ok(), "Value must be a decimal."),
        "date" => is(value.parse::<jiff::civil::Date>().is_ok(), "Value must be in YYYY-MM-DD format."),
        "date_time" => is(
            value.parse::<jiff::civil::DateTime>().is_ok() || value.parse::<jiff::Timestamp>().is_ok(),
            "Value must be in “YYYY-MM-DDTHH:MM:SS” format.",
        ),
        "single_line_text_field" | "id" => {
            is(!value.contains(['\n', '\r']), "Value must be a single line text string.")
        }
        "url" => is(
            ["http://", "https://", "mailto:", "sms:", "tel:"].iter().any(|scheme| value.starts_with(scheme)),
            "Value must be one of the following URL schemes: http, https, mailto, sms, tel.",
        ),
        "color" => is(
            value.len() == 7
                && value.starts_with('#')
                && value[1..].bytes().all(|byte| byte.is_ascii_hexdigit()),
            "Value must be a hex color.",
        ),
        "json" => is(json().is_some(), "Value is invalid JSON."),
        "dimension" | "weight" | "volume" => is(
            json().is_some_and(|v| v["value"].is_number() && v["unit"].is_string()),
            "Value must have a value and a unit.",
        ),
        "money" => is(
            json().is_some_and(|v| !v["amount"].is_null() && v["currency_code"].is_string()),
            "Value must have an amount and a currency_code.",
        ),
        "rating" => is(
            json().is_some_and(|v| !v["value"].is_null() && !v["scale_max"].is_null()),
            "Value must have a value, a scale_min and a scale_max.",
        ),
        "rich_text_field" | "link" => is(json().is_some_and(|v| v.is_object()), "Value is invalid."),
        reference if reference.ends_with("_reference") => {
            is(value.starts_with("gid://shopify/"), "Value must be a valid global id.")
        }
        _ => Ok(()),
    }
}

/// Checks that what a value points at is there: records of the kinds that are kept here.
pub fn check_references(
    tx: &Tx,
    type_: &str,
    validations: &[(String, Option<String>)],
    value: &str,
) -> Result<(), String> {
    if type_.starts_with("list.") {
        let items: Vec<String> = serde_json::from_str(value).unwrap_or_default();
        return items
            .iter()
            .try_for_each(|item| check_references(tx, &type_["list.".len()..], validations, item));
    }
    let there = match type_ {
        "product_reference" => gid::parse("Product", value).is_some_and(|id| tx.get::<Product>(id).is_some()),
        "variant_reference" => {
            gid::parse("ProductVariant", value).is_some_and(|id| tx.get::<Variant>(id).is_some())
        }
        "collection_reference" => {
            gid::parse("Collection", value).is_some_and(|id| tx.get::<Collection>(id).is_some())
        }
        "metaobject_reference" => {
            let entry = gid::parse("Metaobject", value).and_then(|id| tx.get::<Metaobject>(id));
            let of = validations.iter().find(|(name, _)| name == "metaobject_definition_id");
            let of = of.and_then(|(_, id)| gid::parse("MetaobjectDefinition", id.as_deref()?));
            entry.is_some_and(|entry| {
                let definition = definition_of(tx, &entry.type_).map(|definition| definition.id);
                of.is_none() || definition == of
            })
        }
        _ => true,
    };
    if there { Ok(()) } else { Err(format!("Value references non-existent resource {value}.")) }
}

pub fn check_validations(validations: &[(String, Option<String>)], value: &str) -> Result<(), String> {
    for (name, limit) in validations {
        let limit = limit.as_deref().unwrap_or("");
        let number = |text: &str| text.parse::<f64>().ok();
        match name.as_str() {
            "choices" => {
                let choices: Vec<String> = serde_json::from_str(limit).unwrap_or_default();
                if !choices.iter().any(|choice| choice == value) {
                    return Err(format!("Value does not exist in provided choices: {limit}."));
                }
            }
            "max" => {
                let size = number(value).unwrap_or(value.chars().count() as f64);
                if number(limit).is_some_and(|limit| size > limit) {
                    return Err(format!("Value has a maximum of {limit}."));
                }
            }
            "min" => {
                let size = number(value).unwrap_or(value.chars().count() as f64);
                if number(limit).is_some_and(|limit| size < limit) {
                    return Err(format!("Value has a minimum of {limit}."));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Stores a metafield in a list; one that is the same already keeps its time of change.
pub fn store(tx: &mut Tx, fields: &mut Vec<Metafield>, wanted: Wanted) -> u64 {
    let now = tx.now();
    if let Some(field) =
        fields.iter_mut().find(|field| field.namespace == wanted.namespace && field.key == wanted.key)
    {
        if field.value != wanted.value || field.type_ != wanted.type_ {
            field.value = wanted.value;
            field.type_ = wanted.type_;
            field.updated_at = now;
        }
        return field.id;
    }
    let field = Metafield {
        id: tx.next_id(),
        namespace: wanted.namespace,
        key: wanted.key,
        type_: wanted.type_,
        value: wanted.value,
        created_at: now,
        updated_at: now,
    };
    let id = field.id;
    fields.push(field);
    id
}

/// Applies the `metafields` of a product or variant input.
/// With `whole` the list is the whole truth, and what it leaves out is deleted.
pub struct ListInput<'a> {
    pub input: &'a Json,
    pub path: String,
    pub owner_type: &'static str,
    pub product: u64,
    pub code: &'static str,
    pub whole: bool,
}

pub fn apply_list(
    tx: &mut Tx,
    env: &Env,
    fields: &mut Vec<Metafield>,
    what: &ListInput,
    errors: &mut Errors,
) {
    if !what.input.is_array() {
        return;
    }
    let mut kept = Vec::new();
    for (index, input) in list(what.input).iter().enumerate() {
        let place = at(&what.path, &index.to_string());
        match check(tx, env, what.owner_type, fields, input) {
            Err((code, field, message)) => {
                let code = if code == "CAPABILITY_VIOLATION" { code } else { what.code };
                errors.push(code, &at(&place, field), message);
            }
            Ok(wanted) => {
                if taken(tx, what.owner_type, what.product, &wanted) {
                    errors.push(
                        "CAPABILITY_VIOLATION",
                        &at(&place, "value"),
                        "Value is already assigned to another metafield. Choose a different value to ensure it’s unique.",
                    );
                    continue;
                }
                kept.push(store(tx, fields, wanted));
            }
        }
    }
    if what.whole {
        fields.retain(|field| kept.contains(&field.id));
    }
}

/// Whether another product has this unique value.
pub fn taken(tx: &Tx, owner_type: &str, owner: u64, wanted: &Wanted) -> bool {
    if wanted.type_ != "id" {
        return false;
    }
    if owner_type == "PRODUCT" {
        let key = (wanted.namespace.clone(), wanted.key.clone(), wanted.value.clone());
        return tx.index.by_metafield.get(&key).is_some_and(|other| *other != owner);
    }
    tx.variants.values().any(|variant| {
        variant.id != owner
            && variant.metafields.iter().any(|field| {
                field.namespace == wanted.namespace && field.key == wanted.key && field.value == wanted.value
            })
    })
}
