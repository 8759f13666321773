//! `show`: one run with all that is known of it. Reads the ledger, and nothing else.

use std::io::{self, BufWriter, Write};

use evenshelf_core::finding::Finding;
use evenshelf_engine::EngineError;
use evenshelf_engine::ledger::operations::{self, Filter};
use evenshelf_engine::ledger::runs::Run;
use evenshelf_engine::ledger::{Ledger, LedgerError, findings};

use crate::args::ShowArgs;
use crate::context::Context;
use crate::exit::{Exit, Failure};
use crate::output::json::{OpenList, SCHEMA, failures, operation, run as run_document, stored_plan};
use crate::output::{findings_page, run_page};

/// Operations read from the ledger at once.
const PAGE: u32 = 1_000;

pub fn run(context: &Context, args: &ShowArgs) -> Result<Exit, Failure> {
    let session = context.session_read_only()?.ok_or(EngineError::UnknownRun(args.run))?;
    let run = session.run(args.run)?;
    let ledger = session.ledger();
    let groups = run_page::failures(ledger, run.id)?;
    let found = findings_of(ledger, run.id)?;
    if context.json {
        let mut document = run_document(&run);
        if let Some(members) = document.as_object_mut() {
            members.insert("failures".to_owned(), failures(&groups));
            members.insert("plan".to_owned(), stored_plan(ledger, &run)?);
            members.insert("findings_count".to_owned(), found.len().into());
            members.insert("findings".to_owned(), serde_json::to_value(&found)?);
        }
        print_document(ledger, &run, &document)?;
        return Ok(Exit::Done);
    }
    let mut page = BufWriter::new(context.page());
    let columns = context.columns();
    run_page::print(&mut page, &run, &groups, columns)?;
    findings_page::print(&mut page, "In the file", &found, columns)?;
    page.flush()?;
    Ok(Exit::Done)
}

/// Prints the run with its operations last, a page at a time.
fn print_document(ledger: &Ledger, run: &Run, document: &serde_json::Value) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    write!(out, "{{\"schema\":{SCHEMA},\"run\":")?;
    let mut list = OpenList::start(&mut out, document, "operations")?;
    let mut after = None;
    loop {
        let page = ledger.read(|conn| operations::page(conn, run.id, &Filter::default(), after, PAGE))?;
        for row in &page {
            list.push(&operation(row))?;
        }
        match page.last() {
            Some(last) => after = Some(last.operation.id),
            None => break,
        }
    }
    list.end()?;
    writeln!(out, "}}")?;
    out.flush()?;
    Ok(())
}

fn findings_of(ledger: &Ledger, run: i64) -> Result<Vec<Finding>, LedgerError> {
    ledger.read(|conn| findings::page(conn, run, 0, u32::MAX))
}
