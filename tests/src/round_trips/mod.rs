//! Made-up catalogues through every form of file and back: what is read is what the store holds, and the plan of it is
//! empty.

mod catalogue;
mod expected;

use std::fmt;
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use evenshelf_core::catalog::{SheetProduct, StoreProduct};
use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::market::Markets;
use evenshelf_core::normalize::Sheet;
use evenshelf_core::plan::{Planner, Policy, SheetKind};
use evenshelf_engine::export::{
    CsvExport, ExportError, Exported, Headers, InventoryExport, JsonlExport, MarketColumns, MetafieldColumns,
    OldInventoryExport,
};
use evenshelf_engine::source;

pub use catalogue::Catalogue;

/// The forms of files.
const FORMS: [Form; 5] = [
    Form::Products(Headers::New),
    Form::Products(Headers::Old),
    Form::Lines,
    Form::Inventory,
    Form::OldInventory,
];

/// How many locations a store has: in a store with one, a product file has quantities.
const LOCATIONS: [usize; 2] = [1, 3];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Products(Headers),
    Lines,
    Inventory,
    OldInventory,
}

/// What came back even.
#[derive(Debug, Default)]
pub struct Totals {
    pub catalogues: u64,
    pub files: u64,
    pub products: u64,
    pub rows: u64,
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} catalogues in {} files of {} forms: {} products in {} rows came back even",
            self.catalogues,
            self.files,
            FORMS.len(),
            self.products,
            self.rows
        )
    }
}

/// Sends a catalogue of each seed through every form. An error says which seed and form, and what came back uneven.
pub fn run_all(seeds: Range<u64>) -> Result<Totals, String> {
    let mut totals = Totals::default();
    for seed in seeds {
        totals.catalogues += 1;
        for locations in LOCATIONS {
            let catalogue = Catalogue::of(seed, locations);
            for form in FORMS {
                let told = |what| format!("seed {seed}, {locations} locations, {form:?}: {what}");
                let exported = there_and_back(&catalogue, form).map_err(told)?;
                totals.files += 1;
                totals.products += exported.products;
                totals.rows += exported.rows;
            }
        }
    }
    Ok(totals)
}

fn there_and_back(catalogue: &Catalogue, form: Form) -> Result<Exported, String> {
    let mut bytes = Vec::new();
    let exported = write(catalogue, form, &mut bytes).expect("memory to write to");
    let mut file = tempfile::NamedTempFile::new().expect("a temporary file");
    file.write_all(&bytes).expect("room on the disk");
    let sheet = source::read(file.path()).map_err(|error| error.to_string())?;
    if sheet.rows.read != exported.rows {
        return Err(format!("{} of {} rows were read", sheet.rows.read, exported.rows));
    }
    // A store where nothing is stocked has an inventory file without a quantity.
    let is_odd =
        |finding: &&Finding| finding.severity > Severity::Note && finding.code != FindingCode::NoQuantities;
    if let Some(bad) = sheet.findings.iter().find(is_odd) {
        return Err(format!("a finding: {bad}"));
    }
    let several = catalogue.locations.len() > 1;
    let quantities_alone = |finding: &&Finding| several && finding.column.as_deref() == Some("quantities");
    if let Form::Products(_) = form
        && let Some(lost) = exported.findings.iter().find(|finding| !quantities_alone(finding))
    {
        return Err(format!("the file does not carry {lost}"));
    }
    expected::compare(catalogue, form, &sheet)?;
    even(catalogue, sheet)?;
    Ok(exported)
}

fn write(catalogue: &Catalogue, form: Form, out: &mut Vec<u8>) -> Result<Exported, ExportError> {
    let (products, locations) = (&catalogue.products, &catalogue.locations);
    match form {
        Form::Products(headers) => {
            let (mut found, mut sold) = (MetafieldColumns::default(), MarketColumns::new(&catalogue.markets));
            for product in products {
                found.note(product, &catalogue.metafields);
                sold.note(product);
            }
            let mut export = CsvExport::new(out, locations, headers, &found, &catalogue.metafields, &sold)?;
            products.iter().try_for_each(|product| export.add(product))?;
            export.finish()
        }
        Form::Lines => {
            let mut export = JsonlExport::new(out, locations, &catalogue.markets, &catalogue.channels);
            products.iter().try_for_each(|product| export.add(product))?;
            export.finish()
        }
        Form::Inventory => {
            let mut export = InventoryExport::new(out, locations)?;
            products.iter().try_for_each(|product| export.add(product))?;
            export.finish()
        }
        Form::OldInventory => {
            let mut export = OldInventoryExport::new(out, locations)?;
            products.iter().try_for_each(|product| export.add(product))?;
            export.finish()
        }
    }
}

/// Plans what was read against what was written: nothing is to be done.
fn even(catalogue: &Catalogue, sheet: Sheet) -> Result<(), String> {
    let policy = Policy {
        kind: sheet.kind,
        owns_lists: sheet.kind == SheetKind::Products,
        locations: catalogue.locations.clone(),
        channels: catalogue.channels.clone(),
        metafields: Arc::clone(&catalogue.metafields),
        markets: Markets { list: catalogue.markets.clone(), hidden: None },
        ..Policy::default()
    };
    let mut planner = Planner::new(policy);
    for product in &sheet.products {
        let planned = planner.product(key(product), product, Some(stored(catalogue, product)?));
        if let Some(operation) = planned.first() {
            return Err(format!("{}: the plan has {:?}", key(product), operation.changes));
        }
    }
    let (_, findings) = planner.finish(catalogue.products.len() as u64);
    match findings.first() {
        Some(finding) => Err(format!("the plan finds {finding}")),
        None => Ok(()),
    }
}

fn key(product: &SheetProduct) -> &str {
    product.handle.as_deref().unwrap_or_default()
}

fn stored<'a>(catalogue: &'a Catalogue, product: &SheetProduct) -> Result<&'a StoreProduct, String> {
    let found = catalogue.products.iter().find(|known| Some(&known.handle) == product.handle.as_ref());
    found.ok_or_else(|| format!("no product is called {:?}", product.handle))
}
