//! Writes Shopify's product CSV, in the headers of either generation.

use std::io::Write;

use evenshelf_core::catalog::{
    Place, ProductField, SheetProduct, SheetVariant, StoreLocation, StoreProduct, StoreVariant, VariantField,
};
use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::normalize::{HeaderProblem, Normalizer, as_sheet};
use evenshelf_core::value::Value;

use super::{ExportError, Exported, output};

/// Which generation of Shopify's column names to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Headers {
    /// `URL handle`, `Product image URL`: what Shopify's import template has had since 2024.
    #[default]
    New,
    /// `Handle`, `Image Src`: what Shopify's own export writes.
    Old,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Handle,
    Product(ProductField),
    OptionName(usize),
    OptionValue(usize),
    OptionLink(usize),
    Variant(VariantField),
    /// A part of the unit price: `750`, `ml`, `100`, `ml`.
    UnitPrice(usize),
    Quantity,
    Fulfillment,
    ImageSrc,
    ImagePosition,
    ImageAlt,
}

use Holds::{
    Fulfillment, Handle, ImageAlt, ImagePosition, ImageSrc, OptionLink, OptionName, OptionValue, Product,
    Quantity, UnitPrice, Variant,
};

/// The columns in the order of Shopify's export.
const OLD: [(&str, Holds); 43] = [
    ("Handle", Handle),
    ("Title", Product(ProductField::Title)),
    ("Body (HTML)", Product(ProductField::BodyHtml)),
    ("Vendor", Product(ProductField::Vendor)),
    ("Product Category", Product(ProductField::Category)),
    ("Type", Product(ProductField::ProductType)),
    ("Tags", Product(ProductField::Tags)),
    ("Published", Product(ProductField::Published)),
    ("Option1 Name", OptionName(0)),
    ("Option1 Value", OptionValue(0)),
    ("Option1 Linked To", OptionLink(0)),
    ("Option2 Name", OptionName(1)),
    ("Option2 Value", OptionValue(1)),
    ("Option2 Linked To", OptionLink(1)),
    ("Option3 Name", OptionName(2)),
    ("Option3 Value", OptionValue(2)),
    ("Option3 Linked To", OptionLink(2)),
    ("Variant SKU", Variant(VariantField::Sku)),
    ("Variant Grams", Variant(VariantField::WeightGrams)),
    ("Variant Inventory Tracker", Variant(VariantField::Tracked)),
    ("Variant Inventory Qty", Quantity),
    ("Variant Inventory Policy", Variant(VariantField::InventoryPolicy)),
    ("Variant Fulfillment Service", Fulfillment),
    ("Variant Price", Variant(VariantField::Price)),
    ("Variant Compare At Price", Variant(VariantField::CompareAtPrice)),
    ("Variant Requires Shipping", Variant(VariantField::RequiresShipping)),
    ("Variant Taxable", Variant(VariantField::Taxable)),
    ("Unit Price Total Measure", UnitPrice(0)),
    ("Unit Price Total Measure Unit", UnitPrice(1)),
    ("Unit Price Base Measure", UnitPrice(2)),
    ("Unit Price Base Measure Unit", UnitPrice(3)),
    ("Variant Barcode", Variant(VariantField::Barcode)),
    ("Image Src", ImageSrc),
    ("Image Position", ImagePosition),
    ("Image Alt Text", ImageAlt),
    ("Gift Card", Product(ProductField::GiftCard)),
    ("SEO Title", Product(ProductField::SeoTitle)),
    ("SEO Description", Product(ProductField::SeoDescription)),
    ("Variant Image", Variant(VariantField::Image)),
    ("Variant Weight Unit", Variant(VariantField::WeightUnit)),
    ("Variant Tax Code", Variant(VariantField::TaxCode)),
    ("Cost per item", Variant(VariantField::Cost)),
    ("Status", Product(ProductField::Status)),
];

/// The columns in the order of Shopify's import template.
const NEW: [(&str, Holds); 43] = [
    ("Title", Product(ProductField::Title)),
    ("URL handle", Handle),
    ("Description", Product(ProductField::BodyHtml)),
    ("Vendor", Product(ProductField::Vendor)),
    ("Product category", Product(ProductField::Category)),
    ("Type", Product(ProductField::ProductType)),
    ("Tags", Product(ProductField::Tags)),
    ("Published on online store", Product(ProductField::Published)),
    ("Status", Product(ProductField::Status)),
    ("SKU", Variant(VariantField::Sku)),
    ("Barcode", Variant(VariantField::Barcode)),
    ("Option1 name", OptionName(0)),
    ("Option1 value", OptionValue(0)),
    ("Option1 Linked To", OptionLink(0)),
    ("Option2 name", OptionName(1)),
    ("Option2 value", OptionValue(1)),
    ("Option2 Linked To", OptionLink(1)),
    ("Option3 name", OptionName(2)),
    ("Option3 value", OptionValue(2)),
    ("Option3 Linked To", OptionLink(2)),
    ("Price", Variant(VariantField::Price)),
    ("Compare-at price", Variant(VariantField::CompareAtPrice)),
    ("Cost per item", Variant(VariantField::Cost)),
    ("Charge tax", Variant(VariantField::Taxable)),
    ("Tax code", Variant(VariantField::TaxCode)),
    ("Unit price total measure", UnitPrice(0)),
    ("Unit price total measure unit", UnitPrice(1)),
    ("Unit price base measure", UnitPrice(2)),
    ("Unit price base measure unit", UnitPrice(3)),
    ("Inventory tracker", Variant(VariantField::Tracked)),
    ("Inventory quantity", Quantity),
    ("Continue selling when out of stock", Variant(VariantField::InventoryPolicy)),
    ("Weight value (grams)", Variant(VariantField::WeightGrams)),
    ("Weight unit for display", Variant(VariantField::WeightUnit)),
    ("Requires shipping", Variant(VariantField::RequiresShipping)),
    ("Fulfillment service", Fulfillment),
    ("Product image URL", ImageSrc),
    ("Image position", ImagePosition),
    ("Image alt text", ImageAlt),
    ("Variant image URL", Variant(VariantField::Image)),
    ("Gift card", Product(ProductField::GiftCard)),
    ("SEO title", Product(ProductField::SeoTitle)),
    ("SEO description", Product(ProductField::SeoDescription)),
];

pub struct CsvExport<'a, W: Write> {
    out: ::csv::Writer<W>,
    headers: Headers,
    columns: Vec<(&'static str, Holds)>,
    locations: &'a [StoreLocation],
    exported: Exported,
}

impl<'a, W: Write> CsvExport<'a, W> {
    /// Writes the header. There is a quantity column only in a store with one location, as Shopify has it:
    /// with several, the quantities are in the inventory export.
    pub fn new(out: W, locations: &'a [StoreLocation], headers: Headers) -> Result<Self, ExportError> {
        let columns = match headers {
            Headers::New => NEW,
            Headers::Old => OLD,
        };
        let single = locations.len() == 1;
        let columns: Vec<_> = columns.into_iter().filter(|(_, holds)| single || *holds != Quantity).collect();
        let mut out = ::csv::Writer::from_writer(out);
        out.write_record(columns.iter().map(|(name, _)| *name)).map_err(output)?;
        Ok(Self { out, headers, columns, locations, exported: Exported::default() })
    }

    pub fn add(&mut self, product: &StoreProduct) -> Result<(), ExportError> {
        let sheet = as_sheet(product, self.locations);
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

    /// Reads the rows back and reports what they do not say.
    fn compare(&mut self, mut sheet: SheetProduct, rows: &[Vec<String>]) {
        let names: Vec<String> = self.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
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
        let handle = sheet.handle.clone().unwrap_or_default();
        let single = self.locations.len() == 1;
        let mut lost = Vec::new();
        match read {
            None => lost.push("product".to_owned()),
            Some(read) => {
                sheet.variants.iter_mut().for_each(|variant| match single {
                    true => variant.quantities.iter_mut().for_each(|quantity| quantity.location = None),
                    false => variant.quantities.clear(),
                });
                differences(&sheet, &read, &mut lost);
            }
        }
        for column in lost {
            let advice =
                "a product CSV file cannot carry this as it is in the store; read back, it would differ";
            self.exported.findings.push(
                Finding::new(FindingCode::NotCarried, Severity::Warning, advice)
                    .column(column)
                    .product(handle.clone()),
            );
        }
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

/// Names what differs between what was written and what is read back, each name once.
fn differences(written: &SheetProduct, read: &SheetProduct, lost: &mut Vec<String>) {
    let mut note = |name: &str| {
        if !lost.iter().any(|known| known == name) {
            lost.push(name.to_owned());
        }
    };
    if written.handle != read.handle {
        note("handle");
    }
    for field in ProductField::ALL {
        if written.fields.get(&field).filter(|value| !value.is_blank())
            != read.fields.get(&field).filter(|value| !value.is_blank())
        {
            note(field.name());
        }
    }
    if written.options != read.options {
        note("options");
    }
    if written.variants.len() != read.variants.len() {
        note("variants");
    }
    for (written, read) in written.variants.iter().zip(&read.variants) {
        variant_differences(written, read, &mut note);
    }
    let images = |sheet: &SheetProduct| {
        sheet.images.iter().flatten().map(|image| (image.src.clone(), image.alt.clone())).collect::<Vec<_>>()
    };
    if images(written) != images(read) {
        note("images");
    }
}

fn variant_differences(written: &SheetVariant, read: &SheetVariant, note: &mut impl FnMut(&str)) {
    if written.option_values != read.option_values {
        note("options");
    }
    for field in VariantField::ALL {
        if written.fields.get(&field).filter(|value| !value.is_blank())
            != read.fields.get(&field).filter(|value| !value.is_blank())
        {
            note(field.name());
        }
    }
    let quantities = |variant: &SheetVariant| {
        variant.quantities.iter().map(|quantity| quantity.quantity).collect::<Vec<_>>()
    };
    if quantities(written) != quantities(read) {
        note("quantities");
    }
}
