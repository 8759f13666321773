//! A sheet that means ill is looked at and compared: nothing of it runs, and nothing of it breaks the page.

use std::process::Command;

use serde_json::json;

use crate::desk::Desk;
use crate::page::{Hand, PROGRAM, Page};

/// What is put into every field: scripts, handlers, a word without end, signs of both directions, and signs that turn
/// the direction or print nothing.
const ILL: &[&str] = &[
    "<script>window.__canary = 1</script>",
    "<img src=x onerror='window.__canary = 2'>",
    "<svg onload='window.__canary = 3'><a href='javascript:window.__canary=4'>a</a></svg>",
    "{{constructor.constructor('window.__canary=5')()}} ${window.__canary=6} {count, plural}",
    "\u{202e}desrever \u{2066}mirror\u{2069} \u{200b}\u{feff}\u{1}\u{7f}",
    "سيراميك מקרמיקה 👩‍👩‍👧‍👦🫖 Ünïcödé",
];

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
    let path = desk.home().join("<img src=x onerror=window.__canary=7>.csv");
    std::fs::write(&path, sheet()).expect("a file");
    let page = Page::window(&desk, hand, &[]);
    page.press("button", "Open the demo store");
    page.find("grid", "Changes");

    // A second start hands the file to the window that is open.
    let environment = desk.environment().iter().map(|(name, value)| (name, value));
    let handed = Command::new(PROGRAM).arg(&path).env_clear().envs(environment).status().expect("it starts");
    assert!(handed.success(), "{handed}");
    page.find("heading", "/onerror/");
    unharmed(&page, "the sheet's page");

    page.press("button", "Show what would change");
    page.find("heading", "/onerror/");
    page.find("grid", "Changes");
    unharmed(&page, "the review");
    let search = "Search product, SKU, value";
    page.write("searchbox", search, "<p>");
    page.reads("6 of 66 changes shown");
    page.open_first_row("Changes");
    unharmed(&page, "a description as text");
    page.press("radio", "As it looks");
    page.reads("Shown without pictures, links and scripts. Nothing is loaded.");
    unharmed(&page, "a description as it looks");
    page.write("searchbox", search, "ill-");

    page.press("button", "/^Apply \\d+ changes?$/");
    unharmed(&page, "the question before the run");
    page.answer("/^Apply \\d+ changes?$/");
    let told = page.told(&desk);
    assert!(!told.body.contains('<'), "{told:?}");
    page.press("link", "/^Activity/");
    unharmed(&page, "the activity");
    page.press("link", "/^History/");
    page.find("row", "/onerror/");
    unharmed(&page, "the history");
    page.open_first_row("Runs");
    page.find("grid", "Updates of this run");
    page.open_first_row("Updates of this run");
    page.find("heading", "/: \\d+ changes?$/");
    unharmed(&page, "the run's details");
}

/// Every field ill in every way, one product a way.
fn sheet() -> String {
    let word = "w".repeat(3_000);
    let mut rows =
        "Title,URL handle,Description,Vendor,Type,Tags,Status,SKU,Option1 name,Option1 value,Price\n"
            .to_owned();
    for (at, ill) in ILL.iter().copied().chain([word.as_str()]).enumerate() {
        let ill = ill.replace('"', "\"\"");
        let field = format!("\"{ill}\"");
        rows += &format!(
            "{field},ill-{at},\"<p>{ill}</p>\",{field},{field},{field},Active,\"{at}{ill}\",{field},{field},7\n"
        );
    }
    rows
}

/// Nothing ran, nothing loaded, no dialog came up, and the page is no wider than its window.
fn unharmed(page: &Page, at: &str) {
    let found = page.script(
        "await __hand.painted();
         const root = document.documentElement;
         return [window.__canary ?? null, root.scrollWidth <= root.clientWidth,
                 document.querySelectorAll('main :is(script, iframe, object, [onerror], [onload], a[href^=javascript])').length]",
    );
    assert_eq!(found, json!([null, true, 0]), "{at}: what ran, whether it fits, what could run");
}
