//! Every field the schema promises has an answer.

use std::collections::HashMap;

use evenshelf_demo_store::SCHEMA;
use serde_json::{Value as Json, json};

use crate::client::{Shop, quick, sized};

const INTROSPECT: &str = "{__schema{queryType{name} types{kind name possibleTypes{name} fields(includeDeprecated:true){name
  args(includeDeprecated:true){name defaultValue type{kind name ofType{kind name ofType{kind name ofType{kind name}}}}}
  type{kind name ofType{kind name ofType{kind name ofType{kind name}}}}}}}}";

/// One of each kind of record that a new store has none of.
const MAKE: &str = "mutation($tee: ID!) {
  collection: collectionCreate(collection: {title: \"Tees\", image: {src: \"https://example.com/t.jpg\"}, sources: [{source: {title: \"All\", inclusion: {
    selections: [{productId: $tee}],
    conditions: [
      {productTag: {relation: TAGGED_WITH, matchType: ANY, values: [\"tee\"]}},
      {productStatus: {relation: EQUALS, matchType: ANY, values: [ACTIVE]}},
      {variantWeight: {relation: EQUALS, value: {value: 1, unit: GRAMS}}},
      {variantPrice: {relation: EQUALS, value: {amount: 1, currencyCode: USD}}},
      {variantCompareAtPrice: {relation: IS_SET}},
      {variantInventory: {relation: EQUALS, value: 1}}
    ]}}}]}) { collection { id sources { id } } }
  definition: metaobjectDefinitionCreate(definition: {type: \"fit\", displayNameKey: \"fit\", fieldDefinitions: [{key: \"fit\", type: \"single_line_text_field\"}]}) { metaobjectDefinition { id } }
  entry: metaobjectCreate(metaobject: {type: \"fit\", fields: [{key: \"fit\", value: \"slim\"}]}) { metaobject { id } }
  market: marketCreate(input: {name: \"North\"}) { market { id } }
  list: priceListCreate(input: {name: \"North\", currency: CAD, parent: {adjustment: {type: PERCENTAGE_INCREASE, value: 5}}}) { priceList { id } }
  redirect: urlRedirectCreate(urlRedirect: {path: \"/a\", target: \"/b\"}) { urlRedirect { id } }
}";

const CATALOG: &str = "mutation($market: ID!, $list: ID!) {
  catalogCreate(input: {title: \"North\", status: ACTIVE, context: {marketIds: [$market]}, priceListId: $list}) { catalog { id } } }";

fn named(ty: &Json) -> &str {
    match ty["name"].as_str() {
        Some(name) => name,
        None => named(&ty["ofType"]),
    }
}

struct Reader<'a> {
    types: HashMap<&'a str, &'a Json>,
    ids: &'a HashMap<&'static str, String>,
}

impl Reader<'_> {
    /// Returns a selection of everything down to a depth; nothing where a type cannot be selected from.
    fn selection(&self, name: &str, depth: usize) -> String {
        let ty = self.types[name];
        let mut out = String::from("{__typename");
        for field in ty["fields"].as_array().into_iter().flatten() {
            let Some(text) = self.field(field, depth) else { continue };
            out.push(' ');
            out.push_str(&text);
        }
        if ty["kind"] == "INTERFACE" {
            for possible in ty["possibleTypes"].as_array().into_iter().flatten() {
                if depth > 0 {
                    let name = possible["name"].as_str().expect("a name");
                    out.push_str(&format!(" ...on {name}{{id}}"));
                }
            }
        }
        out.push('}');
        out
    }

    fn field(&self, field: &Json, depth: usize) -> Option<String> {
        let name = field["name"].as_str()?;
        let target = named(&field["type"]);
        let mut arguments = Vec::new();
        for argument in field["args"].as_array().into_iter().flatten() {
            let required = argument["type"]["kind"] == "NON_NULL" && argument["defaultValue"].is_null();
            let key = argument["name"].as_str()?;
            match key {
                "first" => arguments.push("first:1".to_owned()),
                _ if required => arguments.push(format!("{key}:{}", self.value(key)?)),
                _ => {}
            }
        }
        let arguments =
            if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(",")) };
        match self.types[target]["kind"].as_str()? {
            "OBJECT" | "INTERFACE" if depth == 0 => None,
            "OBJECT" | "INTERFACE" => {
                let through = target.ends_with("Connection") || target.ends_with("Edge");
                let inner = self.selection(target, if through { depth } else { depth - 1 });
                Some(format!("{name}{arguments}{inner}"))
            }
            _ => Some(format!("{name}{arguments}")),
        }
    }

    fn value(&self, key: &str) -> Option<String> {
        let id = |kind: &str| Some(format!("\"{}\"", self.ids[kind]));
        match key {
            "publicationId" => id("Publication"),
            "locationId" => id("Location"),
            "inventoryItemId" => id("InventoryItem"),
            "names" => Some("[\"available\"]".into()),
            "key" => Some("\"fit\"".into()),
            "id" | "collectionId" => id("Product"),
            "ownerType" => Some("PRODUCT".into()),
            "handle" => Some("\"tee\"".into()),
            _ => None,
        }
    }
}

#[tokio::test]
async fn every_field_has_an_answer() {
    let shop = Shop::open(quick()).await;
    let mut input = sized("Tee", &["S"]);
    input["files"] = json!([
        {"originalSource": "https://example.com/a.jpg"},
        {"originalSource": "https://youtu.be/a"},
        {"originalSource": "https://example.com/a.mp4"},
        {"originalSource": "https://example.com/a.glb"}
    ]);
    input["metafields"] =
        json!([{"namespace": "app--1", "key": "fit", "type": "single_line_text_field", "value": "slim"}]);
    input["variants"][0]["compareAtPrice"] = "20".into();
    let product = shop.product(input).await;
    let more = shop.ask("{locations(first:1){nodes{id}} publications(first:1){nodes{id}}}", json!({})).await;
    let text = |value: &Json| value.as_str().expect("an id").to_owned();
    let variant = &product["variants"]["nodes"][0];
    let ids = HashMap::from([
        ("Product", text(&product["id"])),
        ("InventoryItem", text(&variant["inventoryItem"]["id"])),
        ("Location", text(&more["locations"]["nodes"][0]["id"])),
        ("Publication", text(&more["publications"]["nodes"][0]["id"])),
    ]);
    let schema = shop.ask(INTROSPECT, json!({})).await["__schema"].clone();
    let types = schema["types"]
        .as_array()
        .expect("types")
        .iter()
        .map(|ty| (ty["name"].as_str().expect("a name"), ty))
        .collect();
    let reader = Reader { types, ids: &ids };
    let mut asked = 0;
    let root = reader.types["QueryRoot"]["fields"].as_array().expect("fields");
    for field in root {
        for depth in [1, 2] {
            let Some(text) = reader.field(field, depth) else { continue };
            let reply = shop.raw(&format!("{{{text}}}"), json!({})).await;
            for error in reply["errors"].as_array().into_iter().flatten() {
                let code = error["extensions"]["code"].as_str().unwrap_or("");
                assert!(
                    code == "MAX_COST_EXCEEDED" || code == "argumentLiteralsIncompatible",
                    "{text}\n{error:#}"
                );
            }
            asked += 1;
        }
    }
    let made = shop.ask(MAKE, json!({"tee": ids["Product"]})).await;
    let north = json!({"market": made["market"]["market"]["id"], "list": made["list"]["priceList"]["id"]});
    let catalog = &shop.ask(CATALOG, north).await["catalogCreate"]["catalog"];
    let by_id = [
        made["collection"]["collection"]["id"].clone(),
        made["collection"]["collection"]["sources"][0]["id"].clone(),
        made["entry"]["metaobject"]["id"].clone(),
        made["definition"]["metaobjectDefinition"]["id"].clone(),
        made["market"]["market"]["id"].clone(),
        catalog["id"].clone(),
        made["list"]["priceList"]["id"].clone(),
        made["redirect"]["urlRedirect"]["id"].clone(),
        product["media"]["nodes"][1]["id"].clone(),
        product["media"]["nodes"][2]["id"].clone(),
        product["media"]["nodes"][3]["id"].clone(),
        variant["id"].clone(),
        json!(ids["InventoryItem"]),
        product["media"]["nodes"][0]["id"].clone(),
        product["options"][0]["id"].clone(),
        json!(ids["Location"]),
    ];
    for id in by_id {
        let kind = id.as_str().expect("an id").split('/').nth(3).expect("a type").to_owned();
        let inner = reader.selection(&kind, 1);
        let reply = shop.raw(&format!("{{node(id:{id}){{...on {kind}{inner}}}}}"), json!({})).await;
        assert!(reply.get("errors").is_none(), "{kind} {reply:#}");
        assert_ne!(reply["data"]["node"], Json::Null, "{kind}");
        asked += 1;
    }
    assert!(asked > 60, "{asked}");
    assert!(SCHEMA.contains("directive @idempotent(key: String!) on FIELD"));
}
