//! What a store defines its metafields to be: reading it, and defining what another store had.

use evenshelf_core::catalog::MetafieldOwner;
use evenshelf_core::metafield::{Entry, MetafieldDefinition, belongs_to_app};
use serde_json::{Value as Json, json};

use super::client::Client;
use super::documents as doc;
use super::error::{CallError, Class};
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

    /// Makes those definitions that the store does not have; returns the names of those it would not take, with its
    /// reason. Doing it twice makes nothing twice: what is there is looked up first, and again after a lost reply.
    pub async fn add_metafield_definitions(
        &self,
        wanted: &[MetafieldDefinition],
    ) -> Result<Vec<(String, String)>, CallError> {
        let mut refused = Vec::new();
        let here = self.metafield_definitions().await?;
        for definition in wanted.iter().filter(|wanted| !has(&here, wanted)) {
            let why = match self.send_definition(input(definition)).await {
                Ok(None) => continue,
                Ok(Some(reason)) => reason,
                Err(error) if error.class == Class::Invalid => error.what,
                Err(error) => return Err(error),
            };
            refused.push((full_name(definition), why));
        }
        if refused.is_empty() {
            let here = self.metafield_definitions().await?;
            let lost = wanted.iter().filter(|wanted| !has(&here, wanted));
            let why = "the store did not keep it".to_owned();
            refused.extend(lost.map(|definition| (full_name(definition), why.clone())));
        }
        Ok(refused)
    }
}

/// Returns the name that column headers have, such as `product.metafields.custom.care`.
fn full_name(definition: &MetafieldDefinition) -> String {
    format!("{}.metafields.{}.{}", definition.owner.name(), definition.namespace, definition.key)
}

fn has(here: &[MetafieldDefinition], wanted: &MetafieldDefinition) -> bool {
    here.iter().any(|known| {
        (known.owner, &known.namespace, &known.key) == (wanted.owner, &wanted.namespace, &wanted.key)
    })
}

/// `MetafieldDefinitionInput` of the Admin API, 2026-10.
fn input(definition: &MetafieldDefinition) -> Json {
    let rule = |(name, value): &(String, String)| json!({ "name": name, "value": value });
    json!({
        "ownerType": match definition.owner {
            MetafieldOwner::Product => "PRODUCT",
            MetafieldOwner::Variant => "PRODUCTVARIANT",
        },
        "namespace": definition.namespace,
        "key": definition.key,
        "type": definition.type_,
        "name": definition.name,
        "validations": definition.validations.iter().map(rule).collect::<Vec<_>>(),
    })
}

impl Client {
    /// Returns the entries (metaobjects) of a kind, by the id of its definition. Needs `read_metaobjects`.
    pub async fn metaobject_entries(&self, kind: &str) -> Result<Vec<Entry>, CallError> {
        let variables = json!({ "id": kind });
        let rows =
            self.all_rows(doc::METAOBJECT_ENTRIES, variables, "/metaobjectDefinition", "metaobjects").await?;
        let entry = |row: &Json| {
            let (id, handle) = (optional(row, "/id")?, optional(row, "/handle")?);
            let name = optional(row, "/displayName").unwrap_or_default();
            Some(Entry { id, kind: kind.to_owned(), handle, name })
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
