//! Markets, their catalogs, and publications of those.

use serde_json::Value as Json;

use super::product_fields::slug;
use super::user_error::Errors;
use super::{Done, Outcome, arg, filled, list};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::query::CURRENCY;
use crate::state::{Collection, Market, MarketCatalog, PriceList, Product, Publication, Row, Tx};

fn payload(name: &str, field: &'static str, found: Option<Obj>, of: &str, errors: &Errors) -> Outcome {
    let payload = Val::map(name, vec![(field, Val::opt(found)), ("userErrors", errors.val(of))]);
    Ok(if errors.is_empty() { Done::kept(payload) } else { Done::refused(payload) })
}

/// Returns the record an id points at; one that does not exist is an error.
fn known<T: Row>(
    tx: &Tx,
    kind: &str,
    given: &Json,
    code: &'static str,
    place: &str,
    errors: &mut Errors,
) -> Option<u64> {
    let id = gid::parse(kind, given.as_str()?).filter(|id| tx.get::<T>(*id).is_some());
    if id.is_none() {
        errors.push(code, place, format!("{kind} does not exist"));
    }
    id
}

pub fn create_market(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let input = arg(args, "input");
    let name = filled(&input["name"]).unwrap_or_default();
    let handle = filled(&input["handle"]).unwrap_or_else(|| slug(&name));
    if name.is_empty() {
        errors.push("BLANK", "input.name", "Name can't be blank");
    } else if tx.markets.values().any(|row| row.name == name || row.handle == handle) {
        errors.push("TAKEN", "input.name", "Name has already been taken");
    }
    let mut catalogs = Vec::new();
    for (index, id) in list(&input["catalogs"]).iter().enumerate() {
        let place = format!("input.catalogs.{index}");
        catalogs.extend(known::<MarketCatalog>(tx, "MarketCatalog", id, "INVALID", &place, &mut errors));
    }
    let row = Market {
        id: tx.next_id(),
        name,
        handle,
        status: input["status"].as_str().unwrap_or("DRAFT").to_owned(),
        currency: input["currencySettings"]["baseCurrency"].as_str().unwrap_or(CURRENCY).to_owned(),
        countries: list(&input["conditions"]["regionsCondition"]["regions"])
            .iter()
            .filter_map(|region| Some(region["countryCode"].as_str()?.to_owned()))
            .collect(),
    };
    let id = row.id;
    tx.put(row);
    for catalog in catalogs {
        if let Some(catalog) = tx.edit::<MarketCatalog>(catalog) {
            catalog.markets.push(id);
        }
    }
    payload("MarketCreatePayload", "market", Some(Obj::Market(id)), "MarketUserError", &errors)
}

pub fn create_catalog(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let input = arg(args, "input");
    let title = filled(&input["title"]).unwrap_or_default();
    if title.is_empty() {
        errors.push("BLANK", "input.title", "Title can't be blank");
    }
    let wanted = list(&input["context"]["marketIds"]);
    if wanted.is_empty() {
        let message = "Must provide exactly one context type";
        errors.push("MUST_PROVIDE_EXACTLY_ONE_CONTEXT_TYPE", "input.context", message);
    }
    let mut markets = Vec::new();
    for (index, id) in wanted.iter().enumerate() {
        let place = format!("input.context.marketIds.{index}");
        markets.extend(known::<Market>(tx, "Market", id, "MARKET_NOT_FOUND", &place, &mut errors));
    }
    let price_list = &input["priceListId"];
    let price_list = known::<PriceList>(
        tx,
        "PriceList",
        price_list,
        "PRICE_LIST_NOT_FOUND",
        "input.priceListId",
        &mut errors,
    );
    let publication = &input["publicationId"];
    let publication = known::<Publication>(
        tx,
        "Publication",
        publication,
        "PUBLICATION_NOT_FOUND",
        "input.publicationId",
        &mut errors,
    );
    let row = MarketCatalog {
        id: tx.next_id(),
        title,
        status: input["status"].as_str().unwrap_or("ACTIVE").to_owned(),
        markets,
        price_list,
        publication,
    };
    let id = row.id;
    tx.put(row);
    if let Some(publication) = publication.and_then(|id| tx.edit::<Publication>(id)) {
        publication.catalog = id;
    }
    payload("CatalogCreatePayload", "catalog", Some(Obj::MarketCatalog(id)), "CatalogUserError", &errors)
}

pub fn create_publication(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let input = arg(args, "input");
    let catalog = &input["catalogId"];
    let catalog = known::<MarketCatalog>(
        tx,
        "MarketCatalog",
        catalog,
        "CATALOG_NOT_FOUND",
        "input.catalogId",
        &mut errors,
    );
    let of = catalog.and_then(|id| tx.get::<MarketCatalog>(id)).cloned();
    if of.as_ref().is_some_and(|row| row.publication.is_some()) {
        errors.push("TAKEN", "input.catalogId", "Catalog has a publication already");
    }
    let row = Publication {
        id: tx.next_id(),
        catalog: catalog.unwrap_or(0),
        name: of.map(|row| row.title).unwrap_or_default(),
        market: true,
        auto_publish: input["autoPublish"] == true,
        ..Publication::default()
    };
    let id = row.id;
    tx.put(row);
    if let Some(catalog) = catalog.and_then(|id| tx.edit::<MarketCatalog>(id)) {
        catalog.publication = Some(id);
    }
    if input["defaultState"] == "ALL_PRODUCTS" {
        let all: Vec<u64> = tx.products.keys().copied().collect();
        include(tx, id, &all, true);
    }
    payload(
        "PublicationCreatePayload",
        "publication",
        Some(Obj::Publication(id)),
        "PublicationUserError",
        &errors,
    )
}

/// Products keep their time of change: what moves is the publication.
fn include(tx: &mut Tx, publication: u64, products: &[u64], on: bool) {
    let now = tx.now();
    for id in products {
        if let Some(row) = tx.edit::<Product>(*id) {
            if on {
                row.publications.entry(publication).or_insert(now);
            } else {
                row.publications.remove(&publication);
            }
        }
    }
}

pub fn update_publication(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let input = arg(args, "input");
    let id =
        known::<Publication>(tx, "Publication", arg(args, "id"), "PUBLICATION_NOT_FOUND", "id", &mut errors);
    if id.and_then(|id| tx.get::<Publication>(id)).is_some_and(|row| !row.market) {
        let message = "The publication of a sales channel can't be changed here";
        errors.push("CANNOT_MODIFY_APP_CATALOG_PUBLICATION", "id", message);
    }
    let mut products = [Vec::new(), Vec::new()];
    for (name, into) in ["publishablesToAdd", "publishablesToRemove"].iter().zip(&mut products) {
        for (index, given) in list(&input[*name]).iter().enumerate() {
            let text = given.as_str().unwrap_or("");
            let product = gid::parse("Product", text).filter(|id| tx.get::<Product>(*id).is_some());
            let collection =
                gid::parse("Collection", text).is_some_and(|id| tx.get::<Collection>(id).is_some());
            match product {
                Some(id) => into.push(id),
                None if collection => {}
                None => errors.push(
                    "INVALID_PUBLISHABLE_ID",
                    &format!("input.{name}.{index}"),
                    "Publishable does not exist",
                ),
            }
        }
    }
    if let Some(id) = id.filter(|_| errors.is_empty()) {
        if let (Some(auto), Some(row)) = (input["autoPublish"].as_bool(), tx.edit::<Publication>(id)) {
            row.auto_publish = auto;
        }
        include(tx, id, &products[0], true);
        include(tx, id, &products[1], false);
    }
    let found = id.map(Obj::Publication);
    payload("PublicationUpdatePayload", "publication", found, "PublicationUserError", &errors)
}
