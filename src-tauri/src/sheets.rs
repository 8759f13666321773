//! The sheet that was looked at last, so that turning its pages of findings does not read the file again.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use evenshelf_engine::file_report::{FileReport, file_report};
use evenshelf_engine::progress::silent;
use evenshelf_engine::{EngineError, RunControl};
use tokio::sync::Mutex;

use crate::error::ShellError;

/// One report: the window shows one sheet at a time.
#[derive(Default)]
pub struct Sheets {
    last: Mutex<Option<(Version, Arc<FileReport>)>>,
}

/// A file as it was. One that was written since is another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Version {
    path: PathBuf,
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Version {
    fn of(path: &Path, found: &Metadata) -> Self {
        Self { path: path.to_owned(), bytes: found.len(), modified: found.modified().ok() }
    }
}

impl Sheets {
    /// Returns the report of a sheet, read anew where the file has changed.
    pub async fn look(&self, path: &Path) -> Result<Arc<FileReport>, ShellError> {
        // Two who ask at once wait for one reading.
        let mut last = self.last.lock().await;
        let found =
            std::fs::metadata(path).map_err(|error| EngineError::File { path: path.to_owned(), error })?;
        let version = Version::of(path, &found);
        if let Some((known, report)) = last.as_ref()
            && *known == version
        {
            return Ok(report.clone());
        }
        let report = Arc::new(file_report(path, &RunControl::new(), silent()).await?);
        *last = Some((version, report.clone()));
        Ok(report)
    }
}
