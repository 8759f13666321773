//! Tokens that end in mid-run, an API version that is gone, and a real keyring.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use evenshelf_demo_store::{Faults, Options};
use evenshelf_tests::kills::{files, same, without_kills};
use evenshelf_tests::program::{Desk, STORE, binary, skipped};
use evenshelf_tests::shop::{Shop, empty};
use serde_json::json;

/// A token lives for a second; the run takes several.
#[test]
fn a_token_that_ends_in_mid_run_is_renewed() {
    let files = files(21);
    let peace = without_kills(&files[..1]);
    let faults = Faults { delay_ms: 40, ..Faults::default() };
    let shop = Shop::start(Options { faults, token_life_secs: 1, ..empty() });
    let (id, secret) = shop.client();
    let desk = Desk::with_environment([
        ("EVENSHELF_CLIENT_ID", id.as_str()),
        ("EVENSHELF_CLIENT_SECRET", secret.as_str()),
    ]);
    desk.add(&shop);
    let path = desk.file("products.csv", &files[0]);
    let words = path.to_str().expect("a readable path");
    shop.forget_stats();
    let mut running = desk.start(&["sync", STORE, "--from", words, "--yes", "--strategy", "sequential"]);
    // However its life is reckoned: once it is ended from outside as well.
    while shop.write_calls() < 10 {
        assert!(!running.has_ended(), "it ended too early: {}", running.wait());
    }
    shop.post("/_demo/tokens/expire", &json!({}));
    running.wait().expect(0);
    if let Err(what) = same(&peace[0].holds, &shop) {
        panic!("{what}");
    }
    assert_eq!(hidden_in(&desk.data_dir(), &secret), Vec::<PathBuf>::new());
}

#[test]
fn a_version_that_is_gone_is_answered_by_another_and_warned_of() {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    desk.run(&["store", "set", STORE, "--api-version", "2025-01"]).expect(0);
    let done = desk.run(&["store", "check", STORE, "--json"]).expect(0);
    assert!(done.says("2025-01") && done.says("no longer"), "no warning: {done}");
    let words = desk.run(&["store", "check", STORE]).expect(0);
    assert!(words.says("no longer"), "no warning: {words}");
    // What is asked in the old version is answered all the same.
    desk.sync(&desk.file("one.csv", "Handle,Title\nlamp,Lamp\n"), &[]).expect(0);
}

#[test]
fn a_token_of_the_environment_is_written_nowhere() {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    desk.sync(&desk.file("one.csv", "Handle,Title\nlamp,Lamp\n"), &[]).expect(0);
    assert_eq!(hidden_in(&desk.data_dir(), shop.token()), Vec::<PathBuf>::new());
}

/// Runs on a bus of its own, with a keyring of its own that is thrown away afterwards.
#[test]
fn a_real_keyring_keeps_the_token_and_no_file_does() {
    let tools = ["dbus-run-session", "gnome-keyring-daemon"];
    if let Some(missing) = tools.iter().find(|tool| !is_there(tool)) {
        skipped(&format!("no keyring can be started here, {missing} is missing"));
        return;
    }
    let shop = Shop::empty();
    let desk = Desk::bare(&shop);
    let home = tempfile::tempdir().expect("a folder can be made");
    let data = desk.data_dir();
    let file = desk.file("one.csv", "Handle,Title\nlamp,Lamp\n");
    let script = r#"
        set -e
        eval "$(printf 'test-password\n' | gnome-keyring-daemon --unlock --components=secrets 2>/dev/null | sed 's/^/export /')"
        evenshelf() { "$PROGRAM" "$@" --data-dir "$DATA"; }
        evenshelf store add shop --url "$URL" --token-stdin --allow-writes --json
        evenshelf store check shop --json
        evenshelf sync shop --from "$FILE" --yes --json
        evenshelf store remove shop --yes
        if evenshelf store check shop; then exit 9; fi
    "#;
    let mut child = Command::new("dbus-run-session")
        .args(["--", "bash", "-c", script])
        .env_remove("EVENSHELF_TOKEN")
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("DISPLAY")
        .env("HOME", home.path())
        .env("XDG_RUNTIME_DIR", home.path())
        .env("XDG_DATA_HOME", home.path().join("share"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_CACHE_HOME", home.path().join("cache"))
        .env("PROGRAM", binary())
        .env("DATA", &data)
        .env("URL", shop.url())
        .env("FILE", &file)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("a session starts");
    let mut input = child.stdin.take().expect("a pipe");
    writeln!(input, "{}", shop.token()).expect("a writable pipe");
    drop(input);
    let output = child.wait_with_output().expect("a child of ours");
    let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(output.status.success(), "{:?}\n{out}\n{err}", output.status);
    assert!(out.contains("keyring"), "the keyring did not serve: {out}\n{err}");
    assert!(!out.contains(shop.token()) && !err.contains(shop.token()), "the token was printed");
    assert_eq!(hidden_in(&data, shop.token()), Vec::<PathBuf>::new());
}

fn is_there(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(tool).is_file())
}

/// Returns the files below a folder that hold the secret.
fn hidden_in(folder: &Path, secret: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut looked_at = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a readable folder") {
            let path = entry.expect("a readable folder").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            looked_at += 1;
            let bytes = std::fs::read(&path).expect("a readable file");
            if bytes.windows(secret.len()).any(|window| window == secret.as_bytes()) {
                found.push(path);
            }
        }
    }
    assert!(looked_at > 0, "there was nothing to look at");
    found
}
