//! A product the store does not have.

use std::collections::BTreeMap;

use crate::catalog::{MetafieldOwner, ProductField, SheetProduct, SheetVariant, VariantField};
use crate::finding::{Finding, FindingCode, Severity};
use crate::operation::{Change, ImageSlot, NewProduct, NewVariant, OptionLink, Subject, Work};
use crate::value::Value;

use super::draft::{Draft, change, variant_label};
use super::policy::Policy;
use super::{channels, metafields, stock};

/// Plans the creation of a product, its publication and the quantities that have nowhere to go.
pub(super) fn create(
    handle: &str,
    sheet: &SheetProduct,
    links: Vec<OptionLink>,
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> Vec<Draft> {
    let Some(title) = sheet.fields.get(&ProductField::Title).filter(|title| !title.is_blank()) else {
        findings.push(
            Finding::new(
                FindingCode::NoMatch,
                Severity::Refused,
                "the store has no such product, and without a title it cannot be made; \
                 check the handle, or add a title to create it",
            )
            .at(sheet.place)
            .product(handle),
        );
        return Vec::new();
    };
    let mut held = Vec::new();
    let (mut fields, mut changes) = (BTreeMap::new(), Vec::new());
    changes.push(change(Subject::Product, "handle", Value::Blank, Value::text(handle)));
    changes.push(change(Subject::Product, ProductField::Title.name(), Value::Blank, title.clone()));
    let mut category_id = None;
    for (field, value) in &sheet.fields {
        match field {
            ProductField::Published | ProductField::Status => continue,
            ProductField::Category => {
                category_id = super::product::category_id(value, policy, sheet, handle, findings);
                if category_id.is_none() {
                    continue;
                }
            }
            // Shopify's defaults: nothing, and no gift card.
            _ if value.is_blank() => continue,
            ProductField::GiftCard if *value == Value::Bool(false) => continue,
            _ => {}
        }
        if *field != ProductField::Title {
            changes.push(change(Subject::Product, field.name(), Value::Blank, value.clone()));
        }
        fields.insert(*field, value.clone());
    }
    let status = match sheet.fields.get(&ProductField::Status) {
        Some(Value::Text(status)) => status.clone(),
        _ => "active".to_owned(),
    };
    fields.insert(ProductField::Status, Value::text(&status));
    changes.push(change(Subject::Product, ProductField::Status.name(), Value::Blank, Value::text(status)));

    let images: Vec<ImageSlot> = sheet
        .images
        .iter()
        .flatten()
        .map(|image| ImageSlot {
            id: None,
            src: image.src.clone(),
            alt: image.alt.clone().unwrap_or_default(),
        })
        .collect();
    for (index, image) in images.iter().enumerate() {
        let subject = Subject::Image { position: index as u32 + 1 };
        changes.push(change(subject.clone(), "image", Value::Blank, Value::text(&image.src)));
        if !image.alt.is_empty() {
            changes.push(change(subject, "image_alt", Value::Blank, Value::text(&image.alt)));
        }
    }
    let mut variants: Vec<NewVariant> = sheet
        .variants
        .iter()
        .map(|variant| new_variant(handle, variant, policy, &mut changes, &mut held, findings))
        .collect();
    // A source without any variant column: the product still is something that can be sold.
    if variants.is_empty() {
        variants.push(NewVariant::default());
    }

    let metafields = metafields::new(
        MetafieldOwner::Product,
        handle,
        &Subject::Product,
        &sheet.metafields,
        policy,
        &mut changes,
        findings,
    );
    let product = NewProduct {
        handle: handle.to_owned(),
        fields,
        category_id,
        options: sheet.options.clone().unwrap_or_default(),
        variants,
        images,
        metafields,
        links,
        store_publishes: channels::store_publishes(sheet, policy),
    };
    let mut drafts = vec![Draft::new(Work::CreateProduct(product), Some(sheet.place), changes)];
    drafts.extend(channels::new(sheet, policy));
    drafts.extend(held);
    drafts
}

/// Builds a variant that does not exist yet and lists what it will hold.
pub(super) fn new_variant(
    handle: &str,
    sheet: &SheetVariant,
    policy: &Policy,
    changes: &mut Vec<Change>,
    held: &mut Vec<Draft>,
    findings: &mut Vec<Finding>,
) -> NewVariant {
    let label = variant_label(&sheet.option_values);
    let subject = || Subject::Variant { id: None, label: label.clone() };
    changes.push(change(subject(), "variant", Value::Blank, Value::text(&label)));
    let mut fields = BTreeMap::new();
    let mut image = None;
    for (field, value) in &sheet.fields {
        if value.is_blank() {
            continue;
        }
        changes.push(change(subject(), field.name(), Value::Blank, value.clone()));
        match field {
            VariantField::Image => image = value.as_text().map(str::to_owned),
            _ => {
                fields.insert(*field, value.clone());
            }
        }
    }
    let metafields = metafields::new(
        MetafieldOwner::Variant,
        handle,
        &subject(),
        &sheet.metafields,
        policy,
        changes,
        findings,
    );
    let quantities = stock::new(handle, &label, &sheet.quantities, policy, changes, held, findings);
    NewVariant { option_values: sheet.option_values.clone(), fields, image, quantities, metafields }
}
