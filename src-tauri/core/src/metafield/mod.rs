//! Metafields: what a store defines, of which type a field is, and how the text of a cell becomes a value and back.
//!
//! A file has cells, Shopify has texts with a type (`list.number_integer`, `money`, …). What stands between the two
//! is decided here: [`Metafields`] knows the store's definitions and what its references mean.

mod measures;
mod references;
mod validation;
mod value;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog::{MetafieldOwner, SheetMetafield, StoreMetafield};

pub use references::{Entry, References, Referred};
pub use value::{Misfit, same, shown, typed};

/// What plans and journals put before the name of a metafield: `metafields.custom.care`.
const FIELD_PREFIX: &str = "metafields.";

/// Metafields in one call of `metafieldsSet` and `metafieldsDelete`.
/// <https://shopify.dev/docs/api/admin-graphql/latest/mutations/metafieldsSet>
pub const METAFIELDS_PER_CALL: usize = 25;

/// Lengths in characters that Shopify allows: `MetafieldDefinitionInput` in the 2026-10 schema.
const NAMESPACE_CHARS: std::ops::RangeInclusive<usize> = 3..=255;
const KEY_CHARS: std::ops::RangeInclusive<usize> = 2..=64;

/// What the store says all metafields of one name are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetafieldDefinition {
    pub id: String,
    pub owner: MetafieldOwner,
    pub namespace: String,
    pub key: String,
    #[serde(rename = "type")]
    pub type_: String,
    /// As people know it.
    pub name: String,
    /// Names and values of the rules, as Shopify writes them: `("max", "10")`.
    pub validations: Vec<(String, String)>,
}

impl MetafieldDefinition {
    /// Returns the value of a rule.
    pub fn rule(&self, name: &str) -> Option<&str> {
        self.validations.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Returns the ids of the kinds of entries (metaobject definitions) it refers to.
    pub fn entry_kinds(&self) -> Vec<String> {
        let one = self.rule("metaobject_definition_id").map(str::to_owned);
        let many: Option<Vec<String>> =
            self.rule("metaobject_definition_ids").and_then(|ids| serde_json::from_str(ids).ok());
        one.into_iter().chain(many.unwrap_or_default()).collect()
    }

    /// Returns whether its values name products.
    pub fn refers_to_products(&self) -> bool {
        self.type_.trim_start_matches("list.") == "product_reference"
    }
}

/// A metafield that could not be read, or must not be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// The cell does not fit.
    Misfit(Misfit),
    /// It is not for us to write, with the reason in the owner's words.
    NotOurs(&'static str),
}

/// A value with its type, as Shopify takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    pub type_: String,
    pub value: String,
}

/// What is known of a store's metafields beyond their values.
#[derive(Debug, Clone, Default)]
pub struct Metafields {
    definitions: BTreeMap<(MetafieldOwner, String, String), MetafieldDefinition>,
    references: References,
}

impl Metafields {
    pub fn new(definitions: Vec<MetafieldDefinition>, references: References) -> Self {
        let key = |known: &MetafieldDefinition| (known.owner, known.namespace.clone(), known.key.clone());
        Self { definitions: definitions.into_iter().map(|known| (key(&known), known)).collect(), references }
    }

    /// Takes metafields that the store has no definition of to be of these types. Shopify's own are not among them:
    /// those must be defined to be written.
    pub fn assume(&mut self, types: &BTreeMap<(MetafieldOwner, String, String), String>) {
        for ((owner, namespace, key), type_) in types.iter().filter(|((_, name, _), _)| !is_shopifys(name)) {
            let name = (*owner, namespace.clone(), key.clone());
            self.definitions.entry(name).or_insert_with(|| MetafieldDefinition {
                id: String::new(),
                owner: *owner,
                namespace: namespace.clone(),
                key: key.clone(),
                type_: type_.clone(),
                name: String::new(),
                validations: Vec::new(),
            });
        }
    }

    pub fn definition(
        &self,
        owner: MetafieldOwner,
        namespace: &str,
        key: &str,
    ) -> Option<&MetafieldDefinition> {
        self.definitions.get(&(owner, namespace.to_owned(), key.to_owned()))
    }

    /// Returns the definitions, by owner and name.
    pub fn definitions(&self) -> impl Iterator<Item = &MetafieldDefinition> {
        self.definitions.values()
    }

    pub fn references(&self) -> &References {
        &self.references
    }

    /// Returns the type of a metafield: the definition's, else the stored value's, else text of one line or of
    /// several, by the cell.
    pub fn type_of(
        &self,
        owner: MetafieldOwner,
        field: &SheetMetafield,
        stored: Option<&StoreMetafield>,
    ) -> String {
        if let Some(definition) = self.definition(owner, &field.namespace, &field.key) {
            return definition.type_.clone();
        }
        if let Some(stored) = stored {
            return stored.type_.clone();
        }
        let text = field.value.as_text().unwrap_or_default();
        let several = text.trim_end_matches(['\r', '\n']).contains(['\r', '\n']);
        if several { "multi_line_text_field" } else { "single_line_text_field" }.to_owned()
    }

    /// Returns the cell for a value.
    pub fn shown(&self, owner: MetafieldOwner, known: &StoreMetafield) -> String {
        let definition = self.definition(owner, &known.namespace, &known.key);
        let kinds = definition.map(MetafieldDefinition::entry_kinds).unwrap_or_default();
        shown(&known.type_, &known.value, &kinds, &self.references)
    }

    /// Returns what Shopify is to be sent for a cell that is not blank.
    pub fn value(
        &self,
        owner: MetafieldOwner,
        field: &SheetMetafield,
        stored: Option<&StoreMetafield>,
    ) -> Result<Typed, Unusable> {
        let definition = self.definition(owner, &field.namespace, &field.key);
        may_be_written(&field.namespace, &field.key, definition.is_some() || stored.is_some())?;
        let type_ = self.type_of(owner, field, stored);
        let kinds = definition.map(MetafieldDefinition::entry_kinds).unwrap_or_default();
        let cell = field.value.to_string();
        let value = typed(&type_, &cell, &kinds, &self.references).map_err(Unusable::Misfit)?;
        if let Some(definition) = definition {
            validation::check(definition, &value).map_err(Unusable::Misfit)?;
        }
        Ok(Typed { type_, value })
    }
}

/// Returns the name that plans and journals have for a metafield.
pub fn field_name(namespace: &str, key: &str) -> String {
    format!("{FIELD_PREFIX}{namespace}.{key}")
}

/// Returns the metafield's own name, `custom.care`, of a field's; `None` where the field is no metafield.
pub fn short_name(field: &str) -> Option<&str> {
    field.strip_prefix(FIELD_PREFIX)
}

/// Returns whether a namespace is an app's own, this program's included: no other app may write there, and what stands
/// there is nothing an owner set.
pub fn belongs_to_app(namespace: &str) -> bool {
    namespace.starts_with("app--") || namespace.starts_with("$app")
}

fn is_shopifys(namespace: &str) -> bool {
    namespace == "shopify" || namespace.starts_with("shopify--")
}

fn may_be_written(namespace: &str, key: &str, is_known: bool) -> Result<(), Unusable> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if belongs_to_app(namespace) {
        return Err(Unusable::NotOurs(
            "it belongs to an app, which alone can change it; it was left as it is",
        ));
    }
    if !namespace.chars().chain(key.chars()).all(fits)
        || !NAMESPACE_CHARS.contains(&namespace.len())
        || !KEY_CHARS.contains(&key.len())
    {
        return Err(Unusable::NotOurs(
            "Shopify takes no metafield of this name; a name is a namespace of 3 characters or more, a dot, and a key \
             of 2 to 64, of letters, figures, hyphens and underscores",
        ));
    }
    // Shopify's own namespaces take nothing that is not defined there.
    if is_shopifys(namespace) && !is_known {
        return Err(Unusable::NotOurs(
            "this field is one of Shopify's own, and the store has not switched it on; add it to a category or under \
             Settings > Custom data in Shopify, then sync again",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
