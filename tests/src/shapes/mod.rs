//! Reads a file a second time, by plain rules of its own, and asks of every cell whether the program read it into the
//! field it belongs to, or told in a finding why it did not.

mod cells;
mod columns;
mod stock;
mod table;

use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::normalize::Sheet;
use evenshelf_core::plan::SheetKind;

use crate::expected::Dialect;
pub use cells::{product, said};

/// What was asked of a file, and what is not as it should be.
#[derive(Debug, Default)]
pub struct Account {
    /// Cells that hold something and were found in their field.
    pub read: usize,
    /// Cells that hold something and are told by a finding.
    pub told: usize,
    /// Each in a few words.
    pub wrong: Vec<String>,
}

impl Account {
    /// Goes through every cell of a file.
    pub fn of(bytes: &[u8], dialect: Dialect, sheet: &Sheet) -> Self {
        let file = table::File::read(bytes, dialect);
        let mut account = Self::default();
        match sheet.kind {
            SheetKind::Products => cells::ask(&file, sheet, &mut account),
            SheetKind::Inventory => stock::ask(&file, sheet, &mut account),
        }
        account
    }

    /// Notes a cell that was not found in its field: it has to be told.
    fn told_or_wrong(&mut self, sheet: &Sheet, cell: &table::Cell<'_>, found: Option<String>) {
        if is_told(sheet, cell) {
            self.told += 1;
        } else {
            let found = found.map_or("nowhere".to_owned(), |found| format!("as {found:?}"));
            self.wrong.push(format!(
                "row {}, column {:?}: {:?} was read {found}",
                cell.record, cell.column, cell.text
            ));
        }
    }
}

/// Whether a finding speaks of the cell: of its column as a whole, of the cell alone, or of a row that was refused.
fn is_told(sheet: &Sheet, cell: &table::Cell<'_>) -> bool {
    sheet.findings.iter().any(|finding| {
        let here = finding.place.is_some_and(|place| place.record == cell.record);
        match finding.column.as_deref() {
            Some(column) => column == cell.column && (here || is_of_a_whole_column(finding)),
            None => here && finding.severity == Severity::Refused,
        }
    })
}

/// Some findings stand at the first row that they speak of, once for a file.
fn is_of_a_whole_column(finding: &Finding) -> bool {
    finding.place.is_none()
        || matches!(
            finding.code,
            FindingCode::MetafieldNotSent | FindingCode::UnknownTracker | FindingCode::UnknownFulfillment
        )
}
