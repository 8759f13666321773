//! Writes Shopify's product CSV, in the headers of either generation.

use std::io::Write;

use evenshelf_core::catalog::{
    Place, ProductField, SheetProduct, StoreLocation, StoreProduct, StoreVariant, VariantField,
};
use evenshelf_core::channel::{Channel, said_of};
use evenshelf_core::market::{self, StoreMarket};
use evenshelf_core::metafield::Metafields;
use evenshelf_core::normalize::{HeaderProblem, Normalizer, as_sheet};
use evenshelf_core::value::Value;

use super::columns::Holds::{
    self, Fulfillment, Handle, ImageAlt, ImagePosition, ImageSrc, Market, Metafield, OptionLink, OptionName,
    OptionValue, Product, Quantity, UnitPrice, Variant,
};
use super::columns::{Headers, columns};
use super::lost::Lost;
use super::market_columns::{self, MarketColumns};
use super::metafield_columns::{MetafieldColumn, MetafieldColumns, name_references};
use super::{ExportError, Exported, output};

pub struct CsvExport<'a, W: Write> {
    out: ::csv::Writer<W>,
    headers: Headers,
    columns: Vec<(String, Holds)>,
    metafield_columns: Vec<MetafieldColumn>,
    markets: Vec<StoreMarket>,
    locations: &'a [StoreLocation],
    metafields: &'a Metafields,
    channels: &'a [Channel],
    sold_in: &'a [StoreMarket],
    exported: Exported,
    lost: Lost,
}

impl<'a, W: Write> CsvExport<'a, W> {
    /// Writes the header. `found` are the metafields of every product that will be added, `metafields` what they are;
    /// `sold` are the markets that any of them has prices for.
    pub fn new(
        out: W,
        locations: &'a [StoreLocation],
        headers: Headers,
        found: &MetafieldColumns,
        metafields: &'a Metafields,
        sold: &MarketColumns<'_>,
    ) -> Result<Self, ExportError> {
        let markets = sold.markets();
        let columns = columns(headers, locations.len() == 1, found, &markets);
        let mut out = ::csv::Writer::from_writer(out);
        out.write_record(columns.iter().map(|(name, _)| name)).map_err(output)?;
        let metafield_columns = found.iter().cloned().collect();
        let (exported, lost) = (Exported::default(), Lost::default());
        Ok(Self {
            out,
            headers,
            columns,
            metafield_columns,
            markets,
            locations,
            metafields,
            channels: &[],
            sold_in: &[],
            exported,
            lost,
        })
    }

    /// Tells of the products that are on one of these channels, or that one of these markets has a say about: no column
    /// of this export says so.
    pub fn telling_of(self, channels: &'a [Channel], sold_in: &'a [StoreMarket]) -> Self {
        Self { channels, sold_in, ..self }
    }

    pub fn add(&mut self, product: &StoreProduct) -> Result<(), ExportError> {
        let mut sheet = as_sheet(product, self.locations, &self.markets);
        sheet.channels = said_of(product, self.channels);
        sheet.markets = market::said_of(product, self.sold_in);
        name_references(&mut sheet, product, self.metafields);
        let images = sheet.images.as_ref().map_or(0, Vec::len);
        let count = sheet.variants.len().max(images).max(1);
        let rows: Vec<Vec<String>> = (0..count).map(|index| self.row(&sheet, index)).collect();
        for row in &rows {
            self.out.write_record(row).map_err(output)?;
        }
        self.exported.products += 1;
        self.exported.rows += count as u64;
        self.compare(sheet, &rows);
        Ok(())
    }

    pub fn finish(mut self) -> Result<Exported, ExportError> {
        self.out.flush()?;
        self.exported.findings = self.lost.findings();
        Ok(self.exported)
    }

    fn row(&self, sheet: &SheetProduct, index: usize) -> Vec<String> {
        self.columns.iter().map(|(_, holds)| self.cell(sheet, index, *holds)).collect()
    }

    fn cell(&self, sheet: &SheetProduct, index: usize, holds: Holds) -> String {
        let first = index == 0;
        let variant = sheet.variants.get(index);
        let image = sheet.images.as_ref().and_then(|images| images.get(index));
        let options = sheet.options.as_deref().unwrap_or_default();
        let field = |field: VariantField| variant.and_then(|variant| variant.fields.get(&field));
        match holds {
            Handle => sheet.handle.clone().unwrap_or_default(),
            Product(field) if first => self.product_text(field, sheet.fields.get(&field)),
            OptionName(0) if first && options.is_empty() => NO_OPTION.0.to_owned(),
            OptionValue(0) if variant.is_some() && options.is_empty() => NO_OPTION.1.to_owned(),
            OptionName(i) if first => options.get(i).map_or(String::new(), |option| option.name.clone()),
            OptionLink(i) if first => {
                options.get(i).and_then(|option| option.linked_to.clone()).unwrap_or_default()
            }
            Product(_) | OptionName(_) | OptionLink(_) => String::new(),
            OptionValue(i) => {
                variant.and_then(|variant| variant.option_values.get(i)).cloned().unwrap_or_default()
            }
            Variant(VariantField::Tracked) => match field(VariantField::Tracked) {
                Some(Value::Bool(true)) => "shopify".to_owned(),
                _ => String::new(),
            },
            Variant(VariantField::InventoryPolicy) => {
                let policy = field(VariantField::InventoryPolicy).map(Value::to_string).unwrap_or_default();
                if self.headers == Headers::New { policy.to_uppercase() } else { policy }
            }
            Variant(name) => field(name).map(Value::to_string).unwrap_or_default(),
            UnitPrice(part) => {
                let text = field(VariantField::UnitPrice).and_then(Value::as_text).unwrap_or_default();
                let mut parts = text.split(' ').filter(|part| *part != "/");
                parts.nth(part).unwrap_or_default().to_owned()
            }
            Quantity => {
                let quantity = variant.and_then(|variant| variant.quantities.first());
                quantity.map_or(String::new(), |quantity| quantity.quantity.to_string())
            }
            Fulfillment => variant.map_or(String::new(), |_| "manual".to_owned()),
            ImageSrc => image.map_or(String::new(), |image| image.src.clone()),
            ImagePosition => image.map_or(String::new(), |_| (index + 1).to_string()),
            ImageAlt => image.and_then(|image| image.alt.clone()).unwrap_or_default(),
            Metafield(at) => self.metafield_columns[at].cell(sheet, index),
            Market(at, side) => market_columns::cell(sheet, index, &self.markets[at], side),
        }
    }

    fn product_text(&self, field: ProductField, value: Option<&Value>) -> String {
        let text = value.map(Value::to_string).unwrap_or_default();
        if field != ProductField::Status || self.headers == Headers::Old {
            return text;
        }
        let mut chars = text.chars();
        chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
    }

    /// Reads the rows back and notes what they do not say.
    fn compare(&mut self, mut sheet: SheetProduct, rows: &[Vec<String>]) {
        let names: Vec<String> = self.columns.iter().map(|(name, _)| name.clone()).collect();
        let read = match Normalizer::new(&names) {
            Ok(mut normalizer) => {
                for row in rows {
                    normalizer.push(Place::default(), row, None);
                }
                normalizer.finish().products.pop()
            }
            // Both headers are our own and name a handle.
            Err(HeaderProblem::NoKey | HeaderProblem::NothingBesideKey) => None,
        };
        if self.locations.len() == 1 {
            let quantities = sheet.variants.iter_mut().flat_map(|variant| &mut variant.quantities);
            quantities.for_each(|quantity| quantity.location = None);
        }
        self.lost.note(&sheet, read.as_ref());
    }
}

/// Shopify's marker for a product without options, in every language.
pub(super) const NO_OPTION: (&str, &str) = ("Title", "Default Title");

/// Returns name and value of the three options of a variant.
pub(super) fn option_cells(product: &StoreProduct, variant: &StoreVariant) -> [String; 6] {
    let mut cells = [const { String::new() }; 6];
    if product.options.is_empty() {
        cells[0] = NO_OPTION.0.to_owned();
        cells[1] = NO_OPTION.1.to_owned();
        return cells;
    }
    for (i, (option, value)) in product.options.iter().zip(&variant.option_values).take(3).enumerate() {
        cells[2 * i].clone_from(&option.name);
        cells[2 * i + 1].clone_from(value);
    }
    cells
}
