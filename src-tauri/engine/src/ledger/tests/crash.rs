//! A process is killed while it writes. What it was told is written must be there, and nothing by halves.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use tempfile::tempdir;

use crate::ledger::{Ledger, settings};

const DIRECTORY: &str = "EVENSHELF_TEST_LEDGER";

#[test]
fn what_was_acknowledged_outlives_a_kill() {
    for acknowledged_before_kill in [1, 40, 300] {
        let directory = tempdir().unwrap();
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "ledger::tests::crash::child_that_writes", "--ignored", "--nocapture"])
            .env(DIRECTORY, directory.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();

        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut acknowledged = Vec::new();
        let mut line = String::new();
        while output.read_line(&mut line).unwrap() > 0 {
            if line.ends_with('\n')
                && let Some((_, key)) = line.trim_end().rsplit_once("written: ")
            {
                acknowledged.push(key.to_owned());
            }
            line.clear();
            if acknowledged.len() == acknowledged_before_kill {
                child.kill().unwrap();
            }
        }
        assert!(!child.wait().unwrap().success());
        assert!(acknowledged.len() >= acknowledged_before_kill);

        let reviewed = Ledger::open_read_only(directory.path()).unwrap().read(settings::all).unwrap();
        let ledger = Ledger::open(directory.path()).unwrap();
        let check: String =
            ledger.read(|conn| Ok(conn.query_row("PRAGMA integrity_check", [], |row| row.get(0))?)).unwrap();
        assert_eq!(check, "ok");
        let found = ledger.read(settings::all).unwrap();
        assert_eq!(found, reviewed);
        for key in &acknowledged {
            assert!(found.contains_key(key), "{key} was acknowledged and is gone");
        }
        for key in found.keys() {
            let other = if key.starts_with("left") {
                key.replace("left", "right")
            } else {
                key.replace("right", "left")
            };
            assert!(found.contains_key(&other), "{key} was written without {other}");
        }
    }
}

#[test]
#[ignore = "the process that the test above starts and kills"]
fn child_that_writes() {
    let Some(directory) = env::var_os(DIRECTORY) else { return };
    let ledger = Ledger::open(directory.as_ref()).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    runtime.block_on(async {
        let writers = (0..8).map(|writer| {
            let ledger = ledger.clone();
            tokio::spawn(async move {
                for number in 0.. {
                    let place = format!("{writer}-{number}");
                    let key = format!("left {place}");
                    ledger
                        .write(move |tx| {
                            settings::set(tx, &format!("left {place}"), "half")?;
                            settings::set(tx, &format!("right {place}"), "half")
                        })
                        .await
                        .unwrap();
                    println!("written: {key}");
                }
            })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.unwrap();
        }
    });
}
