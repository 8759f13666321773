//! `compare`: what would have to change for one file to become another. No store is asked or needed.

use std::io::{self, BufWriter, Write};

use evenshelf_core::plan::Release;
use evenshelf_engine::{CompareOptions, RunControl};

use super::plan::{none_readable, show};
use crate::args::CompareArgs;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::{findings_page, json};
use crate::signals::or_let_go;

pub async fn run(context: &Context, args: CompareArgs) -> Result<Exit, Failure> {
    let session = context.session()?;
    let options = CompareOptions { match_by: args.match_by, missing: args.missing.unwrap_or_default() };
    let control = RunControl::new();
    let shown = context.progress();
    let work =
        async { Ok(session.compare(&args.shelf, &args.sheet, options, &control, shown.observer()).await?) };
    let result = or_let_go(&control, work).await;
    shown.finish();
    let plan = result?;
    if let Some(to) = &args.save {
        plan.save(to)?;
    }
    if context.json {
        let mut out = BufWriter::new(io::stdout().lock());
        json::print_comparison(&mut out, &plan, &args.shelf, &args.sheet)?;
    } else {
        let mut out = BufWriter::new(context.page());
        show(&mut out, &plan, &Release::Nothing, context.columns(), "all of them: --json")?;
        let findings = plan.shelf_findings().unwrap_or_default();
        findings_page::print(&mut out, "In the first file", findings, context.columns())?;
        out.flush()?;
    }
    Ok(if none_readable(&plan.head) { Exit::Usage } else { Exit::Done })
}
