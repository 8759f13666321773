//! The stores the owner has added. Their secrets are in the keyring, never here.

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde::{Deserialize, Serialize};

use super::{LedgerError, json, operation_text};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoreKind {
    /// The demo store that comes with the program.
    Demo,
    Live,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    Token,
    ClientCredentials,
}

/// A store, its settings, and what was last learned of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Store {
    /// Given by [`add`], and never to another store again.
    pub id: i64,
    /// Unique.
    pub name: String,
    pub url: String,
    pub kind: StoreKind,
    pub api_version: String,
    pub credential_kind: CredentialKind,
    /// Public, unlike the client secret.
    pub client_id: Option<String>,
    pub allow_writes: bool,
    /// The name of the location where quantities of single-location files go.
    pub default_location: Option<String>,
    pub shop_name: Option<String>,
    /// The `….myshopify.com` name, which never changes.
    pub shop_domain: Option<String>,
    pub currency: Option<String>,
    pub plan: Option<String>,
    pub online_store_publication_id: Option<String>,
    /// Whether the custom id that guards creates is defined in the store.
    pub custom_id_ready: bool,
    /// Written by [`set_pulled`] alone, like the two below.
    pub pulled_at: Option<i64>,
    /// The newest `updated_at` the mirror has seen.
    pub pull_cursor: Option<String>,
    pub full_pull_at: Option<i64>,
}

impl Store {
    /// Returns a store that may not be written to and of which nothing is known yet.
    pub fn new(
        name: &str,
        url: &str,
        kind: StoreKind,
        api_version: &str,
        credential: CredentialKind,
    ) -> Self {
        Self {
            id: 0,
            name: name.to_owned(),
            url: url.to_owned(),
            kind,
            api_version: api_version.to_owned(),
            credential_kind: credential,
            client_id: None,
            allow_writes: false,
            default_location: None,
            shop_name: None,
            shop_domain: None,
            currency: None,
            plan: None,
            online_store_publication_id: None,
            custom_id_ready: false,
            pulled_at: None,
            pull_cursor: None,
            full_pull_at: None,
        }
    }
}

impl StoreKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Demo => "demo",
            Self::Live => "live",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        [Self::Demo, Self::Live].into_iter().find(|kind| kind.name() == word)
    }
}

impl CredentialKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::ClientCredentials => "client_credentials",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Token, Self::ClientCredentials].into_iter().find(|kind| kind.name() == word)
    }
}

const COLUMNS: &str = "id, name, url, kind, api_version, credential_kind, client_id, allow_writes,
    default_location, shop_name, shop_domain, currency, plan, online_store_publication_id, custom_id_ready,
    pulled_at, pull_cursor, full_pull_at";

/// Adds a store under a new id and returns it. A name that is taken is refused.
pub fn add(tx: &Transaction<'_>, store: &Store) -> Result<Store, LedgerError> {
    refuse_taken_name(tx, store, 0)?;
    tx.prepare_cached(
        "INSERT INTO stores (name, url, kind, api_version, credential_kind) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        store.name,
        store.url,
        store.kind.name(),
        store.api_version,
        store.credential_kind.name()
    ])?;
    let added = Store { id: tx.last_insert_rowid(), ..store.clone() };
    update(tx, &added)?;
    get(tx, added.id)
}

/// Writes everything but what [`set_pulled`] writes, so that a pull and a change of settings do not undo one
/// another.
pub fn update(tx: &Transaction<'_>, store: &Store) -> Result<(), LedgerError> {
    refuse_taken_name(tx, store, store.id)?;
    let changed = tx
        .prepare_cached(
            "UPDATE stores SET name = ?2, url = ?3, kind = ?4, api_version = ?5, credential_kind = ?6,
                 client_id = ?7, allow_writes = ?8, default_location = ?9, shop_name = ?10, shop_domain = ?11,
                 currency = ?12, plan = ?13, online_store_publication_id = ?14, custom_id_ready = ?15
             WHERE id = ?1",
        )?
        .execute(params![
            store.id,
            store.name,
            store.url,
            store.kind.name(),
            store.api_version,
            store.credential_kind.name(),
            store.client_id,
            store.allow_writes,
            store.default_location,
            store.shop_name,
            store.shop_domain,
            store.currency,
            store.plan,
            store.online_store_publication_id,
            store.custom_id_ready,
        ])?;
    found(changed, store.id)
}

/// Notes that the mirror is as the store was at `at`; `full` after a pull of everything. A `cursor` of `None`
/// leaves the last one.
pub fn set_pulled(
    tx: &Transaction<'_>,
    id: i64,
    at: i64,
    cursor: Option<&str>,
    full: bool,
) -> Result<(), LedgerError> {
    let changed = tx
        .prepare_cached(
            "UPDATE stores SET pulled_at = ?2, pull_cursor = coalesce(?3, pull_cursor),
                 full_pull_at = CASE WHEN ?4 THEN ?2 ELSE full_pull_at END
             WHERE id = ?1",
        )?
        .execute(params![id, at, cursor, full])?;
    found(changed, id)
}

/// Returns a store by its id.
pub fn get(conn: &Connection, id: i64) -> Result<Store, LedgerError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM stores WHERE id = ?1"))?
        .query_and_then([id], read_row)?
        .next()
        .unwrap_or_else(|| Err(LedgerError::missing(format!("store {id}"))))
}

/// Returns a store by its name; `None` where there is none of that name.
pub fn by_name(conn: &Connection, name: &str) -> Result<Option<Store>, LedgerError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM stores WHERE name = ?1"))?
        .query_and_then([name], read_row)?
        .next()
        .transpose()
}

/// Returns all stores by name.
pub fn list(conn: &Connection) -> Result<Vec<Store>, LedgerError> {
    conn.prepare_cached(&format!("SELECT {COLUMNS} FROM stores ORDER BY name"))?
        .query_and_then([], read_row)?
        .collect()
}

/// Forgets the store: every row of every table that belongs to it goes, and the text of its runs. Their bytes stay in the file until
/// [`Ledger::compact`](super::Ledger::compact); secrets in the keyring and copies of the ledger are the caller's
/// matter.
pub fn remove(tx: &Transaction<'_>, id: i64) -> Result<(), LedgerError> {
    let removed = tx.prepare_cached("DELETE FROM stores WHERE id = ?1")?.execute([id])?;
    found(removed, id)?;
    operation_text::forget_deleted(tx)
}

fn found(rows: usize, id: i64) -> Result<(), LedgerError> {
    if rows == 0 { Err(LedgerError::missing(format!("store {id}"))) } else { Ok(()) }
}

fn refuse_taken_name(tx: &Transaction<'_>, store: &Store, own_id: i64) -> Result<(), LedgerError> {
    let taken: Option<i64> = tx
        .prepare_cached("SELECT id FROM stores WHERE name = ?1 AND id <> ?2")?
        .query_row(params![store.name, own_id], |row| row.get(0))
        .optional()?;
    match taken {
        Some(_) => Err(LedgerError::Exists { what: format!("a store named \"{}\"", store.name) }),
        None => Ok(()),
    }
}

fn read_row(row: &Row<'_>) -> Result<Store, LedgerError> {
    Ok(Store {
        id: row.get(0)?,
        name: row.get(1)?,
        url: row.get(2)?,
        kind: json::word("a kind of store", row, 3, StoreKind::parse)?,
        api_version: row.get(4)?,
        credential_kind: json::word("a kind of credential", row, 5, CredentialKind::parse)?,
        client_id: row.get(6)?,
        allow_writes: row.get(7)?,
        default_location: row.get(8)?,
        shop_name: row.get(9)?,
        shop_domain: row.get(10)?,
        currency: row.get(11)?,
        plan: row.get(12)?,
        online_store_publication_id: row.get(13)?,
        custom_id_ready: row.get(14)?,
        pulled_at: row.get(15)?,
        pull_cursor: row.get(16)?,
        full_pull_at: row.get(17)?,
    })
}
