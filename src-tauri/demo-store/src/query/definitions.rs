//! Metafields and their definitions.

use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::{Ctx, Resolved, gone, page, text, unknown};
use crate::gid::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Owner, Val};
use crate::state::{Collection, Definition, Metafield, Product, Variant};

/// The namespace of a metafield whose writer named none, and the meaning of `$app`.
/// <https://shopify.dev/docs/apps/build/custom-data/ownership#reserved-prefixes>
pub fn namespace(given: Option<&str>, app: u64) -> String {
    match given {
        None | Some("" | "$app") => format!("app--{app}"),
        Some(text) => match text.strip_prefix("$app:") {
            Some(rest) => format!("app--{app}--{rest}"),
            None => text.to_owned(),
        },
    }
}

pub fn digest(value: &str) -> String {
    Sha256::digest(value.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn owner_type(owner: Owner) -> &'static str {
    match owner {
        Owner::Product(_) => "PRODUCT",
        Owner::Variant(_) => "PRODUCTVARIANT",
        Owner::Collection(_) => "COLLECTION",
    }
}

/// Returns the metafields of an owner; none if it is gone.
pub fn of(state: &crate::state::State, owner: Owner) -> &[Metafield] {
    match owner {
        Owner::Product(id) => state.get::<Product>(id).map(|row| &row.metafields),
        Owner::Variant(id) => state.get::<Variant>(id).map(|row| &row.metafields),
        Owner::Collection(id) => state.get::<Collection>(id).map(|row| &row.metafields),
    }
    .map_or(&[], Vec::as_slice)
}

pub fn one(ctx: &Ctx, owner: Owner, fields: &[Metafield], args: &Args) -> Resolved {
    let key = text(args, "key").unwrap_or("");
    // The older form `namespace.key` in one argument is still taken.
    let (namespace, key) = match (text(args, "namespace"), key.split_once('.')) {
        (None, Some((space, key))) => (namespace(Some(space), ctx.app), key),
        (space, _) => (namespace(space, ctx.app), key),
    };
    let found = fields.iter().find(|field| field.namespace == namespace && field.key == key);
    Ok(Val::opt(found.map(|field| Obj::Metafield(owner, field.id))))
}

pub fn many(ctx: &Ctx, owner: Owner, fields: &[Metafield], args: &Args) -> Resolved {
    let space = text(args, "namespace").map(|space| namespace(Some(space), ctx.app));
    let keys = args.get("keys").and_then(|keys| keys.as_array());
    let shown = fields.iter().filter(|field| {
        space.as_ref().is_none_or(|space| *space == field.namespace)
            && keys.is_none_or(|keys| {
                keys.iter().filter_map(|key| key.as_str()).any(|key| {
                    let (space, key) = key.rsplit_once('.').unwrap_or(("", key));
                    key == field.key
                        && (space.is_empty() || namespace(Some(space), ctx.app) == field.namespace)
                })
            })
    });
    let rows = page::by_id(shown.map(|field| field.id));
    let rows = {
        let mut rows = rows;
        rows.sort();
        rows
    };
    page::page(ctx, args, "Metafield", rows, |id| Val::Obj(Obj::Metafield(owner, id)))
}

pub fn metafield(ctx: &Ctx, owner: Owner, id: u64, name: &str) -> Resolved {
    let field = of(ctx.state, owner).iter().find(|field| field.id == id).ok_or_else(|| gone("Metafield"))?;
    Ok(match name {
        "id" => Val::str(gid("Metafield", id)),
        "legacyResourceId" => Val::str(id.to_string()),
        "namespace" => Val::str(field.namespace.as_str()),
        "key" => Val::str(field.key.as_str()),
        "type" => Val::str(field.type_.as_str()),
        "value" => Val::str(field.value.as_str()),
        "jsonValue" => Val::Leaf(json_value(&field.type_, &field.value)),
        "compareDigest" => Val::str(digest(&field.value)),
        "sizeInBytes" => Val::leaf(field.value.len()),
        "description" => Val::Null,
        "createdAt" => ctx.time(field.created_at),
        "updatedAt" => ctx.time(field.updated_at),
        "ownerType" => Val::str(owner_type(owner)),
        "owner" => Val::Obj(match owner {
            Owner::Product(id) => Obj::Product(id),
            Owner::Variant(id) => Obj::Variant(id),
            Owner::Collection(id) => Obj::Collection(id),
        }),
        "definition" => Val::opt(
            find(ctx.state, owner_type(owner), &field.namespace, &field.key)
                .map(|definition| Obj::Definition(definition.id)),
        ),
        _ => return Err(unknown("Metafield", name)),
    })
}

pub fn json_value(type_: &str, value: &str) -> Json {
    let is_text = !type_.starts_with("list.")
        && (type_.ends_with("_text_field")
            || matches!(type_, "id" | "url" | "color" | "date" | "date_time")
            || type_.ends_with("_reference"));
    if is_text {
        return Json::String(value.to_owned());
    }
    serde_json::from_str(value).unwrap_or_else(|_| Json::String(value.to_owned()))
}

pub fn find<'a>(
    state: &'a crate::state::State,
    owner_type: &str,
    namespace: &str,
    key: &str,
) -> Option<&'a Definition> {
    state.definitions.values().map(std::convert::AsRef::as_ref).find(|definition| {
        definition.owner_type == owner_type && definition.namespace == namespace && definition.key == key
    })
}

pub fn definition(ctx: &Ctx, id: u64, name: &str) -> Resolved {
    let row = ctx.state.get::<Definition>(id).ok_or_else(|| gone("MetafieldDefinition"))?;
    let capability = |kind: &str, eligible: bool, enabled: bool| {
        Val::map(
            format!("MetafieldCapability{kind}"),
            vec![
                ("eligible", Val::leaf(eligible)),
                ("enabled", Val::leaf(enabled)),
                ("status", Val::str(if enabled { "FILTERABLE" } else { "NOT_FILTERABLE" })),
            ],
        )
    };
    Ok(match name {
        "id" => Val::str(gid("MetafieldDefinition", id)),
        "namespace" => Val::str(row.namespace.as_str()),
        "key" => Val::str(row.key.as_str()),
        "name" => Val::str(row.name.as_str()),
        "description" => Val::opt_str(row.description.as_deref()),
        "ownerType" => Val::str(row.owner_type.as_str()),
        "type" => type_of(&row.type_),
        "pinnedPosition" => row.pinned.map_or(Val::Null, Val::leaf),
        "useAsCollectionCondition" => Val::leaf(row.smart_collection),
        "validationStatus" => Val::str("ALL_VALID"),
        "validations" => validations(&row.validations),
        "access" => Val::map(
            "MetafieldAccess",
            vec![
                ("admin", Val::str(row.admin_access.as_deref().unwrap_or("PUBLIC_READ_WRITE"))),
                ("customerAccount", Val::str("NONE")),
                ("storefront", Val::str(row.storefront_access.as_deref().unwrap_or("NONE"))),
            ],
        ),
        "capabilities" => Val::map(
            "MetafieldCapabilities",
            vec![
                ("adminFilterable", capability("AdminFilterable", true, row.admin_filterable)),
                ("analyticsQueryable", capability("AnalyticsQueryable", false, false)),
                ("cartToOrderCopyable", capability("CartToOrderCopyable", false, false)),
                (
                    "smartCollectionCondition",
                    capability("SmartCollectionCondition", true, row.smart_collection),
                ),
                ("uniqueValues", capability("UniqueValues", row.type_ == "id", row.unique_values)),
            ],
        ),
        "metafieldsCount" => Val::leaf(uses(ctx, row)),
        _ => return Err(unknown("MetafieldDefinition", name)),
    })
}

pub fn validations(rows: &[(String, Option<String>)]) -> Val {
    let row = |(name, value): &(String, Option<String>)| {
        Val::map(
            "MetafieldDefinitionValidation",
            vec![
                ("name", Val::str(name.as_str())),
                ("type", Val::str("single_line_text_field")),
                ("value", Val::opt_str(value.as_deref())),
            ],
        )
    };
    Val::List(rows.iter().map(row).collect())
}

fn uses(ctx: &Ctx, row: &Definition) -> usize {
    let same = |field: &&Metafield| field.namespace == row.namespace && field.key == row.key;
    match row.owner_type.as_str() {
        "PRODUCT" => {
            ctx.state.products.values().flat_map(|product| product.metafields.iter()).filter(same).count()
        }
        "PRODUCTVARIANT" => {
            ctx.state.variants.values().flat_map(|variant| variant.metafields.iter()).filter(same).count()
        }
        _ => 0,
    }
}

/// The types a definition may have, with their categories.
/// <https://shopify.dev/docs/apps/build/metafields/list-of-data-types>
pub const TYPES: [(&str, &str); 33] = [
    ("boolean", "TRUE_FALSE"),
    ("collection_reference", "REFERENCE"),
    ("color", "COLOR"),
    ("date", "DATE_TIME"),
    ("date_time", "DATE_TIME"),
    ("dimension", "MEASUREMENT"),
    ("file_reference", "REFERENCE"),
    ("id", "ID"),
    ("json", "JSON"),
    ("link", "URL"),
    ("metaobject_reference", "REFERENCE"),
    ("money", "MONEY"),
    ("multi_line_text_field", "TEXT"),
    ("number_decimal", "NUMBER"),
    ("number_integer", "NUMBER"),
    ("product_reference", "REFERENCE"),
    ("product_taxonomy_value_reference", "REFERENCE"),
    ("rating", "RATING"),
    ("rich_text_field", "TEXT"),
    ("single_line_text_field", "TEXT"),
    ("url", "URL"),
    ("variant_reference", "REFERENCE"),
    ("volume", "MEASUREMENT"),
    ("weight", "MEASUREMENT"),
    ("list.color", "COLOR"),
    ("list.date", "DATE_TIME"),
    ("list.metaobject_reference", "REFERENCE"),
    ("list.number_decimal", "NUMBER"),
    ("list.number_integer", "NUMBER"),
    ("list.product_reference", "REFERENCE"),
    ("list.single_line_text_field", "TEXT"),
    ("list.url", "URL"),
    ("list.variant_reference", "REFERENCE"),
];

pub fn type_of(name: &str) -> Val {
    let category = TYPES.iter().find(|(known, _)| *known == name).map_or("TEXT", |(_, category)| category);
    Val::map(
        "MetafieldDefinitionType",
        vec![
            ("name", Val::str(name)),
            ("category", Val::str(category)),
            ("supportsDefinitionMigrations", Val::leaf(false)),
            ("valueType", Val::str("STRING")),
        ],
    )
}
