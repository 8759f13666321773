//! A run is paused, the program is left in the middle of it, and the run goes on at the next start; and what was done
//! can be searched while no store answers.

use crate::demo_store::DemoStore;
use crate::desk::Desk;
use crate::desk::windows::Windows;
use crate::first_run::{NEW_TITLE, tells_the_end, to_apply};
use crate::page::{Hand, Page, key};

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
    let page = Page::window(&desk, hand, &[]);
    page.press("button", "Open the demo store");
    // A trial first: then the backup is written, and what is held up is the run alone.
    page.press("button", "Try on 3");
    page.answer("Try on 3");
    page.told(&desk);
    page.find("button", "Show what was tried");
    let all = to_apply(&page);
    let store = DemoStore::of(&desk);

    // What is sent stands at the store's door, so the run is under way for as long as we like.
    store.hold();
    page.press("button", "/^Apply \\d+ changes?$/");
    page.answer(&format!("Apply {all} changes"));
    page.press("link", "/^Activity/");
    page.press("button", "Pause");
    page.reads("Paused: nothing is sent until you go on");
    page.find("button", "Go on");

    // The window's cross and the key both ask first.
    let windows = Windows::of(&desk);
    windows.close(windows.titled("Evenshelf"));
    asked(&page);
    page.answer("Stay here");
    page.find("button", "Go on");
    page.chord(&[key::CONTROL], 'q');
    asked(&page);
    // Calls under way are waited for: they come in now and are written down before the program ends.
    store.let_in();
    page.answer_and_end("Stop and quit");
    gone(&desk, page);
    assert!(!store.answers(), "the demo store goes with the program");

    let page = Page::window(&desk, hand, &[]);
    page.find("heading", "A run was interrupted");
    page.press("button", "Go on with the run");
    let applied = page.told(&desk);
    tells_the_end(&applied, &format!("demo: {CALLS} updates applied"));
    let store = DemoStore::of(&desk);
    assert_eq!(store.titled(NEW_TITLE), 1, "the new product is there, once");
    // Nothing is under way: the cross ends the program without a question.
    let windows = Windows::of(&desk);
    windows.close(windows.titled("Evenshelf"));
    gone(&desk, page);
    assert!(!store.answers(), "the demo store goes with the program");

    look_back(&desk, hand);
    assert!(!store.answers(), "looking back starts no store");
}

/// What the sample sheet changes after a trial on three products, with nothing taken out or let go.
const CALLS: usize = 41;

/// Searches what was done while the store does not answer.
fn look_back(desk: &Desk, hand: Hand) {
    let page = Page::window(desk, hand, &[]);
    page.press("link", "/^History/");
    page.find("row", "/supplier.csv/");
    let search = "Search sheets, products, values, reasons";
    page.write("searchbox", search, "no product of this name");
    page.reads("No run fits this search.");
    page.write("searchbox", search, NEW_TITLE);
    page.find("row", "/supplier.csv.*in \\d+ updates?/");
    page.until("only the run that made it is found", "__hand.all('row', '/supplier.csv/').length === 1");
    page.open_first_row("Runs");
    page.find("heading", "/^supplier.csv to /");
    page.reads("Everything went through and was read back as asked");
    page.find("img", "/^Updates/");
    page.find("img", "/speed limit/");
    page.write("searchbox", "Search products, values, reasons", NEW_TITLE);
    page.until("the product is found in the run", "__hand.all('row', '/linen-tote-natural/').length === 1");
    page.open_first_row("Updates of this run");
    page.find("heading", &format!("/^{NEW_TITLE}: \\d+ changes?$/"));
}

/// Waits until the program has ended.
fn gone(desk: &Desk, page: Page) {
    desk.bus.wait_until_gone("app.evenshelf.desktop");
    drop(page);
}

/// The question that stands before work is left.
fn asked(page: &Page) {
    page.find("dialog", "Work is still going on");
    page.reads("You can close the window and let the work go on, or stop it. What is not done yet is kept and can go on at the next start.");
    for offer in ["Stay here", "Stop and quit", "/^Close.*go on working$/"] {
        page.find("button", offer);
    }
}
