//! `export`: the store's catalogue as a file.

use evenshelf_engine::{ExportOptions, RunControl};
use serde_json::json;

use crate::args::ExportArgs;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::json::SCHEMA;
use crate::output::{findings_page, words};
use crate::signals::or_let_go;

pub async fn run(context: &Context, args: ExportArgs) -> Result<Exit, Failure> {
    let session = context.session()?;
    let options = ExportOptions {
        to: args.to.clone(),
        headers: args.headers.into(),
        inventory_headers: args.inventory_headers.into(),
        inventory: args.inventory.clone(),
        collections: args.collections.clone(),
        offline: args.offline,
    };
    let shown = context.progress();
    let control = RunControl::new();
    let work = async { Ok(session.export(&args.name, options, &control, shown.observer()).await?) };
    let result = or_let_go(&control, work).await;
    shown.finish();
    let report = result?;
    if context.json {
        context.document(&json!({
            "schema": SCHEMA,
            "export": {
                "store": args.name,
                "to": args.to,
                "inventory": args.inventory,
                "products": report.products,
                "rows": report.rows,
                "inventory_rows": report.inventory_rows,
                "collections": args.collections,
                "collection_rows": report.collection_rows,
                "notes": report.notes,
            },
        }))?;
        return Ok(Exit::Done);
    }
    if !context.quiet {
        context.result(&format!(
            "{}: {} in {}.",
            args.to.display(),
            words::count(report.products, "product", "products"),
            words::count(report.rows, "row", "rows")
        ));
        if let (Some(to), Some(rows)) = (&args.inventory, report.inventory_rows) {
            context.result(&format!("{}: {}.", to.display(), words::count(rows, "row", "rows")));
        }
        if let (Some(to), Some(rows)) = (&args.collections, report.collection_rows) {
            context.result(&format!(
                "{}: {}.",
                to.display(),
                words::count(rows, "collection", "collections")
            ));
        }
    }
    if !report.notes.is_empty() && !context.quiet {
        // What the form could not carry is told apart from the result.
        findings_page::print(&mut std::io::stderr(), "Not carried over", &report.notes, context.columns())?;
    }
    Ok(Exit::Done)
}
