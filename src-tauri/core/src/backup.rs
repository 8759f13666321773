//! What a backup file says: an opening, what stands around the products, then a product a line.
//!
//! ```json
//! {"evenshelf_backup":1,"shop":"Ada Ceramics","currency":"EUR","written_at":1795541478231,"locations":[…]}
//! {"evenshelf_around":"market","body":{…}}
//! {"handle":"mug","title":"Mug","variants":[…],"evenshelf_held":{…}}
//! ```
//!
//! A product's line is that of the JSONL export, which plans read, with the product as the copy of the store held it
//! beside: all of it, ids and the store's own addresses included, so that nothing the program knew is lost.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::catalog::{StoreLocation, StoreProduct};
use crate::channel::{Channel, said_of};
use crate::market::{self, StoreMarket};
use crate::normalize::{as_sheet, product_json};

/// The newest form that is known.
pub const VERSION: u32 = 1;

/// The keys by which a line is known to be no product.
const APART: [&str; 2] = ["evenshelf_backup", "evenshelf_around"];

/// The key of a product as the copy held it.
pub(crate) const HELD: &str = "evenshelf_held";

/// The first line: whose store it is. Backups written before there was one begin with a product.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Opening {
    #[serde(rename = "evenshelf_backup")]
    pub version: u32,
    /// The shop's own name.
    #[serde(default)]
    pub shop: Option<String>,
    #[serde(default)]
    pub url: String,
    /// ISO 4217.
    #[serde(default)]
    pub currency: Option<String>,
    /// In unix milliseconds.
    #[serde(default)]
    pub written_at: i64,
    #[serde(default)]
    pub locations: Vec<StoreLocation>,
}

/// One thing that stands around the products: a sales channel, a metafield definition, a collection, …
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Around {
    /// The ledger's word for its kind.
    #[serde(rename = "evenshelf_around")]
    pub kind: String,
    /// As the ledger keeps it.
    pub body: Json,
}

/// What a line turned out to be.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    Opening(Opening),
    Around(Around),
    /// `None`: the line is of a file written before products were kept whole.
    Product(Option<Box<StoreProduct>>),
}

impl Line {
    /// Reads a line; the error says what is wrong with it.
    pub fn read(text: &str) -> Result<Self, serde_json::Error> {
        /// A product's line without what plans read of it.
        #[derive(Deserialize)]
        struct Held {
            #[serde(default, rename = "evenshelf_held")]
            held: Option<Box<StoreProduct>>,
        }
        let start = text.trim_start();
        if start.starts_with("{\"evenshelf_backup\"") {
            serde_json::from_str(text).map(Self::Opening)
        } else if start.starts_with("{\"evenshelf_around\"") {
            serde_json::from_str(text).map(Self::Around)
        } else {
            serde_json::from_str(text).map(|line: Held| Self::Product(line.held))
        }
    }
}

/// Says whether an object is a line of a backup that is no product.
pub(crate) fn is_apart(json: &Map<String, Json>) -> bool {
    json.keys().next().is_some_and(|key| APART.contains(&key.as_str()))
}

/// Returns a product's line, without the line break.
pub fn product_line(
    product: &StoreProduct,
    locations: &[StoreLocation],
    markets: &[StoreMarket],
    channels: &[Channel],
) -> Result<String, serde_json::Error> {
    let mut sheet = as_sheet(product, locations, markets);
    sheet.markets = market::said_of(product, markets);
    sheet.channels = said_of(product, channels);
    let mut line = product_json(&sheet);
    line.insert(HELD.to_owned(), serde_json::to_value(product)?);
    Ok(Json::Object(line).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Place;
    use crate::normalize::LineReader;

    #[test]
    fn a_line_is_known_by_its_first_key() {
        let opening = Opening { version: VERSION, shop: Some("Ada".to_owned()), ..Opening::default() };
        let around = Around { kind: "market".to_owned(), body: serde_json::json!({ "id": "1" }) };
        let product =
            StoreProduct { id: "gid://1".to_owned(), handle: "mug".to_owned(), ..StoreProduct::default() };
        let lines = [
            serde_json::to_string(&opening).unwrap(),
            serde_json::to_string(&around).unwrap(),
            product_line(&product, &[], &[], &[]).unwrap(),
        ];
        let read: Vec<Line> = lines.iter().map(|line| Line::read(line).unwrap()).collect();
        let product = Line::Product(Some(Box::new(product)));
        assert_eq!(read, [Line::Opening(opening), Line::Around(around), product]);
        assert_eq!(Line::read(r#"{"handle":"mug"}"#).unwrap(), Line::Product(None));
        assert!(Line::read("Handle,Title").is_err());

        // A plan takes the product, and nothing of the rest is odd to it.
        let mut reader = LineReader::new();
        let read: Vec<_> = lines.iter().filter_map(|line| reader.push(Place::default(), line)).collect();
        let sheet = reader.finish();
        assert_eq!((read.len(), sheet.rows.skipped, sheet.findings), (1, 2, Vec::new()));
        assert!(!sheet.columns.contains(&HELD.to_owned()), "{:?}", sheet.columns);
    }
}
