//! Reads of what a store defines its metafields to be.

use evenshelf_core::catalog::MetafieldOwner;
use evenshelf_core::metafield::{Entry, MetafieldDefinition, belongs_to_app};
use serde_json::{Value as Json, json};

use super::client::Client;
use super::documents as doc;
use super::error::CallError;
use super::parse::optional;

impl Client {
    /// Returns the definitions of products' and variants' metafields, those of apps left out.
    pub async fn metafield_definitions(&self) -> Result<Vec<MetafieldDefinition>, CallError> {
        let mut found = Vec::new();
        for (owner, owner_type) in
            [(MetafieldOwner::Product, "PRODUCT"), (MetafieldOwner::Variant, "PRODUCTVARIANT")]
        {
            let variables = json!({ "owner": owner_type });
            let rows =
                self.all_rows(doc::METAFIELD_DEFINITIONS, variables, "", "metafieldDefinitions").await?;
            found.extend(rows.iter().filter_map(|row| definition(owner, row)));
        }
        Ok(found)
    }
}

impl Client {
    /// Returns the entries (metaobjects) of a kind, by the id of its definition. Needs `read_metaobjects`.
    pub async fn metaobject_entries(&self, kind: &str) -> Result<Vec<Entry>, CallError> {
        let variables = json!({ "id": kind });
        let rows =
            self.all_rows(doc::METAOBJECT_ENTRIES, variables, "/metaobjectDefinition", "metaobjects").await?;
        let entry = |row: &Json| {
            let (id, handle) = (optional(row, "/id")?, optional(row, "/handle")?);
            Some(Entry { id, kind: kind.to_owned(), handle })
        };
        Ok(rows.iter().filter_map(entry).collect())
    }
}

fn definition(owner: MetafieldOwner, row: &Json) -> Option<MetafieldDefinition> {
    let namespace = optional(row, "/namespace").filter(|namespace| !belongs_to_app(namespace))?;
    let rules = row.get("validations").and_then(Json::as_array).map_or(&[][..], Vec::as_slice);
    let rule = |rule: &Json| Some((optional(rule, "/name")?, optional(rule, "/value")?));
    Some(MetafieldDefinition {
        id: optional(row, "/id")?,
        owner,
        namespace,
        key: optional(row, "/key")?,
        type_: optional(row, "/type/name")?,
        name: optional(row, "/name").unwrap_or_default(),
        validations: rules.iter().filter_map(rule).collect(),
    })
}
