//! Two files are compared by somebody who has no store and no account.

use std::time::Instant;

use crate::desk::windows::Windows;
use crate::desk::{Desk, Manner, START_MAX, accessible};
use crate::page::{Hand, Page};

/// Side by side: a price went up, a product is new.
const SHELF: &str = "Title,URL handle,Vendor,Status,SKU,Option1 name,Option1 value,Price
Quill Notebook,quill-notebook,Quill,Active,Q-A5,Title,Default Title,12.50
Ribbon,ribbon,Quill,Active,R-1,Title,Default Title,1.00
";
const SHEET: &str = "Title,URL handle,Vendor,Status,SKU,Option1 name,Option1 value,Price
Quill Notebook,quill-notebook,Quill,Active,Q-A5,Title,Default Title,13.25
Ribbon,ribbon,Quill,Active,R-1,Title,Default Title,1.00
Folder,folder,Quill,Active,F-1,Title,Default Title,7.00
";

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
    let desk = Desk::of(Manner { accessible: true, ..Manner::default() });
    std::fs::write(desk.home().join("shelf.csv"), SHELF).expect("a file");
    std::fs::write(desk.home().join("supplier.csv"), SHEET).expect("a file");
    let page = Page::window(&desk, hand, &[]);
    page.press("button", "Choose two files");
    page.find("heading", "Compare two files");
    page.reads("Choose a file for each side.");
    choose(&desk, &page, "Choose the shelf", "shelf.csv");
    choose(&desk, &page, "Choose the sheet", "supplier.csv");
    page.reads("Every difference is listed, with its row in the sheet.");
    page.press("button", "Compare");

    page.find("grid", "Changes");
    page.find("row", "/Price.*12.5.*13.25/");
    page.find("row", "/Folder.*Title/");
    assert_eq!(page.script("return __hand.all('row', '/Ribbon/').length"), 0, "what is even is no change");
    // What was compared has no store to go to.
    page.reads("To apply the differences, connect the store they belong to.");
    assert_eq!(
        page.script("return __hand.all('button', '/^Apply/').length"),
        0,
        "there is nothing to apply to"
    );
}

/// The dialog goes from the files used last to a folder when a path is begun, and lets go of what is typed before it
/// has read the folder. It tells nobody when it has; so it is asked, as a screen reader would, until it lists the file.
fn wait_for_list(desk: &Desk, name: &str) {
    let started = Instant::now();
    while !accessible::tree(&desk.bus, "evenshelf-desktop").iter().any(|node| node.name == name) {
        assert!(started.elapsed() < START_MAX, "the dialog does not list {name}");
    }
}

/// Chooses a file in the desktop's own dialog, which takes a path that is typed into it.
fn choose(desk: &Desk, page: &Page, button: &str, name: &str) {
    let windows = Windows::of(desk);
    page.press("button", button);
    let dialog = windows.next_shown();
    let path = desk.home().join(name).display().to_string();
    let (root, below) = path.split_at(1);
    windows.write(dialog, root);
    wait_for_list(desk, name);
    windows.write(dialog, &format!("{below}\n"));
    windows.wait_until_hidden(dialog);
    page.find("heading", name);
}
