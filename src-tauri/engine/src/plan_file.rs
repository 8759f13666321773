//! A plan on disk: its head on the first line, then one operation a line, so that a plan of any size streams.
//!
//! Planning writes a temporary one; `--save` copies it; `sync --plan` reads it back. Its bytes depend on the
//! plan alone.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use evenshelf_core::cost::write_points;
use evenshelf_core::finding::Finding;
use evenshelf_core::operation::{Operation, OperationId};
use evenshelf_core::plan::narrow::keep_order;
use evenshelf_core::plan::{Budget, Counts, Judge, Needs, PlanHead, Strategy, Tally};
use serde::{Deserialize, Serialize};

use crate::error::EngineError;
use crate::review::shelf::Shelf;

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
    /// What the forecast was made with; a saved plan does not say.
    pub(crate) budget: Budget,
    /// What it was made against where that is no store.
    pub(crate) shelf: Option<Shelf>,
    /// Operations of the whole plan that are not in this part of it.
    pub(crate) left_out: u64,
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
        Ok(Self {
            head: opening.plan,
            budget: Budget::default(),
            shelf: None,
            left_out: 0,
            path: path.to_owned(),
            _temporary: None,
        })
    }

    /// Returns what was odd in the file that stands for the store, where two files are compared.
    pub fn shelf_findings(&self) -> Option<&[Finding]> {
        self.shelf.as_ref().map(|shelf| shelf.findings.as_slice())
    }

    /// Returns how many operations of the whole plan are not in this part of it.
    pub fn left_out(&self) -> u64 {
        self.left_out
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

/// An operation and its bytes in the plan's file.
pub(crate) struct Placed {
    pub operation: Operation,
    pub start: u64,
    pub length: u64,
}

impl PlanFile {
    /// Streams the operations with the place of each in the file.
    pub(crate) fn placed(
        &self,
    ) -> Result<impl Iterator<Item = Result<Placed, EngineError>> + use<>, EngineError> {
        let path = self.path.clone();
        let mut lines = BufReader::new(open(&path)?);
        let mut line = Vec::new();
        let mut start = lines.read_until(b'\n', &mut line).map_err(|error| file_error(&path, error))? as u64;
        Ok(std::iter::from_fn(move || {
            line.clear();
            let length = match lines.read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(length) => length as u64,
                Err(error) => return Some(Err(file_error(&path, error))),
            };
            let operation =
                serde_json::from_slice(&line).map_err(|error| not_a_plan(&path, &error.to_string()));
            let placed = operation.map(|operation| Placed { operation, start, length });
            start += length;
            Some(placed)
        }))
    }
}

/// Reads one operation of a plan's file by its place.
pub(crate) fn operation_at(path: &Path, start: u64, length: u64) -> Result<Operation, EngineError> {
    let mut file = open(path)?;
    let mut line = Vec::new();
    file.seek(SeekFrom::Start(start))
        .and_then(|_| file.take(length).read_to_end(&mut line))
        .map_err(|error| file_error(path, error))?;
    serde_json::from_slice(&line).map_err(|error| not_a_plan(path, &error.to_string()))
}

/// Writes a part of a plan: operations that were left out or narrowed before.
pub(crate) struct PartWriter {
    spool: BufWriter<File>,
    folder: PathBuf,
    tally: Tally,
    needs: Needs,
    sent: BTreeSet<OperationId>,
}

impl PartWriter {
    /// Starts a part of this plan. `folder` is on the disk of the data directory.
    pub fn new(folder: &Path, of: &PlanHead) -> Result<Self, EngineError> {
        let file = tempfile::tempfile_in(folder).map_err(|error| file_error(folder, error))?;
        // The source still names as many products: a later plan compares its own with that.
        let counts = Counts {
            products: of.counts.products,
            unchanged_products: of.counts.unchanged_products,
            ..Counts::default()
        };
        Ok(Self {
            spool: BufWriter::new(file),
            folder: folder.to_owned(),
            tally: Tally::new(counts),
            needs: Needs::default(),
            sent: BTreeSet::new(),
        })
    }

    /// Adds the next operation; what it comes after and was not added is dropped.
    pub fn push(&mut self, mut operation: Operation) -> Result<(), EngineError> {
        keep_order(&mut operation, |id| self.sent.contains(&id));
        self.sent.insert(operation.id);
        self.tally.add(&operation);
        self.needs.add(&operation, u64::from(write_points(&operation.work)));
        write_line(&mut self.spool, &operation).map_err(|error| file_error(&self.folder, error))
    }

    /// Writes the part. `part` tells it from other parts of the same plan.
    pub fn finish(
        self,
        of: &PlanHead,
        part: &str,
        strategy: Option<Strategy>,
        budget: Budget,
    ) -> Result<PlanFile, EngineError> {
        let (counts, id) = self.tally.finish(&of.store, &format!("{}\0{part}", of.source));
        let head = PlanHead {
            id,
            store: of.store.clone(),
            source: of.source.clone(),
            counts,
            forecast: self.needs.forecast(strategy, budget),
            findings: of.findings.clone(),
        };
        let operations =
            self.spool.into_inner().map_err(|error| file_error(&self.folder, error.into_error()))?;
        whole(&self.folder, head, operations, budget)
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
        budget: Budget,
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
        let judged = judged.into_inner().map_err(|error| failed(error.into_error()))?;
        whole(&folder, head, judged, budget)
    }
}

/// Writes the head, and the operations behind it.
fn whole(
    folder: &Path,
    head: PlanHead,
    mut operations: File,
    budget: Budget,
) -> Result<PlanFile, EngineError> {
    let failed = |error| file_error(folder, error);
    operations.seek(SeekFrom::Start(0)).map_err(failed)?;
    let whole = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    let mut out = BufWriter::new(whole.as_file());
    let opening = Opening { schema: SCHEMA, kind: KIND.to_owned(), plan: head };
    write_line(&mut out, &opening).map_err(failed)?;
    std::io::copy(&mut operations, &mut out).map_err(failed)?;
    out.flush().map_err(failed)?;
    drop(out);
    let temporary = whole.into_temp_path();
    let path = temporary.to_path_buf();
    Ok(PlanFile { head: opening.plan, budget, shelf: None, left_out: 0, path, _temporary: Some(temporary) })
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
