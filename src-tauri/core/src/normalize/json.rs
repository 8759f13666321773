//! Evenshelf's own JSONL form: one product a line. What the export writes, the reader takes back unchanged.
//!
//! ```json
//! {"handle":"mug","title":"Mug","tags":["kitchen"],"options":[{"name":"Color"}],
//!  "variants":[{"options":["Red"],"sku":"M-1","price":"9.5","tracked":true,
//!               "quantities":[{"location":"Shop","available":4}],
//!               "metafields":[{"namespace":"custom","key":"fit","value":"slim"}],
//!               "market_prices":{"Canada":{"price":"12","compare_at_price":null}}}],
//!  "images":[{"src":"https://example.com/mug.png","alt":""}],
//!  "metafields":[{"namespace":"custom","key":"origin","value":"Porto"}],
//!  "markets":{"Canada":true},"channels":{"Shop":true,"Point of Sale":false}}
//! ```
//!
//! Fields have the names that plans show. A missing key is *absent*, `null` is *blank*. Texts are taken as
//! written; money and weights are strings, so that no reader turns them into binary floating point. A metafield's value
//! is the text a cell of a file would hold; the store says of which type it is.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value as Json};

use super::cell::{self, Cell, Problem};
use super::notes::Notes;
use super::{RefusedProduct, Sheet};
use crate::backup;
use crate::catalog::{
    Place, ProductField, QuantityName, SheetImage, SheetMarketPrice, SheetMetafield, SheetOption,
    SheetProduct, SheetQuantity, SheetVariant, VariantField,
};
use crate::finding::{Finding, FindingCode, Severity};
use crate::value::Value;

/// Takes the lines of one file in their order.
#[derive(Debug, Default)]
pub struct LineReader {
    sheet: Sheet,
    notes: Notes,
    handles: HashSet<String>,
    columns: BTreeSet<String>,
}

impl LineReader {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next line and returns its product. Blank lines are skipped, and so is what a backup says besides.
    pub fn push(&mut self, place: Place, line: &str) -> Option<SheetProduct> {
        self.sheet.rows.total += 1;
        if cell::trim(line).is_empty() {
            self.sheet.rows.skipped += 1;
            return None;
        }
        let mut handle = None;
        match self.line(place, line, &mut handle) {
            Ok(Some(product)) => {
                self.sheet.rows.read += 1;
                Some(product)
            }
            Ok(None) => {
                self.sheet.rows.skipped += 1;
                None
            }
            Err(problem) => {
                self.refuse_product(place, handle, problem);
                None
            }
        }
    }

    /// Returns the line's product; `None` where it is what a backup says besides its products.
    fn line(
        &mut self,
        place: Place,
        line: &str,
        handle: &mut Option<String>,
    ) -> Result<Option<SheetProduct>, Problem> {
        let mut json = match serde_json::from_str::<Json>(line) {
            Ok(Json::Object(json)) => json,
            Ok(_) => return Err(Problem::new(FindingCode::NotAProduct, "the line is no JSON object")),
            Err(error) => {
                let advice = format!("the line is no valid JSON ({error})");
                return Err(Problem::new(FindingCode::NotAProduct, advice));
            }
        };
        if backup::is_apart(&json) {
            return Ok(None);
        }
        json.shift_remove(backup::HELD);
        *handle = json.get("handle").and_then(Json::as_str).map(str::to_owned);
        let label = handle.clone().unwrap_or_default();
        let product = Line { place, product: label, notes: &mut self.notes }.product(&json)?;
        if let Some(handle) = &product.handle
            && !self.handles.insert(handle.clone())
        {
            return Err(Problem::new(
                FindingCode::DuplicateProduct,
                "an earlier line already has this handle",
            ));
        }
        self.columns.extend(json.into_iter().map(|(key, _)| key));
        Ok(Some(product))
    }

    /// Takes a line whose bytes are no text: there is nothing to read in it.
    pub fn push_damaged(&mut self, place: Place) {
        self.sheet.rows.total += 1;
        let problem = Problem::new(FindingCode::TextDamaged, "the line is no UTF-8 text");
        self.refuse_product(place, None, problem);
    }

    /// Ends the file. The products were returned line by line and are not in the sheet.
    pub fn finish(self) -> Sheet {
        Sheet {
            findings: self.notes.into_findings(),
            columns: self.columns.into_iter().collect(),
            ..self.sheet
        }
    }

    fn refuse_product(&mut self, place: Place, handle: Option<String>, problem: Problem) {
        let mut finding = Finding::new(
            problem.code,
            Severity::Refused,
            format!("{}; the product was not read", problem.advice),
        )
        .at(place);
        if let Some(handle) = &handle {
            finding = finding.product(handle.clone());
        }
        self.notes.push(finding);
        self.sheet.rows.refused += 1;
        self.sheet.refused.push(RefusedProduct { place, handle, id: None, rows: 1 });
    }
}

/// One line while it is read.
struct Line<'a> {
    place: Place,
    product: String,
    notes: &'a mut Notes,
}

impl Line<'_> {
    fn product(&mut self, json: &Map<String, Json>) -> Result<SheetProduct, Problem> {
        let mut product = SheetProduct { place: self.place, ..SheetProduct::default() };
        for (key, value) in json {
            match key.as_str() {
                "handle" => product.handle = key_text(key, value)?,
                "id" => product.id = key_text(key, value)?,
                "options" => {
                    product.options = Some(list(key, value)?.iter().map(option).collect::<Result<_, _>>()?)
                }
                "variants" => {
                    for variant in list(key, value)? {
                        let variant = self.variant(variant)?;
                        product.variants.push(variant);
                    }
                }
                "images" => {
                    product.images = Some(
                        list(key, value)?.iter().map(|json| self.image(json)).collect::<Result<_, _>>()?,
                    );
                }
                "metafields" => {
                    for json in list(key, value)? {
                        product.metafields.push(self.metafield(json)?);
                    }
                }
                "markets" => {
                    for (market, value) in object(key, value)? {
                        if let Some(value) = self.checked(market, value, boolean(market, value))? {
                            product.markets.insert(market.clone(), value);
                        }
                    }
                }
                "channels" => {
                    for (channel, value) in object(key, value)? {
                        if let Some(value) = self.checked(channel, value, boolean(channel, value))? {
                            product.channels.insert(channel.clone(), value);
                        }
                    }
                }
                _ => match ProductField::ALL.into_iter().find(|field| field.name() == key) {
                    Some(field) => {
                        if let Some(value) = self.checked(key, value, product_value(field, value))? {
                            product.fields.insert(field, value);
                        }
                    }
                    None => self.unknown(key),
                },
            }
        }
        self.keys_hold(&product)?;
        Ok(product)
    }

    /// Checks what a product must fulfil as a whole.
    fn keys_hold(&self, product: &SheetProduct) -> Result<(), Problem> {
        let found_by_variant = product.variants.iter().any(|variant| {
            variant.id.is_some()
                || [VariantField::Sku, VariantField::Barcode]
                    .iter()
                    .any(|field| variant.fields.get(field).is_some_and(|value| !value.is_blank()))
        });
        if product.handle.is_none() && product.id.is_none() && !found_by_variant {
            return Err(Problem::new(FindingCode::NoHandle, "the line names no product"));
        }
        let mut seen = BTreeSet::new();
        for variant in &product.variants {
            if let Some(options) = &product.options
                && options.len() != variant.option_values.len()
            {
                return Err(Problem::new(
                    FindingCode::MissingOption,
                    "a variant has more or fewer option values than the product has options",
                ));
            }
            if product.options.is_some() && !seen.insert(&variant.option_values) {
                return Err(Problem::new(
                    FindingCode::DuplicateOptions,
                    "two variants have the same option values",
                ));
            }
        }
        if product.variants.len() > super::VARIANTS_MAX {
            return Err(Problem::new(FindingCode::TooManyVariants, "more variants than Shopify allows"));
        }
        Ok(())
    }

    fn variant(&mut self, json: &Json) -> Result<SheetVariant, Problem> {
        let json = object("variants", json)?;
        let mut variant = SheetVariant { place: self.place, ..SheetVariant::default() };
        for (key, value) in json {
            match key.as_str() {
                "id" => variant.id = key_text(key, value)?,
                "options" => {
                    variant.option_values = list(key, value)?
                        .iter()
                        .map(|value| value.as_str().map(str::to_owned).ok_or_else(|| wrong(key)))
                        .collect::<Result<_, _>>()?;
                }
                "quantities" => {
                    for json in list(key, value)? {
                        variant.quantities.extend(self.quantities(json)?);
                    }
                }
                "metafields" => {
                    for json in list(key, value)? {
                        variant.metafields.push(self.metafield(json)?);
                    }
                }
                "market_prices" => {
                    for (market, value) in object(key, value)? {
                        let price = self.market_price(market, value)?;
                        variant.market_prices.insert(market.clone(), price);
                    }
                }
                _ => match VariantField::ALL.into_iter().find(|field| field.name() == key) {
                    Some(VariantField::Price) => {
                        if let Some(value) = variant_value(VariantField::Price, value)? {
                            variant.fields.insert(VariantField::Price, value);
                        }
                    }
                    Some(field) => {
                        if let Some(value) = self.checked(key, value, variant_value(field, value))? {
                            variant.fields.insert(field, value);
                        }
                    }
                    None => self.unknown(key),
                },
            }
        }
        Ok(variant)
    }

    /// Reads what is available at a location, what is on hand there, or both.
    fn quantities(&self, json: &Json) -> Result<Vec<SheetQuantity>, Problem> {
        let json = object("quantities", json)?;
        let location = json.get("location").map(|value| key_text("location", value)).transpose()?.flatten();
        let mut quantities = Vec::new();
        for name in [QuantityName::Available, QuantityName::OnHand] {
            if let Some(value) = json.get(name.name()) {
                let quantity = value.as_i64().filter(|quantity| i32::try_from(*quantity).is_ok());
                let quantity = quantity.ok_or_else(|| wrong(name.name()))?;
                quantities.push(SheetQuantity {
                    place: self.place,
                    location: location.clone(),
                    name,
                    quantity,
                });
            }
        }
        if quantities.is_empty() { Err(wrong("quantities")) } else { Ok(quantities) }
    }

    fn image(&self, json: &Json) -> Result<SheetImage, Problem> {
        let json = object("images", json)?;
        let src = json.get("src").and_then(Json::as_str).ok_or_else(|| wrong("src"))?;
        cell::image_address(src)?;
        let alt = match json.get("alt") {
            None => None,
            Some(Json::Null) => Some(String::new()),
            Some(value) => Some(value.as_str().ok_or_else(|| wrong("alt"))?.to_owned()),
        };
        Ok(SheetImage { place: self.place, src: src.to_owned(), alt })
    }

    fn metafield(&self, json: &Json) -> Result<SheetMetafield, Problem> {
        let json = object("metafields", json)?;
        let text =
            |key: &str| json.get(key).and_then(Json::as_str).map(str::to_owned).ok_or_else(|| wrong(key));
        let value = match json.get("value") {
            Some(Json::String(text)) => Value::text(text.as_str()),
            Some(Json::Null) => Value::Blank,
            _ => return Err(wrong("value")),
        };
        Ok(SheetMetafield { place: self.place, namespace: text("namespace")?, key: text("key")?, value })
    }

    /// Reads what a variant costs in a market; `null` says that the market has no price of its own.
    fn market_price(&mut self, market: &str, json: &Json) -> Result<SheetMarketPrice, Problem> {
        let mut said = SheetMarketPrice { place: self.place, ..SheetMarketPrice::default() };
        if json.is_null() {
            said.price = Some(Value::Blank);
            return Ok(said);
        }
        for (key, value) in object(market, json)? {
            let side = match key.as_str() {
                "price" => &mut said.price,
                "compare_at_price" => &mut said.compare_at,
                _ => {
                    self.unknown(key);
                    continue;
                }
            };
            let read = scalar(key, value).and_then(|text| cell::price(&text));
            *side = self.checked(key, value, read)?;
        }
        Ok(said)
    }

    /// Leaves a field alone that cannot be read.
    fn checked(&mut self, key: &str, json: &Json, cell: Cell) -> Result<Option<Value>, Problem> {
        cell.or_else(|problem| {
            let shown = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
            self.notes.push(
                Finding::new(
                    problem.code,
                    Severity::Warning,
                    format!("{}. This field was left alone", problem.advice),
                )
                .at(self.place)
                .column(key)
                .product(self.product.clone())
                .value(&shown),
            );
            Ok(None)
        })
    }

    fn unknown(&mut self, key: &str) {
        let advice = "this key is unknown and not read";
        self.notes.count(FindingCode::UnknownColumn, Severity::Note, key, "", self.place, advice);
    }
}

fn product_value(field: ProductField, json: &Json) -> Cell {
    match field {
        ProductField::Tags => match json {
            Json::Null => Ok(Some(Value::Blank)),
            Json::Array(tags) => {
                let tags =
                    tags.iter().map(|tag| tag.as_str().map(str::to_owned).ok_or_else(|| wrong("tags")));
                Ok(Some(Value::tags(tags.collect::<Result<_, _>>()?)))
            }
            _ => Err(wrong("tags")),
        },
        ProductField::Published | ProductField::GiftCard => boolean(field.name(), json),
        ProductField::Title if json.is_null() => Ok(None),
        ProductField::Status => cell::product(field, &scalar(field.name(), json)?),
        _ => plain_text(field.name(), json),
    }
}

fn variant_value(field: VariantField, json: &Json) -> Cell {
    match field {
        VariantField::Price
        | VariantField::CompareAtPrice
        | VariantField::Cost
        | VariantField::WeightGrams
        | VariantField::WeightUnit
        | VariantField::InventoryPolicy
        | VariantField::Image => cell::variant(field, &scalar(field.name(), json)?),
        VariantField::Tracked | VariantField::RequiresShipping | VariantField::Taxable => {
            boolean(field.name(), json)
        }
        VariantField::Sku
        | VariantField::Barcode
        | VariantField::TaxCode
        | VariantField::HsCode
        | VariantField::CountryOfOrigin
        | VariantField::UnitPrice => plain_text(field.name(), json),
    }
}

fn option(json: &Json) -> Result<SheetOption, Problem> {
    let json = object("options", json)?;
    let name = json.get("name").and_then(Json::as_str).ok_or_else(|| wrong("name"))?.to_owned();
    let linked_to = json.get("linked_to").map(|value| key_text("linked_to", value)).transpose()?.flatten();
    Ok(SheetOption { name, linked_to })
}

fn plain_text(key: &str, json: &Json) -> Cell {
    match json {
        Json::Null => Ok(Some(Value::Blank)),
        Json::String(text) => Ok(Some(Value::text(text.as_str()))),
        _ => Err(wrong(key)),
    }
}

fn boolean(key: &str, json: &Json) -> Cell {
    match json {
        Json::Null => Ok(None),
        Json::Bool(flag) => Ok(Some(Value::Bool(*flag))),
        _ => Err(Problem::new(FindingCode::NotABoolean, format!("\"{key}\" takes true or false"))),
    }
}

/// Returns the text of a scalar, for fields that are read by the same rules as a cell. Null is blank.
fn scalar(key: &str, json: &Json) -> Result<String, Problem> {
    match json {
        Json::Null => Ok(String::new()),
        Json::String(text) => Ok(text.clone()),
        Json::Number(number) => Ok(number.to_string()),
        _ => Err(wrong(key)),
    }
}

fn key_text(key: &str, json: &Json) -> Result<Option<String>, Problem> {
    Ok(Some(scalar(key, json)?).filter(|text| !text.is_empty()))
}

fn list<'a>(key: &str, json: &'a Json) -> Result<&'a Vec<Json>, Problem> {
    json.as_array().ok_or_else(|| wrong(key))
}

fn object<'a>(key: &str, json: &'a Json) -> Result<&'a Map<String, Json>, Problem> {
    json.as_object().ok_or_else(|| wrong(key))
}

fn wrong(key: &str) -> Problem {
    Problem::new(FindingCode::NotAProduct, format!("\"{key}\" does not hold what belongs there"))
}
