//! Pictures on their way into the store. Shopify loads them after it has answered: for a while no variant can be given
//! one, and one that could not be loaded stands in the product's list and shows nothing.

use std::collections::BTreeMap;

use crate::catalog::{MediaStatus, StoreImage, StoreMedium, StoreProduct};
use crate::operation::{ImageSlot, Operation, VariantImage, Work};
use crate::plan::image_matches;

/// The first wait for pictures that are still being loaded, and the longest, in milliseconds.
const WAIT_FIRST_MS: u64 = 250;
const WAIT_MAX_MS: u64 = 8_000;
/// Looks at pictures that are still being loaded, about a minute in all: Shopify tells no limit, and most are there
/// within seconds.
const LOOKS_MAX: u32 = 12;

/// How far the store is with a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaState {
    pub status: MediaStatus,
    /// Why it failed: a `MediaErrorCode` of Shopify's.
    pub problem: Option<String>,
}

/// What stands in the way of work that needs pictures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    Ready,
    /// Some are still being loaded.
    Waiting,
    /// Some will never be there; in the owner's words.
    Failed(String),
}

/// Returns what the store is to be asked about before the operation: pictures that variants get and that were still
/// being loaded when the product was last seen.
pub fn awaited<'a>(work: &Work, product: &'a StoreProduct) -> Vec<&'a StoreImage> {
    let Work::UpdateVariants { variants } = work else { return Vec::new() };
    let wanted = variants.iter().filter_map(|edit| match edit.image.as_ref()? {
        VariantImage::Media(id) => product.images.iter().find(|image| image.id == *id),
        VariantImage::Source(src) => product.images.iter().find(|image| image_matches(src, image)),
        VariantImage::None => None,
    });
    let mut awaited: Vec<&StoreImage> =
        wanted.filter(|image| image.status == MediaStatus::Processing).collect();
    awaited.sort_by(|left, right| left.id.cmp(&right.id));
    awaited.dedup_by(|left, right| left.id == right.id);
    awaited
}

/// Judges the awaited pictures by what the store says of them now. One that is gone stands in nobody's way: the write
/// itself will tell.
pub fn standing(awaited: &[&StoreImage], states: &BTreeMap<String, MediaState>) -> Standing {
    let mut standing = Standing::Ready;
    for image in awaited {
        match states.get(&image.id) {
            Some(MediaState { status: MediaStatus::Failed, problem }) => {
                let address = image.source.as_deref().unwrap_or(&image.url);
                return Standing::Failed(not_loaded(address, problem.as_deref()));
            }
            Some(MediaState { status: MediaStatus::Processing, .. }) => standing = Standing::Waiting,
            _ => {}
        }
    }
    standing
}

/// Returns the pictures that the operation added and that the store has not got ready: the address of each, and the
/// picture. The store lists them in the order they were sent; where it holds another number of them, they cannot be
/// told apart.
pub fn added<'a>(operation: &'a Operation, product: &'a StoreProduct) -> Vec<(&'a str, &'a StoreImage)> {
    let slots: &[ImageSlot] = match &operation.work {
        Work::CreateProduct(new) => &new.images,
        Work::SetImages { images } => images,
        _ => &[],
    };
    if slots.len() != product.images.len() {
        return Vec::new();
    }
    let new = slots
        .iter()
        .zip(&product.images)
        .filter(|(slot, image)| slot.id.is_none() && image.status != MediaStatus::Ready);
    new.map(|(slot, image)| (slot.src.as_str(), image)).collect()
}

/// Returns how long to wait before the next look, after so many; `None` when it is time to stop waiting.
pub fn wait_ms(looks: u32) -> Option<u64> {
    (looks < LOOKS_MAX).then(|| (WAIT_FIRST_MS << looks.min(16)).min(WAIT_MAX_MS))
}

/// Returns that the store could not load a picture, and why, in the owner's words.
pub fn not_loaded(address: &str, problem: Option<&str>) -> String {
    let why = match problem.unwrap_or_default() {
        "IMAGE_DOWNLOAD_FAILURE" | "GENERIC_FILE_DOWNLOAD_FAILURE" | "INVALID_SIGNED_URL" => {
            "nothing could be fetched from that address"
        }
        "MEDIA_TIMEOUT_ERROR" => "the address answered too slowly",
        "UNSUPPORTED_IMAGE_FILE_TYPE" => "Shopify does not take this kind of file",
        "INVALID_IMAGE_FILE_SIZE" | "GENERIC_FILE_INVALID_SIZE" => "the file is larger than 20 MB",
        "INVALID_IMAGE_RESOLUTION" => "the picture has more than 25 megapixels",
        "INVALID_IMAGE_ASPECT_RATIO" => "the picture is too narrow for its length",
        "FILE_STORAGE_LIMIT_EXCEEDED" => "the store's file storage is full",
        _ => "Shopify gave no reason that helps",
    };
    format!(
        "Shopify could not load the picture {address}: {why}; mend that, then give it another address in the file"
    )
}

/// Puts the media that are no pictures back into the places they have among all; where the pictures end before, they
/// follow. `of` makes such a medium what the pictures are.
pub fn with_other_media<T>(
    pictures: Vec<T>,
    others: &[StoreMedium],
    of: impl Fn(&StoreMedium) -> T,
) -> Vec<T> {
    let mut all = pictures;
    // From the first on, each lands where it was: those before it are in their places already.
    for medium in others {
        let at = usize::try_from(medium.position).unwrap_or(usize::MAX).min(all.len());
        all.insert(at, of(medium));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::MediaKind;
    use crate::operation::{Priority, VariantEdit};

    fn image(id: &str, status: MediaStatus) -> StoreImage {
        StoreImage { id: id.into(), source: Some(format!("http://x/{id}")), status, ..StoreImage::default() }
    }

    #[test]
    fn videos_keep_their_places_among_the_pictures() {
        let video = |position| StoreMedium { id: "v".into(), kind: MediaKind::Video, position };
        for (pictures, at, all) in [
            ("a b c", &[1][..], "a v b c"),
            ("c a", &[0], "v c a"),
            ("a", &[2], "a v"),
            ("a b c", &[1, 2], "a v v b c"),
            ("", &[1, 4], "v v"),
            ("a b", &[], "a b"),
        ] {
            let others: Vec<StoreMedium> = at.iter().copied().map(video).collect();
            let listed = with_other_media(
                pictures.split_whitespace().map(str::to_owned).collect(),
                &others,
                |medium| medium.id.clone(),
            );
            assert_eq!(listed.join(" "), all);
        }
    }

    #[test]
    fn a_variant_waits_for_its_picture_and_no_other() {
        use MediaStatus::{Failed, Processing, Ready};
        let product = StoreProduct {
            images: vec![image("a", Ready), image("b", Processing), image("c", Processing)],
            ..StoreProduct::default()
        };
        let give = |image: VariantImage| {
            let edit = VariantEdit { id: "v".into(), fields: BTreeMap::new(), image: Some(image) };
            Work::UpdateVariants { variants: vec![edit] }
        };
        let failed = "Shopify could not load the picture http://x/b: nothing could be fetched from that address; \
                      mend that, then give it another address in the file";
        for (wanted, now, standing_is) in [
            (VariantImage::Media("a".into()), Failed, Standing::Ready),
            (VariantImage::Media("b".into()), Processing, Standing::Waiting),
            (VariantImage::Source("http://x/b".into()), Processing, Standing::Waiting),
            (VariantImage::Source("http://x/b".into()), Ready, Standing::Ready),
            (VariantImage::Media("b".into()), Failed, Standing::Failed(failed.into())),
            (VariantImage::None, Processing, Standing::Ready),
        ] {
            let problem = (now == Failed).then(|| "IMAGE_DOWNLOAD_FAILURE".to_owned());
            let states = BTreeMap::from([("b".to_owned(), MediaState { status: now, problem })]);
            let work = give(wanted.clone());
            assert_eq!(standing(&awaited(&work, &product), &states), standing_is, "{wanted:?} {now:?}");
        }
    }

    #[test]
    fn pictures_an_operation_added_are_told_by_their_place() {
        use MediaStatus::{Failed, Processing, Ready};
        let slot = |id: Option<&str>, src: &str| ImageSlot {
            id: id.map(str::to_owned),
            src: src.into(),
            alt: String::new(),
        };
        let work = Work::SetImages { images: vec![slot(Some("a"), "1"), slot(None, "2"), slot(None, "3")] };
        let operation = Operation {
            id: 0,
            product: "lamp".into(),
            product_id: None,
            place: None,
            priority: Priority::Normal,
            after: Vec::new(),
            work,
            changes: Vec::new(),
            held: None,
        };
        let of = |states: &[MediaStatus]| {
            let images = states.iter().map(|status| image("m", *status)).collect();
            let product = StoreProduct { images, ..StoreProduct::default() };
            added(&operation, &product).iter().map(|(src, _)| (*src).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(of(&[Failed, Ready, Failed]), ["3"]);
        assert_eq!(of(&[Ready, Processing, Failed]), ["2", "3"]);
        assert_eq!(of(&[Failed, Failed]), [] as [&str; 0]);
    }

    #[test]
    fn the_wait_for_pictures_ends() {
        let waits: Vec<u64> = (0..).map_while(wait_ms).collect();
        assert_eq!(waits[..6], [250, 500, 1_000, 2_000, 4_000, 8_000]);
        assert_eq!((waits.len(), waits.iter().sum::<u64>()), (12, 63_750));
    }
}
