//! Options linked to a metafield: a file gives the handles of entries as their values, a store shows the entries' names.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{MetafieldOwner, SheetProduct, StoreProduct};
use crate::finding::{Finding, FindingCode, Severity};
use crate::metafield::{Entry, MetafieldDefinition};
use crate::operation::OptionLink;

use super::policy::Policy;

/// Returns the product with the values of its linked options as a store shows them. For a product that is to be made,
/// also which options are to be linked; one whose values the store does not have is made as a plain one, which is told.
/// Of a product the store has, what is linked stays linked and what is plain stays plain.
pub(super) fn resolve<'a>(
    key: &str,
    sheet: &'a SheetProduct,
    store: Option<&StoreProduct>,
    policy: &Policy,
    findings: &mut Vec<Finding>,
) -> (Cow<'a, SheetProduct>, Vec<OptionLink>) {
    let mut resolved = Cow::Borrowed(sheet);
    let mut links = Vec::new();
    for (at, option) in sheet.options.iter().flatten().enumerate() {
        let Some(linked_to) = &option.linked_to else { continue };
        let is_linked = store.map(|store| is_linked(store, &option.name));
        let values: BTreeSet<&str> = sheet
            .variants
            .iter()
            .filter_map(|variant| variant.option_values.get(at))
            .map(String::as_str)
            .collect();
        let known = definition(linked_to, policy);
        let (entries, lacks) = known.map_or_else(Default::default, |known| entries(known, &values, policy));
        let why = match (is_linked, known, lacks) {
            (Some(false), ..) => Some("is a plain one in the store, and stays so".to_owned()),
            // What is linked in the store is matched as far as its names go.
            (Some(true), ..) => None,
            (None, None, _) => {
                Some("is made as a plain one, since the store has no such metafield".to_owned())
            }
            (None, Some(_), lacks) => lacks,
        };
        if let Some(why) = why {
            let severity = if store.is_some() { Severity::Note } else { Severity::Warning };
            let advice = format!("the option is linked to {linked_to} in the file; it {why}");
            let finding = Finding::new(FindingCode::LinkedOptionPlain, severity, advice);
            findings.push(finding.at(sheet.place).product(key).value(&option.name));
            continue;
        }
        let sheet = resolved.to_mut();
        for variant in &mut sheet.variants {
            if let Some(value) = variant.option_values.get_mut(at)
                && let Some(entry) = entries.get(value.as_str())
            {
                value.clone_from(&entry.name);
            }
        }
        if let (None, Some(known)) = (store, known) {
            let (namespace, key) = (known.namespace.clone(), known.key.clone());
            // The option's values are the metafield's.
            sheet.metafields.retain(|field| field.namespace != namespace || field.key != key);
            let values = entries.into_values().map(|entry| (entry.name.clone(), entry.id.clone())).collect();
            links.push(OptionLink { option: option.name.clone(), namespace, key, values });
        }
    }
    (resolved, links)
}

fn is_linked(store: &StoreProduct, option: &str) -> bool {
    let is_it = |known: &&crate::catalog::StoreOption| known.name.to_lowercase() == option.to_lowercase();
    store.options.iter().find(is_it).is_some_and(|known| known.linked_to.is_some())
}

fn definition<'a>(linked_to: &str, policy: &'a Policy) -> Option<&'a MetafieldDefinition> {
    let name = linked_to.strip_prefix("product.metafields.").unwrap_or(linked_to);
    let (namespace, key) = name.split_once('.')?;
    policy.metafields.definition(MetafieldOwner::Product, namespace, key)
}

/// Returns the entries of the values that have one, and what an option of all of them is for want of the others.
fn entries<'a, 'b>(
    definition: &MetafieldDefinition,
    values: &BTreeSet<&'b str>,
    policy: &'a Policy,
) -> (BTreeMap<&'b str, &'a Entry>, Option<String>) {
    let kinds = definition.entry_kinds();
    let (mut found, mut names, mut lacks) = (BTreeMap::new(), BTreeSet::new(), None);
    for value in values {
        match policy.metafields.references().entry(&kinds, value).filter(|entry| !entry.name.is_empty()) {
            Some(entry) if names.insert(entry.name.to_lowercase()) => drop(found.insert(*value, entry)),
            Some(entry) => {
                let name = &entry.name;
                lacks = Some(format!("is made as a plain one, since two of its values are named \"{name}\""));
            }
            None => {
                lacks = Some(format!(
                    "is made as a plain one, since the store has no entry \"{value}\"; create it in Shopify (Content \
                     > Metaobjects) before the product is made"
                ));
            }
        }
    }
    (found, lacks)
}
