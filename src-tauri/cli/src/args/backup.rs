//! `backup` and `restore`.

use std::path::PathBuf;

use clap::Args;
use evenshelf_core::plan::Strategy;

use super::values::{Auto, auto_up_to, strategy};

#[derive(Debug, Args)]
#[command(after_help = "\
The file is packed lines of JSON. `evenshelf restore` brings it back, and `plan --from` compares with it.

Examples:
  evenshelf backup shop
  evenshelf backup shop --to /media/stick/shop.jsonl.gz")]
pub struct BackupArgs {
    /// The store's name.
    pub name: String,
    /// The file to write [default: one in the data directory, with the store's name and the time].
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
An interrupted restore goes on with `evenshelf resume --last`.

Examples:
  evenshelf restore new-shop --from shop-20261124-170503.jsonl.gz --dry-run
  evenshelf restore new-shop --from shop-20261124-170503.jsonl.gz
  evenshelf restore shop --from shop-20261124-170503.jsonl.gz --into-existing")]
pub struct RestoreArgs {
    /// The name of the store to restore into.
    pub name: String,
    /// The backup.
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
    /// Show what would be made and what does not come back, and change nothing.
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,
    /// Restore into a store that has products: those of the same handle become as the backup has them, others stay.
    #[arg(long)]
    pub into_existing: bool,
    /// How to send it: auto, sequential, parallel or batch.
    #[arg(long, default_value = "auto", value_parser = strategy, hide_default_value = true)]
    pub strategy: Auto<Strategy>,
    /// Parallel connections: 1 to 64, or auto.
    #[arg(long, value_name = "N", default_value = "auto", value_parser = auto_up_to::<64>)]
    pub workers: Auto<u32>,
    /// Do not ask.
    #[arg(long, short)]
    pub yes: bool,
}
