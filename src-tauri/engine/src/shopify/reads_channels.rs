//! Reads of sales channels, and of what is published where.
//!
//! What a product or a collection is on is asked with the thing itself, one yes or no for each publication: that costs
//! no points, and works in bulk queries, which take no list of publications below a product. The names of those answers
//! carry the publication's number.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use evenshelf_core::channel::Channel;
use serde_json::{Value as Json, json};

use super::call::Call;
use super::client::Client;
use super::documents as doc;
use super::error::CallError;
use super::parse::{next_page, nodes, optional};

/// Where a document takes the questions in: a comment, which stays in the text where nothing is asked.
const MARK: &str = "# publications";
/// What the name of an answer begins with, and an id of Shopify's.
const ANSWER: &str = "publication_";
const ID: &str = "gid://shopify/Publication/";
/// Publications in one call: Shopify's limit for a list.
const IDS_MAX: usize = 250;
/// Pages of 250 products of a publication: Shopify ends a list after 25,000.
const PAGES_MAX: usize = 100;

/// The ids of the publications that are asked for. None are known to a store whose app may not read them: a question
/// would be refused, and everything else with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedPublications {
    /// With products. Not the Online Store's, whose answer is `publishedAt`.
    pub of_products: Vec<String>,
    /// With collections, which are published on sales channels alone.
    pub of_collections: Vec<String>,
}

impl AskedPublications {
    /// Returns what there is to ask of these channels, and of these publications of markets.
    pub fn of(channels: &[Channel], markets: impl IntoIterator<Item = String>) -> Self {
        let others = channels.iter().filter(|channel| !channel.online_store).map(|one| one.id.clone());
        Self {
            of_products: others.chain(markets).collect(),
            of_collections: channels.iter().map(|one| one.id.clone()).collect(),
        }
    }
}

impl Client {
    /// Returns the sales channels. Needs `read_publications`.
    pub async fn channels(&self) -> Result<Vec<Channel>, CallError> {
        let rows = self.all_rows(doc::PUBLICATIONS, json!({}), "", "publications").await?;
        Ok(rows.iter().filter_map(channel).collect())
    }

    /// Returns how many products are in each of these publications.
    pub async fn publication_counts(&self, ids: &[String]) -> Result<BTreeMap<String, u64>, CallError> {
        let count = |row: &Json| {
            Some((optional(row, "/id")?, row.pointer("/includedProductsCount/count").and_then(Json::as_u64)?))
        };
        let mut counts = BTreeMap::new();
        for ids in ids.chunks(IDS_MAX) {
            let data = self.read(&doc::PUBLICATION_COUNTS.read(json!({ "ids": ids }))).await?.data;
            counts.extend(data["nodes"].as_array().into_iter().flatten().filter_map(count));
        }
        Ok(counts)
    }

    /// Returns the products that are on the publication; `None` where there are more than Shopify lists.
    pub async fn published_products(&self, id: &str) -> Result<Option<BTreeSet<String>>, CallError> {
        let mut products = BTreeSet::new();
        let mut after = None;
        for _ in 0..PAGES_MAX {
            let call = doc::PUBLICATION_PRODUCTS_PAGE.read(json!({ "id": id, "after": after }));
            let data = self.read(&call).await?.data;
            products.extend(nodes(&data["publication"], "products").filter_map(|row| optional(row, "/id")));
            after = next_page(&data["publication"], "products");
            if after.is_none() {
                return Ok(Some(products));
            }
        }
        Ok(None)
    }

    /// Returns the call with the questions in it.
    pub(super) fn asking_of_products(&self, call: Call) -> Call {
        Call { document: asking(&call.document, &self.asked_publications().of_products), ..call }
    }

    /// The same for collections.
    pub(super) fn asking_of_collections(&self, call: Call) -> Call {
        Call { document: asking(&call.document, &self.asked_publications().of_collections), ..call }
    }
}

/// Puts a question for each publication into a document. Ids of another form than Shopify's are left out.
pub(super) fn asking(document: &str, publications: &[String]) -> String {
    let mut questions = String::new();
    for number in publications.iter().filter_map(|id| number(id)) {
        let _ =
            writeln!(questions, "{ANSWER}{number}: publishedOnPublication(publicationId: \"{ID}{number}\")");
    }
    document.replace(MARK, &questions)
}

/// Returns the ids of the publications that a product or a collection says it is on.
pub(super) fn parse_publications(json: &Json) -> BTreeSet<String> {
    let answers = json.as_object().into_iter().flatten();
    answers
        .filter(|(_, value)| value.as_bool() == Some(true))
        .filter_map(|(name, _)| name.strip_prefix(ANSWER))
        .map(|number| format!("{ID}{number}"))
        .collect()
}

fn number(id: &str) -> Option<&str> {
    id.strip_prefix(ID)
        .filter(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Returns the channel; `None` for one without a title, which nobody could name.
fn channel(row: &Json) -> Option<Channel> {
    let title = optional(row, "/catalog/title").filter(|title| !title.trim().is_empty())?;
    let is_online_store = |app: &Json| app["handle"] == "online_store";
    let online_store =
        title.eq_ignore_ascii_case("Online Store") || nodes(&row["catalog"], "apps").any(is_online_store);
    let auto_publish = row["autoPublish"].as_bool().unwrap_or(false);
    Some(Channel { id: optional(row, "/id")?, title, online_store, auto_publish })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_publication_is_asked_for_and_its_answer_is_read() {
        let ids = ["7", "8", "x\"y", ""].map(|number| format!("{ID}{number}"));
        let text = asking(&doc::COLLECTION_BY_IDENTIFIER.full_text(), &ids);
        assert!(text.contains(
            "publication_7: publishedOnPublication(publicationId: \"gid://shopify/Publication/7\")"
        ));
        assert_eq!((text.matches("publishedOnPublication").count(), text.contains(MARK)), (2, false));
        let answer = json!({ "id": "1", "publication_7": false, "publication_8": true });
        assert_eq!(parse_publications(&answer), BTreeSet::from([ids[1].clone()]));
    }

    #[test]
    fn every_read_of_products_and_collections_has_room_for_the_questions() {
        for document in [doc::PRODUCTS_BY_ID, doc::PRODUCT_BY_IDENTIFIER, doc::COLLECTIONS] {
            assert_eq!(document.full_text().matches(MARK).count(), 1, "{}", document.file);
        }
        assert_eq!(doc::BULK_PRODUCTS.inlined_text().matches(MARK).count(), 1);
        // The composed text is checked against Shopify's schema.
        let text = asking(&doc::BULK_PRODUCTS.inlined_text(), &[format!("{ID}1"), format!("{ID}2")]);
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/shopify/documents/composed/published.graphql");
        if std::env::var_os("EVENSHELF_BLESS").is_some() {
            std::fs::write(file, &text).unwrap();
        }
        assert_eq!(std::fs::read_to_string(file).unwrap(), text, "run this test with EVENSHELF_BLESS=1");
    }
}
