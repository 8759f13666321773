//! `runs`, `show`, `resume`, `cancel` and `export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use evenshelf_engine::export::Headers;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  evenshelf runs
  evenshelf runs --store shop --last 5 --json")]
pub struct RunsArgs {
    /// Only the runs of this store.
    #[arg(long, value_name = "NAME")]
    pub store: Option<String>,
    /// Only the newest N runs.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub last: Option<u32>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  evenshelf show 12
  evenshelf show 12 --json | jq '.run.operations[] | select(.state == \"rejected\")'")]
pub struct ShowArgs {
    /// The run's number, as `evenshelf runs` lists it.
    #[arg(value_name = "RUN")]
    pub run: i64,
}

#[derive(Debug, Args)]
#[command(after_help = "\
What is in doubt is looked up in the store first; nothing is sent twice.

Examples:
  evenshelf resume --last
  evenshelf resume 12")]
#[command(group = clap::ArgGroup::new("which").required(true).args(["run", "last"]))]
pub struct ResumeArgs {
    /// The run's number, as `evenshelf runs` lists it.
    #[arg(value_name = "RUN")]
    pub run: Option<i64>,
    /// The newest run that has not ended.
    #[arg(long)]
    pub last: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
What was applied stays applied. What may have arrived is looked up in the store first, so that every operation ends as
what it is.

Example:
  evenshelf cancel 12")]
pub struct CancelArgs {
    /// The run's number, as `evenshelf runs` lists it.
    #[arg(value_name = "RUN")]
    pub run: i64,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The file can be edited and given to `plan --from` again; unedited it changes nothing. What a file of this
form cannot carry is said.

Examples:
  evenshelf export shop --to products.jsonl
  evenshelf export shop --to products.csv --inventory stock.csv
  evenshelf export shop --to products.csv --inventory stock.csv --inventory-headers old
  evenshelf export shop --to products.csv --headers old
  evenshelf export shop --to products.jsonl --collections collections.jsonl")]
pub struct ExportArgs {
    /// The store's name.
    pub name: String,
    /// The file to write: .csv or .jsonl.
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// Column names as Shopify writes them now, or as it did before.
    #[arg(long, value_enum, default_value = "new")]
    pub headers: HeadersArg,
    /// Also write the quantities of every location to this file.
    #[arg(long, value_name = "FILE")]
    pub inventory: Option<PathBuf>,
    /// A row for each location, or as in former years a column headed by its name.
    #[arg(long, value_enum, default_value = "new", requires = "inventory")]
    pub inventory_headers: HeadersArg,
    /// Also write the collections to this file, as lines of JSON that `plan --from` reads back.
    #[arg(long, value_name = "FILE.jsonl")]
    pub collections: Option<PathBuf>,
    /// Write the copy on this computer as it is, without asking the store first.
    #[arg(long)]
    pub offline: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum HeadersArg {
    New,
    Old,
}

impl From<HeadersArg> for Headers {
    fn from(arg: HeadersArg) -> Self {
        match arg {
            HeadersArg::New => Self::New,
            HeadersArg::Old => Self::Old,
        }
    }
}
