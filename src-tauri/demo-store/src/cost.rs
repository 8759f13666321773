//! What a document costs, in points. Pure: a document and its variables in, a number out.
//!
//! The formula is the one a Shopify engineer described in <https://community.shopify.dev/t/24364>;
//! the costs of single mutations are from the changelogs named below.

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::{Field, Operation, Selection, SelectionSet};
use apollo_compiler::validation::Valid;
use serde_json::Value as Json;

use crate::graphql::coerce::{Args, literal};
use crate::graphql::schema::api;

/// <https://shopify.dev/docs/api/usage/limits#single-query-limit>
pub const MAX_PER_DOCUMENT: u64 = 1000;

/// Every mutation, however much of its payload is read back.
/// <https://shopify.dev/docs/api/usage/limits#graphql-admin-api-rate-limits>
const MUTATION: f64 = 10.0;

/// Small value objects that are free, seen in published costs of live shops.
const FREE_FIELDS: [&str; 6] =
    ["pageInfo", "measurement", "weight", "unitCost", "address", "currencyFormats"];

/// Returns the multiplier of a connection of `n` rows: logarithmic, 11 for a full page of 250.
pub fn connection_factor(n: u64) -> u64 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let factor = (2.0 * (n.max(2) as f64).ln()).floor() as u64;
    factor
}

/// Returns the cost of a connection of `n` rows whose single row costs `node`.
pub fn connection(n: u64, node: u64) -> u64 {
    if n == 0 {
        return 2;
    }
    2 + connection_factor(n) * node
}

/// Returns true for objects that are not counted themselves.
pub fn is_free(field: &str) -> bool {
    FREE_FIELDS.contains(&field)
}

/// Returns the points asked for before a document runs.
pub fn requested(document: &Valid<ExecutableDocument>, operation: &Operation, variables: &Args) -> u64 {
    let reader = Reader { document, variables };
    if operation.is_mutation() {
        return operation
            .root_fields(document)
            .filter(|field| !field.name.starts_with("__"))
            .map(|field| mutation(&field.name, &reader.arguments(field)))
            .sum();
    }
    reader.selection(&operation.selection_set)
}

/// Returns the points of one root field, as a cost report shows it.
pub fn field(
    document: &Valid<ExecutableDocument>,
    field: &Field,
    variables: &Args,
    is_mutation: bool,
) -> u64 {
    let reader = Reader { document, variables };
    if is_mutation {
        return mutation(&field.name, &reader.arguments(field));
    }
    reader.field(field)
}

struct Reader<'a> {
    document: &'a ExecutableDocument,
    variables: &'a Args,
}

impl Reader<'_> {
    fn arguments(&self, field: &Field) -> Args {
        field
            .arguments
            .iter()
            .filter_map(|argument| {
                Some((argument.name.to_string(), literal(&argument.value, self.variables)?))
            })
            .collect()
    }

    fn selection(&self, set: &SelectionSet) -> u64 {
        let abstract_type =
            api().schema.types.get(&set.ty).is_some_and(|ty| ty.is_interface() || ty.is_union());
        let (mut plain, mut widest) = (0, 0);
        for selection in &set.selections {
            let inner = match selection {
                Selection::Field(field) => {
                    plain += self.field(field);
                    continue;
                }
                Selection::InlineFragment(fragment) => &fragment.selection_set,
                Selection::FragmentSpread(spread) => {
                    match self.document.fragments.get(&spread.fragment_name) {
                        Some(fragment) => &fragment.selection_set,
                        None => continue,
                    }
                }
            };
            let cost = self.selection(inner);
            if abstract_type && inner.ty != set.ty {
                widest = widest.max(cost);
            } else {
                plain += cost;
            }
        }
        plain + widest
    }

    fn field(&self, field: &Field) -> u64 {
        if field.selection_set.selections.is_empty() || field.name.starts_with("__") {
            return 0;
        }
        let inner = self.selection(&field.selection_set);
        let type_name = field.definition.ty.inner_named_type().as_str();
        if type_name.ends_with("Connection") {
            let arguments = self.arguments(field);
            let size = |name: &str| arguments.get(name).and_then(Json::as_u64);
            let n = size("first").or(size("last")).unwrap_or(1);
            return connection(n, inner);
        }
        match field.name.as_str() {
            // The wrappers of a connection are free; the row they hold is one object.
            "edges" if type_name.ends_with("Edge") => inner,
            name if is_free(name) => inner,
            _ => 1 + inner,
        }
    }
}

/// Returns the points of one mutation field with these arguments.
pub fn mutation(name: &str, arguments: &Args) -> u64 {
    let at = |name: &str| arguments.get(name).unwrap_or(&Json::Null);
    let points = match name {
        // https://shopify.dev/changelog/dynamic-complexity-cost-for-productset-mutation
        "productSet" => {
            let input = at("input");
            let variants = list(&input["variants"]);
            let files = variants.iter().filter(|v| !v["file"].is_null()).count();
            MUTATION
                + 0.2 * count(variants.len())
                + 0.6 * count(files)
                + 0.4 * count(variants.iter().map(|v| list(&v["metafields"]).len()).sum())
                + 0.4 * count(list(&input["metafields"]).len())
                + 1.9 * count(list(&input["files"]).len())
        }
        // https://shopify.dev/changelog/dynamic-complexity-cost-for-productcreate-and-productupdate-mutations
        "productCreate" | "productUpdate" => {
            let product = if at("product").is_null() { at("input") } else { at("product") };
            MUTATION + 0.4 * count(list(&product["metafields"]).len()) + 1.9 * count(list(at("media")).len())
        }
        // https://shopify.dev/changelog/dynamic-complexity-for-productvariantsbulkcreate-and-productvariantsbulkupdate-mutations
        "productVariantsBulkCreate" | "productVariantsBulkUpdate" => {
            let variants = list(at("variants"));
            let media = variants
                .iter()
                .filter(|v| !v["mediaId"].is_null() || !list(&v["mediaSrc"]).is_empty())
                .count();
            MUTATION
                + 0.2 * count(variants.len())
                + 0.6 * count(media)
                + 0.4 * count(variants.iter().map(|v| list(&v["metafields"]).len()).sum())
                + 1.9 * count(list(at("media")).len())
        }
        // https://shopify.dev/changelog/dynamic-complexity-cost-for-metafieldsset-mutation
        "metafieldsSet" => {
            let owners: std::collections::BTreeSet<&str> =
                list(at("metafields")).iter().filter_map(|m| m["ownerId"].as_str()).collect();
            MUTATION + owners.iter().map(|owner| owner_weight(owner)).sum::<f64>()
        }
        "stagedUploadsCreate" => MUTATION + count(list(at("input")).len()),
        _ => MUTATION,
    };
    // Published as whole numbers: one variant (10.2) is shown as 10.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let whole = (points + 1e-9).floor() as u64;
    whole
}

fn owner_weight(gid: &str) -> f64 {
    match gid.split('/').nth(3) {
        Some("Order") => 10.0,
        Some("Product") => 4.0,
        Some("ProductVariant") => 2.0,
        Some("Collection" | "Customer" | "Shop") => 1.0,
        _ => 0.0,
    }
}

fn list(value: &Json) -> &[Json] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[allow(clippy::cast_precision_loss)]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: u64) {
        let document = api().document(query).unwrap_or_else(|errors| panic!("{query}: {errors:?}"));
        let operation = document.operations.get(None).expect("one operation");
        assert_eq!(requested(&document, operation, &Args::new()), expected, "{query}");
    }

    #[test]
    fn published_query_costs() {
        // https://community.shopify.dev/t/23101
        check("{product(id:1){variants(first:250){nodes{inventoryItem{id tracked}}}}}", 25);
        // Cost notes beside the documents of https://github.com/microsoft/BCApps
        check("{products(first:200){edges{node{id updatedAt} cursor} pageInfo{hasNextPage}}}", 12);
        check(
            "{locations(first:200){edges{node{id name isActive legacyResourceId isPrimary fulfillsOnlineOrders}} pageInfo{hasNextPage}}}",
            12,
        );
        check("{product(id:1){options{id name}}}", 2);
        check("{productVariant(id:1){id sku}}", 1);
        check("{node(id:1){id}}", 1);
        check("{bulkOperation(id:1){id status}}", 1);
        check("{shop{name}}", 1);
        check("{products(first:250){nodes{id updatedAt}}}", 13);
        check("{nodes(ids:[1,2,3]){... on Product{id title} ... on ProductVariant{id product{id}}}}", 2);
        check(
            "{products(first:50){nodes{variants(first:100){nodes{inventoryItem{id}}} metafields(first:20){nodes{id}} media(first:10){nodes{id}}}}}",
            240,
        );
        check("{a:shop{name} b:shop{name}}", 2);
        check("{products(first:0){nodes{id}}}", 2);
    }

    #[test]
    fn published_mutation_costs() {
        let set = |variants: usize, files: usize, metafields: usize| {
            let list = |n| vec![serde_json::json!({}); n];
            let input = serde_json::json!({"input": {
                "variants": list(variants), "files": list(files), "metafields": list(metafields)
            }});
            mutation("productSet", input.as_object().expect("an object"))
        };
        assert_eq!(set(1, 0, 0), 10);
        assert_eq!(set(20, 0, 5), 16);
        assert_eq!(set(200, 10, 20), 77);
        assert_eq!(mutation("tagsAdd", &Args::new()), 10);
        let staged = serde_json::json!({"input": [{}]});
        assert_eq!(mutation("stagedUploadsCreate", staged.as_object().expect("an object")), 11);
        let owners = serde_json::json!({"metafields": [
            {"ownerId": "gid://shopify/Product/1"}, {"ownerId": "gid://shopify/Product/1"},
            {"ownerId": "gid://shopify/ProductVariant/1"}
        ]});
        assert_eq!(mutation("metafieldsSet", owners.as_object().expect("an object")), 16);
    }

    #[test]
    fn connection_multipliers() {
        let rows = [
            (1, 1),
            (2, 1),
            (3, 2),
            (5, 3),
            (10, 4),
            (20, 5),
            (25, 6),
            (50, 7),
            (100, 9),
            (150, 10),
            (250, 11),
            (2048, 15),
        ];
        for (n, factor) in rows {
            assert_eq!(connection_factor(n), factor, "{n}");
        }
    }
}
