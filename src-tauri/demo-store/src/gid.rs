//! Shopify's global ids, such as `gid://shopify/Product/1`.

/// Returns the id of a record of this type.
pub fn gid(kind: &str, id: u64) -> String {
    format!("gid://shopify/{kind}/{id}")
}

/// Returns the number in a gid of this type; a bare number is taken too.
pub fn parse(kind: &str, text: &str) -> Option<u64> {
    match split(text) {
        Some((found, id)) if found == kind => id.parse().ok(),
        Some(_) => None,
        None => text.parse().ok(),
    }
}

/// Returns the type and the rest of a gid, without its query part.
pub fn split(text: &str) -> Option<(&str, &str)> {
    let (kind, rest) = text.strip_prefix("gid://shopify/")?.split_once('/')?;
    Some((kind, rest.split('?').next().unwrap_or(rest)))
}

/// Returns the id of an inventory level: its item rides in the query part, as in Shopify's.
pub fn level(level: u64, item: u64) -> String {
    format!("gid://shopify/InventoryLevel/{level}?inventory_item_id={item}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids() {
        assert_eq!(parse("Product", "gid://shopify/Product/7"), Some(7));
        assert_eq!(parse("Product", "7"), Some(7));
        assert_eq!(parse("Product", "gid://shopify/ProductVariant/7"), None);
        assert_eq!(parse("Product", "gid://shopify/Product/x"), None);
        assert_eq!(split(&level(3, 4)), Some(("InventoryLevel", "3")));
    }
}
