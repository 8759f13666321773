//! The program as a process: what is said where, and with which exit code, when nothing is there yet.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn evenshelf(dir: &Path, line: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_evenshelf"))
        .args(line.split_whitespace())
        .env("EVENSHELF_DATA_DIR", dir)
        .env_remove("EVENSHELF_TOKEN")
        .env_remove("EVENSHELF_CLIENT_ID")
        .env_remove("EVENSHELF_CLIENT_SECRET")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn each_mistake_has_its_exit_code_and_an_advice() {
    let dir = tempfile::tempdir().unwrap();
    for (line, code, said) in [
        ("", 2, "Usage: evenshelf"),
        ("fly", 2, "unrecognized subcommand"),
        ("undo 1", 2, "unrecognized subcommand"),
        ("sync shop", 2, "--from <FILE>|--plan <PLAN>"),
        ("sync shop --from a.csv --workers 65", 2, "1 to 64"),
        ("sync shop --from a.csv --release-held location", 2, "store set --location"),
        ("pull shop", 2, "there is no store called \"shop\""),
        ("plan shop --from a.csv", 2, "there is no store called \"shop\""),
        ("show 7", 2, "there is no run 7"),
        ("resume 7", 2, "there is no run 7"),
        ("store add shop --url http://127.0.0.1:9", 2, "--token-stdin"),
        ("store add shop --url http://127.0.0.1:9 --token-stdin", 2, "standard input is empty"),
    ] {
        let output = evenshelf(dir.path(), line);
        assert_eq!(output.status.code(), Some(code), "{line}");
        assert!(output.stdout.is_empty(), "{line}: {}", text(&output.stdout));
        assert!(text(&output.stderr).contains(said), "{line}: {}", text(&output.stderr));
    }
}

#[test]
fn json_is_one_document_even_for_mistakes() {
    let dir = tempfile::tempdir().unwrap();
    for (line, code, key) in [
        ("runs --json", 0, "runs"),
        ("store list --json", 0, "stores"),
        ("resume --last --json", 0, "run"),
        ("--json show 7", 2, "error"),
        ("pull shop --json", 2, "error"),
        ("sync shop --json", 2, "error"),
        ("fly --json", 2, "error"),
    ] {
        let output = evenshelf(dir.path(), line);
        assert_eq!(output.status.code(), Some(code), "{line}");
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(document["schema"], 1, "{line}");
        assert!(document.get(key).is_some(), "{line}: {document}");
        if key == "error" {
            assert!(document["error"]["what"].is_string() && document["error"]["code"].is_string(), "{line}");
        }
    }
}

#[test]
fn looking_leaves_no_trace() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("nothing here");
    for line in ["runs", "store list", "show 1"] {
        evenshelf(&place, line);
    }
    assert!(!place.exists());
}

#[test]
fn every_verb_has_help_that_teaches() {
    let dir = tempfile::tempdir().unwrap();
    for verb in [
        "",
        "store",
        "store add",
        "store list",
        "store check",
        "store set",
        "store remove",
        "demo-store",
        "pull",
        "plan",
        "sync",
        "runs",
        "show",
        "resume",
        "export",
        "completions",
    ] {
        let output = evenshelf(dir.path(), &format!("{verb} --help"));
        assert_eq!(output.status.code(), Some(0), "{verb}");
        let help = text(&output.stdout);
        assert!(help.contains("Usage: evenshelf"), "{verb}");
        assert!(help.contains("--data-dir"), "{verb}");
        if !matches!(verb, "" | "store" | "store list") {
            assert!(help.contains("Example"), "{verb} shows no example:\n{help}");
        }
    }
}

#[test]
fn shells_are_completed() {
    let dir = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = evenshelf(dir.path(), &format!("completions {shell}"));
        assert_eq!(output.status.code(), Some(0), "{shell}");
        assert!(text(&output.stdout).contains("release-held"), "{shell}");
    }
}
