//! Markets with prices and publications of their own, and sales channels.

use reqwest::Method;
use serde_json::{Value as Json, json};

use crate::client::{Shop, each, quick, sized};

const MARKET: &str = "mutation($input: MarketCreateInput!) { marketCreate(input: $input) {
  market { id name type currencySettings { baseCurrency { currencyCode } } } userErrors { code message } } }";

const CATALOG: &str = "mutation($input: CatalogCreateInput!) { catalogCreate(input: $input) {
  catalog { id title ... on MarketCatalog { markets(first: 5) { nodes { name } } } } userErrors { code message } } }";

const LIST: &str = "mutation($input: PriceListCreateInput!) { priceListCreate(input: $input) {
  priceList { id currency catalog { title } } userErrors { code message } } }";

const PUBLICATION: &str = "mutation($input: PublicationCreateInput!) { publicationCreate(input: $input) {
  publication { id } userErrors { code message } } }";

const FIX: &str = "mutation($id: ID!, $add: [PriceListPriceInput!]!, $gone: [ID!]!) {
  priceListFixedPricesUpdate(priceListId: $id, pricesToAdd: $add, variantIdsToDelete: $gone) {
    priceList { fixedPricesCount } pricesAdded { originType price { amount currencyCode } variant { id } }
    deletedFixedPriceVariantIds userErrors { code field message } } }";

const READ: &str = "{ markets(first: 5) { nodes { name catalogs(first: 5) { nodes {
  publication { id includedProducts(first: 5) { nodes { title } } }
  priceList { id currency fixedPricesCount
    fixed: prices(first: 5, originType: FIXED) { nodes { price { amount } compareAtPrice { amount } variant { sku } } }
    all: prices(first: 5) { nodes { originType price { amount currencyCode } variant { sku } } } } } } } } }";

/// Opens a market for Canada with a price list of a tenth less.
async fn canada(shop: &Shop) -> (Json, Json) {
    let input = json!({"name": "Canada", "status": "ACTIVE", "currencySettings": {"baseCurrency": "CAD"},
        "conditions": {"regionsCondition": {"regions": [{"countryCode": "CA"}]}}});
    let market = shop.apply(MARKET, json!({ "input": input })).await["market"].clone();
    assert_eq!(market["type"], "REGION");
    let input = json!({"title": "Canada", "status": "ACTIVE", "context": {"marketIds": [market["id"]]}});
    let catalog = shop.apply(CATALOG, json!({ "input": input })).await["catalog"].clone();
    let input = json!({"name": "Canada", "currency": "CAD", "catalogId": catalog["id"],
        "parent": {"adjustment": {"type": "PERCENTAGE_DECREASE", "value": 10}}});
    let list = shop.apply(LIST, json!({ "input": input })).await["priceList"].clone();
    assert_eq!(list["catalog"]["title"], "Canada");
    (catalog, list)
}

async fn catalog_of(shop: &Shop) -> Json {
    shop.ask(READ, json!({})).await["markets"]["nodes"][0]["catalogs"]["nodes"][0].clone()
}

#[tokio::test]
async fn prices_are_fixed_or_follow() {
    let shop = Shop::empty().await;
    let (_, list) = canada(&shop).await;
    let product = shop.product(sized("Tee", &["S", "M"])).await;
    let ids = each(&product["variants"]["nodes"], "id");
    let price = |id: &Json, amount: &str, currency: &str| {
        json!({"variantId": id,
        "price": {"amount": amount, "currencyCode": currency}, "compareAtPrice": {"amount": "20", "currencyCode": currency}})
    };
    let fix = async |add: Json, gone: Json| {
        shop.ask(FIX, json!({"id": list["id"], "add": add, "gone": gone})).await["priceListFixedPricesUpdate"]
            .clone()
    };
    let done = fix(json!([price(&ids[0], "12.5", "CAD")]), json!([])).await;
    assert_eq!(done["userErrors"], json!([]));
    assert_eq!(done["priceList"]["fixedPricesCount"], 1);
    assert_eq!(done["pricesAdded"][0]["price"], json!({"amount": "12.5", "currencyCode": "CAD"}));
    let shown = catalog_of(&shop).await["priceList"].clone();
    assert_eq!(
        shown["fixed"]["nodes"],
        json!([{"price": {"amount": "12.5"}, "compareAtPrice": {"amount": "20.0"}, "variant": {"sku": "Tee-S"}}])
    );
    assert_eq!(shown["all"]["nodes"][1]["originType"], "RELATIVE");
    assert_eq!(shown["all"]["nodes"][1]["price"], json!({"amount": "9.0", "currencyCode": "CAD"}));

    // One that is wrong keeps back all of them.
    for (add, gone, code) in [
        (
            json!([price(&ids[1], "1", "CAD"), price(&ids[1], "1", "USD")]),
            json!([]),
            "PRICE_LIST_CURRENCY_MISMATCH",
        ),
        (
            json!([price(&json!("gid://shopify/ProductVariant/1"), "1", "CAD")]),
            json!([]),
            "VARIANT_NOT_FOUND",
        ),
        (json!([]), json!([ids[0], ids[1]]), "PRICE_NOT_FIXED"),
    ] {
        assert_eq!(fix(add, gone).await["userErrors"][0]["code"], code);
        assert_eq!(catalog_of(&shop).await["priceList"]["fixedPricesCount"], 1, "{code}");
    }
    let gone = fix(json!([]), json!([ids[0]])).await;
    assert_eq!(gone["deletedFixedPriceVariantIds"], json!([ids[0]]));
    assert_eq!(catalog_of(&shop).await["priceList"]["fixed"]["nodes"], json!([]));
}

#[tokio::test]
async fn a_market_has_a_publication_of_its_own() {
    let shop = Shop::empty().await;
    let (catalog, _) = canada(&shop).await;
    shop.product(sized("Tee", &["S"])).await;
    let input = json!({"catalogId": catalog["id"], "defaultState": "ALL_PRODUCTS", "autoPublish": true});
    let publication = shop.apply(PUBLICATION, json!({ "input": input })).await["publication"]["id"].clone();
    let mug = shop.product(sized("Mug", &["S"])).await;
    let shown = catalog_of(&shop).await["publication"].clone();
    assert_eq!(shown["id"], publication);
    assert_eq!(
        each(&shown["includedProducts"]["nodes"], "title"),
        ["Tee", "Mug"],
        "a new product is included"
    );
    let of = "query($id: ID!) { product(id: $id) { publishedAt
      app: resourcePublicationsV2(first: 5, catalogType: APP) { nodes { publication { id } } }
      market: resourcePublicationsV2(first: 5, catalogType: MARKET) { nodes { publication { id } } } } }";
    let data = shop.ask(of, json!({"id": mug["id"]})).await;
    assert_eq!(data["product"]["publishedAt"], Json::Null);
    assert_eq!(data["product"]["app"]["nodes"], json!([]));
    assert_eq!(data["product"]["market"]["nodes"], json!([{"publication": {"id": publication}}]));
    let counts = "{ app: publicationsCount(catalogType: APP) { count } market: publicationsCount(catalogType: MARKET) { count } }";
    let counts = shop.ask(counts, json!({})).await;
    assert_eq!(counts, json!({"app": {"count": 2}, "market": {"count": 1}}));
}

#[tokio::test]
async fn a_channel_may_publish_what_is_new() {
    let shop = Shop::open(quick()).await;
    let body = json!({"name": "Marketplace", "autoPublish": true});
    let channel = shop.demo(Method::POST, "channel", body).await["publicationId"].clone();
    let product = shop.product(sized("Tee", &["S"])).await;
    let of = "query($id: ID!) { product(id: $id) { resourcePublicationsV2(first: 5) { nodes { publication { id } } } } }";
    let on = async || {
        let data = shop.ask(of, json!({"id": product["id"]})).await;
        data["product"]["resourcePublicationsV2"]["nodes"].clone()
    };
    assert_eq!(on().await, json!([{"publication": {"id": channel}}]));
    let off = "mutation($id: ID!, $p: ID!) { publishableUnpublish(id: $id, input: [{publicationId: $p}]) { userErrors { message } } }";
    shop.apply(off, json!({"id": product["id"], "p": channel})).await;
    assert_eq!(on().await, json!([]));
}
