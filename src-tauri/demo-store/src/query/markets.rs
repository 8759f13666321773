//! Markets, their catalogs, and the prices that hold there.

use rust_decimal::Decimal;

use super::search::{parse, text_has, text_is};
use super::{Ctx, Resolved, count, gone, money_in, page, text, unknown};
use crate::gid::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{FixedPrice, Market, MarketCatalog, PriceList, Publication, State, Variant};

/// Returns the catalogs a market has.
fn catalogs_of(state: &State, market: u64) -> impl Iterator<Item = u64> {
    let all = state.market_catalogs.values();
    all.filter(move |row| row.markets.contains(&market)).map(|row| row.id)
}

pub fn market(ctx: &Ctx, id: u64, name: &str, args: &Args) -> Resolved {
    let row = ctx.state.get::<Market>(id).ok_or_else(|| gone("Market"))?;
    Ok(match name {
        "id" => Val::str(gid("Market", id)),
        "name" => Val::str(row.name.as_str()),
        "handle" => Val::str(row.handle.as_str()),
        "status" => Val::str(row.status.as_str()),
        "type" => Val::str(type_of(row)),
        "catalogs" => {
            let rows = page::by_id(catalogs_of(ctx.state, id));
            return page::page(ctx, args, "MarketCatalog", rows, |id| Val::Obj(Obj::MarketCatalog(id)));
        }
        "catalogsCount" => count(catalogs_of(ctx.state, id).count(), None),
        "currencySettings" => Val::map(
            "MarketCurrencySettings",
            vec![
                (
                    "baseCurrency",
                    Val::map(
                        "CurrencySetting",
                        vec![
                            ("currencyCode", Val::str(row.currency.as_str())),
                            ("currencyName", Val::str(row.currency.as_str())),
                            ("enabled", Val::leaf(true)),
                        ],
                    ),
                ),
                ("localCurrencies", Val::leaf(false)),
                ("roundingEnabled", Val::leaf(false)),
            ],
        ),
        _ => return Err(unknown("Market", name)),
    })
}

fn type_of(row: &Market) -> &'static str {
    if row.countries.is_empty() { "NONE" } else { "REGION" }
}

/// Returns a page of the markets that arguments ask for, out of all or of one catalog's.
pub fn markets(ctx: &Ctx, args: &Args, of: Option<&MarketCatalog>) -> Resolved {
    let rows = page::by_id(wanted(ctx, args, of));
    page::page(ctx, args, "Market", rows, |id| Val::Obj(Obj::Market(id)))
}

fn wanted(ctx: &Ctx, args: &Args, of: Option<&MarketCatalog>) -> Vec<u64> {
    let expr = parse(text(args, "query").unwrap_or(""));
    let found = ctx.state.markets.values().filter(|row| {
        of.is_none_or(|catalog| catalog.markets.contains(&row.id))
            && text(args, "type").is_none_or(|type_| type_ == type_of(row))
            && text(args, "status").is_none_or(|status| status == row.status)
            && expr.matches(&|term| {
                Some(match term.field.as_deref().unwrap_or("default") {
                    "default" | "name" => text_has(&row.name, &term.value),
                    "status" => text_is(&row.status, &term.value),
                    "id" => term.value == row.id.to_string(),
                    _ => return None,
                })
            })
    });
    found.map(|row| row.id).collect()
}

pub fn catalog(ctx: &Ctx, id: u64, name: &str, args: &Args) -> Resolved {
    let row = ctx.state.get::<MarketCatalog>(id).ok_or_else(|| gone("MarketCatalog"))?;
    Ok(match name {
        "id" => Val::str(gid("MarketCatalog", id)),
        "title" => Val::str(row.title.as_str()),
        "status" => Val::str(row.status.as_str()),
        "priceList" => Val::opt(row.price_list.map(Obj::PriceList)),
        "publication" => Val::opt(row.publication.map(Obj::Publication)),
        "markets" => return markets(ctx, args, Some(row)),
        "marketsCount" => {
            count(wanted(ctx, args, Some(row)).len(), args.get("limit").and_then(|n| n.as_u64()))
        }
        _ => return Err(unknown("MarketCatalog", name)),
    })
}

/// Returns every catalog of a kind of `CatalogType`, or of all kinds.
pub fn catalogs(state: &State, kind: Option<&str>) -> Vec<(u64, Obj)> {
    let apps = state.publications.values().filter(|row| !row.market).map(|row| row.catalog);
    let apps = apps.map(|id| (id, Obj::Catalog(id))).filter(|_| matches!(kind, None | Some("APP")));
    let markets = state.market_catalogs.keys().map(|id| (*id, Obj::MarketCatalog(*id)));
    apps.chain(markets.filter(|_| matches!(kind, None | Some("MARKET")))).collect()
}

pub fn price_list(ctx: &Ctx, id: u64, name: &str, args: &Args) -> Resolved {
    let row = ctx.state.get::<PriceList>(id).ok_or_else(|| gone("PriceList"))?;
    let fixed = |variant: &u64| row.prices.contains_key(variant);
    Ok(match name {
        "id" => Val::str(gid("PriceList", id)),
        "name" => Val::str(row.name.as_str()),
        "currency" => Val::str(row.currency.as_str()),
        "catalog" => {
            let of = ctx.state.market_catalogs.values().find(|catalog| catalog.price_list == Some(id));
            Val::opt(of.map(|catalog| Obj::MarketCatalog(catalog.id)))
        }
        "fixedPricesCount" => Val::leaf(ctx.state.variants.keys().filter(|id| fixed(id)).count()),
        "parent" => Val::map(
            "PriceListParent",
            vec![
                (
                    "adjustment",
                    Val::map(
                        "PriceListAdjustment",
                        vec![
                            ("type", Val::str(row.adjustment_type.as_str())),
                            ("value", Val::leaf(row.adjustment)),
                        ],
                    ),
                ),
                (
                    "settings",
                    Val::map(
                        "PriceListAdjustmentSettings",
                        vec![("compareAtMode", Val::str(row.compare_at_mode.as_str()))],
                    ),
                ),
            ],
        ),
        "prices" => {
            let origin = text(args, "originType");
            let all = ctx.state.variants.keys().copied();
            let expr = parse(text(args, "query").unwrap_or(""));
            let rows = all.filter(|id| origin.is_none_or(|origin| (origin == "FIXED") == fixed(id)));
            let rows = rows.filter(|id| {
                let product = ctx.state.get::<Variant>(*id).map(|row| row.product.to_string());
                expr.matches(&|term| match term.field.as_deref() {
                    Some("product_id") => Some(product.as_ref() == Some(&term.value)),
                    Some("variant_id") => Some(term.value == id.to_string()),
                    _ => None,
                })
            });
            return page::page(ctx, args, "PriceListPrice", page::by_id(rows), |id| {
                price(ctx.state, row, id)
            });
        }
        _ => return Err(unknown("PriceList", name)),
    })
}

/// Returns what a variant costs on a price list: its fixed price, or its own adjusted. There are no exchange rates.
pub fn price(state: &State, list: &PriceList, variant: u64) -> Val {
    let Some(row) = state.get::<Variant>(variant) else { return Val::Null };
    let (origin, price, compare_at) = match list.prices.get(&variant) {
        Some(FixedPrice { price, compare_at }) => ("FIXED", *price, *compare_at),
        None => {
            let compare_at = row.compare_at_price.filter(|_| list.compare_at_mode == "ADJUSTED");
            ("RELATIVE", adjusted(list, row.price), compare_at.map(|amount| adjusted(list, amount)))
        }
    };
    Val::map(
        "PriceListPrice",
        vec![
            ("originType", Val::str(origin)),
            ("price", money_in(price, &list.currency)),
            ("compareAtPrice", compare_at.map_or(Val::Null, |amount| money_in(amount, &list.currency))),
            ("variant", Val::Obj(Obj::Variant(variant))),
        ],
    )
}

fn adjusted(list: &PriceList, amount: Decimal) -> Decimal {
    let share = Decimal::from_f64_retain(list.adjustment / 100.0).unwrap_or_default();
    let factor = if list.adjustment_type == "PERCENTAGE_DECREASE" {
        Decimal::ONE - share
    } else {
        Decimal::ONE + share
    };
    (amount * factor).round_dp(2)
}

/// Returns the catalog a publication belongs to.
pub fn catalog_of(publication: &Publication) -> Val {
    Val::Obj(if publication.market {
        Obj::MarketCatalog(publication.catalog)
    } else {
        Obj::Catalog(publication.catalog)
    })
}
