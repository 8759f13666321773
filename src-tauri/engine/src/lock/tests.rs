use std::env;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use tempfile::tempdir;

use super::{Holder, LockError, StoreLock};

const DIRECTORY: &str = "EVENSHELF_TEST_LOCK";

fn me(doing: &str) -> Holder {
    Holder::this_process("evenshelf", doing, 1_000)
}

/// Starts a process that takes the lock of store 1, and returns once it has it. Its output is kept open, as it
/// still has its own end to tell.
fn start_holder(directory: &Path) -> (Child, BufReader<ChildStdout>) {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "lock::tests::child_that_holds", "--ignored", "--nocapture"])
        .env(DIRECTORY, directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    assert!(output.by_ref().lines().any(|line| line.unwrap().ends_with("taken")));
    (child, output)
}

#[test]
#[ignore = "the process that the tests below start"]
fn child_that_holds() {
    let Some(directory) = env::var_os(DIRECTORY) else { return };
    let _lock = StoreLock::try_acquire(directory.as_ref(), 1, &me("pull")).unwrap();
    println!("taken");
    // Until the parent lets go of the pipe, or kills.
    std::io::stdin().lines().for_each(drop);
}

#[test]
fn another_process_is_named_and_its_death_frees_the_store() {
    let directory = tempdir().unwrap();
    let (mut child, _output) = start_holder(directory.path());

    let refused = StoreLock::try_acquire(directory.path(), 1, &me("sync")).unwrap_err();
    let words = format!("the store is in use by evenshelf pull (process {})", child.id());
    assert_eq!(refused.to_string(), words);
    StoreLock::try_acquire(directory.path(), 2, &me("sync")).expect("another store is free");

    child.kill().unwrap();
    child.wait().unwrap();
    StoreLock::try_acquire(directory.path(), 1, &me("sync")).expect("the lock went with its process");
}

#[tokio::test]
async fn one_who_waits_hears_for_whom_once() {
    let directory = tempdir().unwrap();
    let (mut child, _output) = start_holder(directory.path());
    let mut input = child.stdin.take();

    let mut heard = Vec::new();
    let (tell, told) = tokio::sync::oneshot::channel();
    let mut tell = Some(tell);
    let me = me("sync");
    let waits = StoreLock::acquire(directory.path(), 1, &me, |holder| {
        heard.push(holder.pid);
        if let Some(tell) = tell.take() {
            tell.send(()).unwrap();
        }
    });
    let lets_go = async {
        told.await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        drop(input.take());
    };
    let (lock, ()) = tokio::join!(waits, lets_go);
    lock.unwrap();
    assert_eq!(heard.first(), Some(&Some(child.id())));
    // Between the name's going and the lock's it may have heard of nobody it knows, once.
    assert!(heard.len() <= 2, "{heard:?}");
    child.wait().unwrap();
}

#[test]
fn a_thread_can_wait_and_give_up() {
    let directory = tempdir().unwrap();
    let lock = StoreLock::try_acquire(directory.path(), 1, &me("sync")).unwrap();
    let mut looks = 0;
    let given_up = StoreLock::acquire_blocking(directory.path(), 1, &me("undo"), |_| {
        looks += 1;
        looks < 3
    });
    assert!(matches!(given_up, Err(LockError::HeldBy(holder)) if holder == me("sync")));
    drop(lock);
    StoreLock::acquire_blocking(directory.path(), 1, &me("undo"), |_| false).unwrap();
}

#[test]
fn a_name_left_behind_is_not_believed() {
    let directory = tempdir().unwrap();
    let dead = Holder { pid: Some(u32::MAX - 1), ..me("sync") };
    let _lock = StoreLock::try_acquire(directory.path(), 1, &dead).unwrap();
    let refused = StoreLock::try_acquire(directory.path(), 1, &me("sync")).unwrap_err();
    assert_eq!(refused.to_string(), "the store is in use by another process");
}
