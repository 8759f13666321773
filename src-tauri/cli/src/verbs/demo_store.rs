//! `demo-store`: serves a store of our own until interrupted.

use crate::args::DemoStoreArgs;
use crate::context::Context;
use crate::exit::{Exit, Failure};

pub async fn run(_context: &Context, _args: DemoStoreArgs) -> Result<Exit, Failure> {
    Ok(Exit::Done)
}
