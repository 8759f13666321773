//! Markets: by which price lists they sell, and which prices are fixed on those.
//!
//! A price that is not fixed follows the variant's own, by the price list's adjustment: Shopify works it out, and nothing
//! here speaks of it. Fixed prices are in the currency of their list, not in the shop's.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::catalog::{StoreProduct, StoreVariant};
use crate::operation::VariantPriceEdit;
use crate::plan::location_key;
use crate::value::Value;

/// A market of the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreMarket {
    pub id: String,
    pub name: String,
    /// In the store's order. Several markets can share one.
    pub catalogs: Vec<MarketCatalog>,
}

/// What the customers of a market see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarketCatalog {
    pub id: String,
    pub active: bool,
    /// What is sold there; `None` where the sales channels decide.
    pub publication_id: Option<String>,
    pub price_list: Option<PriceList>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceList {
    pub id: String,
    /// ISO 4217.
    pub currency: String,
    /// Whether its fixed prices were read: of more than [`FIXED_PRICES_MAX`] Shopify shows only a part.
    pub whole: bool,
}

/// Shopify ends every list of an answer after so many. <https://shopify.dev/docs/api/usage/limits>
pub const FIXED_PRICES_MAX: u64 = 25_000;

/// The most variants one call takes prices for: Shopify's limit for every list.
pub const PRICES_PER_CALL: usize = 250;

/// A price that a list fixes for a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixedPrice {
    pub price: Decimal,
    pub compare_at: Option<Decimal>,
}

/// The markets of a store, as far as they are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markets {
    pub list: Vec<StoreMarket>,
    /// Why the store does not show them, in the owner's words.
    pub hidden: Option<String>,
}

impl Markets {
    /// Returns the market of this name; letter case only counts where two differ by nothing else.
    pub fn named(&self, name: &str) -> Option<&StoreMarket> {
        let exact = self.list.iter().find(|market| market.name == name);
        exact.or_else(|| self.list.iter().find(|market| location_key(&market.name) == location_key(name)))
    }
}

impl StoreMarket {
    /// Returns the list its prices are on: that of the first catalog with one, of those that are active before the rest.
    pub fn price_list(&self) -> Option<&PriceList> {
        let of = |active: bool| {
            let catalogs = self.catalogs.iter().filter(move |catalog| catalog.active == active);
            catalogs.filter_map(|catalog| catalog.price_list.as_ref()).next()
        };
        of(true).or_else(|| of(false))
    }

    /// Returns the publication that says what is sold there, of the first active catalog with one; `None` where the
    /// sales channels decide.
    pub fn publication_id(&self) -> Option<&str> {
        let active = self.catalogs.iter().filter(|catalog| catalog.active);
        active.filter_map(|catalog| catalog.publication_id.as_deref()).next()
    }
}

/// What the name of a field begins with that says whether a product is sold in a market.
const INCLUDED: &str = "included:";

/// Returns the name of that field, such as `included:Canada`.
pub fn included_field(market: &str) -> String {
    format!("{INCLUDED}{market}")
}

/// Returns the market's name out of such a name.
pub fn market_of(field: &str) -> Option<&str> {
    field.strip_prefix(INCLUDED)
}

/// Returns in which markets a product is sold, as a file says it: of those that have a say of their own in that.
pub fn said_of(product: &StoreProduct, markets: &[StoreMarket]) -> BTreeMap<String, Value> {
    let is_sold = |market: &StoreMarket| {
        market.publication_id().map(|id| Value::Bool(product.publications.contains(id)))
    };
    markets.iter().filter_map(|market| Some((market.name.clone(), is_sold(market)?))).collect()
}

/// Returns the name of the price of a market among a variant's fields, such as `price:Canada`.
pub fn price_field(market: &str) -> String {
    format!("price:{market}")
}

/// Returns the same for the price it is compared with.
pub fn compare_at_field(market: &str) -> String {
    format!("compare_at_price:{market}")
}

/// Returns the variant that a price is for; one that was made since the plan goes by its option values.
pub fn variant_of<'p>(edit: &VariantPriceEdit, product: &'p StoreProduct) -> Option<&'p StoreVariant> {
    match &edit.variant {
        Some(id) => product.variant(id),
        None => product.variants.iter().find(|variant| variant.option_values == edit.option_values),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog(active: bool, list: Option<&str>) -> MarketCatalog {
        let price_list =
            list.map(|id| PriceList { id: id.to_owned(), currency: "CAD".to_owned(), whole: true });
        MarketCatalog { id: String::new(), active, publication_id: None, price_list }
    }

    #[test]
    fn a_market_sells_by_its_first_list() {
        for (catalogs, list) in [
            (vec![], None),
            (vec![catalog(true, None)], None),
            (vec![catalog(true, None), catalog(true, Some("a")), catalog(true, Some("b"))], Some("a")),
            (vec![catalog(false, Some("a")), catalog(true, Some("b"))], Some("b")),
            (vec![catalog(false, Some("a"))], Some("a")),
        ] {
            let market = StoreMarket { id: String::new(), name: String::new(), catalogs };
            assert_eq!(market.price_list().map(|list| list.id.as_str()), list, "{market:?}");
        }
    }

    #[test]
    fn markets_are_found_by_name() {
        let market =
            |name: &str| StoreMarket { id: name.to_owned(), name: name.to_owned(), catalogs: Vec::new() };
        let markets = Markets { list: vec![market("canada"), market("Canada")], hidden: None };
        for (name, found) in [("Canada", Some("Canada")), (" CANADA ", Some("canada")), ("Mexico", None)] {
            assert_eq!(markets.named(name).map(|market| market.id.as_str()), found, "{name}");
        }
    }
}
