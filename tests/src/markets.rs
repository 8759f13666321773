//! Markets of a demo store, made and asked for by calls of our own.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::shop::Door;

const MARKET: &str = "mutation($name: String!) { marketCreate(input: { name: $name, status: ACTIVE }) {
  market { id } userErrors { message } } }";
const CATALOG: &str = "mutation($title: String!, $markets: [ID!]!) {
  catalogCreate(input: { title: $title, status: ACTIVE, context: { marketIds: $markets } }) {
    catalog { id } userErrors { message } } }";
const LIST: &str = "mutation($input: PriceListCreateInput!) { priceListCreate(input: $input) {
  priceList { id } userErrors { message } } }";
const PRICES: &str = "query($id: ID!, $after: String) { priceList(id: $id) {
  prices(first: 250, after: $after, originType: FIXED) {
    nodes { price { amount currencyCode } compareAtPrice { amount } variant { sku } }
    pageInfo { hasNextPage endCursor } } } }";

/// Opens a market and returns its id.
pub fn open(door: &Door, name: &str) -> String {
    id(&door.change(MARKET, json!({ "name": name }))["market"])
}

/// Opens a market with a price list and returns the list's id.
pub fn open_with_prices(door: &Door, name: &str, currency: &str) -> String {
    let market = open(door, name);
    let catalog = door.change(CATALOG, json!({ "title": name, "markets": [market] }));
    let parent = json!({ "adjustment": { "type": "PERCENTAGE_DECREASE", "value": 10 } });
    let catalog = &catalog["catalog"]["id"];
    let input = json!({ "name": name, "currency": currency, "catalogId": catalog, "parent": parent });
    id(&door.change(LIST, json!({ "input": input }))["priceList"])
}

/// Returns what the list fixes, by SKU: `12.5 CAD`, with what it is compared with `12.5 CAD, 20.0`.
pub fn fixed(door: &Door, list: &str) -> BTreeMap<String, String> {
    let mut prices = BTreeMap::new();
    let mut after = Json::Null;
    loop {
        let page = door.ask(PRICES, json!({ "id": list, "after": after }))["priceList"]["prices"].clone();
        for node in page["nodes"].as_array().expect("a page") {
            let text = |pointer: &str| node.pointer(pointer).and_then(Json::as_str).map(str::to_owned);
            let price = format!(
                "{} {}",
                text("/price/amount").expect("an amount"),
                text("/price/currencyCode").expect("a currency")
            );
            let compare_at = text("/compareAtPrice/amount").map(|amount| format!(", {amount}"));
            let shown = price + &compare_at.unwrap_or_default();
            prices.insert(text("/variant/sku").unwrap_or_default(), shown);
        }
        if page["pageInfo"]["hasNextPage"] != true {
            return prices;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn id(json: &Json) -> String {
    json["id"].as_str().expect("an id").to_owned()
}
