//! Connecting a store, looking at it, changing its settings.

use serde::{Deserialize, Serialize};

/// A store to be connected. It is checked first; secrets go to the keyring and come back nowhere.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Connect {
    /// The owner's name for it; empty: made from the address.
    pub name: String,
    /// `my-shop`, `my-shop.myshopify.com` or a whole address.
    pub url: String,
    pub key: Key,
}

#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Key {
    /// An app of the Dev Dashboard: its tokens last a day and are renewed by the program.
    Client { id: String, secret: String },
    /// An admin token of an older custom app.
    Token { token: String },
}

/// What a look at the store found, live.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StoreReport {
    /// The name it is, or would be, kept under.
    pub name: String,
    pub url: String,
    pub shop_name: String,
    pub plan: String,
    pub currency: String,
    pub demo: bool,
    pub api_version_asked: String,
    pub api_version_used: String,
    pub scopes: Vec<ScopeState>,
    pub locations: Vec<StoreLocation>,
    /// `keyring` or `environment`; `None` while it is only tried.
    pub key_kept_in: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ScopeState {
    pub scope: String,
    pub granted: bool,
    /// Needed only once writing is switched on.
    pub for_writing: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StoreLocation {
    pub name: String,
    pub active: bool,
}

/// What is to be changed; what is `None` stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StoreEdit {
    pub writes_allowed: Option<bool>,
    pub location: Option<String>,
}
