//! The columns of prices in markets: two for each market where any variant has a price of its own.

use std::collections::BTreeSet;

use evenshelf_core::catalog::{SheetProduct, StoreProduct};
use evenshelf_core::market::StoreMarket;
use evenshelf_core::value::Value;

/// Which markets a catalogue has prices for. The header of a file stands before its rows, so they are noted in a pass of
/// their own.
#[derive(Debug, Clone)]
pub struct MarketColumns<'a> {
    /// By name.
    markets: Vec<&'a StoreMarket>,
    /// The ids of the price lists that fix anything.
    lists: BTreeSet<String>,
}

impl<'a> MarketColumns<'a> {
    pub fn new(markets: &'a [StoreMarket]) -> Self {
        let mut markets: Vec<&StoreMarket> = markets.iter().collect();
        markets.sort_by(|left, right| left.name.cmp(&right.name));
        Self { markets, lists: BTreeSet::new() }
    }

    /// Notes the prices of a product's variants.
    pub fn note(&mut self, product: &StoreProduct) {
        let lists = product.variants.iter().flat_map(|variant| variant.market_prices.keys());
        for list in lists {
            if !self.lists.contains(list) {
                self.lists.insert(list.clone());
            }
        }
    }

    /// Returns the markets that have columns.
    pub(super) fn markets(&self) -> Vec<StoreMarket> {
        let has_prices =
            |market: &&StoreMarket| market.price_list().is_some_and(|list| self.lists.contains(&list.id));
        self.markets.iter().copied().filter(has_prices).cloned().collect()
    }
}

/// Which of the two columns of a market.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Price,
    CompareAt,
}

/// Returns the headers of a market's columns, in the order of Shopify's export.
pub(super) fn headers(market: &StoreMarket) -> [(String, Side); 2] {
    [
        (format!("Price / {}", market.name), Side::Price),
        (format!("Compare At Price / {}", market.name), Side::CompareAt),
    ]
}

/// Returns the cell of a market on a row of a product.
pub(super) fn cell(sheet: &SheetProduct, row: usize, market: &StoreMarket, side: Side) -> String {
    let said = sheet.variants.get(row).and_then(|variant| variant.market_prices.get(&market.name));
    let value = said.and_then(|said| match side {
        Side::Price => said.price.as_ref(),
        Side::CompareAt => said.compare_at.as_ref(),
    });
    value.map(Value::to_string).unwrap_or_default()
}
