//! Reads of markets, and of the prices that are fixed on their lists.

use evenshelf_core::market::{FIXED_PRICES_MAX, FixedPrice, MarketCatalog, PriceList, StoreMarket};
use serde_json::{Value as Json, json};

use super::client::Client;
use super::documents as doc;
use super::error::CallError;
use super::parse::{next_page, nodes, optional};
use super::parse_values::decimal;

/// Products whose prices one question asks for: its text stays short, and their prices fill a few pages at most.
const PRODUCTS_PER_QUESTION: usize = 50;

/// A price that a list fixes, with what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceRow {
    pub product_id: String,
    pub variant_id: String,
    pub price: FixedPrice,
}

impl Client {
    /// Returns the markets of the store. Needs `read_markets`.
    pub async fn markets(&self) -> Result<Vec<StoreMarket>, CallError> {
        let rows = self.all_rows(doc::MARKETS, json!({}), "", "markets").await?;
        Ok(rows.iter().filter_map(market).collect())
    }

    /// Returns every price that the list fixes, up to as many as Shopify shows.
    pub async fn fixed_prices(&self, list: &str) -> Result<Vec<PriceRow>, CallError> {
        self.price_pages(list, None).await
    }

    /// Returns the prices that the list fixes for variants of these products.
    pub async fn fixed_prices_of(&self, list: &str, products: &[String]) -> Result<Vec<PriceRow>, CallError> {
        let mut rows = Vec::new();
        for chunk in products.chunks(PRODUCTS_PER_QUESTION) {
            let number = |id: &String| format!("product_id:{}", id.rsplit('/').next().unwrap_or_default());
            let query = chunk.iter().map(number).collect::<Vec<_>>().join(" OR ");
            rows.extend(self.price_pages(list, Some(&query)).await?);
        }
        // A filter that a store does not know lets everything through.
        rows.retain(|row| products.contains(&row.product_id));
        Ok(rows)
    }

    async fn price_pages(&self, list: &str, query: Option<&str>) -> Result<Vec<PriceRow>, CallError> {
        let mut rows = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let variables = json!({ "id": list, "query": query, "after": after });
            let data = self.read(&doc::FIXED_PRICES.read(variables)).await?.data;
            rows.extend(nodes(&data["priceList"], "prices").filter_map(price_row));
            after = next_page(&data["priceList"], "prices");
            if after.is_none() || rows.len() as u64 >= FIXED_PRICES_MAX {
                return Ok(rows);
            }
        }
    }
}

fn market(json: &Json) -> Option<StoreMarket> {
    Some(StoreMarket {
        id: optional(json, "/id")?,
        name: optional(json, "/name")?,
        catalogs: nodes(json, "catalogs").filter_map(catalog).collect(),
    })
}

fn catalog(json: &Json) -> Option<MarketCatalog> {
    Some(MarketCatalog {
        id: optional(json, "/id")?,
        active: json["status"] == "ACTIVE",
        publication_id: optional(json, "/publication/id"),
        price_list: price_list(&json["priceList"]),
    })
}

fn price_list(json: &Json) -> Option<PriceList> {
    Some(PriceList {
        id: optional(json, "/id")?,
        currency: optional(json, "/currency")?,
        whole: json["fixedPricesCount"].as_u64().unwrap_or_default() <= FIXED_PRICES_MAX,
    })
}

fn price_row(json: &Json) -> Option<PriceRow> {
    Some(PriceRow {
        product_id: optional(json, "/variant/product/id")?,
        variant_id: optional(json, "/variant/id")?,
        price: FixedPrice {
            price: decimal(json.pointer("/price/amount")?)?.normalize(),
            compare_at: json
                .pointer("/compareAtPrice/amount")
                .and_then(decimal)
                .map(|amount| amount.normalize()),
        },
    })
}
