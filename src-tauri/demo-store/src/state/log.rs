//! The file on disk: one line for each committed write, so that a kill at any moment leaves
//! either the whole write or nothing of it.
//!
//! A line is handed to the operating system before the reply goes out. That survives the end of the
//! process at any moment; it does not promise to survive a power cut, which a demo store need not.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::tables::State;

/// The first line of every state file; a file that starts otherwise is not ours and is refused.
const HEADER: &str = r#"{"evenshelf_demo_store":1}"#;

/// A log is rewritten once it is this many times the size of what it holds,
const COMPACT_RATIO: u64 = 4;
/// and never before it has grown to this size.
const COMPACT_FLOOR: u64 = 64 * 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum LogError {
    #[error("the state file {path} is in use by another demo store")]
    InUse { path: PathBuf },
    #[error("{path} is not a state file of the demo store")]
    NotOurs { path: PathBuf },
    #[error("the state file {path} is damaged at line {line}: {cause}")]
    Damaged { path: PathBuf, line: usize, cause: String },
    #[error("cannot use the state file {path}: {cause}")]
    Io { path: PathBuf, cause: std::io::Error },
}

pub struct Log {
    path: PathBuf,
    file: File,
    size: u64,
    compact_at: u64,
    /// Held for as long as the store runs, so that two never write one file.
    _lock: File,
}

/// Returns the log line of a write that touched `rows`; a row that is gone is written as a deletion.
pub fn line(state: &State, rows: impl Iterator<Item = (&'static str, u64)>) -> String {
    let mut out = String::from("[");
    for (table, id) in rows {
        if out.len() > 1 {
            out.push(',');
        }
        out.push_str("[\"");
        out.push_str(table);
        out.push_str("\",");
        out.push_str(&id.to_string());
        if let Some(row) = state.row_json(table, id) {
            out.push(',');
            out.push_str(&row);
        }
        out.push(']');
    }
    out.push_str("]\n");
    out
}

impl Log {
    /// Opens the file, making it if needed, and returns the state it holds; `None` for a new file.
    pub fn open(path: &Path) -> Result<(Self, Option<State>), LogError> {
        let io = |cause| LogError::Io { path: path.to_owned(), cause };
        if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(io)?;
        }
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(with_suffix(path, ".lock"))
            .map_err(io)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => {
                return Err(LogError::InUse { path: path.to_owned() });
            }
            Err(std::fs::TryLockError::Error(cause)) => return Err(io(cause)),
        }
        let mut file =
            OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path).map_err(io)?;
        let (state, size) = load(path, &mut file)?;
        // What follows the last whole line is a write that was cut off and never answered.
        file.set_len(size).map_err(io)?;
        file.seek(SeekFrom::End(0)).map_err(io)?;
        let mut log = Self {
            path: path.to_owned(),
            file,
            size,
            compact_at: COMPACT_FLOOR.max(size.saturating_mul(2)),
            _lock: lock,
        };
        if state.is_none() {
            log.write(&format!("{HEADER}\n")).map_err(io)?;
        }
        Ok((log, state))
    }

    /// Writes one line of [`line`].
    pub fn write(&mut self, line: &str) -> std::io::Result<()> {
        self.file.write_all(line.as_bytes())?;
        self.size += line.len() as u64;
        Ok(())
    }

    /// Rewrites the log if it has outgrown what it holds. Call after a write, with the state it led to.
    pub fn compact_if_due(&mut self, state: &State) -> std::io::Result<()> {
        if self.size < self.compact_at {
            return Ok(());
        }
        self.compact(state)
    }

    /// Rewrites the log as one line for each row.
    pub fn compact(&mut self, state: &State) -> std::io::Result<()> {
        let next = with_suffix(&self.path, ".next");
        let mut file = OpenOptions::new().create(true).truncate(true).write(true).open(&next)?;
        let mut size = 0;
        {
            let mut out = std::io::BufWriter::with_capacity(1 << 20, &mut file);
            let mut put = |text: &str| -> std::io::Result<()> {
                size += text.len() as u64;
                out.write_all(text.as_bytes())
            };
            put(HEADER)?;
            put("\n")?;
            for row in state.all_rows() {
                put(&line(state, std::iter::once(row)))?;
            }
            out.flush()?;
        }
        file.sync_all()?;
        std::fs::rename(&next, &self.path)?;
        self.file = file;
        self.size = size;
        self.compact_at = COMPACT_FLOOR.max(size * COMPACT_RATIO);
        Ok(())
    }
}

/// Returns the path with something added to its last part.
pub fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Returns the state and the length of the part of the file that is whole.
fn load(path: &Path, file: &mut File) -> Result<(Option<State>, u64), LogError> {
    let io = |cause| LogError::Io { path: path.to_owned(), cause };
    let mut reader = BufReader::with_capacity(1 << 20, file);
    let mut state = State::default();
    let mut whole = 0u64;
    let mut buffer = Vec::new();
    let mut number = 0;
    loop {
        buffer.clear();
        let length = reader.read_until(b'\n', &mut buffer).map_err(io)?;
        if length == 0 || buffer.last() != Some(&b'\n') {
            break;
        }
        number += 1;
        let text = &buffer[..length - 1];
        if number == 1 {
            if text != HEADER.as_bytes() {
                return Err(LogError::NotOurs { path: path.to_owned() });
            }
        } else {
            apply(&mut state, text).map_err(|cause| LogError::Damaged {
                path: path.to_owned(),
                line: number,
                cause,
            })?;
        }
        whole += length as u64;
    }
    if number == 0 && !buffer.is_empty() && !HEADER.as_bytes().starts_with(&buffer) {
        return Err(LogError::NotOurs { path: path.to_owned() });
    }
    // A store without credentials was cut off before its first write: it is begun again.
    if state.meta.apps.is_empty() {
        return Ok((None, 0));
    }
    let State { index, products, variants, files, idempotency, .. } = &mut state;
    products.values().for_each(|row| index.add_product(row));
    variants.values().for_each(|row| index.add_variant(row));
    files.values().for_each(|row| index.add_file(row));
    idempotency.values().for_each(|row| index.add_key(row));
    Ok((Some(state), whole))
}

fn apply(state: &mut State, text: &[u8]) -> Result<(), String> {
    let rows: Vec<(String, u64, Option<Value>)> = serde_json::from_slice::<Vec<Value>>(text)
        .map_err(|error| error.to_string())?
        .into_iter()
        .map(|row| {
            let Value::Array(parts) = row else {
                return Err("a row is not a list".to_owned());
            };
            let mut parts = parts.into_iter();
            let table = parts.next().and_then(|t| t.as_str().map(str::to_owned));
            let id = parts.next().and_then(|id| id.as_u64());
            match (table, id) {
                (Some(table), Some(id)) => Ok((table, id, parts.next())),
                _ => Err("a row has no name and number".to_owned()),
            }
        })
        .collect::<Result<_, _>>()?;
    for (table, id, row) in rows {
        match state.restore(&table, id, row) {
            Ok(true) => {}
            Ok(false) => return Err(format!("unknown table {table}")),
            Err(error) => return Err(format!("{table} {id}: {error}")),
        }
    }
    Ok(())
}
