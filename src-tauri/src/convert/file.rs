//! Places and findings.

use evenshelf_core::catalog::Place as Spot;
use evenshelf_core::finding::{Finding as Found, Severity as Grave};

use crate::api::{Finding, FindingPage, Place, Severity};

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

pub fn finding(found: Found) -> Finding {
    let Found { code, severity, place, column, product, value, advice } = found;
    let (code, severity, place) = (code.name(), severity.into(), place.map(Place::from));
    Finding { code, severity, place, column, product, value, advice }
}

pub fn finding_page(total: u64, findings: Vec<Found>) -> FindingPage {
    FindingPage { total, findings: findings.into_iter().map(finding).collect() }
}
