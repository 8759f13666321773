//! The GraphQL documents: files in `documents/`, put together with the fragments they use.

use std::collections::BTreeSet;

use serde_json::Value;

use super::call::{Call, CallKind};

/// A GraphQL document in its file: one operation, without the fragments it spreads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document {
    /// The path of the file below `documents/`.
    pub file: &'static str,
    pub text: &'static str,
}

macro_rules! documents {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])* pub const $name: Document = Document {
            file: $file,
            text: include_str!(concat!("documents/", $file)),
        };)*

        /// Every document, for the test that validates them.
        pub const ALL: &[Document] = &[$($name),*];
    };
}

documents! {
    SHOP = "shop.graphql";
    SCOPES = "scopes.graphql";
    LOCATIONS = "locations.graphql";
    PUBLICATIONS = "publications.graphql";
    PUBLICATION_COUNTS = "publication_counts.graphql";
    PUBLICATION_PRODUCTS_PAGE = "publication_products_page.graphql";
    API_VERSIONS = "api_versions.graphql";
    CHANGED_PRODUCTS = "changed_products.graphql";
    CHANGED_LEVELS = "changed_levels.graphql";
    /// The newest change of each product, by id.
    PRODUCT_VERSIONS = "product_versions.graphql";
    PRODUCTS_BY_ID = "products_by_id.graphql";
    PRODUCT_BY_IDENTIFIER = "product_by_identifier.graphql";
    PRODUCT_VARIANTS_PAGE = "product_variants_page.graphql";
    PRODUCT_MEDIA_PAGE = "product_media_page.graphql";
    METAFIELDS_PAGE = "metafields_page.graphql";
    METAOBJECT_ENTRIES = "metaobject_entries.graphql";
    METAFIELD_DEFINITIONS = "metafield_definitions.graphql";
    REDIRECTS = "redirects.graphql";
    CREATE_REDIRECT = "create_redirect.graphql";
    /// How far the store is with pictures, by id.
    MEDIA_STATES = "media_states.graphql";
    ITEM_LEVELS_PAGE = "item_levels_page.graphql";
    PRODUCTS_COUNT = "products_count.graphql";
    TAXONOMY_SEARCH = "taxonomy_search.graphql";
    COLLECTIONS = "collections.graphql";
    COLLECTION_BY_IDENTIFIER = "collection_by_identifier.graphql";
    COLLECTION_PICKS_PAGE = "collection_picks_page.graphql";
    COLLECTION_MEMBERS_PAGE = "collection_members_page.graphql";
    JOB = "job.graphql";
    MARKETS = "markets.graphql";
    FIXED_PRICES = "fixed_prices.graphql";
    CUSTOM_ID_DEFINITION = "custom_id_definition.graphql";
    CREATE_METAFIELD_DEFINITION = "create_metafield_definition.graphql";
    STAGED_UPLOAD = "staged_upload.graphql";
    BULK_RUN_QUERY = "bulk_run_query.graphql";
    BULK_RUN_MUTATION = "bulk_run_mutation.graphql";
    BULK_CANCEL = "bulk_cancel.graphql";
    BULK_OPERATION = "bulk_operation.graphql";
    BULK_OPERATIONS = "bulk_operations.graphql";
    /// To be run as a bulk query: products with variants, media and metafields.
    BULK_PRODUCTS = "bulk_products.graphql";
    /// To be run as a bulk query: pictures, stock and metafields of every variant.
    BULK_STOCK = "bulk_stock.graphql";
    /// To be run as a bulk query: what is still there.
    BULK_PRODUCT_IDS = "bulk_product_ids.graphql";
    CREATE_PRODUCT = "write/create_product.graphql";
    UPDATE_PRODUCT = "write/update_product.graphql";
    REPLACE_VARIANTS = "write/replace_variants.graphql";
    SET_IMAGES = "write/set_images.graphql";
    CREATE_VARIANTS = "write/create_variants.graphql";
    UPDATE_VARIANTS = "write/update_variants.graphql";
    DELETE_VARIANTS = "write/delete_variants.graphql";
    PUBLISH = "write/publish.graphql";
    UNPUBLISH = "write/unpublish.graphql";
    SET_QUANTITIES = "write/set_quantities.graphql";
    ACTIVATE_LEVEL = "write/activate_level.graphql";
    DELETE_PRODUCT = "write/delete_product.graphql";
    SET_METAFIELDS = "write/set_metafields.graphql";
    DELETE_METAFIELDS = "write/delete_metafields.graphql";
    CREATE_COLLECTION = "write/create_collection.graphql";
    UPDATE_COLLECTION = "write/update_collection.graphql";
    ORDER_COLLECTION = "write/order_collection.graphql";
    DELETE_COLLECTION = "write/delete_collection.graphql";
    SET_MARKET_PRICES = "write/set_market_prices.graphql";
    BULK_CREATE_PRODUCT = "bulk_write/create_product.graphql";
    BULK_REPLACE_VARIANTS = "bulk_write/replace_variants.graphql";
    BULK_SET_IMAGES = "bulk_write/set_images.graphql";
}

/// The fragments by name; a file carries the name of its fragment.
const FRAGMENTS: &[(&str, &str)] = &[
    ("BulkOperationFields", include_str!("documents/fragments/BulkOperationFields.graphql")),
    ("BulkWrittenProduct", include_str!("documents/fragments/BulkWrittenProduct.graphql")),
    ("CollectionFields", include_str!("documents/fragments/CollectionFields.graphql")),
    ("CollectionPicks", include_str!("documents/fragments/CollectionPicks.graphql")),
    ("CollectionRules", include_str!("documents/fragments/CollectionRules.graphql")),
    ("FullProduct", include_str!("documents/fragments/FullProduct.graphql")),
    ("FullVariant", include_str!("documents/fragments/FullVariant.graphql")),
    ("LevelFields", include_str!("documents/fragments/LevelFields.graphql")),
    ("MediaFields", include_str!("documents/fragments/MediaFields.graphql")),
    ("MetafieldFields", include_str!("documents/fragments/MetafieldFields.graphql")),
    ("ProductFields", include_str!("documents/fragments/ProductFields.graphql")),
    ("VariantFields", include_str!("documents/fragments/VariantFields.graphql")),
    ("WrittenProduct", include_str!("documents/fragments/WrittenProduct.graphql")),
    ("WrittenVariant", include_str!("documents/fragments/WrittenVariant.graphql")),
];

impl Document {
    /// Returns the operation's name.
    pub fn operation_name(&self) -> &'static str {
        let code = self.text.lines().find(|line| line.starts_with("query ") || line.starts_with("mutation "));
        let after = code.and_then(|line| line.split_once(' ')).map_or("", |(_, name)| name);
        let end = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        &after[..end]
    }

    /// Returns the whole text to send: the operation and every fragment it reaches.
    pub fn full_text(&self) -> String {
        with_fragments(self.text)
    }

    /// Returns the operation with its fragments written out, as bulk operations take it: every fragment is spread on
    /// the very type it is for.
    pub fn inlined_text(&self) -> String {
        let mut text = without_comments(self.text);
        while let Some((at, name, fragment)) = text.match_indices("...").find_map(|(at, _)| {
            FRAGMENTS
                .iter()
                .find(|(name, _)| *name == spread_name(&text[at..]))
                .map(|(name, body)| (at, *name, *body))
        }) {
            let (open, close) = (fragment.find('{').unwrap_or(0), fragment.rfind('}').unwrap_or(0));
            text.replace_range(at..at + 3 + name.len(), fragment[open + 1..close].trim());
        }
        text
    }

    pub(crate) fn read(&self, variables: Value) -> Call {
        self.call(variables, CallKind::Read)
    }

    pub(crate) fn write(&self, variables: Value) -> Call {
        self.call(variables, CallKind::Write)
    }

    fn call(&self, variables: Value, kind: CallKind) -> Call {
        Call { document: self.full_text(), operation_name: self.operation_name().to_owned(), variables, kind }
    }
}

/// Returns the operation with every fragment it reaches, without comments.
pub(crate) fn with_fragments(operation: &str) -> String {
    let mut reached = BTreeSet::new();
    reach(operation, &mut reached);
    let mut text = without_comments(operation);
    for (name, fragment) in FRAGMENTS {
        if reached.contains(name) {
            text.push('\n');
            text.push_str(&without_comments(fragment));
        }
    }
    text
}

fn reach(text: &str, reached: &mut BTreeSet<&'static str>) {
    for (at, _) in text.match_indices("...") {
        let spread = spread_name(&text[at..]);
        if let Some((name, fragment)) = FRAGMENTS.iter().find(|(name, _)| *name == spread)
            && reached.insert(name)
        {
            reach(fragment, reached);
        }
    }
}

/// Returns the name after the three dots the text begins with; none for an inline fragment.
fn spread_name(text: &str) -> &str {
    let spread = &text[3..];
    let end = spread.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(spread.len());
    &spread[..end]
}

fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with('#')).fold(String::new(), |mut kept, line| {
        kept.push_str(line);
        kept.push('\n');
        kept
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_is_whole() {
        for document in ALL {
            let text = document.full_text();
            assert!(!document.operation_name().is_empty(), "{}", document.file);
            for (at, _) in text.match_indices("...") {
                let spread = &text[at + 3..];
                let name: String = spread.chars().take_while(char::is_ascii_alphanumeric).collect();
                let defined = text.matches(&format!("fragment {name} on ")).count();
                assert!(
                    name.is_empty() || defined == 1,
                    "{}: fragment {name} stands {defined} times",
                    document.file
                );
            }
            assert_eq!(text.matches('{').count(), text.matches('}').count(), "{}", document.file);
        }
    }
}
