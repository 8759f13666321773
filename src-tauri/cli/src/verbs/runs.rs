//! `runs`: the runs so far, newest first. Reads the ledger, and nothing else.

use std::io::BufWriter;

use serde_json::{Value, json};

use crate::args::RunsArgs;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::json::{SCHEMA, run as run_document};
use crate::output::shorten::one_line;
use crate::output::table::{Align, Table};
use crate::output::words;

pub fn run(context: &Context, args: &RunsArgs) -> Result<Exit, Failure> {
    let runs = match context.session_read_only()? {
        Some(session) => session.runs(args.store.as_deref(), args.last)?,
        None => Vec::new(),
    };
    if context.json {
        let runs: Vec<Value> = runs.iter().map(run_document).collect();
        context.document(&json!({ "schema": SCHEMA, "runs": runs }))?;
        return Ok(Exit::Done);
    }
    if runs.is_empty() {
        context.note("No runs yet. `evenshelf sync NAME --from FILE` makes one.");
        return Ok(Exit::Done);
    }
    let mut table = Table::new(&[
        ("Run", Align::Right),
        ("When", Align::Left),
        ("Store", Align::Left),
        ("State", Align::Left),
        ("Planned", Align::Right),
        ("Applied", Align::Right),
        ("Refused", Align::Right),
        ("Source", Align::Left),
    ]);
    for run in &runs {
        let counts = &run.counts;
        table.row([
            run.id.to_string(),
            words::moment(run.started_at.unwrap_or(run.created_at)),
            one_line(&run.store_name),
            words::state(run.state).to_owned(),
            words::number(counts.planned),
            words::number(counts.applied),
            words::number(counts.rejected + counts.failed + counts.skipped),
            one_line(&run.source),
        ]);
    }
    table.print(&mut BufWriter::new(context.page()), context.columns())?;
    Ok(Exit::Done)
}
