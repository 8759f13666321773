//! `pull`: the copy of the store on this computer.

use evenshelf_engine::RunControl;
use serde_json::json;

use crate::args::PullArgs;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::json::SCHEMA;
use crate::output::words;
use crate::signals::or_let_go;

pub async fn run(context: &Context, args: PullArgs) -> Result<Exit, Failure> {
    let session = context.session()?;
    let shown = context.progress();
    let control = RunControl::new();
    let work = async { Ok(session.pull(&args.name, args.full, &control, shown.observer()).await?) };
    let result = or_let_go(&control, work).await;
    shown.finish();
    let report = result?;
    if context.json {
        context.document(&json!({
            "schema": SCHEMA,
            "pull": {
                "store": args.name,
                "products": report.products,
                "changed": report.changed,
                "removed": report.removed,
                "full": report.full,
                "seconds": report.seconds,
            },
        }))?;
    } else if !context.quiet {
        let how = if report.full { "read in full" } else { "read what changed" };
        context.result(&format!(
            "The copy of {} on this computer is up to date: {} ({how}: {} changed, {} gone; took {}).",
            args.name,
            words::count(report.products, "product", "products"),
            words::number(report.changed),
            words::number(report.removed),
            words::took((report.seconds * 1_000.0) as u64),
        ));
    }
    Ok(Exit::Done)
}
