//! A plan as a page to read before saying yes: product by product, then what is held back, what the file has
//! that is odd, what cannot come back, and how long it will take.

use std::collections::BTreeMap;
use std::io::{self, Write};

use console::style;
use evenshelf_core::operation::{Change, HeldKind, Operation, Work};
use evenshelf_core::plan::{PlanHead, irreversible};

use super::findings_page;
use super::plan_changes::{HELD_MARK, Sign, creation, label, sides};
use super::shorten::{one_line, shorten, width};
use super::words;
use crate::exit::Failure;

/// Products shown in full; a person reads no more before deciding, and the rest is a command away.
const PRODUCTS_MAX: u64 = 20;
const CHANGES_PER_PRODUCT_MAX: usize = 12;
const NAMES_MAX: usize = 5;
const LABEL_COLUMNS_MAX: usize = 38;

/// What would be sent, held changes apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sent {
    pub changes: u64,
    /// Products and variants that are deleted and cannot come back.
    pub deletions: u64,
}

/// What a page adds up while it is printed.
#[derive(Debug, Default)]
struct Tally {
    products: u64,
    hidden_products: u64,
    created_products: u64,
    /// Changes that are not held back.
    sent: u64,
    held: BTreeMap<HeldKind, Group>,
    deleted_products: Group,
    deleted_variants: Group,
}

/// Some of the names, and how many there are.
#[derive(Debug, Default)]
struct Group {
    count: u64,
    names: Vec<String>,
    more: bool,
    reason: String,
}

impl Group {
    fn add(&mut self, count: u64, name: &str) {
        self.count += count;
        if self.names.iter().any(|known| known == name) {
            return;
        }
        if self.names.len() < NAMES_MAX {
            self.names.push(name.to_owned());
        } else {
            self.more = true;
        }
    }

    fn names(&self) -> String {
        let names: Vec<String> = self.names.iter().map(|name| one_line(name)).collect();
        format!("{}{}", names.join(", "), if self.more { " and others" } else { "" })
    }
}

/// Prints the plan and returns what would be sent. `save_hint` tells where all of it can be had.
pub fn print(
    out: &mut dyn Write,
    head: &PlanHead,
    operations: impl Iterator<Item = Result<Operation, impl Into<Failure>>>,
    columns: usize,
    save_hint: &str,
) -> Result<Sent, Failure> {
    let mut tally = Tally::default();
    if head.counts.operations > 0 {
        writeln!(out, "{}", style(format!("Changes for {} from {}", head.store, head.source)).bold())?;
    }
    let mut block: Vec<Operation> = Vec::new();
    for operation in operations {
        let operation = operation.map_err(Into::into)?;
        if block.first().is_some_and(|first| first.product != operation.product) {
            product(out, &block, &mut tally, columns)?;
            block.clear();
        }
        block.push(operation);
    }
    product(out, &block, &mut tally, columns)?;
    if tally.hidden_products > 0 {
        let more = words::count(tally.hidden_products, "more product", "more products");
        writeln!(out, "\n  … and {more} ({save_hint})")?;
    }
    held(out, &tally, &head.store, columns)?;
    findings_page::print(out, "In the file", &head.findings, columns)?;
    lost(out, &tally, columns)?;
    if head.counts.operations > 0 {
        foot(out, head, &tally)?;
    }
    let deletions = tally.deleted_products.count + tally.deleted_variants.count;
    Ok(Sent { changes: tally.sent, deletions })
}

fn product(out: &mut dyn Write, block: &[Operation], tally: &mut Tally, columns: usize) -> io::Result<()> {
    let Some(first) = block.first() else { return Ok(()) };
    tally.products += 1;
    for operation in block {
        note(operation, tally);
    }
    if tally.products > PRODUCTS_MAX {
        tally.hidden_products += 1;
        return Ok(());
    }
    let row = first.place.map(|place| format!("  row {}", place.record)).unwrap_or_default();
    let name = shorten(&one_line(&first.product), columns.saturating_sub(4 + row.len()));
    writeln!(out, "\n  {}{}", style(name).bold(), style(row).dim())?;
    let lines: Vec<Line> = block.iter().flat_map(lines).collect();
    let shown = &lines[..lines.len().min(CHANGES_PER_PRODUCT_MAX)];
    let labels = shown.iter().filter(|line| matches!(line.content, Content::Change(_)));
    let wide = labels.map(|line| width(&line.label)).max().unwrap_or(0).min(LABEL_COLUMNS_MAX);
    let mut said = None;
    for line in shown {
        line.print(out, said, wide, columns)?;
        said = line.held;
    }
    if lines.len() > shown.len() {
        let more = words::count((lines.len() - shown.len()) as u64, "more change", "more changes");
        writeln!(out, "    … and {more}")?;
    }
    Ok(())
}

fn note(operation: &Operation, tally: &mut Tally) {
    let changes = operation.changes.len().max(1) as u64;
    if let Some(held) = &operation.held {
        let group = tally.held.entry(held.kind).or_default();
        if group.count == 0 {
            group.reason.clone_from(&held.reason);
        }
        group.add(changes, &operation.product);
        return;
    }
    tally.sent += changes;
    tally.created_products += u64::from(matches!(operation.work, Work::CreateProduct(_)));
    if operation.work == Work::DeleteProduct {
        tally.deleted_products.add(1, &operation.product);
    } else if irreversible(operation) && !operation.work.is_on_collection() {
        let gone =
            operation.changes.iter().filter(|change| change.field == "variant" && change.after.is_blank());
        tally.deleted_variants.add(gone.count() as u64, &operation.product);
    }
}

/// One line below a product.
struct Line<'a> {
    sign: Sign,
    label: String,
    content: Content<'a>,
    held: Option<&'a str>,
}

enum Content<'a> {
    Change(&'a Change),
    /// The label says it all.
    Whole,
}

fn lines(operation: &Operation) -> Vec<Line<'_>> {
    let held = operation.held.as_ref().map(|held| held.reason.as_str());
    let whole = |sign, label: String| vec![Line { sign, label, content: Content::Whole, held }];
    match operation.work {
        Work::CreateProduct(_) => whole(Sign::Added, creation(operation)),
        Work::DeleteProduct => whole(Sign::Removed, "the product is deleted".to_owned()),
        _ if operation.changes.is_empty() => whole(Sign::Changed, words::plain(operation.work.name())),
        _ => operation
            .changes
            .iter()
            .map(|change| Line {
                sign: Sign::of(change),
                label: label(change),
                content: Content::Change(change),
                held,
            })
            .collect(),
    }
}

impl Line<'_> {
    /// `said` is the reason of the line above, which need not be said again.
    fn print(&self, out: &mut dyn Write, said: Option<&str>, wide: usize, columns: usize) -> io::Result<()> {
        let mark = match (self.held, self.sign) {
            (Some(_), _) => style(HELD_MARK).yellow(),
            (None, Sign::Added) => style(Sign::Added.mark()).green(),
            (None, Sign::Changed) => style(Sign::Changed.mark()).cyan(),
            (None, Sign::Removed) => style(Sign::Removed.mark()).red(),
        };
        let held = match self.held {
            Some(reason) if said == Some(reason) => "  held back".to_owned(),
            Some(reason) => format!("  held back: {}", one_line(reason)),
            None => String::new(),
        };
        let text = match &self.content {
            Content::Whole => shorten(&self.label, columns.saturating_sub(6)),
            Content::Change(change) => {
                let label = shorten(&self.label, wide);
                let space = " ".repeat(wide.saturating_sub(width(&label)));
                let left = columns.saturating_sub(8 + wide);
                // What is held must be read with its reason; the values may give way.
                let values = sides(change, left.saturating_sub(width(&held)).max(left / 3));
                format!("{label}{space}  {values}")
            }
        };
        let whole = shorten(&format!("{text}{held}"), columns.saturating_sub(6));
        writeln!(out, "    {mark} {}", whole.trim_end())
    }
}

fn held(out: &mut dyn Write, tally: &Tally, store: &str, columns: usize) -> io::Result<()> {
    if tally.held.is_empty() {
        return Ok(());
    }
    let all = tally.held.values().map(|group| group.count).sum();
    writeln!(out, "\n{}", style(format!("Held back: {}", words::count(all, "change", "changes"))).bold())?;
    for (kind, group) in &tally.held {
        writeln!(out, "  {HELD_MARK} {}: {}", words::number(group.count), words::held(*kind))?;
        writeln!(out, "    {}", shorten(&one_line(&group.reason), columns.saturating_sub(4)))?;
        writeln!(out, "    in {}", shorten(&group.names(), columns.saturating_sub(7)))?;
        match kind {
            HeldKind::Location => {
                writeln!(out, "    give them a place: evenshelf store set {store} --location LOCATION")?;
            }
            _ => writeln!(out, "    to let them go: --release-held {}", kind.name())?,
        }
    }
    Ok(())
}

/// Says what cannot come back, before anybody says yes.
fn lost(out: &mut dyn Write, tally: &Tally, columns: usize) -> io::Result<()> {
    let (products, variants) = (&tally.deleted_products, &tally.deleted_variants);
    if products.count == 0 && variants.count == 0 {
        return Ok(());
    }
    writeln!(out, "\n{}", style("Cannot come back").bold())?;
    if products.count > 0 {
        let many = words::count(products.count, "product is", "products are");
        writeln!(out, "  ! {many} deleted, with ids, links and sales history")?;
        writeln!(out, "    {}", shorten(&products.names(), columns.saturating_sub(4)))?;
        writeln!(out, "    to hide them and keep all that: --missing archive")?;
    }
    if variants.count > 0 {
        let many = words::count(variants.count, "variant is", "variants are");
        writeln!(out, "  ! {many} deleted, with ids and sales history")?;
        writeln!(out, "    in {}", shorten(&variants.names(), columns.saturating_sub(7)))?;
    }
    Ok(())
}

fn foot(out: &mut dyn Write, head: &PlanHead, tally: &Tally) -> io::Result<()> {
    let counts = &head.counts;
    let mut parts = Vec::new();
    if counts.changes > 0 {
        let changes = words::count(counts.changes, "change", "changes");
        parts.push(format!("{changes} in {}", words::count(tally.products, "product", "products")));
    }
    for (count, one, more) in [
        (tally.created_products, "new product", "new products"),
        (tally.deleted_products.count, "product deleted", "products deleted"),
    ] {
        if count > 0 {
            parts.push(words::count(count, one, more));
        }
    }
    let held: u64 = tally.held.values().map(|group| group.count).sum();
    if held > 0 {
        parts.push(format!("{} held back", words::number(held)));
    }
    if counts.unchanged_products > 0 {
        parts.push(words::count(counts.unchanged_products, "product already even", "products already even"));
    }
    if !parts.is_empty() {
        writeln!(out, "\n{}", parts.join(" · "))?;
    }
    if tally.sent > 0 {
        let forecast = &head.forecast;
        writeln!(
            out,
            "{}, {}, {} of Shopify's speed limit; {}: {}",
            words::about(forecast.seconds_low, forecast.seconds_high),
            words::count(forecast.calls, "call", "calls"),
            words::count(forecast.points, "point", "points"),
            forecast.strategy,
            forecast.reason
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
