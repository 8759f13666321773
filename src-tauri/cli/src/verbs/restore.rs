//! `restore`: a backup into an empty store, with all that does not come back said before and after.

use std::io::{self, BufWriter, Write};

use evenshelf_core::finding::Finding;
use evenshelf_core::plan::Release;
use evenshelf_engine::{PlanFile, RestoreOptions, RunControl, RunOptions, Session, not_restored};
use serde_json::Value;

use super::{plan, sync};
use crate::args::RestoreArgs;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::{differences_page, json};
use crate::signals::{or_let_go, or_stopping};

pub async fn run(context: &Context, args: RestoreArgs) -> Result<Exit, Failure> {
    let session = context.session()?;
    let plan = planned(context, &session, &args).await?;
    let differences: Vec<Finding> = not_restored(&plan).cloned().collect();
    let told = serde_json::json!({ "from": args.from, "differences": differences });
    if args.dry_run {
        return dry(context, &plan, &differences, &told);
    }
    if !(args.yes && (context.json || context.quiet)) {
        let mut page = BufWriter::new(context.page());
        differences_page::print(&mut page, &differences, context.columns())?;
        page.flush()?;
    }
    let store = session.store(&args.name)?;
    if plan.head.counts.operations > 0 {
        sync::show_and_agree(context, &store, &plan, &Release::Nothing, args.yes).await?;
    }
    let plan = if define(context, &session, &args).await? {
        // The definitions that are there now decide of which type a metafield is.
        planned(context, &session, &args).await?
    } else {
        plan
    };
    let options = RunOptions {
        strategy: args.strategy.fixed(),
        workers: args.workers.fixed(),
        ..RunOptions::default()
    };
    let exit = sync::send(context, &session, &args.name, &plan, options, Some(("restore", told))).await?;
    if !context.quiet {
        // What was said before the run is many screens up by now.
        let mut page = context.page();
        differences_page::print(&mut page, &differences, context.columns())?;
    }
    Ok(exit)
}

async fn planned(context: &Context, session: &Session, args: &RestoreArgs) -> Result<PlanFile, Failure> {
    let options = RestoreOptions {
        from: args.from.clone(),
        into_existing: args.into_existing,
        release: Release::Nothing,
        strategy: args.strategy.fixed(),
    };
    let shown = context.progress();
    let control = RunControl::new();
    let work = async { Ok(session.restore_plan(&args.name, options, &control, shown.observer()).await?) };
    let result = or_let_go(&control, work).await;
    shown.finish();
    result
}

/// Makes the backup's definitions and redirects; says whether it has any definitions.
async fn define(context: &Context, session: &Session, args: &RestoreArgs) -> Result<bool, Failure> {
    let shown = context.progress();
    let control = RunControl::new();
    let observer = shown.observer();
    let work = async { Ok(session.restore_surroundings(&args.name, &args.from, &control, &observer).await?) };
    let result = or_stopping(&control, &shown, work).await;
    shown.finish();
    result
}

/// Shows what would be done.
fn dry(context: &Context, plan: &PlanFile, differences: &[Finding], told: &Value) -> Result<Exit, Failure> {
    if context.json {
        let mut out = BufWriter::new(io::stdout().lock());
        json::print_restore(&mut out, plan, told)?;
        return Ok(Exit::Done);
    }
    let mut page = BufWriter::new(context.page());
    differences_page::print(&mut page, differences, context.columns())?;
    plan::show(&mut page, plan, &Release::Nothing, context.columns(), "all of them: evenshelf plan --json")?;
    page.flush()?;
    Ok(Exit::Done)
}
