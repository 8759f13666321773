//! Recognises the columns of a file and what kind of file they make.

use super::names;
use crate::catalog::{MetafieldOwner, ProductField, QuantityName, VariantField};
use crate::finding::{Finding, FindingCode, Severity};
use crate::market::{compare_at_field, price_field};
use crate::metafield::field_name;
use crate::plan::SheetKind;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    Handle,
    ProductId,
    VariantId,
    Product(ProductField),
    Variant(VariantField),
    OptionName(usize),
    OptionValue(usize),
    OptionLink(usize),
    UnitPrice(UnitPart),
    /// Not a field of ours: it only tells a variant's row, and an unusual service is worth a note.
    Fulfillment,
    /// Stock at the location of the row, or at the only one.
    Quantity(QuantityName),
    Location,
    /// Stock at the location that the header names.
    LocationQuantity(String, QuantityName),
    ImageSrc,
    ImagePosition,
    ImageAlt,
    Metafield {
        owner: MetafieldOwner,
        namespace: String,
        key: String,
    },
    Market {
        /// As the header spells it.
        market: String,
        what: MarketPart,
    },
    /// An instruction to another tool, such as `DELETE`.
    Command,
    /// Known, and of no use to a sync: a finding says why.
    ReadOnly(Why),
    Unknown,
}

impl Column {
    /// Returns the code of what the column fills; `None` where a sync makes nothing of it.
    pub fn field(&self) -> Option<String> {
        let code = match self {
            Self::Handle => "handle",
            Self::ProductId => "product_id",
            Self::VariantId => "variant_id",
            Self::Product(field) => field.name(),
            Self::Variant(field) => field.name(),
            Self::OptionName(place) => return Some(format!("option{}_name", place + 1)),
            Self::OptionValue(place) => return Some(format!("option{}_value", place + 1)),
            Self::OptionLink(place) => return Some(format!("option{}_linked_to", place + 1)),
            Self::UnitPrice(_) => VariantField::UnitPrice.name(),
            Self::Quantity(name) | Self::LocationQuantity(_, name) => name.name(),
            Self::Metafield { namespace, key, .. } => return Some(field_name(namespace, key)),
            Self::Market { market, what: MarketPart::Price } => return Some(price_field(market)),
            Self::Market { market, what: MarketPart::CompareAt } => return Some(compare_at_field(market)),
            Self::Location => "location",
            Self::ImageSrc => "image",
            Self::ImagePosition => "image_position",
            Self::ImageAlt => "image_alt",
            Self::Fulfillment
            | Self::Market { what: MarketPart::Included, .. }
            | Self::Command
            | Self::ReadOnly(_)
            | Self::Unknown => return None,
        };
        Some(code.to_owned())
    }
}

/// Why a known column is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Shopify works it out itself.
    WorkedOut,
    /// Another column of the file says what the stock is to be.
    OtherQuantity,
    /// An inventory file speaks of quantities alone.
    NoQuantity,
    /// A column of a later generation stands beside it.
    Forerunner,
    /// It repeats another column.
    Repeated,
}

impl Why {
    /// Returns what the owner is told; what a column repeats is told where it is found.
    fn advice(self) -> Option<&'static str> {
        match self {
            Self::WorkedOut => Some("Shopify works this out itself, so the column is not read"),
            Self::OtherQuantity => {
                Some("another column of the file says what the stock is to be, so this one is not read")
            }
            Self::NoQuantity => Some(
                "an inventory file sets quantities alone, so this column is not read; a product file changes it",
            ),
            Self::Forerunner => Some("an older name of a column that the file has as well; that one is read"),
            Self::Repeated => None,
        }
    }
}

/// What a column says of a market.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarketPart {
    /// Whether the product is sold there.
    Included,
    Price,
    CompareAt,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnitPart {
    Total,
    TotalUnit,
    Base,
    BaseUnit,
}

/// The recognised header of a file.
#[derive(Debug, Clone)]
pub struct Header {
    pub kind: SheetKind,
    /// As the file spells them, without a byte order mark and outer blanks.
    pub names: Vec<String>,
    pub columns: Vec<Column>,
    /// Pairs of columns that mean the same: the first is read, and only where the second agrees or is blank.
    pub repeated: Vec<(usize, usize)>,
    pub findings: Vec<Finding>,
}

/// Why no product can be read under a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderProblem {
    /// No column names a product: no handle, no id, no SKU, no barcode.
    NoKey,
    /// There is a key but nothing that belongs to it.
    NothingBesideKey,
}

impl Header {
    /// Recognises a header row. Unknown and repeated columns become findings, never failures.
    pub fn recognise(cells: &[String]) -> Result<Self, HeaderProblem> {
        let names: Vec<String> = cells
            .iter()
            .map(|cell| cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned())
            .collect();
        let mut columns: Vec<Column> = names.iter().map(|name| names::column(name)).collect();
        drop_forerunners(&names, &mut columns);
        let kind = settle_kind(&names, &mut columns);
        let mut header = Self { kind, names, columns, repeated: Vec::new(), findings: Vec::new() };
        let keyed = header.has_any(|column| {
            matches!(
                column,
                Column::Handle
                    | Column::ProductId
                    | Column::VariantId
                    | Column::Variant(VariantField::Sku | VariantField::Barcode)
            )
        });
        if !keyed {
            return Err(HeaderProblem::NoKey);
        }
        if header
            .columns
            .iter()
            .filter(|column| !matches!(column, Column::Unknown | Column::ReadOnly(_)))
            .count()
            < 2
        {
            return Err(HeaderProblem::NothingBesideKey);
        }
        header.find_repeated();
        header.report_unknown();
        Ok(header)
    }

    pub fn has(&self, column: &Column) -> bool {
        self.columns.contains(column)
    }

    pub fn has_any(&self, matches: impl Fn(&Column) -> bool) -> bool {
        self.columns.iter().any(matches)
    }

    pub fn position(&self, column: &Column) -> Option<usize> {
        self.columns.iter().position(|c| c == column)
    }

    /// Tells a header row that was repeated inside the file, as happens when sheets are pasted together.
    pub fn is_repeated_by(&self, cells: &[String]) -> bool {
        cells.len() == self.names.len()
            && cells.iter().zip(&self.names).all(|(cell, name)| names::folded(cell) == names::folded(name))
    }

    fn find_repeated(&mut self) {
        for later in 1..self.columns.len() {
            if matches!(self.columns[later], Column::Unknown | Column::ReadOnly(_) | Column::Command) {
                continue;
            }
            let Some(first) = self.columns[..later].iter().position(|c| *c == self.columns[later]) else {
                continue;
            };
            self.repeated.push((first, later));
            // Shopify's own export has some metafields twice: only where they disagree is there something to tell.
            let is_usual = matches!(self.columns[first], Column::Metafield { .. });
            self.columns[later] = Column::ReadOnly(Why::Repeated);
            if is_usual {
                continue;
            }
            let advice = format!(
                "means the same as column \"{}\"; that one is read, and only where both agree",
                self.names[first]
            );
            self.findings.push(
                Finding::new(FindingCode::RepeatedColumn, Severity::Warning, advice)
                    .column(self.names[later].clone()),
            );
        }
    }

    fn report_unknown(&mut self) {
        for (name, column) in self.names.iter().zip(&self.columns) {
            match column {
                Column::Unknown if name.is_empty() => {}
                Column::Unknown => self.findings.push(
                    Finding::new(
                        FindingCode::UnknownColumn,
                        Severity::Note,
                        "this column is unknown and not read",
                    )
                    .column(name.clone()),
                ),
                Column::LocationQuantity(location, _) if self.kind == SheetKind::Inventory => {
                    self.findings.push(
                        Finding::new(
                            FindingCode::LocationColumn,
                            Severity::Note,
                            format!("this column is read as the stock at location \"{location}\""),
                        )
                        .column(name.clone()),
                    );
                }
                Column::ReadOnly(why) => {
                    if let Some(advice) = why.advice() {
                        let finding = Finding::new(FindingCode::NotEditable, Severity::Note, advice);
                        self.findings.push(finding.column(name.clone()));
                    }
                }
                _ => {}
            }
        }
    }
}

/// `Standard Product Type` and `Custom Product Type` came before `Product Category` and `Type`: where both
/// generations stand in one file, the old column only repeats the new one in other words.
fn drop_forerunners(names: &[String], columns: &mut [Column]) {
    for field in [ProductField::Category, ProductField::ProductType] {
        let old = |name: &str| {
            let name = names::folded(name);
            name.starts_with("standard") || name.starts_with("custom")
        };
        let has_new = (0..columns.len()).any(|i| columns[i] == Column::Product(field) && !old(&names[i]));
        for i in 0..columns.len() {
            if has_new && columns[i] == Column::Product(field) && old(&names[i]) {
                columns[i] = Column::ReadOnly(Why::Forerunner);
            }
        }
    }
}

/// Decides which kind of file it is, and gives the columns the meaning they have in that kind.
fn settle_kind(names: &[String], columns: &mut [Column]) -> SheetKind {
    settle_quantities(names, columns);
    let has = |wanted: &dyn Fn(&Column) -> bool| columns.iter().any(wanted);
    let products = has(&|column| match column {
        Column::Product(field) => *field != ProductField::Title,
        Column::Variant(field) => !matches!(
            field,
            VariantField::Sku | VariantField::Barcode | VariantField::HsCode | VariantField::CountryOfOrigin
        ),
        Column::ImageSrc
        | Column::OptionLink(_)
        | Column::UnitPrice(_)
        | Column::Fulfillment
        | Column::Metafield { .. }
        | Column::Market { .. }
        | Column::Command => true,
        _ => false,
    });
    let stock = names.iter().zip(columns.iter()).any(|(name, column)| match column {
        Column::Location => true,
        Column::Quantity(_) => {
            let name = names::folded(name);
            name.starts_with("available") || name.starts_with("on hand")
        }
        _ => false,
    });
    let customs = has(&|column| {
        matches!(column, Column::Variant(VariantField::HsCode | VariantField::CountryOfOrigin))
    });
    // Shopify's inventory files have no barcodes; a file with some is a list of products.
    let per_location =
        !has(&|column| matches!(column, Column::Quantity(_) | Column::Variant(VariantField::Barcode)))
            && has(&|column| *column == Column::OptionValue(0))
            && has(&|column| *column == Column::Variant(VariantField::Sku))
            && has(&|column| *column == Column::Unknown);
    let handle = has(&|column| *column == Column::Handle);
    if products || !(stock || handle && (customs || per_location)) {
        return SheetKind::Products;
    }
    let old_form = !stock;
    for (name, column) in names.iter().zip(columns.iter_mut()) {
        match column {
            Column::Unknown if old_form && !name.is_empty() => {
                *column = Column::LocationQuantity(name.clone(), QuantityName::Available);
            }
            Column::Variant(VariantField::HsCode | VariantField::CountryOfOrigin) => {
                *column = Column::ReadOnly(Why::NoQuantity);
            }
            _ => {}
        }
    }
    SheetKind::Inventory
}

/// Where a file has a column made for editing, that one alone says what the stock is to be. A file that has both what
/// is available and what is on hand keeps both: the plan compares them.
fn settle_quantities(names: &[String], columns: &mut [Column]) {
    let folded: Vec<String> = names.iter().map(|name| names::folded(name)).collect();
    let editable = folded.iter().any(|name| name == "on hand (new)");
    for (name, column) in folded.iter().zip(columns.iter_mut()) {
        if matches!(column, Column::Quantity(_)) && editable && name != "on hand (new)" {
            *column = Column::ReadOnly(Why::OtherQuantity);
        }
    }
    if !columns.iter().any(|column| matches!(column, Column::Quantity(_)))
        && let Some(current) = folded.iter().position(|name| name == "on hand (current)")
    {
        columns[current] = Column::Quantity(QuantityName::OnHand);
    }
}
