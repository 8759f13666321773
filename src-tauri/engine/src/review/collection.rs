//! A collection as the store has it, for looking at.

use evenshelf_core::channel::Channel;
use evenshelf_core::collection::{CollectionField, Member, StoreCollection};
use evenshelf_core::value::Value;

use super::cells;
use super::product::{ShelfChannel, SideField, channels};

/// Products of a collection that are shown.
pub const SHOWN_PRODUCTS_MAX: usize = 100;

#[derive(Debug, Clone, PartialEq)]
pub struct ShelfCollection {
    /// What it holds, its conditions behind the rest.
    pub fields: Vec<SideField>,
    /// Handles, in the collection's order where it is made by hand; at most [`SHOWN_PRODUCTS_MAX`].
    pub products: Vec<String>,
    /// How many products it has, as far as that is known: see `is_whole`.
    pub products_total: u64,
    /// Whether these are all its products. Those that conditions take in are not read from the store, unless the order
    /// is made by hand.
    pub is_whole: bool,
    /// What it has that this program leaves as it is, in the owner's words.
    pub beyond: Vec<String>,
    /// All sales channels of the store; none where it does not show them.
    pub channels: Vec<ShelfChannel>,
}

/// Lays a collection out.
pub(super) fn laid_out(collection: &StoreCollection, known: &[Channel]) -> ShelfCollection {
    let side = |field: &str, value: &Value| SideField { field: field.to_owned(), value: cells::whole(value) };
    let held = CollectionField::ALL.into_iter().map(|field| (field.name(), collection.field(field)));
    let mut fields: Vec<SideField> = vec![side("handle", &Value::text(&collection.handle))];
    fields.extend(held.filter(|(_, value)| !value.is_blank()).map(|(name, value)| side(name, value)));
    if let Some(words) = collection.rules_words() {
        fields.push(side("conditions", &Value::text(words)));
    }
    let picks: Vec<&Member> = collection.sources.iter().flat_map(|source| &source.picks).collect();
    let products = collection.members.as_ref().map_or(picks, |members| members.iter().collect());
    ShelfCollection {
        fields,
        products: products.iter().take(SHOWN_PRODUCTS_MAX).map(|member| member.handle.clone()).collect(),
        products_total: products.len() as u64,
        is_whole: collection.members.is_some() || collection.is_picked(),
        beyond: collection.beyond().into_iter().map(|beyond| beyond.words().to_owned()).collect(),
        channels: channels(known, |channel| collection.publications.contains(&channel.id)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::types::Cell;
    use super::*;

    fn laid(body: serde_json::Value) -> (Vec<(String, String)>, Vec<String>, u64, bool) {
        let laid = laid_out(&serde_json::from_value(body).unwrap(), &[]);
        let text = |cell| match cell {
            Cell::Text { text, .. } => text,
            other => format!("{other:?}"),
        };
        let fields = laid.fields.into_iter().map(|side| (side.field, text(side.value))).collect();
        (fields, laid.products, laid.products_total, laid.is_whole)
    }

    #[test]
    fn what_a_collection_holds_and_how_far_it_is_known() {
        let member = |name: &str| json!({ "id": name, "handle": name });
        let tag = json!({ "field": "tag", "relation": "tagged_with", "match": "all", "values": ["sale"] });
        let tag = json!({ "id": "c", "condition": tag });
        let body = |members: serde_json::Value, conditions: serde_json::Value| {
            json!({
                "id": "1", "handle": "rack", "updated_at": "",
                "fields": { "title": { "Text": "Rack" } },
                "sources": [{ "id": "s", "title": "", "match_type": "all", "conditions": conditions,
                    "picks": [member("cup")], "beyond": [] }],
                "members": members,
            })
        };
        let field = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let (handle, title) = (field("handle", "rack"), field("title", "Rack"));
        let picked = laid(body(json!(null), json!([])));
        assert_eq!(picked, (vec![handle.clone(), title.clone()], vec!["cup".to_owned()], 1, true));
        let ruled = laid(body(json!(null), json!([tag.clone()])));
        let rules = field("conditions", "tag is sale");
        assert_eq!(
            ruled,
            (vec![handle.clone(), title.clone(), rules.clone()], vec!["cup".to_owned()], 1, false)
        );
        let ordered = laid(body(json!([member("jug"), member("cup")]), json!([tag])));
        assert_eq!(ordered, (vec![handle, title, rules], vec!["jug".to_owned(), "cup".to_owned()], 2, true));
    }
}
