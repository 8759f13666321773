//! The GraphQL endpoint.

use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::Json as Body;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value as Json, json};

use super::execute::{Finished, Work, cost_extension};
use super::versions::{self, Version};
use crate::cost;
use crate::graphql::coerce::{self, Args};
use crate::graphql::errors;
use crate::graphql::schema::api;
use crate::stats::add;
use crate::store::Store;
use crate::wire::Cut;

const TOKEN: &str = "x-shopify-access-token";
const COST_DEBUG: [&str; 2] = ["shopify-graphql-cost-debug", "x-graphql-cost-include-fields"];

pub async fn oldest_version(
    store: State<Store>,
    cut: ConnectInfo<Cut>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    endpoint(store, Path(versions::ALL[0].to_owned()), cut, headers, body).await
}

pub async fn endpoint(
    State(store): State<Store>,
    Path(asked): Path<String>,
    ConnectInfo(cut): ConnectInfo<Cut>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    // A connection that outlived its store gets no more answers.
    if store.is_closed() {
        cut.now();
    }
    let number = store.requests.fetch_add(1, Ordering::Relaxed);
    let request_id =
        uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, format!("{}/{number}", store.base).as_bytes())
            .to_string();
    let Some(version) = Version::serving(&asked) else {
        let body = json!({"errors": "Not Found"});
        return (StatusCode::NOT_FOUND, Body(body)).into_response();
    };
    let mut response = match authorize(&store, &headers) {
        None => unauthorized(&store),
        Some(app) => match read(&headers, &body) {
            Err((status, message)) => (status, Body(json!({"errors": message}))).into_response(),
            Ok(request) => {
                let debug = COST_DEBUG.iter().any(|name| headers.contains_key(*name));
                let caller = Caller { app, version, request_id: request_id.clone(), debug };
                serve(store, cut, caller, request).await
            }
        },
    };
    let out = response.headers_mut();
    for (name, value) in [("x-shopify-api-version", version.name()), ("x-request-id", request_id.as_str())] {
        if let Ok(value) = HeaderValue::from_str(value) {
            out.insert(HeaderName::from_static(name), value);
        }
    }
    response
}

/// Returns the app a valid token belongs to.
pub fn authorize(store: &Store, headers: &HeaderMap) -> Option<u64> {
    let token = headers.get(TOKEN)?.to_str().ok()?;
    let state = store.read();
    if let Some(app) = state.meta.apps.iter().find(|app| app.token == token) {
        return Some(app.id);
    }
    let now = jiff::Timestamp::now().as_microsecond();
    state.tokens.values().find(|row| row.token == token && row.expires_at > now).map(|row| row.app)
}

pub fn unauthorized(store: &Store) -> Response {
    add(&store.stats.unauthorized);
    let body =
        json!({"errors": "[API] Invalid API key or access token (unrecognized login or wrong password)"});
    (StatusCode::UNAUTHORIZED, Body(body)).into_response()
}

struct Request {
    query: String,
    variables: Args,
    operation: Option<String>,
}

/// Reads the body: JSON, or the bare document as `application/graphql`.
fn read(headers: &HeaderMap, body: &[u8]) -> Result<Request, (StatusCode, &'static str)> {
    let kind =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("").to_lowercase();
    if kind.starts_with("application/graphql") {
        return Ok(Request {
            query: String::from_utf8_lossy(body).into_owned(),
            variables: Args::new(),
            operation: None,
        });
    }
    if kind.is_empty() {
        return Err((StatusCode::BAD_REQUEST, "Content-Type header is missing"));
    }
    if !kind.starts_with("application/json") {
        return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported Media Type"));
    }
    let Ok(Json::Object(body)) = serde_json::from_slice::<Json>(body) else {
        return Err((StatusCode::BAD_REQUEST, "Bad Request"));
    };
    let Some(query) = body.get("query").and_then(Json::as_str) else {
        return Err((StatusCode::BAD_REQUEST, "Required parameter missing or invalid: query"));
    };
    let variables = match body.get("variables") {
        None | Some(Json::Null) => Args::new(),
        Some(Json::Object(map)) => map.clone(),
        Some(_) => return Err((StatusCode::BAD_REQUEST, "Variables must be an object")),
    };
    Ok(Request {
        query: query.to_owned(),
        variables,
        operation: body.get("operationName").and_then(Json::as_str).map(str::to_owned),
    })
}

/// Who asks, and how.
pub struct Caller {
    pub app: u64,
    pub version: Version,
    pub request_id: String,
    pub debug: bool,
}

fn ok(body: Json) -> Response {
    Body(body).into_response()
}

/// Everything after the request has been understood as one: cost, faults, execution.
async fn serve(store: Store, cut: Cut, caller: Caller, request: Request) -> Response {
    add(&store.stats.calls);
    let document = match api().document(&request.query) {
        Ok(document) => document,
        Err(list) => return ok(json!({ "errors": list })),
    };
    let operation = match document.operations.get(request.operation.as_deref()) {
        Ok(operation) => operation.clone(),
        Err(error) => {
            return ok(json!({"errors": [{"message": error.message().to_string()}]}));
        }
    };
    let locate = |definition: &apollo_compiler::ast::VariableDefinition| {
        let at = definition.name.location().and_then(|at| at.line_column(&document.sources));
        at.map_or(Json::Null, |at| json!({"line": at.line, "column": at.column}))
    };
    let variables = match coerce::variables(&api().schema, &operation, &request.variables, locate) {
        Ok(variables) => variables,
        Err(list) => return ok(json!({ "errors": list })),
    };
    if operation.is_mutation() {
        add(&store.stats.write_calls);
        store.let_in().await;
    }
    let requested = cost::requested(&document, &operation, &variables);
    if requested > cost::MAX_PER_DOCUMENT {
        let error = errors::max_cost(requested, cost::MAX_PER_DOCUMENT);
        return ok(json!({ "errors": [error] }));
    }
    #[allow(clippy::cast_precision_loss)]
    let points = requested as f64;
    if !store.bucket(caller.app, |bucket, now| bucket.reserve(points, now)) {
        add(&store.stats.throttled);
        let cost = cost_extension(&store, caller.app, requested, None);
        return ok(json!({"errors": [errors::throttled()], "extensions": {"cost": cost}}));
    }
    let timeout = Duration::from_millis(store.options.gateway_timeout_ms);
    let shared = store.clone();
    let request_id = caller.request_id.clone();
    // The work goes on when the caller hangs up, and when the gateway gives up on it.
    let work = tokio::spawn(async move {
        let work = Work { store: shared, caller, document, operation, variables, requested };
        work.run().await
    });
    match tokio::time::timeout(timeout, work).await {
        Ok(Ok(Finished::Reply(body))) => ok(body),
        Ok(Ok(Finished::Status(status))) => status_reply(status),
        Ok(Ok(Finished::Drop)) => {
            cut.now();
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Ok(Err(_)) => {
            let body = json!({"errors": [errors::internal(&request_id)]});
            (StatusCode::INTERNAL_SERVER_ERROR, Body(body)).into_response()
        }
        Err(_) => {
            add(&store.stats.errors);
            status_reply(504)
        }
    }
}

fn status_reply(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = match status.as_u16() {
        429 => {
            json!({"errors": "Exceeded 2 calls per second for api client. Reduce request rates to resume uninterrupted service."})
        }
        500 => json!({"errors": "Internal Server Error"}),
        _ => {
            // What stands in front of Shopify answers in HTML.
            let page = format!("<html><body><h1>{status}</h1></body></html>");
            return (status, [(header::CONTENT_TYPE, "text/html")], page).into_response();
        }
    };
    let mut response = (status, Body(body)).into_response();
    if status.as_u16() == 429 {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1.0"));
    }
    response
}
