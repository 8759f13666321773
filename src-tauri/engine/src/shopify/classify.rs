//! Decides from a reply, or the lack of one, what to do next. The body is read before the status: Shopify throttles
//! with HTTP 200.

use serde_json::Value;

use super::call::{CallKind, CostReport, GraphqlError, Reply};
use super::error::{CallError, Class, StopReason};

/// How long to wait where a reply asks for it without saying how long, in milliseconds. Shopify's own client
/// waits as long.
const RETRY_AFTER_DEFAULT_MS: u64 = 1_000;
/// The longest wait a reply may ask for before it is taken for an hour, in milliseconds.
const RETRY_AFTER_MAX_MS: u64 = 3_600_000;

/// How many of a reply's errors are told.
const MESSAGES_MAX: usize = 20;

/// An answer as it came over the wire.
pub(crate) struct Answer<'a> {
    pub status: u16,
    pub retry_after: Option<&'a str>,
    pub body: &'a [u8],
    pub api_version_used: Option<String>,
    pub latency_ms: u64,
}

/// Returns the reply in the answer, or what to do next.
pub(crate) fn classify(answer: &Answer<'_>, kind: CallKind) -> Result<Reply, CallError> {
    let body: Option<Value> = serde_json::from_slice(answer.body).ok();
    if let Some(body) = &body {
        let has_data = body.get("data").is_some_and(Value::is_object);
        let has_codes = errors(body).iter().any(|error| error.code.is_some());
        if (200..300).contains(&answer.status) || has_codes {
            return of_graphql(answer, body, has_data, kind);
        }
    }
    Err(of_status(answer, body.as_ref(), kind))
}

fn of_graphql(answer: &Answer<'_>, body: &Value, has_data: bool, kind: CallKind) -> Result<Reply, CallError> {
    let nothing = Value::Null;
    let extensions = body.get("extensions").unwrap_or(&nothing);
    let cost = CostReport::from_extensions(extensions);
    let errors = errors(body);
    if !has_data || (!errors.is_empty() && all_null(&body["data"])) {
        return Err(of_errors(&errors, kind).with_cost(cost));
    }
    let search_warnings = search_warnings(extensions);
    if kind == CallKind::Read && !search_warnings.is_empty() {
        let what = format!("the store ignored a filter: {}", search_warnings.join("; "));
        return Err(CallError::new(Class::Invalid, what)
            .with_hint("all rows must not be taken for the changed ones; run a full pull")
            .with_cost(cost));
    }
    Ok(Reply {
        data: body["data"].clone(),
        errors,
        cost,
        api_version_used: answer.api_version_used.clone(),
        search_warnings,
        latency_ms: answer.latency_ms,
    })
}

fn errors(body: &Value) -> Vec<GraphqlError> {
    match body.get("errors") {
        Some(Value::Array(list)) => list.iter().map(GraphqlError::from_json).collect(),
        Some(text @ Value::String(_)) => vec![GraphqlError::from_json(text)],
        _ => Vec::new(),
    }
}

fn all_null(data: &Value) -> bool {
    data.as_object().is_some_and(|fields| fields.values().all(Value::is_null))
}

fn search_warnings(extensions: &Value) -> Vec<String> {
    let searches = extensions.get("search").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let warnings = searches.iter().filter_map(|search| search.get("warnings")?.as_array()).flatten();
    warnings
        .map(|warning| {
            let of = |key: &str| warning.get(key).and_then(Value::as_str).unwrap_or("?").to_owned();
            format!("{}: {}", of("field"), of("message"))
        })
        .collect()
}

/// Returns what a request came to that has errors and no data.
pub(crate) fn of_errors(errors: &[GraphqlError], kind: CallKind) -> CallError {
    let has = |code: &str| errors.iter().find(|error| error.code.as_deref() == Some(code));
    let text = || match errors {
        [] => "the store answered with neither data nor errors".to_owned(),
        some => {
            let messages: Vec<&str> =
                some.iter().take(MESSAGES_MAX).map(|error| error.message.as_str()).collect();
            format!("the store answered: {}", messages.join("; "))
        }
    };
    if has("THROTTLED").is_some() {
        return CallError::new(Class::Throttled, "the store's rate limit was reached");
    }
    if let Some(error) = has("MAX_COST_EXCEEDED") {
        return CallError::new(Class::TooCostly, &error.message);
    }
    if let Some(error) = has("ACCESS_DENIED") {
        return access_denied(&error.message);
    }
    if let Some(error) = has("SHOP_INACTIVE") {
        return frozen(&error.message);
    }
    let server_failed =
        ["INTERNAL_SERVER_ERROR", "TIMEOUT", "SERVICE_UNAVAILABLE"].iter().any(|code| has(code).is_some());
    let execution_began = errors.iter().any(|error| !error.path.is_empty());
    let unknown = errors.is_empty() || (execution_began && errors.iter().all(|error| error.code.is_none()));
    if server_failed || unknown {
        let error = may_have_run(kind, text());
        return if has("INTERNAL_SERVER_ERROR").is_some() { error.ended() } else { error };
    }
    CallError::new(Class::Invalid, text()).with_hint("the store refuses this request as written; report it")
}

pub(crate) fn access_denied(message: &str) -> CallError {
    let scope = message
        .split_once("access scope")
        .and_then(|(before, _)| before.rsplit('`').nth(1))
        .filter(|scope| scope.contains('_'))
        .map(str::to_owned);
    let hint = match &scope {
        Some(scope) => format!(
            "add the scope {scope} to the app, release a new version of it and accept it in the store"
        ),
        None => "add the missing scope to the app, release a new version of it and accept it in the store"
            .to_owned(),
    };
    CallError::new(Class::Stop { reason: StopReason::Permission { scope } }, message).with_hint(hint)
}

fn frozen(message: &str) -> CallError {
    CallError::stop(
        StopReason::ShopFrozen,
        message,
        "the store is not active; its owner has to settle that with Shopify",
    )
}

/// Returns the error of a call that may have run to its end: in doubt for a write, another try for a read.
pub(crate) fn may_have_run(kind: CallKind, what: impl AsRef<str>) -> CallError {
    match kind {
        CallKind::Read => CallError::new(Class::Retry, what),
        CallKind::Write => CallError::new(Class::InDoubt, what),
    }
}

/// Statuses: https://shopify.dev/docs/api/usage/response-codes
fn of_status(answer: &Answer<'_>, body: Option<&Value>, kind: CallKind) -> CallError {
    let message = body.map(errors).and_then(|errors| Some(errors.first()?.message.clone()));
    let said = message.map_or(String::new(), |message| format!(": {message}"));
    let what = format!("the store answered HTTP {}{said}", answer.status);
    let after = answer.retry_after.map(retry_after_ms);
    match answer.status {
        200..=299 => may_have_run(kind, "the store's reply was not JSON").ended(),
        300..=399 | 404 => CallError::stop(
            StopReason::NotAStore,
            what,
            "check the address: it is https://NAME.myshopify.com, not the store's own domain",
        ),
        401 => CallError::stop(
            StopReason::Authentication,
            what,
            "the token is not valid for this store; add the store again with a new one",
        ),
        402 => frozen(&what),
        403 => access_denied(&what),
        423 => {
            CallError::stop(StopReason::Locked, what, "Shopify locked the store; write to Shopify's support")
        }
        429 if is_variant_limit(&said) => CallError::stop(
            StopReason::DailyVariantLimit,
            what,
            "the store has created all the variants Shopify allows it in a day; resume the run tomorrow",
        ),
        429 => CallError::new(Class::RetryAfter { ms: after.unwrap_or(RETRY_AFTER_DEFAULT_MS) }, what),
        430 => CallError::stop(
            StopReason::Refused,
            what,
            "Shopify's security refused the request; try from another network",
        ),
        503 | 540 => match after {
            Some(ms) => CallError::new(Class::RetryAfter { ms }, what),
            None => may_have_run(kind, what),
        },
        500 => may_have_run(kind, what).ended(),
        501..=599 => may_have_run(kind, what),
        _ => CallError::new(Class::Invalid, what),
    }
}

/// The throttle of new variants answers 429 like the others, and differs by its words only.
fn is_variant_limit(said: &str) -> bool {
    let said = said.to_ascii_lowercase();
    said.contains("variant") && (said.contains("daily") || said.contains("day") || said.contains("limit"))
}

/// Returns the milliseconds of a `Retry-After` in seconds, with or without a fraction. Dates are not understood.
fn retry_after_ms(text: &str) -> u64 {
    match text.trim().parse::<f64>() {
        Ok(seconds) if seconds >= 0.0 => ((seconds * 1_000.0).ceil() as u64).min(RETRY_AFTER_MAX_MS),
        _ => RETRY_AFTER_DEFAULT_MS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(status: u16, retry_after: Option<&str>, body: &str, kind: CallKind) -> Result<(), Class> {
        let answer =
            Answer { status, retry_after, body: body.as_bytes(), api_version_used: None, latency_ms: 1 };
        classify(&answer, kind).map(|_| ()).map_err(|error| error.class)
    }

    fn stop(reason: StopReason) -> Class {
        Class::Stop { reason }
    }

    #[test]
    fn every_answer_says_what_to_do_next() {
        let throttled = r#"{"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":752,"actualQueryCost":null,"throttleStatus":{"maximumAvailable":1000.0,"currentlyAvailable":666,"restoreRate":50.0}}}}"#;
        let costly = r#"{"errors":[{"message":"Query cost is 2003","extensions":{"code":"MAX_COST_EXCEEDED","cost":2003,"maxCost":1000}}]}"#;
        let internal =
            r#"{"errors":[{"message":"Internal error","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#;
        let denied = r#"{"data":{"publications":null},"errors":[{"message":"Access denied for publications field. Required access: `read_publications` access scope.","path":["publications"],"extensions":{"code":"ACCESS_DENIED"}}]}"#;
        let undefined = r#"{"errors":[{"message":"Field 'x' doesn't exist","locations":[],"extensions":{"code":"undefinedField"}}]}"#;
        let plain = r#"{"errors":[{"message":"syntax error"}]}"#;
        let unauthorised = r#"{"errors":"[API] Invalid API key or access token"}"#;
        let daily = r#"{"errors":"Daily variant creation limit reached"}"#;
        let warned = r#"{"data":{"products":{}},"extensions":{"search":[{"warnings":[{"field":"name","message":"Invalid search field for this query."}]}]}}"#;
        let partial = r#"{"data":{"a0":{"userErrors":[]},"a1":null},"errors":[{"message":"Internal error","path":["a1"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#;
        let (read, write) = (CallKind::Read, CallKind::Write);
        for (status, after, body, kind, expected) in [
            (200, None, r#"{"data":{"shop":{"id":"1"}}}"#, read, Ok(())),
            (200, None, partial, write, Ok(())),
            (200, None, throttled, write, Err(Class::Throttled)),
            (200, None, costly, read, Err(Class::TooCostly)),
            (200, None, internal, read, Err(Class::Retry)),
            (200, None, internal, write, Err(Class::InDoubt)),
            (500, None, internal, write, Err(Class::InDoubt)),
            (
                200,
                None,
                denied,
                read,
                Err(stop(StopReason::Permission { scope: Some("read_publications".into()) })),
            ),
            (200, None, undefined, write, Err(Class::Invalid)),
            (200, None, plain, write, Err(Class::Invalid)),
            (200, None, warned, read, Err(Class::Invalid)),
            (200, None, warned, write, Ok(())),
            (200, None, "{}", write, Err(Class::InDoubt)),
            (200, None, "{\"data\":{\"a0\"", write, Err(Class::InDoubt)),
            (200, None, "<html>", read, Err(Class::Retry)),
            (301, None, "", read, Err(stop(StopReason::NotAStore))),
            (400, None, "", write, Err(Class::Invalid)),
            (401, None, unauthorised, read, Err(stop(StopReason::Authentication))),
            (402, None, "", read, Err(stop(StopReason::ShopFrozen))),
            (403, None, "", read, Err(stop(StopReason::Permission { scope: None }))),
            (404, None, "{\"errors\":\"Not Found\"}", read, Err(stop(StopReason::NotAStore))),
            (423, None, "", write, Err(stop(StopReason::Locked))),
            (429, Some("2.0"), "", write, Err(Class::RetryAfter { ms: 2_000 })),
            (429, None, "", write, Err(Class::RetryAfter { ms: 1_000 })),
            (429, None, daily, write, Err(stop(StopReason::DailyVariantLimit))),
            (430, None, "", write, Err(stop(StopReason::Refused))),
            (500, None, "", write, Err(Class::InDoubt)),
            (502, None, "", read, Err(Class::Retry)),
            (503, Some("5"), "", write, Err(Class::RetryAfter { ms: 5_000 })),
            (503, None, "", write, Err(Class::InDoubt)),
            (504, None, "", write, Err(Class::InDoubt)),
        ] {
            assert_eq!(class(status, after, body, kind), expected, "HTTP {status} {after:?} {kind:?} {body}");
        }
    }

    #[test]
    fn a_throttled_reply_says_how_long() {
        let body = br#"{"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],"extensions":{"cost":{"requestedQueryCost":752,"actualQueryCost":null,"throttleStatus":{"maximumAvailable":1000.0,"currentlyAvailable":666,"restoreRate":50.0}}}}"#;
        let answer = Answer { status: 200, retry_after: None, body, api_version_used: None, latency_ms: 1 };
        let cost = classify(&answer, CallKind::Write).unwrap_err().cost.unwrap();
        assert_eq!((cost.actual, cost.wait_ms()), (None, 1_720));
    }
}
