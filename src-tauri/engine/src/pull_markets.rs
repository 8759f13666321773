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
