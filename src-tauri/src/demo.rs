//! The demo store: a Shopify store of our own in a process beside this one, with its state on disk.
//!
//! The same program serves it, as `evenshelf-desktop demo-store …`. Its standard input is a pipe from the window's
//! process: when that closes, however the window's process ended, the demo store writes its state down and ends. So
//! none is ever left behind, and none has to be looked for.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use evenshelf_engine::ledger::stores::{Store, StoreKind};
use evenshelf_engine::progress::silent;
use evenshelf_engine::shopify::Secret;
use evenshelf_engine::{ExportOptions, NewCredentials, NewStore, RunControl, Session, StoreEdit};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use url::Url;

use crate::desk::Desk;
use crate::error::ShellError;

/// The name the demo store is kept under.
pub const NAME: &str = evenshelf_engine::credentials::DEMO_STORE;

/// The word that makes this program a demo store.
pub const VERB: &str = "demo-store";

/// Enough for a plan worth reading, few enough to be copied in seconds.
const PRODUCTS: u32 = 240;
/// With one location nobody has to say where quantities go.
const LOCATIONS: u32 = 1;

/// It makes its catalogue before it answers; a slow disk must not end the first run.
const START_MAX: Duration = Duration::from_secs(60);
/// Its state is on disk at any moment; this is for writing it anew, as small as it can be.
const STOP_MAX: Duration = Duration::from_secs(5);
/// A connection on this computer is made at once, or there is nobody.
const ANSWER_MAX: Duration = Duration::from_secs(2);

/// The process that serves, while one does.
#[derive(Default)]
pub struct DemoStore {
    serving: tokio::sync::Mutex<Option<Child>>,
}

/// The first line the process prints.
#[derive(Serialize, Deserialize)]
pub(crate) struct Introduction {
    pub url: String,
    pub token: String,
}

/// Makes sure that the demo store answers and is connected with writing on; returns its name.
pub async fn open(desk: &Desk) -> Result<String, ShellError> {
    let session = desk.session().await?;
    let known = session.stores()?.into_iter().find(|store| store.name == NAME);
    match known {
        Some(store) if store.kind != StoreKind::Demo => {
            return Err(ShellError::Request(format!("a store of yours is called \"{NAME}\" already")));
        }
        Some(store) => {
            awake(desk, &session, &store).await?;
            if !store.allow_writes {
                let edit = StoreEdit { allow_writes: Some(true), ..StoreEdit::default() };
                session.store_set(NAME, edit).await?;
            }
        }
        None => {
            let served = start(desk, 0).await?;
            let new = NewStore {
                name: NAME.to_owned(),
                url: served.url,
                credentials: NewCredentials::Token(Secret::new(served.token)),
                allow_writes: true,
                location: None,
            };
            session.store_add(new).await?;
        }
    }
    desk.bell.ledger_changed();
    Ok(NAME.to_owned())
}

/// Starts the demo store again where a job needs it and nobody answers. Does nothing for any other store.
pub async fn awake(desk: &Desk, session: &Session, store: &Store) -> Result<(), ShellError> {
    if store.name != NAME || store.kind != StoreKind::Demo || answers(&store.url).await {
        return Ok(());
    }
    let served = start(desk, port(&store.url).unwrap_or(0)).await?;
    let edit = StoreEdit {
        url: Some(served.url),
        credentials: Some(NewCredentials::Token(Secret::new(served.token))),
        ..StoreEdit::default()
    };
    session.store_set(NAME, edit).await?;
    Ok(())
}

/// Ends the demo store's process if there is one.
pub async fn close(desk: &Desk) {
    let Some(mut child) = desk.demo.serving.lock().await.take() else { return };
    // The pipe closes, and it ends by itself.
    drop(child.stdin.take());
    if tokio::time::timeout(STOP_MAX, child.wait()).await.is_err() {
        let _ = child.kill().await;
    }
}

/// Forgets the demo store's own catalogue, so that the next one is new.
pub async fn forget(desk: &Desk) -> Result<(), ShellError> {
    close(desk).await;
    for folder in [folder(desk), samples(desk)] {
        match std::fs::remove_dir_all(&folder) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                return Err(ShellError::Unwritten { path: folder, cause });
            }
            _ => {}
        }
    }
    Ok(())
}

/// Writes a supplier's sheet for the demo store as it is now, and returns its path.
pub async fn sample_sheet(desk: &Desk, session: &Session) -> Result<PathBuf, ShellError> {
    let folder = samples(desk);
    let unwritten = |path: &PathBuf| {
        let path = path.clone();
        move |cause| ShellError::Unwritten { path, cause }
    };
    std::fs::create_dir_all(&folder).map_err(unwritten(&folder))?;
    let export = folder.join("export.csv");
    let options = ExportOptions { to: export.clone(), offline: true, ..ExportOptions::default() };
    session.export(NAME, options, &RunControl::new(), silent()).await?;
    let text = std::fs::read_to_string(&export).map_err(unwritten(&export))?;
    let sheet = evenshelf_sample::sheet(evenshelf_sample::csv::parse(&text)).map_err(ShellError::Request)?;
    let path = folder.join("supplier.csv");
    std::fs::write(&path, evenshelf_sample::csv::write(&sheet.rows)).map_err(unwritten(&path))?;
    // It was a means, and the next one is made from the store as it is then.
    std::fs::remove_file(&export).map_err(unwritten(&export))?;
    Ok(path)
}

fn folder(desk: &Desk) -> PathBuf {
    desk.place.data_dir.join("demo-store")
}

fn samples(desk: &Desk) -> PathBuf {
    desk.place.data_dir.join("samples")
}

/// Starts the process and waits until it says where it answers: at `port` where that is free.
async fn start(desk: &Desk, port: u16) -> Result<Introduction, ShellError> {
    let mut serving = desk.demo.serving.lock().await;
    if let Some(mut before) = serving.take() {
        // It does not answer, or nobody would start another.
        let _ = before.kill().await;
    }
    let fault = |what: String| ShellError::DemoStore(what);
    let mut child = Command::new(&desk.place.program)
        .arg(VERB)
        .args(["--port", &port.to_string()])
        .args(["--products", &PRODUCTS.to_string(), "--locations", &LOCATIONS.to_string()])
        .arg("--state")
        .arg(folder(desk).join("state.jsonl"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| fault(error.to_string()))?;
    let Some(output) = child.stdout.take() else { return Err(fault("it has no output".to_owned())) };
    let mut lines = BufReader::new(output).lines();
    let line = match tokio::time::timeout(START_MAX, lines.next_line()).await {
        Ok(Ok(Some(line))) => line,
        Ok(_) => return Err(fault("it ended without a word".to_owned())),
        Err(_) => return Err(fault(format!("it said nothing for {} s", START_MAX.as_secs()))),
    };
    let served =
        serde_json::from_str(&line).map_err(|_| fault("its first line has no address".to_owned()))?;
    *serving = Some(child);
    Ok(served)
}

async fn answers(url: &str) -> bool {
    let Some(port) = port(url) else { return false };
    let connecting = tokio::net::TcpStream::connect(("127.0.0.1", port));
    matches!(tokio::time::timeout(ANSWER_MAX, connecting).await, Ok(Ok(_)))
}

fn port(url: &str) -> Option<u16> {
    Url::parse(url).ok()?.port()
}
