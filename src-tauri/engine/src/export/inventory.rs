//! Writes Shopify's inventory CSV: one row for each tracked variant and location.

use std::io::Write;

use evenshelf_core::catalog::{
    ProductField, StoreLevel, StoreLocation, StoreProduct, StoreVariant, VariantField,
};
use evenshelf_core::finding::{Finding, FindingCode, Severity};

use super::csv::option_cells;
use super::{ExportError, Exported, output};

/// What every row begins with, in both forms.
pub(super) const VARIANT: [&str; 11] = [
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
];

const QUANTITIES: [&str; 6] = ["Location", "Incoming", "Unavailable", "Committed", "Available", "On hand"];

/// What stands where a variant is not stocked.
pub(super) const NOT_STOCKED: &str = "not stocked";

pub struct InventoryExport<'a, W: Write> {
    out: ::csv::Writer<W>,
    locations: Vec<&'a StoreLocation>,
    exported: Exported,
}

impl<'a, W: Write> InventoryExport<'a, W> {
    /// Writes the header. Locations that are closed get no rows.
    pub fn new(out: W, locations: &'a [StoreLocation]) -> Result<Self, ExportError> {
        let mut out = ::csv::Writer::from_writer(out);
        out.write_record(VARIANT.iter().chain(&QUANTITIES)).map_err(output)?;
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
            if !is_tracked(variant) {
                continue;
            }
            for location in &self.locations {
                let row = row(product, variant, location);
                self.out.write_record(&row).map_err(output)?;
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
fn row(product: &StoreProduct, variant: &StoreVariant, location: &StoreLocation) -> Vec<String> {
    let [available, on_hand] = match level(variant, location) {
        Some(level) => [level.available.to_string(), level.on_hand.to_string()],
        None => [NOT_STOCKED.to_owned(), NOT_STOCKED.to_owned()],
    };
    let unknown = [const { String::new() }; 3];
    let mut row = variant_cells(product, variant);
    row.push(location.name.clone());
    row.extend(unknown);
    row.extend([available, on_hand]);
    row
}

/// Shopify's inventory files leave out what it does not count.
pub(super) fn is_tracked(variant: &StoreVariant) -> bool {
    variant.field(VariantField::Tracked).as_bool() == Some(true)
}

pub(super) fn level<'a>(variant: &'a StoreVariant, location: &StoreLocation) -> Option<&'a StoreLevel> {
    variant.levels.iter().find(|level| level.location_id == location.id)
}

/// Returns the cells of [`VARIANT`].
pub(super) fn variant_cells(product: &StoreProduct, variant: &StoreVariant) -> Vec<String> {
    let text = |field| variant.field(field).to_string();
    let known = [product.handle.clone(), product.field(ProductField::Title).to_string()];
    let customs = [VariantField::Sku, VariantField::HsCode, VariantField::CountryOfOrigin].map(text);
    known.into_iter().chain(option_cells(product, variant)).chain(customs).collect()
}
