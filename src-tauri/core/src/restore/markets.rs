//! Which of a backup's markets another store has, and which prices it can be given: a restore makes no markets, and a
//! price in another currency is another price.

use std::collections::BTreeSet;

use super::Tally;
use super::counted;
use crate::market::{Markets, StoreMarket};

/// A market of the backup that the store does not have as it was.
pub(super) struct Misfit<'a> {
    pub market: &'a StoreMarket,
    /// In the owner's words.
    pub advice: String,
}

/// Returns the markets that do not fit. Those without prices fit wherever there is a market of their name.
pub(super) fn misfits<'a>(tally: &'a Tally, here: &Markets) -> Vec<Misfit<'a>> {
    let misfit = |market: &'a StoreMarket| {
        let name = &market.name;
        let list = market.price_list();
        let prices = list.and_then(|list| tally.market_prices.get(&list.id)).copied().unwrap_or_default();
        let lost = counted(prices, "price there is left out", "prices there are left out");
        let advice = if let Some(why) = here.hidden.as_ref().filter(|_| prices > 0) {
            format!(
                "the store's markets could not be read ({why}), so {lost}; give the app the scope read_markets, then \
                     restore"
            )
        } else if here.hidden.is_some() {
            return None;
        } else {
            let found = here.named(name);
            match (found, found.and_then(StoreMarket::price_list), list) {
                (None, _, _) if prices == 0 => {
                    format!(
                        "the store has no market \"{name}\", and none is made; add it in Shopify (Markets)"
                    )
                }
                (None, _, _) => format!(
                    "the store has no market \"{name}\", so {lost}; add it with prices of its own in Shopify (Markets), \
                     then restore"
                ),
                (Some(_), None, _) if prices > 0 => format!(
                    "the market \"{name}\" has no prices of its own in the store, so {lost}; give it a catalog with \
                     prices in Shopify (Markets), then restore"
                ),
                (Some(_), Some(new), Some(old)) if prices > 0 && new.currency != old.currency => format!(
                    "the market \"{name}\" had its prices in {} and has them in {} in the store, so {lost}",
                    old.currency, new.currency
                ),
                _ => return None,
            }
        };
        Some(Misfit { market, advice })
    };
    tally.markets.iter().filter_map(misfit).collect()
}

/// Returns the names of the backup's markets whose prices the store is not told of.
pub fn markets_left_out(tally: &Tally, here: &Markets) -> BTreeSet<String> {
    misfits(tally, here).into_iter().map(|misfit| misfit.market.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{MarketCatalog, PriceList};

    fn market(name: &str, currency: Option<&str>) -> StoreMarket {
        let price_list = currency.map(|currency| PriceList {
            id: format!("list of {name}"),
            currency: currency.to_owned(),
            whole: true,
        });
        let catalog = MarketCatalog { id: name.to_owned(), active: true, publication_id: None, price_list };
        StoreMarket { id: name.to_owned(), name: name.to_owned(), catalogs: vec![catalog] }
    }

    #[test]
    fn a_market_of_the_same_name_and_currency_takes_the_prices() {
        let known = |list: Vec<StoreMarket>| Markets { list, hidden: None };
        let hidden = Markets { list: Vec::new(), hidden: Some("access denied".to_owned()) };
        let table: [(StoreMarket, u64, Markets, Option<&str>); 9] = [
            (market("Canada", Some("CAD")), 2, known(vec![market("canada", Some("CAD"))]), None),
            (market("Canada", Some("CAD")), 2, known(vec![]), Some("has no market \"Canada\", so 2 prices")),
            (market("Canada", Some("CAD")), 0, known(vec![]), Some("and none is made")),
            (market("Canada", None), 0, known(vec![market("Canada", None)]), None),
            (
                market("Canada", Some("CAD")),
                1,
                known(vec![market("Canada", None)]),
                Some("has no prices of its own in the store, so 1 price there is"),
            ),
            (
                market("Canada", Some("CAD")),
                1,
                known(vec![market("Canada", Some("USD"))]),
                Some("had its prices in CAD and has them in USD"),
            ),
            (market("Canada", Some("CAD")), 0, known(vec![market("Canada", Some("USD"))]), None),
            (market("Canada", Some("CAD")), 1, hidden.clone(), Some("read_markets")),
            (market("Canada", Some("CAD")), 0, hidden, None),
        ];
        for (old, prices, here, said) in table {
            let mut tally = Tally::default();
            tally.market_prices.insert("list of Canada".to_owned(), prices);
            tally.markets.push(old);
            let found = misfits(&tally, &here);
            let advice = found.first().map(|misfit| misfit.advice.as_str());
            match (said, advice) {
                (None, None) => {}
                (Some(said), Some(advice)) if advice.contains(said) => {}
                other => panic!("{other:?}"),
            }
            assert_eq!(markets_left_out(&tally, &here).len(), found.len());
        }
    }
}
