//! The problem report: what helps to find a fault, and nothing that is the owner's own. It is shown whole before it is
//! saved, and it is sent nowhere.

use std::fmt::Write as _;

use evenshelf_engine::ledger::runs::Run;
use evenshelf_engine::ledger::stores::Store;
use evenshelf_engine::shopify::redact;
use evenshelf_engine::{credentials, ledger};
use sysinfo::System;
use tauri::{AppHandle, Runtime, async_runtime};

use crate::api::{Job, JobOutcome, Settings, SystemFacts};
use crate::desk::Desk;
use crate::error::ShellError;
use crate::{settings, tray};

/// As many runs as tell how it usually goes.
const RUNS: u32 = 5;

/// Looks at the computer. It may ask the keyring, so it belongs on a thread that may block.
pub fn system_facts(tray: bool) -> SystemFacts {
    SystemFacts {
        product_version: env!("CARGO_PKG_VERSION").to_owned(),
        sqlite_version: ledger::sqlite_version().to_owned(),
        system: system(),
        keyring: credentials::keyring_answers(),
        tray,
    }
}

fn system() -> String {
    let name = System::long_os_version().unwrap_or_else(|_| std::env::consts::OS.to_owned());
    let kernel = System::kernel_version().unwrap_or_default();
    let web_view = tauri::webview_version().unwrap_or_else(|_| "unknown".to_owned());
    format!("{name}, kernel {kernel}, {}, web view {web_view}", std::env::consts::ARCH)
}

/// Returns the whole text of a report as of now.
pub async fn text<R: Runtime>(app: &AppHandle<R>, desk: &Desk) -> Result<String, ShellError> {
    let tray = tray::is_there(app);
    let facts = async_runtime::spawn_blocking(move || system_facts(tray)).await?;
    let settings = settings::read(desk).await?;
    let (stores, runs) = match desk.look().await? {
        None => (Vec::new(), Vec::new()),
        Some(_) => desk.read(|session| Ok((session.stores()?, session.runs(None, Some(RUNS))?))).await?,
    };
    let jobs = desk.jobs().list().to_vec();
    Ok(written(&Told { facts, settings, stores, runs, jobs }))
}

struct Told {
    facts: SystemFacts,
    settings: Settings,
    stores: Vec<Store>,
    runs: Vec<Run>,
    jobs: Vec<Job>,
}

fn written(told: &Told) -> String {
    let mask = Mask::of(&told.stores, &told.runs, &told.jobs);
    let mut text = String::from("Evenshelf problem report\n");
    let mut line = |words: String| {
        // Writing into a text cannot fail.
        let _ = writeln!(text, "{}", mask.applied(&words));
    };
    let facts = &told.facts;
    line("\nProgram".to_owned());
    line(format!("  version: {}", facts.product_version));
    line(format!("  SQLite: {}", facts.sqlite_version));
    line(format!("  system: {}", facts.system));
    line(format!("  keyring answers: {}", yes_no(facts.keyring)));
    line(format!("  tray: {}", yes_no(facts.tray)));

    line("\nSettings".to_owned());
    if let Ok(serde_json::Value::Object(settings)) = serde_json::to_value(&told.settings) {
        for (key, value) in settings {
            line(format!("  {key}: {value}"));
        }
    }

    line("\nStores".to_owned());
    for store in &told.stores {
        let location = if store.default_location.is_some() { "chosen" } else { "none" };
        line(format!(
            "  {}: {}, API {}, writing {}, location {location}",
            store.name,
            store.kind.name(),
            store.api_version,
            if store.allow_writes { "allowed" } else { "off" },
        ));
    }

    line("\nLast runs".to_owned());
    for run in &told.runs {
        let counts = run.counts;
        line(format!(
            "  run {} on {}: {}, {} planned, {} applied, {} unchanged, {} rejected, {} failed, {} skipped, {} held",
            run.id,
            run.store_name,
            run.state.name(),
            counts.planned,
            counts.applied,
            counts.unchanged,
            counts.rejected,
            counts.failed,
            counts.skipped,
            counts.held,
        ));
        if let Some(note) = &run.note {
            line(format!("    {note}"));
        }
    }

    line("\nLast errors".to_owned());
    for job in &told.jobs {
        if let Some(JobOutcome::Refused { refusal }) = &job.outcome {
            line(format!("  {:?}: {:?}: {}", job.kind, refusal.code, refusal.detail));
        }
        for warning in &job.warnings {
            line(format!("  {:?}: warning: {warning}", job.kind));
        }
    }
    text
}

fn yes_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// What a reader must not learn, and what stands in its place.
struct Mask(Vec<(String, String)>);

impl Mask {
    fn of(stores: &[Store], runs: &[Run], jobs: &[Job]) -> Self {
        let mut names: Vec<(String, String)> = Vec::new();
        for (number, store) in (1..).zip(stores) {
            names.push((store.url.clone(), format!("[address of store {number}]")));
            for domain in [&store.shop_domain, &Some(host(&store.url))].into_iter().flatten() {
                names.push((domain.clone(), format!("[address of store {number}]")));
            }
            if let Some(shop) = &store.shop_name {
                names.push((shop.clone(), format!("[name of store {number}]")));
            }
            if let Some(location) = &store.default_location {
                names.push((location.clone(), "[location]".to_owned()));
            }
            if let Some(client) = &store.client_id {
                names.push((client.clone(), "[client id]".to_owned()));
            }
            names.push((store.name.clone(), format!("[store {number}]")));
        }
        let sheets =
            runs.iter().map(|run| &run.source).chain(jobs.iter().filter_map(|job| job.source.as_ref()));
        names.extend(sheets.map(|sheet| (sheet.clone(), "[sheet]".to_owned())));
        for home in ["HOME", "USERPROFILE"].iter().filter_map(|name| std::env::var(name).ok()) {
            names.push((home, "[home]".to_owned()));
        }
        names.retain(|(name, _)| !name.is_empty());
        // The longest first: a shop's name is often a part of its address.
        names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        Self(names)
    }

    fn applied(&self, text: &str) -> String {
        let mut clean = redact(text);
        for (name, stand_in) in &self.0 {
            clean = replaced(&clean, name, stand_in);
        }
        clean
    }
}

/// Replaces a name where it stands for itself: `demo` in `demo:`, but not in `demolished`.
fn replaced(text: &str, name: &str, stand_in: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, found) = rest.split_at(at);
        let after = &found[name.len()..];
        let goes_on = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        clean.push_str(before);
        let inside = goes_on(clean.chars().next_back()) || goes_on(after.chars().next());
        clean.push_str(if inside { name } else { stand_in });
        rest = after;
    }
    clean.push_str(rest);
    clean
}

fn host(address: &str) -> String {
    url::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
