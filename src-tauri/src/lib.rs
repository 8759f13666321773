//! The shell: one window over the engine. It knows Tauri, and nothing of SQL or GraphQL.
//!
//! `api` is the contract with the page, `commands` answers it with what `overview` reads, `error` says what went
//! wrong in codes. The page owns the words.

pub mod api;
mod commands;
mod error;
mod overview;

use std::path::PathBuf;
use std::process::ExitCode;

use tauri::Runtime;

/// Where this process keeps its ledger: fixed at the start, the same place the command line uses.
pub struct DataDir(pub PathBuf);

/// Adds everything the window relies on to a builder: one list for the real runtime and for the tests' mock.
pub fn shell<R: Runtime>(builder: tauri::Builder<R>, data_dir: DataDir) -> tauri::Builder<R> {
    builder
        .plugin(tauri_plugin_notification::init())
        .manage(data_dir)
        .invoke_handler(tauri::generate_handler![commands::overview, commands::notify])
}

/// Opens the window and returns when it is closed.
pub fn run() -> ExitCode {
    let Some(data_dir) = evenshelf_engine::data_dir::default() else {
        eprintln!("no home directory to keep the ledger in\nhint: name one in EVENSHELF_DATA_DIR");
        return ExitCode::from(3);
    };
    match shell(tauri::Builder::default(), DataDir(data_dir)).run(tauri::generate_context!()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the window could not be opened: {error}\nhint: is there a display?");
            ExitCode::from(3)
        }
    }
}
