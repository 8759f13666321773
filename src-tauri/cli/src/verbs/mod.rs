//! The verbs, a file for each, and the way from what was typed to an exit code.

mod backup;
mod cancel;
mod compare;
mod completions;
mod demo_store;
mod export;
mod plan;
mod pull;
mod restore;
mod resume;
mod runs;
mod show;
mod store;
mod sync;

use std::ffi::OsString;

use clap::Parser;
use clap::error::ErrorKind;

use crate::args::{Cli, Verb};
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::json;

/// Does what was typed and returns how the program ends.
pub fn run(typed: impl IntoIterator<Item = OsString>) -> Exit {
    let typed: Vec<OsString> = typed.into_iter().collect();
    match Cli::try_parse_from(&typed) {
        Ok(cli) => {
            let wants_json = cli.global.json;
            perform(cli).unwrap_or_else(|failure| complain(&failure, wants_json))
        }
        Err(error) => mistyped(&error, typed.iter().any(|word| word == "--json")),
    }
}

fn perform(cli: Cli) -> Result<Exit, Failure> {
    let context = Context::new(&cli.global)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let result = runtime.block_on(dispatch(&context, cli.verb));
    // A question that nobody answers must not keep an interrupted program alive.
    runtime.shutdown_background();
    result
}

async fn dispatch(context: &Context, verb: Verb) -> Result<Exit, Failure> {
    match verb {
        Verb::Store(verb) => store::run(context, verb).await,
        Verb::DemoStore(args) => demo_store::run(context, args).await,
        Verb::Pull(args) => pull::run(context, args).await,
        Verb::Plan(args) => plan::run(context, args).await,
        Verb::Compare(args) => compare::run(context, args).await,
        Verb::Sync(args) => sync::run(context, args).await,
        Verb::Runs(args) => runs::run(context, &args),
        Verb::Show(args) => show::run(context, &args),
        Verb::Resume(args) => resume::run(context, args).await,
        Verb::Cancel(args) => cancel::run(context, args).await,
        Verb::Export(args) => export::run(context, args).await,
        Verb::Backup(args) => backup::run(context, args).await,
        Verb::Restore(args) => restore::run(context, args).await,
        Verb::Completions { shell } => completions::run(shell),
    }
}

/// Says what could not be done and what to do about it.
fn complain(failure: &Failure, wants_json: bool) -> Exit {
    if failure.is_closed_pipe() {
        return failure.exit;
    }
    if wants_json {
        println(&json::failure(failure).to_string());
    }
    eprintln(&format!("error: {}", failure.what));
    if let Some(hint) = &failure.hint {
        eprintln(&format!("hint: {hint}"));
    }
    failure.exit
}

/// Lets clap explain what was mistyped; help and version are no mistakes.
fn mistyped(error: &clap::Error, wants_json: bool) -> Exit {
    let is_mistake = error.use_stderr();
    if is_mistake && wants_json && error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let words = error.render().to_string();
        let first: Vec<&str> = words.lines().map(str::trim).take_while(|line| !line.is_empty()).collect();
        let what = first.join(" ").trim_start_matches("error: ").to_owned();
        println(&json::failure(&Failure::usage(what, "see --help")).to_string());
    }
    // Where nobody reads there is nobody to tell.
    let _ = error.print();
    if is_mistake { Exit::Usage } else { Exit::Done }
}

fn println(words: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stdout(), "{words}");
}

fn eprintln(words: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "{words}");
}
