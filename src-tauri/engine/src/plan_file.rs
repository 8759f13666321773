//! A plan on disk: its head on the first line, then one operation a line, so that a plan of any size streams.
//!
//! Planning writes a temporary one; `--save` copies it; `sync --plan` reads it back. Its bytes depend on the
//! plan alone.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use evenshelf_core::finding::Finding;
use evenshelf_core::operation::Operation;
use evenshelf_core::plan::{Judge, PlanHead};
use serde::{Deserialize, Serialize};

use crate::error::EngineError;

/// The first line of the file.
#[derive(Debug, Serialize, Deserialize)]
struct Opening {
    schema: u32,
    kind: String,
    plan: PlanHead,
}

const SCHEMA: u32 = 1;
const KIND: &str = "evenshelf-plan";

/// A plan with its operations in a file.
#[derive(Debug)]
pub struct PlanFile {
    pub head: PlanHead,
    path: PathBuf,
    /// Removes a temporary plan when it is dropped.
    _temporary: Option<tempfile::TempPath>,
}

impl PlanFile {
    /// Opens a saved plan.
    pub fn load(path: &Path) -> Result<Self, EngineError> {
        let mut lines = BufReader::new(open(path)?);
        let mut first = String::new();
        lines.read_line(&mut first).map_err(|error| file_error(path, error))?;
        let opening: Opening =
            serde_json::from_str(&first).map_err(|error| not_a_plan(path, &error.to_string()))?;
        if opening.kind != KIND {
            return Err(not_a_plan(path, "it has another kind"));
        }
        if opening.schema != SCHEMA {
            return Err(not_a_plan(path, "it was written by a newer version"));
        }
        Ok(Self { head: opening.plan, path: path.to_owned(), _temporary: None })
    }

    /// Writes the plan where the owner wants it.
    pub fn save(&self, to: &Path) -> Result<(), EngineError> {
        std::fs::copy(&self.path, to).map(|_| ()).map_err(|error| file_error(to, error))
    }

    /// Streams the operations in their order.
    pub fn operations(
        &self,
    ) -> Result<impl Iterator<Item = Result<Operation, EngineError>> + use<>, EngineError> {
        let path = self.path.clone();
        let lines = BufReader::new(open(&path)?).lines().skip(1);
        Ok(lines.map(move |line| {
            let line = line.map_err(|error| file_error(&path, error))?;
            serde_json::from_str(&line).map_err(|error| not_a_plan(&path, &error.to_string()))
        }))
    }
}

/// Collects operations while the source is read; the guards judge them once the whole is known.
pub(crate) struct PlanWriter {
    spool: BufWriter<File>,
    folder: PathBuf,
}

/// What the judging leaves to be said in the head.
pub(crate) struct HeadParts<'a> {
    pub store: &'a str,
    pub source: &'a str,
    pub source_digest: &'a str,
    pub findings: Vec<Finding>,
}

impl PlanWriter {
    /// `folder` is on the disk of the data directory: a plan can be large.
    pub fn new(folder: &Path) -> Result<Self, EngineError> {
        let file = tempfile::tempfile_in(folder).map_err(|error| file_error(folder, error))?;
        Ok(Self { spool: BufWriter::new(file), folder: folder.to_owned() })
    }

    pub fn push(&mut self, operation: &Operation) -> Result<(), EngineError> {
        write_line(&mut self.spool, operation).map_err(|error| file_error(&self.folder, error))
    }

    /// Lets the judge see every operation, writes them with the head before them, and tells each to `seen`.
    pub fn finish(
        self,
        mut judge: Judge,
        parts: HeadParts<'_>,
        mut seen: impl FnMut(&Operation),
        forecast: impl FnOnce() -> evenshelf_core::plan::Forecast,
    ) -> Result<PlanFile, EngineError> {
        let folder = self.folder;
        let failed = |error| file_error(&folder, error);
        let mut spool = self.spool.into_inner().map_err(|error| failed(error.into_error()))?;
        spool.seek(SeekFrom::Start(0)).map_err(failed)?;
        let mut judged = BufWriter::new(tempfile::tempfile_in(&folder).map_err(failed)?);
        for line in BufReader::new(spool).lines() {
            let line = line.map_err(failed)?;
            let mut operation: Operation =
                serde_json::from_str(&line).map_err(|error| not_a_plan(&folder, &error.to_string()))?;
            judge.judge(&mut operation);
            seen(&operation);
            write_line(&mut judged, &operation).map_err(failed)?;
        }
        let identity = format!("{}\0{}", parts.source, parts.source_digest);
        let (counts, id) = judge.finish(parts.store, &identity);
        let head = PlanHead {
            id,
            store: parts.store.to_owned(),
            source: parts.source.to_owned(),
            counts,
            forecast: forecast(),
            findings: parts.findings,
        };
        let mut judged = judged.into_inner().map_err(|error| failed(error.into_error()))?;
        judged.seek(SeekFrom::Start(0)).map_err(failed)?;
        let whole = tempfile::NamedTempFile::new_in(&folder).map_err(failed)?;
        let mut out = BufWriter::new(whole.as_file());
        let opening = Opening { schema: SCHEMA, kind: KIND.to_owned(), plan: head };
        write_line(&mut out, &opening).map_err(failed)?;
        std::io::copy(&mut judged, &mut out).map_err(failed)?;
        out.flush().map_err(failed)?;
        drop(out);
        let temporary = whole.into_temp_path();
        Ok(PlanFile { head: opening.plan, path: temporary.to_path_buf(), _temporary: Some(temporary) })
    }
}

fn write_line(out: &mut impl Write, value: &impl Serialize) -> std::io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

fn open(path: &Path) -> Result<File, EngineError> {
    File::open(path).map_err(|error| file_error(path, error))
}

fn file_error(path: &Path, error: std::io::Error) -> EngineError {
    EngineError::File { path: path.to_owned(), error }
}

fn not_a_plan(path: &Path, what: &str) -> EngineError {
    EngineError::PlanFile { path: path.to_owned(), what: what.to_owned() }
}
