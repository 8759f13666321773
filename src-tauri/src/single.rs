//! One window for a data directory: who starts the program again gets the one that is there.

use std::path::{Path, PathBuf};

use tauri::plugin::TauriPlugin;
use tauri::{AppHandle, Runtime};

use crate::api::OpenedWith;
use crate::window;

/// Hands a second start over to the first one: its window comes to the front, with the file that was to be opened.
///
/// Linux: over the session's bus, under a name of this data directory, so that two ledgers have two windows, and two
/// sessions never meet. Without a bus every start opens a window; the lock on each store still keeps them apart.
/// Windows and macOS: one for each user.
pub fn plugin<R: Runtime>(data_dir: &Path, identifier: &str) -> TauriPlugin<R> {
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(bus_name(identifier, data_dir))
        .callback(|app: &AppHandle<R>, arguments, directory| {
            window::show(app);
            if let Some(file) = file_argument(&arguments, Path::new(&directory)) {
                window::open_file(app, &file);
            }
        })
        .build()
}

/// Returns what the program is asked to open at its start: a file, or with `--demo` the demo store and its sample.
pub fn opened_with(arguments: &[String], directory: &Path) -> Option<OpenedWith> {
    let file =
        file_argument(arguments, directory).map(|path| OpenedWith::File { path: path.display().to_string() });
    file.or_else(|| arguments.iter().skip(1).any(|word| word == "--demo").then_some(OpenedWith::Demo))
}

/// Returns the file among the words a program was started with, the program's own name being the first. A path is
/// understood from the directory it was typed in.
pub fn file_argument(arguments: &[String], directory: &Path) -> Option<PathBuf> {
    arguments
        .iter()
        .skip(1)
        .find(|word| !word.starts_with('-') && !word.is_empty())
        // A file manager may hand over an address.
        .map(|word| match word.strip_prefix("file://") {
            Some(_) => url::Url::parse(word).ok().and_then(|url| url.to_file_path().ok()).unwrap_or_default(),
            None => directory.join(word),
        })
        .filter(|path| !path.as_os_str().is_empty())
}

/// The parts of a bus name may hold letters, figures, hyphens and underscores, and begin with no figure.
fn bus_name(identifier: &str, data_dir: &Path) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    // FNV-1a: the same name from one start to the next, which the standard library's hashers do not promise.
    for byte in data_dir.as_os_str().as_encoded_bytes() {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{identifier}.d{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_among_the_words() {
        let home = Path::new("/home/ada");
        for (words, expected) in [
            (&["evenshelf-desktop"][..], None),
            (&["evenshelf-desktop", "sheet.csv"], Some("/home/ada/sheet.csv")),
            (&["evenshelf-desktop", "--flag", "/tmp/a.csv", "b.csv"], Some("/tmp/a.csv")),
            (&["evenshelf-desktop", "file:///tmp/a%20b.csv"], Some("/tmp/a b.csv")),
            (&["evenshelf-desktop", ""], None),
            (&[], None),
        ] {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            assert_eq!(file_argument(&words, home), expected.map(PathBuf::from), "{words:?}");
        }
    }

    #[test]
    fn each_data_directory_has_its_name_on_the_bus() {
        let name = |dir: &str| bus_name("app.evenshelf.desktop", Path::new(dir));
        assert_eq!(name("/a"), name("/a"));
        assert_ne!(name("/a"), name("/b"));
        let last = name("/a").rsplit('.').next().map(str::to_owned).unwrap();
        assert!(last.starts_with('d') && last.len() == 17, "{last}");
    }
}
