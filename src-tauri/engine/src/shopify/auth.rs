//! The access token: given once, or asked for with client credentials and renewed before it runs out.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;
use url::Url;

use super::client::UNREACHED_HINT;
use super::error::{CallError, Class, StopReason};
use super::secret::Secret;

/// A token is renewed this long before it expires, or when a fifth of its life is left if that is later.
/// Shopify's live for 24 hours.
const RENEW_BEFORE: Duration = Duration::from_secs(300);
/// The most of the token endpoint's answer that is read, in bytes.
const ANSWER_BYTES_MAX: usize = 64 * 1024;

/// How a program proves itself to a store. `Debug` shows no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Credentials {
    /// An access token of a custom app, which does not expire.
    Token(Secret),
    /// An app of the store's own organisation: tokens are asked for and last a day.
    Client { id: String, secret: Secret },
}

/// Holds the token in use. Parallel calls that find it stale wait for one renewal.
pub(crate) struct TokenKeeper {
    credentials: Credentials,
    endpoint: Url,
    held: Mutex<Option<Held>>,
}

#[derive(Clone)]
struct Held {
    token: Token,
    renew_at: Instant,
}

/// A token with the number of the renewal it came from.
#[derive(Clone)]
pub(crate) struct Token {
    pub secret: Secret,
    generation: u64,
}

#[derive(Deserialize)]
struct Granted {
    access_token: Secret,
    expires_in: Option<u64>,
}

impl TokenKeeper {
    pub fn new(credentials: Credentials, endpoint: Url) -> Self {
        Self { credentials, endpoint, held: Mutex::new(None) }
    }

    /// Returns a token that is good for now, asking for one where there is none or it is about to run out.
    pub async fn token(
        &self,
        http: &reqwest::Client,
        pace: &super::client::Pace,
    ) -> Result<Token, CallError> {
        let (id, secret) = match &self.credentials {
            Credentials::Token(token) => return Ok(Token { secret: token.clone(), generation: 0 }),
            Credentials::Client { id, secret } => (id, secret),
        };
        let mut held = self.held.lock().await;
        if let Some(held) = held.as_ref().filter(|held| Instant::now() < held.renew_at) {
            return Ok(held.token.clone());
        }
        let generation = held.as_ref().map_or(1, |held| held.token.generation + 1);
        pace.ready().await;
        let granted = self.ask(http, id, secret).await?;
        // An answer without a life is taken for Shopify's day.
        let life = Duration::from_secs(granted.expires_in.unwrap_or(86_399));
        let use_for = life.saturating_sub(RENEW_BEFORE).max(life.mul_f64(0.8));
        let token = Token { secret: granted.access_token, generation };
        *held = Some(Held { token: token.clone(), renew_at: Instant::now() + use_for });
        Ok(token)
    }

    /// Drops a token the store refused, unless it has been renewed since. Returns whether asking again makes sense.
    pub async fn refused(&self, token: &Token) -> bool {
        if matches!(self.credentials, Credentials::Token(_)) {
            return false;
        }
        let mut held = self.held.lock().await;
        if let Some(held) = held.as_mut().filter(|held| held.token.generation == token.generation) {
            held.renew_at = Instant::now();
        }
        true
    }

    async fn ask(&self, http: &reqwest::Client, id: &str, secret: &Secret) -> Result<Granted, CallError> {
        let form =
            [("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret.expose())];
        let sent = http.post(self.endpoint.clone()).form(&form).send().await;
        // Whatever happens here, the call that needed the token has not been sent.
        let answer = sent.map_err(|error| {
            let what = format!("no token: {}", super::client::transport_words(&error));
            let told = CallError::new(Class::Retry, what);
            if error.is_connect() { told.with_hint(UNREACHED_HINT).unreached() } else { told }
        })?;
        let status = answer.status().as_u16();
        let body = super::client::bounded_body(answer, ANSWER_BYTES_MAX)
            .await
            .map_err(|what| CallError::new(Class::Retry, format!("no token: {what}")))?;
        match status {
            200..=299 => serde_json::from_slice(&body).map_err(|_| {
                CallError::stop(
                    StopReason::NotAStore,
                    "the store answered the request for a token with something else",
                    "check the address: it is https://NAME.myshopify.com",
                )
            }),
            429 | 500..=599 => {
                Err(CallError::new(Class::Retry, format!("no token: the store answered HTTP {status}")))
            }
            _ => Err(CallError::stop(
                StopReason::Authentication,
                format!("the store gave no token (HTTP {status}): {}", oauth_words(&body)),
                "check client id and secret, that the app is installed on this store, and that app and store belong to the same organisation",
            )),
        }
    }
}

/// Returns what an OAuth error says, bounded, or that it says nothing.
fn oauth_words(body: &[u8]) -> String {
    let body: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let words = ["error_description", "error", "errors"].iter().find_map(|key| body.get(key)?.as_str());
    words.map_or_else(|| "no reason given".to_owned(), |words| words.chars().take(200).collect())
}
