//! What one product needs.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::catalog::{ProductField, SheetProduct, StoreProduct};
use crate::finding::{Finding, FindingCode, Severity};
use crate::operation::{Subject, Work};
use crate::value::Value;

use super::draft::{Draft, change};
use super::equal::product_field_equal;
use super::markets::Priced;
use super::policy::{Missing, Policy, SheetKind};
use super::{channels, create, handles, images, linked, markets, metafields, variants};

/// Plans a product of the sheet against the store's, or its creation.
pub(super) fn plan(
    key: &str,
    sheet: &SheetProduct,
    store: Option<&StoreProduct>,
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> Vec<Draft> {
    let pictured = images::with_variant_pictures(sheet, store.map_or(&[], |store| &store.images));
    let adds_only = matches!(pictured, Cow::Owned(_));
    let (resolved, links) = linked::resolve(key, &pictured, store, policy, findings);
    let sheet = &*resolved;
    let Some(store) = store else {
        if policy.kind == SheetKind::Products && sheet.handle.is_some() {
            if let Some(taken) = handles::taken_from_new(key, sheet, policy) {
                findings.push(taken);
                return Vec::new();
            }
            let mut drafts = create::create(key, sheet, links, policy, findings);
            if !drafts.is_empty() {
                let new = sheet.variants.iter();
                let priced: Vec<_> = new.map(|one| Priced::new(one, None, &one.option_values)).collect();
                markets::plan(key, &priced, &[0], policy, &mut drafts, findings);
            }
            return drafts;
        }
        findings.push(
            Finding::new(
                FindingCode::NoMatch,
                Severity::Refused,
                "the store has no such product, so the row was left out",
            )
            .at(sheet.place)
            .product(key),
        );
        return Vec::new();
    };
    let mut drafts = Vec::new();
    drafts.extend(fields(sheet, store, policy, findings));
    let mut images_draft = None;
    if (policy.owns_lists || adds_only)
        && let Some(wanted) = images::that_fit(sheet, store, findings)
        && let Some((slots, changes)) = images::diff(wanted, &store.images)
    {
        images_draft = Some(drafts.len());
        drafts.push(Draft::new(Work::SetImages { images: slots }, Some(sheet.place), changes));
    }
    let matched = variants::plan(&store.handle, sheet, store, policy, images_draft, &mut drafts, findings);
    if policy.kind == SheetKind::Products {
        metafields::plan(&sheet.metafields, store, &matched.both, policy, &mut drafts, findings);
        let priced = priced(&matched);
        markets::plan(&store.handle, &priced, &matched.made, policy, &mut drafts, findings);
    }
    drafts.extend(channels::plan(sheet, store, policy));
    drafts
}

/// Returns the variants that can have prices in markets, each with what it is called then.
fn priced<'a>(matched: &variants::Matched<'a>) -> Vec<Priced<'a>> {
    let both = matched.both.iter().map(|(sheet, held)| {
        let values = if matched.is_renamed { &sheet.option_values } else { &held.option_values };
        Priced::new(sheet, Some(held), values)
    });
    both.chain(matched.added.iter().map(|sheet| Priced::new(sheet, None, &sheet.option_values))).collect()
}

/// Plans what becomes of a product that the source does not name.
pub(super) fn missing(store: &StoreProduct, policy: &Policy) -> Option<Draft> {
    let status = match policy.missing {
        Missing::Leave => return None,
        Missing::Delete => {
            let gone = change(Subject::Product, "product", Value::text(&store.handle), Value::Blank);
            return Some(Draft::new(Work::DeleteProduct, None, vec![gone]));
        }
        Missing::Draft => "draft",
        Missing::Archive => "archived",
    };
    let before = store.field(ProductField::Status);
    let hidden = matches!(before.as_text(), Some("archived")) || before.as_text() == Some(status);
    (!hidden).then(|| {
        let after = Value::text(status);
        let shown = change(Subject::Product, ProductField::Status.name(), before.clone(), after.clone());
        let fields = BTreeMap::from([(ProductField::Status, after)]);
        Draft::new(Work::UpdateProduct { fields, category_id: None }, None, vec![shown])
    })
}

fn fields(
    sheet: &SheetProduct,
    store: &StoreProduct,
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> Option<Draft> {
    let mut changed = BTreeMap::new();
    let mut changes = Vec::new();
    let mut category = None;
    if let Some(handle) = handles::wanted(sheet, store, policy, findings) {
        let (before, after) = (Value::text(&store.handle), Value::text(handle));
        changes.push(change(Subject::Product, ProductField::Handle.name(), before, after.clone()));
        changed.insert(ProductField::Handle, after);
    }
    for (field, value) in &sheet.fields {
        let before = store.field(*field);
        // A product is never without a vendor: cleared, it is the shop's own.
        let own = policy.shop_name.as_ref().filter(|_| *field == ProductField::Vendor && value.is_blank());
        let own = own.map(Value::text);
        let value = own.as_ref().unwrap_or(value);
        if product_field_equal(*field, value, before) {
            continue;
        }
        match field {
            ProductField::Published => continue,
            // A product is never without a title or a status: blank says nothing here.
            ProductField::Title | ProductField::Status if value.is_blank() => continue,
            ProductField::GiftCard => {
                if *value == Value::Bool(true) || *before == Value::Bool(true) {
                    findings.push(gift_card_fixed(sheet, store));
                }
                continue;
            }
            ProductField::Category if !value.is_blank() => {
                category = category_id(value, policy, sheet, &store.handle, findings);
                if category.is_none() {
                    continue;
                }
            }
            _ => {}
        }
        changes.push(change(Subject::Product, field.name(), before.clone(), value.clone()));
        changed.insert(*field, value.clone());
    }
    (!changes.is_empty()).then(|| {
        Draft::new(Work::UpdateProduct { fields: changed, category_id: category }, Some(sheet.place), changes)
    })
}

fn gift_card_fixed(sheet: &SheetProduct, store: &StoreProduct) -> Finding {
    Finding::new(
        FindingCode::GiftCardFixed,
        Severity::Warning,
        "whether a product is a gift card is fixed when it is made, so this was left as it is; \
         make a new product instead",
    )
    .at(sheet.place)
    .product(&store.handle)
}

/// Returns the id of a category path; a path the store does not know is a finding.
pub(super) fn category_id(
    value: &Value,
    policy: &Policy,
    sheet: &SheetProduct,
    product: &str,
    findings: &mut Vec<Finding>,
) -> Option<String> {
    let path = value.as_text()?;
    let id = policy.categories.get(path).cloned();
    if id.is_none() && !product_field_equal(ProductField::Category, value, &Value::Blank) {
        findings.push(
            Finding::new(
                FindingCode::UnknownCategory,
                Severity::Warning,
                "Shopify's list of categories does not have this path, so the category was left as it is",
            )
            .at(sheet.place)
            .product(product)
            .value(path),
        );
    }
    id
}
