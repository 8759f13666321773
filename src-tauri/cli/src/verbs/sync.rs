//! `sync`: shows the changes, asks, sends them, and says how it ended.

use std::io::{BufWriter, Write};

use evenshelf_core::plan::Release;
use evenshelf_engine::ledger::findings;
use evenshelf_engine::ledger::runs::Run;
use evenshelf_engine::ledger::stores::Store;
use evenshelf_engine::{EngineError, PlanFile, RunControl, RunOptions, Session};
use serde_json::{Value, json};

use super::plan;
use crate::args::SyncArgs;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::json::{SCHEMA, failures, no_run, run as run_document, stored_plan};
use crate::output::plan_page::Sent;
use crate::output::{run_page, words};
use crate::signals::or_stopping;

pub async fn run(context: &Context, args: SyncArgs) -> Result<Exit, Failure> {
    let session = context.session()?;
    // What an unfinished run left in doubt must be known before anything is compared.
    settle_earlier(context, &session, &args.name).await?;
    let plan = planned(context, &session, &args).await?;
    // A file was planned with it already; to a saved plan it comes only now.
    let release = args.planning.release();
    let part = args.part.part(args.first, release.clone());
    let plan = plan::narrow(context, &session, plan, part, args.strategy.fixed()).await?;
    if plan.head.counts.operations == still_held(&plan, &release)? {
        return nothing_to_send(context, &plan, None);
    }
    let store = session.store(&args.name)?;
    show_and_agree(context, &store, &plan, &release, args.yes).await?;
    let options = RunOptions {
        strategy: args.strategy.fixed(),
        workers: args.workers.fixed(),
        batch: args.batch.fixed(),
        verify: !args.no_verify,
        release,
        ..RunOptions::default()
    };
    send(context, &session, &args.name, &plan, options, None).await
}

/// What a verb adds to its run in the JSON document, with its key.
pub type Beside = Option<(&'static str, Value)>;

/// Shows a plan and asks whether it may be applied. With `yes` nobody decides by the page: JSON and quiet go without it.
pub async fn show_and_agree(
    context: &Context,
    store: &Store,
    plan: &PlanFile,
    release: &Release,
    yes: bool,
) -> Result<(), Failure> {
    if !yes || !(context.json || context.quiet) {
        let mut page = BufWriter::new(context.page());
        let save = format!("all of them: evenshelf plan {} --from … --json", store.name);
        let sent = plan::show(&mut page, plan, release, context.columns(), &save)?;
        page.flush()?;
        drop(page);
        if store.allow_writes && !yes {
            agree(context, store, sent).await?;
        }
    }
    if !store.allow_writes {
        return Err(EngineError::ReadOnly(store.name.clone()).into());
    }
    Ok(())
}

/// Carries a plan out on a store and says how that ended. A plan of another store is refused.
pub async fn send(
    context: &Context,
    session: &Session,
    name: &str,
    plan: &PlanFile,
    options: RunOptions,
    beside: Beside,
) -> Result<Exit, Failure> {
    if plan.head.counts.operations == still_held(plan, &options.release)? {
        return nothing_to_send(context, plan, beside);
    }
    let control = RunControl::new();
    let shown = context.progress();
    let work = async { Ok(session.sync(name, plan, options, &control, shown.observer()).await?) };
    let result = or_stopping(&control, &shown, work).await;
    shown.finish();
    finish(context, session, &result?, beside)
}

async fn settle_earlier(context: &Context, session: &Session, name: &str) -> Result<(), Failure> {
    let shown = context.progress();
    let control = RunControl::new();
    let work = async { Ok(session.supersede(name, &control, shown.observer()).await?) };
    let result = or_stopping(&control, &shown, work).await;
    shown.finish();
    if let Some(earlier) = result? {
        context.note(&format!(
            "Run {} had not ended; what was in doubt is checked, and this sync takes its place.",
            earlier.id
        ));
    }
    Ok(())
}

async fn planned(context: &Context, session: &Session, args: &SyncArgs) -> Result<PlanFile, Failure> {
    match (&args.from, &args.plan) {
        (Some(from), _) => {
            plan::make(context, session, &args.name, from.clone(), &args.planning, args.strategy.fixed())
                .await
        }
        (None, Some(path)) => Ok(PlanFile::load(path)?),
        (None, None) => {
            Err(Failure::usage("there is nothing to sync from", "give --from FILE or --plan PLAN"))
        }
    }
}

/// Counts the operations that stay held back.
fn still_held(plan: &PlanFile, release: &Release) -> Result<u64, Failure> {
    if *release == Release::Nothing {
        return Ok(plan.head.counts.held);
    }
    let mut held = 0;
    for operation in plan.operations()? {
        held += u64::from(operation?.held.is_some_and(|held| !release.covers(held.kind)));
    }
    Ok(held)
}

/// Ends a sync without a run: everything is even, or everything that is not is held back.
fn nothing_to_send(context: &Context, plan: &PlanFile, beside: Beside) -> Result<Exit, Failure> {
    let head = &plan.head;
    let only_held = head.counts.held > 0;
    if context.json {
        context.document(&document(no_run(head), beside))?;
    } else if only_held || !context.quiet {
        let mut page = BufWriter::new(context.page());
        plan::show(&mut page, plan, &Release::Nothing, context.columns(), "all of them: --json")?;
        page.flush()?;
    }
    if only_held {
        context.warn(
            "Nothing was sent: every change is held back. `evenshelf plan` says why, and how to let them go.",
        );
        return Ok(Exit::Stopped);
    }
    Ok(if plan::none_readable(head) { Exit::Usage } else { Exit::Done })
}

/// Asks whether the changes may be applied.
async fn agree(context: &Context, store: &Store, sent: Sent) -> Result<(), Failure> {
    let lost = match sent.deletions {
        0 => String::new(),
        count => format!(" {} cannot come back.", words::count(count, "deletion", "deletions")),
    };
    let question = format!(
        "\nApply {} to {} ({}, {})?{lost}",
        words::count(sent.changes, "change", "changes"),
        store.name,
        store.kind.name().to_uppercase(),
        store.url
    );
    match context.ask(question).await? {
        Some(true) => Ok(()),
        Some(false) => Err(Failure {
            what: "not applied; nothing was changed in the store".to_owned(),
            hint: None,
            code: "declined",
            exit: Exit::Stopped,
        }),
        None => Err(Failure::usage(
            "nobody is there to say yes",
            "look at it with `evenshelf plan`, then give --yes to apply without asking",
        )),
    }
}

fn document(mut run: Value, beside: Beside) -> Value {
    if let Some((key, value)) = beside {
        run[key] = value;
    }
    json!({ "schema": SCHEMA, "run": run })
}

/// Says how a run came to rest. Serves `resume` as well.
pub fn finish(context: &Context, session: &Session, run: &Run, beside: Beside) -> Result<Exit, Failure> {
    let exit = Exit::of_run(run.state, &run.counts);
    let groups = run_page::failures(session.ledger(), run.id)?;
    if context.json {
        let mut run_ended = run_document(run);
        if let Some(members) = run_ended.as_object_mut() {
            members.insert("failures".to_owned(), failures(&groups));
            let findings = session.ledger().read(|conn| findings::count(conn, run.id))?;
            members.insert("findings_count".to_owned(), findings.into());
            members.insert("plan".to_owned(), stored_plan(session.ledger(), run)?);
        }
        context.document(&document(run_ended, beside))?;
    } else if !context.quiet || exit != Exit::Done {
        let mut page = BufWriter::new(context.page());
        if !context.quiet {
            // Apart from the plan that stands above.
            writeln!(page)?;
        }
        run_page::print(&mut page, run, &groups, context.columns())?;
        page.flush()?;
    }
    Ok(exit)
}
