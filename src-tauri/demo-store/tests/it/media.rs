//! Images: library, products, variants.

use evenshelf_demo_store::Options;
use serde_json::{Value as Json, json};

use crate::client::{SET, Shop, each, quick, sized};

#[tokio::test]
async fn addresses_are_the_stores_own() {
    let shop = Shop::empty().await;
    let source = "https://example.com/pics/hat.jpg?x=1";
    let input = json!({"title": "Hat", "files": [{"originalSource": source, "alt": "A hat"}, {"originalSource": source}]});
    let product = shop.product(input).await;
    let media = &product["media"]["nodes"];
    let urls: Vec<String> = each(media, "image")
        .iter()
        .map(|image| image["url"].as_str().expect("an address").to_owned())
        .collect();
    assert!(
        urls[0].starts_with("https://cdn.shopify.com/s/files/1/") && urls[0].contains("/hat.jpg?v="),
        "{}",
        urls[0]
    );
    assert!(
        urls[1].contains("/hat_") && urls[1] != urls[0],
        "a name that is taken gets a suffix: {}",
        urls[1]
    );
    assert_eq!(media[0]["alt"], "A hat");
    assert_ne!(media[0]["id"], media[1]["id"]);
    let files = shop.ask("{files(first:5){nodes{id alt fileStatus}}}", json!({})).await;
    assert_eq!(files["files"]["nodes"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn of_variants() {
    let shop = Shop::empty().await;
    let mut input = sized("Tee", &["S", "M"]);
    let file = json!({"originalSource": "https://example.com/s.jpg"});
    input["files"] = json!([file, {"originalSource": "HTTPS://example.com/m.jpg"}]);
    input["variants"][0]["file"] = file;
    let product = shop.product(input).await;
    let variants = &product["variants"]["nodes"];
    assert_eq!(variants[0]["media"]["nodes"][0]["id"], product["media"]["nodes"][0]["id"]);
    assert_eq!(variants[1]["media"]["nodes"], json!([]));
    // Taken off the product, it is off the variant too; it stays in the library.
    let update = "mutation($f: [FileUpdateInput!]!){fileUpdate(files:$f){files{id} userErrors{code field}}}";
    let id = product["media"]["nodes"][0]["id"].clone();
    shop.apply(update, json!({"f": [{"id": id, "referencesToRemove": [product["id"]]}]})).await;
    let read = "query($id: ID!, $f: ID!){product(id:$id){media(first:5){nodes{id}} variants(first:1){nodes{media(first:1){nodes{id}}}}} node(id:$f){id}}";
    let data = shop.ask(read, json!({"id": product["id"], "f": id})).await;
    assert_eq!(data["product"]["media"]["nodes"].as_array().map(Vec::len), Some(1));
    assert_eq!(data["product"]["variants"]["nodes"][0]["media"]["nodes"], json!([]));
    assert_eq!(data["node"]["id"], id);
    shop.apply(update, json!({"f": [{"id": id, "alt": "Back", "referencesToAdd": [product["id"]]}]})).await;
    let missing = shop.ask(update, json!({"f": [{"id": "gid://shopify/MediaImage/1"}]})).await;
    assert_eq!(missing["fileUpdate"]["userErrors"][0]["code"], "FILE_DOES_NOT_EXIST");
    let long = shop.ask(update, json!({"f": [{"id": id, "alt": "a".repeat(513)}]})).await;
    assert_eq!(long["fileUpdate"]["userErrors"][0]["code"], "ALT_VALUE_LIMIT_EXCEEDED");
}

#[tokio::test]
async fn processing_takes_time_and_may_fail() {
    let shop = Shop::open(Options { products: 0, media_delay_ms: 150, ..quick() }).await;
    let input = json!({"title": "Hat", "files": [
        {"originalSource": "https://example.com/good.jpg"}, {"originalSource": "https://gone.invalid/bad.jpg"}
    ]});
    let product = shop.product(input).await;
    let read = "query($id: ID!){product(id:$id){media(first:5){nodes{status mediaErrors{code} ... on MediaImage{image{url}}}}}}";
    let states = |data: &Json| each(&data["product"]["media"]["nodes"], "status");
    let early = shop.ask(read, json!({"id": product["id"]})).await;
    assert_eq!(states(&early), ["PROCESSING", "PROCESSING"]);
    assert_eq!(early["product"]["media"]["nodes"][0]["image"], Json::Null);
    let update = "mutation($f: [FileUpdateInput!]!){fileUpdate(files:$f){userErrors{code}}}";
    let id = product["media"]["nodes"][0]["id"].clone();
    let soon = shop.ask(update, json!({"f": [{"id": id, "alt": "x"}]})).await;
    assert_eq!(soon["fileUpdate"]["userErrors"][0]["code"], "NON_READY_STATE");
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    let late = shop.ask(read, json!({"id": product["id"]})).await;
    assert_eq!(states(&late), ["READY", "FAILED"]);
    assert_eq!(late["product"]["media"]["nodes"][1]["mediaErrors"][0]["code"], "IMAGE_DOWNLOAD_FAILURE");
}

#[tokio::test]
async fn order() {
    let shop = Shop::empty().await;
    let files: Vec<Json> =
        (0..3).map(|n| json!({"originalSource": format!("https://example.com/{n}.jpg")})).collect();
    let product = shop.product(json!({"title": "Hat", "files": files})).await;
    let ids = each(&product["media"]["nodes"], "id");
    let reorder = "mutation($id: ID!, $m: [MoveInput!]!){productReorderMedia(id:$id,moves:$m){job{id done} userErrors: mediaUserErrors{code}}}";
    shop.apply(reorder, json!({"id": product["id"], "m": [{"id": ids[2], "newPosition": "0"}]})).await;
    let same = shop.apply(SET, json!({"identifier": {"id": product["id"]}, "input": {"title": "Hat"}})).await;
    assert_eq!(
        each(&same["product"]["media"]["nodes"], "id"),
        [ids[2].clone(), ids[0].clone(), ids[1].clone()]
    );
}

#[tokio::test]
async fn videos_and_models_stand_beside_images() {
    let shop = Shop::empty().await;
    let files = json!([
        {"originalSource": "https://example.com/a.jpg"},
        {"originalSource": "https://www.youtube.com/watch?v=abc", "alt": "How it is made"},
        {"originalSource": "https://example.com/b.mp4"},
        {"originalSource": "https://example.com/c.bin", "contentType": "MODEL_3D"}
    ]);
    let product = shop.product(json!({"title": "Hat", "files": files})).await;
    let read = "query($id: ID!){product(id:$id){
      media(first:5){nodes{__typename id alt mediaContentType preview{status} ... on ExternalVideo{originUrl host} ... on Video{filename}}} } }";
    let data = shop.ask(read, json!({"id": product["id"]})).await;
    let media = &data["product"]["media"]["nodes"];
    assert_eq!(each(media, "__typename"), ["MediaImage", "ExternalVideo", "Video", "Model3d"]);
    assert_eq!(media[1]["host"], "YOUTUBE");
    assert_eq!(media[2]["filename"], "b.mp4");
    let older = "# refused: going away, and still answered
      query($id: ID!){product(id:$id){images(first:5){nodes{url}}}}";
    let images = shop.ask(older, json!({"id": product["id"]})).await;
    assert_eq!(images["product"]["images"]["nodes"].as_array().map(Vec::len), Some(1));
    // Each is kept by its id, as images are; one that is left out goes.
    let kept = json!([{"id": media[2]["id"]}, {"id": media[0]["id"]}]);
    let set = json!({"identifier": {"id": product["id"]}, "input": {"files": kept}});
    let after = shop.apply(SET, set).await;
    assert_eq!(
        each(&after["product"]["media"]["nodes"], "id"),
        [media[2]["id"].clone(), media[0]["id"].clone()]
    );
    let found = shop.ask("query($id: ID!){node(id:$id){__typename id}}", json!({"id": media[1]["id"]})).await;
    assert_eq!(found["node"], json!({"__typename": "ExternalVideo", "id": media[1]["id"]}));
}

#[tokio::test]
async fn images_fail_for_different_reasons() {
    let shop = Shop::empty().await;
    let hosts = ["gone", "very.broken", "too-large", "no-image"];
    let files: Vec<Json> =
        hosts.iter().map(|host| json!({"originalSource": format!("https://{host}.invalid/a.jpg")})).collect();
    let product = shop.product(json!({"title": "Hat", "files": files})).await;
    let read = "query($id: ID!){product(id:$id){media(first:5){nodes{status mediaErrors{code message}}}}}";
    let data = shop.ask(read, json!({"id": product["id"]})).await;
    let codes: Vec<Json> = each(&data["product"]["media"]["nodes"], "mediaErrors")
        .iter()
        .map(|errors| errors[0]["code"].clone())
        .collect();
    assert_eq!(
        codes,
        [
            "IMAGE_DOWNLOAD_FAILURE",
            "IMAGE_PROCESSING_FAILURE",
            "INVALID_IMAGE_FILE_SIZE",
            "UNSUPPORTED_IMAGE_FILE_TYPE"
        ]
    );
}
