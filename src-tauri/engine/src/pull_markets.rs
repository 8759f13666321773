//! Reads a store's markets and the prices their lists fix. All of them at every pull: a change of a price list is no
//! change of a product, so that nothing else would show it.

use std::collections::{BTreeMap, BTreeSet};

use evenshelf_core::market::Markets;

use crate::control::RunControl;
use crate::error::EngineError;
use crate::ledger::Ledger;
use crate::ledger::markets::{self, ProductPrices};
use crate::ledger::stores::Store;
use crate::pull_collections::is_hidden;
use crate::shopify::{CallError, Client};

/// Reads them. Where the store does not show its markets none are known, and plans say why.
pub(crate) async fn pull_markets(
    ledger: &Ledger,
    client: &Client,
    store: &Store,
    control: &RunControl,
) -> Result<(), EngineError> {
    let read = async { Ok::<_, EngineError>(read(client).await) };
    let (known, prices) = match control.unless_stopped(read).await? {
        Ok(found) => found,
        Err(error) if is_hidden(&error) => {
            (Markets { list: Vec::new(), hidden: Some(error.what) }, Vec::new())
        }
        Err(error) => return Err(error.into()),
    };
    let id = store.id;
    Ok(ledger.write(move |tx| markets::replace(tx, id, &known, &prices)).await?)
}

async fn read(client: &Client) -> Result<(Markets, Vec<ProductPrices>), CallError> {
    let list = client.markets().await?;
    let catalogs = list.iter().flat_map(|market| &market.catalogs);
    let lists = catalogs.filter_map(|catalog| catalog.price_list.as_ref()).filter(|list| list.whole);
    // Markets can share a list.
    let lists: BTreeSet<&str> = lists.map(|list| list.id.as_str()).collect();
    let mut by_product: BTreeMap<String, ProductPrices> = BTreeMap::new();
    for list in lists {
        for row in client.fixed_prices(list).await? {
            let of_product = by_product
                .entry(row.product_id.clone())
                .or_insert_with(|| ProductPrices { product_id: row.product_id, variants: BTreeMap::new() });
            let of_variant = of_product.variants.entry(row.variant_id).or_default();
            of_variant.insert(list.to_owned(), row.price);
        }
    }
    Ok((Markets { list, hidden: None }, by_product.into_values().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::stores::{self, CredentialKind, StoreKind};
    use crate::shopify::test_server::{TestServer, answer};

    const DENIED: &str = r#"{"data":null,"errors":[{"message":"Access denied for markets field. Required access: `read_markets` access scope.","path":["markets"],"extensions":{"code":"ACCESS_DENIED"}}]}"#;

    const MARKETS: &str = r#"{"data":{"markets":{"nodes":[{"id":"m","name":"Canada","catalogs":{"nodes":[
        {"id":"c","status":"ACTIVE","publication":null,"priceList":{"id":"few","currency":"CAD","fixedPricesCount":1}},
        {"id":"d","status":"DRAFT","publication":null,"priceList":{"id":"many","currency":"CAD","fixedPricesCount":25001}}]}}],
        "pageInfo":{"hasNextPage":false,"endCursor":null}}}}"#;

    const PRICES: &str = r#"{"data":{"priceList":{"prices":{"nodes":[{"price":{"amount":"12.50"},"compareAtPrice":null,
        "variant":{"id":"v","product":{"id":"p"}}}],"pageInfo":{"hasNextPage":false,"endCursor":null}}}}}"#;

    #[tokio::test]
    async fn markets_that_are_not_shown_stop_no_pull() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(folder.path()).unwrap();
        let new = Store::new("s", "https://s", StoreKind::Live, "2026-10", CredentialKind::Token);
        let store = ledger.write(move |tx| stores::add(tx, &new)).await.unwrap();
        let shown = TestServer::start(|request, _| {
            answer(200, "", if request.contains("FixedPrices") { PRICES } else { MARKETS })
        });
        let hidden = TestServer::start(|_, _| answer(200, "", DENIED));
        let (shown, hidden) = (shown.await, hidden.await);
        let known = || ledger.read(|conn| markets::known(conn, store.id)).unwrap();

        pull_markets(&ledger, &shown.client(), &store, &RunControl::new()).await.unwrap();
        let found = known();
        let lists: Vec<_> = found.list[0].catalogs.iter().filter_map(|one| one.price_list.as_ref()).collect();
        assert_eq!((lists[0].whole, lists[1].whole, found.hidden), (true, false, None));
        assert_eq!(shown.count("FixedPrices"), 1, "a list that is not shown whole is not read");

        pull_markets(&ledger, &hidden.client(), &store, &RunControl::new()).await.unwrap();
        let found = known();
        assert!(found.list.is_empty() && found.hidden.unwrap().contains("read_markets"));
        pull_markets(&ledger, &shown.client(), &store, &RunControl::new()).await.unwrap();
        assert_eq!(known().hidden, None, "once it is allowed, all is well");
    }
}
