//! From a sheet and the mirror to a plan on disk. Reads the ledger; sends nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use evenshelf_core::catalog::{ProductField, SheetProduct, StoreProduct, VariantField, canonical_handle};
use evenshelf_core::cost::write_points;
use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::matching::{self, Hit};
use evenshelf_core::normalize::{RefusedProduct, Sheet};
use evenshelf_core::plan::{
    Budget, MatchBy, Missing, Needs, Planner, Policy, Release, SheetKind, Strategy, product_field_equal,
};
use evenshelf_core::value::Value;
use rusqlite::Connection;

use crate::error::EngineError;
use crate::ledger::stores::Store;
use crate::ledger::{Ledger, LedgerError, locations, mirror};
use crate::plan_file::{HeadParts, PlanFile, PlanWriter};
use crate::progress::{Observer, Progress};

/// Products between two words about progress.
const PROGRESS_EVERY: u64 = 500;

/// What the owner asks of a plan.
#[derive(Debug, Clone, Default)]
pub struct PlanAsked {
    pub match_by: Option<MatchBy>,
    pub missing: Missing,
    pub release: Release,
    pub strategy: Option<Strategy>,
}

/// What the plan needs to know of the store besides its mirror.
#[derive(Debug, Default)]
pub(crate) struct Surroundings {
    /// Taxonomy paths with their ids, as far as the store knows them.
    pub categories: BTreeMap<String, String>,
    pub budget: Budget,
    /// How many products this source named when it was last applied.
    pub previous_products: Option<u64>,
}

/// Returns the category paths of the sheet that the mirror does not already hold for their product.
pub(crate) fn unknown_categories(
    ledger: &Ledger,
    store: &Store,
    sheet: &Sheet,
) -> Result<BTreeSet<String>, EngineError> {
    let wanted = ledger.read(|conn| {
        let mut wanted = BTreeSet::new();
        for product in &sheet.products {
            let Some(path) = product.fields.get(&ProductField::Category) else { continue };
            let held = match &product.handle {
                Some(handle) => by_handle(conn, store.id, handle)?,
                None => None,
            };
            let held = held.as_ref().map_or(&Value::Blank, |held| held.field(ProductField::Category));
            if !product_field_equal(ProductField::Category, path, held)
                && let Some(path) = path.as_text()
            {
                wanted.insert(path.to_owned());
            }
        }
        Ok(wanted)
    })?;
    Ok(wanted)
}

/// Plans the sheet against the mirror.
pub(crate) fn plan(
    ledger: &Ledger,
    store: &Store,
    source: &str,
    sheet: Sheet,
    asked: &PlanAsked,
    around: Surroundings,
    folder: &Path,
    observer: &Observer,
) -> Result<PlanFile, EngineError> {
    let match_by = match asked.match_by.or_else(|| matching::choose(&sheet.products)) {
        Some(match_by) => match_by,
        None if sheet.products.is_empty() => MatchBy::Handle,
        None => {
            return Err(EngineError::Usage(
                "the file has neither handle, id, SKU nor barcode in every product; \
                 choose the key with --match"
                    .into(),
            ));
        }
    };
    let mut sheet = sheet;
    name_blank_vendors(&mut sheet, store.shop_name.as_deref());
    let kind = sheet.kind;
    let whole_lists = kind == SheetKind::Products && matches!(match_by, MatchBy::Handle | MatchBy::Id);
    let locations = ledger.read(|conn| locations::list(conn, store.id))?;
    let default_location = store.default_location.as_ref().and_then(|name| {
        locations.iter().find(|location| location.name == *name).map(|location| location.id.clone())
    });
    let policy = Policy {
        kind,
        owns_lists: whole_lists,
        missing: if kind == SheetKind::Products { asked.missing } else { Missing::Leave },
        release: asked.release.clone(),
        locations,
        default_location,
        categories: around.categories,
        previous_products: around.previous_products,
        ..Policy::default()
    };
    let mut findings = sheet.findings;
    // A row that could not be read may have named any product: then none can be called missing.
    let nameless = sheet.refused.iter().any(|refused| refused.handle.is_none() && refused.id.is_none());
    if nameless && policy.missing != Missing::Leave {
        findings.push(missing_unknown(&sheet.refused));
    }
    let names_missing = policy.missing != Missing::Leave && !nameless;
    let digest = sheet.digest;
    let mut writer = PlanWriter::new(folder)?;
    let mut planner = Planner::new(policy);
    let mut failure = None;
    ledger.read(|conn| {
        let mut named = refused_products(conn, store.id, &sheet.refused)?;
        let matched = match_products(conn, store.id, sheet.products, match_by, &mut named, &mut findings)?;
        let mut seen = BTreeSet::new();
        for (index, (id, product)) in matched.into_iter().enumerate() {
            let held = match &id {
                Some(id) => mirror::by_id(conn, store.id, id)?,
                None => None,
            };
            let key = key_of(&product, held.as_ref());
            if !seen.insert(held.as_ref().map_or(key.clone(), |held| held.id.clone())) {
                findings.push(named_twice(&product, &key));
                continue;
            }
            named.extend(id);
            for operation in planner.product(&key, &product, held.as_ref()) {
                if let Err(error) = writer.push(&operation) {
                    failure = Some(error);
                    return Ok(());
                }
            }
            if (index as u64 + 1).is_multiple_of(PROGRESS_EVERY) {
                observer(Progress::Planning { products: index as u64 + 1 });
            }
        }
        if names_missing {
            mirror::for_each(conn, store.id, |held| {
                if failure.is_none()
                    && !named.contains(&held.id)
                    && let Some(operation) = planner.missing(&held)
                    && let Err(error) = writer.push(&operation)
                {
                    failure = Some(error);
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    if let Some(error) = failure {
        return Err(error);
    }
    let store_products = ledger.read(|conn| mirror::count(conn, store.id))?;
    let (judge, more) = planner.finish(store_products);
    findings.extend(more);
    let needs = std::cell::RefCell::new(Needs::default());
    writer.finish(
        judge,
        HeadParts { store: &store.name, source, source_digest: &digest, findings },
        |operation| needs.borrow_mut().add(operation, u64::from(write_points(&operation.work))),
        || needs.borrow().forecast(asked.strategy, around.budget),
    )
}

/// A product cannot be without a vendor: where it is cleared, Shopify enters the shop's own name. The plan says so,
/// and a file that leaves the cell blank is even with the store afterwards.
fn name_blank_vendors(sheet: &mut Sheet, shop_name: Option<&str>) {
    let Some(shop_name) = shop_name else { return };
    for product in &mut sheet.products {
        if let Some(vendor) = product.fields.get_mut(&ProductField::Vendor)
            && vendor.is_blank()
        {
            *vendor = Value::text(shop_name);
        }
    }
}

/// Finds the store's product for each of the sheet's.
fn match_products(
    conn: &Connection,
    store: i64,
    products: Vec<SheetProduct>,
    match_by: MatchBy,
    named: &mut BTreeSet<String>,
    findings: &mut Vec<Finding>,
) -> Result<Vec<(Option<String>, SheetProduct)>, LedgerError> {
    match match_by {
        MatchBy::Handle => products
            .into_iter()
            .map(|product| {
                let held = match &product.handle {
                    Some(handle) => by_handle(conn, store, handle)?,
                    None => None,
                };
                Ok((held.map(|held| held.id), product))
            })
            .collect(),
        MatchBy::Id => products
            .into_iter()
            .map(|product| {
                let id =
                    match (&product.id, product.variants.first().and_then(|variant| variant.id.as_deref())) {
                        (Some(id), _) => Some(global_id("Product", id)),
                        (None, Some(variant)) => {
                            mirror::product_of(conn, store, &global_id("ProductVariant", variant))?
                        }
                        (None, None) => None,
                    };
                Ok((id, product))
            })
            .collect(),
        MatchBy::Sku | MatchBy::Barcode => {
            let field = if match_by == MatchBy::Sku { VariantField::Sku } else { VariantField::Barcode };
            let mut failure = None;
            let lookup = |key: &str| {
                let keys = if match_by == MatchBy::Sku {
                    mirror::by_sku(conn, store, key)
                } else {
                    mirror::by_barcode(conn, store, key)
                };
                let keys = keys.unwrap_or_else(|error| {
                    failure = Some(error);
                    Vec::new()
                });
                // A row that fits several products is refused, but none of them is missing from the file.
                named.extend(keys.iter().map(|(product, _)| product.clone()));
                keys.into_iter().map(|(product_id, variant_id)| Hit { product_id, variant_id }).collect()
            };
            let matched = matching::by_key(products, field, lookup, findings);
            match failure {
                Some(error) => Err(error),
                None => Ok(matched),
            }
        }
    }
}

/// Returns the products of the store that the file names in rows that were refused.
fn refused_products(
    conn: &Connection,
    store: i64,
    refused: &[RefusedProduct],
) -> Result<BTreeSet<String>, LedgerError> {
    let mut named = BTreeSet::new();
    for product in refused {
        if let Some(handle) = &product.handle {
            named.extend(by_handle(conn, store, handle)?.map(|held| held.id));
        }
        named.extend(product.id.as_ref().map(|id| global_id("Product", id)));
    }
    Ok(named)
}

fn missing_unknown(refused: &[RefusedProduct]) -> Finding {
    let finding = Finding::new(
        FindingCode::NoHandle,
        Severity::Warning,
        "a row could not be read, so it is not known which products the file leaves out; nothing was done \
         about missing products",
    );
    let nameless = refused.iter().find(|refused| refused.handle.is_none() && refused.id.is_none());
    match nameless {
        Some(row) => finding.at(row.place),
        None => finding,
    }
}

fn by_handle(conn: &Connection, store: i64, handle: &str) -> Result<Option<StoreProduct>, LedgerError> {
    match mirror::by_handle(conn, store, handle)? {
        Some(held) => Ok(Some(held)),
        None => {
            let canonical = canonical_handle(handle);
            if canonical == handle { Ok(None) } else { mirror::by_handle(conn, store, &canonical) }
        }
    }
}

fn global_id(kind: &str, id: &str) -> String {
    if id.starts_with("gid://") { id.to_owned() } else { format!("gid://shopify/{kind}/{}", id.trim()) }
}

/// Returns how people know the product: its handle, else the first SKU or barcode, else its row.
fn key_of(product: &SheetProduct, held: Option<&StoreProduct>) -> String {
    if let Some(held) = held {
        return held.handle.clone();
    }
    if let Some(handle) = &product.handle {
        return canonical_handle(handle);
    }
    let keys = [VariantField::Sku, VariantField::Barcode];
    product
        .variants
        .iter()
        .flat_map(|variant| keys.iter().filter_map(|field| matching::key(variant, *field)))
        .next()
        .map_or_else(|| format!("row {}", product.place.record), str::to_owned)
}

fn named_twice(product: &SheetProduct, key: &str) -> Finding {
    Finding::new(
        FindingCode::DuplicateProduct,
        Severity::Refused,
        "an earlier row of the file names the same product, so this one was left out",
    )
    .at(product.place)
    .product(key)
}
