//! Every place and state of the window that is worth a look, and how to get there on recorded answers.

use crate::browser::Browser;
use crate::page::key;

/// A state of the page.
pub struct View {
    /// For file names.
    pub name: &'static str,
    /// Below the page's address.
    pub at: &'static str,
    pub steps: &'static [Step],
}

/// What is done to get from the place to the state. Names are as [`crate::page::Page::find`] takes them.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    Press(&'static str, &'static str),
    Write(&'static str, &'static str, &'static str),
    /// With Control held.
    Control(char),
    Key(char),
    /// Waits for a part: the state is there when it is.
    Sees(&'static str, &'static str),
}

use Step::{Control, Key, Press, Sees, Write};

const fn view(name: &'static str, at: &'static str, steps: &'static [Step]) -> View {
    View { name, at, steps }
}

pub const VIEWS: &[View] = &[
    // A chunk of its own: it is there a moment after its place is.
    view("gallery", "?still#gallery", &[Sees("heading", "Parts of the window")]),
    view("home", "?still#home", &[]),
    view("home-first-run", "?still&new#home", &[]),
    view("home-fresh-store", "?still&fresh#home", &[]),
    view("home-quiet", "?still&quiet#home", &[]),
    view("home-interrupted", "?still&interrupted#home", &[]),
    view("connect", "?still#connect", &[]),
    view(
        "connect-refused",
        "?still#connect",
        &[
            Write("textbox", "Address of the store", "wrong-key"),
            Write("textbox", "Client ID", "0123456789abcdef"),
            Write("textbox", "Secret", "shpss_0123456789abcdef"),
            Press("button", "Check"),
            Sees("alert", "/.*/"),
        ],
    ),
    view(
        "connect-checked",
        "?still#connect",
        &[
            Write("textbox", "Address of the store", "ada-ceramics"),
            Write("textbox", "Client ID", "0123456789abcdef"),
            Write("textbox", "Secret", "shpss_0123456789abcdef"),
            Press("button", "Check"),
            Sees("button", "Save, read only"),
        ],
    ),
    view("compare", "?still#compare", &[]),
    view(
        "file",
        "?still#file/%2Fhome%2Fada%2Fshop%2Fsupplier-autumn.csv",
        &[Sees("heading", "/supplier-autumn/")],
    ),
    view("file-none", "?still&new#file", &[]),
    view("changes-list", "?still#changes", &[]),
    view("changes-list-first-run", "?still&new#changes", &[]),
    view("changes", "?still#changes/1", &[Sees("grid", "Changes")]),
    view("changes-read-only", "?still#changes/3", &[Sees("grid", "Changes")]),
    view("changes-files", "?still#changes/5", &[Sees("grid", "Changes")]),
    view("changes-after-trial", "?still#changes/6", &[Sees("grid", "Changes")]),
    view("changes-even", "?still#changes/7", &[]),
    view("changes-large", "?still#changes/8", &[Sees("grid", "Changes")]),
    view("changes-collections", "?still#changes/10", &[Sees("grid", "Changes")]),
    view("changes-findings", "?still#changes/1", &[Press("tab", "/^Findings/")]),
    view("changes-details", "?still#changes/1", &[Press("tab", "Details")]),
    view("changes-quiet", "?still&quiet#changes/1", &[Sees("grid", "Changes")]),
    view(
        "inspector",
        "?still&quiet#changes/1",
        &[
            Sees("grid", "Changes"),
            Control('i'),
            Press("button", "Leave this change out"),
            Sees("button", "Include this change"),
        ],
    ),
    view(
        "inspector-hostile",
        "?still&quiet#changes/9",
        &[
            Sees("grid", "Changes"),
            Control('i'),
            Press("radio", "As it looks"),
            Sees("heading", "Mug, speckled oat"),
        ],
    ),
    view("dialog-apply", "?still&quiet#changes/1", &[Press("button", "/^Apply /"), Sees("dialog", "/.*/")]),
    view("dialog-try", "?still&quiet#changes/1", &[Press("button", "/^Try on /"), Sees("dialog", "/.*/")]),
    view("activity", "?still#activity", &[]),
    view("activity-none", "?still&new#activity", &[]),
    view("activity-interrupted", "?still&interrupted#activity", &[]),
    view("dialog-closing", "?still&closing#activity", &[Sees("dialog", "/.*/")]),
    view("dialog-cancel", "?still#activity", &[Press("button", "/^Cancel /"), Sees("dialog", "/.*/")]),
    view("history", "?still#history", &[]),
    view("history-run", "?still#history/1", &[]),
    view("history-none", "?still&new#history", &[]),
    view("store", "?still#store/main", &[]),
    view("dialog-forget", "?still&quiet#store/demo", &[Press("button", "/^Forget/"), Sees("dialog", "/.*/")]),
    view("settings", "?still#settings", &[]),
    view("palette-first-run", "?still&new#home", &[Control('k'), Sees("dialog", "/.*/")]),
    view("palette", "?still#home", &[Control('k'), Sees("dialog", "/.*/")]),
    view("help", "?still#home", &[Key('?'), Sees("dialog", "/.*/")]),
];

impl View {
    pub fn show(&self, browser: &Browser) {
        // Seen only where a test fails: in which state it did.
        println!("{}", self.name);
        browser.go(self.at);
        let page = &browser.page;
        for step in self.steps {
            match *step {
                Press(role, name) => page.press(role, name),
                Write(role, name, text) => page.write(role, name, text),
                Control(letter) => page.chord(&[key::CONTROL], letter),
                Key(letter) => page.chord(&[], letter),
                Sees(role, name) => drop(page.find(role, name)),
            }
        }
        page.script("await document.fonts.ready; await __hand.painted()");
    }
}
