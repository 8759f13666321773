//! A demo store to work against: in this process, or as a process of its own that a test can kill.

use std::collections::BTreeMap;
use std::future::Future;
use std::io::{BufRead, BufReader};
use std::ops::Deref;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use evenshelf_demo_store::{Options, Running};
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::program::binary;

/// How often a query is put again when the store says that it is busy.
const THROTTLED_TRIES: u32 = 100;

/// The place where an empty store of one location keeps its stock.
pub const ONLY_LOCATION: &str = "Harbour Warehouse";

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| Runtime::new().expect("a runtime can be made"))
}

/// Waits for something asynchronous.
pub fn wait<T>(work: impl Future<Output = T>) -> T {
    runtime().block_on(work)
}

/// The address of a store and what opens it.
#[derive(Debug, Clone)]
pub struct Door {
    url: String,
    token: String,
    /// The token for our own questions: where it belongs to another app they cost the program nothing.
    reader: String,
    http: reqwest::Client,
}

impl Door {
    fn new(url: String, token: String, reader: String) -> Self {
        Self { url, token, reader, http: reqwest::Client::new() }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    /// Puts a query or a mutation of ours and returns its data.
    pub fn ask(&self, query: &str, variables: Json) -> Json {
        for _ in 0..THROTTLED_TRIES {
            let body = json!({ "query": query, "variables": variables });
            let reply = self.post("/admin/api/2026-10/graphql.json", &body);
            if reply["errors"][0]["extensions"]["code"] == "THROTTLED" {
                self.refill();
                continue;
            }
            assert!(reply.get("errors").is_none(), "the store refused {query}: {reply}");
            return reply["data"].clone();
        }
        panic!("the store stays busy");
    }

    /// Puts a mutation of ours and returns its payload; it must have no user errors.
    pub fn change(&self, mutation: &str, variables: Json) -> Json {
        let data = self.ask(mutation, variables);
        let payload = data.as_object().and_then(|fields| fields.values().next()).cloned().unwrap_or_default();
        assert_eq!(payload["userErrors"], json!([]), "refused: {mutation}");
        payload
    }

    pub fn post(&self, path: &str, body: &Json) -> Json {
        let call =
            self.http.post(format!("{}{path}", self.url)).header("X-Shopify-Access-Token", &self.reader);
        wait(async {
            let reply = call.json(body).send().await.expect("the store answers");
            assert!(reply.status().is_success(), "{path}: {}", reply.status());
            reply.json().await.expect("JSON")
        })
    }

    fn get(&self, path: &str) -> Json {
        self.try_get(path).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn try_get(&self, path: &str) -> Result<Json, reqwest::Error> {
        let call =
            self.http.get(format!("{}{path}", self.url)).header("X-Shopify-Access-Token", &self.reader);
        wait(async { call.send().await?.error_for_status()?.json().await })
    }

    /// Fills the bucket that our own questions are paid from.
    pub fn refill(&self) {
        self.post("/_demo/bucket", &json!({ "available": 1_000_000 }));
    }

    /// Returns what the store has counted.
    pub fn stats(&self) -> Json {
        self.get("/_demo/stats")
    }

    /// Returns what the store has counted; `None` while it does not answer.
    pub fn try_stats(&self) -> Option<Json> {
        self.try_get("/_demo/stats").ok()
    }

    /// Returns how many calls with a mutation have arrived.
    pub fn write_calls(&self) -> u64 {
        self.stats()["writeCalls"].as_u64().expect("a count")
    }

    pub fn forget_stats(&self) {
        let call = self
            .http
            .delete(format!("{}/_demo/stats", self.url))
            .header("X-Shopify-Access-Token", &self.reader);
        wait(async { call.send().await.and_then(reqwest::Response::error_for_status) })
            .expect("counters reset");
    }

    /// Sets what goes wrong from now on; `seed` starts the draws anew.
    pub fn set_faults(&self, faults: Json) {
        self.post("/_demo/faults", &faults);
    }

    pub fn state(&self) -> Json {
        self.get("/_demo/state")
    }

    /// Returns where each picture came from, by its id.
    pub fn image_sources(&self) -> BTreeMap<String, String> {
        let state = self.state();
        let files = state["files"].as_array().or(state["file"].as_array()).cloned().unwrap_or_default();
        let known = files.iter().filter_map(|file| {
            let id = format!("gid://shopify/MediaImage/{}", file["id"].as_u64()?);
            Some((id, file["source"].as_str()?.to_owned()))
        });
        known.collect()
    }

    /// Returns the id of a product.
    pub fn product_id(&self, handle: &str) -> String {
        let query = "query($handle: String!) { productByIdentifier(identifier: { handle: $handle }) { id } }";
        let found = self.ask(query, json!({ "handle": handle }));
        found["productByIdentifier"]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("no product {handle}"))
            .to_owned()
    }
}

/// A store in this process.
pub struct Shop {
    door: Door,
    running: Option<Running>,
    folder: TempDir,
}

impl Shop {
    /// Starts a store as these options say; where its state lies is our matter.
    pub fn start(options: Options) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let state = folder.path().join("store.jsonl");
        Self::serve(Options { state, ..options }, folder)
    }

    /// Starts a store as the demo store of a data directory.
    pub fn of_data_dir(data_dir: &std::path::Path, options: Options) -> Self {
        let state = data_dir.join("demo-store").join("state.jsonl");
        Self::serve(Options { state, ..options }, tempfile::tempdir().expect("a folder can be made"))
    }

    fn serve(options: Options, folder: TempDir) -> Self {
        let running = wait(evenshelf_demo_store::start(options)).expect("the store starts");
        let door = Door::new(running.url(), running.token(), running.other_token());
        Self { door, running: Some(running), folder }
    }

    /// Starts a store without products and with one location, whose budget never runs out.
    pub fn empty() -> Self {
        Self::start(empty())
    }

    /// Returns the client id and secret of the program's app.
    pub fn client(&self) -> (String, String) {
        let running = self.running.as_ref().expect("a running store");
        (running.client_id(), running.client_secret())
    }

    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

/// No products, one location, a budget that never runs out.
pub fn empty() -> Options {
    Options { products: 0, locations: 1, bucket: Some((1e6, 1e6)), ..Options::default() }
}

impl Deref for Shop {
    type Target = Door;
    fn deref(&self) -> &Door {
        &self.door
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let running = self.running.take();
        runtime().block_on(async { drop(running) });
    }
}

/// A store that is a process of its own, with its state in a file.
pub struct ShopProcess {
    door: Door,
    child: Child,
    folder: TempDir,
    extra: Vec<String>,
}

impl ShopProcess {
    /// Starts an empty store of one location with these further arguments of `demo-store`.
    pub fn start(extra: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let extra: Vec<String> = extra.iter().map(|word| (*word).to_owned()).collect();
        let (child, url, token) = serve(&folder.path().join("store.jsonl"), "0", &extra);
        Self { door: Door::new(url, token.clone(), token), child, folder, extra }
    }

    /// Kills the store as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().expect("a child of ours");
        self.child.wait().expect("a child of ours");
    }

    /// Starts it again on the same state and the same port.
    pub fn restart(&mut self) {
        let port = self.door.url.rsplit(':').next().expect("a port").to_owned();
        let (child, url, token) = serve(&self.state(), &port, &self.extra);
        assert_eq!((&url, &token), (&self.door.url, &self.door.token), "the store came back elsewhere");
        self.child = child;
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("store.jsonl")
    }
}

/// Returns once the store says where it answers.
fn serve(state: &std::path::Path, port: &str, extra: &[String]) -> (Child, String, String) {
    let mut child = Command::new(binary())
        .args(["demo-store", "--products", "0", "--locations", "1", "--port", port, "--state"])
        .arg(state)
        .args(extra)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the store starts");
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().expect("a pipe"));
    out.read_line(&mut line).expect("a readable pipe");
    let mut words = line.split_whitespace().map(|word| word.trim_matches([',', ';', '"']));
    let url = words.clone().find(|word| word.starts_with("http://")).unwrap_or_default();
    let token = words.find(|word| word.starts_with("shpat_")).unwrap_or_default();
    assert!(!url.is_empty() && !token.is_empty(), "the store did not say where it is, but: {line}");
    // It may say more; what nobody reads must not stop it.
    std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
    (child, url.to_owned(), token.to_owned())
}

impl Deref for ShopProcess {
    type Target = Door;
    fn deref(&self) -> &Door {
        &self.door
    }
}

impl Drop for ShopProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
