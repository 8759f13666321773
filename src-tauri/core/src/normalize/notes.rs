//! Collects findings: those of single cells one by one, those of whole columns once with a count.

use std::collections::HashMap;

use crate::catalog::Place;
use crate::finding::{Finding, FindingCode, Severity};

/// The findings of a file in the order they were met.
#[derive(Debug, Default)]
pub struct Notes {
    findings: Vec<Finding>,
    /// Where a counted finding stands, and how often it was met.
    counted: HashMap<(FindingCode, String, String), (usize, u64)>,
}

impl Notes {
    pub fn push(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Notes something a file repeats on many rows. It becomes one finding, at its first place, with a count.
    pub fn count(
        &mut self,
        code: FindingCode,
        severity: Severity,
        column: &str,
        value: &str,
        place: Place,
        advice: &str,
    ) {
        let key = (code, column.to_owned(), value.to_owned());
        if let Some((_, times)) = self.counted.get_mut(&key) {
            *times += 1;
            return;
        }
        self.counted.insert(key, (self.findings.len(), 1));
        let mut finding = Finding::new(code, severity, advice).at(place);
        if !column.is_empty() {
            finding = finding.column(column);
        }
        if !value.is_empty() {
            finding = finding.value(value);
        }
        self.findings.push(finding);
    }

    /// Notes that a setting of a market was read and is not sent.
    pub fn into_findings(mut self) -> Vec<Finding> {
        for (index, times) in self.counted.into_values() {
            if times > 1 {
                let advice = &mut self.findings[index].advice;
                *advice = format!("{advice} ({times} rows)");
            }
        }
        self.findings
    }
}
