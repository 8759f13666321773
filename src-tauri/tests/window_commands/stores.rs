//! Connecting a store, and what is refused.

use serde_json::{Value, json};

use crate::bench::Bench;

fn connect(url: &str) -> Value {
    json!({ "connect": { "name": "", "url": url, "key": { "kind": "token", "token": "shpat_secret0123" } } })
}

#[test]
fn an_address_that_is_no_store_is_refused_before_anything_is_asked() {
    let bench = Bench::new();
    for url in ["", "www.example.com", "http://192.168.0.1"] {
        for command in ["connect_try", "connect"] {
            assert_eq!(bench.code(command, connect(url)), "store_address", "{command} {url:?}");
        }
    }
    assert_eq!(std::fs::read_dir(bench.data_dir()).unwrap().count(), 0, "nothing is kept of a refused store");
}

#[test]
fn a_store_that_nobody_serves_is_unreachable_and_no_secret_is_told() {
    let bench = Bench::new();
    // Bound and closed again: nobody answers there.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let refusal = bench.invoke("connect_try", connect(&format!("http://127.0.0.1:{port}"))).unwrap_err();
    assert_eq!(refusal["code"], "store_unreachable", "{refusal}");
    assert!(!refusal.to_string().contains("secret0123"), "{refusal}");
}

#[test]
fn a_store_that_is_not_there_is_refused() {
    let bench = Bench::new();
    for (command, body) in [
        ("store_check", json!({ "store": "none" })),
        ("store_set", json!({ "store": "none", "edit": { "writes_allowed": true, "location": null } })),
        ("store_forget", json!({ "store": "none" })),
        ("copy", json!({ "store": "none" })),
    ] {
        assert_eq!(bench.code(command, body), "unknown_store", "{command}");
    }
}
