//! `cancel`: gives up a run that was interrupted.

use evenshelf_engine::RunControl;
use evenshelf_engine::ledger::runs::RunState;

use super::sync::finish;
use crate::args::CancelArgs;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::signals::or_stopping;

pub async fn run(context: &Context, args: CancelArgs) -> Result<Exit, Failure> {
    let session = context.session()?;
    let control = RunControl::new();
    let shown = context.progress();
    let work = async { Ok(session.give_up(args.run, &control, shown.observer()).await?) };
    let result = or_stopping(&control, &shown, work).await;
    shown.finish();
    let run = result?;
    let exit = finish(context, &session, &run, None)?;
    // That it was given up is what was asked for.
    Ok(if run.state == RunState::Cancelled { Exit::Done } else { exit })
}
