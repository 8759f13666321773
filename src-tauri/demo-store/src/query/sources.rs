//! Where the products of a collection come from.

use rust_decimal::Decimal;
use serde_json::Value as Json;

use super::{Ctx, Resolved, gone, membership, money_v2, page, unknown};
use crate::gid::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{Collection, Condition, Exclusion, Product, Source};

fn find<'a>(ctx: &'a Ctx, collection: u64, id: u64) -> Option<&'a Source> {
    ctx.state.get::<Collection>(collection)?.sources.iter().find(|source| source.id == id)
}

pub fn source(ctx: &Ctx, collection: u64, id: u64, name: &str, args: &Args) -> Resolved {
    let source = find(ctx, collection, id).ok_or_else(|| gone("CollectionConditionsSource"))?;
    Ok(match name {
        "id" => Val::str(gid("CollectionConditionsSource", id)),
        "title" => Val::str(source.title.as_str()),
        "description" => Val::opt_str(source.description.as_deref()),
        "app" => Val::Obj(Obj::App(source.app)),
        "targetType" => Val::str(source.target.as_str()),
        "shareable" => Val::leaf(false),
        "inclusion" => Val::Obj(Obj::Inclusion(collection, id)),
        "exclusion" if source.exclusion == Exclusion::default() => Val::Null,
        "exclusion" => Val::Obj(Obj::Exclusion(collection, id)),
        "products" => {
            let products = ctx.state.products.values();
            let found = products.filter(|product| membership::supplies(ctx.state, source, product));
            let rows = page::by_id(found.map(|product| product.id));
            return page::page(ctx, args, "Product", rows, |id| Val::Obj(Obj::Product(id)));
        }
        _ => return Err(unknown("CollectionConditionsSource", name)),
    })
}

pub fn inclusion(ctx: &Ctx, collection: u64, id: u64, name: &str, args: &Args) -> Resolved {
    let source = find(ctx, collection, id).ok_or_else(|| gone("CollectionSourceInclusion"))?;
    Ok(match name {
        "matchType" => Val::str(source.match_type.as_str()),
        "conditions" => Val::List(source.conditions.iter().map(|row| condition(row, "Inclusion")).collect()),
        "selections" => {
            let rows = source
                .selections
                .iter()
                .filter(|selection| ctx.state.get::<Product>(selection.product).is_some())
                .map(|selection| {
                    let variants = selection.variants.iter().map(|id| gid("ProductVariant", *id));
                    let variants = match selection.variants[..] {
                        [] => Val::Null,
                        _ => Val::strs(variants),
                    };
                    Val::map(
                        "CollectionInclusionProductSelection",
                        vec![
                            ("product", Val::Obj(Obj::Product(selection.product))),
                            ("variantIds", variants),
                        ],
                    )
                });
            return page::list(ctx, args, "CollectionInclusionProductSelection", rows.collect());
        }
        _ => return Err(unknown("CollectionSourceInclusion", name)),
    })
}

pub fn exclusion(ctx: &Ctx, collection: u64, id: u64, name: &str, args: &Args) -> Resolved {
    let source = find(ctx, collection, id).ok_or_else(|| gone("CollectionSourceExclusion"))?;
    let exclusion = &source.exclusion;
    Ok(match name {
        "matchType" => Val::str(exclusion.match_type.as_deref().unwrap_or("ANY")),
        "conditions" => {
            Val::List(exclusion.conditions.iter().map(|row| condition(row, "Exclusion")).collect())
        }
        "selections" => {
            let of = "CollectionExclusionProductSelection";
            let there = exclusion.products.iter().filter(|id| ctx.state.get::<Product>(**id).is_some());
            let rows = there.map(|id| Val::map(of, vec![("product", Val::Obj(Obj::Product(*id)))]));
            return page::list(ctx, args, of, rows.collect());
        }
        _ => return Err(unknown("CollectionSourceExclusion", name)),
    })
}

/// Shows a condition that includes or excludes.
fn condition(row: &Condition, side: &str) -> Val {
    let mut fields = vec![
        ("id", Val::str(gid(&format!("CollectionSource{side}Condition"), row.id))),
        ("relation", Val::str(row.relation.as_str())),
    ];
    match row.match_type.as_deref() {
        Some(match_type) => {
            let values = row.value.as_array().into_iter().flatten().filter_map(Json::as_str);
            fields.push(("matchType", Val::str(match_type)));
            fields.push(("values", Val::strs(values)));
        }
        None => fields.push(("value", value(row))),
    }
    Val::map(format!("CollectionSource{side}Condition{}", row.kind), fields)
}

fn value(row: &Condition) -> Val {
    match row.kind.as_str() {
        "VariantWeight" => Val::map(
            "Weight",
            vec![
                ("value", Val::leaf(row.value["value"].clone())),
                ("unit", Val::leaf(row.value["unit"].clone())),
            ],
        ),
        "VariantPrice" | "VariantCompareAtPrice" => {
            let amount = row.value["amount"].as_str().and_then(|text| text.parse::<Decimal>().ok());
            amount.map_or(Val::Null, money_v2)
        }
        _ => Val::leaf(row.value.clone()),
    }
}
