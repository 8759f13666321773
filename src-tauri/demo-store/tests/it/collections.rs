//! Collections: where their products come from, and in which order.

use serde_json::{Value as Json, json};

use crate::client::{SET, Shop, each, quick, sized};

const CREATE: &str = "mutation($collection: CollectionCreateInput!) {
  collectionCreate(collection: $collection) {
    collection { id handle sources { id title } productsCount { count } image { url altText } }
    userErrors { field message } } }";

const UPDATE: &str = "mutation($collection: CollectionUpdateInput!) {
  collectionUpdate(collection: $collection) {
    collection { id handle title productsCount { count } }
    job { id done }
    userErrors { field message } } }";

const ADD: &str = "# refused: going away, and still answered
mutation($id: ID!, $ids: [ID!]!) {
  collectionAddProductsV2(id: $id, productIds: $ids) { job { id done } userErrors { message } } }";

const REORDER: &str = "mutation($id: ID!, $moves: [MoveInput!]!) {
  collectionReorderProducts(id: $id, moves: $moves) { job { id done } userErrors { code field message } } }";

const READ: &str = "query($handle: String!) {
  collectionByIdentifier(identifier: { handle: $handle }) {
    title sortOrder
    products(first: 50) { nodes { title } }
    sources { ... on CollectionConditionsSource {
      id title shareable targetType products(first: 5) { nodes { title } }
      exclusion { matchType selections(first: 5) { nodes { product { title } } }
        conditions { id ... on CollectionSourceExclusionConditionProductType { relation matchType values } } }
      inclusion {
        matchType
        conditions { __typename id
          ... on CollectionSourceInclusionConditionProductTag { tagRelation: relation matchType values }
          ... on CollectionSourceInclusionConditionVariantPrice { priceRelation: relation value { amount currencyCode } } }
        selections(first: 50) { nodes { variantIds product { title } } } } } } } }";

struct Shelf {
    shop: Shop,
    products: Vec<String>,
}

impl Shelf {
    async fn with(titles: &[&str]) -> Self {
        let shop = Shop::empty().await;
        let mut products = Vec::new();
        for title in titles {
            let product = shop.product(sized(title, &["S"])).await;
            products.push(product["id"].as_str().expect("an id").to_owned());
        }
        Self { shop, products }
    }

    fn picks(&self, which: &[usize]) -> Vec<Json> {
        which.iter().map(|at| json!({"productId": self.products[*at]})).collect()
    }

    async fn read(&self, handle: &str) -> Json {
        self.shop.ask(READ, json!({ "handle": handle })).await["collectionByIdentifier"].clone()
    }

    async fn titles(&self, handle: &str) -> Vec<Json> {
        each(&self.read(handle).await["products"]["nodes"], "title")
    }

    /// Waits until a payload's job is done: its work was spawned before the reply, so few looks are needed.
    async fn settle(&self, payload: &Json) {
        let id = &payload["job"]["id"];
        assert_eq!(payload["job"]["done"], false, "{payload}");
        for _ in 0..1000 {
            let job =
                self.shop.ask("query($id: ID!) { job(id: $id) { id done } }", json!({ "id": id })).await;
            if job["job"]["done"] == true {
                return;
            }
        }
        panic!("{payload} is never done");
    }
}

#[tokio::test]
async fn picked_products_are_added_removed_and_moved() {
    let shelf = Shelf::with(&["Tee", "Mug", "Lamp", "Rug"]).await;
    let created = shelf
        .shop
        .apply(
            CREATE,
            json!({"collection": {
                "title": "New in", "sortOrder": "MANUAL",
                "image": {"src": "https://example.com/new.jpg", "altText": "New things"},
                "sources": [{"source": {"title": "Picked", "inclusion": {"selections": shelf.picks(&[2, 0])}}}]
            }}),
        )
        .await["collection"]
        .clone();
    assert_eq!(created["handle"], "new-in");
    assert_eq!(created["productsCount"]["count"], 2);
    assert_eq!(created["image"]["altText"], "New things");
    assert_eq!(shelf.titles("new-in").await, ["Lamp", "Tee"]);

    let source = &created["sources"][0]["id"];
    let change = json!({"collection": {"id": created["id"], "title": "Newest", "sourcesToUpdate": [{"condition": {
        "id": source,
        "inclusion": {"selectionsToAdd": shelf.picks(&[1, 3]), "selectionsToRemove": shelf.picks(&[0])}
    }}]}});
    let changed = shelf.shop.apply(UPDATE, change).await;
    assert_eq!(changed["collection"]["title"], "Newest");
    assert_eq!(changed["collection"]["productsCount"]["count"], 2, "products follow the reply");
    shelf.settle(&changed).await;
    assert_eq!(shelf.titles("new-in").await, ["Lamp", "Mug", "Rug"]);

    let moves =
        json!([{"id": shelf.products[3], "newPosition": "0"}, {"id": shelf.products[2], "newPosition": "9"}]);
    let moved = shelf.shop.apply(REORDER, json!({"id": created["id"], "moves": moves})).await;
    shelf.settle(&moved).await;
    assert_eq!(shelf.titles("new-in").await, ["Rug", "Mug", "Lamp"]);
    let owner = shelf
        .shop
        .ask(
            "query($id: ID!) { product(id: $id) { collections(first: 5) { nodes { handle } } } }",
            json!({"id": shelf.products[3]}),
        )
        .await;
    assert_eq!(owner["product"]["collections"]["nodes"], json!([{"handle": "new-in"}]));
}

#[tokio::test]
async fn rules_see_every_change() {
    let shelf = Shelf::with(&["Tee", "Mug"]).await;
    let source = json!({"title": "On sale", "inclusion": {"matchType": "ALL", "conditions": [
        {"productTag": {"relation": "TAGGED_WITH", "matchType": "ANY", "values": ["sale"]}},
        {"variantPrice": {"relation": "LESS_THAN", "value": {"amount": "15", "currencyCode": "USD"}}}
    ]}});
    let created = shelf
        .shop
        .apply(CREATE, json!({"collection": {"title": "Sale", "sources": [{ "source": source }]}}))
        .await["collection"]
        .clone();
    assert_eq!(created["productsCount"]["count"], 0);
    let tag = "mutation($id: ID!) { tagsAdd(id: $id, tags: [\"Sale\"]) { userErrors { message } } }";
    shelf.shop.apply(tag, json!({"id": shelf.products[1]})).await;
    let sale = shelf.read("sale").await;
    assert_eq!(each(&sale["products"]["nodes"], "title"), ["Mug"]);
    let inclusion = &sale["sources"][0]["inclusion"];
    assert_eq!(inclusion["conditions"][0]["values"], json!(["sale"]));
    assert_eq!(inclusion["conditions"][1]["value"], json!({"amount": "15.0", "currencyCode": "USD"}));
    assert_eq!(inclusion["selections"]["nodes"], json!([]));

    // A condition changes, another goes, a third comes.
    let change = json!({"collection": {"id": created["id"], "sourcesToUpdate": [{"condition": {
        "id": sale["sources"][0]["id"],
        "inclusion": {
            "matchType": "ANY",
            "conditionsToUpdate": [{"id": inclusion["conditions"][0]["id"],
                "condition": {"productTag": {"values": ["never"]}}}],
            "conditionsToDelete": [inclusion["conditions"][1]["id"]],
            "conditionsToCreate": [{"productTitle": {"relation": "EQUALS", "matchType": "ANY", "values": ["tee"]}}]
        }
    }}]}});
    let changed = shelf.shop.apply(UPDATE, change).await;
    assert_eq!(changed["job"], Json::Null, "nothing is picked by hand");
    assert_eq!(shelf.titles("sale").await, ["Tee"]);
}

#[tokio::test]
async fn what_is_excluded_stays_out() {
    let shelf = Shelf::with(&["Tee", "Mug", "Lamp"]).await;
    let source = json!({"title": "Most", "inclusion": {"selections": shelf.picks(&[0, 1, 2])}, "exclusion": {
        "selections": shelf.picks(&[1]),
        "conditions": [{"productType": {"relation": "EQUALS", "matchType": "ANY", "values": ["light"]}}]}});
    let input =
        json!({"collection": {"title": "Most", "sortOrder": "MANUAL", "sources": [{ "source": source }]}});
    let created = shelf.shop.apply(CREATE, input).await["collection"].clone();
    assert_eq!(shelf.titles("most").await, ["Tee", "Lamp"]);
    let lamp = json!({"identifier": {"id": shelf.products[2]}, "input": {"productType": "Light"}});
    shelf.shop.apply(SET, lamp).await;
    let read = shelf.read("most").await;
    assert_eq!(each(&read["products"]["nodes"], "title"), ["Tee"]);
    let exclusion = &read["sources"][0]["exclusion"];
    assert_eq!(exclusion["selections"]["nodes"], json!([{"product": {"title": "Mug"}}]));
    assert_eq!(exclusion["conditions"][0]["values"], json!(["light"]));
    let change = json!({"collection": {"id": created["id"], "sourcesToUpdate": [{"condition": {
        "id": read["sources"][0]["id"],
        "exclusion": {"selectionsToRemove": shelf.picks(&[1]), "selectionsToAdd": shelf.picks(&[0]),
            "conditionsToDelete": [exclusion["conditions"][0]["id"]]}}}]}});
    shelf.shop.apply(UPDATE, change).await;
    assert_eq!(shelf.titles("most").await, ["Mug", "Lamp"]);
}

#[tokio::test]
async fn what_is_wrong_is_said() {
    let shelf = Shelf::with(&["Tee"]).await;
    let refused = async |query: &str, variables: Json| {
        let data = shelf.shop.ask(query, variables).await;
        let payload = data.as_object().and_then(|data| data.values().next()).cloned().expect("a payload");
        payload["userErrors"][0]["message"].as_str().unwrap_or("nothing").to_owned()
    };
    let made = shelf.shop.apply(CREATE, json!({"collection": {"title": "Tees"}})).await;
    let id = &made["collection"]["id"];
    let pick = json!([{"id": shelf.products[0], "newPosition": "0"}]);
    for (query, variables, message) in [
        (CREATE, json!({"collection": {"title": " "}}), "Title can't be blank"),
        (CREATE, json!({"collection": {"title": "A", "handle": "tees"}}), "Handle has already been taken"),
        (
            CREATE,
            json!({"collection": {"title": "A", "sources": [{"source": {"title": "B", "inclusion": {"conditions": [{}]}}}]}}),
            "Exactly one condition type must be provided",
        ),
        (UPDATE, json!({"collection": {"id": "gid://shopify/Collection/1"}}), "Collection does not exist"),
        (
            UPDATE,
            json!({"collection": {"id": id, "sourcesToDelete": ["gid://shopify/CollectionConditionsSource/1"]}}),
            "Source does not exist",
        ),
        (
            REORDER,
            json!({"id": id, "moves": pick}),
            "Can't reorder products unless collection is manually sorted",
        ),
    ] {
        assert_eq!(refused(query, variables).await, message);
    }
}

#[tokio::test]
async fn the_older_ways_still_work() {
    let shelf = Shelf::with(&["Tee", "Mug"]).await;
    let made = shelf.shop.apply(CREATE, json!({"collection": {"title": "Tees"}})).await;
    let id = &made["collection"]["id"];
    let added = shelf.shop.apply(ADD, json!({"id": id, "ids": shelf.products})).await;
    shelf.settle(&added).await;
    assert_eq!(shelf.titles("tees").await, ["Tee", "Mug"]);
    // A whole list of collections takes the product out of all others.
    let leave = json!({"identifier": {"id": shelf.products[0]}, "input": {"collections": []}});
    shelf.shop.apply(SET, leave).await;
    assert_eq!(shelf.titles("tees").await, ["Mug"]);
    let rename = json!({"collection": {"id": id, "handle": "mugs", "redirectNewHandle": true}});
    shelf.shop.apply(UPDATE, rename).await;
    let redirects = shelf.shop.ask("{ urlRedirects(first: 5) { nodes { path target } } }", json!({})).await;
    assert_eq!(
        redirects["urlRedirects"]["nodes"],
        json!([{"path": "/collections/tees", "target": "/collections/mugs"}])
    );
}

#[tokio::test]
async fn a_job_outlives_the_process() {
    let shop =
        Shop::open(evenshelf_demo_store::Options { products: 0, operation_delay_ms: 60_000, ..quick() })
            .await;
    let product = shop.product(sized("Tee", &["S"])).await;
    let made = shop.apply(CREATE, json!({"collection": {"title": "Tees"}})).await;
    let id = made["collection"]["id"].clone();
    let added = shop.apply(ADD, json!({"id": id, "ids": [product["id"]]})).await;
    let shop = shop.reopen(quick()).await;
    let shelf = Shelf { shop, products: vec![] };
    shelf.settle(&json!({"job": {"id": added["job"]["id"], "done": false}})).await;
    assert_eq!(shelf.titles("tees").await, ["Tee"]);
}
