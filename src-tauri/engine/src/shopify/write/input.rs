//! The inputs of product writes, as Shopify names them.

use std::collections::BTreeMap;

use evenshelf_core::catalog::{ProductField, SheetOption, StoreMedium, StoreProduct};
use evenshelf_core::operation::{ImageSlot, NewProduct, NewVariant, OptionLink, VariantSlot};
use evenshelf_core::pictures::with_other_media;
use evenshelf_core::value::Value;
use serde_json::{Map, Value as Json, json};

use super::super::parse::NO_OPTION;
use super::super::reads::{CUSTOM_ID_KEY, CUSTOM_ID_NAMESPACE};
use super::input_variants::variant_input;
use super::{SendContext, input_metafields};

/// Whether blank means "Shopify's default", on a create, or "cleared".
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blank {
    Default,
    Cleared,
}

/// Returns identifier and input of the `productSet` that creates.
pub(crate) fn create(product: &NewProduct, context: &SendContext<'_>) -> Result<Map<String, Json>, String> {
    let mut input = product_input(&product.fields, product.category_id.as_deref(), Blank::Default)?;
    if let Some(gift_card) = product.fields.get(&ProductField::GiftCard).and_then(Value::as_bool) {
        input.insert("giftCard".into(), gift_card.into());
    }
    if !product.handle.is_empty() {
        input.insert("handle".into(), product.handle.as_str().into());
    }
    let mut metafields = input_metafields::new(&product.metafields);
    let identifier = match context.custom_id {
        Some(value) => {
            let id = json!({ "namespace": CUSTOM_ID_NAMESPACE, "key": CUSTOM_ID_KEY, "value": value });
            let mut metafield = id.clone();
            metafield["type"] = "id".into();
            metafields.insert(0, metafield);
            json!({ "customId": id })
        }
        None if product.handle.is_empty() => {
            return Err("a create needs a handle, or the store's custom ids".to_owned());
        }
        None => json!({ "handle": product.handle }),
    };
    if !metafields.is_empty() {
        input.insert("metafields".into(), metafields.into());
    }
    let variants: Vec<(Option<&str>, &NewVariant)> =
        product.variants.iter().map(|variant| (None, variant)).collect();
    let alt_of =
        |src: &str| product.images.iter().find(|image| image.src == src).map(|image| image.alt.as_str());
    let file = |src: &str| Some(new_file(src, alt_of(src).unwrap_or_default()));
    insert_variants(&mut input, &product.options, &product.links, &variants, context, file)?;
    if !product.images.is_empty() {
        input.insert("files".into(), files(&product.images, &[]));
    }
    Ok(Map::from_iter([("identifier".to_owned(), identifier), ("input".to_owned(), Json::Object(input))]))
}

/// Returns the fields of `ProductSetInput` and `ProductUpdateInput` alike. `Published` is a write of its own, and a
/// gift card is one from its creation.
pub(crate) fn product_input(
    fields: &BTreeMap<ProductField, Value>,
    category_id: Option<&str>,
    blank: Blank,
) -> Result<Map<String, Json>, String> {
    let mut input = Map::new();
    let mut seo = Map::new();
    for (field, value) in fields {
        if value.is_blank() && blank == Blank::Default {
            continue;
        }
        let text = Json::from(value.to_string());
        match field {
            ProductField::Title => input.insert("title".into(), text),
            ProductField::BodyHtml => input.insert("descriptionHtml".into(), text),
            ProductField::Vendor => input.insert("vendor".into(), text),
            ProductField::ProductType => input.insert("productType".into(), text),
            ProductField::TemplateSuffix => input.insert("templateSuffix".into(), text),
            ProductField::SeoTitle => seo.insert("title".into(), text),
            ProductField::SeoDescription => seo.insert("description".into(), text),
            ProductField::Tags => input.insert("tags".into(), tags(value)),
            // A product always has a status: there is nothing to clear.
            ProductField::Status if value.is_blank() => None,
            ProductField::Status => input.insert("status".into(), status(value)?.into()),
            ProductField::Category if value.is_blank() => input.insert("category".into(), Json::Null),
            ProductField::Category => category_id.and_then(|id| input.insert("category".into(), id.into())),
            ProductField::Published | ProductField::GiftCard => None,
            // The old address leads to the new one, so that links and search results keep working.
            ProductField::Handle => {
                input.insert("redirectNewHandle".into(), true.into());
                input.insert("handle".into(), text)
            }
        };
    }
    if !seo.is_empty() {
        input.insert("seo".into(), seo.into());
    }
    Ok(input)
}

/// A value outside of the enum would make Shopify refuse the whole document, not this operation alone.
fn status(value: &Value) -> Result<String, String> {
    let status = value.to_string().to_uppercase();
    match status.as_str() {
        "ACTIVE" | "DRAFT" | "ARCHIVED" | "UNLISTED" => Ok(status),
        _ => Err(format!("\"{value}\" is no status; write active, draft, archived or unlisted")),
    }
}

fn tags(value: &Value) -> Json {
    match value {
        Value::Tags(tags) => tags.iter().cloned().collect::<Vec<_>>().into(),
        _ => json!([]),
    }
}

/// Returns identifier and input of the `productSet` that replaces options and variants.
pub(crate) fn replace(
    id: &str,
    options: &[SheetOption],
    slots: &[VariantSlot],
    context: &SendContext<'_>,
) -> Result<Map<String, Json>, String> {
    let mut input = Map::new();
    let variants: Vec<(Option<&str>, &NewVariant)> =
        slots.iter().map(|slot| (slot.id.as_deref(), &slot.variant)).collect();
    let known = |src: &str| context.product.and_then(|product| media_of(product, src));
    let file = |src: &str| Some(known(src).map_or_else(|| new_file(src, ""), |id| json!({ "id": id })));
    insert_variants(&mut input, options, &[], &variants, context, file)?;
    let sources: Vec<&str> = slots.iter().filter_map(|slot| slot.variant.image.as_deref()).collect();
    if let Some(product) = context.product.filter(|_| !sources.is_empty()) {
        // A variant's file must be among the product's, and that list is replaced whole: all of it is named again.
        let pictures = product.images.iter().map(|image| json!({ "id": image.id })).collect();
        let mut list = among_pictures(pictures, context.other_media);
        let mut new: Vec<&str> = sources.into_iter().filter(|src| known(src).is_none()).collect();
        new.sort_unstable();
        new.dedup();
        list.extend(new.into_iter().map(|src| new_file(src, "")));
        input.insert("files".into(), list.into());
    }
    Ok(identified(id, input))
}

/// Returns identifier and input of the `productSet` that orders, adds and drops images.
pub(crate) fn set_images(id: &str, images: &[ImageSlot], context: &SendContext<'_>) -> Map<String, Json> {
    identified(id, Map::from_iter([("files".to_owned(), files(images, context.other_media))]))
}

fn identified(id: &str, input: Map<String, Json>) -> Map<String, Json> {
    Map::from_iter([
        ("identifier".to_owned(), json!({ "id": id })),
        ("input".to_owned(), Json::Object(input)),
    ])
}

fn files(images: &[ImageSlot], other_media: &[StoreMedium]) -> Json {
    let pictures = images.iter().map(|image| match &image.id {
        Some(id) => json!({ "id": id, "alt": image.alt }),
        None => new_file(&image.src, &image.alt),
    });
    among_pictures(pictures.collect(), other_media).into()
}

/// Puts the media that are no pictures back into the places they have among all.
fn among_pictures(pictures: Vec<Json>, other_media: &[StoreMedium]) -> Vec<Json> {
    with_other_media(pictures, other_media, |medium| json!({ "id": medium.id }))
}

fn new_file(src: &str, alt: &str) -> Json {
    json!({ "originalSource": src, "alt": alt, "contentType": "IMAGE" })
}

/// Returns the media id of the picture that came from this address, or lies at it.
pub(crate) fn media_of<'a>(product: &'a StoreProduct, src: &str) -> Option<&'a str> {
    let by_source = product.images.iter().find(|image| image.source.as_deref() == Some(src));
    by_source.or_else(|| product.images.iter().find(|image| image.url == src)).map(|image| image.id.as_str())
}

/// Inserts `productOptions` and `variants`, which Shopify takes only together.
fn insert_variants(
    input: &mut Map<String, Json>,
    options: &[SheetOption],
    links: &[OptionLink],
    variants: &[(Option<&str>, &NewVariant)],
    context: &SendContext<'_>,
    file: impl Fn(&str) -> Option<Json>,
) -> Result<(), String> {
    let names: Vec<&str> = options.iter().map(|option| option.name.as_str()).collect();
    input.insert("productOptions".into(), product_options(&names, links, variants));
    let variants: Vec<Json> = variants
        .iter()
        .map(|(id, variant)| -> Result<Json, String> {
            let stored = id.and_then(|id| context.product?.variant(id));
            let blank = if id.is_some() { Blank::Cleared } else { Blank::Default };
            let mut json = variant_input(&variant.fields, stored, blank)?;
            json.insert("optionValues".into(), option_values(&names, links, &variant.option_values));
            if let Some(id) = id {
                json.insert("id".into(), (*id).into());
            } else if !variant.quantities.is_empty() {
                let quantities = variant.quantities.iter().map(|quantity| {
                    json!({
                        "locationId": quantity.location_id,
                        "name": quantity.name.name(),
                        "quantity": quantity.quantity,
                    })
                });
                json.insert("inventoryQuantities".into(), quantities.collect());
            }
            if !variant.metafields.is_empty() {
                json.insert("metafields".into(), input_metafields::new(&variant.metafields).into());
            }
            if let Some(file) = variant.image.as_deref().and_then(&file) {
                json.insert("file".into(), file);
            }
            Ok(Json::Object(json))
        })
        .collect::<Result<_, _>>()?;
    input.insert("variants".into(), variants.into());
    Ok(())
}

/// Returns the options with their values in the order the variants first use them. Those of a linked option are entries
/// of the store.
fn product_options(names: &[&str], links: &[OptionLink], variants: &[(Option<&str>, &NewVariant)]) -> Json {
    if names.is_empty() {
        return json!([{ "name": NO_OPTION.0, "position": 1, "values": [{ "name": NO_OPTION.1 }] }]);
    }
    let options = names.iter().enumerate().map(|(at, name)| {
        let mut values: Vec<&str> = Vec::new();
        for value in variants.iter().filter_map(|(_, variant)| variant.option_values.get(at)) {
            if !values.contains(&value.as_str()) {
                values.push(value);
            }
        }
        if let Some(link) = links.iter().find(|link| link.option == **name) {
            let entries: Vec<&String> =
                values.into_iter().filter_map(|value| link.values.get(value)).collect();
            let link = json!({ "namespace": link.namespace, "key": link.key, "values": entries });
            return json!({ "name": name, "position": at + 1, "linkedMetafield": link });
        }
        let values: Vec<Json> = values.into_iter().map(|value| json!({ "name": value })).collect();
        json!({ "name": name, "position": at + 1, "values": values })
    });
    options.collect()
}

pub(crate) fn option_values(names: &[&str], links: &[OptionLink], values: &[String]) -> Json {
    if names.is_empty() {
        return json!([{ "optionName": NO_OPTION.0, "name": NO_OPTION.1 }]);
    }
    let pairs = names.iter().zip(values).map(|(option, value)| {
        let link = links.iter().find(|link| link.option == **option);
        match link.and_then(|link| link.values.get(value)) {
            Some(entry) => json!({ "optionName": option, "linkedMetafieldValue": entry }),
            None => json!({ "optionName": option, "name": value }),
        }
    });
    pairs.collect()
}
