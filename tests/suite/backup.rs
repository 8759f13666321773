//! The store's catalogue is kept in a file before the first write, and the demo store opens without a keyring.

use std::io::Write;
use std::path::PathBuf;
use std::process::Stdio;

use evenshelf_demo_store::Options;
use evenshelf_tests::program::{Desk, STORE};
use evenshelf_tests::shop::{Shop, empty};
use serde_json::Value as Json;

const FILE: &str = "Handle,Title\nlamp,Lamp\n";

fn backups(desk: &Desk) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(desk.data_dir().join("backups")) else { return Vec::new() };
    entries.map(|entry| entry.expect("a readable folder").path()).collect()
}

#[test]
fn the_store_is_kept_in_a_file_before_the_first_write_and_only_then() {
    let shop = Shop::start(Options { products: 12, ..empty() });
    let desk = Desk::new(&shop);
    let path = desk.file("one.csv", FILE);
    let file = path.to_str().expect("a readable path");
    desk.run(&["plan", STORE, "--from", file]).expect(0);
    assert_eq!(backups(&desk), Vec::<PathBuf>::new());
    let done = desk.run(&["sync", STORE, "--from", file, "--yes"]).expect(0);
    let kept = backups(&desk);
    assert_eq!(kept.len(), 1);
    assert!(done.err.contains(&kept[0].display().to_string()), "it does not say where: {done}");
    assert!(kept[0].to_string_lossy().ends_with(".jsonl.gz"), "{kept:?}");
    let read = evenshelf_engine::source::read(&kept[0]).expect("a readable file");
    assert_eq!((read.products.len(), read.findings), (12, Vec::new()));
    let handles: Vec<_> = read.products.iter().filter_map(|product| product.handle.as_deref()).collect();
    assert!(!handles.contains(&"lamp"), "it was written after the first write");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode =
            |path: &std::path::Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!((mode(&kept[0]), mode(kept[0].parent().expect("a folder"))), (0o600, 0o700));
    }
    // What it holds is what a plan reads: nothing differs but what was added since.
    let plan = desk.plan(&kept[0], &[]);
    assert_eq!(plan["changes"], Json::Array(Vec::new()), "{plan}");
    desk.sync(&desk.file("two.csv", "Handle,Title\nlamp,Lantern\n"), &[]).expect(0);
    assert_eq!(backups(&desk), kept);

    let gone = desk.run(&["store", "remove", STORE, "--yes", "--json"]).expect(0).json();
    assert_eq!(gone["with"]["backups"].as_array().map(Vec::len), Some(1), "{gone}");
    assert_eq!(backups(&desk), Vec::<PathBuf>::new());
}

#[test]
fn a_backup_that_cannot_be_written_stops_the_run_before_anything_is_sent() {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let path = desk.file("one.csv", FILE);
    desk.run(&["pull", STORE]).expect(0);
    // A file where the folder should be: as good as a full disk, for any user.
    std::fs::write(desk.data_dir().join("backups"), "in the way").expect("a file can be written");
    shop.forget_stats();
    let done = desk.sync(&path, &[]).expect(3);
    assert_eq!(done.json()["error"]["code"], "backup", "{done}");
    assert!(done.says("nothing was sent"), "{done}");
    assert_eq!(shop.write_calls(), 0);
    assert_eq!(desk.runs(), Vec::<Json>::new());
    std::fs::remove_file(desk.data_dir().join("backups")).expect("a file of ours");
    desk.sync(&path, &[]).expect(0);
}

#[test]
fn the_demo_store_opens_without_a_keyring() {
    let desk = Desk::with_environment([]);
    let shop = Shop::of_data_dir(&desk.data_dir(), empty());
    let mut command = desk.command(&[
        "store",
        "add",
        STORE,
        "--url",
        shop.url(),
        "--token-stdin",
        "--allow-writes",
        "--json",
    ]);
    let mut adding = command.stdin(Stdio::piped()).spawn().expect("the program starts");
    writeln!(adding.stdin.take().expect("a pipe"), "{}", shop.token()).expect("a writable pipe");
    let output = adding.wait_with_output().expect("a child of ours");
    let added = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && added.contains("\"demo_store\""), "{added}");
    desk.sync(&desk.file("one.csv", FILE), &[]).expect(0);

    // Another store's token is nobody's to find: without a keyring it is refused, and nothing of it is kept.
    let other = Shop::empty();
    let mut command =
        desk.command(&["store", "add", "other", "--url", other.url(), "--token-stdin", "--json"]);
    let mut adding = command.stdin(Stdio::piped()).spawn().expect("the program starts");
    writeln!(adding.stdin.take().expect("a pipe"), "{}", other.token()).expect("a writable pipe");
    let output = adding.wait_with_output().expect("a child of ours");
    let refused = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(3), "{refused}");
    assert!(refused.contains("\"credentials\"") && refused.contains("keyring"), "{refused}");
    desk.run(&["store", "check", "other"]).expect(2);
}
