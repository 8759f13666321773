//! The owner's settings of this program, kept in the ledger.

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    System,
    Light,
    Dark,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(default)]
pub struct Settings {
    pub theme: Theme,
    /// 1 is 100 %.
    pub zoom: f64,
    /// Native notifications at the end of a run and when something needs the owner.
    pub notifications: bool,
    /// Closing the window while something is under way leaves the program running.
    pub keep_running_hidden: bool,
    /// The store the window stands on.
    pub store: Option<String>,
    /// `None`: finds out what the store bears.
    pub workers: Option<u32>,
    /// Reads back what was applied.
    pub verify: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            zoom: 1.0,
            notifications: true,
            keep_running_hidden: true,
            store: None,
            workers: None,
            verify: true,
        }
    }
}

/// What becomes of what is under way when the window is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ClosingChoice {
    /// The window goes, the work goes on; a notification says when it is done.
    KeepRunning,
    /// Ends what is under way, keeps the rest for the next start, and quits.
    StopAndQuit,
    /// The window stays.
    Stay,
}

/// What the program keeps on this computer, in bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StorageReport {
    pub data_dir: String,
    pub ledger_bytes: u64,
    pub backups_bytes: u64,
    pub backups: u64,
    pub other_bytes: u64,
}

/// What a problem report is made of and the page may want to tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SystemFacts {
    pub product_version: String,
    pub sqlite_version: String,
    pub system: String,
    pub keyring: bool,
    pub tray: bool,
}
