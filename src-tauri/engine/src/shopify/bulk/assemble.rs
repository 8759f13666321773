//! Puts the lines of the two bulk queries together to products.
//!
//! Lines are not grouped: children come anywhere after their parent. All lines are therefore held until the last one,
//! as text and by product, which takes a fraction of what the products themselves would; those are made one by one.
//! A store of a million variants still needs about a gigabyte here; spilling to disk is deliberately missing until
//! somebody has one.

use std::collections::HashMap;

use evenshelf_core::catalog::StoreProduct;
use serde_json::Value as Json;

use super::super::parse::{
    ParseError, add_medium, name_lone_values, optional, parse_bare_product, parse_level, parse_variant,
    put_metafield,
};

/// Products in the making. Push every line of the products' file, then every line of the stock's.
#[derive(Default)]
pub struct BulkProducts {
    /// The lines of each product, its own first.
    products: Vec<Vec<Box<str>>>,
    by_id: HashMap<Box<str>, usize>,
    /// The product of a variant, and of an inventory item, which levels may name as their parent.
    of_child: HashMap<Box<str>, usize>,
    /// Lines whose parent is not known: of variants and products created in between.
    pub orphans: u64,
}

/// Makes the products, in the order of their lines.
#[derive(Debug)]
pub struct Assembled {
    products: std::vec::IntoIter<Vec<Box<str>>>,
}

impl Iterator for Assembled {
    type Item = Result<StoreProduct, ParseError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.products.next().map(|lines| build(&lines))
    }
}

impl BulkProducts {
    /// Takes a line. What cannot be read is an error at once, so that a part is never taken for all.
    pub fn push(&mut self, line: &Json) -> Result<(), ParseError> {
        let id = optional(line, "/id").unwrap_or_default();
        let parent = optional(line, "/__parentId");
        match (kind(&id), parent) {
            ("Product", _) => {
                let product = parse_bare_product(line)?;
                self.by_id.insert(product.id.into(), self.products.len());
                self.products.push(vec![line.to_string().into()]);
            }
            // A root of the stock's file: only its children say something new.
            ("ProductVariant", None) => {}
            ("ProductVariant", Some(parent)) => {
                let Some(&at) = self.by_id.get(parent.as_str()) else {
                    self.orphans += 1;
                    return Ok(());
                };
                let variant = parse_variant(line)?;
                self.of_child.insert(variant.id.into(), at);
                self.of_child.insert(variant.inventory_item_id.into(), at);
                self.products[at].push(line.to_string().into());
            }
            (_, parent) => {
                let known = parent.as_deref().and_then(|id| self.by_id.get(id).or(self.of_child.get(id)));
                match known {
                    Some(&at) => self.products[at].push(line.to_string().into()),
                    None => self.orphans += 1,
                }
            }
        }
        Ok(())
    }

    /// Returns the products in the order of their lines.
    pub fn finish(self) -> Assembled {
        Assembled { products: self.products.into_iter() }
    }
}

fn kind(id: &str) -> &str {
    id.strip_prefix("gid://shopify/").and_then(|rest| rest.split('/').next()).unwrap_or_default()
}

/// Makes a product of its lines.
fn build(lines: &[Box<str>]) -> Result<StoreProduct, ParseError> {
    let mut product = StoreProduct::default();
    for (at, line) in lines.iter().enumerate() {
        let line: Json = serde_json::from_str(line).unwrap_or_default();
        let id = optional(&line, "/id").unwrap_or_default();
        let parent = optional(&line, "/__parentId").unwrap_or_default();
        match (kind(&id), kind(&parent)) {
            _ if at == 0 => product = parse_bare_product(&line)?,
            ("Metafield", "Product") => put_metafield(&mut product.metafields, &line),
            ("ProductVariant", _) => product.variants.push(parse_variant(&line)?),
            (_, "Product") => add_medium(&mut product, &line)?,
            (child, _) => {
                let is_it = |variant: &&mut evenshelf_core::catalog::StoreVariant| {
                    variant.id == parent || variant.inventory_item_id == parent
                };
                let Some(variant) = product.variants.iter_mut().find(is_it) else { continue };
                match child {
                    "InventoryLevel" => variant.levels.extend(parse_level(&line)),
                    "Metafield" => put_metafield(&mut variant.metafields, &line),
                    // The first picture of a variant is its own.
                    _ => drop(variant.image_id.get_or_insert(id)),
                }
            }
        }
    }
    name_lone_values(&mut product);
    Ok(product)
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
            .map(|product| {
                let product = product.unwrap();
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
