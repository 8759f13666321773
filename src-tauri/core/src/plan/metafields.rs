//! The metafields of a product and its variants: what is set, what is deleted, what cannot be.

use crate::catalog::{
    MetafieldOwner, SheetMetafield, SheetVariant, StoreMetafield, StoreProduct, StoreVariant,
};
use crate::finding::{Finding, FindingCode, Severity};
use crate::metafield::{Misfit, Unusable, field_name, same};
use crate::operation::{Change, MetafieldEdit, MetafieldRemoval, NewMetafield, Subject, Work};
use crate::value::Value;

use super::draft::{Draft, change, variant_label};
use super::policy::Policy;

/// Whose metafields are looked at.
struct Owner<'a> {
    kind: MetafieldOwner,
    /// The product, for messages.
    product: &'a str,
    subject: Subject,
    /// The id of the variant; `None` for the product, and for what does not exist yet.
    variant: Option<&'a str>,
    held: &'a [StoreMetafield],
    /// Metafields (`namespace.key`) that hold the values of an option.
    linked: Vec<&'a str>,
}

/// Plans the metafields of a product the store has, and of the variants that both sides have.
pub(super) fn plan(
    sheet: &[SheetMetafield],
    store: &StoreProduct,
    variants: &[(&SheetVariant, &StoreVariant)],
    policy: &Policy,
    drafts: &mut Vec<Draft>,
    findings: &mut Vec<Finding>,
) {
    let product = Owner {
        kind: MetafieldOwner::Product,
        product: &store.handle,
        subject: Subject::Product,
        variant: None,
        held: &store.metafields,
        linked: store.options.iter().filter_map(|option| option.linked_to.as_deref()).collect(),
    };
    drafts.extend(sheet.iter().filter_map(|field| existing(&product, field, policy, findings)));
    for (sheet, held) in variants {
        let owner = Owner {
            kind: MetafieldOwner::Variant,
            product: &store.handle,
            subject: Subject::Variant {
                id: Some(held.id.clone()),
                label: variant_label(&held.option_values),
            },
            variant: Some(&held.id),
            held: &held.metafields,
            linked: Vec::new(),
        };
        drafts.extend(sheet.metafields.iter().filter_map(|field| existing(&owner, field, policy, findings)));
    }
}

/// Returns the metafields of a product or variant that is to be made, and lists them among its changes.
pub(super) fn new(
    kind: MetafieldOwner,
    product: &str,
    subject: &Subject,
    sheet: &[SheetMetafield],
    policy: &Policy,
    changes: &mut Vec<Change>,
    findings: &mut Vec<Finding>,
) -> Vec<NewMetafield> {
    let owner =
        Owner { kind, product, subject: subject.clone(), variant: None, held: &[], linked: Vec::new() };
    let mut made = Vec::new();
    for field in sheet.iter().filter(|field| !field.value.is_blank()) {
        if let Some(metafield) = wanted(&owner, field, None, policy, findings) {
            changes.push(shown(&owner, &metafield, None, policy));
            made.push(metafield);
        }
    }
    made
}

fn existing(
    owner: &Owner<'_>,
    field: &SheetMetafield,
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> Option<Draft> {
    let is_it = |held: &&StoreMetafield| held.namespace == field.namespace && held.key == field.key;
    let held = owner.held.iter().find(is_it);
    let variant = owner.variant.map(str::to_owned);
    if field.value.is_blank() {
        let held = held.filter(|held| !owner.follows_option(&held.namespace, &held.key))?;
        let name = field_name(&held.namespace, &held.key);
        let before = Value::text(policy.metafields.shown(owner.kind, held));
        let gone = change(owner.subject.clone(), &name, before, Value::Blank);
        let work = Work::DeleteMetafield(MetafieldRemoval { variant, from: held.clone() });
        return Some(Draft::new(work, Some(field.place), vec![gone]));
    }
    let metafield = wanted(owner, field, held, policy, findings)?;
    let is_same = |held: &&StoreMetafield| {
        held.type_ == metafield.type_ && same(&held.type_, &held.value, &metafield.value)
    };
    if held.filter(is_same).is_some() {
        return None;
    }
    if owner.follows_option(&field.namespace, &field.key) {
        // Where the store does not list it, the option's values say it already.
        held?;
        let advice = "it holds the values of the option it is linked to, and changes with them alone; it was left \
                      as it is";
        findings.push(owner.finding(FindingCode::MetafieldNotSent, field, advice.to_owned()));
        return None;
    }
    let changed = shown(owner, &metafield, held, policy);
    let work = Work::SetMetafield(MetafieldEdit { variant, from: held.cloned(), metafield });
    Some(Draft::new(work, Some(field.place), vec![changed]))
}

/// Returns what the cell says, as Shopify takes it; what cannot be sent is a finding.
fn wanted(
    owner: &Owner<'_>,
    field: &SheetMetafield,
    held: Option<&StoreMetafield>,
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> Option<NewMetafield> {
    let (code, advice) = match policy.metafields.value(owner.kind, field, held) {
        Ok(typed) => {
            let (namespace, key) = (field.namespace.clone(), field.key.clone());
            return Some(NewMetafield { namespace, key, type_: typed.type_, value: typed.value });
        }
        Err(Unusable::NotOurs(reason)) => (FindingCode::MetafieldNotSent, reason.to_owned()),
        Err(Unusable::Misfit(Misfit::Type(what))) => (
            FindingCode::MetafieldType,
            format!("the store keeps {what} here; this cell does not fit, so the field was left as it is"),
        ),
        Err(Unusable::Misfit(Misfit::Unknown { what, kind: "product" })) => (
            FindingCode::ReferenceUnknown,
            format!(
                "the store has no product with the handle \"{what}\" to refer to, so the field was left as it is; \
                 once the product is there, sync again"
            ),
        ),
        Err(Unusable::Misfit(Misfit::Unknown { what, .. })) => (
            FindingCode::ReferenceUnknown,
            format!(
                "the store has no entry \"{what}\" to refer to, so the field was left as it is; create it in Shopify \
                 (Content > Metaobjects), then sync again"
            ),
        ),
    };
    findings.push(owner.finding(code, field, advice));
    None
}

fn shown(owner: &Owner<'_>, new: &NewMetafield, held: Option<&StoreMetafield>, policy: &Policy) -> Change {
    let before = held.map(|held| policy.metafields.shown(owner.kind, held)).unwrap_or_default();
    let after = policy.metafields.shown(owner.kind, &new.clone().stored());
    let name = field_name(&new.namespace, &new.key);
    change(owner.subject.clone(), &name, Value::text(before), Value::text(after))
}

impl Owner<'_> {
    fn follows_option(&self, namespace: &str, key: &str) -> bool {
        self.linked.iter().any(|linked| linked.split_once('.') == Some((namespace, key)))
    }

    fn finding(&self, code: FindingCode, field: &SheetMetafield, advice: String) -> Finding {
        let column = format!("{}.metafields.{}.{}", self.kind.name(), field.namespace, field.key);
        Finding::new(code, Severity::Warning, advice)
            .at(field.place)
            .column(column)
            .product(self.product)
            .value(&field.value.to_string())
    }
}
