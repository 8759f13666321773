//! From a program nobody has opened before to a store that is changed: the way every new owner goes.

use crate::demo_store::DemoStore;
use crate::desk::Desk;
use crate::desk::notifications::Notice;
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
    let page = Page::window(&desk, hand, &[]);
    page.press("button", "Open the demo store");
    let all = to_apply(&page);
    let store = DemoStore::of(&desk);
    // Copying asks Shopify for a bulk job, and that is a call that counts as writing; no product is written.
    let before = store.write_calls();
    assert_eq!(store.titled(NEW_TITLE), 0, "nothing is changed before it is asked for");

    // One is left out, and what looks like a slip is let go: the owner knows better.
    page.toggle_first_row("Changes");
    page.until_with("one change less goes", APPLIES, serde_json::json!([all - 1]));
    page.press("button", "/^Release: /");
    page.until_with("what was held goes as well", APPLIES, serde_json::json!([all]));

    // Try on a few, look, then the rest.
    page.press("button", "Try on 3");
    page.answer("Try on 3");
    let tried = page.told(&desk);
    tells_the_end(&tried, "demo: 3 updates applied");
    assert!(store.write_calls() > before, "the trial wrote to the store");
    assert!(backup_is_there(&desk), "the catalogue was kept before the first write");
    page.reads("products were changed in the demo store. Look at the rows below, then apply the rest");
    page.press("button", "Show what was tried");
    page.reads("changes shown");
    let rest = to_apply(&page);
    assert!(0 < rest && rest < all, "{rest} of {all} are left after the trial");

    page.press("button", "/^Apply \\d+ changes?$/");
    page.answer(&format!("Apply {rest} changes"));
    let applied = page.told(&desk);
    tells_the_end(&applied, "demo: 42 updates applied");

    // The store really has it, and the history tells of it.
    assert_eq!(store.titled(NEW_TITLE), 1, "the new product is there, once");
    desk.notifications.press(&applied, "default");
    page.until("a click on the notification shows the run", "/^#history\\/\\d+$/.test(location.hash)");
    page.press("link", "/^History/");
    page.find("heading", "History");
    page.until("both runs are in the history", "__hand.all('row', '/supplier.csv/').length === 2");
}

/// Nothing of the demo's run is refused, missed or held, so its notification has a title, how long it took, and no more.
pub fn tells_the_end(notice: &Notice, title: &str) {
    assert_eq!(notice.title, title);
    let took = notice.body.strip_prefix("Took ").and_then(|body| body.strip_suffix(" s."));
    assert!(
        took.is_some_and(|seconds| seconds.parse::<u64>().is_ok_and(|seconds| seconds > 0)),
        "{notice:?}"
    );
    assert_eq!(notice.actions, ["default", ""], "a click leads to the run");
}

/// What the sample sheet adds to the store.
pub const NEW_TITLE: &str = "Linen Tote, Natural";

fn backup_is_there(desk: &Desk) -> bool {
    let kept = std::fs::read_dir(desk.data_dir().join("backups")).expect("a folder of backups");
    kept.flatten().any(|file| file.metadata().is_ok_and(|file| file.len() > 0 || file.is_dir()))
}

/// Whether the foot offers to apply so many changes.
const APPLIES: &str = "__hand.first('button', `/^Apply ${given[0]} changes?$/`)";

/// How many changes the foot of the review offers to apply.
pub fn to_apply(page: &Page) -> u64 {
    let offer = page.find("button", "/^Apply \\d+ changes?$/").text();
    offer.split(' ').nth(1).and_then(|count| count.parse().ok()).expect("a number")
}
