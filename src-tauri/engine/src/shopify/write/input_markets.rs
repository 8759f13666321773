//! The variables of a write of market prices.

use evenshelf_core::catalog::StoreProduct;
use evenshelf_core::market::variant_of;
use evenshelf_core::operation::MarketPriceEdit;
use rust_decimal::Decimal;
use serde_json::{Map, Value as Json, json};

/// Returns what differs from the product as it is: Shopify refuses to take away a price that is not fixed.
pub(crate) fn prices(
    edit: &MarketPriceEdit,
    product: Option<&StoreProduct>,
) -> Result<Map<String, Json>, String> {
    let product = product.ok_or_else(|| "the product is not in the store yet".to_owned())?;
    let money = |amount: Decimal| json!({ "amount": amount.to_string(), "currencyCode": edit.currency });
    let (mut add, mut delete) = (Vec::new(), Vec::new());
    for price in &edit.prices {
        let variant = variant_of(price, product)
            .ok_or_else(|| format!("the store has no variant {}", price.option_values.join(" / ")))?;
        if variant.market_prices.get(&edit.price_list_id).copied() == price.to {
            continue;
        }
        match price.to {
            Some(to) => add.push(json!({
                "variantId": variant.id,
                "price": money(to.price),
                "compareAtPrice": to.compare_at.map(money),
            })),
            None => delete.push(variant.id.as_str()),
        }
    }
    let variables =
        json!({ "priceListId": edit.price_list_id, "pricesToAdd": add, "variantIdsToDelete": delete });
    Ok(super::render::object(variables))
}
