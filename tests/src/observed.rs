//! What a store holds, read by plain queries of our own and without ids or times: two stores can be compared by it.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::shop::Door;

/// A product as texts: `fields` by the names used in [`crate::expected`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Product {
    pub handle: String,
    pub fields: BTreeMap<&'static str, String>,
    pub options: Vec<String>,
    pub variants: Vec<Variant>,
    pub images: Vec<Image>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Variant {
    pub options: Vec<String>,
    pub fields: BTreeMap<&'static str, String>,
    /// The source address of its own picture.
    pub image: Option<String>,
    /// What is available, by location.
    pub stock: BTreeMap<String, i64>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Image {
    pub source: String,
    pub alt: String,
}

const LIST: &str = "query($after: String) { products(first: 250, after: $after, sortKey: ID) {
  nodes { id } pageInfo { hasNextPage endCursor } } }";

const ONE: &str = "query($id: ID!, $online: ID!) { product(id: $id) {
  handle title descriptionHtml vendor productType tags status isGiftCard seo { title description }
  published: publishedOnPublication(publicationId: $online)
  options { name } } }";

const VARIANTS: &str = "query($id: ID!, $after: String) { product(id: $id) { variants(first: 50, after: $after) {
  nodes { selectedOptions { value } sku barcode price compareAtPrice taxable taxCode inventoryPolicy
    inventoryItem { tracked requiresShipping unitCost { amount } measurement { weight { value unit } }
      inventoryLevels(first: 5) { nodes { location { name } quantities(names: [\"available\"]) { quantity } } } }
    media(first: 1) { nodes { id } } }
  pageInfo { hasNextPage endCursor } } } }";

const MEDIA: &str = "query($id: ID!, $after: String) { product(id: $id) { media(first: 100, after: $after) {
  nodes { id alt } pageInfo { hasNextPage endCursor } } } }";

const PUBLICATIONS: &str = "{ publications(first: 20) { nodes { id name catalog { title } } } }";

/// Reads every product, by handle.
pub fn products(door: &Door) -> BTreeMap<String, Product> {
    door.refill();
    let online = online_store(door);
    let sources = door.image_sources();
    let ids = pages(door, LIST, json!({}), &["products"]);
    let mut products = BTreeMap::new();
    for id in ids.iter().filter_map(|node| node["id"].as_str()) {
        let found = product(door, id, &online, &sources);
        let twice = products.insert(found.handle.clone(), found);
        assert!(twice.is_none(), "two products of one handle: {twice:?}");
    }
    door.refill();
    products
}

fn online_store(door: &Door) -> String {
    let reply = door.ask(PUBLICATIONS, json!({}));
    let all = reply["publications"]["nodes"].as_array().cloned().unwrap_or_default();
    let is_it = |one: &&Json| one["name"] == "Online Store" || one["catalog"]["title"] == "Online Store";
    let found = all.iter().find(is_it).or(all.first()).expect("the store publishes somewhere");
    found["id"].as_str().expect("an id").to_owned()
}

/// Walks a connection to its end.
fn pages(door: &Door, query: &str, variables: Json, path: &[&str]) -> Vec<Json> {
    let (mut nodes, mut variables) = (Vec::new(), variables);
    loop {
        let reply = door.ask(query, variables.clone());
        let page = path.iter().fold(&reply, |at, name| &at[*name]);
        nodes.extend(page["nodes"].as_array().expect("a page").iter().cloned());
        if page["pageInfo"]["hasNextPage"] != json!(true) {
            return nodes;
        }
        variables["after"] = page["pageInfo"]["endCursor"].clone();
    }
}

fn product(door: &Door, id: &str, online: &str, sources: &BTreeMap<String, String>) -> Product {
    let head = &door.ask(ONE, json!({ "id": id, "online": online }))["product"];
    let media = pages(door, MEDIA, json!({ "id": id }), &["product", "media"]);
    let source = |id: &Json| sources.get(text(id).as_str()).cloned().unwrap_or_default();
    let images = media.iter().map(|node| Image { source: source(&node["id"]), alt: text(&node["alt"]) });
    let variants = pages(door, VARIANTS, json!({ "id": id }), &["product", "variants"]);
    let variants = variants.iter().map(|node| {
        let picture = &node["media"]["nodes"][0]["id"];
        Variant { image: (!picture.is_null()).then(|| source(picture)), ..variant(node) }
    });
    let mut tags: Vec<String> = list(&head["tags"]).map(text).collect();
    tags.sort();
    let fields = BTreeMap::from([
        ("title", text(&head["title"])),
        ("body", text(&head["descriptionHtml"])),
        ("vendor", text(&head["vendor"])),
        ("type", text(&head["productType"])),
        ("tags", tags.join(",")),
        ("status", text(&head["status"]).to_lowercase()),
        ("published", text(&head["published"])),
        ("gift card", text(&head["isGiftCard"])),
        ("SEO title", text(&head["seo"]["title"])),
        ("SEO description", text(&head["seo"]["description"])),
    ]);
    Product {
        handle: text(&head["handle"]),
        fields,
        options: list(&head["options"]).map(|option| text(&option["name"])).collect(),
        variants: variants.collect(),
        images: images.collect(),
    }
}

fn variant(node: &Json) -> Variant {
    let item = &node["inventoryItem"];
    let weight = &item["measurement"]["weight"];
    let fields = BTreeMap::from([
        ("sku", text(&node["sku"])),
        ("barcode", text(&node["barcode"])),
        ("price", plain_number(&text(&node["price"]))),
        ("compare-at price", plain_number(&text(&node["compareAtPrice"]))),
        ("cost", plain_number(&text(&item["unitCost"]["amount"]))),
        ("grams", grams(weight).to_string()),
        ("weight unit", short_unit(weight).to_owned()),
        ("tracked", text(&item["tracked"])),
        ("policy", text(&node["inventoryPolicy"]).to_lowercase()),
        ("requires shipping", text(&item["requiresShipping"])),
        ("taxable", text(&node["taxable"])),
        ("tax code", text(&node["taxCode"])),
    ]);
    let stock = list(&item["inventoryLevels"]["nodes"])
        .map(|level| {
            let quantity = level["quantities"][0]["quantity"].as_i64().expect("a quantity");
            (text(&level["location"]["name"]), quantity)
        })
        .collect();
    let options = list(&node["selectedOptions"]).map(|option| text(&option["value"])).collect();
    Variant { options, fields, image: None, stock }
}

/// Grams in a pound and in an ounce, by the international definition.
const POUND: f64 = 453.592_37;
const OUNCE: f64 = POUND / 16.0;

fn grams(weight: &Json) -> f64 {
    let factor = match weight["unit"].as_str() {
        Some("KILOGRAMS") => 1_000.0,
        Some("POUNDS") => POUND,
        Some("OUNCES") => OUNCE,
        _ => 1.0,
    };
    weight["value"].as_f64().unwrap_or_default() * factor
}

fn short_unit(weight: &Json) -> &'static str {
    match weight["unit"].as_str() {
        Some("KILOGRAMS") => "kg",
        Some("POUNDS") => "lb",
        Some("OUNCES") => "oz",
        Some("GRAMS") => "g",
        _ => "",
    }
}

/// Returns digits without what does not count: `67.00` is `67`, `0.50` is `0.5`.
pub fn plain_number(text: &str) -> String {
    let text = text.trim();
    let shortened = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    let digits = shortened.trim_start_matches('0');
    match digits.chars().next() {
        None if shortened.is_empty() => String::new(),
        None => "0".to_owned(),
        Some('.') => format!("0{digits}"),
        Some(_) => digits.to_owned(),
    }
}

fn list(value: &Json) -> impl Iterator<Item = &Json> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}
