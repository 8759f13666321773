//! The inputs of metafield writes, as Shopify names them.

use evenshelf_core::operation::{NewMetafield, Operation, Work};
use serde_json::{Value as Json, json};

/// Returns the `MetafieldInput`s of a product or variant that is made.
pub(crate) fn new(metafields: &[NewMetafield]) -> Vec<Json> {
    let input = |new: &NewMetafield| json!({ "namespace": new.namespace, "key": new.key, "type": new.type_, "value": new.value });
    metafields.iter().map(input).collect()
}

/// Returns the entry of the operation in the list of `metafieldsSet` or `metafieldsDelete`; `None` for other work, and
/// for a product that is not in the store.
pub(crate) fn entry(operation: &Operation) -> Option<Json> {
    let product = operation.product_id.as_ref()?;
    match &operation.work {
        Work::SetMetafield(edit) => {
            let mut input = new(std::slice::from_ref(&edit.metafield)).pop()?;
            input["ownerId"] = edit.variant.as_ref().unwrap_or(product).as_str().into();
            match &edit.from {
                // It must not exist.
                None => input["compareDigest"] = Json::Null,
                // Without a digest Shopify does not compare.
                Some(from) => {
                    if let Some(digest) = &from.digest {
                        input["compareDigest"] = digest.as_str().into();
                    }
                }
            }
            Some(input)
        }
        Work::DeleteMetafield(removal) => Some(json!({
            "ownerId": removal.variant.as_ref().unwrap_or(product),
            "namespace": removal.from.namespace,
            "key": removal.from.key,
        })),
        _ => None,
    }
}
