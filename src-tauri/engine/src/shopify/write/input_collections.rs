//! The inputs of writes to collections, as Shopify names them.

use std::collections::BTreeMap;

use evenshelf_core::collection::{
    CollectionEdit, CollectionField, Condition, ConditionField, MEMBERS_PER_CALL, Member, NewCollection,
    StoreCollection, moves,
};
use evenshelf_core::value::Value;
use serde_json::{Map, Value as Json, json};

use super::super::parse_values::number;
use super::SendContext;

/// What a source is called that we make; Shopify wants a title, and shows it to the owner.
const SOURCE_TITLE: &str = "Products";

/// Returns the variables of a `collectionCreate`.
pub(crate) fn create(new: &NewCollection, context: &SendContext<'_>) -> Result<Map<String, Json>, String> {
    let mut input = fields(&new.fields);
    input.insert("handle".into(), new.handle.as_str().into());
    if !new.products.is_empty() || !new.conditions.is_empty() {
        let mut inclusion = json!({ "selections": selections(&new.products) });
        if !new.conditions.is_empty() {
            inclusion["matchType"] = upper(&new.match_type);
            inclusion["conditions"] = conditions(&new.conditions, context)?;
        }
        input.insert(
            "sources".into(),
            json!([{ "source": { "title": SOURCE_TITLE, "inclusion": inclusion } }]),
        );
    }
    Ok(Map::from_iter([("collection".to_owned(), Json::Object(input))]))
}

/// Returns the variables of a `collectionUpdate`. Needs the collection as it is: its source is changed where it has
/// one, and made where it has none.
pub(crate) fn update(
    id: &str,
    edit: &CollectionEdit,
    context: &SendContext<'_>,
) -> Result<Map<String, Json>, String> {
    let mut input = fields(&edit.fields);
    input.insert("id".into(), id.into());
    if let Some(handle) = &edit.handle {
        input.insert("handle".into(), handle.as_str().into());
        input.insert("redirectNewHandle".into(), true.into());
    }
    let held = context.collection.ok_or("the collection is not in the store any more")?;
    let mut inclusion = Map::new();
    let source = held.sources.first();
    // The same lists go by other names where the source is new.
    let name = |new: &str, old: &str| if source.is_some() { old.to_owned() } else { new.to_owned() };
    if let Some(rules) = &edit.rules {
        inclusion.insert("matchType".into(), upper(&rules.match_type));
        if !rules.create.is_empty() {
            let made = conditions(&rules.create, context)?;
            inclusion.insert(name("conditions", "conditionsToCreate"), made);
        }
        if source.is_some() && !rules.delete.is_empty() {
            inclusion.insert("conditionsToDelete".into(), rules.delete.as_slice().into());
        }
    }
    if !edit.add.is_empty() {
        inclusion.insert(name("selections", "selectionsToAdd"), selections(&edit.add));
    }
    if source.is_some() && !edit.remove.is_empty() {
        inclusion.insert("selectionsToRemove".into(), selections(&edit.remove));
    }
    if !inclusion.is_empty() {
        let (list, one) = match source {
            Some(source) => {
                ("sourcesToUpdate", json!({ "condition": { "id": source.id, "inclusion": inclusion } }))
            }
            None => {
                ("sourcesToCreate", json!({ "source": { "title": SOURCE_TITLE, "inclusion": inclusion } }))
            }
        };
        input.insert(list.into(), json!([one]));
    }
    Ok(Map::from_iter([("collection".to_owned(), Json::Object(input))]))
}

/// Returns the variables of a `collectionReorderProducts`: the first moves from the order the collection has now.
pub(crate) fn order(
    id: &str,
    wanted: &[Member],
    held: Option<&StoreCollection>,
) -> Result<Map<String, Json>, String> {
    let members = held.and_then(|held| held.members.as_ref());
    let members = members.ok_or("the collection is not sorted by hand any more")?;
    let current: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
    let wanted: Vec<&str> = wanted.iter().map(|member| member.id.as_str()).collect();
    let moves = moves(&current, &wanted).into_iter().take(MEMBERS_PER_CALL);
    // UnsignedInt64 travels as a text.
    let moves: Vec<Json> = moves.map(|(id, to)| json!({ "id": id, "newPosition": to.to_string() })).collect();
    Ok(Map::from_iter([("id".to_owned(), id.into()), ("moves".to_owned(), moves.into())]))
}

fn fields(fields: &BTreeMap<CollectionField, Value>) -> Map<String, Json> {
    let mut input = Map::new();
    let mut seo = Map::new();
    for (field, value) in fields {
        let text = value.as_text().unwrap_or_default();
        match field {
            CollectionField::Title => drop(input.insert("title".into(), text.trim().into())),
            CollectionField::BodyHtml => drop(input.insert("descriptionHtml".into(), text.into())),
            CollectionField::SeoTitle => drop(seo.insert("title".into(), text.into())),
            CollectionField::SeoDescription => drop(seo.insert("description".into(), text.into())),
            CollectionField::SortOrder => drop(input.insert("sortOrder".into(), text.to_uppercase().into())),
            CollectionField::TemplateSuffix => drop(input.insert("templateSuffix".into(), text.into())),
        }
    }
    if !seo.is_empty() {
        input.insert("seo".into(), Json::Object(seo));
    }
    input
}

fn selections(members: &[Member]) -> Json {
    members.iter().map(|member| json!({ "productId": member.id })).collect()
}

fn conditions(conditions: &[Condition], context: &SendContext<'_>) -> Result<Json, String> {
    conditions.iter().map(|condition| condition_input(condition, context)).collect()
}

fn condition_input(condition: &Condition, context: &SendContext<'_>) -> Result<Json, String> {
    let name = match condition.field {
        ConditionField::Tag => "productTag",
        ConditionField::ProductType => "productType",
        ConditionField::Vendor => "productVendor",
        ConditionField::Title => "productTitle",
        ConditionField::VariantTitle => "variantTitle",
        ConditionField::Price => "variantPrice",
        ConditionField::CompareAtPrice => "variantCompareAtPrice",
        ConditionField::Weight => "variantWeight",
        ConditionField::Inventory => "variantInventory",
    };
    let mut input = json!({ "relation": upper(&condition.relation) });
    let value = condition.values.first();
    match (condition.field, value) {
        (field, _) if field.is_text() => {
            input["matchType"] = upper(&condition.match_type);
            input["values"] = condition.values.as_slice().into();
        }
        // "Is set" has no value.
        (_, None) => {}
        (ConditionField::Inventory, Some(value)) => {
            input["value"] = value.parse::<i64>().unwrap_or_default().into()
        }
        (ConditionField::Weight, Some(value)) => {
            let unit = match condition.unit.as_deref() {
                Some("kg") => "KILOGRAMS",
                Some("lb") => "POUNDS",
                Some("oz") => "OUNCES",
                _ => "GRAMS",
            };
            input["value"] = json!({ "value": number(value.parse().unwrap_or_default()), "unit": unit });
        }
        (_, Some(value)) => {
            let currency = context.currency.ok_or("the store's currency is not known")?;
            input["value"] = json!({ "amount": value, "currencyCode": currency });
        }
    }
    Ok(json!({ name: input }))
}

/// Returns a word of core as Shopify's enums have it.
fn upper(word: &impl serde::Serialize) -> Json {
    match serde_json::to_value(word) {
        Ok(Json::String(word)) => word.to_uppercase().into(),
        _ => Json::Null,
    }
}

#[cfg(test)]
mod tests {
    use evenshelf_core::collection::{CollectionReader, MatchType, RulesEdit, SheetCollection, StoreSource};

    use super::*;

    fn sheet(line: &str) -> SheetCollection {
        let line = format!(r#"{{"collection":{{"handle":"shelf",{line}}}}}"#);
        CollectionReader::default().push(evenshelf_core::catalog::Place::default(), &line).unwrap()
    }

    #[test]
    fn conditions_have_shopifys_names() {
        let context = SendContext { currency: Some("EUR"), ..SendContext::default() };
        for (written, sent) in [
            (
                r#"{"field":"tag","relation":"tagged_with","match":"any","values":["b","a"]}"#,
                json!({ "productTag": { "relation": "TAGGED_WITH", "matchType": "ANY", "values": ["a", "b"] } }),
            ),
            (
                r#"{"field":"price","relation":"greater_than","values":["10.50"]}"#,
                json!({ "variantPrice": { "relation": "GREATER_THAN",
                                          "value": { "amount": "10.5", "currencyCode": "EUR" } } }),
            ),
            (
                r#"{"field":"compare_at_price","relation":"is_set"}"#,
                json!({ "variantCompareAtPrice": { "relation": "IS_SET" } }),
            ),
            (
                r#"{"field":"weight","relation":"less_than","values":[0.5],"unit":"lb"}"#,
                json!({ "variantWeight": { "relation": "LESS_THAN", "value": { "value": 0.5, "unit": "POUNDS" } } }),
            ),
            (
                r#"{"field":"inventory","relation":"less_than","values":["5"]}"#,
                json!({ "variantInventory": { "relation": "LESS_THAN", "value": 5 } }),
            ),
        ] {
            let read = sheet(&format!(r#""conditions":[{written}]"#)).conditions.unwrap();
            assert_eq!(condition_input(&read[0], &context).unwrap(), sent);
        }
    }

    #[test]
    fn an_old_address_leads_to_the_new_one() {
        let edit = CollectionEdit { handle: Some("new".to_owned()), ..CollectionEdit::default() };
        let held = StoreCollection::default();
        let context = SendContext { collection: Some(&held), ..SendContext::default() };
        let sent = Json::Object(update("1", &edit, &context).unwrap());
        assert_eq!(sent, json!({ "collection": { "id": "1", "handle": "new", "redirectNewHandle": true } }));
    }

    #[test]
    fn a_source_is_changed_or_made() {
        let rules =
            RulesEdit { match_type: MatchType::Any, delete: vec!["c".to_owned()], ..RulesEdit::default() };
        let mug = Member { id: "p".to_owned(), handle: "mug".to_owned() };
        let edit = CollectionEdit {
            rules: Some(rules),
            add: vec![mug.clone()],
            remove: vec![mug],
            ..CollectionEdit::default()
        };
        let mut held = StoreCollection::default();
        let picks = json!([{ "productId": "p" }]);
        let sent = |held: &StoreCollection| {
            let context = SendContext { collection: Some(held), ..SendContext::default() };
            Json::Object(update("1", &edit, &context).unwrap())
        };
        let inclusion = json!({ "matchType": "ANY", "selections": picks });
        let source = json!({ "source": { "title": "Products", "inclusion": inclusion } });
        assert_eq!(sent(&held), json!({ "collection": { "id": "1", "sourcesToCreate": [source] } }));
        held.sources.push(StoreSource { id: "s".to_owned(), ..StoreSource::default() });
        let inclusion = json!({ "matchType": "ANY", "conditionsToDelete": ["c"], "selectionsToAdd": picks,
                                "selectionsToRemove": picks });
        let source = json!({ "condition": { "id": "s", "inclusion": inclusion } });
        assert_eq!(sent(&held), json!({ "collection": { "id": "1", "sourcesToUpdate": [source] } }));
    }
}
