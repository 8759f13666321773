//! Tokens by the client credentials grant.
//! <https://shopify.dev/docs/apps/build/authentication-authorization/client-credentials-grant>

use axum::Json as Body;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value as Json, json};

use crate::query::shop::SCOPES;
use crate::state::TokenRow;
use crate::store::{Store, hash};

pub async fn access_token(State(store): State<Store>, headers: HeaderMap, body: Bytes) -> Response {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let fields = if kind.starts_with("application/json") {
        serde_json::from_slice::<Json>(&body).unwrap_or_default()
    } else {
        form(&String::from_utf8_lossy(&body))
    };
    let refuse = |error: &str, description: &str| {
        let body = json!({"error": error, "error_description": description});
        (StatusCode::BAD_REQUEST, Body(body)).into_response()
    };
    if fields["grant_type"] != "client_credentials" {
        return refuse("unsupported_grant_type", "The grant type is not supported by this store.");
    }
    let app = {
        let state = store.read();
        let found = state.meta.apps.iter().find(|app| {
            fields["client_id"] == app.client_id.as_str()
                && fields["client_secret"] == app.client_secret.as_str()
        });
        found.map(|app| app.id)
    };
    let Some(app) = app else {
        return refuse("application_cannot_be_found", "The client id or client secret is not known.");
    };
    let life = store.options.token_life_secs;
    let issued = store.change(|tx| {
        let id = tx.next_id();
        let now = jiff::Timestamp::now().as_microsecond();
        // Tokens that have ended a while ago are of no more use.
        let old: Vec<u64> =
            tx.tokens.values().filter(|row| row.expires_at < now).map(|row| row.id).take(16).collect();
        for old in old {
            tx.remove::<TokenRow>(old);
        }
        let random = uuid::Uuid::new_v4();
        let token = format!("shpat_{}", &hash(random.as_bytes())[..32]);
        tx.put(TokenRow { id, token: token.clone(), app, expires_at: now + life * 1_000_000 });
        token
    });
    match issued {
        Ok(token) => Body(json!({
            "access_token": token,
            "scope": SCOPES.join(","),
            "expires_in": life,
        }))
        .into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Reads a form body as an object of texts.
fn form(text: &str) -> Json {
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), Json::String(decode(value))))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|pair| std::str::from_utf8(pair).ok())
            .and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match (bytes[at], hex) {
            (b'+', _) => out.push(b' '),
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let read = form("grant_type=client_credentials&client_id=a%2Bb&client_secret=c+d&odd=%zz");
        assert_eq!(
            read,
            json!({"grant_type": "client_credentials", "client_id": "a+b", "client_secret": "c d", "odd": "%zz"})
        );
    }
}
