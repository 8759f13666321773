//! What a look at a sheet finds, before anything is planned. No store is needed.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::plan::SheetKind;

use crate::control::RunControl;
use crate::error::EngineError;
use crate::progress::{Observer, Progress};
use crate::review::types::{FindingGroup, FindingPage, Side};
use crate::session::{blocking, source_name};
use crate::source::{self, Column, Look};

/// Products between two words about progress.
const PROGRESS_EVERY: u64 = 500;

/// A sheet, and everything that is odd in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileReport {
    pub path: PathBuf,
    pub name: String,
    pub bytes: u64,
    pub rows: u64,
    pub products: u64,
    pub encoding: &'static str,
    /// `None` for a file that has no columns of its own (JSONL).
    pub delimiter: Option<char>,
    pub shape: SheetKind,
    pub columns: Vec<Column>,
    /// In the order they were met.
    pub findings: Vec<Finding>,
}

impl FileReport {
    /// Returns the findings by cause: the grave ones first, then the most.
    pub fn groups(&self) -> Vec<FindingGroup> {
        let mut groups: BTreeMap<(Severity, FindingCode), FindingGroup> = BTreeMap::new();
        for finding in &self.findings {
            let (severity, code) = (finding.severity, finding.code);
            let group = groups.entry((severity, code)).or_insert_with(|| FindingGroup {
                code,
                severity,
                side: Side::Sheet,
                count: 0,
                first: finding.clone(),
            });
            group.count += 1;
        }
        let mut groups: Vec<FindingGroup> = groups.into_values().collect();
        groups.sort_by_key(|group| Reverse((group.severity, group.count)));
        groups
    }

    /// Returns a page of the findings of one cause, by its code, or of all.
    pub fn page(&self, code: Option<&str>, offset: usize, limit: usize) -> FindingPage {
        let fitting =
            || self.findings.iter().filter(|finding| code.is_none_or(|code| finding.code.name() == code));
        FindingPage {
            total: fitting().count() as u64,
            findings: fitting().skip(offset).take(limit).cloned().collect(),
        }
    }
}

/// Reads a sheet from end to end, one product in memory at a time, and tells what it is and what is odd in it. It needs
/// no ledger and makes none. An end that is wished of `control` lets go of it.
pub async fn file_report(
    path: &Path,
    control: &RunControl,
    observer: Observer,
) -> Result<FileReport, EngineError> {
    let path = path.to_owned();
    control.unless_stopped(blocking(move || read(path, &observer))).await?
}

fn read(path: PathBuf, observer: &Observer) -> Result<FileReport, EngineError> {
    let Look { encoding, delimiter, columns } = source::look(&path)?;
    let mut products = 0_u64;
    let sheet = source::read_each(&path, &mut |_, _| {
        products += 1;
        if products.is_multiple_of(PROGRESS_EVERY) {
            observer(Progress::Planning { products });
        }
    })?;
    let bytes =
        std::fs::metadata(&path).map_err(|error| EngineError::File { path: path.clone(), error })?.len();
    Ok(FileReport {
        name: source_name(&path),
        bytes,
        rows: sheet.rows.total,
        products,
        encoding,
        delimiter,
        shape: sheet.kind,
        columns,
        findings: sheet.findings,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::silent;

    async fn report(bytes: &[u8]) -> FileReport {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("sheet.csv");
        std::fs::write(&path, bytes).unwrap();
        file_report(&path, &RunControl::new(), silent()).await.unwrap()
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn a_sheet_is_told_from_outside() {
        let report = report(
            b"Handle;Title;Variant Price;Mood\ncup;Cup;abc;x\njug;K\xfchl;2;\njug;;;y\npot;Pot;-1;x\n",
        )
        .await;
        assert_eq!(
            (report.encoding, report.delimiter, report.rows, report.products, report.bytes),
            ("windows-1252", Some(';'), 4, 1, 79)
        );
        assert_eq!((report.shape, report.name.as_str()), (SheetKind::Products, "sheet.csv"));
        let columns: Vec<_> = report
            .columns
            .iter()
            .map(|column| format!("{} → {:?}: {}", column.header, column.field, column.samples.join(", ")))
            .collect();
        assert_eq!(
            columns,
            [
                "Handle → Some(\"handle\"): cup, jug, pot",
                "Title → Some(\"title\"): Cup, Kühl, Pot",
                "Variant Price → Some(\"price\"): abc, 2, -1",
                "Mood → None: x, y",
            ]
        );
        let groups = report.groups();
        assert!(groups.is_sorted_by_key(|group| Reverse((group.severity, group.count))), "{groups:?}");
        assert_eq!(groups.iter().map(|group| group.count).sum::<u64>(), report.findings.len() as u64);
        let page = report.page(Some("not_a_number"), 0, 10);
        assert_eq!((page.total, page.findings[0].value.as_deref()), (1, Some("abc")));
        assert_eq!(report.page(None, 1, 1).findings, report.findings[1..2]);
    }
}
