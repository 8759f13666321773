//! What a bulk operation may be. <https://shopify.dev/docs/api/usage/bulk-operations/queries#restrictions>

use apollo_compiler::ExecutableDocument;
use apollo_compiler::executable::{Field, Selection, SelectionSet};

use crate::graphql::schema::api;

/// A query may hold this many connections,
const CONNECTIONS_MAX: usize = 5;
/// nested this deep.
const DEPTH_MAX: usize = 2;

struct Found {
    connections: usize,
    depth: usize,
}

fn is_connection(field: &Field) -> bool {
    field.definition.ty.inner_named_type().ends_with("Connection")
}

fn look(document: &ExecutableDocument, set: &SelectionSet, depth: usize, found: &mut Found) {
    for selection in &set.selections {
        match selection {
            Selection::Field(field) => {
                let depth = depth + usize::from(is_connection(field));
                found.connections += usize::from(is_connection(field));
                found.depth = found.depth.max(depth);
                look(document, &field.selection_set, depth, found);
            }
            Selection::InlineFragment(fragment) => {
                look(document, &fragment.selection_set, depth, found);
            }
            Selection::FragmentSpread(spread) => {
                if let Some(fragment) = document.fragments.get(&spread.fragment_name) {
                    look(document, &fragment.selection_set, depth, found);
                }
            }
        }
    }
}

fn first_message(errors: &[serde_json::Value]) -> String {
    let message = errors.first().and_then(|error| error["message"].as_str());
    message.unwrap_or("Invalid document").to_owned()
}

/// Returns why a document cannot be a bulk query.
pub fn query(text: &str) -> Result<(), String> {
    let document =
        api().document(text).map_err(|errors| format!("Invalid bulk query: {}", first_message(&errors)))?;
    let operation =
        document.operations.get(None).map_err(|error| format!("Invalid bulk query: {}", error.message()))?;
    if !operation.is_query() {
        return Err("Invalid bulk query: Document must be a query.".into());
    }
    let roots: Vec<&str> = operation.root_fields(&document).map(|field| field.name.as_str()).collect();
    if roots.iter().any(|name| matches!(*name, "node" | "nodes")) {
        return Err("Bulk queries cannot contain a top level `node` or `nodes` field.".into());
    }
    let mut found = Found { connections: 0, depth: 0 };
    look(&document, &operation.selection_set, 0, &mut found);
    if found.connections == 0 {
        return Err("Bulk queries must contain at least one connection.".into());
    }
    if found.connections > CONNECTIONS_MAX {
        return Err(format!("Bulk queries cannot contain more than {CONNECTIONS_MAX} connections."));
    }
    if found.depth > DEPTH_MAX {
        return Err(format!(
            "Bulk queries cannot contain connections with a nesting depth greater than {DEPTH_MAX}."
        ));
    }
    Ok(())
}

/// Returns why a document cannot be a bulk mutation.
pub fn mutation(text: &str) -> Result<(), String> {
    let document = api()
        .document(text)
        .map_err(|errors| format!("Invalid bulk mutation: {}", first_message(&errors)))?;
    let operation = document
        .operations
        .get(None)
        .map_err(|error| format!("Invalid bulk mutation: {}", error.message()))?;
    let mut roots = operation.root_fields(&document);
    let (first, second) = (roots.next(), roots.next());
    match (operation.is_mutation(), first, second) {
        (false, _, _) => Err("Invalid bulk mutation: Document must be a mutation.".into()),
        (true, Some(field), None) if field.name.starts_with("bulkOperation") => {
            Err(format!("You can't use {} in a bulk mutation.", field.name))
        }
        (true, Some(_), None) => {
            let mut found = Found { connections: 0, depth: 0 };
            look(&document, &operation.selection_set, 0, &mut found);
            if found.connections > 1 {
                return Err("Bulk mutations cannot contain more than 1 connection.".into());
            }
            Ok(())
        }
        _ => Err("Bulk mutations must contain exactly one mutation field.".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries() {
        for (text, ok) in [
            ("{products{edges{node{id}}}}", true),
            ("{products{edges{node{id variants{edges{node{id}}} media{edges{node{id}}}}}}}", true),
            ("{shop{name}}", false),
            ("{nodes(ids:[\"x\"]){id}}", false),
            ("{products{edges{node{variants{edges{node{media{edges{node{id}}}}}}}}}}", false),
            (
                "{a:products{nodes{id}} b:products{nodes{id}} c:products{nodes{id}} d:products{nodes{id}} e:products{nodes{id}} f:products{nodes{id}}}",
                false,
            ),
            ("mutation{productDelete(input:{id:\"x\"}){deletedProductId}}", false),
            ("{products{nodes{nothing}}}", false),
        ] {
            assert_eq!(query(text).is_ok(), ok, "{text}: {:?}", query(text));
        }
    }

    #[test]
    fn mutations() {
        for (text, ok) in [
            (
                "mutation($i: ProductSetInput!){productSet(input:$i){product{id variants(first:5){nodes{id}}} userErrors{message}}}",
                true,
            ),
            (
                "mutation($i: ProductSetInput!){productSet(input:$i){product{id media(first:1){nodes{id}} variants(first:5){nodes{id}}}}}",
                false,
            ),
            ("mutation{bulkOperationRunQuery(query:\"{shop{name}}\"){userErrors{message}}}", false),
            ("{shop{name}}", false),
        ] {
            assert_eq!(mutation(text).is_ok(), ok, "{text}: {:?}", mutation(text));
        }
    }
}
