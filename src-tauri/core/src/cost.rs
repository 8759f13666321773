//! What a call will cost, in points of Shopify's scheme, before it is sent.
//!
//! Requested costs are static for an API version, so they can be computed; actual costs come with the reply.
//! Formulas: Shopify's published table, its logarithmic scaling of connections, and the changelogs on dynamic
//! mutation costs. They reproduce every published figure we know (see the tests).

use std::collections::BTreeSet;

use crate::operation::{MetafieldEdit, NewVariant, Work};

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

/// What one mutation on a product carries, as far as it is priced. Each is a count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cargo {
    pub variants: u32,
    /// Variants that bring a picture.
    pub variant_files: u32,
    pub variant_metafields: u32,
    pub product_metafields: u32,
    /// Pictures of the product itself.
    pub product_files: u32,
}

impl Cargo {
    /// Returns the price above [`MUTATION_POINTS`], in tenths of a point.
    fn tenths(self) -> u32 {
        self.variants * PER_VARIANT
            + self.variant_files * PER_VARIANT_FILE
            + (self.variant_metafields + self.product_metafields) * PER_METAFIELD
            + self.product_files * PER_PRODUCT_FILE
    }

    /// Returns what the mutation asks for: fractions are cut off, as in Shopify's published examples, where 10.2 is
    /// shown as 10.
    pub fn points(self) -> u32 {
        MUTATION_POINTS + self.tenths() / 10
    }

    /// Returns what to keep free for the mutation. Shopify has not said how it rounds, so fractions count whole: this
    /// is enough under every rule.
    pub fn points_reserved(self) -> u32 {
        MUTATION_POINTS + self.tenths().div_ceil(10)
    }
}

/// Whom a `metafieldsSet` writes to: different owners, each counted once however many fields it gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Owners {
    pub orders: u32,
    pub products: u32,
    pub variants: u32,
    pub collections: u32,
    pub customers: u32,
    pub shops: u32,
}

impl Owners {
    /// Returns what one `metafieldsSet` asks for. Its 25 fields have at most 25 owners, which keeps it at or below
    /// [`METAFIELDS_SET_POINTS_MAX`].
    /// <https://shopify.dev/changelog/dynamic-complexity-cost-for-metafieldsset-mutation>
    pub fn points(self) -> u32 {
        MUTATION_POINTS
            + self.orders * 10
            + self.products * 4
            + self.variants * 2
            + self.collections
            + self.customers
            + self.shops
    }
}

/// The most one `metafieldsSet` can ask for: 25 orders.
pub const METAFIELDS_SET_POINTS_MAX: u32 = 260;

/// Returns what `stagedUploadsCreate` asks for: a point for each file above the price of a mutation.
pub fn staged_uploads_points(files: u32) -> u32 {
    MUTATION_POINTS + files
}

/// Returns the requested cost of the mutation that carries out the work. Up to 250 quantities share one.
pub fn write_points(work: &Work) -> u32 {
    match work {
        Work::SetMetafield(edit) => metafields_points([edit]),
        _ => cargo(work).points(),
    }
}

/// Returns what to reserve for the mutation that carries out the work: as much as it asks for, or a point more.
pub fn write_points_reserved(work: &Work) -> u32 {
    match work {
        Work::SetMetafield(_) => write_points(work),
        _ => cargo(work).points_reserved(),
    }
}

/// Returns the requested cost of one `metafieldsSet` for a product and its variants.
pub fn metafields_points<'a>(edits: impl IntoIterator<Item = &'a MetafieldEdit>) -> u32 {
    let owners: BTreeSet<Option<&str>> = edits.into_iter().map(|edit| edit.variant.as_deref()).collect();
    let products = u32::from(owners.contains(&None));
    Owners { products, variants: count(owners.len()) - products, ..Owners::default() }.points()
}

fn cargo(work: &Work) -> Cargo {
    match work {
        Work::CreateProduct(product) => Cargo {
            // Our custom id is one more.
            product_metafields: 1 + count(product.metafields.len()),
            product_files: count(product.images.len()),
            ..variants(product.variants.iter())
        },
        Work::ReplaceVariants { variants: slots, .. } => variants(slots.iter().map(|slot| &slot.variant)),
        Work::CreateVariants { variants: new } => variants(new.iter()),
        Work::UpdateVariants { variants } => Cargo {
            variants: count(variants.len()),
            variant_files: count(variants.iter().filter(|edit| edit.image.is_some()).count()),
            ..Cargo::default()
        },
        Work::SetImages { images } => Cargo { product_files: count(images.len()), ..Cargo::default() },
        Work::UpdateProduct { .. }
        | Work::DeleteVariants { .. }
        | Work::Publish { .. }
        | Work::SetQuantity(_)
        | Work::ActivateLevel(_)
        | Work::DeleteProduct
        // Priced by its owners instead.
        | Work::SetMetafield(_)
        | Work::DeleteMetafield(_)
        | Work::SetMarketPrices(_)
        | Work::Collection(_) => Cargo::default(),
    }
}

fn variants<'a>(variants: impl Iterator<Item = &'a NewVariant>) -> Cargo {
    variants.fold(Cargo::default(), |cargo, variant| Cargo {
        variants: cargo.variants + 1,
        variant_files: cargo.variant_files + u32::from(variant.image.is_some()),
        variant_metafields: cargo.variant_metafields + count(variant.metafields.len()),
        ..cargo
    })
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

    /// What stands beside Shopify's and Microsoft's own documents, and what was measured on live shops. The demo store
    /// has the same table, with the documents written out.
    #[test]
    fn published_query_figures_come_out() {
        let leaf = object(0);
        let picture = object(leaf);
        let of_a_list = connection(1, picture);
        for (what, points, published) in [
            ("bulkOperation { id }", leaf, 1),
            ("node { id }", leaf, 1),
            // <https://community.shopify.dev/t/23101>
            ("product { variants(250) { inventoryItem } }", object(connection(250, object(leaf))), 25),
            // The notes `# cost:` of <https://github.com/microsoft/BCApps>, in the folder of its Shopify app.
            ("GetProductIds: products(200)", connection(200, leaf), 12),
            (
                "GetProductImages: products(100) { media(1) { image } }",
                connection(100, object(of_a_list)),
                47,
            ),
            ("GetProductById: product { seo metafields(50) }", object(leaf + connection(50, leaf)), 11),
            ("GetProductVariantImages: productVariants(200)", connection(200, object(of_a_list)), 52),
            // Measurement and unit cost are free.
            (
                "GetVariantById: productVariant { product selectedOptions inventoryItem metafields(50) }",
                object(leaf + leaf + leaf + connection(50, leaf)),
                13,
            ),
            (
                "GetInventoryEntries: location { inventoryLevels(100) { quantities item { variant { product } } } }",
                object(connection(100, object(leaf + object(object(leaf))))),
                48,
            ),
            ("GetLocations: locations(20) { fulfillmentService }", connection(20, object(leaf)), 12),
            ("GetProductOptions: product { options }", object(leaf), 2),
            // Worked out from the same formula in the notes on Shopify's API.
            ("products(250) { id updatedAt }", changed_products_points(), 13),
            (
                "products(50) { variants(100) { inventoryItem } metafields(20) media(10) }",
                connection(
                    50,
                    object(connection(100, object(leaf)) + connection(20, leaf) + connection(10, leaf)),
                ),
                240,
            ),
            ("nothing of a connection", connection(0, object(leaf)), 2),
        ] {
            assert_eq!(points, published, "{what}");
        }
    }

    /// <https://shopify.dev/changelog/dynamic-complexity-cost-for-productset-mutation> and its two neighbours, which
    /// price productCreate, productUpdate and the variants in bulk by the same weights.
    #[test]
    fn published_mutation_figures_come_out() {
        let none = Cargo::default();
        for (what, cargo, published, reserved) in [
            ("ModifyInventory, and whatever carries nothing", none, 10, 10),
            ("1 variant", Cargo { variants: 1, ..none }, 10, 11),
            ("20 variants, 5 metafields", Cargo { variants: 20, product_metafields: 5, ..none }, 16, 16),
            (
                "200 variants, 10 files, 20 metafields",
                Cargo { variants: 200, product_files: 10, product_metafields: 20, ..none },
                77,
                77,
            ),
            ("a variant's metafields", Cargo { variants: 5, variant_metafields: 10, ..none }, 15, 15),
            ("a variant's picture", Cargo { variants: 5, variant_files: 5, ..none }, 14, 14),
            ("10 pictures", Cargo { product_files: 10, ..none }, 29, 29),
        ] {
            assert_eq!((cargo.points(), cargo.points_reserved()), (published, reserved), "{what}");
        }
        assert_eq!(staged_uploads_points(1), 11, "CreateUploadUrl");
    }

    #[test]
    fn published_owner_weights_come_out() {
        let none = Owners::default();
        for (owners, published) in [
            (Owners { orders: 1, ..none }, 20),
            (Owners { products: 1, ..none }, 14),
            (Owners { variants: 1, ..none }, 12),
            (Owners { collections: 1, ..none }, 11),
            (Owners { customers: 1, ..none }, 11),
            (Owners { shops: 1, ..none }, 11),
            (none, 10),
            (Owners { products: 10, variants: 15, ..none }, 80),
            (Owners { orders: 25, ..none }, METAFIELDS_SET_POINTS_MAX),
        ] {
            assert_eq!(owners.points(), published, "{owners:?}");
        }
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
        // Our custom id is one metafield more than the examples without any have.
        for (work, points) in [
            (product(1, 0), 10),
            (product(20, 0), 14),
            (product(200, 10), 69),
            (Work::DeleteProduct, 10),
            (Work::Publish { published: true, publication: None }, 10),
            (Work::CreateVariants { variants: vec![NewVariant::default(); 250] }, 60),
        ] {
            assert_eq!(write_points(&work), points, "{}", work.name());
        }
    }
}
