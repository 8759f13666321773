//! `demo-store`: serves a store of our own until interrupted.

use std::io::{self, Write};

use evenshelf_demo_store::{Faults, Options, Plan, Running, StartError, start};
use serde_json::json;

use crate::args::{DemoPlan, DemoStoreArgs};
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::json::SCHEMA;
use crate::signals::asked_to_stop;

/// Taken where it is free and no other is asked for, so that the address stays the same from day to day.
const PORT_USUAL: u16 = 4242;

pub async fn run(context: &Context, args: DemoStoreArgs) -> Result<Exit, Failure> {
    let options = options(context, &args)?;
    let store = match args.port {
        Some(_) => start(options).await?,
        None => match start(Options { port: PORT_USUAL, ..options.clone() }).await {
            Err(StartError::Listen { .. }) => start(options).await?,
            started => started?,
        },
    };
    introduce(context, &store)?;
    asked_to_stop().await;
    context.note("Closing the demo store.");
    store.shutdown().await;
    Ok(Exit::Done)
}

fn options(context: &Context, args: &DemoStoreArgs) -> Result<Options, Failure> {
    let usual = Options::default();
    let state = match &args.state {
        Some(state) => state.clone(),
        None => context.data_dir.join("demo-store").join("state.jsonl"),
    };
    if let Some(folder) = state.parent() {
        std::fs::create_dir_all(folder).map_err(|error| {
            Failure::usage(
                format!("{} cannot be made: {error}", folder.display()),
                "name another file with --state",
            )
        })?;
    }
    Ok(Options {
        port: args.port.unwrap_or(0),
        state,
        products: args.products.unwrap_or(usual.products),
        plan: match args.plan {
            DemoPlan::Standard => Plan::Standard,
            DemoPlan::Advanced => Plan::Advanced,
            DemoPlan::Plus => Plan::Plus,
            DemoPlan::Enterprise => Plan::Enterprise,
        },
        locations: args.locations.unwrap_or(usual.locations),
        faults: Faults {
            delay_ms: args.delay_ms,
            error_rate: args.error_rate,
            // A reply is as likely to be lost before its call took effect as after.
            drop_before_rate: args.drop_rate / 2.0,
            drop_after_rate: args.drop_rate / 2.0,
            ..usual.faults
        },
        seed: args.seed,
        ..usual
    })
}

/// Prints the address and the token: the first line, at once, for whoever waits for it.
fn introduce(context: &Context, store: &Running) -> Result<(), Failure> {
    let (url, token) = (store.url(), store.token());
    let mut out = io::stdout().lock();
    if context.json {
        let line = json!({
            "schema": SCHEMA,
            "url": url,
            "token": token,
            "client_id": store.client_id(),
            "client_secret": store.client_secret(),
        });
        writeln!(out, "{line}")?;
    } else {
        writeln!(out, "{url}  {token}")?;
        if !context.quiet {
            writeln!(
                out,
                "\nThe demo store is open until you press Ctrl-C. To use it, in another terminal:\n  \
                 echo {token} | evenshelf store add demo --url {url} --token-stdin --allow-writes\n  \
                 evenshelf export demo --to products.csv"
            )?;
        }
    }
    out.flush()?;
    Ok(())
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        let hint = match error {
            StartError::Listen { .. } => "choose another port with --port, or leave it out",
            StartError::State(_) => "name another file with --state, or move this one away to start anew",
        };
        Self::usage(error.to_string(), hint)
    }
}
