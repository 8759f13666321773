//! `store …`: the stores the owner has added.

use clap::{Args, Subcommand};
use evenshelf_engine::LocationName;

use super::values::location_name;

#[derive(Debug, Subcommand)]
pub enum StoreVerb {
    /// Add a store. Its connection, permissions and API version are checked before anything is saved.
    #[command(long_about = "\
Add a store under a name of your choice. The connection, the app's permissions and the API version are checked \
before anything is saved.

A store is read-only until you allow writing. Its token goes to the keyring of this computer and nowhere else. \
Where there is no keyring, EVENSHELF_TOKEN (or EVENSHELF_CLIENT_ID with EVENSHELF_CLIENT_SECRET) serves each \
command that finds it.")]
    #[command(after_help = "\
Examples:
  evenshelf store add shop --url https://shop.myshopify.com --token-stdin < token.txt
  evenshelf store add shop --url https://shop.myshopify.com \\
      --client-id ID --client-secret-stdin < secret.txt
  EVENSHELF_TOKEN=… evenshelf store add demo --url http://127.0.0.1:4010 --allow-writes")]
    Add(AddArgs),
    /// List the stores. Works offline.
    #[command(alias = "ls")]
    List,
    /// Check a store's connection, permissions and API version.
    #[command(after_help = "Example:\n  evenshelf store check shop")]
    Check {
        /// The name the store was added under.
        name: String,
    },
    /// Change a store's settings.
    #[command(after_help = "\
Examples:
  evenshelf store set shop --allow-writes
  evenshelf store set shop --read-only
  evenshelf store set shop --location \"Main warehouse\"
  evenshelf store set shop --map-location \"Rua Nova=Main warehouse\"
  evenshelf store set shop --token-stdin < new-token.txt")]
    Set(SetArgs),
    /// Forget a store: its settings, its copy, its history and its secrets on this computer.
    #[command(
        visible_alias = "rm",
        after_help = "\
Nothing changes at Shopify. The history of the store's runs is gone after this.

Example:
  evenshelf store remove shop"
    )]
    Remove {
        /// The name the store was added under.
        name: String,
        /// Do not ask.
        #[arg(long, short)]
        yes: bool,
    },
}

#[derive(Debug, Args)]
pub struct AddArgs {
    /// What you want to call the store.
    pub name: String,
    /// The address: https://shop.myshopify.com (plain http is accepted on this computer only).
    #[arg(long, value_name = "URL")]
    pub url: String,
    #[command(flatten)]
    pub credentials: CredentialArgs,
    /// Allow writing from the start. Without it the store is read-only.
    #[arg(long)]
    pub allow_writes: bool,
    /// The location where quantities go that name none.
    #[arg(long, value_name = "LOCATION")]
    pub location: Option<String>,
}

/// How the program proves to the store who it is. With none of these the environment is asked.
#[derive(Debug, Clone, Default, Args)]
pub struct CredentialArgs {
    /// Read the Admin API access token from standard input.
    #[arg(long, conflicts_with_all = ["client_id", "client_secret_stdin"])]
    pub token_stdin: bool,
    /// The client id of your app, for stores of your own organisation.
    #[arg(long, value_name = "ID", requires = "client_secret_stdin")]
    pub client_id: Option<String>,
    /// Read the app's client secret from standard input.
    #[arg(long, requires = "client_id")]
    pub client_secret_stdin: bool,
}

#[derive(Debug, Args)]
#[command(override_usage = "evenshelf store set [OPTIONS] <NAME>")]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true).args([
    "allow_writes", "read_only", "location", "map_location", "url", "api_version", "token_stdin", "client_id",
]))]
pub struct SetArgs {
    /// The name the store was added under.
    pub name: String,
    /// Allow writing.
    #[arg(long)]
    pub allow_writes: bool,
    /// Allow reading only.
    #[arg(long, conflicts_with = "allow_writes")]
    pub read_only: bool,
    /// The location where quantities go that name none.
    #[arg(long, value_name = "LOCATION")]
    pub location: Option<String>,
    /// What files call a location: the name in the file, then the location's name or id. With nothing behind the
    /// equals sign the name is forgotten. May be given several times.
    #[arg(long, value_name = "FILE NAME=LOCATION", value_parser = location_name)]
    pub map_location: Vec<LocationName>,
    /// Another address of the same store.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// The API version to ask for, such as 2026-10.
    #[arg(long, value_name = "VERSION")]
    pub api_version: Option<String>,
    #[command(flatten)]
    pub credentials: CredentialArgs,
}
