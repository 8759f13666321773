//! What a document costs, in points. Pure: a document and its variables in, a number out.
//!
//! The formula is the one a Shopify engineer described in <https://community.shopify.dev/t/24364>;
//! the costs of single mutations are from the changelogs named below.

use apollo_compiler::executable::{Field, Operation, Selection, SelectionSet};
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Name};
use indexmap::IndexMap;
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
    reader.selection(&operation.selection_set.ty, &[&operation.selection_set])
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
    reader.field(&[field])
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

    /// Returns what an object of this type costs with these selections. A field that stands in several of them is one
    /// field: what is asked of it is put together.
    fn selection<'d>(&'d self, ty: &Name, sets: &[&'d SelectionSet]) -> u64 {
        let mut merged = Merged::default();
        self.merge(ty, sets, &mut merged);
        let plain: u64 = merged.fields.values().map(|fields| self.field(fields)).sum();
        // Of the types an object may have it has one.
        let widest = merged.by_type.iter().map(|(ty, sets)| self.selection(ty, sets)).max();
        plain + widest.unwrap_or(0)
    }

    fn merge<'d>(&'d self, ty: &Name, sets: &[&'d SelectionSet], merged: &mut Merged<'d>) {
        let may_differ = api().schema.types.get(ty).is_some_and(|ty| ty.is_interface() || ty.is_union());
        for selection in sets.iter().flat_map(|set| &set.selections) {
            let inner = match selection {
                Selection::Field(field) => {
                    merged.fields.entry(field.response_key()).or_default().push(field);
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
            if may_differ && inner.ty != *ty {
                merged.by_type.entry(&inner.ty).or_default().push(inner);
            } else {
                self.merge(ty, &[inner], merged);
            }
        }
    }

    /// Returns what one field costs, given everywhere it stands.
    fn field(&self, fields: &[&Field]) -> u64 {
        let Some(field) = fields.first() else { return 0 };
        if field.selection_set.selections.is_empty() || field.name.starts_with("__") {
            return 0;
        }
        let sets: Vec<&SelectionSet> = fields.iter().map(|field| &field.selection_set).collect();
        let inner = self.selection(&field.selection_set.ty, &sets);
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

/// Selections on one object, put together.
#[derive(Default)]
struct Merged<'d> {
    /// Fields by response key.
    fields: IndexMap<&'d Name, Vec<&'d Field>>,
    /// What is asked only of objects of a type.
    by_type: IndexMap<&'d Name, Vec<&'d SelectionSet>>,
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

    fn asked(query: &str) -> u64 {
        let document = api().document(query).unwrap_or_else(|errors| panic!("{query}: {errors:?}"));
        let operation = document.operations.get(None).expect("one operation");
        requested(&document, operation, &Args::new())
    }

    fn check(query: &str, expected: u64) {
        assert_eq!(asked(query), expected, "{query}");
    }

    /// The same table as in `evenshelf-core`, with documents of our own in the shape of the published ones.
    #[test]
    fn published_query_costs() {
        // https://community.shopify.dev/t/23101
        check("{product(id:1){variants(first:250){nodes{inventoryItem{id tracked}}}}}", 25);
        // The notes `# cost:` beside the documents of https://github.com/microsoft/BCApps, by their names there.
        for (name, document, points) in [
            (
                "GetProductIds",
                "{products(first:200){edges{cursor node{id updatedAt}} pageInfo{hasNextPage}}}",
                12,
            ),
            (
                "GetProductImages",
                "{products(first:100){nodes{id media(first:1){nodes{alt ...on MediaImage{id image{url}}}}}}}",
                47,
            ),
            (
                "GetProductById",
                "{product(id:1){title seo{title description} metafields(first:50){nodes{key value}}}}",
                11,
            ),
            (
                "GetProductVariantImages",
                "{productVariants(first:200){nodes{id media(first:1){nodes{...on MediaImage{id image{url}}}}}}}",
                52,
            ),
            (
                "GetVariantById",
                "{productVariant(id:1){sku product{id} selectedOptions{name value} inventoryItem{id \
                 measurement{weight{value}} unitCost{amount currencyCode}} metafields(first:50){nodes{key}}}}",
                13,
            ),
            (
                "GetInventoryEntries",
                "{location(id:1){inventoryLevels(first:100){edges{cursor node{id \
                 quantities(names:[\"available\"]){quantity} item{id variant{id product{id}}}}}}}}",
                48,
            ),
            (
                "GetLocations",
                "{locations(first:20){nodes{name fulfillmentService{id}} pageInfo{endCursor}}}",
                12,
            ),
            ("GetProductOptions", "{product(id:1){options{id name}}}", 2),
        ] {
            assert_eq!(asked(document), points, "{name}");
        }
        check("{productVariant(id:1){id sku}}", 1);
        // https://shopify.dev/docs/apps/build/apis/graphql-admin/rate-limits and the notes on bulk operations
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
        // One field, however often it is written.
        check("{shop{name} shop{id} ... on QueryRoot{shop{name}}}", 1);
        check("{products(first:250){nodes{seo{title} ...A}}} fragment A on Product{seo{description}}", 24);
        check(
            "{nodes(ids:[1]){...on Product{seo{title}} ...on Product{seo{title}} ...on ProductVariant{id}}}",
            2,
        );
        check("{products(first:0){nodes{id}}}", 2);
    }

    /// Weights, and examples, of the changelogs named at [`mutation`].
    #[test]
    fn published_mutation_costs() {
        let (one, many) = (serde_json::json!({}), |n: usize| vec![serde_json::json!({}); n]);
        let with = |field: &str, n: usize| serde_json::json!({ field: many(n) });
        for (name, arguments, points) in [
            ("productSet", serde_json::json!({"input": {"variants": [one]}}), 10),
            ("productSet", serde_json::json!({"input": {"variants": many(20), "metafields": many(5)}}), 16),
            (
                "productSet",
                serde_json::json!({"input": {"variants": many(200), "files": many(10), "metafields": many(20)}}),
                77,
            ),
            ("productSet", serde_json::json!({"input": {"variants": vec![with("metafields", 2); 5]}}), 15),
            (
                "productSet",
                serde_json::json!({"input": {"variants": vec![serde_json::json!({"file": {}}); 5]}}),
                14,
            ),
            ("productCreate", serde_json::json!({"product": with("metafields", 5), "media": many(2)}), 15),
            ("productUpdate", serde_json::json!({"product": {}}), 10),
            ("productUpdate", serde_json::json!({"product": with("metafields", 10), "media": many(10)}), 33),
            ("productVariantsBulkCreate", serde_json::json!({"variants": many(250)}), 60),
            (
                "productVariantsBulkUpdate",
                serde_json::json!({"variants": vec![serde_json::json!({"mediaId": "1"}); 5], "media": many(10)}),
                33,
            ),
            (
                "productVariantsBulkUpdate",
                serde_json::json!({"variants": vec![with("metafields", 1); 10]}),
                16,
            ),
            // CreateUploadUrl, ModifyInventory
            ("stagedUploadsCreate", serde_json::json!({"input": [one]}), 11),
            ("inventorySetQuantities", serde_json::json!({"input": with("quantities", 250)}), 10),
            ("tagsAdd", serde_json::json!({}), 10),
        ] {
            assert_eq!(
                mutation(name, arguments.as_object().expect("an object")),
                points,
                "{name} {arguments}"
            );
        }
    }

    /// <https://shopify.dev/changelog/dynamic-complexity-cost-for-metafieldsset-mutation>
    #[test]
    fn metafields_cost_by_their_owners() {
        let set = |owners: &[(&str, usize)]| {
            let fields: Vec<Json> = owners
                .iter()
                .flat_map(|(kind, count)| (0..*count).map(move |id| format!("gid://shopify/{kind}/{id}")))
                .map(|owner| serde_json::json!({ "ownerId": owner }))
                .collect();
            let arguments = serde_json::json!({ "metafields": fields });
            mutation("metafieldsSet", arguments.as_object().expect("an object"))
        };
        for (owners, points) in [
            (&[("Order", 1)][..], 20),
            (&[("Product", 1)], 14),
            (&[("ProductVariant", 1)], 12),
            (&[("Collection", 1)], 11),
            (&[("Customer", 1)], 11),
            (&[("Shop", 1)], 11),
            (&[("Page", 1)], 10),
            // Two fields of one owner count once.
            (&[("Product", 1), ("Product", 1), ("ProductVariant", 1)], 16),
            // The most there can be: 25 fields, and the published ceiling.
            (&[("Order", 25)], 260),
        ] {
            assert_eq!(set(owners), points, "{owners:?}");
        }
        // Each alias pays for itself.
        check(
            "mutation{a:metafieldsSet(metafields:[{ownerId:\"gid://shopify/Product/1\",key:\"k\",value:\"v\"}]){userErrors{message}}\
             b:metafieldsSet(metafields:[{ownerId:\"gid://shopify/Product/1\",key:\"l\",value:\"v\"}]){userErrors{message}}}",
            28,
        );
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
            (200, 10),
            (250, 11),
            (2048, 15),
        ];
        for (n, factor) in rows {
            assert_eq!(connection_factor(n), factor, "{n}");
        }
    }
}
