//! Writes the inventory CSV of former years: one row for each tracked variant, one column for each location, headed by
//! the location's name.

use std::io::Write;

use evenshelf_core::catalog::{StoreLocation, StoreProduct};
use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::normalize::Normalizer;
use evenshelf_core::plan::{SheetKind, location_key};

use super::inventory::{NOT_STOCKED, VARIANT, is_tracked, level, variant_cells};
use super::{ExportError, Exported, output};

pub struct OldInventoryExport<'a, W: Write> {
    out: ::csv::Writer<W>,
    locations: Vec<&'a StoreLocation>,
    exported: Exported,
    /// Stocks of which what is on hand differs from what is available.
    on_hand_lost: u64,
}

impl<'a, W: Write> OldInventoryExport<'a, W> {
    /// Writes the header. Locations that are closed have no column, nor have those that a reader could not tell by
    /// their names: each of these is told.
    pub fn new(out: W, locations: &'a [StoreLocation]) -> Result<Self, ExportError> {
        let active: Vec<&StoreLocation> = locations.iter().filter(|location| location.active).collect();
        let mut exported = Exported::default();
        let mut told = Vec::new();
        for location in active {
            let key = location_key(&location.name);
            let shares =
                locations.iter().filter(|other| other.active && location_key(&other.name) == key).count() > 1;
            if !shares && is_read_back(&location.name) {
                told.push(location);
                continue;
            }
            let advice = if shares {
                "several locations have this name, so a column of it could mean any of them; the stock there was left out"
            } else {
                "a column of this name means something else to whoever reads the file; the stock there was left out"
            };
            let finding = Finding::new(FindingCode::NotCarried, Severity::Warning, advice);
            exported.findings.push(finding.column(location.name.clone()).value(&location.id));
        }
        let mut out = ::csv::Writer::from_writer(out);
        let names = told.iter().map(|location| location.name.as_str());
        out.write_record(VARIANT.into_iter().chain(names)).map_err(output)?;
        Ok(Self { out, locations: told, exported, on_hand_lost: 0 })
    }

    pub fn add(&mut self, product: &StoreProduct) -> Result<(), ExportError> {
        self.exported.products += 1;
        for variant in product.variants.iter().filter(|variant| is_tracked(variant)) {
            let mut row = variant_cells(product, variant);
            for location in &self.locations {
                let level = level(variant, location);
                self.on_hand_lost += u64::from(level.is_some_and(|level| level.on_hand != level.available));
                row.push(level.map_or(NOT_STOCKED.to_owned(), |level| level.available.to_string()));
            }
            self.out.write_record(&row).map_err(output)?;
            self.exported.rows += 1;
        }
        Ok(())
    }

    pub fn finish(mut self) -> Result<Exported, ExportError> {
        self.out.flush()?;
        if self.on_hand_lost > 0 {
            let advice = format!(
                "this form says what is available alone; what is on hand differs from it {} times",
                self.on_hand_lost
            );
            let finding = Finding::new(FindingCode::NotCarried, Severity::Note, advice);
            self.exported.findings.push(finding.column("On hand"));
        }
        Ok(self.exported)
    }
}

/// Whether a column of this name is read as the stock at the location of this name.
fn is_read_back(name: &str) -> bool {
    let header: Vec<String> = VARIANT.into_iter().chain([name]).map(str::to_owned).collect();
    Normalizer::new(&header).is_ok_and(|reader| {
        reader.kind() == SheetKind::Inventory
            && reader.finish().findings.iter().any(|finding| {
                finding.code == FindingCode::LocationColumn && finding.column.as_deref() == Some(name)
            })
    })
}
