//! Writing: one file for each family of mutations.

pub mod bulks;
pub mod collection_members;
pub mod collection_sources;
pub mod collections;
pub mod definitions;
pub mod files;
pub mod idempotency;
pub mod inventory;
pub mod inventory_items;
pub mod markets;
pub mod media;
pub mod metafields;
pub mod metafields_set;
pub mod metaobject_definitions;
pub mod metaobjects;
pub mod option_update;
pub mod options;
pub mod price_lists;
pub mod product;
pub mod product_delete;
pub mod product_fields;
pub mod product_set;
pub mod publish;
pub mod redirects;
pub mod staged;
pub mod tags;
pub mod user_error;
pub mod variant_fields;
pub mod variants;
pub mod variants_bulk;

use serde_json::Value as Json;

use crate::graphql::coerce::Args;
use crate::graphql::exec::FieldError;
use crate::graphql::value::Val;
use crate::http::versions::Version;
use crate::state::{Stamp, Tx};

/// What a mutation may know besides its arguments.
pub struct Env<'a> {
    pub app: u64,
    pub version: Version,
    pub base: &'a str,
    /// How long an image is being processed, in microseconds.
    pub media_delay_us: i64,
    /// Set inside bulk operations, where `synchronous` is ignored.
    pub in_bulk: bool,
    /// Returns the checksum of a staged file, or the code of what is wrong with it.
    pub staged: &'a dyn Fn(&str) -> Result<String, &'static str>,
}

/// A mutation's payload, and whether its writes are kept.
pub struct Done {
    pub payload: Val,
    pub keep: bool,
    /// What the background has to go on with once the write is committed.
    pub follow_up: Option<FollowUp>,
    /// What an idempotent replay shows again.
    pub subject: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUp {
    Operation(u64),
    Bulk(u64),
    CancelBulk(u64),
    Job(u64),
}

impl Done {
    pub fn kept(payload: Val) -> Self {
        Self { payload, keep: true, follow_up: None, subject: None }
    }

    /// A payload of user errors: nothing has changed.
    pub fn refused(payload: Val) -> Self {
        Self { keep: false, ..Self::kept(payload) }
    }
}

pub type Outcome = Result<Done, FieldError>;

/// Runs one mutation field inside a write.
pub fn run(tx: &mut Tx, env: &Env, name: &str, args: &Args) -> Outcome {
    match name {
        "productSet" => product_set::product_set(tx, env, args),
        "productCreate" => product::create(tx, env, args),
        "productUpdate" => product::update(tx, env, args),
        "productChangeStatus" => product::change_status(tx, args),
        "productDelete" => product_delete::product_delete(tx, env, args),
        "productVariantsBulkCreate" => variants_bulk::create(tx, env, args),
        "productVariantsBulkUpdate" => variants_bulk::update(tx, env, args),
        "productVariantsBulkDelete" => variants::delete(tx, args),
        "productVariantsBulkReorder" => variants::reorder(tx, args),
        "productOptionsCreate" => options::create(tx, args),
        "productOptionUpdate" => option_update::update(tx, args),
        "productOptionsDelete" => options::delete(tx, args),
        "productOptionsReorder" => options::reorder(tx, args),
        "productCreateMedia" => media::create(tx, env, args),
        "productUpdateMedia" => media::update(tx, args),
        "productDeleteMedia" => media::delete(tx, args),
        "productReorderMedia" => media::reorder(tx, args),
        "productVariantAppendMedia" => media::append_to_variants(tx, args),
        "productVariantDetachMedia" => media::detach_from_variants(tx, args),
        "fileCreate" => files::create(tx, env, args),
        "fileUpdate" => files::update(tx, env, args),
        "fileDelete" => files::delete(tx, args),
        "tagsAdd" => tags::add(tx, args),
        "tagsRemove" => tags::remove(tx, args),
        "publishablePublish" => publish::publish(tx, args),
        "publishableUnpublish" => publish::unpublish(tx, args),
        "metafieldsSet" => metafields_set::set(tx, env, args),
        "metafieldsDelete" => metafields_set::delete(tx, env, args),
        "metafieldDefinitionCreate" => definitions::create(tx, env, args),
        "metafieldDefinitionDelete" => definitions::delete(tx, env, args),
        "metaobjectCreate" => metaobjects::create(tx, env, args),
        "metaobjectUpdate" => metaobjects::update(tx, args),
        "metaobjectUpsert" => metaobjects::upsert(tx, env, args),
        "metaobjectDelete" => metaobjects::delete(tx, args),
        "metaobjectDefinitionCreate" => metaobject_definitions::create(tx, env, args),
        "metaobjectDefinitionDelete" => metaobjects::delete_definition(tx, args),
        "standardMetaobjectDefinitionEnable" => metaobject_definitions::enable_standard(tx, env, args),
        "standardMetafieldDefinitionEnable" => {
            metaobject_definitions::enable_standard_metafield(tx, env, args)
        }
        "marketCreate" => markets::create_market(tx, args),
        "catalogCreate" => markets::create_catalog(tx, args),
        "publicationCreate" => markets::create_publication(tx, args),
        "publicationUpdate" => markets::update_publication(tx, args),
        "priceListCreate" => price_lists::create(tx, args),
        "priceListFixedPricesAdd" => price_lists::add(tx, args),
        "priceListFixedPricesDelete" => price_lists::delete(tx, args),
        "priceListFixedPricesUpdate" => price_lists::update(tx, args),
        "urlRedirectCreate" => redirects::create(tx, args),
        "urlRedirectUpdate" => redirects::update(tx, args),
        "urlRedirectDelete" => redirects::delete(tx, args),
        "inventorySetQuantities" => inventory::set_quantities(tx, env, args),
        "inventoryAdjustQuantities" => inventory::adjust_quantities(tx, env, args),
        "inventoryActivate" => inventory_items::activate(tx, args),
        "inventoryDeactivate" => inventory_items::deactivate(tx, args),
        "inventoryItemUpdate" => inventory_items::update(tx, args),
        "collectionCreate" => collections::create(tx, env, args),
        "collectionDelete" => collections::delete(tx, args),
        "collectionUpdate" => collections::update(tx, env, args),
        "collectionAddProductsV2" => collection_members::add_products(tx, env, args),
        "collectionRemoveProducts" => collection_members::remove_products(tx, env, args),
        "collectionReorderProducts" => collection_members::reorder(tx, env, args),
        "stagedUploadsCreate" => staged::create(env, args),
        "bulkOperationRunMutation" => bulks::run_mutation(tx, env, args),
        "bulkOperationRunQuery" => bulks::run_query(tx, env, args),
        "bulkOperationCancel" => bulks::cancel(tx, env, args),
        _ => Err(FieldError {
            message: format!("the demo store has no mutation {name}"),
            code: "NOT_IMPLEMENTED",
        }),
    }
}

static NULL: Json = Json::Null;

/// Returns an argument, null where it was not sent.
pub fn arg<'a>(args: &'a Args, name: &str) -> &'a Json {
    args.get(name).unwrap_or(&NULL)
}

/// Returns the items of a list, none where it is absent.
pub fn list(value: &Json) -> &[Json] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Returns a text trimmed; absent where it is blank.
pub fn filled(value: &Json) -> Option<String> {
    value.as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Returns the moment an input names, or now.
pub fn moment(value: &Json, now: Stamp) -> Stamp {
    value
        .as_str()
        .and_then(|text| text.parse::<jiff::Timestamp>().ok())
        .map_or(now, jiff::Timestamp::as_microsecond)
}
