//! What can be typed: verbs, flags and their help. The names are frozen; words may change.

mod backup;
mod demo_store;
mod runs;
mod store;
mod sync;
mod values;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

pub use backup::{BackupArgs, RestoreArgs};
pub use demo_store::{DemoPlan, DemoStoreArgs};
pub use runs::{CancelArgs, ExportArgs, ResumeArgs, RunsArgs, ShowArgs};
pub use store::{AddArgs, CredentialArgs, SetArgs, StoreVerb};
pub use sync::{CompareArgs, PlanArgs, PlanningArgs, PullArgs, SyncArgs};

/// Keeps a Shopify catalogue in step with a file.
#[derive(Debug, Parser)]
#[command(
    name = "evenshelf",
    version,
    arg_required_else_help = true,
    after_help = "\
A first sync, without an account:
  evenshelf demo-store
      (in a terminal of its own; its first line is an address and a token)
  echo TOKEN | evenshelf store add demo --url URL --token-stdin --allow-writes
  evenshelf plan demo --from products.csv
      (shows what would change, and changes nothing)
  evenshelf sync demo --from products.csv
      (shows it again, asks, then sends it)

Exit codes:
  0    everything applied, or nothing to do
  1    finished, but some operations were refused or failed
  2    usage, or a file that cannot be read
  3    stopped: credentials, permission, store unreachable, or only held changes left
  130  interrupted; the run can be resumed

Nothing leaves this computer except to your store."
)]
pub struct Cli {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub verb: Verb,
}

/// Understood before and after every verb.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Global {
    /// Where the ledger is kept [env: EVENSHELF_DATA_DIR] [default: the data directory of this system].
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Print one JSON document on standard output; words go to standard error.
    #[arg(long, global = true)]
    pub json: bool,
    /// Show no progress, and say only what was asked for or went wrong.
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Add, list, check, change or forget stores.
    #[command(subcommand, arg_required_else_help = true)]
    Store(StoreVerb),
    /// Run a Shopify store of your own on this computer, to try things on.
    #[command(long_about = "\
Run a Shopify store of your own on this computer: the same API, the same speed limits, invented products. It \
serves until interrupted (Ctrl-C) and keeps its state in a file, so that it is as you left it next time.

The first line is its address and its token.")]
    DemoStore(DemoStoreArgs),
    /// Bring the copy of the store on this computer up to date.
    Pull(PullArgs),
    /// Show what a file would change in the store, and change nothing.
    #[command(long_about = "\
Show exactly what a file would change in the store, field by field, and change nothing.

A column that is missing leaves its field alone; a blank cell clears it. Changes that look like an accident \
(a price of zero, a tenfold price, a mass deletion, half a file) are held back and said so.")]
    Plan(PlanArgs),
    /// Show what would have to change for one file to become another. No store is needed.
    Compare(CompareArgs),
    /// Make the store even with a file: show the changes, ask, send them, read them back.
    #[command(long_about = "\
Make the store even with a file. Shows the changes, asks, sends them as fast as Shopify allows, and reads it \
all back.

Nothing is done twice: after an interruption, what may have arrived is looked up before anything is sent \
again. Ctrl-C stops cleanly; `evenshelf resume --last` goes on.")]
    Sync(SyncArgs),
    /// List the runs so far, newest first. Works offline.
    Runs(RunsArgs),
    /// Show one run: its counts, what was refused and why. Works offline.
    Show(ShowArgs),
    /// Go on with a run that was interrupted.
    Resume(ResumeArgs),
    /// Give a run up that was interrupted: what is in doubt is checked, the rest is not sent.
    Cancel(CancelArgs),
    /// Write the store's catalogue to a file.
    Export(ExportArgs),
    /// Keep all that is known of a store in one file.
    Backup(BackupArgs),
    /// Bring a backup back into an empty store.
    #[command(long_about = "\
Bring a backup back into an empty store: metafield definitions, then products with their pictures and stock, then what \
publishes them. Says first, and again in the end, what does not come back as it was.

It is a plan and a run like any other: shown, asked for, sent, read back, and resumed after an interruption.")]
    Restore(RestoreArgs),
    /// Print the completions of a shell.
    #[command(after_help = "\
Examples:
  evenshelf completions bash > ~/.local/share/bash-completion/completions/evenshelf
  evenshelf completions zsh  > ~/.zfunc/_evenshelf
  evenshelf completions fish > ~/.config/fish/completions/evenshelf.fish")]
    Completions {
        /// The shell to print them for.
        shell: Shell,
    },
}

#[cfg(test)]
mod tests;
