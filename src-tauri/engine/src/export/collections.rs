//! Writes one collection a line, in the form `evenshelf_core::collection` documents and reads back.

use std::io::Write;

use evenshelf_core::channel::{Channel, said_of_collection};
use evenshelf_core::collection::{StoreCollection, as_sheet, collection_line};
use evenshelf_core::finding::{Finding, FindingCode, Severity};

use super::{ExportError, Exported};

pub struct CollectionExport<'a, W> {
    out: W,
    channels: &'a [Channel],
    exported: Exported,
}

impl<'a, W: Write> CollectionExport<'a, W> {
    pub fn new(out: W, channels: &'a [Channel]) -> Self {
        Self { out, channels, exported: Exported::default() }
    }

    /// Writes the collection; what the line leaves out is told.
    pub fn add(&mut self, collection: &StoreCollection) -> Result<(), ExportError> {
        let mut sheet = as_sheet(collection);
        sheet.channels = said_of_collection(collection, self.channels);
        writeln!(self.out, "{}", collection_line(&sheet))?;
        self.exported.rows += 1;
        let beyond = collection.beyond();
        if !beyond.is_empty() {
            let what = beyond.into_iter().map(|one| one.words()).collect::<Vec<_>>().join(", ");
            let advice = format!(
                "the collection has {what}; a file does not carry that, and leaves it alone when it comes back"
            );
            let finding = Finding::new(FindingCode::ConditionNotCarried, Severity::Warning, advice);
            self.exported.findings.push(finding.product(&collection.handle));
        }
        Ok(())
    }

    pub fn finish(mut self) -> Result<Exported, ExportError> {
        self.out.flush()?;
        Ok(self.exported)
    }
}
