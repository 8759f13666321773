//! The variants of a product the store has: which is which, and what changes in each.

use std::collections::BTreeMap;

use crate::catalog::{SheetProduct, SheetVariant, StoreProduct, StoreVariant, VariantField};
use crate::finding::{Finding, FindingCode, Severity};
use crate::operation::{Change, Held, HeldKind, Subject, VariantEdit, VariantImage, VariantSlot, Work};
use crate::value::Value;

use super::create::new_variant;
use super::draft::{Draft, change, variant_label};
use super::equal::variant_field_equal;
use super::images::{image_matches, shown};
use super::policy::{Policy, SheetKind};
use super::{guard, stock};

/// Shopify takes at most this many entries in one input list.
/// <https://shopify.dev/docs/api/usage/limits>
const INPUT_LIST_MAX: usize = 250;

/// How the variants of a sheet relate to those of the store.
struct Pairs<'a> {
    /// Both sides have it.
    both: Vec<(&'a SheetVariant, &'a StoreVariant)>,
    /// Only the sheet has it.
    added: Vec<&'a SheetVariant>,
    /// Only the store has it, and the sheet lists all there should be.
    removed: Vec<&'a StoreVariant>,
}

/// What became of the variants of a sheet.
pub(super) struct Matched<'a> {
    /// Those that both sides have.
    pub both: Vec<(&'a SheetVariant, &'a StoreVariant)>,
    /// Those that are made.
    pub added: Vec<&'a SheetVariant>,
    /// The drafts that make them.
    pub made: Vec<usize>,
    /// Whether those of both sides go by the option values of the sheet from then on.
    pub is_renamed: bool,
}

/// Plans everything below the product: options, variants, their pictures and their stock. `images_draft` is
/// the draft that adds pictures, if there is one.
pub(super) fn plan<'a>(
    handle: &str,
    sheet: &'a SheetProduct,
    store: &'a StoreProduct,
    policy: &Policy,
    images_draft: Option<usize>,
    drafts: &mut Vec<Draft>,
    findings: &mut Vec<Finding>,
) -> Matched<'a> {
    let owns = policy.owns_lists && sheet.options.is_some() && !linked(store);
    let pairs = pair(handle, sheet, store, owns, findings);
    let options_differ = owns && options_differ(sheet, store, &pairs);
    let mut held = Vec::new();
    let structure = drafts.len();
    if options_differ {
        replace(handle, sheet, store, &pairs, policy, images_draft, drafts, &mut held, findings);
    } else {
        for chunk in pairs.added.chunks(INPUT_LIST_MAX) {
            let mut changes = Vec::new();
            let variants = chunk
                .iter()
                .map(|variant| new_variant(handle, variant, policy, &mut changes, &mut held, findings))
                .collect();
            let draft = Draft::new(Work::CreateVariants { variants }, Some(chunk[0].place), changes);
            drafts.push(draft.after(images_draft));
        }
    }
    let made: Vec<usize> = (structure..drafts.len()).collect();
    let before_update = drafts.len();
    // An inventory file names SKUs to find variants by, not to change them.
    if policy.kind == SheetKind::Products {
        update(sheet, store, &pairs, policy, images_draft, &made, options_differ, drafts);
    }
    if !options_differ {
        for chunk in pairs.removed.chunks(INPUT_LIST_MAX) {
            let changes = chunk.iter().map(|variant| removal(variant)).collect();
            let ids = chunk.iter().map(|variant| variant.id.clone()).collect();
            drafts.push(Draft::new(Work::DeleteVariants { ids }, None, changes).after(made.clone()));
        }
    }
    drafts.extend(held);
    let before_stock = drafts.len();
    for (variant, existing) in &pairs.both {
        let label = variant_label(&existing.option_values);
        stock::existing(handle, &label, &variant.quantities, existing, policy, drafts, findings);
    }
    // Stock waits for what switches tracking on.
    let tracking: Vec<usize> =
        (before_update..before_stock).filter(|index| tracks(&drafts[*index])).collect();
    for draft in &mut drafts[before_stock..] {
        draft.after.extend(&tracking);
    }
    Matched { both: pairs.both, added: pairs.added, made, is_renamed: options_differ }
}

fn tracks(draft: &Draft) -> bool {
    match &draft.work {
        Work::UpdateVariants { variants } => {
            variants.iter().any(|edit| edit.fields.contains_key(&VariantField::Tracked))
        }
        _ => false,
    }
}

/// The list of variants of a product with a linked option is not the file's to change: its values are entries of the
/// store, which no name can stand for, and a replacement would take the link away.
fn linked(store: &StoreProduct) -> bool {
    store.options.iter().any(|option| option.linked_to.is_some())
}

/// A way in which two variants are the same one.
type Shape<'a> = dyn Fn(&SheetVariant, &StoreVariant) -> bool + 'a;

fn pair<'a>(
    handle: &str,
    sheet: &'a SheetProduct,
    store: &'a StoreProduct,
    owns: bool,
    findings: &mut Vec<Finding>,
) -> Pairs<'a> {
    let mut taken = vec![false; store.variants.len()];
    let mut found: Vec<Option<usize>> = vec![None; sheet.variants.len()];
    let same_names = names(store).eq(sheet.options.iter().flatten().map(|option| option.name.as_str()));
    let order = option_order(sheet, store);
    // Among options of the same names a key tells a value that was renamed, if nothing else carries it.
    let same_unique_key = |wanted: &SheetVariant, held: &StoreVariant, field| {
        same_key(wanted, held, field) && (!same_names || is_unique(wanted, field, sheet, store))
    };
    let shapes: [&Shape<'_>; 5] = [
        &|wanted, held| wanted.id.as_deref().is_some_and(|id| same_id(id, &held.id)),
        &|wanted, held| same_values(wanted, held, order.as_deref(), |left, right| left == right),
        &|wanted, held| same_values(wanted, held, order.as_deref(), folded_equal),
        &|wanted, held| same_unique_key(wanted, held, VariantField::Sku),
        &|wanted, held| same_unique_key(wanted, held, VariantField::Barcode),
    ];
    for (step, same) in shapes.iter().enumerate() {
        let by_key = step >= 3;
        if by_key && sheet.options.is_some() && same_names && !owns {
            continue;
        }
        for (wanted, place) in sheet.variants.iter().zip(found.iter_mut()) {
            if place.is_some() {
                continue;
            }
            let hit =
                store.variants.iter().enumerate().find(|(index, held)| !taken[*index] && same(wanted, held));
            if let Some((index, _)) = hit {
                taken[index] = true;
                *place = Some(index);
            }
        }
    }
    let mut pairs = Pairs { both: Vec::new(), added: Vec::new(), removed: Vec::new() };
    for (wanted, place) in sheet.variants.iter().zip(&found) {
        match place {
            Some(index) => pairs.both.push((wanted, &store.variants[*index])),
            None if sheet.options.is_none() && single(sheet, store) => {
                taken[0] = true;
                pairs.both.push((wanted, &store.variants[0]));
            }
            None if owns => pairs.added.push(wanted),
            None => findings.push(
                Finding::new(
                    FindingCode::NoMatch,
                    Severity::Refused,
                    if linked(store) {
                        "this product has no such variant in the store, and since one of its options is linked to a \
                         metafield, variants are added in Shopify; the row was left out"
                    } else {
                        "this product has no such variant in the store, so the row was left out"
                    },
                )
                .at(wanted.place)
                .product(handle)
                .value(&variant_label(&wanted.option_values)),
            ),
        }
    }
    if owns {
        let unclaimed = store.variants.iter().zip(&taken).filter(|(_, taken)| !**taken);
        pairs.removed = unclaimed.map(|(variant, _)| variant).collect();
    }
    pairs
}

/// Returns, for each option of the store, which of the sheet's it is, where the sheet has the same options in another
/// order.
fn option_order(sheet: &SheetProduct, store: &StoreProduct) -> Option<Vec<usize>> {
    let wanted: Vec<String> =
        sheet.options.iter().flatten().map(|option| option.name.to_lowercase()).collect();
    let place = |name: &str| wanted.iter().position(|other| *other == name.to_lowercase());
    let order: Vec<usize> = names(store).map(place).collect::<Option<_>>()?;
    (order.len() == wanted.len() && !order.is_sorted()).then_some(order)
}

/// Returns whether the option values are the same, each compared with that of the same option.
fn same_values(
    wanted: &SheetVariant,
    held: &StoreVariant,
    order: Option<&[usize]>,
    equal: fn(&str, &str) -> bool,
) -> bool {
    let (wanted, held) = (&wanted.option_values, &held.option_values);
    let place = |index: usize| order.map_or(index, |order| order[index]);
    wanted.len() == held.len()
        && order.is_none_or(|order| order.len() == held.len())
        && held.iter().enumerate().all(|(index, value)| equal(&wanted[place(index)], value))
}

fn folded_equal(left: &str, right: &str) -> bool {
    left == right || left.to_lowercase() == right.to_lowercase()
}

/// Returns whether no other variant of the product carries this one's key, on either side.
fn is_unique(wanted: &SheetVariant, field: VariantField, sheet: &SheetProduct, store: &StoreProduct) -> bool {
    let key = wanted.fields.get(&field);
    sheet.variants.iter().filter(|variant| variant.fields.get(&field) == key).count() == 1
        && store.variants.iter().filter(|held| Some(held.field(field)) == key).count() == 1
}

fn names(store: &StoreProduct) -> impl Iterator<Item = &str> {
    store.options.iter().map(|option| option.name.as_str())
}

fn single(sheet: &SheetProduct, store: &StoreProduct) -> bool {
    sheet.variants.len() == 1 && store.variants.len() == 1
}

/// Returns whether two ids name the same thing: files carry bare numbers, the API global ids.
pub(crate) fn same_id(left: &str, right: &str) -> bool {
    let tail = |id: &str| id.rsplit('/').next().unwrap_or_default().to_owned();
    !left.is_empty() && tail(left) == tail(right)
}

fn same_key(wanted: &SheetVariant, held: &StoreVariant, field: VariantField) -> bool {
    match wanted.fields.get(&field) {
        Some(key @ Value::Text(_)) => key == held.field(field),
        _ => false,
    }
}

fn options_differ(sheet: &SheetProduct, store: &StoreProduct, pairs: &Pairs) -> bool {
    let wanted = sheet.options.iter().flatten().map(|option| option.name.as_str());
    !names(store).eq(wanted)
        || pairs.both.iter().any(|(wanted, held)| wanted.option_values != held.option_values)
}

/// Plans the whole list of options and variants anew; variants that stay keep their ids.
#[allow(clippy::too_many_arguments)]
fn replace(
    handle: &str,
    sheet: &SheetProduct,
    store: &StoreProduct,
    pairs: &Pairs,
    policy: &Policy,
    images_draft: Option<usize>,
    drafts: &mut Vec<Draft>,
    held: &mut Vec<Draft>,
    findings: &mut Vec<Finding>,
) {
    let options = sheet.options.clone().unwrap_or_default();
    let mut changes = Vec::new();
    let before = names(store).collect::<Vec<_>>().join(" / ");
    let after = options.iter().map(|option| option.name.as_str()).collect::<Vec<_>>().join(" / ");
    if before != after {
        changes.push(change(Subject::Product, "options", Value::text(before), Value::text(after)));
    }
    let mut variants = Vec::new();
    for wanted in &sheet.variants {
        match pairs.both.iter().find(|(sheet, _)| std::ptr::eq(*sheet, wanted)) {
            Some((_, existing)) => {
                let (before, after) =
                    (variant_label(&existing.option_values), variant_label(&wanted.option_values));
                if before != after {
                    let subject = Subject::Variant { id: Some(existing.id.clone()), label: before.clone() };
                    changes.push(change(subject, "option_values", Value::text(before), Value::text(after)));
                }
                let variant = crate::operation::NewVariant {
                    option_values: wanted.option_values.clone(),
                    ..Default::default()
                };
                variants.push(VariantSlot { id: Some(existing.id.clone()), variant });
            }
            None => {
                let variant = new_variant(handle, wanted, policy, &mut changes, held, findings);
                variants.push(VariantSlot { id: None, variant });
            }
        }
    }
    changes.extend(pairs.removed.iter().map(|variant| removal(variant)));
    let work = Work::ReplaceVariants { options, variants };
    drafts.push(Draft::new(work, Some(sheet.place), changes).after(images_draft));
}

fn removal(variant: &StoreVariant) -> Change {
    let label = variant_label(&variant.option_values);
    let subject = Subject::Variant { id: Some(variant.id.clone()), label: label.clone() };
    change(subject, "variant", Value::text(label), Value::Blank)
}

/// Plans the fields of the variants both sides have; what a guard holds travels apart.
#[allow(clippy::too_many_arguments)]
fn update(
    sheet: &SheetProduct,
    store: &StoreProduct,
    pairs: &Pairs,
    policy: &Policy,
    images_draft: Option<usize>,
    made: &[usize],
    replaced: bool,
    drafts: &mut Vec<Draft>,
) {
    let mut free = Vec::new();
    let mut braked: BTreeMap<HeldKind, Vec<(VariantEdit, Change, Held)>> = BTreeMap::new();
    for (wanted, held) in &pairs.both {
        // After a replacement the variant goes by its new values.
        let label = variant_label(if replaced { &wanted.option_values } else { &held.option_values });
        let subject = || Subject::Variant { id: Some(held.id.clone()), label: label.clone() };
        let mut edit = VariantEdit { id: held.id.clone(), fields: BTreeMap::new(), image: None };
        let mut changes = Vec::new();
        for (field, value) in &wanted.fields {
            if *field == VariantField::Image {
                if let Some((image, shown)) = image_edit(value, held, store, sheet, images_draft) {
                    edit.image = Some(image);
                    changes.push(change(subject(), field.name(), shown, value.clone()));
                }
                continue;
            }
            let before = held.field(*field);
            if variant_field_equal(*field, value, before) {
                continue;
            }
            let change = change(subject(), field.name(), before.clone(), value.clone());
            match guard::price(*field, before, value, &policy.guards) {
                Some(reason) => {
                    let fields = BTreeMap::from([(*field, value.clone())]);
                    let edit = VariantEdit { id: held.id.clone(), fields, image: None };
                    braked.entry(reason.kind).or_default().push((edit, change, reason));
                }
                None => {
                    edit.fields.insert(*field, value.clone());
                    changes.push(change);
                }
            }
        }
        whole_weight(&mut edit, held);
        if !changes.is_empty() {
            free.push((wanted.place, edit, changes));
        }
    }
    for chunk in free.chunks(INPUT_LIST_MAX) {
        let needs_images =
            chunk.iter().any(|(_, edit, _)| matches!(edit.image, Some(VariantImage::Source(_))));
        let variants = chunk.iter().map(|(_, edit, _)| edit.clone()).collect();
        let changes = chunk.iter().flat_map(|(_, _, changes)| changes.clone()).collect();
        let draft = Draft::new(Work::UpdateVariants { variants }, Some(chunk[0].0), changes);
        drafts.push(draft.after(images_draft.filter(|_| needs_images)).after(made.iter().copied()));
    }
    for braked in braked.into_values() {
        for chunk in braked.chunks(INPUT_LIST_MAX) {
            let variants = chunk.iter().map(|(edit, _, _)| edit.clone()).collect();
            let changes = chunk.iter().map(|(_, change, _)| change.clone()).collect();
            let draft = Draft::new(Work::UpdateVariants { variants }, Some(sheet.place), changes);
            drafts.push(draft.after(made.iter().copied()).held(chunk[0].2.clone()));
        }
    }
}

/// Shopify takes a weight as a number with its unit: whichever changes, both are sent.
fn whole_weight(edit: &mut VariantEdit, held: &StoreVariant) {
    for (changed, other) in [
        (VariantField::WeightGrams, VariantField::WeightUnit),
        (VariantField::WeightUnit, VariantField::WeightGrams),
    ] {
        if edit.fields.contains_key(&changed) && !edit.fields.contains_key(&other) {
            edit.fields.insert(other, held.field(other).clone());
        }
    }
}

/// Returns what to do with a variant's picture and what it was, or nothing when it is the wanted one.
fn image_edit(
    value: &Value,
    held: &StoreVariant,
    store: &StoreProduct,
    sheet: &SheetProduct,
    images_draft: Option<usize>,
) -> Option<(VariantImage, Value)> {
    let current = held.image_id.as_ref().and_then(|id| store.images.iter().find(|image| image.id == *id));
    let before = current.map_or(Value::Blank, |image| Value::text(shown(image)));
    match value {
        Value::Text(src) => {
            if current.is_some_and(|image| image_matches(src, image)) {
                return None;
            }
            let existing = store.images.iter().find(|image| image_matches(src, image));
            let added = sheet.images.iter().flatten().any(|image| image.src == *src);
            match existing {
                Some(image) => Some((VariantImage::Media(image.id.clone()), before)),
                None if added && images_draft.is_some() => Some((VariantImage::Source(src.clone()), before)),
                None => None,
            }
        }
        _ => current.is_some().then_some((VariantImage::None, before)),
    }
}
