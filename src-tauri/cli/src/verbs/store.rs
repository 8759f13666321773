//! `store …`: add, list, check, change and forget stores.

use std::io::{self, BufWriter, IsTerminal, Write};

use evenshelf_engine::credentials::from_environment;
use evenshelf_engine::shopify::Secret;
use evenshelf_engine::{NewCredentials, NewStore, StoreEdit};
use serde_json::{Value, json};

use crate::args::{AddArgs, CredentialArgs, SetArgs, StoreVerb};
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::json::{SCHEMA, store as store_document};
use crate::output::table::{Align, Table};
use crate::output::{check, words};
use crate::signals::or_interrupted;

pub async fn run(context: &Context, verb: StoreVerb) -> Result<Exit, Failure> {
    match verb {
        StoreVerb::Add(args) => add(context, args).await,
        StoreVerb::List => list(context),
        StoreVerb::Check { name } => {
            let session = context.session()?;
            let found = or_interrupted(async { Ok(session.store_check(&name).await?) }).await?;
            check::print(context, &found, "answers")?;
            Ok(Exit::Done)
        }
        StoreVerb::Set(args) => set(context, args).await,
        StoreVerb::Remove { name, yes } => remove(context, &name, yes).await,
    }
}

async fn add(context: &Context, args: AddArgs) -> Result<Exit, Failure> {
    let credentials = match given(context, args.credentials)? {
        Some(credentials) => credentials,
        None if from_environment().is_some() => NewCredentials::Environment,
        None => {
            return Err(Failure::usage(
                "there is no token for the store",
                "give --token-stdin, or --client-id ID --client-secret-stdin, or set EVENSHELF_TOKEN",
            ));
        }
    };
    let session = context.session()?;
    let new = NewStore {
        name: args.name,
        url: args.url,
        credentials,
        allow_writes: args.allow_writes,
        location: args.location,
    };
    let found = or_interrupted(async { Ok(session.store_add(new).await?) }).await?;
    check::print(context, &found, "added")?;
    if !context.json && !found.store.allow_writes {
        context.note(&format!(
            "It is read-only until you allow writing: evenshelf store set {} --allow-writes",
            found.store.name
        ));
    }
    Ok(Exit::Done)
}

fn list(context: &Context) -> Result<Exit, Failure> {
    let stores = match context.session_read_only()? {
        Some(session) => session.stores()?,
        None => Vec::new(),
    };
    if context.json {
        let stores: Vec<Value> = stores.iter().map(store_document).collect();
        context.document(&json!({ "schema": SCHEMA, "stores": stores }))?;
        return Ok(Exit::Done);
    }
    if stores.is_empty() {
        context.note("No stores yet. Try `evenshelf demo-store`, or add yours with `evenshelf store add`.");
        return Ok(Exit::Done);
    }
    let mut table = Table::new(&[
        ("Store", Align::Left),
        ("Kind", Align::Left),
        ("Writing", Align::Left),
        ("Copy on this computer", Align::Left),
        ("Address", Align::Left),
    ]);
    for store in &stores {
        table.row([
            store.name.clone(),
            store.kind.name().to_uppercase(),
            if store.allow_writes { "allowed" } else { "read-only" }.to_owned(),
            store.pulled_at.map_or("none yet".to_owned(), |at| format!("as of {}", words::moment(at))),
            store.url.clone(),
        ]);
    }
    table.print(&mut BufWriter::new(context.page()), context.columns())?;
    Ok(Exit::Done)
}

async fn set(context: &Context, args: SetArgs) -> Result<Exit, Failure> {
    let edit = StoreEdit {
        allow_writes: match (args.allow_writes, args.read_only) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            (false, false) => None,
        },
        location: args.location,
        location_names: args.map_location,
        url: args.url,
        api_version: args.api_version,
        credentials: given(context, args.credentials)?,
    };
    let session = context.session()?;
    let store = or_interrupted(async { Ok(session.store_set(&args.name, edit).await?) }).await?;
    let names = session.location_names(&store)?;
    if context.json {
        let mut document = store_document(&store);
        document["location_names"] =
            names.iter().map(|known| (known.file.as_str(), known.location.as_str())).collect();
        context.document(&json!({ "schema": SCHEMA, "store": document }))?;
    } else if !context.quiet {
        let writing = if store.allow_writes { "writing is allowed" } else { "read-only" };
        let place = store.default_location.as_ref().map(|place| format!(", quantities go to {place}"));
        context.result(&format!("Saved. {}: {writing}{}.", store.name, place.unwrap_or_default()));
        for known in names {
            context.result(&format!("\"{}\" in a file is {}.", known.file, known.location));
        }
    }
    Ok(Exit::Done)
}

async fn remove(context: &Context, name: &str, yes: bool) -> Result<Exit, Failure> {
    let session = context.session()?;
    let store = session.store(name)?;
    if !yes {
        let traces = session.store_traces(name)?;
        let backups = match traces.backups.len() as u64 {
            0 => String::new(),
            count => format!(" and {}", words::count(count, "backup of it", "backups of it")),
        };
        let question = format!(
            "Forget {} ({}) with its history ({}){backups} on this computer?",
            store.name,
            store.url,
            words::count(traces.runs, "run", "runs")
        );
        if context.ask(question).await? == Some(false) {
            context.result("Nothing was removed.");
            return Ok(Exit::Done);
        }
    }
    let removed = session.store_remove(name).await?;
    if context.json {
        context.document(&json!({ "schema": SCHEMA, "removed": name, "with": removed }))?;
    } else if !context.quiet {
        context.result(&format!(
            "{name} is forgotten on this computer, with {} and {}. Nothing changed at Shopify.",
            words::count(removed.runs, "run", "runs"),
            words::count(removed.backups.len() as u64, "backup", "backups")
        ));
    }
    Ok(Exit::Done)
}

/// Returns the credentials that the flags say to read; `None` where they say nothing.
fn given(context: &Context, args: CredentialArgs) -> Result<Option<NewCredentials>, Failure> {
    if args.token_stdin {
        return Ok(Some(NewCredentials::Token(secret(context, "token")?)));
    }
    match args.client_id {
        Some(id) => {
            Ok(Some(NewCredentials::ClientCredentials { id, secret: secret(context, "client secret")? }))
        }
        None => Ok(None),
    }
}

/// Reads a secret: hidden while it is typed at a terminal, else the first line of standard input.
fn secret(context: &Context, what: &str) -> Result<Secret, Failure> {
    let mut line = String::new();
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        context.warn(&format!("Paste the {what}; it is not shown:"));
        io::stderr().flush()?;
        line = console::Term::stderr().read_secure_line()?;
    } else {
        io::stdin().read_line(&mut line)?;
    }
    let secret = Secret::new(line);
    if secret.is_empty() {
        return Err(Failure::usage(
            format!("the {what} on standard input is empty"),
            "give it as one line, for example: … < token.txt",
        ));
    }
    Ok(secret)
}
