//! The real program in its real window, read as a person would read it.
//!
//! Needs a screen (one in memory will do) and WebKitWebDriver: `cargo xtask test` brings both, so these tests are
//! ignored where plain `cargo test` runs.

mod driver;

use std::net::TcpListener;

use driver::Window;
use evenshelf_engine::ledger::runs::{NewRun, RunState};
use evenshelf_engine::ledger::stores::{CredentialKind, Store, StoreKind};
use evenshelf_engine::ledger::{Ledger, runs, stores};
use serde_json::json;

#[test]
#[ignore = "needs a screen and WebKitWebDriver: run by `cargo xtask test`"]
fn a_new_installation_opens_and_answers() {
    let dir = tempfile::tempdir().expect("a directory for the ledger");
    let window = Window::open(env!("CARGO_BIN_EXE_evenshelf-desktop"), dir.path());

    // The data directory comes from the shell, so its path on the page is a command's answer.
    let place = dir.path().display().to_string();
    window.wait_until(
        "the overview is read",
        "return document.querySelector('footer code')?.textContent",
        place.as_str(),
    );
    assert_eq!(window.script("return document.title"), "Evenshelf");
    assert_eq!(window.script("return document.querySelector('h1').textContent"), "Evenshelf");
    let body = window.script("return document.body.innerText");
    let body = body.as_str().expect("text");
    assert!(body.contains("No store yet."), "{body}");
    assert!(!body.contains("Recorded example"), "the page thinks it is in a browser: {body}");

    // The fonts are ours and loaded; nothing else may be.
    window.wait_until(
        "the words' font is loaded",
        "return document.fonts.check(\"15px 'Instrument Sans Variable'\")",
        true,
    );
    let outside = TcpListener::bind("127.0.0.1:0").expect("a listener outside the page");
    outside.set_nonblocking(true).expect("a listener that does not wait");
    let address = outside.local_addr().expect("an address");
    window.script(&format!(
        "fetch('http://{address}/', {{ mode: 'no-cors', signal: AbortSignal.timeout(5000) }}).then(() => 'reached', error => error.name)
             .then(outcome => {{ window.outcome = outcome }});
         const image = new Image(); image.src = 'http://{address}/image.png';"
    ));
    window.wait_until(
        "the page may fetch nothing from outside",
        "return window.outcome ?? null",
        "TypeError",
    );
    assert!(outside.accept().is_err(), "the page reached an address outside");
    assert_eq!(
        window.script(
            "const probe = document.createElement('script'); probe.textContent = 'window.injected = true';
             document.body.append(probe); return window.injected ?? false"
        ),
        json!(false),
        "an inline script ran"
    );

    window.script("document.querySelector('footer button').click()");
    window.wait_until(
        "the shell took the notification or said that no desktop did",
        "return document.querySelector('footer output').textContent !== ''",
        true,
    );
}

#[test]
#[ignore = "needs a screen and WebKitWebDriver: run by `cargo xtask test`"]
fn what_the_ledger_holds_is_shown() {
    let dir = tempfile::tempdir().expect("a directory for the ledger");
    let ledger = Ledger::open(dir.path()).expect("a ledger");
    ledger
        .write_blocking(|tx| {
            let url = "https://ada-ceramics.myshopify.com";
            let store =
                stores::add(tx, &Store::new("ada", url, StoreKind::Live, "2026-10", CredentialKind::Token))?;
            let run = runs::create(
                tx,
                &NewRun {
                    store: store.id,
                    plan: None,
                    source: "supplier.csv".into(),
                    strategy: "auto".into(),
                    workers: None,
                    options: json!({}),
                    created_at: 1_000,
                },
            )?;
            runs::set_state(tx, run, RunState::Running, 2_000)?;
            runs::set_state(tx, run, RunState::Completed, 254_000)
        })
        .expect("a store and a run");
    let window = Window::open(env!("CARGO_BIN_EXE_evenshelf-desktop"), dir.path());
    window.wait_until("both sheets are there", "return document.querySelectorAll('table').length", 2);
    let body = window.script("return document.body.innerText");
    let body = body.as_str().expect("text");
    for shown in ["ada", "LIVE", "Off: read only", "supplier.csv", "Done", "took 4 min 12 s"] {
        assert!(body.contains(shown), "no {shown:?} in {body}");
    }
    if let Some(path) = std::env::var_os("EVENSHELF_SCREENSHOT") {
        std::fs::write(path, window.screenshot()).expect("a picture of the window");
    }
}
