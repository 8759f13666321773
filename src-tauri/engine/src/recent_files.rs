//! The files that were planned or compared last, for a list to choose from.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::clock::now_ms;
use crate::error::EngineError;
use crate::ledger::settings;
use crate::session::{Session, source_name};

/// As many as fit a menu.
const FILES_MAX: usize = 12;

/// The setting that keeps them.
const KEY: &str = "recent_files";

/// A file that was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentFile {
    pub path: PathBuf,
    pub name: String,
    pub used_at: i64,
    /// Whether it is still there.
    pub exists: bool,
}

/// What is kept of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Used {
    path: PathBuf,
    at: i64,
}

impl Session {
    /// Returns the files used last, the newest first, at most twelve.
    pub fn recent_files(&self) -> Result<Vec<RecentFile>, EngineError> {
        let kept = self.ledger().read(|conn| settings::get(conn, KEY))?;
        let file = |used: Used| RecentFile {
            name: source_name(&used.path),
            exists: used.path.is_file(),
            used_at: used.at,
            path: used.path,
        };
        Ok(parse(kept.as_deref()).into_iter().map(file).collect())
    }

    /// Takes a file off the list; nothing happens to the file itself.
    pub async fn forget_file(&self, path: &Path) -> Result<(), EngineError> {
        let path = path.to_owned();
        let write = self.ledger().write(move |tx| {
            let mut files = parse(settings::get(tx, KEY)?.as_deref());
            files.retain(|used| used.path != path);
            match serde_json::to_string(&files) {
                Ok(files) => settings::set(tx, KEY, &files),
                Err(_) => Ok(()),
            }
        });
        Ok(write.await?)
    }

    /// Notes that a file was used just now.
    pub(crate) async fn note_file(&self, path: &Path) -> Result<(), EngineError> {
        // Found again from another working directory.
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let write = self.ledger().write(move |tx| {
            let mut files = parse(settings::get(tx, KEY)?.as_deref());
            files.retain(|used| used.path != path);
            files.insert(0, Used { path, at: now_ms() });
            files.truncate(FILES_MAX);
            // Paths of this computer always become JSON but where they are no text; those are not kept.
            match serde_json::to_string(&files) {
                Ok(files) => settings::set(tx, KEY, &files),
                Err(_) => Ok(()),
            }
        });
        Ok(write.await?)
    }
}

/// What cannot be read, as a later version might write it, is as good as nothing.
fn parse(kept: Option<&str>) -> Vec<Used> {
    kept.and_then(|kept| serde_json::from_str(kept).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn the_newest_come_first_and_twelve_are_kept() {
        let directory = tempfile::tempdir().unwrap();
        let session = Session::open(directory.path()).unwrap();
        let path = |number: u32| directory.path().join(format!("{number}.csv"));
        std::fs::write(path(3), "").unwrap();
        for number in (0..15).chain([3]) {
            session.note_file(&path(number)).await.unwrap();
        }
        let files = session.recent_files().unwrap();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        let expected: Vec<String> =
            [3, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4].iter().map(|number| format!("{number}.csv")).collect();
        assert_eq!(names, expected);
        assert_eq!(files.iter().filter(|file| file.exists).count(), 1);
        session.forget_file(&path(14)).await.unwrap();
        assert!(session.recent_files().unwrap().iter().all(|file| file.name != "14.csv"));
    }
}
