//! Writes Shopify's inventory CSV: one row for each tracked variant and location.

use std::io::Write;

use evenshelf_core::catalog::{StoreLocation, StoreProduct, StoreVariant, VariantField};
use evenshelf_core::finding::{Finding, FindingCode, Severity};

use super::csv::option_cells;
use super::{ExportError, Exported, output};

const HEADER: [&str; 17] = [
    "Handle",
    "Title",
    "Option1 Name",
    "Option1 Value",
    "Option2 Name",
    "Option2 Value",
    "Option3 Name",
    "Option3 Value",
    "SKU",
    "HS Code",
    "COO",
    "Location",
    "Incoming",
    "Unavailable",
    "Committed",
    "Available",
    "On hand",
];

pub struct InventoryExport<'a, W: Write> {
    out: ::csv::Writer<W>,
    locations: Vec<&'a StoreLocation>,
    exported: Exported,
}

impl<'a, W: Write> InventoryExport<'a, W> {
    /// Writes the header. Locations that are closed get no rows.
    pub fn new(out: W, locations: &'a [StoreLocation]) -> Result<Self, ExportError> {
        let mut out = ::csv::Writer::from_writer(out);
        out.write_record(HEADER).map_err(output)?;
        let locations: Vec<&StoreLocation> = locations.iter().filter(|location| location.active).collect();
        let mut exported = Exported::default();
        for (index, location) in locations.iter().enumerate() {
            if locations[..index].iter().any(|other| other.name == location.name) {
                let advice = "two locations have this name; a file cannot tell them apart";
                let finding = Finding::new(FindingCode::NotCarried, Severity::Warning, advice);
                exported.findings.push(finding.column("Location").value(&location.name));
            }
        }
        Ok(Self { out, locations, exported })
    }

    pub fn add(&mut self, product: &StoreProduct) -> Result<(), ExportError> {
        self.exported.products += 1;
        for variant in &product.variants {
            if variant.field(VariantField::Tracked).as_bool() != Some(true) {
                continue;
            }
            for location in &self.locations {
                let row = row(product, variant, location);
                self.out.write_record(row.iter().map(String::as_str)).map_err(output)?;
                self.exported.rows += 1;
            }
        }
        Ok(())
    }

    pub fn finish(mut self) -> Result<Exported, ExportError> {
        self.out.flush()?;
        Ok(self.exported)
    }
}

/// What is on its way or committed is not mirrored, so those three cells stay empty.
fn row(product: &StoreProduct, variant: &StoreVariant, location: &StoreLocation) -> [String; 17] {
    let text = |field| variant.field(field).to_string();
    let [name1, value1, name2, value2, name3, value3] = option_cells(product, variant);
    let level = variant.levels.iter().find(|level| level.location_id == location.id);
    let [available, on_hand] = match level {
        Some(level) => [level.available.to_string(), level.on_hand.to_string()],
        None => ["not stocked".to_owned(), "not stocked".to_owned()],
    };
    [
        product.handle.clone(),
        product.field(evenshelf_core::catalog::ProductField::Title).to_string(),
        name1,
        value1,
        name2,
        value2,
        name3,
        value3,
        text(VariantField::Sku),
        text(VariantField::HsCode),
        text(VariantField::CountryOfOrigin),
        location.name.clone(),
        String::new(),
        String::new(),
        String::new(),
        available,
        on_hand,
    ]
}
