use std::sync::atomic::AtomicUsize;

use serde_json::json;

use super::super::documents as doc;
use super::super::test_server::{TestServer, answer};
use super::super::write::Kind;
use super::*;
use crate::shopify::Secret;

const SHOP: &str = r#"{"data":{"shop":{"id":"gid://shopify/Shop/1"}},"extensions":{"cost":{"requestedQueryCost":1,"actualQueryCost":1,"throttleStatus":{"maximumAvailable":2000.0,"currentlyAvailable":1999,"restoreRate":100.0}}}}"#;

fn read_call() -> Call {
    doc::SHOP.read(json!({}))
}

fn write_call() -> Call {
    Kind::DeleteProduct.document().write(json!({ "input": { "id": "p" } }))
}

fn client_credentials() -> Credentials {
    Credentials::Client { id: "id".into(), secret: Secret::new("shpss_secret") }
}

#[test]
fn addresses_are_checked() {
    let token = || Credentials::Token(Secret::new("t"));
    for (url, expected) in [
        ("https://shop.myshopify.com", Some("https://shop.myshopify.com/")),
        (" https://shop.myshopify.com/admin?x#y ", Some("https://shop.myshopify.com/")),
        ("http://127.0.0.1:8080", Some("http://127.0.0.1:8080/")),
        ("http://localhost:1", Some("http://localhost:1/")),
        ("http://[::1]:1", Some("http://[::1]:1/")),
        ("http://shop.myshopify.com", None),
        ("http://127.0.0.1.example.com", None),
        ("ftp://shop.myshopify.com", None),
        ("https://user:pass@shop.myshopify.com", None),
        ("shop.myshopify.com", None),
        ("", None),
    ] {
        let endpoint = Endpoint::new(url, token());
        assert_eq!(endpoint.ok().map(|endpoint| endpoint.url().to_string()).as_deref(), expected, "{url}");
    }
}

#[tokio::test]
async fn a_call_carries_token_version_and_document() {
    let server = TestServer::start(|_, _| answer(200, "x-shopify-api-version: 2026-07\r\n", SHOP)).await;
    let client = server.client();
    let reply = client.execute(&read_call()).await.unwrap();
    assert_eq!(reply.cost.unwrap().available, 1999.0);
    assert_eq!(client.counters(), Counters { reads: 1, writes: 0, points: 1 });
    let used = FallForward { asked: "2026-10".into(), used: "2026-07".into() };
    assert_eq!(client.fall_forward(), Some(used));
    let request = server.requests.lock().unwrap()[0].to_ascii_lowercase();
    for part in [
        "post /admin/api/2026-10/graphql.json http/1.1",
        "x-shopify-access-token: shpat_test",
        "user-agent: evenshelf/",
        "accept-encoding: gzip",
        r#""operationname":"shop""#,
    ] {
        assert!(request.contains(part), "{part} in {request}");
    }
}

#[tokio::test]
async fn a_lost_reply_puts_a_write_in_doubt_and_nothing_else() {
    let cut = answer(200, "", SHOP).replace(&SHOP[20..], "");
    for (response, kind, expected) in [
        (String::new(), CallKind::Write, Class::InDoubt),
        (String::new(), CallKind::Read, Class::Retry),
        (cut.clone(), CallKind::Write, Class::InDoubt),
        (cut, CallKind::Read, Class::Retry),
    ] {
        let server = TestServer::start(move |_, _| response.clone()).await;
        let call = Call { kind, ..write_call() };
        assert_eq!(server.client().execute(&call).await.unwrap_err().class, expected, "{kind:?}");
    }
    let nobody = Endpoint::new("http://127.0.0.1:1", Credentials::Token(Secret::new("t"))).unwrap();
    let error = Client::new(nobody).unwrap().execute(&write_call()).await.unwrap_err();
    assert_eq!(error.class, Class::Retry);
}

#[tokio::test]
async fn a_token_is_asked_for_once_and_renewed_when_it_runs_out() {
    let server = TestServer::start(|request, _| match request.starts_with("POST /admin/oauth") {
        true => answer(200, "", r#"{"access_token":"shpat_a","scope":"x","expires_in":1}"#),
        false => answer(200, "", SHOP),
    })
    .await;
    let client = server.client_with(client_credentials());
    let call = read_call();
    let (one, two, three) = tokio::join!(client.execute(&call), client.execute(&call), client.execute(&call));
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    assert_eq!(server.count("POST /admin/oauth"), 1);
    tokio::time::sleep(Duration::from_millis(850)).await;
    client.execute(&call).await.unwrap();
    assert_eq!(server.count("POST /admin/oauth"), 2);
    assert_eq!(server.count("grant_type=client_credentials&client_id=id&client_secret=shpss_secret"), 2);
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_by_all() {
    let grants = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&grants);
    let server = TestServer::start(move |request, _| {
        if request.starts_with("POST /admin/oauth") {
            let number = counted.fetch_add(1, Ordering::SeqCst);
            return answer(200, "", &format!(r#"{{"access_token":"shpat_{number}","expires_in":86399}}"#));
        }
        match request.contains("shpat_0") {
            true => answer(401, "", r#"{"errors":"[API] Invalid API key or access token"}"#),
            false => answer(200, "", SHOP),
        }
    })
    .await;
    let client = server.client_with(client_credentials());
    let call = write_call();
    let (one, two) = tokio::join!(client.execute(&call), client.execute(&call));
    assert!(one.is_ok() && two.is_ok());
    assert_eq!(grants.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn no_token_is_no_doubt_and_no_secret_is_told() {
    for (status, body, expected) in [
        (
            400,
            r#"{"error":"invalid_client","error_description":"shpss_secret is wrong"}"#,
            Class::Stop { reason: StopReason::Authentication },
        ),
        (500, "", Class::Retry),
        (200, "<html>", Class::Stop { reason: StopReason::NotAStore }),
    ] {
        let server = TestServer::start(move |_, _| answer(status, "", body)).await;
        let error = server.client_with(client_credentials()).execute(&write_call()).await.unwrap_err();
        assert_eq!(error.class, expected);
        assert!(!format!("{error:?}").contains("shpss_secret"), "{error:?}");
    }
    let refused = TestServer::start(|_, _| answer(401, "", r#"{"errors":"bad token shpat_test"}"#)).await;
    let error = refused.client().execute(&write_call()).await.unwrap_err();
    assert_eq!(error.class, Class::Stop { reason: StopReason::Authentication });
    assert!(error.what.contains("shpat_…"), "{error:?}");
}

#[tokio::test]
async fn a_read_waits_for_the_bucket_and_tells_so() {
    let throttled = r#"{"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":10,"actualQueryCost":null,"throttleStatus":{"maximumAvailable":1000.0,"currentlyAvailable":0,"restoreRate":50.0}}}}"#;
    let server =
        TestServer::start(move |_, number| answer(200, "", if number == 0 { throttled } else { SHOP })).await;
    let waits = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&waits);
    let client = server.client().with_observer(move |wait| told.lock().unwrap().push(wait.clone()));
    assert_eq!(client.shop().await.unwrap().id, "gid://shopify/Shop/1");
    assert_eq!(*waits.lock().unwrap(), [Wait { reason: WaitReason::RateLimit, ms: 1_000 }]);
}

#[tokio::test]
async fn a_download_goes_on_where_it_broke_off() {
    let file = "{\"id\":1}\n{\"id\":2}\n\n{\"id\":3}";
    let server = TestServer::start(move |request, _| {
        let from = request.lines().find_map(|line| line.strip_prefix("range: bytes=")?.strip_suffix('-'));
        match from.map(|from| from.parse::<usize>().unwrap()) {
            None => answer(200, "", file).replace(&file[12..], ""),
            Some(from) => answer(206, "", &file[from..]),
        }
    })
    .await;
    let client = server.client();
    let mut lines = client.bulk_lines(&format!("{}/results", server.url)).unwrap();
    let mut ids = Vec::new();
    while let Some(line) = lines.next().await.unwrap() {
        ids.push(line["id"].as_u64().unwrap());
    }
    assert_eq!(ids, [1, 2, 3]);
    assert_eq!(server.count("range: bytes=12-"), 1);
}

#[tokio::test]
async fn an_upload_sends_the_file_last() {
    let server = TestServer::start(|request, _| {
        let host =
            request.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default().to_owned();
        if request.starts_with("POST /upload") {
            return answer(201, "", "<xml/>");
        }
        if request.contains("stagedUploadsCreate") {
            let target = json!({"data": {"stagedUploadsCreate": {"stagedTargets": [{
                "url": format!("http://{host}/upload"),
                "parameters": [{"name": "key", "value": "tmp/1"}, {"name": "policy", "value": "p"}],
            }], "userErrors": []}}});
            return answer(200, "", &target.to_string());
        }
        let operation = json!({"data": {"bulkOperationRunMutation": {"bulkOperation": {
            "id": "gid://shopify/BulkOperation/1", "type": "MUTATION", "status": "CREATED", "createdAt": "t",
            "objectCount": "0", "rootObjectCount": "0",
        }, "userErrors": []}}});
        answer(200, "", &operation.to_string())
    })
    .await;
    let mut file = super::super::bulk::BulkFile::new().unwrap();
    assert_eq!(file.push(&json!({"a": 1})).unwrap(), Some(0));
    assert_eq!(file.push(&json!({"a": 2})).unwrap(), Some(1));
    let started =
        server.client().run_mutation(Kind::DeleteProduct.bulk_document(), file, "run-1").await.unwrap();
    assert_eq!(started.id, "gid://shopify/BulkOperation/1");
    let requests = server.requests.lock().unwrap();
    let upload = requests.iter().find(|request| request.starts_with("POST /upload")).unwrap();
    let place = |part: &str| upload.find(part).unwrap_or_else(|| panic!("{part} in {upload}"));
    let places = [
        place("name=\"key\""),
        place("name=\"policy\""),
        place("name=\"file\""),
        place("{\"a\":1}\n{\"a\":2}\n"),
    ];
    assert!(places.is_sorted(), "{upload}");
    assert!(!upload.contains("shpat_"), "the token must not go to the storage");
    assert!(requests.last().unwrap().contains("\"path\":\"tmp/1\""));
}

#[tokio::test]
async fn a_look_tells_at_once_that_nobody_answers() {
    // Bound and closed again.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for credentials in [Credentials::Token(Secret::new("t")), client_credentials()] {
        let endpoint = Endpoint::new(&format!("http://127.0.0.1:{port}"), credentials).unwrap();
        let waits = Arc::new(AtomicU64::new(0));
        let seen = waits.clone();
        let client = Client::new(endpoint).unwrap().with_observer(move |_| {
            seen.fetch_add(1, Ordering::Relaxed);
        });
        let error = client.reaching_once().shop().await.unwrap_err();
        assert!(error.unreached && error.what.ends_with("nobody answers at its address"), "{error:?}");
        assert_eq!(error.hint.as_deref(), Some("check the network, and the store's address"));
        assert_eq!(waits.load(Ordering::Relaxed), 0, "it was tried again");
    }
}
