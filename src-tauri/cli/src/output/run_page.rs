//! A run as a page: how it ended, counts that add up, and what did not go through, by cause.

use std::io::{self, Write};

use console::style;
use evenshelf_core::operation::OutcomeKind;
use evenshelf_engine::ledger::operations::{self, Filter, OperationState};
use evenshelf_engine::ledger::runs::{Run, RunState};
use evenshelf_engine::ledger::{Ledger, LedgerError};

use super::shorten::{one_line, shorten, width};
use super::words;
use crate::exit::next_step;

/// Causes told apart; what comes after is counted together, so that memory has a bound.
const CAUSES_MAX: usize = 50;
/// Products named for each cause.
pub const PRODUCTS_MAX: usize = 20;
const PRODUCTS_SHOWN: usize = 5;
const CAUSES_SHOWN: usize = 12;

/// Operations that ended the same way for the same reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub outcome: OutcomeKind,
    pub reason: String,
    pub count: u64,
    /// The first of them.
    pub products: Vec<String>,
}

/// Returns what did not go through, by cause: refused, failed, skipped, the most frequent first.
pub fn failures(ledger: &Ledger, run: i64) -> Result<Vec<Group>, LedgerError> {
    let mut all = Vec::new();
    for outcome in [OutcomeKind::Rejected, OutcomeKind::Failed, OutcomeKind::Skipped] {
        let mut groups: Vec<Group> = Vec::new();
        let filter = Filter { state: Some(OperationState::Ended(outcome)), product: None };
        ledger.read(|conn| {
            operations::for_each(conn, run, &filter, |row| {
                let reason = row.detail.unwrap_or_else(|| "no reason was given".to_owned());
                add(&mut groups, outcome, reason, row.operation.product);
                Ok(())
            })
        })?;
        groups
            .sort_by(|left, right| right.count.cmp(&left.count).then_with(|| left.reason.cmp(&right.reason)));
        all.append(&mut groups);
    }
    Ok(all)
}

fn add(groups: &mut Vec<Group>, outcome: OutcomeKind, reason: String, product: String) {
    let found = groups.iter().position(|group| group.reason == reason);
    let index = match found {
        Some(index) => index,
        None if groups.len() < CAUSES_MAX => {
            groups.push(Group { outcome, reason, count: 0, products: Vec::new() });
            groups.len() - 1
        }
        None => {
            "other reasons".clone_into(&mut groups[CAUSES_MAX - 1].reason);
            CAUSES_MAX - 1
        }
    };
    let group = &mut groups[index];
    group.count += 1;
    if group.products.len() < PRODUCTS_MAX && !group.products.contains(&product) {
        group.products.push(product);
    }
}

/// Prints how a run ended.
pub fn print(out: &mut dyn Write, run: &Run, groups: &[Group], columns: usize) -> io::Result<()> {
    let mut title = vec![
        format!("Run {}", run.id),
        format!("{} from {}", run.store_name, run.source),
        words::state(run.state).to_owned(),
    ];
    if let (Some(started), Some(ended)) = (run.started_at, run.ended_at) {
        title.push(format!("took {}", words::took(ended.saturating_sub(started).unsigned_abs())));
    }
    writeln!(out, "{}", style(title.join(" · ")).bold())?;
    let reads_back_otherwise = run.state == RunState::CompletedWithFailures && groups.is_empty();
    if let Some(note) = &run.note {
        let mark = if reads_back_otherwise { "!" } else { " " };
        writeln!(out, "{mark} {}", one_line(note))?;
    }
    counts(out, run)?;
    for group in groups.iter().take(CAUSES_SHOWN) {
        cause(out, group, run.state, columns)?;
    }
    if groups.len() > CAUSES_SHOWN {
        writeln!(
            out,
            "\n… and {} more causes (see `evenshelf show {} --json`)",
            groups.len() - CAUSES_SHOWN,
            run.id
        )?;
    }
    if reads_back_otherwise {
        writeln!(
            out,
            "\nEverything was accepted, but the store does not hold all of it as asked. Plan again to see what."
        )?;
    }
    if let Some(next) = next(run) {
        writeln!(out, "\n{next}")?;
    }
    Ok(())
}

/// The counts under one another, the sum last.
fn counts(out: &mut dyn Write, run: &Run) -> io::Result<()> {
    let counts = &run.counts;
    let rows = [
        (counts.applied, words::outcome(OutcomeKind::Applied)),
        (counts.unchanged, words::outcome(OutcomeKind::Unchanged)),
        (counts.rejected, words::outcome(OutcomeKind::Rejected)),
        (counts.failed, words::outcome(OutcomeKind::Failed)),
        (counts.skipped, words::outcome(OutcomeKind::Skipped)),
        (counts.held, words::outcome(OutcomeKind::Held)),
        (counts.open(), "not yet done"),
    ];
    let sum = words::number(counts.planned);
    let wide = width(&sum);
    for (count, word) in rows.into_iter().filter(|(count, _)| *count > 0) {
        let mark = match word {
            "refused by Shopify" | "failed" | "skipped" => "!",
            "held back" => "‖",
            _ => " ",
        };
        writeln!(out, "{mark} {:>wide$}  {word}", words::number(count))?;
    }
    writeln!(out, "= {sum}  planned")
}

fn cause(out: &mut dyn Write, group: &Group, state: RunState, columns: usize) -> io::Result<()> {
    let head = format!(
        "{} {}: {}",
        words::number(group.count),
        words::outcome(group.outcome),
        one_line(&group.reason)
    );
    writeln!(out, "\n! {}", shorten(&head, columns.saturating_sub(2)))?;
    let names: Vec<String> = group.products.iter().take(PRODUCTS_SHOWN).map(|name| one_line(name)).collect();
    let others = if group.products.len() > PRODUCTS_SHOWN { " and others" } else { "" };
    writeln!(out, "  in {}", shorten(&format!("{}{others}", names.join(", ")), columns.saturating_sub(5)))?;
    // What a later run has taken over is that run's matter.
    if state == RunState::Superseded {
        return Ok(());
    }
    writeln!(out, "  next: {}", next_step(group.outcome))
}

/// Returns what to do after a run in this state.
fn next(run: &Run) -> Option<String> {
    match run.state {
        RunState::Interrupted | RunState::Paused => {
            Some(format!("Go on with `evenshelf resume --last` (or `evenshelf resume {}`).", run.id))
        }
        RunState::Failed => Some("What was applied stays applied. Mend the cause, then sync again.".to_owned()),
        RunState::Completed | RunState::CompletedWithFailures if run.counts.held > 0 => Some(
            "What is held back was not sent. Look at it with `evenshelf plan`; let it go with --release-held."
                .to_owned(),
        ),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use evenshelf_engine::ledger::runs::Counts;

    use super::*;

    #[test]
    fn a_run_adds_up_and_names_causes() {
        let run = Run {
            id: 12,
            store: 1,
            store_name: "demo".into(),
            plan: None,
            source: "products.csv".into(),
            state: RunState::CompletedWithFailures,
            strategy: "parallel".into(),
            workers: None,
            created_at: 0,
            started_at: Some(0),
            ended_at: Some(252_000),
            pid: None,
            options: serde_json::Value::Null,
            note: None,
            giving_up: false,
            counts: Counts { planned: 1_284, applied: 1_270, rejected: 5, held: 9, ..Counts::default() },
        };
        let mut groups = Vec::new();
        for product in ["a", "b", "c", "d", "e", "f"] {
            add(&mut groups, OutcomeKind::Rejected, "title is too long".into(), product.into());
        }
        let mut page = Vec::new();
        print(&mut page, &run, &groups, 80).unwrap();
        let expected = "\
Run 12 · demo from products.csv · completed with failures · took 4 min 12 s
  1,270  applied
!     5  refused by Shopify
‖     9  held back
= 1,284  planned

! 6 refused by Shopify: title is too long
  in a, b, c, d, e and others
  next: correct it in the file or in Shopify, then sync again

What is held back was not sent. Look at it with `evenshelf plan`; let it go with --release-held.
";
        assert_eq!(console::strip_ansi_codes(&String::from_utf8(page).unwrap()), expected);
    }

    #[test]
    fn causes_have_a_bound() {
        let mut groups = Vec::new();
        for number in 0..200 {
            add(&mut groups, OutcomeKind::Failed, format!("cause {number}"), format!("p{number}"));
        }
        assert_eq!(groups.len(), CAUSES_MAX);
        assert_eq!(groups.iter().map(|group| group.count).sum::<u64>(), 200);
        assert_eq!(groups[CAUSES_MAX - 1].reason, "other reasons");
    }
}
