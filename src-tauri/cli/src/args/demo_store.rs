//! `demo-store`: a Shopify store of our own.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::values::share;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  evenshelf demo-store
  evenshelf demo-store --port 4010 --products 500 --locations 3
  evenshelf demo-store --delay-ms 100 --error-rate 0.05 --seed 7      (a store in a bad mood)")]
pub struct DemoStoreArgs {
    /// The port to listen on, on this computer only; 0 takes a free one [default: 4242, else a free one].
    #[arg(long, value_name = "P")]
    pub port: Option<u16>,
    /// Where the store keeps its state [default: a file in the data directory].
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,
    /// How many products to invent when the store is new [default: 300].
    #[arg(long, value_name = "N")]
    pub products: Option<u32>,
    /// The Shopify plan, which sets the speed limit.
    #[arg(long, value_enum, default_value = "standard")]
    pub plan: DemoPlan,
    /// How many locations to invent when the store is new [default: 3].
    #[arg(long, value_name = "N")]
    pub locations: Option<u32>,
    /// How long each answer takes, in milliseconds.
    #[arg(long, value_name = "D", default_value_t = 0)]
    pub delay_ms: u64,
    /// The share of calls that are answered with an error, from 0 to 1.
    #[arg(long, value_name = "R", default_value_t = 0.0, value_parser = share)]
    pub error_rate: f64,
    /// The share of calls whose connection is cut, half of them after the call took effect, from 0 to 1.
    #[arg(long, value_name = "R", default_value_t = 0.0, value_parser = share)]
    pub drop_rate: f64,
    /// Seeds what is invented and what goes wrong.
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DemoPlan {
    Standard,
    Advanced,
    Plus,
    Enterprise,
}
