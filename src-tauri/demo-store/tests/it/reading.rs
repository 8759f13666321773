//! Lists, filters, pages, look-ups, the demo catalogue.

use evenshelf_demo_store::Options;
use serde_json::{Value as Json, json};

use crate::client::{Shop, each, quick, sized};

async fn handles(shop: &Shop, arguments: &str) -> Vec<Json> {
    let data = shop.ask(&format!("{{products(first:50,{arguments}){{nodes{{handle}}}}}}"), json!({})).await;
    each(&data["products"]["nodes"], "handle")
}

#[tokio::test]
async fn filters_and_orders() {
    let shop = Shop::empty().await;
    let mut tee = sized("Tee", &["S"]);
    tee["tags"] = json!(["cotton"]);
    tee["vendor"] = "Acme".into();
    shop.product(tee).await;
    let middle = shop.product(json!({"title": "Mug", "status": "DRAFT", "productType": "Kitchen"})).await;
    shop.product(json!({"title": "Apron", "productType": "Kitchen"})).await;
    let since = middle["updatedAt"].as_str().expect("a time").to_owned();
    let rows: Vec<(String, &[&str])> = vec![
        ("query:\"\"".into(), &["tee", "mug", "apron"]),
        ("query:\"status:draft\"".into(), &["mug"]),
        ("query:\"product_type:Kitchen -status:draft\"".into(), &["apron"]),
        ("query:\"tag:cotton\"".into(), &["tee"]),
        ("query:\"vendor:acme\"".into(), &["tee"]),
        ("query:\"sku:Tee-S\"".into(), &["tee"]),
        ("query:\"handle:mug,tee\"".into(), &["tee", "mug"]),
        ("query:\"title:ap*\"".into(), &["apron"]),
        ("query:\"apron OR mug\"".into(), &["mug", "apron"]),
        (format!("query:\"updated_at:>'{since}'\",sortKey:UPDATED_AT"), &["apron"]),
        (format!("query:\"updated_at:>='{since}'\",sortKey:UPDATED_AT"), &["mug", "apron"]),
        ("sortKey:TITLE".into(), &["apron", "mug", "tee"]),
        ("sortKey:TITLE,reverse:true".into(), &["tee", "mug", "apron"]),
    ];
    for (arguments, wanted) in rows {
        assert_eq!(handles(&shop, &arguments).await, wanted, "{arguments}");
    }
    // A field that does not exist lets everything through, with a warning.
    let reply = shop.raw("{products(first:5,query:\"name:mug\"){nodes{id}}}", json!({})).await;
    assert_eq!(reply["data"]["products"]["nodes"].as_array().map(Vec::len), Some(3));
    assert_eq!(reply["extensions"]["search"][0]["warnings"][0]["field"], "name");
}

#[tokio::test]
async fn pages() {
    let shop = Shop::open(Options { products: 30, ..quick() }).await;
    let query = "query($after: String){products(first:7,after:$after,sortKey:UPDATED_AT){nodes{id} edges{cursor} pageInfo{hasNextPage hasPreviousPage endCursor}}}";
    let (mut after, mut seen, mut pages) = (Json::Null, Vec::new(), 0);
    loop {
        let data = shop.ask(query, json!({ "after": after })).await;
        let page = &data["products"];
        assert_eq!(page["pageInfo"]["hasPreviousPage"], pages > 0);
        seen.extend(each(&page["nodes"], "id"));
        pages += 1;
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
        after = page["pageInfo"]["endCursor"].clone();
        // A product that is deleted between pages shifts nothing.
        if pages == 1 {
            let delete =
                "mutation($id: ID!){productDelete(input:{id:$id}){deletedProductId userErrors{message}}}";
            shop.apply(delete, json!({"id": seen[0]})).await;
        }
    }
    assert_eq!((pages, seen.len()), (5, 30));
    let last =
        shop.ask("{products(last:2){nodes{id} pageInfo{hasNextPage hasPreviousPage}}}", json!({})).await;
    assert_eq!(last["products"]["pageInfo"], json!({"hasNextPage": false, "hasPreviousPage": true}));
}

#[tokio::test]
async fn by_id() {
    let shop = Shop::empty().await;
    let product = shop.product(sized("Tee", &["S"])).await;
    let variant = &product["variants"]["nodes"][0];
    let ids =
        json!([variant["inventoryItem"]["id"], product["id"], "gid://shopify/Product/1", variant["id"]]);
    let data = shop.ask(
        "query($ids: [ID!]!){nodes(ids:$ids){__typename id ... on Product{title} ... on ProductVariant{sku product{handle}} ... on InventoryItem{inventoryLevels(first:2){nodes{id}}}}}",
        json!({ "ids": ids }),
    ).await;
    let names: Vec<Json> =
        data["nodes"].as_array().expect("a list").iter().map(|node| node["__typename"].clone()).collect();
    assert_eq!(names, [json!("InventoryItem"), json!("Product"), Json::Null, json!("ProductVariant")]);
    assert_eq!(data["nodes"][3]["product"]["handle"], "tee");
    let level = data["nodes"][0]["inventoryLevels"]["nodes"][0]["id"].clone();
    let found = shop
        .ask("query($id: ID!){node(id:$id){... on InventoryLevel{item{id}}}}", json!({ "id": level }))
        .await;
    assert_eq!(found["node"]["item"]["id"], variant["inventoryItem"]["id"]);
}

#[tokio::test]
async fn publishing() {
    let shop = Shop::empty().await;
    let product = shop.product(json!({"title": "Tee"})).await;
    let data = shop.ask("{publications(first:5){nodes{id name catalog{title}}}}", json!({})).await;
    let nodes = &data["publications"]["nodes"];
    assert_eq!(each(nodes, "name"), ["Online Store", "Point of Sale"]);
    assert_eq!(nodes[0]["catalog"]["title"], "Online Store");
    let change = |verb: &str| {
        format!(
            "mutation($id: ID!, $p: ID!){{{verb}(id:$id,input:[{{publicationId:$p}}]){{publishable{{publishedOnPublication(publicationId:$p) ... on Product{{publishedAt}}}} userErrors{{field message}}}}}}"
        )
    };
    let variables = json!({"id": product["id"], "p": nodes[0]["id"]});
    let on = shop.apply(&change("publishablePublish"), variables.clone()).await;
    assert_eq!(on["publishable"]["publishedOnPublication"], true);
    assert!(on["publishable"]["publishedAt"].is_string());
    let off = shop.apply(&change("publishableUnpublish"), variables).await;
    assert_eq!(off["publishable"]["publishedOnPublication"], false);
}

#[tokio::test]
async fn taxonomy() {
    let shop = Shop::empty().await;
    let query = "query($s: String){taxonomy{categories(first:5,search:$s){nodes{id fullName level isLeaf}}}}";
    let data = shop.ask(query, json!({"s": "t-shirts"})).await;
    let first = &data["taxonomy"]["categories"]["nodes"][0];
    assert_eq!(first["fullName"], "Apparel & Accessories > Clothing > Clothing Tops > T-Shirts");
    let input = json!({"title": "Tee", "category": first["id"]});
    let product = shop.product(input).await;
    let read = "query($id: ID!){product(id:$id){category{fullName}}}";
    let data = shop.ask(read, json!({"id": product["id"]})).await;
    assert_eq!(data["product"]["category"]["fullName"], first["fullName"]);
}

#[tokio::test]
async fn tags_and_metafields() {
    let shop = Shop::empty().await;
    let product = shop.product(json!({"title": "Tee", "tags": ["b"]})).await;
    let id = product["id"].clone();
    let add = "mutation($id: ID!, $t: [String!]!){tagsAdd(id:$id,tags:$t){node{... on Product{tags}} userErrors{message}}}";
    let remove = add.replace("tagsAdd", "tagsRemove");
    assert_eq!(shop.apply(add, json!({"id": id, "t": ["a", "B"]})).await["node"]["tags"], json!(["a", "b"]));
    assert_eq!(shop.apply(&remove, json!({"id": id, "t": ["A"]})).await["node"]["tags"], json!(["b"]));

    let set = "mutation($m: [MetafieldsSetInput!]!){metafieldsSet(metafields:$m){metafields{id value compareDigest} userErrors{code field elementIndex}}}";
    let field = |value: &str| json!({"ownerId": id, "namespace": "custom", "key": "fit", "type": "single_line_text_field", "value": value});
    let first = shop.apply(set, json!({"m": [field("slim")]})).await["metafields"][0].clone();
    let with = |value: &str, digest: Json| {
        let mut field = field(value);
        field["compareDigest"] = digest;
        json!({"m": [field]})
    };
    shop.apply(set, with("wide", first["compareDigest"].clone())).await;
    let stale = shop.ask(set, with("tall", first["compareDigest"].clone())).await;
    assert_eq!(
        stale["metafieldsSet"]["userErrors"][0],
        json!({"code": "STALE_OBJECT", "field": ["metafields", "0", "compareDigest"], "elementIndex": 0})
    );
    let exists = shop.ask(set, with("tall", Json::Null)).await;
    assert_eq!(exists["metafieldsSet"]["userErrors"][0]["code"], "STALE_OBJECT");
    // All or nothing.
    let mut bad = field("x");
    bad["key"] = "width".into();
    bad["type"] = "number_integer".into();
    let refused = shop.ask(set, json!({"m": [field("never"), bad]})).await;
    assert_eq!(refused["metafieldsSet"]["userErrors"][0]["code"], "INVALID_VALUE");
    let read = "query($id: ID!){product(id:$id){metafield(namespace:\"custom\",key:\"fit\"){value}}}";
    assert_eq!(shop.ask(read, json!({ "id": id })).await["product"]["metafield"]["value"], "wide");
    let many: Vec<Json> = (0..26).map(|_| field("x")).collect();
    assert!(shop.raw(set, json!({ "m": many })).await["errors"][0]["message"].is_string());
    let delete = "mutation($m: [MetafieldIdentifierInput!]!){metafieldsDelete(metafields:$m){deletedMetafields{key} userErrors{message}}}";
    let gone = shop.apply(delete, json!({"m": [{"ownerId": id, "namespace": "custom", "key": "fit"}, {"ownerId": id, "namespace": "custom", "key": "no"}]})).await;
    assert_eq!(gone["deletedMetafields"], json!([{"key": "fit"}, null]));
}

#[tokio::test]
async fn the_demo_catalogue_is_the_same_for_the_same_seed() {
    let mut seen = Vec::new();
    for _ in 0..2 {
        let shop = Shop::open(Options { products: 60, locations: 3, ..quick() }).await;
        let data = shop.ask("{products(first:60){nodes{id handle title vendor tags category{fullName} variants(first:30){nodes{sku barcode price inventoryQuantity}}}} locations(first:5){nodes{name}}}", json!({})).await;
        assert_eq!(data["locations"]["nodes"].as_array().map(Vec::len), Some(3));
        for product in data["products"]["nodes"].as_array().expect("a list") {
            assert!(product["category"]["fullName"].is_string(), "{product}");
        }
        seen.push(data);
    }
    assert_eq!(seen[0], seen[1]);
    let products = seen[0]["products"]["nodes"].as_array().expect("a list");
    let handles: std::collections::BTreeSet<String> =
        products.iter().map(|p| p["handle"].to_string()).collect();
    assert_eq!(handles.len(), 60);
}
