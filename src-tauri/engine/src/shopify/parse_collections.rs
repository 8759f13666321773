//! Reads Shopify's JSON of collections into core's types.

use std::collections::BTreeMap;

use evenshelf_core::collection::{
    Beyond, CollectionField, Condition, ConditionField, MatchType, Member, StoreCollection, StoreCondition,
    StoreSource,
};
use evenshelf_core::value::Value;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use super::parse::{ParseError, nodes, optional};
use super::parse_values::{decimal, short_unit};
use super::reads_channels::parse_publications;

/// Conditions by the end of their type's name, each with the names its relation and its value have in our documents.
const KINDS: [(&str, ConditionField, &str, &str); 9] = [
    ("ProductTag", ConditionField::Tag, "tagRelation", "values"),
    ("ProductType", ConditionField::ProductType, "typeRelation", "values"),
    ("ProductVendor", ConditionField::Vendor, "vendorRelation", "values"),
    ("ProductTitle", ConditionField::Title, "titleRelation", "values"),
    ("VariantTitle", ConditionField::VariantTitle, "variantTitleRelation", "values"),
    ("VariantPrice", ConditionField::Price, "priceRelation", "price"),
    ("VariantCompareAtPrice", ConditionField::CompareAtPrice, "compareAtRelation", "compareAt"),
    ("VariantWeight", ConditionField::Weight, "weightRelation", "weight"),
    ("VariantInventory", ConditionField::Inventory, "inventoryRelation", "inventory"),
];

/// What the names of their types begin with.
const CONDITION: &str = "CollectionSourceInclusionCondition";

/// Returns the collection with whatever picks its JSON carries, without its members.
pub(crate) fn parse_collection(json: &Json) -> Result<StoreCollection, ParseError> {
    let id = optional(json, "/id").ok_or_else(|| missing("id", ""))?;
    let mut fields = BTreeMap::new();
    for (field, pointer) in [
        (CollectionField::Title, "/title"),
        (CollectionField::BodyHtml, "/descriptionHtml"),
        (CollectionField::SeoTitle, "/seo/title"),
        (CollectionField::SeoDescription, "/seo/description"),
        (CollectionField::TemplateSuffix, "/templateSuffix"),
    ] {
        fields.insert(field, Value::text(optional(json, pointer).unwrap_or_default()));
    }
    let sort_order = optional(json, "/sortOrder").unwrap_or_default().to_lowercase();
    fields.insert(CollectionField::SortOrder, Value::text(sort_order));
    fields.retain(|_, value| !value.is_blank());
    let sources = json.get("sources").and_then(Json::as_array).ok_or_else(|| missing("sources", &id))?;
    Ok(StoreCollection {
        handle: optional(json, "/handle").ok_or_else(|| missing("handle", &id))?,
        updated_at: optional(json, "/updatedAt").unwrap_or_default(),
        sources: sources.iter().map(source).collect(),
        members: None,
        publications: parse_publications(json),
        fields,
        id,
    })
}

fn missing(what: &'static str, at: &str) -> ParseError {
    ParseError { missing: what, at: at.to_owned() }
}

fn source(json: &Json) -> StoreSource {
    let of = |pointer: &str| optional(json, pointer).unwrap_or_default();
    let mut source = StoreSource { id: of("/id"), title: of("/title"), ..StoreSource::default() };
    if json["__typename"] != "CollectionConditionsSource" {
        source.beyond.push(Beyond::SubCollections);
        return source;
    }
    let inclusion = &json["inclusion"];
    source.match_type = word(&inclusion["matchType"]).unwrap_or_default();
    for one in inclusion["conditions"].as_array().into_iter().flatten() {
        match condition(one) {
            Some(condition) => source.conditions.push(condition),
            None => source.beyond.push(Beyond::OtherCondition),
        }
    }
    if json["targetType"] == "VARIANTS" {
        source.beyond.push(Beyond::Variants);
    }
    let exclusion = &json["exclusion"];
    let excludes = exclusion["conditions"].as_array().is_some_and(|list| !list.is_empty());
    if excludes || nodes(exclusion, "selections").next().is_some() {
        source.beyond.push(Beyond::Exclusion);
    }
    add_picks(&mut source, inclusion);
    source.beyond.sort_unstable();
    source.beyond.dedup();
    source
}

/// Adds the picks on a page of `selections`.
pub(crate) fn add_picks(source: &mut StoreSource, inclusion: &Json) {
    for pick in nodes(inclusion, "selections") {
        if pick["variantIds"].as_array().is_some_and(|ids| !ids.is_empty()) {
            source.beyond.push(Beyond::Variants);
        } else {
            source.picks.extend(member(&pick["product"]));
        }
    }
}

/// Returns the product as a member.
pub(crate) fn member(product: &Json) -> Option<Member> {
    Some(Member { id: optional(product, "/id")?, handle: optional(product, "/handle")? })
}

/// Returns the condition; `None` where it is of a kind, or says something, that is not known here.
fn condition(json: &Json) -> Option<StoreCondition> {
    let kind = json["__typename"].as_str()?.strip_prefix(CONDITION)?;
    let (_, field, relation, value) = KINDS.into_iter().find(|(name, ..)| *name == kind)?;
    let relation = word(&json[relation])?;
    let value = &json[value];
    let (values, unit) = match field {
        _ if field.is_text() => {
            let texts = value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned));
            (texts.collect::<Option<Vec<_>>>()?, None)
        }
        ConditionField::Weight => {
            let unit = short_unit(value["unit"].as_str()?)?.to_owned();
            (vec![decimal(&value["value"])?.to_string()], Some(unit))
        }
        ConditionField::Inventory => (vec![value.as_i64()?.to_string()], None),
        _ => (
            value.get("amount").and_then(decimal).map(|amount| amount.to_string()).into_iter().collect(),
            None,
        ),
    };
    let match_type: MatchType = word(&json["matchType"]).unwrap_or_default();
    let condition = Condition::new(field, relation, match_type, values, unit).ok()?;
    Some(StoreCondition { id: optional(json, "/id")?, condition })
}

/// Returns a word of Shopify's enums as core has it.
fn word<T: DeserializeOwned>(json: &Json) -> Option<T> {
    serde_json::from_value(json.as_str()?.to_lowercase().into()).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_known_is_told_and_not_read() {
        let source = |inclusion: Json, more: Json| {
            let mut source =
                json!({ "__typename": "CollectionConditionsSource", "id": "s", "inclusion": inclusion });
            source.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            source
        };
        let tag = |values: Json| {
            json!({ "__typename": "CollectionSourceInclusionConditionProductTag", "id": "c",
                    "tagRelation": "TAGGED_WITH", "matchType": "ANY", "values": values })
        };
        let status = json!({ "__typename": "CollectionSourceInclusionConditionProductStatus", "id": "c" });
        let picks = json!({ "nodes": [
            { "product": { "id": "p", "handle": "mug" } },
            { "product": { "id": "q", "handle": "pot" }, "variantIds": ["v"] },
        ]});
        let table = [
            (json!([]), "", vec![]),
            (json!([source(json!({ "conditions": [tag(json!(["a"]))] }), json!({}))]), "tag is a", vec![]),
            (
                json!([source(json!({ "conditions": [tag(json!(["b", "a"])), status] }), json!({}))]),
                "tag is a or b",
                vec![Beyond::OtherCondition],
            ),
            (json!([source(json!({ "selections": picks }), json!({}))]), "mug", vec![Beyond::Variants]),
            (json!([source(json!({}), json!({ "targetType": "VARIANTS" }))]), "", vec![Beyond::Variants]),
            (
                json!([source(json!({}), json!({ "exclusion": { "conditions": [{ "id": "x" }] } }))]),
                "",
                vec![Beyond::Exclusion],
            ),
            (json!([source(json!({}), json!({ "exclusion": { "conditions": [] } }))]), "", vec![]),
            (
                json!([{ "__typename": "CollectionSubCollectionsSource", "id": "s" }]),
                "",
                vec![Beyond::SubCollections],
            ),
            (json!([source(json!({}), json!({})), source(json!({}), json!({}))]), "", vec![Beyond::Sources]),
        ];
        for (sources, said, beyond) in table {
            let json = json!({ "id": "1", "handle": "shelf", "title": "Shelf", "sources": sources });
            let read = parse_collection(&json).unwrap();
            let conditions =
                read.sources.iter().flat_map(|one| &one.conditions).map(|one| one.condition.words());
            let picks = read.sources.iter().flat_map(|one| &one.picks).map(|one| one.handle.clone());
            let all: Vec<String> = conditions.chain(picks).collect();
            assert_eq!((all.join(" "), read.beyond()), (said.to_owned(), beyond), "{json}");
        }
    }
}
