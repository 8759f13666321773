//! Does what the core decided: reads files, talks to Shopify, keeps the ledger. Chooses nothing.
//!
//! `session` is the door: one data directory and everything that can be done with it.

pub mod backup;
mod clock;
mod control;
pub mod credentials;
pub mod data_dir;
mod demo_state;
pub mod error;
pub mod export;
mod export_store;
pub mod file_report;
mod history;
pub mod ledger;
mod location_names;
pub mod lock;
pub mod plan_file;
mod plan_part;
mod planning;
pub mod progress;
mod pull;
mod pull_channels;
mod pull_collections;
mod pull_markets;
mod pull_redirects;
mod recent_files;
mod restore;
pub mod review;
mod run;
pub mod session;
pub mod shopify;
pub mod source;
mod store_setup;

pub use backup::Backup;
pub use control::RunControl;
pub use error::{EngineError, ErrorKind};
pub use export_store::{ExportOptions, ExportReport};
pub use history::{
    Curve, FindingPage, HistoryEntry, HistoryPage, HistoryQuery, OperationPage, RunDetail, RunEnd, Trouble,
    rows_of,
};
pub use location_names::LocationName;
pub use plan_file::PlanFile;
pub use plan_part::{Part, Parted};
pub use pull::PullReport;
pub use recent_files::RecentFile;
pub use restore::{BackupLook, RestoreOptions, not_restored};
pub use review::CompareOptions;
pub use run::{ReadBack, RunOptions};
pub use session::{PlanOptions, Session};
pub use store_setup::{NewCredentials, NewStore, Removed, StoreCheck, StoreEdit, store_try};
