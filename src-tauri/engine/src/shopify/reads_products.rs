//! Reads of products: by id in large batches, by identifier, and which of them changed.

use std::collections::BTreeMap;

use evenshelf_core::catalog::{StoreMedium, StoreProduct};
use evenshelf_core::pictures::MediaState;
use serde_json::{Value as Json, json};

use super::client::Client;
use super::documents as doc;
use super::error::{CallError, Class};
use super::parse::{
    ParseError, add_medium, media_kind, media_status, next_page, nodes, optional, parse_level, parse_product,
    parse_variant, put_metafield,
};
use super::reads::{CUSTOM_ID_KEY, CUSTOM_ID_NAMESPACE};

/// Ids in one `nodes` call to begin with, and the most Shopify takes.
const IDS_FIRST: usize = 50;
const IDS_MAX: usize = 250;
/// Where a page that keeps failing is no longer made smaller.
const IDS_LEAST: usize = 10;
/// Variants read with their product; the rest follows in pages of `VARIANTS_PAGE`.
const VARIANTS_WITH_PRODUCT: u32 = 50;
const VARIANTS_PAGE: u32 = 100;
/// How far an incremental pull looks behind the last one, in seconds: the search index lags and rows move while they
/// are read.
const OVERLAP_SECONDS: i64 = 300;
/// Shopify ends every list after so many rows.
const ROWS_MAX: usize = 25_000;

/// Names one product without its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProductIdentifier {
    Id(String),
    Handle(String),
    /// The value of our own custom id.
    CustomId(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedProduct {
    pub id: String,
    /// RFC 3339, as the store wrote it.
    pub updated_at: String,
}

/// A walk over the products that changed. Rows can come twice, since a product that changes while it is read moves.
pub struct ChangedSince {
    client: Client,
    query: String,
    after: Option<String>,
    rows: usize,
    ended: bool,
}

impl ChangedSince {
    /// Returns the next page, oldest change first, at most 250 rows; `None` after the last. Where Shopify's limit of
    /// 25,000 rows ends the list early, the error says so: pull in full instead.
    pub async fn next(&mut self) -> Result<Option<Vec<ChangedProduct>>, CallError> {
        if self.ended {
            return Ok(None);
        }
        let call = doc::CHANGED_PRODUCTS.read(json!({ "query": self.query, "after": self.after }));
        let data = self.client.read(&call).await?.data;
        let page: Vec<ChangedProduct> = nodes(&data, "products")
            .filter_map(|row| {
                Some(ChangedProduct { id: optional(row, "/id")?, updated_at: optional(row, "/updatedAt")? })
            })
            .collect();
        self.rows += page.len();
        self.after = next_page(&data, "products");
        self.ended = self.after.is_none();
        if self.ended && self.rows >= ROWS_MAX {
            return Err(CallError::new(
                Class::Invalid,
                "more than 25,000 products changed, and the store lists no more",
            )
            .with_hint("pull in full"));
        }
        Ok(Some(page))
    }
}

impl Client {
    pub async fn product_by_id(&self, id: &str) -> Result<Option<StoreProduct>, CallError> {
        Ok(self.products_by_id(std::slice::from_ref(&id.to_owned())).await?.pop())
    }

    /// Returns the products with these ids that exist, whole, in the order of the ids. Takes any number of ids.
    pub async fn products_by_id(&self, ids: &[String]) -> Result<Vec<StoreProduct>, CallError> {
        let mut products = Vec::with_capacity(ids.len());
        let (mut page, mut variants) = (IDS_FIRST, VARIANTS_WITH_PRODUCT);
        let mut rest = ids;
        while !rest.is_empty() {
            let (batch, later) = rest.split_at(page.min(rest.len()).min(IDS_MAX));
            let call = doc::PRODUCTS_BY_ID.read(json!({ "ids": batch, "variants": variants }));
            let call = self.asking_of_products(call);
            let data = match self.read(&call).await {
                Ok(reply) => reply.data,
                // Refused before execution; by the published formula this never happens.
                Err(error) if error.class == Class::TooCostly && (page > 1 || variants > 1) => {
                    page = page.min(batch.len()).div_ceil(2);
                    variants = if page == 1 { variants.div_ceil(2) } else { variants };
                    continue;
                }
                // Too slow for Shopify's gateway, it seems: ask for less at once.
                Err(error) if error.class == Class::Retry && batch.len() > IDS_LEAST => {
                    page = batch.len() / 2;
                    continue;
                }
                Err(error) => return Err(error),
            };
            rest = later;
            let found = data.get("nodes").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
            for json in found.iter().filter(|json| json.get("id").is_some()) {
                products.push(self.complete(json).await?);
            }
        }
        Ok(products)
    }

    pub async fn product_by_handle(&self, handle: &str) -> Result<Option<StoreProduct>, CallError> {
        self.product_by(&ProductIdentifier::Handle(handle.to_owned())).await
    }

    /// Returns the product we created with this value of our custom id.
    pub async fn product_by_custom_id(&self, value: &str) -> Result<Option<StoreProduct>, CallError> {
        self.product_by(&ProductIdentifier::CustomId(value.to_owned())).await
    }

    /// Reads directly, past the search index: what was just written is seen.
    pub async fn product_by(
        &self,
        identifier: &ProductIdentifier,
    ) -> Result<Option<StoreProduct>, CallError> {
        let identifier = match identifier {
            ProductIdentifier::Id(id) => json!({ "id": id }),
            ProductIdentifier::Handle(handle) => json!({ "handle": handle }),
            ProductIdentifier::CustomId(value) => json!({
                "customId": { "namespace": CUSTOM_ID_NAMESPACE, "key": CUSTOM_ID_KEY, "value": value }
            }),
        };
        let variables = json!({ "identifier": identifier, "variants": VARIANTS_WITH_PRODUCT });
        let call = self.asking_of_products(doc::PRODUCT_BY_IDENTIFIER.read(variables));
        let data = self.read(&call).await?.data;
        match &data["productByIdentifier"] {
            Json::Null => Ok(None),
            json => self.complete(json).await.map(Some),
        }
    }

    /// Walks the products updated since (RFC 3339), minus an overlap of five minutes. Pass the newest `updated_at`
    /// seen before, never the clock. Deleted products do not show here, nor does everything that changes a product.
    pub fn changed_since(&self, updated_at: &str) -> Result<ChangedSince, CallError> {
        let since: jiff::Timestamp = updated_at
            .parse()
            .map_err(|_| CallError::new(Class::Invalid, format!("{updated_at} is no RFC 3339 time")))?;
        let since = since - jiff::SignedDuration::from_secs(OVERLAP_SECONDS);
        let query = format!("updated_at:>='{}'", since.strftime("%Y-%m-%dT%H:%M:%SZ"));
        Ok(ChangedSince { client: self.clone(), query, after: None, rows: 0, ended: false })
    }

    /// Returns how many products the store holds.
    pub async fn count(&self) -> Result<u64, CallError> {
        let data = self.read(&doc::PRODUCTS_COUNT.read(json!({}))).await?.data;
        Ok(data.pointer("/productsCount/count").and_then(Json::as_u64).unwrap_or(0))
    }

    /// Returns the product's media that are no pictures (videos, 3D models), in order. A write of the whole list of
    /// files must name them, or it deletes them.
    pub async fn other_media(&self, product_id: &str) -> Result<Vec<StoreMedium>, CallError> {
        let media = self.media_pages(product_id, None).await?;
        let other = |(position, medium): (u32, &Json)| {
            let id = optional(medium, "/id")?;
            let kind = media_kind(&id)?;
            Some(StoreMedium { id, kind, position })
        };
        Ok((0..).zip(&media).filter_map(other).collect())
    }

    /// Returns how far the store is with these pictures, by their media ids; one that is gone is left out.
    pub async fn media_states(&self, ids: &[String]) -> Result<BTreeMap<String, MediaState>, CallError> {
        let mut states = BTreeMap::new();
        for batch in ids.chunks(IDS_MAX) {
            let data = self.read(&doc::MEDIA_STATES.read(json!({ "ids": batch }))).await?.data;
            for node in data.get("nodes").and_then(Json::as_array).into_iter().flatten() {
                if let Some(id) = optional(node, "/id") {
                    let problem = optional(node, "/mediaErrors/0/code");
                    states.insert(id, MediaState { status: media_status(node), problem });
                }
            }
        }
        Ok(states)
    }

    /// Returns the product with the later pages of its lists.
    async fn complete(&self, json: &Json) -> Result<StoreProduct, CallError> {
        let mut product = parse_product(json).map_err(unreadable)?;
        let id = product.id.clone();
        let mut levels: Vec<(String, String)> = nodes(json, "variants").filter_map(more_levels).collect();
        let mut metafields: Vec<(String, String)> =
            std::iter::once(json).chain(nodes(json, "variants")).filter_map(more_metafields).collect();
        let mut after = next_page(json, "variants");
        while let Some(cursor) = after {
            let variables = json!({ "id": id, "first": VARIANTS_PAGE, "after": cursor });
            let data = self.read(&doc::PRODUCT_VARIANTS_PAGE.read(variables)).await?.data;
            for variant in nodes(&data["product"], "variants") {
                product.variants.push(parse_variant(variant).map_err(unreadable)?);
                levels.extend(more_levels(variant));
                metafields.extend(more_metafields(variant));
            }
            after = next_page(&data["product"], "variants");
        }
        for (owner, cursor) in metafields {
            self.complete_metafields(&mut product, &owner, cursor).await?;
        }
        if let Some(cursor) = next_page(json, "media") {
            for medium in self.media_pages(&id, Some(cursor)).await? {
                add_medium(&mut product, &medium).map_err(unreadable)?;
            }
        }
        for (item_id, cursor) in levels {
            self.complete_levels(&mut product, &item_id, cursor).await?;
        }
        super::parse::name_lone_values(&mut product);
        Ok(product)
    }

    async fn media_pages(&self, product_id: &str, after: Option<String>) -> Result<Vec<Json>, CallError> {
        let mut media = Vec::new();
        let mut after = after;
        loop {
            let data = self
                .read(&doc::PRODUCT_MEDIA_PAGE.read(json!({ "id": product_id, "after": after })))
                .await?
                .data;
            media.extend(nodes(&data["product"], "media").cloned());
            after = next_page(&data["product"], "media");
            if after.is_none() {
                return Ok(media);
            }
        }
    }

    async fn complete_metafields(
        &self,
        product: &mut StoreProduct,
        owner: &str,
        cursor: String,
    ) -> Result<(), CallError> {
        let variant = (owner != product.id).then_some(owner);
        let Some(list) = product.metafields_of_mut(variant) else { return Ok(()) };
        let mut after = Some(cursor);
        while let Some(cursor) = after {
            let call = doc::METAFIELDS_PAGE.read(json!({ "id": owner, "after": cursor }));
            let data = self.read(&call).await?.data;
            nodes(&data["node"], "metafields").for_each(|json| put_metafield(list, json));
            after = next_page(&data["node"], "metafields");
        }
        Ok(())
    }

    async fn complete_levels(
        &self,
        product: &mut StoreProduct,
        item_id: &str,
        cursor: String,
    ) -> Result<(), CallError> {
        let mut after = Some(cursor);
        while let Some(cursor) = after {
            let data =
                self.read(&doc::ITEM_LEVELS_PAGE.read(json!({ "id": item_id, "after": cursor }))).await?.data;
            let item = &data["inventoryItem"];
            if let Some(variant) =
                product.variants.iter_mut().find(|variant| variant.inventory_item_id == item_id)
            {
                variant.levels.extend(nodes(item, "inventoryLevels").filter_map(parse_level));
            }
            after = next_page(item, "inventoryLevels");
        }
        Ok(())
    }
}

/// Returns the item and cursor of a variant that has more levels than its page.
fn more_levels(variant: &Json) -> Option<(String, String)> {
    let item = variant.get("inventoryItem")?;
    Some((optional(item, "/id")?, next_page(item, "inventoryLevels")?))
}

/// Returns the id and cursor of a product or variant that has more metafields than its page.
fn more_metafields(owner: &Json) -> Option<(String, String)> {
    Some((optional(owner, "/id")?, next_page(owner, "metafields")?))
}

pub(crate) fn unreadable(error: ParseError) -> CallError {
    CallError::new(Class::Invalid, error.to_string())
}
