//! Which product of the store a row of the source means.
//!
//! A key must be unique on both sides to be trusted: a SKU that two products share names neither.

use std::collections::BTreeMap;

use crate::catalog::{SheetProduct, SheetVariant, VariantField};
use crate::finding::{Finding, FindingCode, Severity};
use crate::plan::{MatchBy, SheetKind};

/// A variant of the store that carries a key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    pub product_id: String,
    pub variant_id: String,
}

/// Chooses how to match when the owner does not say: by the first key the whole sheet carries.
pub fn choose(sheet: &[SheetProduct]) -> Option<MatchBy> {
    let every = |has: &dyn Fn(&SheetProduct) -> bool| !sheet.is_empty() && sheet.iter().all(has);
    let field = |field: VariantField| {
        move |product: &SheetProduct| product.variants.iter().any(|variant| key(variant, field).is_some())
    };
    if every(&|product| product.handle.is_some()) {
        Some(MatchBy::Handle)
    } else if every(&|product| {
        product.id.is_some() || product.variants.iter().any(|variant| variant.id.is_some())
    }) {
        Some(MatchBy::Id)
    } else if every(&field(VariantField::Sku)) {
        Some(MatchBy::Sku)
    } else if every(&field(VariantField::Barcode)) {
        Some(MatchBy::Barcode)
    } else {
        None
    }
}

/// Returns the key a variant carries in this field.
pub fn key(variant: &SheetVariant, field: VariantField) -> Option<&str> {
    variant.fields.get(&field).and_then(|value| value.as_text())
}

/// Matches a sheet by SKU or barcode. Rows that fit one product of the store become one sheet product whose
/// variants carry the store's ids; rows that fit none, or more than one, are findings.
///
/// `lookup` returns every variant of the store with the key.
pub fn by_key(
    sheet: Vec<SheetProduct>,
    kind: SheetKind,
    field: VariantField,
    mut lookup: impl FnMut(&str) -> Vec<Hit>,
    findings: &mut Vec<Finding>,
) -> Vec<(Option<String>, SheetProduct)> {
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for variant in sheet.iter().flat_map(|product| &product.variants) {
        if let Some(key) = key(variant, field) {
            *seen.entry(key.to_owned()).or_default() += 1;
        }
    }
    let mut matched: Vec<(Option<String>, SheetProduct)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for mut product in sheet {
        let name = product.handle.clone().unwrap_or_default();
        let mut found: BTreeMap<String, Vec<SheetVariant>> = BTreeMap::new();
        let mut refused = 0;
        let (mut unmatched, variants) = (Vec::new(), std::mem::take(&mut product.variants));
        for mut variant in variants {
            let Some(key) = key(&variant, field).map(str::to_owned) else {
                refused += 1;
                findings.push(no_key(&variant, field, &name));
                continue;
            };
            let mut hits = lookup(&key);
            if seen.get(&key).is_some_and(|times| *times > 1) {
                refused += 1;
                findings.push(ambiguous(&variant, field, &key, "several rows of the file carry this key"));
                continue;
            }
            match (hits.pop(), hits.is_empty()) {
                (None, _) => unmatched.push(variant),
                (Some(hit), true) => {
                    variant.id = Some(hit.variant_id);
                    found.entry(hit.product_id).or_default().push(variant);
                }
                (Some(_), false) => {
                    refused += 1;
                    findings.push(ambiguous(
                        &variant,
                        field,
                        &key,
                        "several variants of the store carry this key",
                    ));
                }
            }
        }
        if found.is_empty() && refused == 0 && product.handle.is_some() {
            // A whole new product: the planner decides whether it can be made.
            product.variants = unmatched;
            matched.push((None, product));
            continue;
        }
        for variant in &unmatched {
            findings.push(
                Finding::new(
                    FindingCode::NoMatch,
                    Severity::Refused,
                    "no variant of the store carries this key, so the row was left out",
                )
                .at(variant.place)
                .product(name.clone())
                .value(key(variant, field).unwrap_or_default()),
            );
        }
        let whole = found.len() == 1;
        if found.len() > 1 && kind == SheetKind::Products && product.handle.is_some() {
            findings.push(several_products(&product, found.values().flat_map(|part| part.first()), field));
        }
        for (product_id, variants) in found {
            let part = SheetProduct {
                // Of a row that fits several products none is meant by its handle.
                handle: product.handle.clone().filter(|_| whole),
                fields: if whole { product.fields.clone() } else { BTreeMap::new() },
                options: None,
                images: None,
                variants,
                ..product.clone()
            };
            match places.get(&product_id) {
                Some(place) => {
                    let first = &mut matched[*place].1;
                    first.variants.extend(part.variants);
                    if part.handle.is_some() && first.handle != part.handle {
                        findings.push(several_handles(&product, first));
                        first.handle = None;
                    }
                }
                None => {
                    places.insert(product_id.clone(), matched.len());
                    matched.push((Some(product_id), part));
                }
            }
        }
    }
    matched
}

fn no_key(variant: &SheetVariant, field: VariantField, product: &str) -> Finding {
    Finding::new(
        FindingCode::NothingToMatch,
        Severity::Refused,
        format!("the row has no {}, so nothing tells which product it means", field.name()),
    )
    .at(variant.place)
    .product(product)
}

fn ambiguous(variant: &SheetVariant, field: VariantField, key: &str, why: &str) -> Finding {
    Finding::new(
        FindingCode::AmbiguousMatch,
        Severity::Refused,
        format!("{why}, so the row was left out; make the {} unique or match by another key", field.name()),
    )
    .at(variant.place)
    .value(key)
}

/// `firsts` has a variant of each product.
fn several_products<'a>(
    product: &SheetProduct,
    firsts: impl Iterator<Item = &'a SheetVariant>,
    field: VariantField,
) -> Finding {
    let names: Vec<&str> = firsts.filter_map(|variant| key(variant, field)).collect();
    Finding::new(
        FindingCode::HandleTaken,
        Severity::Warning,
        format!(
            "rows of one handle are several products of the store (those of {}), so each keeps its web address and \
             what belongs to a product as a whole; give each a handle of its own to change that",
            names.join(" and ")
        ),
    )
    .at(product.place)
    .product(product.handle.clone().unwrap_or_default())
}

fn several_handles(product: &SheetProduct, first: &SheetProduct) -> Finding {
    let (one, other) =
        (first.handle.as_deref().unwrap_or_default(), product.handle.as_deref().unwrap_or_default());
    Finding::new(
        FindingCode::ConflictingRows,
        Severity::Warning,
        format!(
            "rows of different handles ({one}, {other}) are one product of the store, so its web address was left as \
             it is; give them one handle to change it"
        ),
    )
    .at(product.place)
    .product(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Value;

    fn row(sku: &str) -> SheetProduct {
        let fields = BTreeMap::from([(VariantField::Sku, Value::text(sku))]);
        SheetProduct { variants: vec![SheetVariant { fields, ..Default::default() }], ..Default::default() }
    }

    fn lookup(key: &str) -> Vec<Hit> {
        let hit =
            |product: &str, variant: &str| Hit { product_id: product.into(), variant_id: variant.into() };
        match key {
            "A" => vec![hit("p1", "v1")],
            "B" => vec![hit("p1", "v2")],
            "TWICE" => vec![hit("p1", "v3"), hit("p2", "v4")],
            _ => Vec::new(),
        }
    }

    #[test]
    fn rows_by_sku() {
        let table: [(&[&str], &[&str], &[FindingCode]); 6] = [
            (&["A"], &["p1: v1"], &[]),
            (&["A", "B"], &["p1: v1 v2"], &[]),
            (&["TWICE"], &[], &[FindingCode::AmbiguousMatch]),
            (&["A", "A"], &[], &[FindingCode::AmbiguousMatch, FindingCode::AmbiguousMatch]),
            (&["UNKNOWN", "B"], &["p1: v2"], &[FindingCode::NoMatch]),
            (&["", "B"], &["p1: v2"], &[FindingCode::NothingToMatch]),
        ];
        for (rows, expected, codes) in table {
            let mut findings = Vec::new();
            let sheet = rows.iter().map(|sku| row(sku)).collect();
            let matched: Vec<String> =
                by_key(sheet, SheetKind::Products, VariantField::Sku, lookup, &mut findings)
                    .iter()
                    .map(|(id, product)| {
                        let ids: Vec<_> = product.variants.iter().map(|v| v.id.clone().unwrap()).collect();
                        format!("{}: {}", id.as_deref().unwrap(), ids.join(" "))
                    })
                    .collect();
            assert_eq!(matched, expected, "{rows:?}");
            assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), codes, "{rows:?}");
        }
    }

    /// What becomes of the handle: of the row of a product, of a row that fits two, of two rows that fit one product.
    #[test]
    fn a_handle_is_of_one_row_and_one_product() {
        let named = |handle: &str, skus: &[&str]| SheetProduct {
            handle: Some(handle.into()),
            variants: skus.iter().flat_map(|sku| row(sku).variants).collect(),
            ..Default::default()
        };
        let hits = |key: &str| match key {
            "A" | "B" => vec![Hit { product_id: "p1".into(), variant_id: key.into() }],
            _ => vec![Hit { product_id: "p2".into(), variant_id: key.into() }],
        };
        for (sheet, handles, codes) in [
            (vec![named("one", &["A", "B"])], vec![Some("one")], vec![]),
            (vec![named("one", &["A", "C"])], vec![None, None], vec![FindingCode::HandleTaken]),
            (vec![named("one", &["A"]), named("one", &["B"])], vec![Some("one")], vec![]),
            (
                vec![named("one", &["A"]), named("two", &["B"])],
                vec![None],
                vec![FindingCode::ConflictingRows],
            ),
        ] {
            let mut findings = Vec::new();
            let matched = by_key(sheet.clone(), SheetKind::Products, VariantField::Sku, hits, &mut findings);
            let found: Vec<_> = matched.iter().map(|(_, product)| product.handle.as_deref()).collect();
            assert_eq!(found, handles, "{sheet:?}");
            assert_eq!(findings.iter().map(|one| one.code).collect::<Vec<_>>(), codes, "{sheet:?}");
        }
    }
}
