//! Publications, their catalogs, and what is published where.

use std::collections::BTreeMap;

use super::{Ctx, Resolved, count, gone, markets, page, text, unknown};
use crate::gid::{self, gid};
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::state::{Product, Publication, Stamp};

/// The name of the publication that makes a product visible in the online store.
pub const ONLINE_STORE: &str = "Online Store";

pub fn online_store(ctx: &Ctx) -> Option<u64> {
    ctx.state
        .publications
        .values()
        .find(|publication| publication.name == ONLINE_STORE)
        .map(|publication| publication.id)
}

pub fn on_online_store(ctx: &Ctx, product: &Product) -> bool {
    online_store(ctx).and_then(|id| product.publications.get(&id)).is_some_and(|at| *at <= ctx.now())
}

pub fn published_at(ctx: &Ctx, product: &Product) -> Val {
    online_store(ctx).and_then(|id| product.publications.get(&id)).map_or(Val::Null, |at| ctx.time(*at))
}

/// Answers the fields of the `Publishable` interface; `None` for a field that is not among them.
pub fn publishable(
    ctx: &Ctx,
    owner: &Obj,
    publications: &BTreeMap<u64, Stamp>,
    name: &str,
    args: &Args,
) -> Option<Resolved> {
    let now = ctx.now();
    let shown = || {
        let only = args.get("onlyPublished").and_then(|v| v.as_bool()).unwrap_or(true);
        publications.iter().filter(move |(id, at)| {
            let row = ctx.state.get::<Publication>(**id);
            (!only || **at <= now) && row.is_some_and(|row| is_wanted(args, row))
        })
    };
    Some(match name {
        "publishedOnPublication" => {
            let id = text(args, "publicationId").and_then(|id| gid::parse("Publication", id));
            let at = id.and_then(|id| publications.get(&id));
            Ok(Val::leaf(at.is_some_and(|at| *at <= now)))
        }
        "publishedOnCurrentPublication" => Ok(Val::leaf(false)),
        "resourcePublicationsCount" => Ok(count(shown().count(), None)),
        "resourcePublications" | "resourcePublicationsV2" => {
            let of =
                if name == "resourcePublications" { "ResourcePublication" } else { "ResourcePublicationV2" };
            let rows = shown().map(|(id, at)| {
                Val::map(
                    of,
                    vec![
                        ("isPublished", Val::leaf(*at <= now)),
                        ("publication", Val::Obj(Obj::Publication(*id))),
                        ("publishDate", ctx.time(*at)),
                        ("publishable", Val::Obj(owner.clone())),
                    ],
                )
            });
            page::list(ctx, args, of, rows.collect())
        }
        "unpublishedPublications" => {
            let rows = ctx.state.publications.keys().filter(|id| !publications.contains_key(id));
            page::page(ctx, args, "Publication", page::by_id(rows.copied()), |id| {
                Val::Obj(Obj::Publication(id))
            })
        }
        _ => return None,
    })
}

pub fn publication(ctx: &Ctx, id: u64, name: &str, args: &Args) -> Resolved {
    let publication = ctx.state.get::<Publication>(id).ok_or_else(|| gone("Publication"))?;
    let products = || {
        ctx.state
            .products
            .values()
            .filter(move |product| product.publications.contains_key(&id))
            .map(|product| product.id)
    };
    Ok(match name {
        "id" => Val::str(gid("Publication", id)),
        "name" => Val::str(publication.name.as_str()),
        "autoPublish" => Val::leaf(publication.auto_publish),
        "supportsFuturePublishing" => Val::leaf(publication.name == ONLINE_STORE),
        "catalog" => match publication.catalog {
            0 => Val::Null,
            _ => markets::catalog_of(publication),
        },
        "app" => sales_channel(publication),
        "products" | "includedProducts" => {
            return page::page(ctx, args, "Product", page::by_id(products()), |id| {
                Val::Obj(Obj::Product(id))
            });
        }
        "includedProductsCount" => {
            count(products().count(), args.get("limit").and_then(|limit| limit.as_u64()))
        }
        _ => return Err(unknown("Publication", name)),
    })
}

pub fn catalog(ctx: &Ctx, id: u64, name: &str, args: &Args) -> Resolved {
    let publication = ctx
        .state
        .publications
        .values()
        .find(|publication| !publication.market && publication.catalog == id)
        .ok_or_else(|| gone("AppCatalog"))?;
    Ok(match name {
        "id" => Val::str(gid("AppCatalog", id)),
        "title" => Val::str(publication.name.as_str()),
        "status" => Val::str("ACTIVE"),
        "publication" => Val::Obj(Obj::Publication(publication.id)),
        "priceList" => Val::Null,
        "apps" => {
            let app = vec![sales_channel(publication)];
            return page::list(ctx, args, "App", app);
        }
        _ => return Err(unknown("AppCatalog", name)),
    })
}

/// Returns the app behind a sales channel: one of Shopify's own.
fn sales_channel(publication: &Publication) -> Val {
    let empty = || Val::List(vec![]);
    Val::map(
        "App",
        vec![
            ("id", Val::str(gid("App", publication.id))),
            ("title", Val::str(publication.app_title.as_str())),
            ("handle", Val::str(publication.app_title.to_lowercase().replace(' ', "_"))),
            ("apiKey", Val::str(format!("{:032x}", publication.id))),
            ("availableAccessScopes", empty()),
            ("requestedAccessScopes", empty()),
            ("developerName", Val::str("Shopify")),
            ("developerType", Val::str("SHOPIFY")),
            ("shopifyDeveloped", Val::leaf(true)),
            ("embedded", Val::leaf(true)),
            ("previouslyInstalled", Val::leaf(true)),
            ("published", Val::leaf(true)),
            ("features", empty()),
            ("pricingDetailsSummary", Val::str("")),
            ("uninstallMessage", Val::str("")),
            ("webhookApiVersion", Val::str(crate::http::versions::LATEST)),
        ],
    )
}

/// Whether an argument asks for publications of this one's kind of catalog.
pub fn is_wanted(args: &Args, publication: &Publication) -> bool {
    match text(args, "catalogType") {
        None => true,
        Some(kind) => kind == if publication.market { "MARKET" } else { "APP" },
    }
}
