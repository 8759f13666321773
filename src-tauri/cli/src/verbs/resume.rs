//! `resume`: goes on with a run that was interrupted.

use evenshelf_engine::RunControl;
use serde_json::json;

use super::sync::finish;
use crate::args::ResumeArgs;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::json::SCHEMA;
use crate::signals::or_stopping;

pub async fn run(context: &Context, args: ResumeArgs) -> Result<Exit, Failure> {
    let session = context.session()?;
    let control = RunControl::new();
    let shown = context.progress();
    let work = async { Ok(session.resume(args.run, &control, shown.observer()).await?) };
    let result = or_stopping(&control, &shown, work).await;
    shown.finish();
    match result? {
        Some(run) => finish(context, &session, &run, None),
        None => {
            if context.json {
                context.document(&json!({ "schema": SCHEMA, "run": null }))?;
            } else {
                context.result("There is no unfinished run: nothing to resume.");
            }
            Ok(Exit::Done)
        }
    }
}
