//! A store in a folder of its own, and a caller.

use std::path::PathBuf;

use evenshelf_demo_store::{Options, Running, start};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

pub struct Shop {
    pub running: Running,
    pub http: reqwest::Client,
    folder: TempDir,
}

/// Returns a store of a few products and two locations that answers as fast as it can.
pub fn quick() -> Options {
    Options {
        products: 5,
        locations: 2,
        operation_delay_ms: 0,
        bulk_start_delay_ms: 0,
        bucket: Some((1e9, 1e9)),
        ..Options::default()
    }
}

impl Shop {
    pub async fn open(options: Options) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self::open_in(folder, options).await
    }

    pub async fn empty() -> Self {
        Self::open(Options { products: 0, ..quick() }).await
    }

    async fn open_in(folder: TempDir, options: Options) -> Self {
        let running =
            start(Options { state: folder.path().join("store.jsonl"), ..options }).await.expect("a store");
        Self { running, http: reqwest::Client::new(), folder }
    }

    /// Ends the store as if it had been killed, and starts it again from its file.
    pub async fn reopen(self, options: Options) -> Self {
        let Self { running, folder, .. } = self;
        drop(running);
        Self::open_in(folder, options).await
    }

    pub fn state_file(&self) -> PathBuf {
        self.folder.path().join("store.jsonl")
    }

    pub fn request(&self, version: &str, query: &str, variables: Json) -> reqwest::RequestBuilder {
        self.http
            .post(format!("{}/admin/api/{version}/graphql.json", self.running.url()))
            .header("X-Shopify-Access-Token", self.running.token())
            .json(&json!({"query": query, "variables": variables}))
    }

    /// Returns the whole reply.
    pub async fn raw(&self, query: &str, variables: Json) -> Json {
        let reply = self.request("2026-10", query, variables).send().await;
        reply.expect("a reply").json().await.expect("JSON")
    }

    /// Returns `data`; an error fails the test.
    pub async fn ask(&self, query: &str, variables: Json) -> Json {
        let reply = self.raw(query, variables).await;
        assert!(reply.get("errors").is_none(), "{query}\n{reply:#}");
        reply["data"].clone()
    }

    /// Returns the payload of the one mutation in a document; user errors fail the test.
    pub async fn apply(&self, query: &str, variables: Json) -> Json {
        let data = self.ask(query, variables).await;
        let payload = data.as_object().and_then(|data| data.values().next()).cloned();
        let payload = payload.expect("a payload");
        assert_eq!(payload["userErrors"], json!([]), "{query}\n{payload:#}");
        payload
    }

    pub async fn demo(&self, method: reqwest::Method, path: &str, body: Json) -> Json {
        let reply = self
            .http
            .request(method, format!("{}/_demo/{path}", self.running.url()))
            .header("X-Shopify-Access-Token", self.running.token())
            .json(&body)
            .send()
            .await;
        reply.expect("a reply").json().await.expect("JSON")
    }

    pub async fn stats(&self) -> Json {
        self.demo(reqwest::Method::GET, "stats", json!({})).await
    }

    pub async fn faults(&self, faults: Json) {
        self.demo(reqwest::Method::POST, "faults", faults).await;
    }

    /// Creates a product and returns it, with all its ids.
    pub async fn product(&self, input: Json) -> Json {
        let payload = self.apply(SET, json!({"input": input})).await;
        payload["product"].clone()
    }
}

pub const SET: &str = "mutation($input: ProductSetInput!, $identifier: ProductSetIdentifiers, $synchronous: Boolean) {
  productSet(input: $input, identifier: $identifier, synchronous: $synchronous) {
    product { id handle title tags status vendor updatedAt
      options { id name values optionValues { id name } }
      media(first: 50) { nodes { id alt ... on MediaImage { image { url } } } }
      metafields(first: 20) { nodes { namespace key value } }
      variants(first: 100) { nodes { id title sku price position media(first: 1) { nodes { id } }
        inventoryItem { id tracked inventoryLevels(first: 5) { nodes { location { id } quantities(names: [\"available\"]) { quantity } } } } } } }
    productSetOperation { id status }
    userErrors { code field message } } }";

/// Returns an input with an option and a variant for each of its values.
pub fn sized(title: &str, sizes: &[&str]) -> Json {
    let values: Vec<Json> = sizes.iter().map(|size| json!({"name": size})).collect();
    let variants: Vec<Json> = sizes
        .iter()
        .map(|size| {
            json!({"optionValues": [{"optionName": "Size", "name": size}], "price": "10.00",
                "inventoryItem": {"sku": format!("{title}-{size}"), "tracked": true}})
        })
        .collect();
    json!({"title": title, "productOptions": [{"name": "Size", "values": values}], "variants": variants})
}

/// Returns the values at a path of every item of a list.
pub fn each(list: &Json, name: &str) -> Vec<Json> {
    list.as_array().into_iter().flatten().map(|item| item[name].clone()).collect()
}
