//! Collections of a store that is kept and brought back: made by calls of our own, and compared by questions of our own.

use std::collections::BTreeMap;

use rand::Rng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};

use super::{TEXTS, maybe, pick};
use crate::shop::Door;

const CREATE: &str =
    "mutation($collection: CollectionCreateInput!) { collectionCreate(collection: $collection) {
  collection { id } userErrors { message } } }";

const READ: &str = "{ collections(first: 20, sortKey: ID) { nodes {
  handle title descriptionHtml sortOrder templateSuffix seo { title description }
  products(first: 50) { nodes { handle } }
  sources { ... on CollectionConditionsSource { inclusion {
    matchType
    conditions {
      ... on CollectionSourceInclusionConditionProductTag { tags: relation matchType values }
      ... on CollectionSourceInclusionConditionVariantPrice { price: relation value { amount } } }
    selections(first: 50) { nodes { product { handle } } } } } } } } }";

const COLLECTIONS_MAX: usize = 3;
const ORDERS: [&str; 4] = ["MANUAL", "MANUAL", "CREATED", "ALPHA_DESC"];

/// Makes a few collections with these products, by id.
pub(super) fn fill(door: &Door, products: &[Json], dice: &mut ChaCha8Rng) {
    for number in 0..dice.random_range(0..=COLLECTIONS_MAX) {
        let mut picked: Vec<&Json> = products.iter().filter(|_| dice.random()).collect();
        picked.shuffle(dice);
        let selections: Vec<Json> = picked.iter().map(|id| json!({ "productId": id })).collect();
        let rules = [
            json!({ "productTag": { "relation": "TAGGED_WITH", "matchType": "ANY", "values": ["a", "ø"] } }),
            json!({ "variantPrice": { "relation": "GREATER_THAN",
                                      "value": { "amount": "300.5", "currencyCode": "EUR" } } }),
        ];
        let rules: Vec<&Json> = rules.iter().filter(|_| dice.random_ratio(1, 3)).collect();
        let inclusion = json!({ "matchType": pick(dice, &["ALL", "ANY"]), "conditions": rules, "selections": selections });
        let sources = json!([{ "source": { "title": "Shelf", "inclusion": inclusion } }]);
        let collection = json!({
            // Of the same handle as a product, too.
            "handle": format!("thing-{number}"),
            "title": format!("{} {number}", pick(dice, &TEXTS)),
            "descriptionHtml": maybe(dice, &["<p>All of it</p>"]),
            "sortOrder": pick(dice, &ORDERS),
            "templateSuffix": maybe(dice, &["wide"]),
            "seo": { "title": maybe(dice, &TEXTS), "description": maybe(dice, &TEXTS) },
            "sources": if dice.random_bool(0.8) { sources } else { json!([]) },
        });
        door.change(CREATE, json!({ "collection": collection }));
    }
}

/// Returns every collection as the store has it, by handle.
pub(super) fn held(door: &Door) -> BTreeMap<String, Json> {
    let reply = door.ask(READ, json!({}));
    let rows = reply["collections"]["nodes"].as_array().cloned().unwrap_or_default();
    rows.into_iter().map(|row| (row["handle"].to_string(), plain(row))).collect()
}

/// Takes off what nobody set: an order that is not made by hand, the ways of no condition, a source without anything.
fn plain(mut row: Json) -> Json {
    if row["sortOrder"] != "MANUAL" {
        sort(&mut row["products"]["nodes"]);
    }
    let sources = row["sources"].as_array_mut().expect("a list");
    for source in sources.iter_mut() {
        let inclusion = &mut source["inclusion"];
        sort(&mut inclusion["conditions"]);
        sort(&mut inclusion["selections"]["nodes"]);
        if inclusion["conditions"] == json!([]) {
            inclusion["matchType"] = Json::Null;
        }
    }
    sources.retain(|source| {
        source["inclusion"]["conditions"] != json!([])
            || source["inclusion"]["selections"]["nodes"] != json!([])
    });
    row
}

fn sort(list: &mut Json) {
    list.as_array_mut().expect("a list").sort_by_key(ToString::to_string);
}
