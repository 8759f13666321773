//! productCreate, productUpdate and productChangeStatus.

use serde_json::Value as Json;

use super::metafields::{self, ListInput};
use super::product_fields::{self, Codes, at};
use super::user_error::Errors;
use super::{Done, Env, Outcome, arg, files, filled, list, options, publish, variant_fields};
use crate::gid;
use crate::graphql::coerce::Args;
use crate::graphql::value::{Obj, Val};
use crate::query::definitions;
use crate::state::{OptionRow, OptionValueRow, Product, Tx};

/// These mutations answer with plain `UserError`s, which have no code.
const CODES: Codes = Codes { invalid: "INVALID", handle_taken: "TAKEN" };

fn payload(name: &str, product: Option<u64>, errors: &Errors) -> Val {
    Val::map(
        format!("{name}Payload"),
        vec![
            ("product", Val::opt(product.map(Obj::Product))),
            ("shop", Val::Obj(Obj::Shop)),
            ("userErrors", errors.val("UserError")),
        ],
    )
}

/// Gives a product the one variant it has when nothing else is said.
pub fn add_default_variant(tx: &mut Tx, product: &mut Product) {
    let option = options::default_option(tx);
    let value = option.values[0].id;
    product.options = vec![option];
    add_variant(tx, product, vec![value]);
}

fn add_variant(tx: &mut Tx, product: &mut Product, values: Vec<u64>) {
    let mut variant = variant_fields::fresh(tx, product.id);
    variant.values = values;
    if let Some(first) = tx.locations.keys().next().copied() {
        variant_fields::stock_at(tx, &mut variant, first);
    }
    product.variants.push(variant.id);
    tx.put(variant);
}

pub fn create(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let (input, path) = match arg(args, "product") {
        Json::Null => (arg(args, "input"), "input"),
        product => (product, "product"),
    };
    if input.is_null() {
        errors.push("INVALID", "", "product is a required argument");
        return Ok(Done::refused(payload("ProductCreate", None, &errors)));
    }
    let now = tx.now();
    let mut product = Product {
        id: tx.next_id(),
        status: "ACTIVE".into(),
        vendor: tx.meta.name.clone(),
        created_at: now,
        updated_at: now,
        ..Product::default()
    };
    product_fields::apply(tx, &mut product, input, path, CODES, &mut errors);
    if errors.is_empty() {
        product_fields::apply_handle(tx, &mut product, input, path, CODES, &mut errors);
    }
    let fields = ListInput {
        input: &input["metafields"],
        path: at(path, "metafields"),
        owner_type: "PRODUCT",
        product: product.id,
        code: "INVALID",
        whole: false,
    };
    metafields::apply_list(tx, env, &mut product.metafields, &fields, &mut errors);
    create_options(tx, &mut product, list(&input["productOptions"]), path, &mut errors);
    add_media(tx, env, &mut product, list(arg(args, "media")), &mut errors);
    if !errors.is_empty() {
        return Ok(Done::refused(payload("ProductCreate", None, &errors)));
    }
    publish::publish_new(tx, &mut product);
    let id = product.id;
    tx.put(product);
    Ok(Done::kept(payload("ProductCreate", Some(id), &errors)))
}

/// Makes the options of a new product and the one variant of their first values.
fn create_options(tx: &mut Tx, product: &mut Product, inputs: &[Json], path: &str, errors: &mut Errors) {
    if inputs.is_empty() {
        add_default_variant(tx, product);
        return;
    }
    if inputs.len() > options::OPTIONS_MAX {
        errors.push("INVALID", &at(path, "productOptions"), "Can only specify a maximum of 3 options");
        return;
    }
    for (index, input) in inputs.iter().enumerate() {
        let place = at(&at(path, "productOptions"), &index.to_string());
        let Some(name) = filled(&input["name"]) else {
            errors.push("INVALID", &at(&place, "name"), "Option name can't be blank");
            continue;
        };
        if product.options.iter().any(|option| option.name == name) {
            errors.push("INVALID", &place, "Duplicated option name.");
            continue;
        }
        let mut option = OptionRow { id: tx.next_id(), name, linked: options::linked(input), values: vec![] };
        for value in options::named_values(tx, input) {
            let linked = value["linkedMetafieldValue"].as_str().map(str::to_owned);
            let Some(name) = filled(&value["name"]) else {
                continue;
            };
            if option.values.iter().any(|value| value.name == name) {
                errors.push("INVALID", &place, "Duplicated option value.");
                continue;
            }
            option.values.push(OptionValueRow { id: tx.next_id(), name, linked });
        }
        if option.values.is_empty() {
            errors.push("INVALID", &place, "Each option must have at least one option value specified.");
            continue;
        }
        product.options.push(option);
    }
    if errors.is_empty() {
        let first = product.options.iter().map(|o| o.values[0].id).collect();
        add_variant(tx, product, first);
    }
}

/// Adds `CreateMediaInput`s to a product and returns the new files.
pub fn add_media(
    tx: &mut Tx,
    env: &Env,
    product: &mut Product,
    inputs: &[Json],
    errors: &mut Errors,
) -> Vec<u64> {
    let mut made = Vec::new();
    if product.media.len() + inputs.len() > files::PRODUCT_MEDIA_MAX {
        errors.push("PRODUCT_MEDIA_LIMIT_EXCEEDED", "media", "Exceeded 250 media limit for product.");
        return made;
    }
    for (index, input) in inputs.iter().enumerate() {
        let place = format!("media.{index}");
        let kind = input["mediaContentType"].as_str();
        let source = input["originalSource"].as_str().unwrap_or("");
        match files::make_media(tx, env, kind, source, filled(&input["alt"]), None) {
            Ok(id) => {
                product.media.push(id);
                made.push(id);
            }
            Err((_, message)) => {
                errors.push("INVALID", &at(&place, "originalSource"), message);
            }
        }
    }
    made
}

pub fn update(tx: &mut Tx, env: &Env, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let (input, path) = match arg(args, "product") {
        Json::Null => (arg(args, "input"), "input"),
        product => (product, "product"),
    };
    let Some(mut product) = find(tx, env, arg(args, "identifier"), input).cloned() else {
        let field =
            if arg(args, "identifier").is_object() { "identifier".to_owned() } else { at(path, "id") };
        errors.push("NOT_FOUND", &field, "Product does not exist");
        return Ok(Done::refused(payload("ProductUpdate", None, &errors)));
    };
    let empty = Json::Object(Args::new());
    let input = if input.is_null() { &empty } else { input };
    product_fields::apply(tx, &mut product, input, path, CODES, &mut errors);
    product_fields::apply_handle(tx, &mut product, input, path, CODES, &mut errors);
    let fields = ListInput {
        input: &input["metafields"],
        path: at(path, "metafields"),
        owner_type: "PRODUCT",
        product: product.id,
        code: "INVALID",
        whole: false,
    };
    metafields::apply_list(tx, env, &mut product.metafields, &fields, &mut errors);
    add_media(tx, env, &mut product, list(arg(args, "media")), &mut errors);
    if !errors.is_empty() {
        let id = Some(product.id);
        return Ok(Done::refused(payload("ProductUpdate", id, &errors)));
    }
    product.updated_at = tx.now();
    let id = product.id;
    tx.put(product);
    Ok(Done::kept(payload("ProductUpdate", Some(id), &errors)))
}

fn find<'a>(tx: &'a Tx, env: &Env, identifier: &Json, input: &Json) -> Option<&'a Product> {
    let id = match (&identifier["id"], &identifier["handle"], &identifier["customId"]) {
        (Json::String(id), _, _) => gid::parse("Product", id),
        (_, Json::String(handle), _) => tx.index.by_handle.get(handle).copied(),
        (_, _, Json::Object(custom)) => {
            let key = (
                definitions::namespace(custom.get("namespace").and_then(Json::as_str), env.app),
                custom.get("key")?.as_str()?.to_owned(),
                custom.get("value")?.as_str()?.to_owned(),
            );
            tx.index.by_metafield.get(&key).copied()
        }
        _ => gid::parse("Product", input["id"].as_str()?),
    }?;
    tx.get::<Product>(id)
}

pub fn change_status(tx: &mut Tx, args: &Args) -> Outcome {
    let mut errors = Errors::default();
    let Some(mut product) = options::product_of(tx, args) else {
        errors.push("PRODUCT_NOT_FOUND", "productId", "Product does not exist");
        let payload = Val::map(
            "ProductChangeStatusPayload",
            vec![("product", Val::Null), ("userErrors", errors.val("ProductChangeStatusUserError"))],
        );
        return Ok(Done::refused(payload));
    };
    let id = product.id;
    product.status = arg(args, "status").as_str().unwrap_or("DRAFT").to_owned();
    product.updated_at = tx.now();
    tx.put(product);
    Ok(Done::kept(Val::map(
        "ProductChangeStatusPayload",
        vec![
            ("product", Val::Obj(Obj::Product(id))),
            ("userErrors", errors.val("ProductChangeStatusUserError")),
        ],
    )))
}
