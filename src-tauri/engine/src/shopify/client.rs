//! One store over HTTPS: sends single calls, keeps the token fresh, watches the API version.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use serde_json::json;
use url::{Host, Url};

use super::auth::{Credentials, TokenKeeper};
use super::call::{Call, CallKind, CostReport, Reply};
use super::classify::{Answer, classify, may_have_run};
use super::error::{CallError, Class, StopReason};
use super::reads_channels::AskedPublications;

/// The newest stable version when this was written; supported until October 2027.
pub const DEFAULT_API_VERSION: &str = "2026-10";
/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a call may take in all. Shopify's own gateway gives up after 10 s, so a slower reply is a lost one.
const CALL_TIMEOUT: Duration = Duration::from_secs(30);
/// The most of a reply that is read, in bytes: 250 products with 100 variants each stay below half of it.
const REPLY_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Requests a second where replies carry no throttle status (tokens, staged uploads, polls, downloads), and how
/// many may come at once. Shopify names no figure for these; two a second is what its first API allowed.
const PACE_PER_SECOND: NonZeroU32 = NonZeroU32::new(2).unwrap();
const PACE_BURST: NonZeroU32 = NonZeroU32::new(10).unwrap();

/// A store's address with what opens it. `Debug` shows no secret.
#[derive(Debug, Clone)]
pub struct Endpoint {
    url: Url,
    pub api_version: String,
    pub credentials: Credentials,
}

impl Endpoint {
    /// Takes `https://NAME.myshopify.com`; plain `http` is accepted for loopback only.
    pub fn new(url: &str, credentials: Credentials) -> Result<Self, CallError> {
        let refuse = |what: String| {
            Err(CallError::stop(
                StopReason::NotAStore,
                what,
                "write the address as https://NAME.myshopify.com",
            ))
        };
        let Ok(mut url) = Url::parse(url.trim()) else {
            return refuse(format!("{url} is no address"));
        };
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => return refuse(format!("{url} is not encrypted, and not on this machine")),
            other => return refuse(format!("{other} is no scheme of a store")),
        }
        if url.host().is_none() || !url.username().is_empty() || url.password().is_some() {
            return refuse("the address names no host, or carries a password".to_owned());
        }
        url.set_path("/");
        url.set_query(None);
        url.set_fragment(None);
        Ok(Self { url, api_version: DEFAULT_API_VERSION.to_owned(), credentials })
    }

    pub fn with_api_version(mut self, api_version: impl Into<String>) -> Self {
        self.api_version = api_version.into();
        self
    }

    /// Returns the address with nothing after the host.
    pub fn url(&self) -> &Url {
        &self.url
    }

    fn at(&self, path: &str) -> Url {
        let mut url = self.url.clone();
        url.set_path(path);
        url
    }
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => IpAddr::V4(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::V6(ip).is_loopback(),
        None => false,
    }
}

/// The store answered with another API version than was asked for: the one asked for is no longer served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FallForward {
    pub asked: String,
    pub used: String,
}

impl FallForward {
    /// Returns the warning in the owner's words.
    pub fn words(&self) -> String {
        let Self { asked, used } = self;
        format!("the store no longer speaks API version {asked}, it answered as {used}; update this program")
    }
}

/// What the client did so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counters {
    pub reads: u64,
    pub writes: u64,
    /// Points that replies reported as spent, rounded.
    pub points: u64,
}

/// Why a read, or a bulk operation, waits.
#[derive(Debug, Clone, PartialEq)]
pub struct Wait {
    pub reason: WaitReason,
    pub ms: u64,
}

#[derive(Debug, Clone, PartialEq)]
pub enum WaitReason {
    RateLimit,
    /// The store, or the network, did not answer as it should.
    StoreTrouble {
        what: String,
    },
}

/// What the owner can do where no connection is made.
pub(crate) const UNREACHED_HINT: &str = "check the network, and the store's address";

type Observer = Arc<dyn Fn(&Wait) + Send + Sync>;

/// Meters requests that carry no throttle status.
pub(crate) struct Pace(DefaultDirectRateLimiter);

impl Pace {
    fn new() -> Self {
        Self(RateLimiter::direct(Quota::per_second(PACE_PER_SECOND).allow_burst(PACE_BURST)))
    }

    /// Returns when another request may go; first come, first served.
    pub async fn ready(&self) {
        self.0.until_ready().await;
    }
}

/// One store. Cloning is cheap and shares everything: token, counters, connections.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    observer: Option<Observer>,
    /// Whether a connection that cannot be made is tried again.
    reaches_once: bool,
}

struct Shared {
    endpoint: Endpoint,
    graphql: Url,
    http: reqwest::Client,
    keeper: TokenKeeper,
    pace: Pace,
    reads: AtomicU64,
    writes: AtomicU64,
    points: AtomicU64,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    cost: Option<CostReport>,
    fall_forward: Option<FallForward>,
    publications: AskedPublications,
}

impl Client {
    /// Prepares a client; nothing is sent.
    pub fn new(endpoint: Endpoint) -> Result<Self, CallError> {
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("Evenshelf/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(CALL_TIMEOUT)
            .gzip(true)
            // A token must not follow a redirect to somewhere else.
            .redirect(reqwest::redirect::Policy::none());
        if is_loopback(&endpoint.url) {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|error| {
            CallError::new(Class::Invalid, format!("no HTTP client: {}", transport_words(&error)))
        })?;
        let graphql = endpoint.at(&format!("/admin/api/{}/graphql.json", endpoint.api_version));
        let keeper = TokenKeeper::new(endpoint.credentials.clone(), endpoint.at("/admin/oauth/access_token"));
        let shared = Shared {
            endpoint,
            graphql,
            http,
            keeper,
            pace: Pace::new(),
            reads: AtomicU64::new(0),
            writes: AtomicU64::new(0),
            points: AtomicU64::new(0),
            seen: Mutex::new(Seen::default()),
        };
        Ok(Self { shared: Arc::new(shared), observer: None, reaches_once: false })
    }

    /// Returns the same client, which tells of every wait of its reads and bulk operations.
    pub fn with_observer(mut self, observer: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Returns the same client, whose reads tell at once that nobody answers: for an owner who waits before a form. Work
    /// that goes on for minutes rather waits for the network to come back.
    pub fn reaching_once(mut self) -> Self {
        self.reaches_once = true;
        self
    }

    /// Says which publications products and collections are asked for from now on, by every copy of this client.
    pub fn ask_publications(&self, asked: AskedPublications) {
        self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner).publications = asked;
    }

    pub(super) fn asked_publications(&self) -> AskedPublications {
        self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner).publications.clone()
    }

    /// Returns whether an error is told at once that another try might cure.
    pub(crate) fn gives_up_on(&self, error: &CallError) -> bool {
        self.reaches_once && error.unreached
    }

    /// Sends one call, once. A refused token is renewed and the call sent again, since it was not executed.
    pub async fn execute(&self, call: &Call) -> Result<Reply, CallError> {
        let token = self.token().await?;
        let first = self.send(call, &token).await;
        let refused =
            matches!(&first, Err(error) if error.class == Class::Stop { reason: StopReason::Authentication });
        if refused && self.shared.keeper.refused(&token).await {
            let token = self.token().await?;
            return self.send(call, &token).await;
        }
        first
    }

    async fn token(&self) -> Result<super::auth::Token, CallError> {
        self.shared.keeper.token(&self.shared.http, &self.shared.pace).await
    }

    async fn send(&self, call: &Call, token: &super::auth::Token) -> Result<Reply, CallError> {
        let counter = match call.kind {
            CallKind::Read => &self.shared.reads,
            CallKind::Write => &self.shared.writes,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        let started = Instant::now();
        let sent = self
            .shared
            .http
            .post(self.shared.graphql.clone())
            .header("X-Shopify-Access-Token", token.secret.expose())
            .json(&json!({
                "query": call.document,
                "operationName": call.operation_name,
                "variables": call.variables,
            }))
            .send()
            .await;
        let answer = sent.map_err(|error| of_transport(&error, call.kind))?;
        let status = answer.status().as_u16();
        let header =
            |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let retry_after = header("retry-after");
        let api_version_used = header("x-shopify-api-version");
        self.note_version(api_version_used.as_deref());
        let body = bounded_body(answer, REPLY_BYTES_MAX)
            .await
            .map_err(|what| may_have_run(call.kind, format!("the reply was cut off: {what}")).ended())?;
        let result = classify(
            &Answer {
                status,
                retry_after: retry_after.as_deref(),
                body: &body,
                api_version_used,
                latency_ms: started.elapsed().as_millis() as u64,
            },
            call.kind,
        );
        self.note_cost(match &result {
            Ok(reply) => reply.cost,
            Err(error) => error.cost.as_deref().copied(),
        });
        result
    }

    fn note_version(&self, used: Option<&str>) {
        let asked = &self.shared.endpoint.api_version;
        if let Some(used) = used.filter(|used| used != asked) {
            let mut seen = self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.fall_forward
                .get_or_insert_with(|| FallForward { asked: asked.clone(), used: used.to_owned() });
        }
    }

    fn note_cost(&self, cost: Option<CostReport>) {
        if let Some(cost) = cost {
            self.shared.points.fetch_add(cost.actual.unwrap_or(0.0).round() as u64, Ordering::Relaxed);
            self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner).cost = Some(cost);
        }
    }

    /// Returns that the store answers with another API version, once a reply has shown it: a thing to warn of once.
    pub fn fall_forward(&self) -> Option<FallForward> {
        self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner).fall_forward.clone()
    }

    /// Returns the newest cost report of any reply: what the bucket held then.
    pub fn last_cost(&self) -> Option<CostReport> {
        self.shared.seen.lock().unwrap_or_else(PoisonError::into_inner).cost
    }

    pub fn counters(&self) -> Counters {
        Counters {
            reads: self.shared.reads.load(Ordering::Relaxed),
            writes: self.shared.writes.load(Ordering::Relaxed),
            points: self.shared.points.load(Ordering::Relaxed),
        }
    }

    pub fn endpoint(&self) -> &Endpoint {
        &self.shared.endpoint
    }

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.shared.http
    }

    pub(crate) fn pace(&self) -> &Pace {
        &self.shared.pace
    }

    pub(crate) async fn wait(&self, reason: WaitReason, ms: u64) {
        if let Some(observer) = &self.observer {
            observer(&Wait { reason, ms });
        }
        tokio::time::sleep(Duration::from_millis(ms)).await;
    }
}

/// Returns the whole body, or why it did not come.
pub(crate) async fn bounded_body(mut answer: reqwest::Response, bytes_max: usize) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    loop {
        match answer.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > bytes_max => {
                return Err(format!("it is larger than {} MB", bytes_max / (1024 * 1024)));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) => return Err(transport_words(&error)),
        }
    }
}

/// A connection that was never made carried nothing; any other failure may have come after the store had read it all.
fn of_transport(error: &reqwest::Error, kind: CallKind) -> CallError {
    let what = format!("no answer from the store: {}", transport_words(error));
    if error.is_connect() || error.is_builder() {
        let told = CallError::new(Class::Retry, what).with_hint(UNREACHED_HINT);
        return if error.is_connect() { told.unreached() } else { told };
    }
    may_have_run(kind, what)
}

/// Returns the innermost cause in words, without the address: a signed one is a secret.
pub(crate) fn transport_words(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "timed out".to_owned();
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    let refused = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::ConnectionRefused;
    if cause.downcast_ref::<std::io::Error>().is_some_and(refused) {
        return "nobody answers at its address".to_owned();
    }
    match cause.downcast_ref::<reqwest::Error>() {
        Some(_) => "the connection failed".to_owned(),
        None => super::redact(&cause.to_string()),
    }
}

#[cfg(test)]
#[path = "client_tests.rs"]
mod tests;
