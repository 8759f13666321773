//! Around the API: versions, tokens, bodies, errors of a request as a whole.

use evenshelf_demo_store::Options;
use serde_json::{Value as Json, json};

use crate::client::{Shop, quick};

#[tokio::test]
async fn versions_fall_forward() {
    let shop = Shop::empty().await;
    for (asked, status, serving) in [
        ("2026-10", 200, Some("2026-10")),
        ("2025-04", 200, Some("2026-01")),
        ("unstable", 200, Some("unstable")),
        ("2031-01", 404, None),
    ] {
        let reply = shop.request(asked, "{shop{name}}", json!({})).send().await.expect("a reply");
        assert_eq!(reply.status(), status, "{asked}");
        let header = reply.headers().get("x-shopify-api-version").and_then(|value| value.to_str().ok());
        assert_eq!(header, serving, "{asked}");
    }
    let data = shop.ask("{publicApiVersions{handle supported}}", json!({})).await;
    assert_eq!(data["publicApiVersions"][3], json!({"handle": "2026-10", "supported": true}));
}

#[tokio::test]
async fn bodies() {
    let shop = Shop::empty().await;
    let url = format!("{}/admin/api/2026-10/graphql.json", shop.running.url());
    let rows: [(&str, &str, u16); 6] = [
        ("application/json", "{\"query\":\"{shop{name}}\"}", 200),
        ("application/graphql", "{shop{name}}", 200),
        ("application/json", "{broken", 400),
        ("application/json", "{}", 400),
        ("text/plain", "{\"query\":\"{shop{name}}\"}", 415),
        ("", "{\"query\":\"{shop{name}}\"}", 400),
    ];
    for (kind, body, status) in rows {
        let mut request =
            shop.http.post(&url).header("X-Shopify-Access-Token", shop.running.token()).body(body);
        if !kind.is_empty() {
            request = request.header("Content-Type", kind);
        }
        assert_eq!(request.send().await.expect("a reply").status(), status, "{kind} {body}");
    }
}

#[tokio::test]
async fn tokens_are_asked_for_and_end() {
    let shop = Shop::open(Options { token_life_secs: 1, products: 0, ..quick() }).await;
    let url = format!("{}/admin/oauth/access_token", shop.running.url());
    let fields = [
        ("grant_type", "client_credentials".to_owned()),
        ("client_id", shop.running.client_id()),
        ("client_secret", shop.running.client_secret()),
    ];
    let form: Json =
        shop.http.post(&url).form(&fields).send().await.expect("a reply").json().await.expect("JSON");
    let object: serde_json::Map<String, Json> =
        fields.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    let posted: Json =
        shop.http.post(&url).json(&object).send().await.expect("a reply").json().await.expect("JSON");
    assert_ne!(form["access_token"], posted["access_token"]);
    assert_eq!(form["expires_in"], 1);
    assert!(form["scope"].as_str().expect("scopes").contains("write_products"));
    let ask = |token: String| {
        let url = format!("{}/admin/api/2026-10/graphql.json", shop.running.url());
        shop.http
            .post(url)
            .header("X-Shopify-Access-Token", token)
            .json(&json!({"query": "{shop{name}}"}))
            .send()
    };
    let token = form["access_token"].as_str().expect("a token").to_owned();
    assert_eq!(ask(token.clone()).await.expect("a reply").status(), 200);
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let ended = ask(token).await.expect("a reply");
    assert_eq!(ended.status(), 401);
    let body: Json = ended.json().await.expect("JSON");
    assert!(body["errors"].as_str().expect("a text").starts_with("[API] Invalid API key or access token"));
    let wrong =
        shop.http.post(&url).form(&[("grant_type", "client_credentials"), ("client_id", "x")]).send().await;
    assert_eq!(wrong.expect("a reply").status(), 400);
    let fresh: Json =
        shop.http.post(&url).form(&fields).send().await.expect("a reply").json().await.expect("JSON");
    let ended = shop.demo(reqwest::Method::POST, "tokens/expire", json!({})).await;
    assert!(ended["expired"].as_u64() >= Some(1));
    assert_eq!(
        ask(fresh["access_token"].as_str().expect("a token").into()).await.expect("a reply").status(),
        401
    );
    assert_eq!(ask(shop.running.token()).await.expect("a reply").status(), 200);
}

#[tokio::test]
async fn errors_of_a_request() {
    let shop = Shop::empty().await;
    let rows = [
        ("{shop{nothing}}", json!({}), "Field 'nothing' doesn't exist on type 'Shop'", "undefinedField"),
        (
            "{product{id}}",
            json!({}),
            "Field 'product' is missing required arguments: id",
            "missingRequiredArguments",
        ),
        ("{shop(x:1){name}}", json!({}), "Field 'shop' doesn't accept argument 'x'", "argumentNotAccepted"),
        (
            "mutation($input: ProductSetInput!){productSet(input:$input){product{id}}}",
            json!({"input": {"titel": "x"}}),
            "Variable $input of type ProductSetInput! was provided invalid value for titel (Field is not defined on ProductSetInput)",
            "INVALID_VARIABLE",
        ),
        (
            "mutation($input: ProductSetInput!){productSet(input:$input){product{id}}}",
            json!({"input": {"title": "x", "variants": [{"optionValues": [], "price": "cheap"}]}}),
            "Variable $input of type ProductSetInput! was provided invalid value for variants.0.price (invalid money 'cheap')",
            "INVALID_VARIABLE",
        ),
        (
            "query($i: ProductIdentifierInput!){productByIdentifier(identifier:$i){id}}",
            json!({"i": {"handle": "a", "id": "gid://shopify/Product/1"}}),
            "Variable $i of type ProductIdentifierInput! was provided invalid value",
            "INVALID_VARIABLE",
        ),
        ("{products{nodes{id}}}", json!({}), "you must provide one of first or last", "BAD_REQUEST"),
        ("{node(id:\"x\"){id}}", json!({}), "Invalid global id 'x'", "argumentLiteralsIncompatible"),
    ];
    for (query, variables, message, code) in rows {
        let reply = shop.raw(query, variables).await;
        assert_eq!(reply["errors"][0]["message"], message, "{query}\n{reply:#}");
        assert_eq!(reply["errors"][0]["extensions"]["code"], code, "{query}");
    }
}

#[tokio::test]
async fn the_way_in_for_tests() {
    let shop = Shop::empty().await;
    let bare = shop.http.get(format!("{}/_demo/state", shop.running.url())).send().await;
    assert_eq!(bare.expect("a reply").status(), 401);
    let state = shop.demo(reqwest::Method::GET, "state", json!({})).await;
    assert_eq!(state["products"], json!([]));
    assert!(!state.to_string().contains(&shop.running.token()));
    let unknown = shop.demo(reqwest::Method::POST, "faults", json!({"speling": 1})).await;
    assert!(unknown["error"].is_string());
    let stats = shop.stats().await;
    assert_eq!(stats["writeCalls"], 0);
    let left = shop.demo(reqwest::Method::POST, "bucket", json!({"available": 7})).await;
    assert!(left["available"].as_f64() >= Some(7.0));
}
