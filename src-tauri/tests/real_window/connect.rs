//! A store of the owner's own is connected with an app's client ID and secret.

use std::path::Path;

use evenshelf_demo_store::Options;

use crate::desk::Desk;
use crate::page::{Hand, Page};

#[test]
#[ignore = "needs a screen and WebKitWebDriver: run by `cargo xtask test`"]
fn with_the_mouse() {
    play(Hand::Mouse);
}

#[test]
#[ignore = "needs a screen and WebKitWebDriver: run by `cargo xtask test`"]
fn with_the_keyboard_alone() {
    play(Hand::Keys);
}

fn play(hand: Hand) {
    let desk = Desk::new();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let state = desk.home().join("shop.jsonl");
    let options = Options { state, products: 20, locations: 1, ..Options::default() };
    let store = runtime.block_on(evenshelf_demo_store::start(options)).expect("a store");

    let page = Page::window(&desk, hand, &[]);
    page.press("button", "Connect");
    page.write("textbox", "Address of the store", &store.url());
    page.write("textbox", "Client ID", &store.client_id());
    page.write("textbox", "Secret", "not the secret");
    page.press("button", "Check");
    page.reads("Shopify did not accept this client ID and secret for this store.");
    page.write("textbox", "Secret", &store.client_secret());
    page.press("button", "/^Check/");
    // The scopes are those that the store tells, not a list of ours.
    page.reads("All scopes are there.");
    page.find("row", "/^read_products .*Granted$/");
    assert_eq!(desk.keyring.secret("evenshelf", "shop"), None, "looking keeps nothing");

    page.write("textbox", "Name on this computer", "shop");
    page.press("button", "Save, read only");
    page.find("heading", "/is connected, read only$/");
    let kept = desk.keyring.secret("evenshelf", "shop").expect("the key is in the keyring");
    assert!(kept.contains(&store.client_secret()), "the keyring holds something else");
    assert!(!holds(&desk.data_dir(), store.client_secret().as_bytes()), "the secret is in a file");

    page.press("button", "Copy its products");
    page.reads("Writing is off for");
    let nothing = desk.data_dir().join("backups");
    assert!(!nothing.exists(), "a backup belongs to the first write");
    runtime.block_on(store.shutdown());
}

/// Whether a file of the folder, or of those within it, holds these bytes.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    std::fs::read_dir(folder).expect("a folder").flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return holds(&path, bytes);
        }
        std::fs::read(&path).is_ok_and(|content| content.windows(bytes.len()).any(|part| part == bytes))
    })
}
