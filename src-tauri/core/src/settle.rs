//! Judges from what the store holds now whether an operation has been done, may still be sent, or has been
//! overtaken by somebody else's edit.

use crate::catalog::{ProductField, StoreImage, StoreMetafield, StoreProduct, StoreVariant, VariantField};
use crate::market::{FixedPrice, variant_of};
use crate::operation::{
    Change, ImageSlot, MarketPriceEdit, NewMetafield, NewProduct, NewVariant, Operation, Subject,
    VariantSlot, Work,
};
use crate::plan::{product_field_equal, variant_field_equal, variant_label};
use crate::value::Value;

/// What the store says of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Observed {
    /// The store holds what the operation asks for.
    Done,
    /// The store holds what the plan believed: it may be sent.
    Open,
    /// The store holds something else: somebody changed it since the plan.
    Moved(String),
}

/// Compares an operation with the product as the store holds it now; `None` where there is no such product.
///
/// Stock is never judged here: sales move the figure, so a lost reply is settled by replaying the same
/// idempotency key instead.
pub fn observe(operation: &Operation, product: Option<&StoreProduct>) -> Observed {
    let Some(product) = product else {
        return match operation.work {
            Work::DeleteProduct => Observed::Done,
            Work::CreateProduct(_) => Observed::Open,
            _ => Observed::Moved("the product is no longer in the store".to_owned()),
        };
    };
    match &operation.work {
        Work::CreateProduct(_) => Observed::Done,
        Work::DeleteProduct => Observed::Open,
        Work::CreateVariants { variants } => {
            let there = |wanted: &NewVariant| {
                product.variants.iter().any(|held| held.option_values == wanted.option_values)
            };
            if variants.iter().all(there) {
                Observed::Done
            } else if variants.iter().any(there) {
                Observed::Moved("some of these variants are in the store already".to_owned())
            } else {
                Observed::Open
            }
        }
        Work::DeleteVariants { ids } => {
            if ids.iter().any(|id| product.variant(id).is_some()) {
                Observed::Open
            } else {
                Observed::Done
            }
        }
        Work::ReplaceVariants { options, variants } => {
            let names = product.options.iter().map(|option| &option.name);
            let done = names.eq(options.iter().map(|option| &option.name)) && holds_all(variants, product);
            if done { Observed::Done } else { same_variants(operation, variants, product) }
        }
        Work::SetImages { images } => {
            if holds_images(operation, images, product) {
                Observed::Done
            } else {
                same_images(operation, images, product)
            }
        }
        Work::Publish { published, publication: Some(id) } => {
            if product.publications.contains(id) == *published { Observed::Done } else { Observed::Open }
        }
        Work::UpdateProduct { .. }
        | Work::UpdateVariants { .. }
        | Work::Publish { publication: None, .. } => fields(operation, product),
        Work::SetQuantity(_) | Work::ActivateLevel(_) => Observed::Open,
        Work::SetMetafield(edit) => {
            let new = &edit.metafield;
            let name = (edit.variant.as_deref(), new.namespace.as_str(), new.key.as_str());
            metafield(product, name, edit.from.as_ref(), Some(&new.clone().stored()))
        }
        Work::DeleteMetafield(removal) => {
            let from = &removal.from;
            let name = (removal.variant.as_deref(), from.namespace.as_str(), from.key.as_str());
            metafield(product, name, Some(from), None)
        }
        Work::SetMarketPrices(edit) => market_prices(edit, product),
        // Its own module judges it, by the collection.
        Work::Collection(_) => Observed::Open,
    }
}

/// Some may be as they should already: the rest is sent without them.
fn market_prices(edit: &MarketPriceEdit, product: &StoreProduct) -> Observed {
    let mut is_done = true;
    for wanted in &edit.prices {
        let Some(variant) = variant_of(wanted, product) else {
            return Observed::Moved("the variant is no longer in the store".to_owned());
        };
        let held = variant.market_prices.get(&edit.price_list_id).copied();
        if held == wanted.to {
            continue;
        }
        is_done = false;
        if held != wanted.from {
            let text = |fixed: Option<FixedPrice>| {
                fixed.map_or_else(|| "none".to_owned(), |fixed| format!("{} {}", fixed.price, edit.currency))
            };
            return Observed::Moved(format!(
                "the price for {} of {} was {} when this was planned and is {} now",
                edit.market,
                variant_label(&variant.option_values),
                text(wanted.from),
                text(held)
            ));
        }
    }
    if is_done { Observed::Done } else { Observed::Open }
}

/// Judges a metafield by its variant, namespace and key.
fn metafield(
    product: &StoreProduct,
    (variant, namespace, key): (Option<&str>, &str, &str),
    before: Option<&StoreMetafield>,
    after: Option<&StoreMetafield>,
) -> Observed {
    if variant.is_some_and(|id| product.variant(id).is_none()) {
        return Observed::Moved("the variant is no longer in the store".to_owned());
    }
    let is_it = |held: &&StoreMetafield| held.namespace == namespace && held.key == key;
    let held = product.metafields_of(variant).iter().find(is_it);
    if same_metafield(held, after) {
        Observed::Done
    } else if same_metafield(held, before) {
        Observed::Open
    } else {
        let text = |field: Option<&StoreMetafield>| field.map_or("", |field| field.value.as_str()).to_owned();
        Observed::Moved(format!(
            "{namespace}.{key} was \"{}\" when this was planned and is \"{}\" now",
            text(before),
            text(held)
        ))
    }
}

fn same_metafield(held: Option<&StoreMetafield>, other: Option<&StoreMetafield>) -> bool {
    match (held, other) {
        (None, None) => true,
        (Some(held), Some(other)) => {
            held.type_ == other.type_ && crate::metafield::same(&held.type_, &held.value, &other.value)
        }
        _ => false,
    }
}

fn holds_all(slots: &[VariantSlot], product: &StoreProduct) -> bool {
    let held = |slot: &VariantSlot| {
        product.variants.iter().any(|held| held.option_values == slot.variant.option_values)
    };
    product.variants.len() == slots.len() && slots.iter().all(held)
}

/// A list that is replaced whole may only be sent while it replaces what the plan saw: a variant that somebody
/// added since would be deleted unseen.
fn same_variants(operation: &Operation, slots: &[VariantSlot], product: &StoreProduct) -> Observed {
    let kept = slots.iter().filter_map(|slot| slot.id.as_deref());
    let removed = operation.changes.iter().filter_map(|change| match &change.subject {
        Subject::Variant { id: Some(id), .. } if change.field == "variant" => Some(id.as_str()),
        _ => None,
    });
    let mut seen: Vec<&str> = kept.chain(removed).collect();
    let mut held: Vec<&str> = product.variants.iter().map(|variant| variant.id.as_str()).collect();
    seen.sort_unstable();
    held.sort_unstable();
    if seen == held {
        Observed::Open
    } else {
        Observed::Moved("variants were added or removed in the store since this was planned".to_owned())
    }
}

fn holds_images(operation: &Operation, slots: &[ImageSlot], product: &StoreProduct) -> bool {
    let kept: Vec<&str> = slots.iter().filter_map(|slot| slot.id.as_deref()).collect();
    let removed: Vec<&Value> = removed_images(operation).map(|change| &change.before).collect();
    // A new picture has an id we do not know; it is none of those the plan saw.
    let is_new = |image: &StoreImage, slot: &ImageSlot| {
        let shown = image.source.as_ref().unwrap_or(&image.url);
        !kept.contains(&image.id.as_str())
            && !removed.contains(&&Value::text(shown))
            && image.source.as_ref().is_none_or(|source| *source == slot.src)
    };
    let is_it = |(slot, image): (&ImageSlot, &StoreImage)| {
        image.alt == slot.alt
            && match &slot.id {
                Some(id) => image.id == *id,
                None => is_new(image, slot),
            }
    };
    slots.len() == product.images.len() && slots.iter().zip(&product.images).all(is_it)
}

fn removed_images(operation: &Operation) -> impl Iterator<Item = &Change> {
    operation.changes.iter().filter(|change| change.field == "image" && change.after.is_blank())
}

/// The same for pictures: what the plan did not see is not to be removed.
fn same_images(operation: &Operation, slots: &[ImageSlot], product: &StoreProduct) -> Observed {
    let kept: Vec<&str> = slots.iter().filter_map(|slot| slot.id.as_deref()).collect();
    let all_there = kept.iter().all(|id| product.images.iter().any(|image| image.id == *id));
    if all_there && product.images.len() == kept.len() + removed_images(operation).count() {
        Observed::Open
    } else {
        Observed::Moved("pictures were changed in the store since this was planned".to_owned())
    }
}

fn fields(operation: &Operation, product: &StoreProduct) -> Observed {
    let (mut done, mut moved) = (true, None);
    for change in &operation.changes {
        match field(change, product) {
            Observed::Done => {}
            Observed::Open => done = false,
            Observed::Moved(what) => {
                done = false;
                moved.get_or_insert(what);
            }
        }
    }
    match (done, moved) {
        (true, _) => Observed::Done,
        (false, Some(what)) => Observed::Moved(what),
        (false, None) => Observed::Open,
    }
}

fn field(change: &Change, product: &StoreProduct) -> Observed {
    match &change.subject {
        Subject::Product => {
            let Some(field) = ProductField::parse(&change.field) else { return Observed::Open };
            let handle = Value::text(&product.handle);
            let held = if field == ProductField::Handle { &handle } else { product.field(field) };
            judge(
                change,
                held,
                product_field_equal(field, &change.after, held),
                product_field_equal(field, &change.before, held),
            )
        }
        Subject::Variant { id: Some(id), .. } => {
            let Some(variant) = product.variant(id) else {
                return Observed::Moved("the variant is no longer in the store".to_owned());
            };
            let Some(field) = VariantField::ALL.into_iter().find(|field| field.name() == change.field) else {
                return Observed::Open;
            };
            if field == VariantField::Image {
                return picture(change, variant, product);
            }
            let held = variant.field(field);
            judge(
                change,
                held,
                variant_field_equal(field, &change.after, held),
                variant_field_equal(field, &change.before, held),
            )
        }
        Subject::Variant { id: None, .. } | Subject::Image { .. } | Subject::Level { .. } => Observed::Open,
    }
}

fn judge(change: &Change, held: &Value, is_after: bool, is_before: bool) -> Observed {
    if is_after {
        Observed::Done
    } else if is_before {
        Observed::Open
    } else {
        Observed::Moved(format!(
            "{} was \"{}\" when this was planned and is \"{held}\" now",
            change.field, change.before
        ))
    }
}

/// A picture is done when it is the wanted one; anything else may be replaced, since a picture has no value
/// that two people could both mean.
fn picture(change: &Change, variant: &StoreVariant, product: &StoreProduct) -> Observed {
    let current =
        variant.image_id.as_ref().and_then(|id| product.images.iter().find(|image| image.id == *id));
    let done = match (&change.after, current) {
        (Value::Text(src), Some(image)) => crate::plan::image_matches(src, image),
        (Value::Blank, None) => true,
        _ => false,
    };
    if done { Observed::Done } else { Observed::Open }
}

/// Returns what an applied operation asked for and the store does not hold, each in a few words.
///
/// Stock is left out: sales may have moved it since.
pub fn differences(operation: &Operation, product: Option<&StoreProduct>) -> Vec<String> {
    let Some(product) = product else {
        return match operation.work {
            Work::DeleteProduct => Vec::new(),
            _ => vec!["the product is not in the store".to_owned()],
        };
    };
    match &operation.work {
        Work::SetQuantity(_) | Work::ActivateLevel(_) => Vec::new(),
        Work::CreateProduct(new) => created_differs(new, product),
        Work::CreateVariants { variants } => {
            variants.iter().flat_map(|variant| variant_differs(variant, product)).collect()
        }
        _ => match observe(operation, Some(product)) {
            Observed::Done => Vec::new(),
            Observed::Open => vec![format!("{} left no trace", operation.work.name())],
            Observed::Moved(what) => vec![what],
        },
    }
}

fn created_differs(new: &NewProduct, product: &StoreProduct) -> Vec<String> {
    let mut found = Vec::new();
    for (field, wanted) in &new.fields {
        let held = product.field(*field);
        if !product_field_equal(*field, wanted, held) {
            found.push(format!("{} is \"{held}\" instead of \"{wanted}\"", field.name()));
        }
    }
    if product.images.len() != new.images.len() {
        found.push(format!("{} pictures instead of {}", product.images.len(), new.images.len()));
    } else {
        for (at, (wanted, held)) in new.images.iter().zip(&product.images).enumerate() {
            if wanted.alt != held.alt {
                found.push(format!("the alt text of picture {} is \"{}\"", at + 1, held.alt));
            }
        }
    }
    if product.variants.len() != new.variants.len() {
        found.push(format!("{} variants instead of {}", product.variants.len(), new.variants.len()));
    }
    found.extend(metafields_differ(&new.metafields, &product.metafields, ""));
    found.extend(new.variants.iter().flat_map(|variant| variant_differs(variant, product)));
    found
}

/// `whose` stands before the name.
fn metafields_differ(new: &[NewMetafield], held: &[StoreMetafield], whose: &str) -> Vec<String> {
    let differs = |new: &NewMetafield| {
        let held = held.iter().find(|held| held.namespace == new.namespace && held.key == new.key);
        let is = held.map_or("", |held| held.value.as_str());
        (!same_metafield(held, Some(&new.clone().stored())))
            .then(|| format!("{whose}{}.{} is \"{is}\" instead of \"{}\"", new.namespace, new.key, new.value))
    };
    new.iter().filter_map(differs).collect()
}

fn variant_differs(new: &NewVariant, product: &StoreProduct) -> Vec<String> {
    let label = new.option_values.join(" / ");
    let Some(held) = product.variants.iter().find(|held| held.option_values == new.option_values) else {
        return vec![format!("the variant {label} is missing")];
    };
    let mut found = Vec::new();
    for (field, wanted) in &new.fields {
        let is = held.field(*field);
        // The unit only matters where there is a weight.
        let weightless =
            *field == VariantField::WeightUnit && held.field(VariantField::WeightGrams).is_blank();
        if !weightless && !variant_field_equal(*field, wanted, is) {
            found.push(format!("{label} {} is \"{is}\" instead of \"{wanted}\"", field.name()));
        }
    }
    found.extend(metafields_differ(&new.metafields, &held.metafields, &format!("{label} ")));
    found
}

#[cfg(test)]
#[path = "settle_tests.rs"]
mod tests;
