//! Lists of products and variants: filters and sort orders.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::page::{SortRow, by_id, number_key, page};
use super::search::{Op, Term, compare, compare_time, parse, text_has, text_is};
use super::{Ctx, Resolved, count, inventory, membership, page as pages, publishing, text, variant};
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{Collection, Product, State, Variant};

/// <https://shopify.dev/docs/api/admin-graphql/latest/queries/products#argument-query>
const PRODUCT_FIELDS: [&str; 24] = [
    "barcode",
    "category_id",
    "collection_id",
    "created_at",
    "default",
    "gift_card",
    "handle",
    "has_only_default_variant",
    "id",
    "inventory_total",
    "out_of_stock_somewhere",
    "price",
    "product_type",
    "published_at",
    "published_status",
    "sku",
    "status",
    "tag",
    "tag_not",
    "title",
    "updated_at",
    "variant_id",
    "variant_title",
    "vendor",
];

/// <https://shopify.dev/docs/api/admin-graphql/latest/queries/productVariants#argument-query>
const VARIANT_FIELDS: [&str; 14] = [
    "barcode",
    "default",
    "id",
    "inventory_quantity",
    "option1",
    "product_id",
    "product_ids",
    "product_status",
    "product_type",
    "sku",
    "tag",
    "title",
    "updated_at",
    "vendor",
];

fn known_product_field(field: &str) -> bool {
    PRODUCT_FIELDS.contains(&field) || field.starts_with("metafields.")
}

fn known_variant_field(field: &str) -> bool {
    VARIANT_FIELDS.contains(&field) || field.starts_with("metafields.")
}

pub fn products(ctx: &Ctx, args: &Args) -> Resolved {
    let rows = product_rows(ctx, args);
    page(ctx, args, "Product", rows, |id| Val::Obj(Obj::Product(id)))
}

pub fn products_count(ctx: &Ctx, args: &Args) -> Resolved {
    let found = filtered_products(ctx, args, "productsCount").count();
    Ok(count(found, limit(args)))
}

pub fn limit(args: &Args) -> Option<u64> {
    args.get("limit").and_then(|limit| limit.as_u64())
}

/// Returns the products a query lists, in the order it asks for.
fn product_rows(ctx: &Ctx, args: &Args) -> Vec<SortRow> {
    let found = filtered_products(ctx, args, "products");
    let key: fn(&Ctx, &Product) -> String = match text(args, "sortKey") {
        Some("TITLE") => |_, p| p.title.to_lowercase(),
        Some("VENDOR") => |_, p| p.vendor.to_lowercase(),
        Some("PRODUCT_TYPE") => |_, p| p.product_type.to_lowercase(),
        Some("UPDATED_AT") => |_, p| number_key(p.updated_at),
        Some("CREATED_AT") => |_, p| number_key(p.created_at),
        Some("PUBLISHED_AT") => |_, p| number_key(p.publications.values().next().copied().unwrap_or(0)),
        Some("INVENTORY_TOTAL") => |ctx, p| number_key(total(ctx.state, p)),
        _ => return by_id(found.map(|product| product.id)),
    };
    let mut rows: Vec<SortRow> =
        found.map(|product| SortRow { key: key(ctx, product), id: product.id }).collect();
    rows.sort_unstable();
    rows
}

fn filtered_products<'a>(
    ctx: &'a Ctx,
    args: &Args,
    path: &str,
) -> Box<dyn Iterator<Item = &'a Product> + 'a> {
    let all = ctx.state.products.values().map(Arc::as_ref);
    let query = text(args, "query").unwrap_or("").trim().to_owned();
    if query.is_empty() {
        return Box::new(all);
    }
    let expr = parse(&query);
    let warning = expr.warning(path, &query, &known_product_field);
    ctx.warnings.borrow_mut().extend(warning);
    Box::new(all.filter(move |product| expr.matches(&|term| product_is(ctx, product, term))))
}

fn total(state: &State, product: &Product) -> i64 {
    state.variants_of(product).filter(|variant| variant.item.tracked).map(inventory::available).sum()
}

fn number<T: FromStr>(term: &Term) -> Option<T> {
    term.value.parse().ok()
}

fn ids(term: &Term) -> impl Iterator<Item = u64> {
    term.value.split(',').filter_map(|id| {
        let id = id.trim();
        id.rsplit('/').next().and_then(|id| id.parse().ok())
    })
}

fn any_of(term: &Term, actual: &str) -> bool {
    term.value.split(',').any(|wanted| text_is(actual, wanted.trim()))
}

fn product_is(ctx: &Ctx, product: &Product, term: &Term) -> Option<bool> {
    let variants = || ctx.state.variants_of(product);
    let field = term.field.as_deref().unwrap_or("default");
    if let Some(path) = field.strip_prefix("metafields.") {
        return Some(product.metafields.iter().any(|m| {
            path == format!("{}.{}", m.namespace, m.key)
                && (term.value == "*" || text_is(&m.value, &term.value))
        }));
    }
    Some(match field {
        "default" => {
            text_has(&product.title, &term.value)
                || text_has(&product.vendor, &term.value)
                || text_has(&product.product_type, &term.value)
                || product.tags.iter().any(|tag| text_has(tag, &term.value))
                || variants().any(|v| {
                    let sku = v.item.sku.as_deref().unwrap_or("");
                    text_is(sku, &term.value) || v.barcode.as_deref().is_some_and(|b| text_is(b, &term.value))
                })
        }
        "id" => match term.op {
            Op::Is => ids(term).any(|id| id == product.id),
            op => number(term).is_some_and(|id: u64| compare(op, &product.id, &id)),
        },
        "handle" => any_of(term, &product.handle),
        "title" => {
            if term.value.contains('*') {
                text_is(&product.title, &term.value)
            } else {
                text_has(&product.title, &term.value)
            }
        }
        "vendor" => any_of(term, &product.vendor),
        "product_type" => any_of(term, &product.product_type),
        "status" => any_of(term, &product.status),
        "tag" => product.tags.iter().any(|tag| any_of(term, tag)),
        "tag_not" => !product.tags.iter().any(|tag| any_of(term, tag)),
        "sku" => variants().any(|v| any_of(term, v.item.sku.as_deref().unwrap_or(""))),
        "barcode" => variants().any(|v| any_of(term, v.barcode.as_deref().unwrap_or(""))),
        "variant_id" => variants().any(|v| ids(term).any(|id| id == v.id)),
        "variant_title" => variants().any(|v| text_has(&variant::title(product, v), &term.value)),
        "price" => {
            number(term).is_some_and(|price: Decimal| variants().any(|v| compare(term.op, &v.price, &price)))
        }
        "updated_at" => compare_time(term.op, product.updated_at, &term.value),
        "created_at" => compare_time(term.op, product.created_at, &term.value),
        "published_at" => product.publications.values().any(|at| compare_time(term.op, *at, &term.value)),
        "published_status" => {
            let published = publishing::on_online_store(ctx, product);
            match term.value.as_str() {
                "published" | "online_store_channel" => published,
                "unpublished" => !published,
                _ => true,
            }
        }
        "inventory_total" => {
            number(term).is_some_and(|n: i64| compare(term.op, &total(ctx.state, product), &n))
        }
        "out_of_stock_somewhere" => {
            let out =
                variants().any(|v| v.item.tracked && v.levels.values().any(|l| l.active && l.available <= 0));
            out == (term.value == "true")
        }
        "gift_card" => product.gift_card == (term.value == "true"),
        "has_only_default_variant" => {
            super::product::has_only_default_variant(product) == (term.value == "true")
        }
        "category_id" => product.category.as_deref() == term.value.rsplit('/').next(),
        "collection_id" => ids(term).any(|id| {
            let collection = ctx.state.get::<Collection>(id);
            collection.is_some_and(|collection| membership::holds(ctx.state, collection, product))
        }),
        _ => return None,
    })
}

pub fn variants(ctx: &Ctx, args: &Args) -> Resolved {
    let found = filtered_variants(ctx, args, "productVariants");
    let key: fn(&Ctx, &Variant) -> String = match text(args, "sortKey") {
        Some("SKU") => |_, v| v.item.sku.clone().unwrap_or_default().to_lowercase(),
        Some("INVENTORY_QUANTITY" | "INVENTORY_LEVELS_AVAILABLE") => {
            |_, v| number_key(inventory::available(v))
        }
        Some("TITLE" | "NAME" | "FULL_TITLE") => |ctx, v| {
            ctx.state
                .get::<Product>(v.product)
                .map_or(String::new(), |p| format!("{} {}", p.title, variant::title(p, v)).to_lowercase())
        },
        _ => |_, _| String::new(),
    };
    let mut rows: Vec<SortRow> =
        found.map(|variant| SortRow { key: key(ctx, variant), id: variant.id }).collect();
    rows.sort_unstable();
    page(ctx, args, "ProductVariant", rows, |id| Val::Obj(Obj::Variant(id)))
}

pub fn variants_count(ctx: &Ctx, args: &Args) -> Resolved {
    let found = filtered_variants(ctx, args, "productVariantsCount").count();
    Ok(count(found, limit(args)))
}

fn filtered_variants<'a>(
    ctx: &'a Ctx,
    args: &Args,
    path: &str,
) -> Box<dyn Iterator<Item = &'a Variant> + 'a> {
    let all = ctx.state.variants.values().map(Arc::as_ref);
    let query = text(args, "query").unwrap_or("").trim().to_owned();
    if query.is_empty() {
        return Box::new(all);
    }
    let expr = parse(&query);
    let warning = expr.warning(path, &query, &known_variant_field);
    ctx.warnings.borrow_mut().extend(warning);
    Box::new(all.filter(move |variant| expr.matches(&|term| variant_is(ctx, variant, term))))
}

fn variant_is(ctx: &Ctx, variant: &Variant, term: &Term) -> Option<bool> {
    let product = ctx.state.get::<Product>(variant.product)?;
    let sku = variant.item.sku.as_deref().unwrap_or("");
    let field = term.field.as_deref().unwrap_or("default");
    if let Some(path) = field.strip_prefix("metafields.") {
        return Some(variant.metafields.iter().any(|m| {
            path == format!("{}.{}", m.namespace, m.key)
                && (term.value == "*" || text_is(&m.value, &term.value))
        }));
    }
    Some(match field {
        "default" => text_has(&product.title, &term.value) || text_is(sku, &term.value),
        "id" => match term.op {
            Op::Is => ids(term).any(|id| id == variant.id),
            op => number(term).is_some_and(|id: u64| compare(op, &variant.id, &id)),
        },
        "sku" => any_of(term, sku),
        "barcode" => any_of(term, variant.barcode.as_deref().unwrap_or("")),
        "title" => text_has(&self::variant::title(product, variant), &term.value),
        "option1" => variant.values.first().is_some_and(|chosen| {
            product
                .options
                .iter()
                .flat_map(|option| &option.values)
                .any(|value| value.id == *chosen && text_is(&value.name, &term.value))
        }),
        "product_id" | "product_ids" => ids(term).any(|id| id == variant.product),
        "product_status" => any_of(term, &product.status),
        "product_type" => any_of(term, &product.product_type),
        "vendor" => any_of(term, &product.vendor),
        "tag" => product.tags.iter().any(|tag| any_of(term, tag)),
        "updated_at" => compare_time(term.op, variant.updated_at, &term.value),
        "inventory_quantity" => {
            number(term).is_some_and(|n: i64| compare(term.op, &inventory::available(variant), &n))
        }
        _ => return None,
    })
}

pub fn inventory_items(ctx: &Ctx, args: &Args) -> Resolved {
    let query = text(args, "query").unwrap_or("").trim().to_owned();
    let expr = parse(&query);
    let known = |field: &str| matches!(field, "id" | "sku" | "updated_at" | "created_at" | "default");
    let warning = expr.warning("inventoryItems", &query, &known);
    ctx.warnings.borrow_mut().extend(warning);
    let found = ctx.state.variants.values().filter(|v| {
        expr.matches(&|term| {
            Some(match term.field.as_deref().unwrap_or("default") {
                "id" => match term.op {
                    Op::Is => ids(term).any(|id| id == v.item.id),
                    op => number(term).is_some_and(|id: u64| compare(op, &v.item.id, &id)),
                },
                "sku" | "default" => any_of(term, v.item.sku.as_deref().unwrap_or("")),
                "updated_at" => compare_time(term.op, v.item.updated_at, &term.value),
                "created_at" => compare_time(term.op, v.created_at, &term.value),
                _ => return None,
            })
        })
    });
    let mut rows: Vec<SortRow> = by_id(found.map(|v| v.item.id));
    rows.sort_unstable();
    page(ctx, args, "InventoryItem", rows, |item| {
        Val::opt(ctx.state.index.by_item.get(&item).map(|v| Obj::Item(*v)))
    })
}

pub fn tags(product: &Product, out: &mut BTreeSet<String>) {
    out.extend(product.tags.iter().cloned());
}

pub fn types(product: &Product, out: &mut BTreeSet<String>) {
    if !product.product_type.is_empty() {
        out.insert(product.product_type.clone());
    }
}

pub fn vendors(product: &Product, out: &mut BTreeSet<String>) {
    out.insert(product.vendor.clone());
}

/// Returns a connection of the distinct texts that `collect` finds on products.
pub fn strings(ctx: &Ctx, args: &Args, collect: fn(&Product, &mut BTreeSet<String>)) -> Resolved {
    let mut found = BTreeSet::new();
    for product in ctx.state.products.values() {
        collect(product, &mut found);
    }
    pages::list(ctx, args, "String", found.into_iter().map(Val::str).collect())
}
