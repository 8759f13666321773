//! From the operations of one product to the rows of its review.

use std::collections::BTreeMap;

use evenshelf_core::catalog::{ProductField, VariantField};
use evenshelf_core::collection::{CollectionField, CollectionWork, StoreCollection};
use evenshelf_core::operation::{self, Change, NewVariant, Operation, Work};
use evenshelf_core::plan::narrow::{self, UnitId};
use evenshelf_core::plan::variant_label;
use evenshelf_core::value::Value;
use serde::Deserialize;

use super::cells;
use super::types::{Cell, Sign, Subject};
use crate::ledger::LedgerError;

/// What a row needs of the product as the store holds it.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct HeldProduct {
    #[serde(default)]
    fields: BTreeMap<ProductField, Value>,
    #[serde(default)]
    variants: Vec<HeldVariant>,
}

impl HeldProduct {
    /// Reads a product's body in the mirror.
    pub fn parse(body: &str) -> Result<Self, LedgerError> {
        serde_json::from_str(body).map_err(|error| LedgerError::Content {
            what: "a product of the mirror".into(),
            cause: error.to_string(),
        })
    }

    /// Of a collection a row needs its title alone.
    pub fn of_collection(collection: &StoreCollection) -> Self {
        let title = collection.field(CollectionField::Title).clone();
        Self { fields: BTreeMap::from([(ProductField::Title, title)]), variants: Vec::new() }
    }
}

#[derive(Debug, Clone, Deserialize)]
struct HeldVariant {
    id: String,
    inventory_item_id: String,
    #[serde(default)]
    fields: BTreeMap<VariantField, Value>,
}

/// A row before it is written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct NewRow {
    pub row: u64,
    pub operation: u64,
    /// The first row of its unit.
    pub unit: u64,
    pub sign: Sign,
    pub field: String,
    pub subject: Subject,
    pub sku: Option<String>,
    pub before: Cell,
    pub after: Cell,
    pub percent: Option<f64>,
    pub search: String,
}

/// The rows of a product, what they are called by, and which units need which.
pub(crate) struct ProductRows {
    pub title: String,
    pub rows: Vec<NewRow>,
    pub needs: Vec<(u64, u64)>,
}

/// Makes the rows of a product's operations, numbered from `first` on.
pub(crate) fn rows(operations: &[Operation], held: Option<&HeldProduct>, first: u64) -> ProductRows {
    let title = title(operations, held);
    let skus = Skus::of(operations, held);
    let mut rows: Vec<NewRow> = Vec::new();
    let mut first_rows: BTreeMap<UnitId, u64> = BTreeMap::new();
    for operation in operations {
        let units = narrow::units(operation);
        let changes: Vec<Option<&Change>> = match operation.changes.is_empty() {
            true => vec![None],
            false => operation.changes.iter().map(Some).collect(),
        };
        for (index, change) in changes.into_iter().enumerate() {
            let row = first + rows.len() as u64;
            let unit =
                UnitId { operation: operation.id, unit: units.get(index).copied().unwrap_or_default() };
            let unit = *first_rows.entry(unit).or_insert(row);
            let sku = change.and_then(|change| skus.sku(operation, change));
            rows.push(NewRow {
                row,
                operation: operation.id,
                unit,
                sign: change.map_or(Sign::Changed, Sign::of),
                field: change.map_or_else(|| operation.work.name().to_owned(), |change| change.field.clone()),
                subject: change.map_or(Subject::Product, |change| subject(&operation.work, &change.subject)),
                before: change.map_or(Cell::Blank, |change| cells::short(&change.before)),
                after: change.map_or(Cell::Blank, |change| cells::short(&change.after)),
                percent: change.and_then(cells::percent),
                search: cells::search_text(&operation.product, &title, sku, change),
                sku: sku.map(str::to_owned),
            });
        }
    }
    let variants = held.map(|held| held.variants.len());
    let needs = narrow::needs(operations, variants)
        .into_iter()
        .filter_map(|(unit, needed)| Some((*first_rows.get(&unit)?, *first_rows.get(&needed)?)))
        .collect();
    ProductRows { title, rows, needs }
}

pub(crate) fn is_collection(work: &Work) -> bool {
    matches!(work, Work::Collection(_))
}

pub(crate) fn subject(work: &Work, subject: &operation::Subject) -> Subject {
    match subject {
        operation::Subject::Product if is_collection(work) => Subject::Collection,
        operation::Subject::Product => Subject::Product,
        operation::Subject::Variant { label, .. } => Subject::Variant { label: label.clone() },
        operation::Subject::Image { position } => Subject::Image { position: *position },
        operation::Subject::Level { variant, location } => {
            Subject::Level { variant: variant.clone(), location: location.clone() }
        }
    }
}

/// A product goes by the title it has; a new one by the one it gets; one of which neither is known by its handle.
pub(crate) fn title(operations: &[Operation], held: Option<&HeldProduct>) -> String {
    let of = |fields: &BTreeMap<ProductField, Value>| {
        fields.get(&ProductField::Title).and_then(Value::as_text).map(str::to_owned)
    };
    let planned = || {
        operations.iter().find_map(|operation| match &operation.work {
            Work::CreateProduct(new) => of(&new.fields),
            Work::Collection(CollectionWork::Create(new)) => {
                new.fields.get(&CollectionField::Title).and_then(Value::as_text).map(str::to_owned)
            }
            _ => None,
        })
    };
    held.and_then(|held| of(&held.fields))
        .or_else(planned)
        .unwrap_or_else(|| operations.first().map(|operation| operation.product.clone()).unwrap_or_default())
}

/// The SKUs of a product's variants, by what its changes know them by.
#[derive(Default)]
struct Skus<'a> {
    by_variant: BTreeMap<&'a str, &'a str>,
    by_item: BTreeMap<&'a str, &'a str>,
    /// Of new variants, by their option values.
    by_label: BTreeMap<String, &'a str>,
}

impl<'a> Skus<'a> {
    fn of(operations: &'a [Operation], held: Option<&'a HeldProduct>) -> Self {
        let mut skus = Self::default();
        for variant in held.into_iter().flat_map(|held| &held.variants) {
            if let Some(sku) = text(&variant.fields) {
                skus.by_variant.insert(&variant.id, sku);
                skus.by_item.insert(&variant.inventory_item_id, sku);
            }
        }
        for new in operations.iter().flat_map(|operation| new_variants(&operation.work)) {
            if let Some(sku) = text(&new.fields) {
                skus.by_label.insert(variant_label(&new.option_values), sku);
            }
        }
        skus
    }

    fn sku(&self, operation: &Operation, change: &Change) -> Option<&'a str> {
        match (&change.subject, &operation.work) {
            (operation::Subject::Variant { id: Some(id), .. }, _) => self.by_variant.get(id.as_str()),
            (operation::Subject::Level { .. }, Work::SetQuantity(edit) | Work::ActivateLevel(edit)) => {
                self.by_item.get(edit.inventory_item_id.as_str())
            }
            (operation::Subject::Variant { id: None, label }, _)
            | (operation::Subject::Level { variant: label, .. }, _) => self.by_label.get(label),
            (operation::Subject::Product | operation::Subject::Image { .. }, _) => None,
        }
        .copied()
    }
}

fn text(fields: &BTreeMap<VariantField, Value>) -> Option<&str> {
    fields.get(&VariantField::Sku).and_then(Value::as_text)
}

fn new_variants(work: &Work) -> Vec<&NewVariant> {
    match work {
        Work::CreateProduct(new) => new.variants.iter().collect(),
        Work::CreateVariants { variants } => variants.iter().collect(),
        Work::ReplaceVariants { variants, .. } => variants.iter().map(|slot| &slot.variant).collect(),
        _ => Vec::new(),
    }
}
