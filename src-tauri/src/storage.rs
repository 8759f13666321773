//! How much room the program's files take on this computer.

use std::fs;
use std::path::Path;

use evenshelf_engine::{backup, ledger};

use crate::api::StorageReport;

/// Measures the data directory. What cannot be read counts nothing.
pub fn measure(data_dir: &Path) -> StorageReport {
    let ledger = [
        ledger::FILE_NAME.to_owned(),
        format!("{}-wal", ledger::FILE_NAME),
        format!("{}-shm", ledger::FILE_NAME),
    ];
    let ledger_bytes = ledger.iter().map(|name| size(&data_dir.join(name)).bytes).sum();
    let backups = size(&data_dir.join(backup::FOLDER));
    let all = size(data_dir);
    StorageReport {
        data_dir: data_dir.display().to_string(),
        ledger_bytes,
        backups_bytes: backups.bytes,
        backups: backups.files,
        other_bytes: all.bytes.saturating_sub(ledger_bytes + backups.bytes),
    }
}

#[derive(Default)]
struct Size {
    bytes: u64,
    files: u64,
}

/// The size of a file, or of everything below a folder. Links are not followed: what they lead to is not ours.
fn size(path: &Path) -> Size {
    let Ok(found) = fs::symlink_metadata(path) else { return Size::default() };
    if found.is_file() {
        return Size { bytes: found.len(), files: 1 };
    }
    if !found.is_dir() {
        return Size::default();
    }
    let Ok(entries) = fs::read_dir(path) else { return Size::default() };
    entries
        .flatten()
        .map(|entry| size(&entry.path()))
        .fold(Size::default(), |all, one| Size { bytes: all.bytes + one.bytes, files: all.files + one.files })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_counted_once() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(measure(&dir.path().join("none")).ledger_bytes, 0);
        fs::create_dir_all(dir.path().join("backups/demo")).unwrap();
        for (name, bytes) in [
            ("evenshelf.sqlite", 100),
            ("evenshelf.sqlite-wal", 10),
            ("backups/demo/1.jsonl", 7),
            ("samples", 5),
        ] {
            fs::write(dir.path().join(name), vec![0; bytes]).unwrap();
        }
        let found = measure(dir.path());
        assert_eq!(
            (found.ledger_bytes, found.backups_bytes, found.backups, found.other_bytes),
            (110, 7, 1, 5)
        );
    }
}
