//! Puts several write documents into one: each is taken apart into its variables and its root field, and goes in
//! under an alias of its own.

use serde_json::{Map, Value as Json};

use super::super::documents::{Document, with_fragments};

/// The parts of a document with one operation and one root field.
struct Parts<'a> {
    /// Between the parentheses: `$id: ID!, $input: …`.
    variables: &'a str,
    /// The root field with its arguments, directives and selection.
    field: &'a str,
}

/// Builds a document of aliased mutations.
#[derive(Default)]
pub(crate) struct Composer {
    declarations: Vec<String>,
    fields: String,
    variables: Map<String, Json>,
}

impl Composer {
    /// Adds the document under the alias; its variables become `$alias_name`.
    pub fn add(&mut self, alias: &str, document: Document, variables: Map<String, Json>) {
        let parts = take_apart(document.text);
        self.declarations.push(rename(parts.variables, alias));
        self.fields.push_str(&format!("  {alias}: {}\n", rename(parts.field, alias)));
        for (name, value) in variables {
            self.variables.insert(format!("{alias}_{name}"), value);
        }
    }

    /// Returns the document with the fragments it needs, and its variables.
    pub fn finish(self, name: &str) -> (String, Json) {
        let operation = format!("mutation {name}({}) {{\n{}}}\n", self.declarations.join(", "), self.fields);
        (with_fragments(&operation), Json::Object(self.variables))
    }
}

/// Takes a document of `documents/write` apart: `mutation Name(variables) {`, the field, `}`.
fn take_apart(text: &'static str) -> Parts<'static> {
    let open = text.find('(').unwrap_or(0);
    // Types hold no parentheses, so the first one that closes ends the list.
    let close = text.find(')').unwrap_or(text.len());
    let body = &text[close..];
    let (first, last) = (body.find('{').unwrap_or(0), body.rfind('}').unwrap_or(body.len()));
    Parts { variables: &text[open + 1..close], field: body[first + 1..last].trim() }
}

/// Renames every variable; strings with a dollar sign do not occur in the documents.
fn rename(text: &str, alias: &str) -> String {
    text.replace('$', &format!("${alias}_"))
}

#[cfg(test)]
mod tests {
    use super::super::Kind;
    use super::*;

    #[test]
    fn two_documents_share_one_request() {
        let mut composer = Composer::default();
        for alias in ["a0", "a1"] {
            let variables = Map::from_iter([("input".to_owned(), Json::from(alias))]);
            composer.add(alias, Kind::DeleteProduct.document(), variables);
        }
        let (text, variables) = composer.finish("Batch");
        assert_eq!(
            text,
            "mutation Batch($a0_input: ProductDeleteInput!, $a1_input: ProductDeleteInput!) {\n  \
             a0: productDelete(input: $a0_input, synchronous: true) {\n    deletedProductId\n    userErrors {\n      \
             field\n      message\n    }\n  }\n  \
             a1: productDelete(input: $a1_input, synchronous: true) {\n    deletedProductId\n    userErrors {\n      \
             field\n      message\n    }\n  }\n}\n"
        );
        assert_eq!(variables.to_string(), r#"{"a0_input":"a0","a1_input":"a1"}"#);
    }

    /// The composition of every kind at once stands beside the documents, so that the test that validates those
    /// against Shopify's schema validates it too.
    #[test]
    fn the_committed_sample_is_fresh() {
        let mut composer = Composer::default();
        for (at, kind) in Kind::ALL.iter().chain(&Kind::ALL).enumerate() {
            composer.add(&format!("a{at}"), kind.document(), Map::new());
        }
        let (text, _) = composer.finish("Batch");
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/shopify/documents/composed/every_kind.graphql");
        if std::env::var_os("EVENSHELF_BLESS").is_some() {
            std::fs::write(file, &text).unwrap();
        }
        assert_eq!(std::fs::read_to_string(file).unwrap(), text, "run this test with EVENSHELF_BLESS=1");
    }
}
