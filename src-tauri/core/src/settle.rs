//! Judges from what the store holds now whether an operation has been done, may still be sent, or has been
//! overtaken by somebody else's edit.

use crate::catalog::{ProductField, StoreProduct, StoreVariant, VariantField};
use crate::operation::{Change, NewVariant, Operation, Subject, Work};
use crate::plan::{place_images, product_field_equal, variant_field_equal};
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
            let names = product
                .options
                .iter()
                .map(|option| &option.name)
                .eq(options.iter().map(|option| &option.name));
            let wanted = variants.iter().map(|slot| &slot.variant.option_values);
            let same = names
                && product.variants.len() == variants.len()
                && wanted
                    .into_iter()
                    .all(|values| product.variants.iter().any(|held| held.option_values == *values));
            if same { Observed::Done } else { Observed::Open }
        }
        Work::SetImages { images } => {
            let places = place_images(images.iter().map(|slot| slot.src.as_str()), &product.images);
            let same = product.images.len() == images.len()
                && images.iter().zip(&places).enumerate().all(|(index, (slot, place))| {
                    let place = slot
                        .id
                        .as_ref()
                        .and_then(|id| product.images.iter().position(|image| image.id == *id))
                        .or(*place);
                    place == Some(index) && product.images[index].alt == slot.alt
                });
            if same { Observed::Done } else { Observed::Open }
        }
        Work::UpdateProduct { .. } | Work::UpdateVariants { .. } | Work::Publish { .. } => {
            fields(operation, product)
        }
        Work::SetQuantity(_) | Work::ActivateLevel(_) => Observed::Open,
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
            let Some(field) = ProductField::ALL.into_iter().find(|field| field.name() == change.field) else {
                return Observed::Open;
            };
            let held = product.field(field);
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
