//! `plan`: what a file would change, and nothing else.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use evenshelf_core::finding::{Finding, Severity};
use evenshelf_core::plan::{PlanHead, Release, Strategy};
use evenshelf_engine::{EngineError, Part, Parted, PlanFile, PlanOptions, RunControl, Session};

use crate::args::{PlanArgs, PlanningArgs};
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::plan_page::{self, Sent};
use crate::output::{json, words};
use crate::signals::or_let_go;

pub async fn run(context: &Context, args: PlanArgs) -> Result<Exit, Failure> {
    let session = context.session()?;
    let plan = make(context, &session, &args.name, args.from, &args.planning, args.strategy.fixed()).await?;
    let part = args.part.part(None, Release::Nothing);
    let plan = narrow(context, &session, plan, part, args.strategy.fixed()).await?;
    if let Some(to) = &args.save {
        plan.save(to)?;
    }
    if context.json {
        let mut out = BufWriter::new(io::stdout().lock());
        json::print_plan(&mut out, &plan.head, plan.operations()?)?;
    } else {
        let mut out = BufWriter::new(context.page());
        show(&mut out, &plan, &Release::Nothing, context.columns(), "all of them: --json, or --save PLAN")?;
        if let Some(to) = &args.save {
            writeln!(
                out,
                "\nSaved. Apply exactly this with: evenshelf sync {} --plan {}",
                args.name,
                to.display()
            )?;
        }
        out.flush()?;
    }
    Ok(if none_readable(&plan.head) { Exit::Usage } else { Exit::Done })
}

/// Returns whether the file names products and every one of them was refused: input that cannot be read, which a
/// scheduled job must not take for a store that is even.
pub fn none_readable(head: &PlanHead) -> bool {
    let refused = |finding: &Finding| finding.severity == Severity::Refused;
    head.counts.products == 0 && head.counts.operations == 0 && head.findings.iter().any(refused)
}

/// Plans a file against a store, showing how far it is.
pub async fn make(
    context: &Context,
    session: &Session,
    name: &str,
    from: PathBuf,
    planning: &PlanningArgs,
    strategy: Option<Strategy>,
) -> Result<PlanFile, Failure> {
    let options = PlanOptions {
        from,
        match_by: planning.match_by,
        missing: planning.missing.unwrap_or_default(),
        release: planning.release(),
        offline: planning.offline,
        strategy,
    };
    let shown = context.progress();
    let control = RunControl::new();
    let work = async { Ok(session.plan(name, options, &control, shown.observer()).await?) };
    let result = or_let_go(&control, work).await;
    shown.finish();
    result
}

/// Takes the part of a plan that was asked for.
pub async fn narrow(
    context: &Context,
    session: &Session,
    plan: PlanFile,
    part: Part,
    strategy: Option<Strategy>,
) -> Result<PlanFile, Failure> {
    if part.is_whole() {
        return Ok(plan);
    }
    let Parted { plan, unknown } = session.part_of(plan, part, strategy).await?;
    if !unknown.is_empty() {
        context.warn(&format!("Nothing of the plan belongs to {}; look at the handles.", unknown.join(", ")));
    }
    Ok(plan)
}

/// Prints the plan for people as it is once `release` is let go, or that there is nothing to do. Returns what would be sent.
pub fn show(
    out: &mut dyn Write,
    plan: &PlanFile,
    release: &Release,
    columns: usize,
    save_hint: &str,
) -> Result<Sent, Failure> {
    let head = &plan.head;
    let operations = plan.operations()?.map(|operation| {
        let mut operation = operation?;
        operation.held = operation.held.filter(|held| !release.covers(held.kind));
        Ok::<_, EngineError>(operation)
    });
    let sent = plan_page::print(out, head, operations, columns, save_hint)?;
    if none_readable(head) {
        writeln!(out, "No product of {} could be read, so nothing is planned.", head.source)?;
    } else if head.counts.operations == 0 && plan.left_out() > 0 {
        let left_out = words::count(plan.left_out(), "operation", "operations");
        writeln!(out, "Nothing to do: the plan's {left_out} belong to products that were not chosen.")?;
    } else if head.counts.operations == 0 {
        let even = words::count(head.counts.unchanged_products, "product", "products");
        writeln!(out, "Nothing to do: {} and {} are already even ({even}).", head.store, head.source)?;
    }
    Ok(sent)
}
