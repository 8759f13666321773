//! Bulk operations: upload, run, poll, download, cancel, and what a restart leaves of them.

use std::collections::BTreeMap;
use std::time::Duration;

use evenshelf_demo_store::Options;
use serde_json::{Value as Json, json};

use crate::client::{Shop, quick, sized};

const STAGE: &str = "mutation{stagedUploadsCreate(input:[{resource:BULK_MUTATION_VARIABLES,filename:\"vars\",mimeType:\"text/jsonl\",httpMethod:POST}]){
  stagedTargets{url resourceUrl parameters{name value}} userErrors{field message}}}";
const RUN: &str =
    "mutation($m: String!, $p: String!){bulkOperationRunMutation(mutation:$m,stagedUploadPath:$p){
  bulkOperation{id status url} userErrors{code field message}}}";
const SET: &str = "mutation($input: ProductSetInput!, $identifier: ProductSetIdentifiers){productSet(input:$input,identifier:$identifier){
  product{id title variants(first:5){nodes{id}}} userErrors{code field message}}}";
const RUN_QUERY: &str = "mutation($q: String!, $g: Boolean!){bulkOperationRunQuery(query:$q,groupObjects:$g){
  bulkOperation{id status} userErrors{code field message}}}";
const POLL: &str = "query($id: ID!){bulkOperation(id:$id){id status errorCode objectCount rootObjectCount fileSize url partialDataUrl type}}";

/// Uploads lines as a form and returns the key.
async fn upload(shop: &Shop, lines: &[Json]) -> String {
    let staged = shop.apply(STAGE, json!({})).await;
    let target = &staged["stagedTargets"][0];
    let mut form = reqwest::multipart::Form::new();
    let mut key = String::new();
    for row in target["parameters"].as_array().expect("fields") {
        let (name, value) = (row["name"].as_str().expect("a name"), row["value"].as_str().expect("a value"));
        if name == "key" {
            key = value.to_owned();
        }
        form = form.text(name.to_owned(), value.to_owned());
    }
    let text: Vec<String> = lines.iter().map(Json::to_string).collect();
    let file = reqwest::multipart::Part::text(text.join("\n")).file_name("vars");
    let url = target["url"].as_str().expect("an address");
    let reply = shop.http.post(url).multipart(form.part("file", file)).send().await.expect("a reply");
    assert_eq!(reply.status(), 201);
    assert!(reply.text().await.expect("XML").contains("<PostResponse>"));
    key
}

/// Waits until an operation has one of these states.
async fn until(shop: &Shop, id: &Json, states: &[&str]) -> Json {
    for _ in 0..1000 {
        let row = shop.ask(POLL, json!({ "id": id })).await["bulkOperation"].clone();
        if states.contains(&row["status"].as_str().unwrap_or("")) {
            return row;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the operation never came to {states:?}");
}

async fn download(shop: &Shop, url: &Json) -> Vec<Json> {
    let reply = shop.http.get(url.as_str().expect("an address")).send().await.expect("a reply");
    assert_eq!(reply.status(), 200);
    let text = reply.text().await.expect("text");
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn titles(count: usize) -> Vec<Json> {
    (0..count).map(|n| json!({"input": {"title": format!("Thing {n}"), "handle": format!("thing-{n}")}, "identifier": {"handle": format!("thing-{n}")}})).collect()
}

#[tokio::test]
async fn a_mutation_for_each_line() {
    let shop = Shop::empty().await;
    let mut lines = titles(20);
    lines[3]["input"]["title"] = "".into();
    lines[5] = json!({"wrong": true});
    let key = upload(&shop, &lines).await;
    let started = shop.apply(RUN, json!({"m": SET, "p": key})).await;
    let row = until(&shop, &started["bulkOperation"]["id"], &["COMPLETED", "FAILED"]).await;
    assert_eq!(row["status"], "COMPLETED");
    assert_eq!(row["type"], "MUTATION");
    assert_eq!(row["objectCount"], "20");
    assert_eq!(row["partialDataUrl"], Json::Null);
    let results = download(&shop, &row["url"]).await;
    let by_line: BTreeMap<u64, &Json> =
        results.iter().map(|line| (line["__lineNumber"].as_u64().expect("a number"), line)).collect();
    assert_eq!(by_line.len(), 20);
    assert_ne!(
        results.iter().map(|line| line["__lineNumber"].as_u64()).collect::<Vec<_>>(),
        (0..20).map(Some).collect::<Vec<_>>(),
        "lines come in no order"
    );
    assert_eq!(by_line[&3]["data"]["productSet"]["userErrors"][0]["code"], "INVALID_PRODUCT");
    assert!(by_line[&5]["errors"][0]["message"].is_string());
    assert_eq!(by_line[&7]["data"]["productSet"]["product"]["title"], "Thing 7");
    let count = shop.ask("{productsCount{count}}", json!({})).await;
    assert_eq!(count["productsCount"]["count"], 18);
    let listed = shop
        .ask(
            "{bulkOperations(first:5,query:\"status:completed operation_type:mutation\"){nodes{id}}}",
            json!({}),
        )
        .await;
    assert_eq!(listed["bulkOperations"]["nodes"][0]["id"], row["id"]);
    // A result's address cannot be guessed.
    let url = row["url"].as_str().expect("an address").replace("signature=", "signature=0");
    assert_eq!(shop.http.get(url).send().await.expect("a reply").status(), 400);
}

#[tokio::test]
async fn refusals() {
    let shop = Shop::empty().await;
    let key = upload(&shop, &titles(1)).await;
    let empty = upload(&shop, &[]).await;
    let rows = [
        (SET, "tmp/nothing", "NO_SUCH_FILE"),
        (SET, empty.as_str(), "INVALID_STAGED_UPLOAD_FILE"),
        ("{shop{name}}", key.as_str(), "INVALID_MUTATION"),
    ];
    for (mutation, path, code) in rows {
        let data = shop.ask(RUN, json!({"m": mutation, "p": path})).await;
        assert_eq!(data["bulkOperationRunMutation"]["userErrors"][0]["code"], code);
    }
    let data = shop.ask(RUN_QUERY, json!({"q": "{shop{name}}", "g": false})).await;
    assert_eq!(data["bulkOperationRunQuery"]["userErrors"][0]["code"], "INVALID");
}

#[tokio::test]
async fn a_query_in_lines() {
    let shop = Shop::empty().await;
    for title in ["One", "Two"] {
        shop.product(sized(title, &["S", "M"])).await;
    }
    let query = "{products{edges{node{id title variants{edges{node{id sku inventoryItem{tracked}}}}}}}}";
    for grouped in [true, false] {
        let started = shop.apply(RUN_QUERY, json!({"q": query, "g": grouped})).await;
        let row = until(&shop, &started["bulkOperation"]["id"], &["COMPLETED", "FAILED"]).await;
        assert_eq!((row["objectCount"].clone(), row["rootObjectCount"].clone()), (json!("6"), json!("2")));
        let lines = download(&shop, &row["url"]).await;
        let parents: Vec<bool> = lines.iter().map(|line| line.get("__parentId").is_some()).collect();
        let wanted = if grouped {
            [false, true, true, false, true, true]
        } else {
            [false, false, true, true, true, true]
        };
        assert_eq!(parents, wanted);
        let child = lines.iter().find(|line| line["sku"] == "One-M").expect("a variant");
        assert_eq!(child["__parentId"], lines[0]["id"]);
        assert_eq!(child["inventoryItem"], json!({"tracked": true}));
    }
    // Nothing found is no file.
    let started = shop
        .apply(RUN_QUERY, json!({"q": "{products(query:\"title:nothing\"){edges{node{id}}}}", "g": false}))
        .await;
    let row = until(&shop, &started["bulkOperation"]["id"], &["COMPLETED"]).await;
    assert_eq!((row["url"].clone(), row["objectCount"].clone()), (Json::Null, json!("0")));
}

#[tokio::test]
async fn cancelled_in_the_midst() {
    let shop = Shop::open(Options { products: 0, bulk_line_delay_ms: 10, ..quick() }).await;
    let key = upload(&shop, &titles(100)).await;
    let started = shop.apply(RUN, json!({"m": SET, "p": key})).await;
    let id = started["bulkOperation"]["id"].clone();
    until(&shop, &id, &["RUNNING"]).await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    let cancel =
        "mutation($id: ID!){bulkOperationCancel(id:$id){bulkOperation{status} userErrors{field message}}}";
    let answer = shop.apply(cancel, json!({ "id": id })).await;
    assert_eq!(answer["bulkOperation"]["status"], "CANCELING");
    let row = until(&shop, &id, &["CANCELED"]).await;
    assert_eq!(row["url"], Json::Null);
    let lines = download(&shop, &row["partialDataUrl"]).await;
    assert!(!lines.is_empty() && lines.len() < 100);
    let count = shop.ask("{productsCount{count}}", json!({})).await;
    assert_eq!(count["productsCount"]["count"], lines.len());
}

#[tokio::test]
async fn five_at_once() {
    let shop = Shop::open(Options { products: 0, bulk_start_delay_ms: 60_000, ..quick() }).await;
    let key = upload(&shop, &titles(1)).await;
    for _ in 0..5 {
        shop.apply(RUN, json!({"m": SET, "p": key})).await;
    }
    let sixth = shop.ask(RUN, json!({"m": SET, "p": key})).await;
    assert_eq!(sixth["bulkOperationRunMutation"]["userErrors"][0]["code"], "LIMIT_REACHED");
    shop.apply(RUN_QUERY, json!({"q": "{products{nodes{id}}}", "g": false})).await;
}

#[tokio::test]
async fn after_a_restart() {
    let slow = Options { products: 3, bulk_line_delay_ms: 20, ..quick() };
    let shop = Shop::open(slow.clone()).await;
    let key = upload(&shop, &titles(200)).await;
    let mutation = shop.apply(RUN, json!({"m": SET, "p": key})).await["bulkOperation"]["id"].clone();
    let query =
        shop.apply(RUN_QUERY, json!({"q": "{products{nodes{id}}}", "g": false})).await["bulkOperation"]["id"]
            .clone();
    until(&shop, &mutation, &["RUNNING"]).await;
    tokio::time::sleep(Duration::from_millis(60)).await;
    let shop = shop.reopen(slow).await;
    let row = until(&shop, &mutation, &["FAILED"]).await;
    assert_eq!(row["errorCode"], "INTERNAL_SERVER_ERROR");
    assert!(!download(&shop, &row["partialDataUrl"]).await.is_empty());
    let row = until(&shop, &query, &["COMPLETED"]).await;
    assert!(!download(&shop, &row["url"]).await.is_empty());
}
