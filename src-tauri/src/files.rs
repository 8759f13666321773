//! Files the owner names: chosen in a dialog, dropped, given as an argument, or typed. All are the owner's own, so
//! each may be read; what is no plain file is refused, since a device or a pipe has no end.

use std::path::{Path, PathBuf};

use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

use crate::error::ShellError;
use crate::words;

/// Endings of sheets. What a file holds is seen by its content.
const SHEETS: &[&str] = &["csv", "tsv", "txt", "jsonl", "ndjson", "gz"];

/// Endings of backups; those of older versions are not packed.
const BACKUPS: &[&str] = &["gz", "jsonl"];

/// Returns the path if it is a plain file, or a link to one.
pub fn plain(path: &str) -> Result<PathBuf, ShellError> {
    let path = PathBuf::from(path);
    let refuse = |what: &str| ShellError::File { path: path.clone(), what: what.to_owned() };
    match std::fs::metadata(&path) {
        Ok(found) if found.is_file() => Ok(path),
        Ok(found) if found.is_dir() => Err(refuse("is a folder, not a sheet")),
        Ok(_) => Err(refuse("is no plain file")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(refuse("is not there")),
        Err(error) => Err(ShellError::File { what: format!("cannot be read: {error}"), path: path.clone() }),
    }
}

/// Asks for a sheet; `None` when the dialog was closed.
pub async fn ask_for_sheet<R: Runtime>(app: &AppHandle<R>) -> Option<PathBuf> {
    let dialog = dialog(app).add_filter(words::FILES_SHEETS, SHEETS).add_filter(words::FILES_ALL, &["*"]);
    let (sender, chosen) = oneshot::channel();
    dialog.pick_file(move |path| drop(sender.send(path)));
    chosen.await.ok().flatten().and_then(path_of)
}

/// Asks for a backup, first where the program itself keeps them; `None` when the dialog was closed.
pub async fn ask_for_backup<R: Runtime>(app: &AppHandle<R>, folder: &Path) -> Option<PathBuf> {
    let dialog = dialog(app).add_filter(words::FILES_BACKUPS, BACKUPS).add_filter(words::FILES_ALL, &["*"]);
    let dialog = if folder.is_dir() { dialog.set_directory(folder) } else { dialog };
    let (sender, chosen) = oneshot::channel();
    dialog.pick_file(move |path| drop(sender.send(path)));
    chosen.await.ok().flatten().and_then(path_of)
}

/// Asks where to save something; `None` when the dialog was closed. The dialog itself asks before it names a file
/// that exists.
pub async fn ask_where<R: Runtime>(
    app: &AppHandle<R>,
    name: &str,
    kind: &str,
    ending: &str,
) -> Option<PathBuf> {
    let dialog = dialog(app).set_file_name(name).add_filter(kind, &[ending]);
    let (sender, chosen) = oneshot::channel();
    dialog.save_file(move |path| drop(sender.send(path)));
    chosen.await.ok().flatten().and_then(path_of).map(|path| with_ending(&path, ending))
}

fn dialog<R: Runtime>(app: &AppHandle<R>) -> FileDialogBuilder<R> {
    let dialog = app.dialog().file();
    match app.get_webview_window("main") {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

/// On a desktop a dialog names a path.
fn path_of(chosen: FilePath) -> Option<PathBuf> {
    chosen.into_path().ok()
}

/// Gives the file an ending where the owner typed none: some dialogs leave that to the program.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    if path.extension().is_some() { path.to_owned() } else { path.with_extension(ending) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_files_are_read() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("sheet.csv");
        std::fs::write(&file, "Handle\n").unwrap();
        assert_eq!(plain(&file.display().to_string()).unwrap(), file);
        let refused = |path: &Path| plain(&path.display().to_string()).unwrap_err().to_string();
        assert!(refused(dir.path()).ends_with("is a folder, not a sheet"));
        assert!(refused(&dir.path().join("none.csv")).ends_with("is not there"));
        if cfg!(unix) {
            assert!(refused(Path::new("/dev/null")).ends_with("is no plain file"));
        }
    }

    #[test]
    fn a_name_without_an_ending_gets_one() {
        assert_eq!(with_ending(Path::new("/a/plan"), "jsonl"), Path::new("/a/plan.jsonl"));
        assert_eq!(with_ending(Path::new("/a/plan.txt"), "jsonl"), Path::new("/a/plan.txt"));
    }
}
