//! `pull`, `plan` and `sync`.

use std::path::PathBuf;

use clap::Args;
use evenshelf_core::operation::HeldKind;
use evenshelf_core::plan::{MatchBy, Missing, Release, Strategy};
use evenshelf_engine::Part;

use super::values::{Auto, auto_up_to, held_kind, strategy};

#[derive(Debug, Args)]
#[command(after_help = "\
The first pull reads everything; later ones read what changed since.

Examples:
  evenshelf pull shop
  evenshelf pull shop --full")]
pub struct PullArgs {
    /// The store's name.
    pub name: String,
    /// Read everything again, also what seems unchanged.
    #[arg(long)]
    pub full: bool,
}

/// How a file becomes changes.
#[derive(Debug, Clone, Default, Args)]
pub struct PlanningArgs {
    /// How rows find their product: handle, sku, barcode or id [default: what the file allows].
    #[arg(long = "match", value_name = "KEY", value_parser = parse::<MatchBy>)]
    pub match_by: Option<MatchBy>,
    /// What happens to products that the file does not name: leave, draft, archive or delete [default: leave].
    #[arg(long, value_name = "WHAT", value_parser = parse::<Missing>)]
    pub missing: Option<Missing>,
    /// Release changes that are held back: all, or only these kinds (mass_deletion, price_zero,
    /// price_factor, file_shrunk, stock_emptied).
    #[arg(long, value_name = "KIND", num_args = 0..=1, value_delimiter = ',', value_parser = held_kind)]
    pub release_held: Option<Vec<HeldKind>>,
    /// Compare with the copy on this computer as it is, without asking the store first.
    #[arg(long)]
    pub offline: bool,
}

/// Which products of a plan are meant.
#[derive(Debug, Clone, Default, Args)]
pub struct PartArgs {
    /// Only these products, by their handles.
    #[arg(long, value_name = "HANDLE", value_delimiter = ',')]
    pub only: Vec<String>,
    /// All products but these, by their handles.
    #[arg(long, value_name = "HANDLE", value_delimiter = ',')]
    pub except: Vec<String>,
}

impl PartArgs {
    /// `release` says what a plan that was saved is let go of; one that is made now was made with it.
    pub fn part(&self, first: Option<u32>, release: Release) -> Part {
        Part { only: self.only.clone(), except: self.except.clone(), first, release }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Nothing is asked of any store, and no store is needed. The first file stands for what is there, such as an
export; the second for what should be. What the first says nothing of is not compared.

Examples:
  evenshelf compare export.csv products.csv
  evenshelf compare yesterday.csv today.csv --missing delete
  evenshelf compare export.csv supplier.csv --match sku --json | jq '.plan.changes[]'")]
pub struct CompareArgs {
    /// The file that stands for what is there.
    pub shelf: PathBuf,
    /// The file that stands for what should be.
    pub sheet: PathBuf,
    /// How rows find their product: handle, sku, barcode or id [default: what the file allows].
    #[arg(long = "match", value_name = "KEY", value_parser = parse::<MatchBy>)]
    pub match_by: Option<MatchBy>,
    /// What would happen to products that the second file does not name: leave, draft, archive or delete
    /// [default: leave].
    #[arg(long, value_name = "WHAT", value_parser = parse::<Missing>)]
    pub missing: Option<Missing>,
    /// Keep the plan in a file.
    #[arg(long, value_name = "PLAN")]
    pub save: Option<PathBuf>,
}

impl PlanningArgs {
    pub fn release(&self) -> Release {
        match &self.release_held {
            None => Release::Nothing,
            Some(kinds) if kinds.is_empty() => Release::Everything,
            Some(kinds) => Release::Kinds(kinds.iter().copied().collect()),
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  evenshelf plan shop --from products.csv
  evenshelf plan shop --from supplier.csv --match sku
  evenshelf plan shop --from products.csv --missing archive --save friday.plan
  evenshelf plan shop --from products.csv --only lamp,shade
  evenshelf plan shop --from products.csv --json | jq '.plan.changes[] | select(.held != null)'")]
pub struct PlanArgs {
    /// The store's name.
    pub name: String,
    /// The file: CSV or JSONL, as Shopify exports it or as a supplier writes it.
    #[arg(long, value_name = "FILE")]
    pub from: PathBuf,
    #[command(flatten)]
    pub planning: PlanningArgs,
    #[command(flatten)]
    pub part: PartArgs,
    /// How the run would send it: auto, sequential, parallel, batch or bulk.
    #[arg(long, default_value = "auto", value_parser = strategy, hide_default_value = true)]
    pub strategy: Auto<Strategy>,
    /// Keep the plan in a file, for `sync --plan`.
    #[arg(long, value_name = "PLAN")]
    pub save: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  evenshelf sync shop --from products.csv
  evenshelf sync shop --from products.csv --yes --json > result.json
  evenshelf sync shop --from products.csv --release-held price_factor
  evenshelf sync shop --from products.csv --first 3
  evenshelf sync shop --from products.csv --except gift-card,old-lamp
  evenshelf sync shop --plan friday.plan --yes")]
#[command(group = clap::ArgGroup::new("what").required(true).args(["from", "plan"]))]
pub struct SyncArgs {
    /// The store's name.
    pub name: String,
    /// The file: CSV or JSONL, as Shopify exports it or as a supplier writes it.
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// A plan saved by `plan --save`.
    #[arg(long, value_name = "PLAN", conflicts_with_all = ["match_by", "missing", "offline"])]
    pub plan: Option<PathBuf>,
    #[command(flatten)]
    pub planning: PlanningArgs,
    #[command(flatten)]
    pub part: PartArgs,
    /// Only the first N products that something would be sent of, as a trial.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub first: Option<u32>,
    /// How to send it: auto, sequential, parallel, batch or bulk.
    #[arg(long, default_value = "auto", value_parser = strategy)]
    pub strategy: Auto<Strategy>,
    /// Parallel connections: 1 to 64, or auto.
    #[arg(long, value_name = "N", default_value = "auto", value_parser = auto_up_to::<64>)]
    pub workers: Auto<u32>,
    /// Operations in one call: 1 to 100, or auto.
    #[arg(long, value_name = "N", default_value = "auto", value_parser = auto_up_to::<100>)]
    pub batch: Auto<u32>,
    /// Do not read back what was applied.
    #[arg(long)]
    pub no_verify: bool,
    /// Apply without asking. Held changes stay held.
    #[arg(long, short)]
    pub yes: bool,
}

fn parse<T: std::str::FromStr<Err = String>>(text: &str) -> Result<T, String> {
    text.parse()
}
