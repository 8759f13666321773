//! The window as it opens: what it shows, what it may not do, and how a screen reader finds it.

use std::net::TcpListener;

use serde_json::json;

use crate::desk::{Desk, Manner, accessible};
use crate::page::{Hand, Page};

#[test]
#[ignore = "needs a screen and WebKitWebDriver: run by `cargo xtask test`"]
fn a_new_installation_opens_and_answers() {
    let desk = Desk::new();
    let page = Page::window(&desk, Hand::Keys, &[]);
    page.find("heading", "Even your shop with your sheet");
    page.reads("Nothing leaves this computer except to your store.");
    assert!(!page.text().contains("Recorded example"), "the page thinks it is in a browser");

    // The data directory comes from the shell, so its path on the page is a command's answer.
    page.press("link", "/^Settings/");
    page.reads(&desk.data_dir().display().to_string());
    page.press("button", "Try it");
    assert_eq!(page.told(&desk).title, "Evenshelf");
}

#[test]
#[ignore = "needs a screen and WebKitWebDriver: run by `cargo xtask test`"]
fn the_page_reaches_nothing_outside() {
    let desk = Desk::new();
    let page = Page::window(&desk, Hand::Mouse, &[]);
    page.until("the words' font is ours", "document.fonts.check(\"15px 'Instrument Sans Variable'\")");
    let outside = TcpListener::bind("127.0.0.1:0").expect("a listener outside the page");
    outside.set_nonblocking(true).expect("a listener that does not wait");
    let address = format!("http://{}", outside.local_addr().expect("an address"));
    let outcome = page.script_with(
        "const image = new Promise(end => {
             const image = new Image(); image.onload = () => end('loaded'); image.onerror = () => end('refused');
             image.src = `${given[0]}/image.png`;
         });
         const fetched = fetch(given[0], { mode: 'no-cors' }).then(() => 'reached', fault => fault.name);
         return [await fetched, await image]",
        json!([address]),
    );
    assert_eq!(outcome, json!(["TypeError", "refused"]));
    assert!(outside.accept().is_err(), "the page reached an address outside");
    assert_eq!(
        page.script(
            "const probe = document.createElement('script'); probe.textContent = 'window.injected = true';
             document.body.append(probe); return window.injected ?? false"
        ),
        json!(false),
        "an inline script ran"
    );
}

#[test]
#[ignore = "needs a screen and WebKitWebDriver: run by `cargo xtask test`"]
fn a_screen_reader_finds_the_changes() {
    let desk = Desk::of(Manner { accessible: true, ..Manner::default() });
    let page = Page::window(&desk, Hand::Mouse, &[]);
    page.press("button", "Open the demo store");
    let apply = page.find("button", "/^Apply \\d+ changes?$/").text();
    page.find("grid", "Changes");
    let rows =
        page.script("return Number(document.querySelector('[role=grid]').getAttribute('aria-rowcount'))");

    let tree = accessible::tree(&desk.bus, "evenshelf-desktop");
    let told =
        || tree.iter().map(|node| format!("{} {:?}", node.role, node.name)).collect::<Vec<_>>().join("\n");
    assert!(tree.iter().any(|node| node.role == "main"), "no main landmark among\n{}", told());
    let apply_is_there = tree.iter().any(|node| node.role == "button" && node.name == apply);
    assert!(apply_is_there, "no button {apply:?} among\n{}", told());
    let grid =
        tree.iter().find(|node| node.role == "grid").unwrap_or_else(|| panic!("no grid among\n{}", told()));
    assert_eq!(grid.name, "Changes");
    let counted = grid.attributes.get("rowcount").and_then(|count| count.parse::<u64>().ok());
    assert!(
        counted == rows.as_u64() || grid.rows.map(|rows| rows as u64) == rows.as_u64(),
        "the grid has {rows} rows, a screen reader hears of {counted:?} or {:?}",
        grid.rows
    );
}
