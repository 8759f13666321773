//! What a call will cost, in points of Shopify's scheme, before it is sent.
//!
//! Requested costs are static for an API version, so they can be computed; actual costs come with the reply.
//! Formulas: Shopify's published table, its logarithmic scaling of connections, and the changelogs on dynamic
//! mutation costs. They reproduce every published figure we know (see the tests).

use crate::operation::{NewVariant, Work};

/// The most one document may ask for, on every plan.
pub const DOCUMENT_POINTS_MAX: u32 = 1000;
/// Every mutation field of a document costs this much, whatever it selects; each alias anew.
pub const MUTATION_POINTS: u32 = 10;

/// Tenths of a point, for what a mutation carries.
const PER_VARIANT: u32 = 2;
const PER_VARIANT_FILE: u32 = 6;
const PER_METAFIELD: u32 = 4;
const PER_PRODUCT_FILE: u32 = 19;

/// Returns the cost of an object with these children: one, and theirs. A list of objects costs as much as one.
pub fn object(children: u32) -> u32 {
    1 + children
}

/// Returns the cost of a connection with a page of `first` nodes that cost `node` each.
pub fn connection(first: u32, node: u32) -> u32 {
    match first {
        0 => 2,
        first => 2 + page_multiplier(first) * node,
    }
}

/// Returns `floor(2 · ln(max(2, n)))`: what a page of n nodes is multiplied by. Binary fractions are safe here, since
/// `2 · ln(n)` is never near a whole number for the n that Shopify allows.
fn page_multiplier(first: u32) -> u32 {
    (2.0 * f64::from(first.max(2)).ln()).floor() as u32
}

/// Returns what one variant costs in our full reads: options, measure, picture, item with a page of 20 levels,
/// a page of 20 metafields.
fn full_variant() -> u32 {
    // Weights, measurements and unit costs are free.
    let level = object(object(0) + object(0));
    let item = object(connection(20, level));
    let picture = connection(1, object(0));
    let metafields = connection(20, object(0));
    object(object(0) + object(0) + picture + metafields + item)
}

/// Returns the requested cost of reading whole products by id, whose first `variants` variants come along. The ids
/// are a list, which counts once.
pub fn products_by_id_points(variants: u32) -> u32 {
    let media = connection(20, object(object(0)));
    let options = object(object(0));
    let (category, seo) = (object(0), object(0));
    let metafields = connection(50, object(0));
    object(category + seo + options + media + metafields + connection(variants, full_variant()))
}

/// Returns the requested cost of a page of changed ids.
pub fn changed_products_points() -> u32 {
    connection(250, object(0))
}

/// Returns the requested cost of the mutation that carries out the work. Up to 250 quantities share one.
pub fn write_points(work: &Work) -> u32 {
    let tenths = match work {
        Work::CreateProduct(product) => {
            // The one metafield is our custom id.
            variants_tenths(product.variants.iter()) + files_tenths(product.images.len()) + PER_METAFIELD
        }
        Work::ReplaceVariants { variants, .. } => variants_tenths(variants.iter().map(|slot| &slot.variant)),
        Work::CreateVariants { variants } => variants_tenths(variants.iter()),
        Work::UpdateVariants { variants } => {
            let pictures = variants.iter().filter(|edit| edit.image.is_some()).count();
            count(variants.len()) * PER_VARIANT + count(pictures) * PER_VARIANT_FILE
        }
        Work::SetImages { images } => files_tenths(images.len()),
        Work::UpdateProduct { .. }
        | Work::DeleteVariants { .. }
        | Work::Publish { .. }
        | Work::SetQuantity(_)
        | Work::ActivateLevel(_)
        | Work::DeleteProduct => 0,
    };
    MUTATION_POINTS + tenths.div_ceil(10)
}

fn variants_tenths<'a>(variants: impl Iterator<Item = &'a NewVariant>) -> u32 {
    variants.map(|variant| PER_VARIANT + if variant.image.is_some() { PER_VARIANT_FILE } else { 0 }).sum()
}

fn files_tenths(files: usize) -> u32 {
    count(files) * PER_PRODUCT_FILE
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX / 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::{ImageSlot, NewProduct};

    #[test]
    fn pages_scale_with_the_logarithm() {
        for (first, multiplier) in [
            (1, 1),
            (2, 1),
            (3, 2),
            (5, 3),
            (10, 4),
            (20, 5),
            (25, 6),
            (50, 7),
            (100, 9),
            (150, 10),
            (200, 10),
            (250, 11),
            (2048, 15),
        ] {
            assert_eq!(page_multiplier(first), multiplier, "{first}");
        }
    }

    #[test]
    fn published_figures_come_out() {
        // product { variants(first: 250) { nodes { inventoryItem { id tracked } } } }
        assert_eq!(object(connection(250, object(object(0)))), 25);
        // products(first: 250) { nodes { id updatedAt } }
        assert_eq!(changed_products_points(), 13);
        // products(50) { variants(100) { inventoryItem } metafields(20) media(10) }
        let product = object(
            connection(100, object(object(0))) + connection(20, object(0)) + connection(10, object(0)),
        );
        assert_eq!(connection(50, product), 240);
        assert_eq!(connection(0, 5), 2);
    }

    #[test]
    fn our_reads_stay_below_the_limit() {
        assert_eq!(products_by_id_points(50), 245);
        assert!(products_by_id_points(250) < DOCUMENT_POINTS_MAX);
    }

    #[test]
    fn writes_cost_by_what_they_carry() {
        let product = |variants: usize, images: usize| {
            Work::CreateProduct(NewProduct {
                variants: vec![NewVariant::default(); variants],
                images: vec![ImageSlot { id: None, src: String::new(), alt: String::new() }; images],
                ..NewProduct::default()
            })
        };
        // Shopify's examples, with one metafield more: 10, 14 and 69 points without any.
        for (work, points) in [
            (product(1, 0), 11),
            (product(20, 0), 15),
            (product(200, 10), 70),
            (Work::DeleteProduct, 10),
            (Work::Publish { published: true }, 10),
            (Work::CreateVariants { variants: vec![NewVariant::default(); 250] }, 60),
        ] {
            assert_eq!(write_points(&work), points, "{}", work.name());
        }
    }
}
