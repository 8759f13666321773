//! Sheets, places and findings.

use evenshelf_core::catalog::Place as Spot;
use evenshelf_core::finding::{Finding as Found, Severity as Grave};
use evenshelf_core::plan::SheetKind;
use evenshelf_engine::RecentFile as Used;
use evenshelf_engine::file_report::FileReport as Report;
use evenshelf_engine::source::Column as Heading;

use crate::api::{Column, FileReport, Finding, FindingGroup, FindingPage, Place, RecentFile, Severity};

impl From<Spot> for Place {
    fn from(place: Spot) -> Self {
        // A record is counted from 1; a spreadsheet has the header in its first row.
        Self { row: place.record + 1, line: place.line }
    }
}

impl From<Grave> for Severity {
    fn from(severity: Grave) -> Self {
        match severity {
            Grave::Note => Self::Note,
            Grave::Warning => Self::Warning,
            Grave::Refused => Self::Refused,
        }
    }
}

pub fn file_report(report: &Report) -> FileReport {
    let column = |column: &Heading| Column {
        header: column.header.clone(),
        field: column.field.clone(),
        samples: column.samples.clone(),
    };
    FileReport {
        path: report.path.display().to_string(),
        name: report.name.clone(),
        bytes: report.bytes,
        rows: report.rows,
        products: report.products,
        encoding: report.encoding.to_owned(),
        delimiter: report.delimiter.map(String::from),
        shape: match report.shape {
            SheetKind::Products => "products",
            SheetKind::Inventory => "inventory",
        }
        .to_owned(),
        columns: report.columns.iter().map(column).collect(),
        findings: report.findings.len() as u64,
        groups: report.groups().into_iter().map(FindingGroup::from).collect(),
    }
}

pub fn recent_file(file: Used) -> RecentFile {
    let Used { path, name, used_at, exists } = file;
    RecentFile { path: path.display().to_string(), name, used_at_ms: used_at, exists }
}

pub fn finding(found: Found) -> Finding {
    let Found { code, severity, place, column, product, value, advice } = found;
    let (code, severity, place) = (code.name(), severity.into(), place.map(Place::from));
    Finding { code, severity, place, column, product, value, advice }
}

pub fn finding_page(total: u64, findings: Vec<Found>) -> FindingPage {
    FindingPage { total, findings: findings.into_iter().map(finding).collect() }
}
