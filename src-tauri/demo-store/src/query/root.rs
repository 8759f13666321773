//! The fields of QueryRoot.

use serde_json::Value as Json;

use super::page::{by_id, page};
use super::search::{compare_time, parse, text_has, text_is};
use super::{
    Ctx, Resolved, count, definitions, lists, markets, metaobjects, products, publishing, shop, text, unknown,
};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::exec::FieldError;
use crate::graphql::value::{Obj, Owner, Val};
use crate::state::{
    AdjustmentGroup, Bulk, Collection, Definition, Job, Location, Market, MarketCatalog, Metaobject,
    MetaobjectDefinition, Operation, PriceList, Product, Publication, Redirect, Row, Variant,
};

pub fn field(ctx: &Ctx, name: &str, args: &Args) -> Resolved {
    let state = ctx.state;
    let id = || text(args, "id").unwrap_or("");
    Ok(match name {
        "shop" => Val::Obj(Obj::Shop),
        "taxonomy" => Val::Obj(Obj::Taxonomy),
        "publicApiVersions" => shop::api_versions(),
        "currentAppInstallation" => Val::Obj(Obj::Installation(ctx.app)),
        "app" => match text(args, "id") {
            None => Val::Obj(Obj::App(ctx.app)),
            Some(id) => node_of(ctx, &["App"], id)?,
        },
        "appInstallation" => match text(args, "id") {
            None => Val::Obj(Obj::Installation(ctx.app)),
            Some(id) => node_of(ctx, &["AppInstallation"], id)?,
        },
        "node" => node(ctx, id())?,
        "nodes" => {
            let ids = args.get("ids").and_then(Json::as_array);
            let mut out = Vec::new();
            for id in ids.into_iter().flatten() {
                out.push(node(ctx, id.as_str().unwrap_or(""))?);
            }
            Val::List(out)
        }
        "product" => typed::<Product>(ctx, "Product", id(), Obj::Product)?,
        "productVariant" => typed::<Variant>(ctx, "ProductVariant", id(), Obj::Variant)?,
        "location" => match text(args, "id") {
            Some(id) => typed::<Location>(ctx, "Location", id, Obj::Location)?,
            None => Val::opt(state.locations.keys().next().map(|id| Obj::Location(*id))),
        },
        "locationByIdentifier" => {
            let id = args.get("identifier").and_then(|i| i["id"].as_str());
            match id {
                Some(id) => typed::<Location>(ctx, "Location", id, Obj::Location)?,
                None => Val::Null,
            }
        }
        "publication" => typed::<Publication>(ctx, "Publication", id(), Obj::Publication)?,
        "collection" => typed::<Collection>(ctx, "Collection", id(), Obj::Collection)?,
        "urlRedirect" => typed::<Redirect>(ctx, "UrlRedirect", id(), Obj::Redirect)?,
        "bulkOperation" => typed::<Bulk>(ctx, "BulkOperation", id(), Obj::Bulk)?,
        "inventoryItem" => node_of(ctx, &["InventoryItem"], id())?,
        "inventoryLevel" => node_of(ctx, &["InventoryLevel"], id())?,
        "productOperation" => node_of(ctx, &["ProductSetOperation", "ProductDeleteOperation"], id())?,
        "productByHandle" => by_handle(ctx, text(args, "handle").unwrap_or("")),
        "collectionByHandle" => collection_by_handle(ctx, text(args, "handle").unwrap_or("")),
        "productByIdentifier" => {
            let identifier = args.get("identifier").unwrap_or(&Json::Null);
            match (&identifier["id"], &identifier["handle"]) {
                (Json::String(id), _) => typed::<Product>(ctx, "Product", id, Obj::Product)?,
                (_, Json::String(handle)) => by_handle(ctx, handle),
                _ => Val::opt(by_custom_id(ctx, &identifier["customId"]).map(Obj::Product)),
            }
        }
        "productVariantByIdentifier" => {
            let identifier = args.get("identifier").unwrap_or(&Json::Null);
            match identifier["id"].as_str() {
                Some(id) => typed::<Variant>(ctx, "ProductVariant", id, Obj::Variant)?,
                None => Val::opt(variant_by_custom_id(ctx, &identifier["customId"]).map(Obj::Variant)),
            }
        }
        "products" => return products::products(ctx, args),
        "productsCount" => return products::products_count(ctx, args),
        "productVariants" => return products::variants(ctx, args),
        "productVariantsCount" => return products::variants_count(ctx, args),
        "productTags" => return products::strings(ctx, args, products::tags),
        "productTypes" => return products::strings(ctx, args, products::types),
        "productVendors" => return products::strings(ctx, args, products::vendors),
        "inventoryItems" => return products::inventory_items(ctx, args),
        "locations" => return lists::locations(ctx, args),
        "locationsCount" => count(state.locations.len(), products::limit(args)),
        "publications" => {
            let rows = state.publications.values().filter(|row| publishing::is_wanted(args, row));
            let rows = by_id(rows.map(|row| row.id));
            return page(ctx, args, "Publication", rows, |id| Val::Obj(Obj::Publication(id)));
        }
        "publicationsCount" => {
            let rows = state.publications.values().filter(|row| publishing::is_wanted(args, row));
            count(rows.count(), products::limit(args))
        }
        "market" => typed::<Market>(ctx, "Market", id(), Obj::Market)?,
        "markets" => return markets::markets(ctx, args, None),
        "priceList" => typed::<PriceList>(ctx, "PriceList", id(), Obj::PriceList)?,
        "priceLists" => {
            let rows = by_id(state.price_lists.keys().copied());
            return page(ctx, args, "PriceList", rows, |id| Val::Obj(Obj::PriceList(id)));
        }
        "catalog" => node_of(ctx, &["AppCatalog", "MarketCatalog"], id())?,
        "catalogs" => {
            let mut found = markets::catalogs(state, text(args, "type"));
            found.sort_by_key(|(id, _)| *id);
            let rows = by_id(found.iter().map(|(id, _)| *id));
            return page(ctx, args, "Catalog", rows, |id| {
                Val::opt(found.iter().find(|(of, _)| *of == id).map(|(_, obj)| obj.clone()))
            });
        }
        "catalogsCount" => count(markets::catalogs(state, text(args, "type")).len(), products::limit(args)),
        "collectionByIdentifier" => {
            let identifier = args.get("identifier").unwrap_or(&Json::Null);
            match (&identifier["id"], &identifier["handle"]) {
                (Json::String(id), _) => typed::<Collection>(ctx, "Collection", id, Obj::Collection)?,
                (_, Json::String(handle)) => collection_by_handle(ctx, handle),
                _ => Val::opt(collection_by_custom_id(ctx, &identifier["customId"]).map(Obj::Collection)),
            }
        }
        "collections" => {
            let query = text(args, "query").unwrap_or("");
            let expr = parse(query);
            let found = state.collections.values().filter(|c| {
                expr.matches(&|term| {
                    Some(match term.field.as_deref().unwrap_or("default") {
                        "default" | "title" => text_has(&c.title, &term.value),
                        "handle" => text_is(&c.handle, &term.value),
                        "id" => term.value == c.id.to_string(),
                        "updated_at" => compare_time(term.op, c.updated_at, &term.value),
                        "collection_type" => {
                            let by_rules = c.sources.iter().any(|source| !source.conditions.is_empty());
                            text_is(if by_rules { "smart" } else { "custom" }, &term.value)
                        }
                        _ => return None,
                    })
                })
            });
            return page(ctx, args, "Collection", by_id(found.map(|c| c.id)), |id| {
                Val::Obj(Obj::Collection(id))
            });
        }
        "collectionsCount" => count(state.collections.len(), products::limit(args)),
        "files" => return lists::files(ctx, args),
        "urlRedirects" => {
            let expr = parse(text(args, "query").unwrap_or(""));
            let found = state.redirects.values().filter(|r| {
                expr.matches(&|term| {
                    Some(match term.field.as_deref().unwrap_or("default") {
                        "default" => text_has(&r.path, &term.value),
                        "path" => text_is(&r.path, &term.value),
                        "target" => text_is(&r.target, &term.value),
                        _ => return None,
                    })
                })
            });
            return page(ctx, args, "UrlRedirect", by_id(found.map(|r| r.id)), |id| {
                Val::Obj(Obj::Redirect(id))
            });
        }
        "metaobject" => typed::<Metaobject>(ctx, "Metaobject", id(), Obj::Metaobject)?,
        "metaobjectByHandle" => {
            let named = args.get("handle").unwrap_or(&Json::Null);
            let type_ = metaobject_type(ctx, named["type"].as_str());
            let found = metaobjects::by_handle(state, &type_, named["handle"].as_str().unwrap_or(""));
            Val::opt(found.map(|row| Obj::Metaobject(row.id)))
        }
        "metaobjects" => {
            let type_ = metaobject_type(ctx, text(args, "type"));
            let expr = parse(text(args, "query").unwrap_or(""));
            return metaobjects::of_type(ctx, args, &type_, |row| {
                expr.matches(&|term| {
                    Some(match term.field.as_deref().unwrap_or("default") {
                        "default" | "display_name" => {
                            text_has(&metaobjects::display_name(state, row), &term.value)
                        }
                        "handle" => text_is(&row.handle, &term.value),
                        "id" => term.value == row.id.to_string(),
                        "updated_at" => compare_time(term.op, row.updated_at, &term.value),
                        _ => return None,
                    })
                })
            });
        }
        "metaobjectDefinition" => {
            typed::<MetaobjectDefinition>(ctx, "MetaobjectDefinition", id(), Obj::MetaobjectDefinition)?
        }
        "metaobjectDefinitionByType" => {
            let found = metaobjects::definition_of(state, &metaobject_type(ctx, text(args, "type")));
            Val::opt(found.map(|row| Obj::MetaobjectDefinition(row.id)))
        }
        "metaobjectDefinitions" => {
            let rows = by_id(state.metaobject_definitions.keys().copied());
            return page(ctx, args, "MetaobjectDefinition", rows, |id| {
                Val::Obj(Obj::MetaobjectDefinition(id))
            });
        }
        "metafieldDefinition" => metafield_definition(ctx, args)?,
        "metafieldDefinitions" => return lists::metafield_definitions(ctx, args),
        "metafieldDefinitionTypes" => {
            Val::List(definitions::TYPES.iter().map(|(name, _)| definitions::type_of(name)).collect())
        }
        "bulkOperations" => return lists::bulk_operations(ctx, args),
        "currentBulkOperation" => {
            let mutation = text(args, "type") == Some("MUTATION");
            let newest =
                state.bulks.values().rev().find(|bulk| bulk.mutation == mutation && bulk.app == ctx.app);
            Val::opt(newest.map(|bulk| Obj::Bulk(bulk.id)))
        }
        "job" => typed::<Job>(ctx, "Job", id(), Obj::Job)?,
        _ => return Err(unknown("QueryRoot", name)),
    })
}

fn by_handle(ctx: &Ctx, handle: &str) -> Val {
    Val::opt(ctx.state.index.by_handle.get(handle).map(|id| Obj::Product(*id)))
}

/// Returns a metaobject's type as it is kept: `$app:kind` belongs to the app that asks.
fn metaobject_type(ctx: &Ctx, given: Option<&str>) -> String {
    match given {
        Some(text) if !text.starts_with("$app") => text.to_owned(),
        other => definitions::namespace(other, ctx.app),
    }
}

fn collection_by_handle(ctx: &Ctx, handle: &str) -> Val {
    let found = ctx.state.collections.values().find(|collection| collection.handle == handle);
    Val::opt(found.map(|collection| Obj::Collection(collection.id)))
}

fn collection_by_custom_id(ctx: &Ctx, custom_id: &Json) -> Option<u64> {
    let namespace = definitions::namespace(custom_id["namespace"].as_str(), ctx.app);
    let (key, value) = (custom_id["key"].as_str()?, custom_id["value"].as_str()?);
    let has = |fields: &[crate::state::Metafield]| {
        fields.iter().any(|m| m.type_ == "id" && m.namespace == namespace && m.key == key && m.value == value)
    };
    ctx.state.collections.values().find(|row| has(&row.metafields)).map(|row| row.id)
}

/// Returns the product a unique metafield points at.
pub fn by_custom_id(ctx: &Ctx, custom_id: &Json) -> Option<u64> {
    let key = (
        definitions::namespace(custom_id["namespace"].as_str(), ctx.app),
        custom_id["key"].as_str()?.to_owned(),
        custom_id["value"].as_str()?.to_owned(),
    );
    ctx.state.index.by_metafield.get(&key).copied()
}

fn variant_by_custom_id(ctx: &Ctx, custom_id: &Json) -> Option<u64> {
    let namespace = definitions::namespace(custom_id["namespace"].as_str(), ctx.app);
    let (key, value) = (custom_id["key"].as_str()?, custom_id["value"].as_str()?);
    ctx.state
        .variants
        .values()
        .find(|variant| {
            variant
                .metafields
                .iter()
                .any(|m| m.type_ == "id" && m.namespace == namespace && m.key == key && m.value == value)
        })
        .map(|variant| variant.id)
}

fn invalid_id(text: &str) -> FieldError {
    FieldError { message: format!("Invalid global id '{text}'"), code: "argumentLiteralsIncompatible" }
}

fn typed<T: Row>(ctx: &Ctx, kind: &str, text: &str, obj: fn(u64) -> Obj) -> Resolved {
    match gid::parse(kind, text) {
        Some(id) => Ok(Val::opt(ctx.state.get::<T>(id).map(|_| obj(id)))),
        // An id of another type finds nothing; a text that is no id is an error.
        None if gid::split(text).is_some() => Ok(Val::Null),
        None => Err(invalid_id(text)),
    }
}

/// Returns what a global id points at if it is of one of these types.
fn node_of(ctx: &Ctx, kinds: &[&str], text: &str) -> Resolved {
    match gid::split(text) {
        Some((kind, _)) if kinds.contains(&kind) => node(ctx, text),
        Some(_) => Ok(Val::Null),
        None => Err(invalid_id(text)),
    }
}

/// Returns whatever a global id points at, null if nothing does.
pub fn node(ctx: &Ctx, text: &str) -> Resolved {
    let state = ctx.state;
    let (kind, rest) = gid::split(text).ok_or_else(|| invalid_id(text))?;
    if kind == "TaxonomyCategory" {
        return Ok(super::taxonomy::by_id(Some(rest)));
    }
    let id: u64 = rest.parse().map_err(|_| invalid_id(text))?;
    fn there<T: Row>(ctx: &Ctx, id: u64, obj: Obj) -> Option<Obj> {
        ctx.state.get::<T>(id).map(|_| obj)
    }
    let found = match kind {
        "Product" => there::<Product>(ctx, id, Obj::Product(id)),
        "ProductVariant" => there::<Variant>(ctx, id, Obj::Variant(id)),
        "InventoryItem" => state.index.by_item.get(&id).map(|v| Obj::Item(*v)),
        "InventoryLevel" => {
            let item = text.split_once("inventory_item_id=").and_then(|(_, item)| item.parse::<u64>().ok());
            item.and_then(|item| state.index.by_item.get(&item))
                .and_then(|variant| state.get::<Variant>(*variant))
                .and_then(|variant| {
                    let (location, _) = variant.levels.iter().find(|(_, l)| l.id == id)?;
                    Some(Obj::Level(variant.id, *location))
                })
        }
        "Location" => there::<Location>(ctx, id, Obj::Location(id)),
        "MediaImage" | "Video" | "ExternalVideo" | "Model3d" => {
            super::media::parse(state, text).map(Obj::Media)
        }
        "Publication" => there::<Publication>(ctx, id, Obj::Publication(id)),
        "AppCatalog" => state
            .publications
            .values()
            .any(|publication| !publication.market && publication.catalog == id)
            .then_some(Obj::Catalog(id)),
        "MarketCatalog" => there::<MarketCatalog>(ctx, id, Obj::MarketCatalog(id)),
        "Market" => there::<Market>(ctx, id, Obj::Market(id)),
        "PriceList" => there::<PriceList>(ctx, id, Obj::PriceList(id)),
        "Collection" => there::<Collection>(ctx, id, Obj::Collection(id)),
        "CollectionConditionsSource" => state.collections.values().find_map(|collection| {
            let source = collection.sources.iter().find(|source| source.id == id)?;
            Some(Obj::Source(collection.id, source.id))
        }),
        "UrlRedirect" => there::<Redirect>(ctx, id, Obj::Redirect(id)),
        "MetafieldDefinition" => there::<Definition>(ctx, id, Obj::Definition(id)),
        "Metaobject" => there::<Metaobject>(ctx, id, Obj::Metaobject(id)),
        "MetaobjectDefinition" => there::<MetaobjectDefinition>(ctx, id, Obj::MetaobjectDefinition(id)),
        "BulkOperation" => there::<Bulk>(ctx, id, Obj::Bulk(id)),
        "ProductSetOperation" | "ProductDeleteOperation" => there::<Operation>(ctx, id, Obj::Operation(id)),
        "InventoryAdjustmentGroup" => there::<AdjustmentGroup>(ctx, id, Obj::Group(id)),
        "Shop" => Some(Obj::Shop),
        "App" => state.meta.apps.iter().any(|app| app.id == id).then_some(Obj::App(id)),
        "AppInstallation" => state.meta.apps.iter().any(|app| app.id == id).then_some(Obj::Installation(id)),
        "ProductOption" => state.products.values().find_map(|product| {
            let option = product.options.iter().find(|option| option.id == id)?;
            Some(Obj::Option(product.id, option.id))
        }),
        "ProductOptionValue" => state.products.values().find_map(|product| {
            let mut values = product.options.iter().flat_map(|option| &option.values);
            values.find(|value| value.id == id).map(|_| Obj::OptionValue(product.id, id))
        }),
        "Metafield" => metafield_owner(ctx, id).map(|owner| Obj::Metafield(owner, id)),
        _ => None,
    };
    Ok(Val::opt(found))
}

fn metafield_owner(ctx: &Ctx, id: u64) -> Option<Owner> {
    let has = |fields: &[crate::state::Metafield]| fields.iter().any(|field| field.id == id);
    let products = ctx.state.products.values();
    let variants = ctx.state.variants.values();
    let collections = ctx.state.collections.values();
    products
        .into_iter()
        .find(|row| has(&row.metafields))
        .map(|row| Owner::Product(row.id))
        .or_else(|| {
            let row = variants.into_iter().find(|row| has(&row.metafields))?;
            Some(Owner::Variant(row.id))
        })
        .or_else(|| {
            let row = collections.into_iter().find(|row| has(&row.metafields))?;
            Some(Owner::Collection(row.id))
        })
}

fn metafield_definition(ctx: &Ctx, args: &Args) -> Resolved {
    if let Some(id) = text(args, "id") {
        return typed::<Definition>(ctx, "MetafieldDefinition", id, Obj::Definition);
    }
    let identifier = args.get("identifier").unwrap_or(&Json::Null);
    let namespace = definitions::namespace(identifier["namespace"].as_str(), ctx.app);
    let found = definitions::find(
        ctx.state,
        identifier["ownerType"].as_str().unwrap_or(""),
        &namespace,
        identifier["key"].as_str().unwrap_or(""),
    );
    Ok(Val::opt(found.map(|row| Obj::Definition(row.id))))
}
