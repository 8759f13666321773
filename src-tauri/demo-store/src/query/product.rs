//! Product, its options and their values.

use rust_decimal::Decimal;

use super::{Ctx, Resolved, count, gone, membership, money_v2, page, publishing, text, unknown};
use crate::gid::{self, gid};
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Owner, Val};
use crate::query::inventory;
use crate::state::{Collection, Product, Variant};

/// The one page size above 250: the variants of a single product.
/// <https://shopify.dev/changelog/enhanced-variant-query-limits>
const VARIANTS_PAGE_MAX: u64 = 2048;

pub fn field(ctx: &Ctx, id: u64, name: &str, args: &Args) -> Resolved {
    let product = ctx.state.get::<Product>(id).ok_or_else(|| gone("Product"))?;
    let variants = || ctx.state.variants_of(product);
    Ok(match name {
        "id" => Val::str(gid("Product", id)),
        "legacyResourceId" => Val::str(id.to_string()),
        "handle" => Val::str(product.handle.as_str()),
        "title" => Val::str(product.title.as_str()),
        "descriptionHtml" | "bodyHtml" => Val::str(product.body.as_str()),
        "description" => Val::str(plain_text(&product.body, args)),
        "vendor" => Val::str(product.vendor.as_str()),
        "productType" => Val::str(product.product_type.as_str()),
        "status" => Val::str(product.status.as_str()),
        "tags" => Val::strs(product.tags.iter().map(String::as_str)),
        "seo" => seo(product.seo_title.as_deref(), product.seo_description.as_deref()),
        "category" => super::taxonomy::by_id(product.category.as_deref()),
        "templateSuffix" => Val::opt_str(product.template_suffix.as_deref()),
        "giftCardTemplateSuffix" => Val::opt_str(product.gift_card_template_suffix.as_deref()),
        "isGiftCard" => Val::leaf(product.gift_card),
        "requiresSellingPlan" => Val::leaf(product.requires_selling_plan),
        "combinedListingRole" => Val::opt_str(product.combined_listing_role.as_deref()),
        "createdAt" => ctx.time(product.created_at),
        "updatedAt" => ctx.time(product.updated_at),
        "publishedAt" => publishing::published_at(ctx, product),
        "defaultCursor" => Val::str(gid("Product", id)),
        "onlineStoreUrl" => {
            if publishing::on_online_store(ctx, product) && product.status == "ACTIVE" {
                Val::str(format!("{}/products/{}", ctx.base, product.handle))
            } else {
                Val::Null
            }
        }
        "onlineStorePreviewUrl" => Val::str(format!("{}/products/{}", ctx.base, product.handle)),
        "options" => {
            let limit = args
                .get("first")
                .and_then(|v| v.as_u64())
                .and_then(|n| usize::try_from(n).ok())
                .unwrap_or(usize::MAX);
            Val::List(
                product
                    .options
                    .iter()
                    .take(limit)
                    .map(|option| Val::Obj(Obj::Option(id, option.id)))
                    .collect(),
            )
        }
        "variants" => {
            let items = sorted_variants(ctx, product, args);
            let max = if ctx.long_variants { VARIANTS_PAGE_MAX } else { 250 };
            return page::list_limited(ctx, args, "ProductVariant", items, max);
        }
        "variantsCount" => count(product.variants.len(), None),
        "totalVariants" => Val::leaf(product.variants.len()),
        "hasOnlyDefaultVariant" => Val::leaf(has_only_default_variant(product)),
        "hasOutOfStockVariants" => {
            Val::leaf(variants().any(|v| v.item.tracked && inventory::available(v) <= 0))
        }
        "hasVariantsThatRequiresComponents" => Val::leaf(variants().any(|v| v.requires_components)),
        "tracksInventory" => Val::leaf(variants().any(|v| v.item.tracked)),
        "totalInventory" => {
            Val::leaf(variants().filter(|v| v.item.tracked).map(inventory::available).sum::<i64>())
        }
        "priceRangeV2" | "priceRange" => {
            let (min, max) = range(variants().map(|v| v.price));
            Val::map(
                if name == "priceRange" { "ProductPriceRange" } else { "ProductPriceRangeV2" },
                vec![("minVariantPrice", money_v2(min)), ("maxVariantPrice", money_v2(max))],
            )
        }
        "compareAtPriceRange" => {
            if variants().all(|v| v.compare_at_price.is_none()) {
                Val::Null
            } else {
                let (min, max) = range(variants().filter_map(|v| v.compare_at_price));
                Val::map(
                    "ProductCompareAtPriceRange",
                    vec![
                        ("minVariantCompareAtPrice", money_v2(min)),
                        ("maxVariantCompareAtPrice", money_v2(max)),
                    ],
                )
            }
        }
        "media" => {
            let media = product.media.iter().map(|id| Val::Obj(Obj::Media(*id)));
            return page::list(ctx, args, "Media", media.collect());
        }
        "images" => {
            let images = product
                .media
                .iter()
                .map(|id| super::media::image(ctx, *id))
                .filter(|image| !matches!(image, Val::Null));
            return page::list(ctx, args, "Image", images.collect());
        }
        "mediaCount" => count(product.media.len(), None),
        "featuredMedia" => Val::opt(product.media.first().map(|id| Obj::Media(*id))),
        "featuredImage" => product.media.first().map_or(Val::Null, |id| super::media::image(ctx, *id)),
        "metafield" => {
            return super::definitions::one(ctx, Owner::Product(id), &product.metafields, args);
        }
        "metafields" => {
            return super::definitions::many(ctx, Owner::Product(id), &product.metafields, args);
        }
        "collections" => {
            return page::page(
                ctx,
                args,
                "Collection",
                page::by_id(membership::collections_of(ctx.state, product)),
                |id| Val::Obj(Obj::Collection(id)),
            );
        }
        "inCollection" => Val::leaf(
            text(args, "id")
                .and_then(|id| gid::parse("Collection", id))
                .and_then(|id| ctx.state.get::<Collection>(id))
                .is_some_and(|collection| membership::holds(ctx.state, collection, product)),
        ),
        _ => {
            return publishing::publishable(ctx, &Obj::Product(id), &product.publications, name, args)
                .unwrap_or_else(|| Err(unknown("Product", name)));
        }
    })
}

fn sorted_variants(ctx: &Ctx, product: &Product, args: &Args) -> Vec<Val> {
    let mut rows: Vec<&Variant> = ctx.state.variants_of(product).collect();
    match text(args, "sortKey") {
        Some("ID") => rows.sort_by_key(|v| v.id),
        Some("SKU") => rows.sort_by(|a, b| a.item.sku.cmp(&b.item.sku)),
        Some("INVENTORY_QUANTITY") => rows.sort_by_key(|v| inventory::available(v)),
        // The shown order is what every other key comes down to within one product.
        _ => {}
    }
    rows.iter().map(|v| Val::Obj(Obj::Variant(v.id))).collect()
}

fn range(prices: impl Iterator<Item = Decimal>) -> (Decimal, Decimal) {
    let (min, max) = prices.fold((None, None), |(min, max): (Option<Decimal>, Option<Decimal>), p| {
        (Some(min.map_or(p, |m| m.min(p))), Some(max.map_or(p, |m| m.max(p))))
    });
    (min.unwrap_or_default(), max.unwrap_or_default())
}

/// Whether a product has nothing but the variant every product is born with.
pub fn has_only_default_variant(product: &Product) -> bool {
    match product.options.as_slice() {
        [option] => {
            option.name == "Title" && option.values.len() == 1 && option.values[0].name == "Default Title"
        }
        _ => false,
    }
}

pub fn seo(title: Option<&str>, description: Option<&str>) -> Val {
    Val::map("SEO", vec![("title", Val::opt_str(title)), ("description", Val::opt_str(description))])
}

/// Returns the text of a body without its tags.
pub fn plain_text(html: &str, args: &Args) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => {
                inside = true;
                if !out.ends_with(' ') && !out.is_empty() {
                    out.push(' ');
                }
            }
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    let text = out.trim().replace("&amp;", "&");
    match args.get("truncateAt").and_then(|n| n.as_u64()) {
        Some(limit) => text.chars().take(usize::try_from(limit).unwrap_or(usize::MAX)).collect(),
        None => text,
    }
}

pub fn option(ctx: &Ctx, product_id: u64, id: u64, name: &str) -> Resolved {
    let product = ctx.state.get::<Product>(product_id).ok_or_else(|| gone("Product"))?;
    let (position, option) = product
        .options
        .iter()
        .enumerate()
        .find(|(_, option)| option.id == id)
        .ok_or_else(|| gone("ProductOption"))?;
    Ok(match name {
        "id" => Val::str(gid("ProductOption", id)),
        "name" => Val::str(option.name.as_str()),
        "position" => Val::leaf(position + 1),
        "values" => {
            // Only what a variant uses; `optionValues` shows all.
            let used: Vec<&str> = option
                .values
                .iter()
                .filter(|value| is_used(ctx, product, position, value.id))
                .map(|value| value.name.as_str())
                .collect();
            Val::strs(used)
        }
        "optionValues" => Val::List(
            option.values.iter().map(|value| Val::Obj(Obj::OptionValue(product_id, value.id))).collect(),
        ),
        "linkedMetafield" => match &option.linked {
            Some((namespace, key)) => Val::map(
                "LinkedMetafield",
                vec![("namespace", Val::str(namespace.as_str())), ("key", Val::str(key.as_str()))],
            ),
            None => Val::Null,
        },
        _ => return Err(unknown("ProductOption", name)),
    })
}

fn is_used(ctx: &Ctx, product: &Product, position: usize, value: u64) -> bool {
    ctx.state.variants_of(product).any(|variant| variant.values.get(position) == Some(&value))
}

pub fn option_value(ctx: &Ctx, product_id: u64, id: u64, name: &str) -> Resolved {
    let product = ctx.state.get::<Product>(product_id).ok_or_else(|| gone("Product"))?;
    let (position, value) = product
        .options
        .iter()
        .enumerate()
        .find_map(|(at, option)| {
            let value = option.values.iter().find(|value| value.id == id)?;
            Some((at, value))
        })
        .ok_or_else(|| gone("ProductOptionValue"))?;
    Ok(match name {
        "id" => Val::str(gid("ProductOptionValue", id)),
        "name" => Val::str(value.name.as_str()),
        "hasVariants" => Val::leaf(is_used(ctx, product, position, id)),
        "linkedMetafieldValue" => Val::opt_str(value.linked.as_deref()),
        _ => return Err(unknown("ProductOptionValue", name)),
    })
}
