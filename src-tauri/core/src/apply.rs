//! What an applied operation leaves behind: the mirror's product as the store holds it afterwards.
//!
//! The read-back at the end of a run replaces this by what the store really says; until then, and where the
//! owner skips the read-back, this is the best that is known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog::{
    MediaStatus, ProductField, StoreImage, StoreLevel, StoreMetafield, StoreOption, StoreProduct,
    StoreVariant, VariantField,
};
use crate::market::variant_of;
use crate::operation::{
    ImageSlot, MarketPriceEdit, MetafieldEdit, MetafieldRemoval, NewMetafield, NewProduct, NewVariant,
    Operation, OptionLink, QuantityEdit, VariantEdit, VariantImage, VariantSlot, Work,
};
use crate::plan::image_matches;
use crate::value::Value;

/// What the store answered to a write. What a kind of work does not answer is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    pub product_id: Option<String>,
    pub handle: Option<String>,
    pub updated_at: Option<String>,
    /// The id of a job that is still to carry it out.
    #[serde(default)]
    pub job: Option<String>,
    /// After a create or a replacement: the product's first 250, in order. After variant writes: those written.
    pub variants: Vec<WrittenVariant>,
    /// After a write of metafields: those written.
    #[serde(default)]
    pub metafields: Vec<WrittenMetafield>,
    /// After a create, a replacement or a write of images: the media ids, in order. Empty after bulk operations.
    pub media: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenMetafield {
    /// The id of its product or variant.
    pub owner: String,
    pub metafield: StoreMetafield,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenVariant {
    pub id: String,
    pub inventory_item_id: String,
    /// Empty for a single variant without options.
    pub option_values: Vec<String>,
    pub image_id: Option<String>,
}

/// Returns the product after the operation; `None` once it is gone, or where too little is known of it.
pub fn apply(operation: &Operation, before: Option<StoreProduct>, answer: &Applied) -> Option<StoreProduct> {
    let mut product = match (&operation.work, before) {
        // What a collection holds afterwards is read from the store.
        (Work::DeleteProduct | Work::Collection(_), _) => return None,
        (Work::CreateProduct(new), _) => created(new, answer)?,
        (_, Some(product)) => product,
        (_, None) => return None,
    };
    match &operation.work {
        Work::CreateProduct(_) | Work::DeleteProduct | Work::Collection(_) => {}
        Work::UpdateProduct { fields, category_id } => {
            product.fields.extend(fields.clone());
            if let Some(handle) = product.fields.remove(&ProductField::Handle) {
                product.handle = answer.handle.clone().unwrap_or_else(|| handle.to_string());
            }
            if fields.contains_key(&ProductField::Category) {
                product.category_id = category_id.clone();
            }
        }
        Work::Publish { published, publication: None } => {
            product.fields.insert(ProductField::Published, Value::Bool(*published));
        }
        Work::Publish { published: true, publication: Some(id) } => {
            product.publications.insert(id.clone());
        }
        Work::Publish { published: false, publication: Some(id) } => {
            product.publications.remove(id);
        }
        Work::SetImages { images } => product.images = listed(images, &product.images, &answer.media),
        Work::UpdateVariants { variants } => edit(&mut product, variants),
        Work::DeleteVariants { ids } => product.variants.retain(|variant| !ids.contains(&variant.id)),
        Work::CreateVariants { variants } => {
            for new in variants {
                product.variants.extend(made(new, answer));
            }
        }
        Work::ReplaceVariants { options, variants } => {
            product.options = options.iter().map(|option| named(&option.name)).collect();
            product.variants = replaced(variants, &product.variants, answer);
        }
        Work::SetQuantity(edit) | Work::ActivateLevel(edit) => stock(&mut product, edit),
        Work::SetMetafield(edit) => set_metafield(&mut product, edit, answer),
        Work::DeleteMetafield(MetafieldRemoval { variant, from }) => {
            if let Some(list) = product.metafields_of_mut(variant.as_deref()) {
                list.retain(|held| held.namespace != from.namespace || held.key != from.key);
            }
        }
        Work::SetMarketPrices(edit) => set_market_prices(&mut product, edit),
    }
    // An answer lists 250 variants at most, and pictures by their position alone. Where it leaves something open the
    // product has no known version, so that the next look at the store reads it whole.
    let was_known = matches!(operation.work, Work::CreateProduct(_)) || !product.updated_at.is_empty();
    if !was_known || !is_whole(operation, &product, answer) {
        product.updated_at.clear();
    } else if let Some(updated_at) = &answer.updated_at {
        product.updated_at.clone_from(updated_at);
    }
    Some(product)
}

/// Returns whether everything the operation made is in the product.
fn is_whole(operation: &Operation, product: &StoreProduct, answer: &Applied) -> bool {
    match &operation.work {
        Work::CreateProduct(new) => {
            let all_there =
                product.variants.len() == new.variants.len() && product.images.len() == new.images.len();
            all_there && !new.store_publishes
        }
        Work::ReplaceVariants { variants, .. } => product.variants.len() == variants.len(),
        Work::CreateVariants { variants } => variants.iter().all(|new| made(new, answer).is_some()),
        Work::SetImages { images } => product.images.len() == images.len(),
        Work::UpdateProduct { .. }
        | Work::UpdateVariants { .. }
        | Work::DeleteVariants { .. }
        | Work::Publish { .. }
        | Work::SetQuantity(_)
        | Work::ActivateLevel(_)
        | Work::DeleteProduct
        | Work::SetMetafield(_)
        | Work::DeleteMetafield(_)
        | Work::SetMarketPrices(_)
        | Work::Collection(_) => true,
    }
}

fn set_market_prices(product: &mut StoreProduct, edit: &MarketPriceEdit) {
    for price in &edit.prices {
        let Some(id) = variant_of(price, product).map(|variant| variant.id.clone()) else { continue };
        for variant in product.variants.iter_mut().filter(|variant| variant.id == id) {
            match price.to {
                Some(to) => variant.market_prices.insert(edit.price_list_id.clone(), to),
                None => variant.market_prices.remove(&edit.price_list_id),
            };
        }
    }
}

/// The answer has the new digest; without it the next write of the field goes unchecked.
fn set_metafield(product: &mut StoreProduct, edit: &MetafieldEdit, answer: &Applied) {
    let new = edit.metafield.clone().stored();
    let owner = edit.variant.as_ref().unwrap_or(&product.id);
    let is_new = |held: &StoreMetafield| held.namespace == new.namespace && held.key == new.key;
    let written =
        answer.metafields.iter().find(|written| written.owner == *owner && is_new(&written.metafield));
    let now = written.map_or_else(|| new.clone(), |written| written.metafield.clone());
    let Some(list) = product.metafields_of_mut(edit.variant.as_deref()) else { return };
    list.retain(|held| !is_new(held));
    list.push(now);
    list.sort();
}

fn stored(new: &[NewMetafield]) -> Vec<StoreMetafield> {
    let mut list: Vec<StoreMetafield> = new.iter().cloned().map(NewMetafield::stored).collect();
    list.sort();
    list
}

fn created(new: &NewProduct, answer: &Applied) -> Option<StoreProduct> {
    let images = listed(&new.images, &[], &answer.media);
    let mut fields = new.fields.clone();
    // Where the store publishes by itself the product is read before anything else is done with it.
    fields.entry(ProductField::Published).or_insert(Value::Bool(false));
    Some(StoreProduct {
        id: answer.product_id.clone()?,
        handle: answer.handle.clone().unwrap_or_else(|| new.handle.clone()),
        fields,
        category_id: new.category_id.clone(),
        options: new.options.iter().map(|option| linked(&option.name, &new.links)).collect(),
        variants: new.variants.iter().filter_map(|variant| made(variant, answer)).collect(),
        images,
        updated_at: answer.updated_at.clone().unwrap_or_default(),
        metafields: stored(&new.metafields),
        ..StoreProduct::default()
    })
}

fn linked(name: &str, links: &[OptionLink]) -> StoreOption {
    let link = links.iter().find(|link| link.option == name);
    StoreOption { linked_to: link.map(|link| format!("{}.{}", link.namespace, link.key)), ..named(name) }
}

fn named(name: &str) -> StoreOption {
    StoreOption { id: String::new(), name: name.to_owned(), values: Vec::new(), linked_to: None }
}

/// New pictures get their ids by position: the answer lists them in the order they were sent.
fn listed(slots: &[ImageSlot], before: &[StoreImage], media: &[String]) -> Vec<StoreImage> {
    let image = |(at, slot): (usize, &ImageSlot)| {
        let known = slot.id.as_ref().and_then(|id| before.iter().find(|image| image.id == *id)).cloned();
        let mut image = match (known, media.get(at)) {
            (Some(known), _) => known,
            (None, Some(id)) if media.len() == slots.len() => {
                StoreImage { id: id.clone(), status: MediaStatus::Processing, ..StoreImage::default() }
            }
            _ => return None,
        };
        if slot.id.is_none() {
            image.source = Some(slot.src.clone());
        }
        image.alt.clone_from(&slot.alt);
        Some(image)
    };
    slots.iter().enumerate().filter_map(image).collect()
}

fn made(new: &NewVariant, answer: &Applied) -> Option<StoreVariant> {
    let written = answer.variants.iter().find(|written| written.option_values == new.option_values)?;
    let mut levels: BTreeMap<&str, StoreLevel> = BTreeMap::new();
    for quantity in &new.quantities {
        // Nothing of a new variant is committed or damaged: both figures are the same.
        let (available, on_hand) = (quantity.quantity, quantity.quantity);
        let location_id = quantity.location_id.clone();
        levels.insert(&quantity.location_id, StoreLevel { location_id, available, on_hand });
    }
    Some(StoreVariant {
        id: written.id.clone(),
        inventory_item_id: written.inventory_item_id.clone(),
        option_values: new.option_values.clone(),
        fields: new.fields.clone(),
        image_id: written.image_id.clone(),
        levels: levels.into_values().collect(),
        metafields: stored(&new.metafields),
        ..StoreVariant::default()
    })
}

fn replaced(slots: &[VariantSlot], before: &[StoreVariant], answer: &Applied) -> Vec<StoreVariant> {
    let variant = |slot: &VariantSlot| match &slot.id {
        Some(id) => before
            .iter()
            .find(|held| held.id == *id)
            .map(|held| StoreVariant { option_values: slot.variant.option_values.clone(), ..held.clone() }),
        None => made(&slot.variant, answer),
    };
    slots.iter().filter_map(variant).collect()
}

fn edit(product: &mut StoreProduct, edits: &[VariantEdit]) {
    for edit in edits {
        let Some(variant) = product.variants.iter_mut().find(|variant| variant.id == edit.id) else {
            continue;
        };
        variant.fields.extend(edit.fields.clone());
        match &edit.image {
            Some(VariantImage::Media(id)) => variant.image_id = Some(id.clone()),
            Some(VariantImage::Source(src)) => {
                let image = product.images.iter().find(|image| image_matches(src, image));
                variant.image_id = image.map(|image| image.id.clone());
            }
            Some(VariantImage::None) => variant.image_id = None,
            None => {}
        }
        variant.fields.remove(&VariantField::Image);
    }
}

/// What is committed stays so: the two figures keep their distance.
fn stock(product: &mut StoreProduct, edit: &QuantityEdit) {
    let variant = product.variants.iter_mut().find(|held| held.inventory_item_id == edit.inventory_item_id);
    let Some(variant) = variant else { return };
    let known = variant.levels.iter_mut().find(|level| level.location_id == edit.location_id);
    match known {
        Some(level) => {
            let apart = level.on_hand - level.available;
            (level.available, level.on_hand) = match edit.name {
                crate::catalog::QuantityName::Available => (edit.quantity, edit.quantity + apart),
                crate::catalog::QuantityName::OnHand => (edit.quantity - apart, edit.quantity),
            };
        }
        None => variant.levels.push(StoreLevel {
            location_id: edit.location_id.clone(),
            available: edit.quantity,
            on_hand: edit.quantity,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::Priority;

    fn operation(work: Work) -> Operation {
        Operation {
            id: 0,
            product: "lamp".to_owned(),
            product_id: None,
            place: None,
            priority: Priority::Normal,
            after: Vec::new(),
            work,
            changes: Vec::new(),
            held: None,
        }
    }

    #[test]
    fn a_product_of_which_not_all_was_answered_has_no_version() {
        let variant = |size: &str| NewVariant { option_values: vec![size.to_owned()], ..Default::default() };
        let written =
            |size: &str| WrittenVariant { option_values: vec![size.to_owned()], ..Default::default() };
        let answer = |variants: &[&str], media: &[&str]| Applied {
            product_id: Some("p".to_owned()),
            updated_at: Some("later".to_owned()),
            variants: variants.iter().map(|size| written(size)).collect(),
            media: media.iter().map(|id| (*id).to_owned()).collect(),
            ..Default::default()
        };
        let images = vec![ImageSlot { id: None, src: "a.jpg".to_owned(), alt: String::new() }];
        let variants = vec![variant("S"), variant("M")];
        let create = operation(Work::CreateProduct(NewProduct { variants, images, ..Default::default() }));
        for (variants, media, version) in [
            (&["S", "M"][..], &["m1"][..], "later"),
            (&["S"][..], &["m1"][..], ""),
            (&["S", "M"][..], &[][..], ""),
        ] {
            let product = apply(&create, None, &answer(variants, media)).unwrap();
            assert_eq!(product.updated_at, version, "{variants:?} {media:?}");
            let publish = operation(Work::Publish { published: true, publication: None });
            let product = apply(&publish, Some(product), &answer(&[], &[])).unwrap();
            assert_eq!(product.updated_at, version, "{variants:?} {media:?}, published");
        }
    }
}
