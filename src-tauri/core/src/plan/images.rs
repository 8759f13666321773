//! Which picture of the store a source's address means, and how the two lists differ.
//!
//! Shopify answers with addresses of its own, so a picture is known by the address it was uploaded from,
//! which we remember. Where that memory is missing (a new computer), Shopify's own address decides, and
//! last the file name, which Shopify keeps and only extends by `_<uuid>` where a name was taken.

use std::borrow::Cow;

use crate::catalog::{MediaStatus, SheetImage, SheetProduct, StoreImage, StoreProduct, VariantField};
use crate::finding::{Finding, FindingCode, Severity};
use crate::operation::{Change, ImageSlot, Subject};
use crate::value::Value;

use super::draft::change;

/// <https://help.shopify.com/en/manual/products/product-media/product-media-types>
const PRODUCT_MEDIA_MAX: usize = 250;
/// The length of a UUID in its usual form.
const UUID_CHARS: usize = 36;

/// Returns whether the store's picture is the one the source's address names.
pub fn image_matches(src: &str, image: &StoreImage) -> bool {
    match &image.source {
        Some(source) if source == src => true,
        _ if same_address(src, &image.url) => true,
        Some(_) => false,
        None => same_file_name(src, &image.url),
    }
}

/// For each wanted address, the position of the store's picture it means; no picture is used twice.
pub fn place_images<'a>(wanted: impl Iterator<Item = &'a str>, held: &[StoreImage]) -> Vec<Option<usize>> {
    let mut taken = vec![false; held.len()];
    wanted
        .map(|src| {
            let found = held
                .iter()
                .enumerate()
                .filter(|(index, _)| !taken[*index])
                .find(|(_, image)| image_matches(src, image))
                .map(|(index, _)| index);
            if let Some(index) = found {
                taken[index] = true;
            }
            found
        })
        .collect()
}

/// Returns the sheet with a list of pictures where it has none of its own but variants that name new ones: what the
/// store holds, then the variants' own.
pub(super) fn with_variant_pictures<'a>(
    sheet: &'a SheetProduct,
    held: &[StoreImage],
) -> Cow<'a, SheetProduct> {
    if sheet.images.is_some() {
        return Cow::Borrowed(sheet);
    }
    let mut images: Vec<SheetImage> = held
        .iter()
        .map(|image| SheetImage { place: sheet.place, src: shown(image).to_owned(), alt: None })
        .collect();
    for variant in &sheet.variants {
        if let Some(Value::Text(src)) = variant.fields.get(&VariantField::Image)
            && !held.iter().any(|image| image_matches(src, image))
            && !images.iter().any(|image| image.src == *src)
        {
            images.push(SheetImage { place: variant.place, src: src.clone(), alt: None });
        }
    }
    if images.len() == held.len() {
        return Cow::Borrowed(sheet);
    }
    Cow::Owned(SheetProduct { images: Some(images), ..sheet.clone() })
}

/// Returns the pictures a source lists, as far as they fit beside the product's videos and models. What does not fit,
/// and what the store could not load, is a finding.
pub(super) fn that_fit<'a>(
    sheet: &'a SheetProduct,
    store: &StoreProduct,
    findings: &mut Vec<Finding>,
) -> Option<&'a [SheetImage]> {
    let wanted = sheet.images.as_deref()?;
    let fitting = PRODUCT_MEDIA_MAX.saturating_sub(store.other_media.len()).min(wanted.len());
    let about = |code, image: &SheetImage, advice: &str| {
        let finding = Finding::new(code, Severity::Warning, advice).at(image.place);
        finding.product(&store.handle).value(&image.src)
    };
    if let Some(first) = wanted.get(fitting) {
        let advice = "a product holds at most 250 pictures, videos and models together; this picture and those after \
                      it were left out";
        findings.push(about(FindingCode::TooManyImages, first, advice));
    }
    let wanted = &wanted[..fitting];
    let places = place_images(wanted.iter().map(|image| image.src.as_str()), &store.images);
    for (image, place) in wanted.iter().zip(places) {
        if place.is_some_and(|place| store.images[place].status == MediaStatus::Failed) {
            let advice = "Shopify could not load this picture when it was sent, so nothing is shown in its place; see \
                          that the address opens in a browser, then give the picture another address";
            findings.push(about(FindingCode::PictureFailed, image, advice));
        }
    }
    Some(wanted)
}

/// Compares the source's ordered list with the store's. Returns the whole new list and every difference,
/// or nothing when they are even.
pub(super) fn diff(wanted: &[SheetImage], held: &[StoreImage]) -> Option<(Vec<ImageSlot>, Vec<Change>)> {
    let places = place_images(wanted.iter().map(|image| image.src.as_str()), held);
    let mut changes = Vec::new();
    let mut slots = Vec::with_capacity(wanted.len());
    for (index, (image, place)) in wanted.iter().zip(&places).enumerate() {
        let subject = Subject::Image { position: index as u32 + 1 };
        let existing = place.map(|place| &held[place]);
        let alt = match (&image.alt, existing) {
            (Some(alt), _) => alt.clone(),
            (None, Some(existing)) => existing.alt.clone(),
            (None, None) => String::new(),
        };
        match existing {
            None => {
                changes.push(change(subject.clone(), "image", Value::Blank, Value::text(&image.src)));
                if !alt.is_empty() {
                    changes.push(change(subject, "image_alt", Value::Blank, Value::text(&alt)));
                }
            }
            Some(existing) if existing.alt != alt => {
                changes.push(change(subject, "image_alt", Value::text(&existing.alt), Value::text(&alt)));
            }
            Some(_) => {}
        }
        slots.push(ImageSlot { id: existing.map(|image| image.id.clone()), src: image.src.clone(), alt });
    }
    let mut kept: Vec<usize> = places.iter().flatten().copied().collect();
    for (index, image) in held.iter().enumerate() {
        if !kept.contains(&index) {
            let subject = Subject::Image { position: index as u32 + 1 };
            changes.push(change(subject, "image", Value::text(shown(image)), Value::Blank));
        }
    }
    let order_before = kept.clone();
    kept.sort_unstable();
    let moved: Vec<_> = order_before.iter().zip(&kept).filter(|(now, then)| now != then).collect();
    for (now, _) in moved {
        let after = places.iter().position(|place| *place == Some(*now)).unwrap_or_default() as i64 + 1;
        changes.push(change(
            Subject::Image { position: *now as u32 + 1 },
            "image_position",
            Value::Int(*now as i64 + 1),
            Value::Int(after),
        ));
    }
    (!changes.is_empty()).then_some((slots, changes))
}

/// Returns the address people know the picture by.
pub(super) fn shown(image: &StoreImage) -> &str {
    image.source.as_deref().unwrap_or(&image.url)
}

/// Addresses are the same when they differ only in the version Shopify appends.
fn same_address(left: &str, right: &str) -> bool {
    !left.is_empty() && without_query(left) == without_query(right)
}

fn without_query(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or(address)
}

fn same_file_name(src: &str, url: &str) -> bool {
    let (Some((wanted, wanted_ending)), Some((held, held_ending))) = (file_name(src), file_name(url)) else {
        return false;
    };
    if !wanted_ending.eq_ignore_ascii_case(held_ending) {
        return false;
    }
    if wanted == held {
        return true;
    }
    held.strip_prefix(wanted).and_then(|rest| rest.strip_prefix('_')).is_some_and(|uuid| {
        uuid.len() == UUID_CHARS && uuid.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
    })
}

/// Returns the file's name and its ending.
fn file_name(address: &str) -> Option<(&str, &str)> {
    let name = without_query(address).rsplit('/').next()?;
    let (stem, ending) = name.rsplit_once('.')?;
    (!stem.is_empty()).then_some((stem, ending))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{MediaKind, Place, StoreMedium};

    fn held(url: &str, source: Option<&str>, alt: &str) -> StoreImage {
        StoreImage {
            id: url.to_owned(),
            url: url.to_owned(),
            alt: alt.to_owned(),
            source: source.map(str::to_owned),
            ..StoreImage::default()
        }
    }

    fn wanted(src: &str, alt: Option<&str>) -> SheetImage {
        SheetImage { place: Place::default(), src: src.to_owned(), alt: alt.map(str::to_owned) }
    }

    #[test]
    fn identity() {
        let own = "https://cdn.shopify.com/s/files/1/lamp.jpg?v=1";
        let table = [
            ("https://a.example/lamp.jpg", held(own, Some("https://a.example/lamp.jpg"), ""), true),
            ("https://b.example/lamp.jpg", held(own, Some("https://a.example/lamp.jpg"), ""), false),
            (
                "https://cdn.shopify.com/s/files/1/lamp.jpg?v=2",
                held(own, Some("https://a.example/x.jpg"), ""),
                true,
            ),
            ("https://b.example/lamp.jpg", held(own, None, ""), true),
            ("https://b.example/lamp.png", held(own, None, ""), false),
            (
                "https://b.example/lamp.jpg",
                held("https://cdn.example/lamp_0b0c2a34-1234-4abc-9def-001122334455.jpg?v=1", None, ""),
                true,
            ),
            ("https://b.example/lamp.jpg", held("https://cdn.example/lamp_2.jpg", None, ""), false),
        ];
        for (src, image, same) in table {
            assert_eq!(image_matches(src, &image), same, "{src} {image:?}");
        }
    }

    #[test]
    fn what_does_not_fit_and_what_was_not_loaded_is_told() {
        let failed = StoreImage { status: MediaStatus::Failed, ..held("", Some("a"), "") };
        let video = |position| StoreMedium { id: "v".into(), kind: MediaKind::Video, position };
        let store = StoreProduct {
            images: vec![failed],
            other_media: vec![video(1), video(2)],
            ..StoreProduct::default()
        };
        let images = (0..250).map(|at| wanted(if at == 0 { "a" } else { "b" }, None)).collect();
        let sheet = SheetProduct { images: Some(images), ..SheetProduct::default() };
        let mut findings = Vec::new();
        assert_eq!(that_fit(&sheet, &store, &mut findings).map(<[_]>::len), Some(248));
        let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, [FindingCode::TooManyImages, FindingCode::PictureFailed]);
    }

    #[test]
    fn even_lists_need_nothing() {
        let store = [held("u/a.jpg", Some("a"), "A"), held("u/b.jpg", Some("b"), "")];
        assert_eq!(diff(&[wanted("a", Some("A")), wanted("b", None)], &store), None);
    }

    #[test]
    fn added_removed_moved_and_renamed_are_listed_one_by_one() {
        let store =
            [held("u/a.jpg", Some("a"), "A"), held("u/b.jpg", Some("b"), ""), held("u/c.jpg", Some("c"), "")];
        let (slots, changes) =
            diff(&[wanted("c", None), wanted("a", Some("Alt")), wanted("d", Some("D"))], &store).unwrap();
        assert_eq!(slots.iter().map(|slot| slot.id.is_some()).collect::<Vec<_>>(), [true, true, false]);
        let seen: Vec<_> = changes
            .iter()
            .map(|change| format!("{} {}→{}", change.field, change.before, change.after))
            .collect();
        assert_eq!(
            seen,
            [
                "image_alt A→Alt",
                "image →d",
                "image_alt →D",
                "image b→",
                "image_position 3→1",
                "image_position 1→2"
            ]
        );
    }
}
