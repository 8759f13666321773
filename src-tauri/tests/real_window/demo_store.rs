//! The demo store that the window started, asked behind its back: what was really changed.

use std::net::TcpStream;
use std::path::Path;

use evenshelf_engine::ledger::{Ledger, stores};
use serde_json::{Value, json};

use crate::desk::Desk;
use crate::http::exchange;

pub struct DemoStore {
    port: u16,
    token: String,
}

impl DemoStore {
    /// Finds it where the window keeps its address and its key.
    pub fn of(desk: &Desk) -> DemoStore {
        let kept = desk.keyring.secret("evenshelf", "demo").expect("the demo store's key is in the keyring");
        let key: Value = serde_json::from_str(&kept).expect("a key");
        let token = texts(&key).into_iter().find(|text| text.starts_with("shpat_")).expect("a token");
        DemoStore { port: port(&desk.data_dir()), token }
    }

    /// Whether anybody listens where the store answered.
    pub fn answers(&self) -> bool {
        TcpStream::connect(("127.0.0.1", self.port)).is_ok()
    }

    /// Every record of the store, as it is kept.
    pub fn state(&self) -> Value {
        self.get("/_demo/state")
    }

    /// How many requests wrote since the store began.
    pub fn write_calls(&self) -> u64 {
        self.get("/_demo/stats")["writeCalls"].as_u64().expect("a number")
    }

    /// How many products have this title.
    pub fn titled(&self, title: &str) -> usize {
        let quoted = Value::from(title).to_string();
        self.state().to_string().matches(&format!("\"title\":{quoted}")).count()
    }

    /// Lets go wrong what the demo store's `POST /_demo/faults` takes.
    pub fn set_faults(&self, faults: &Value) {
        self.call("POST", "/_demo/faults", &faults.to_string());
    }

    /// Parks every call that writes until [`DemoStore::let_in`]; nothing of it is done meanwhile.
    pub fn hold(&self) {
        self.set_faults(&json!({ "hold": true }));
    }

    pub fn let_in(&self) {
        self.set_faults(&json!({ "hold": false }));
    }

    fn get(&self, path: &str) -> Value {
        serde_json::from_slice(&self.call("GET", path, "")).expect("JSON")
    }

    fn call(&self, verb: &str, path: &str, body: &str) -> Vec<u8> {
        let key = format!("X-Shopify-Access-Token: {}\r\n", self.token);
        let (status, body) = exchange(self.port, verb, path, &key, body).expect("the demo store answers");
        assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
        body
    }
}

fn port(data_dir: &Path) -> u16 {
    let ledger = Ledger::open_read_only(data_dir).expect("a ledger");
    let stores = ledger.read(stores::list).expect("stores");
    let store = stores.into_iter().find(|store| store.name == "demo").expect("the demo store is connected");
    store.url.rsplit(':').next().and_then(|port| port.trim_end_matches('/').parse().ok()).expect("a port")
}

/// All texts within a value.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(list) => list.iter().flat_map(texts).collect(),
        Value::Object(map) => map.values().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}
