//! The sheet that was looked at last, so that turning its pages of findings does not read the file again.

use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::SystemTime;

use evenshelf_engine::file_report::{FileReport, file_report};
use evenshelf_engine::progress::{Observer, Progress};
use evenshelf_engine::{EngineError, RunControl};
use tokio::sync::Mutex;

use crate::error::ShellError;

/// One report: the window shows one sheet at a time.
#[derive(Default)]
pub struct Sheets {
    last: Mutex<Option<(Version, Arc<FileReport>)>>,
    under_way: std::sync::Mutex<Option<UnderWay>>,
}

/// A sheet that is being read: how far, and the hand on it.
struct UnderWay {
    path: PathBuf,
    products: Arc<AtomicU64>,
    control: RunControl,
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
        let (products, control) = (Arc::new(AtomicU64::new(0)), RunControl::new());
        let (path_there, told) = (path.to_owned(), products.clone());
        *self.under_way() = Some(UnderWay { path: path_there, products, control: control.clone() });
        let observer: Observer = Arc::new(move |progress| {
            if let Progress::Planning { products } = progress {
                told.store(products, Ordering::Relaxed);
            }
        });
        let read = file_report(path, &control, observer).await;
        *self.under_way() = None;
        let report = Arc::new(read?);
        *last = Some((version, report.clone()));
        Ok(report)
    }

    /// Returns how many products of a sheet were read; `None` where it is not being read.
    pub fn products_read(&self, path: &Path) -> Option<u64> {
        let under_way = self.under_way();
        let reading = under_way.as_ref().filter(|reading| reading.path == path)?;
        Some(reading.products.load(Ordering::Relaxed))
    }

    /// Lets go of a sheet that is being read; who asked for it is told that it was stopped.
    pub fn stop(&self, path: &Path) {
        if let Some(reading) = self.under_way().as_ref().filter(|reading| reading.path == path) {
            reading.control.interrupt();
        }
    }

    fn under_way(&self) -> std::sync::MutexGuard<'_, Option<UnderWay>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
