//! The page has the rights of its capability, and no more.

use std::collections::BTreeSet;

use serde_json::json;

use crate::bench::Bench;

const SHELL_TS: &str = include_str!("../../../ui/src/shell.ts");
const PERMISSIONS: &str = include_str!("../../permissions/commands.toml");
const HANDLERS: &str = include_str!("../../src/lib.rs");

#[test]
fn a_command_that_is_not_granted_is_refused() {
    let bench = Bench::new();
    for command in [
        "plugin:window|set_title",
        "plugin:window|close",
        "plugin:webview|set_webview_zoom",
        "plugin:notification|notify",
        "plugin:dialog|open",
        "plugin:dialog|save",
        "plugin:opener|open_url",
        "plugin:opener|open_path",
        "plugin:app|version",
        "plugin:resources|close",
    ] {
        let refusal = bench.invoke(command, json!({ "value": "x" })).unwrap_err();
        assert!(refusal.to_string().contains("not allowed"), "{command}: {refusal}");
    }
}

/// What the page asks for, what it may ask for, and what is answered are the same commands.
#[test]
fn every_command_of_the_page_is_granted_and_answered() {
    let asked = between(SHELL_TS, "invoke(\"", "\"");
    let granted: BTreeSet<String> = PERMISSIONS
        .split("commands.allow = [")
        .skip(1)
        .filter_map(|area| area.split_once(']'))
        .flat_map(|(names, _)| between(names, "\"", "\""))
        .collect();
    let answered: BTreeSet<String> = between(HANDLERS, " commands::", ",")
        .iter()
        .filter_map(|path| path.rsplit("::").next().map(str::to_owned))
        .collect();
    assert!(asked.len() > 40, "{asked:?}");
    assert_eq!(asked, granted);
    assert_eq!(granted, answered);
}

/// The texts that stand between two marks, each once.
fn between(text: &str, open: &str, close: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(open) {
        let Some((inside, after)) = after.split_once(close) else { break };
        found.insert(inside.to_owned());
        rest = after;
    }
    found
}
