//! Every place and state before axe-core, in both themes.

use serde_json::{Value, json};

use crate::browser::Browser;
use crate::desk::{Desk, Manner};
use crate::views::VIEWS;

const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ui/node_modules/axe-core/axe.min.js");

#[test]
#[ignore = "needs a screen and WebKitWebDriver: run by `cargo xtask test`"]
fn light() {
    check(false);
}

#[test]
#[ignore = "needs a screen and WebKitWebDriver: run by `cargo xtask test`"]
fn dark() {
    check(true);
}

fn check(dark: bool) {
    let desk = Desk::of(Manner { screen: (1600, 1200), dark, ..Manner::default() });
    let browser = Browser::open(&desk, (1280, 800));
    let mut breaches = Vec::new();
    for view in VIEWS {
        view.show(&browser);
        breaches.extend(of_page(&browser).into_iter().map(|breach| format!("{}: {breach}", view.name)));
    }
    breaches.sort();
    assert!(breaches.is_empty(), "{} breaches:\n{}", breaches.len(), breaches.join("\n"));
}

/// What axe-core finds on the page as it stands: one line a fault. Left out is the place where react-aria puts what it
/// has screen readers say: its parts come and go within a moment and name what may be gone already.
fn of_page(browser: &Browser) -> Vec<String> {
    let axe = std::fs::read_to_string(AXE).expect("axe-core is installed with the page's packages");
    let found = browser.page.script_with(
        &format!(
            "{axe}
             const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
             const {{ violations }} = await window.axe.run({{ include: [['html']], exclude: [['[data-live-announcer]']] }}, {{ runOnly: rules, resultTypes: ['violations'] }});
             return violations.flatMap(({{ id, help, nodes }}) => nodes.map(({{ html, any, all, none }}) =>
                 `${{id}} (${{help}}): ${{html.slice(0, 160)}} ${{[...any, ...all, ...none].map(({{ message }}) => message).join('; ')}}`))"
        ),
        json!([]),
    );
    let lines = found.as_array().expect("a list");
    lines.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
