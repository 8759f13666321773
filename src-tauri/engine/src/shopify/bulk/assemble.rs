//! Puts the lines of the two bulk queries together to products.
//!
//! Lines are not grouped: children come anywhere after their parent. All products are therefore held until the last
//! line, about 2 kB a variant. A store of a million variants needs some gigabytes here; spilling to disk is
//! deliberately missing until somebody has one.

use std::collections::HashMap;

use evenshelf_core::catalog::StoreProduct;
use serde_json::Value as Json;

use super::super::parse::{
    ParseError, name_lone_values, optional, parse_bare_product, parse_level, parse_media, parse_variant,
};

/// Products in the making. Push every line of the products' file, then every line of the stock's.
#[derive(Default)]
pub struct BulkProducts {
    products: Vec<StoreProduct>,
    by_id: HashMap<String, usize>,
    /// Where a variant stands: its product and its place there.
    variants: HashMap<String, (usize, usize)>,
    /// The variant of an inventory item, which levels may name as their parent.
    items: HashMap<String, (usize, usize)>,
    /// Lines whose parent is not known: of variants and products created in between.
    pub orphans: u64,
}

impl BulkProducts {
    pub fn push(&mut self, line: &Json) -> Result<(), ParseError> {
        let id = optional(line, "/id").unwrap_or_default();
        let parent = optional(line, "/__parentId");
        let kind =
            id.strip_prefix("gid://shopify/").and_then(|rest| rest.split('/').next()).unwrap_or_default();
        match (kind, parent) {
            ("Product", _) => {
                let product = parse_bare_product(line)?;
                self.by_id.insert(product.id.clone(), self.products.len());
                self.products.push(product);
            }
            ("ProductVariant", Some(parent)) => self.push_variant(&parent, line)?,
            // A root of the stock's file: only its children say something new.
            ("ProductVariant", None) => {}
            ("InventoryLevel", Some(parent)) => self.push_level(&parent, line),
            (_, Some(parent)) if parent.starts_with("gid://shopify/ProductVariant/") => {
                self.push_picture(&parent, id)
            }
            (_, Some(parent)) => match self.by_id.get(&parent) {
                Some(at) => self.products[*at].images.extend(parse_media(line)?),
                None => self.orphans += 1,
            },
            (_, None) => self.orphans += 1,
        }
        Ok(())
    }

    /// Returns the products in the order of their lines.
    pub fn finish(mut self) -> Vec<StoreProduct> {
        self.products.iter_mut().for_each(name_lone_values);
        self.products
    }

    fn push_variant(&mut self, parent: &str, line: &Json) -> Result<(), ParseError> {
        let Some(&at) = self.by_id.get(parent) else {
            self.orphans += 1;
            return Ok(());
        };
        let variant = parse_variant(line)?;
        let place = (at, self.products[at].variants.len());
        self.variants.insert(variant.id.clone(), place);
        self.items.insert(variant.inventory_item_id.clone(), place);
        self.products[at].variants.push(variant);
        Ok(())
    }

    fn push_level(&mut self, parent: &str, line: &Json) {
        let place = self.variants.get(parent).or_else(|| self.items.get(parent));
        match (place, parse_level(line)) {
            (Some(&(product, variant)), Some(level)) => {
                self.products[product].variants[variant].levels.push(level)
            }
            _ => self.orphans += 1,
        }
    }

    /// The first picture of a variant is its own.
    fn push_picture(&mut self, parent: &str, id: String) {
        match self.variants.get(parent) {
            Some(&(product, variant)) => {
                self.products[product].variants[variant].image_id.get_or_insert(id);
            }
            None => self.orphans += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lines_find_their_parents() {
        let product = |id: &str| {
            json!({"id": format!("gid://shopify/Product/{id}"), "handle": format!("p{id}"), "updatedAt": "t", "title": "T",
                "options": [{"id": "o", "name": "Size", "values": ["S", "M"]}]})
        };
        let variant = |id: &str, parent: &str, size: &str| {
            json!({"id": format!("gid://shopify/ProductVariant/{id}"), "price": "1.00",
                "selectedOptions": [{"name": "Size", "value": size}],
                "inventoryItem": {"id": format!("gid://shopify/InventoryItem/{id}")},
                "__parentId": format!("gid://shopify/Product/{parent}")})
        };
        let level = |id: &str, parent: &str, available: i64| {
            json!({"id": format!("gid://shopify/InventoryLevel/{id}?inventory_item_id=1"), "location": {"id": "L"},
                "quantities": [{"name": "available", "quantity": available}, {"name": "on_hand", "quantity": available + 1}],
                "__parentId": parent})
        };
        let mut products = BulkProducts::default();
        for line in [
            product("1"),
            product("2"),
            variant("21", "2", "S"),
            variant("11", "1", "M"),
            json!({"id": "gid://shopify/MediaImage/5", "alt": "A", "image": {"url": "u"}, "__parentId": "gid://shopify/Product/1"}),
            json!({"id": "gid://shopify/Video/6", "__parentId": "gid://shopify/Product/1"}),
            variant("12", "1", "S"),
            json!({"id": "gid://shopify/ProductVariant/11", "inventoryItem": {"id": "gid://shopify/InventoryItem/11"}}),
            json!({"id": "gid://shopify/MediaImage/5", "__parentId": "gid://shopify/ProductVariant/11"}),
            level("1", "gid://shopify/ProductVariant/11", 3),
            level("2", "gid://shopify/InventoryItem/12", 4),
            level("3", "gid://shopify/ProductVariant/99", 5),
        ] {
            products.push(&line).unwrap();
        }
        assert_eq!(products.orphans, 1);
        let shown: Vec<String> = products
            .finish()
            .iter()
            .map(|product| {
                let variants = product.variants.iter().map(|variant| {
                    let levels: Vec<i64> = variant.levels.iter().map(|level| level.available).collect();
                    format!("{} {:?} {levels:?}", variant.option_values[0], variant.image_id.is_some())
                });
                format!(
                    "{} images {} variants {:?}",
                    product.handle,
                    product.images.len(),
                    variants.collect::<Vec<_>>()
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                r#"p1 images 1 variants ["M true [3]", "S false [4]"]"#,
                r#"p2 images 0 variants ["S false []"]"#,
            ]
        );
    }
}
