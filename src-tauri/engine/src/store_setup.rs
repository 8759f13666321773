//! Adding a store, checking it, changing its settings, forgetting it.

use std::path::PathBuf;

use evenshelf_core::catalog::StoreLocation;
use serde::Serialize;

use crate::backup;
use crate::credentials::{self, Origin};
use crate::error::EngineError;
use crate::ledger::stores::{self, CredentialKind, Store, StoreKind};
use crate::ledger::{locations, mirror, reviews, runs, settings};
use crate::location_names::{self, LocationName};
use crate::review::create::remove_plan;
use crate::session::Session;
use crate::shopify::{Client, Credentials, DEFAULT_API_VERSION, Endpoint, Secret};

/// Where a store's credentials come from.
#[derive(Debug, Clone)]
pub enum NewCredentials {
    Token(Secret),
    ClientCredentials {
        id: String,
        secret: Secret,
    },
    /// `EVENSHELF_TOKEN`, or `EVENSHELF_CLIENT_ID` with `EVENSHELF_CLIENT_SECRET`.
    Environment,
}

/// A store to be added.
#[derive(Debug, Clone)]
pub struct NewStore {
    pub name: String,
    pub url: String,
    pub credentials: NewCredentials,
    pub allow_writes: bool,
    /// The name of the location where quantities of single-location files go.
    pub location: Option<String>,
}

/// What is to be changed of a store's settings.
#[derive(Debug, Clone, Default)]
pub struct StoreEdit {
    pub allow_writes: Option<bool>,
    pub location: Option<String>,
    /// What files call locations: these are learnt beside those that are known.
    pub location_names: Vec<LocationName>,
    pub url: Option<String>,
    pub api_version: Option<String>,
    pub credentials: Option<NewCredentials>,
}

/// What a look at a store found.
#[derive(Debug, Clone, Serialize)]
pub struct StoreCheck {
    pub store: Store,
    pub shop_name: String,
    pub plan: String,
    pub currency: String,
    pub api_version_asked: String,
    pub api_version_used: String,
    pub scopes: Vec<String>,
    /// Scopes that this program needs and the app lacks.
    pub missing_scopes: Vec<String>,
    pub locations: Vec<StoreLocation>,
    pub warnings: Vec<String>,
    /// `keyring`, `environment` or `demo_store`.
    pub credentials_from: String,
}

/// Looks at a store that is not connected; saves nothing. Scopes that are missing are listed in the check, not refused.
pub async fn store_try(new: NewStore) -> Result<StoreCheck, EngineError> {
    check_name(&new.name)?;
    let (store, credentials) = unsaved(new)?;
    look(&client(&store, credentials)?, store).await
}

/// What forgetting a store takes away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Removed {
    pub runs: u64,
    pub reviews: u64,
    /// Of the copy on this computer.
    pub products: u64,
    /// The files its catalogue was kept in.
    pub backups: Vec<PathBuf>,
}

impl Session {
    /// Checks the connection, the scopes and the API version, then saves the store. Secrets go to the keyring.
    pub async fn store_add(&self, new: NewStore) -> Result<StoreCheck, EngineError> {
        check_name(&new.name)?;
        if self.stores()?.iter().any(|store| store.name == new.name) {
            return Err(EngineError::Usage(format!(
                "there is a store called \"{}\" already; choose another name, or change it with `store set`",
                new.name
            )));
        }
        let (store, credentials) = unsaved(new)?;
        let client = client(&store, credentials.clone())?;
        let mut check = look(&client, store).await?;
        if !check.missing_scopes.is_empty() {
            return Err(EngineError::Scopes(check.missing_scopes));
        }
        let origin = credentials::save(&check.store, self.data_dir(), &credentials).await?;
        check.credentials_from = origin_name(origin).to_owned();
        let (store, found) = (check.store.clone(), check.locations.clone());
        let added = self.ledger().write(move |tx| {
            let added = stores::add(tx, &store)?;
            locations::replace(tx, added.id, &found)?;
            Ok(added)
        });
        match added.await {
            Ok(store) => check.store = store,
            Err(error) => {
                // A secret that belongs to no store must not stay behind.
                credentials::delete(&check.store.name).await?;
                return Err(error.into());
            }
        }
        Ok(check)
    }

    /// Looks at a store as it is now.
    pub async fn store_check(&self, name: &str) -> Result<StoreCheck, EngineError> {
        let store = self.store(name)?;
        let (client, origin) = self.client(&store).await?;
        let mut check = look(&client, store).await?;
        check.credentials_from = origin_name(origin).to_owned();
        let (store, found) = (check.store.clone(), check.locations.clone());
        self.ledger()
            .write(move |tx| {
                stores::update(tx, &store)?;
                locations::replace(tx, store.id, &found)
            })
            .await?;
        Ok(check)
    }

    /// Changes a store's settings. New credentials, a new address and a location are checked first.
    pub async fn store_set(&self, name: &str, edit: StoreEdit) -> Result<Store, EngineError> {
        let mut store = self.store(name)?;
        let needs_look = edit.url.is_some()
            || edit.credentials.is_some()
            || edit.api_version.is_some()
            || edit.location.is_some()
            || !edit.location_names.is_empty()
            || edit.allow_writes == Some(true);
        store.allow_writes = edit.allow_writes.unwrap_or(store.allow_writes);
        store.url = edit.url.unwrap_or(store.url);
        store.api_version = edit.api_version.unwrap_or(store.api_version);
        store.default_location = edit.location.or(store.default_location);
        let replaced = edit.credentials.map(resolve).transpose()?;
        if let Some(credentials) = &replaced {
            store.credential_kind = kind(credentials);
            store.client_id = client_id(credentials);
        }
        let mut names = self.ledger().read(|conn| location_names::get(conn, &store))?;
        if needs_look {
            let client = match &replaced {
                Some(credentials) => client(&store, credentials.clone())?,
                None => self.client(&store).await?.0,
            };
            let check = look(&client, store).await?;
            if !check.missing_scopes.is_empty() {
                return Err(EngineError::Scopes(check.missing_scopes));
            }
            location_names::learn(&mut names, &edit.location_names, &check.locations)?;
            store = check.store;
        }
        if let Some(credentials) = &replaced {
            credentials::save(&store, self.data_dir(), credentials).await?;
        }
        let noted = store.clone();
        self.ledger()
            .write(move |tx| {
                location_names::set(tx, &noted, &names)?;
                stores::update(tx, &noted)
            })
            .await?;
        Ok(store)
    }

    /// Returns what files call the store's locations; a location that is gone is given by its id.
    pub fn location_names(&self, store: &Store) -> Result<Vec<LocationName>, EngineError> {
        let (names, locations) = self
            .ledger()
            .read(|conn| Ok((location_names::get(conn, store)?, locations::list(conn, store.id)?)))?;
        let shown = |id: String| {
            locations.iter().find(|location| location.id == id).map_or(id, |location| location.name.clone())
        };
        Ok(names.into_iter().map(|(file, id)| LocationName { file, location: shown(id) }).collect())
    }

    /// Tells what [`Self::store_remove`] would remove.
    pub fn store_traces(&self, name: &str) -> Result<Removed, EngineError> {
        let store = self.store(name)?;
        let (runs, reviews, products) = self.ledger().read(|conn| {
            Ok((
                runs::count(conn, store.id)?,
                reviews::ids_of_store(conn, store.id)?.len() as u64,
                mirror::count(conn, store.id)?,
            ))
        })?;
        Ok(Removed { runs, reviews, products, backups: backup::all(self.data_dir(), name)? })
    }

    /// Forgets a store and every trace of it, its credentials, saved reviews and backups included; returns what there was.
    /// The owner's own files stay, and so do their names in the list of recent ones.
    pub async fn store_remove(&self, name: &str) -> Result<Removed, EngineError> {
        let store = self.store(name)?;
        let removed = self.store_traces(name)?;
        credentials::delete(name).await?;
        let backup_key = backup::key(&store);
        let reviews = self.ledger().read(|conn| reviews::ids_of_store(conn, store.id))?;
        self.ledger()
            .write(move |tx| {
                settings::remove(tx, &backup_key)?;
                location_names::set(tx, &store, &location_names::LocationNames::new())?;
                stores::remove(tx, store.id)
            })
            .await?;
        for review in reviews {
            remove_plan(self.data_dir(), review)?;
        }
        backup::remove_all(self.data_dir(), name)?;
        // Deleted rows stay readable in the file until it is written anew.
        self.ledger().compact().await?;
        Ok(removed)
    }
}

fn check_name(name: &str) -> Result<(), EngineError> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !name.is_empty() && name.chars().all(fits) {
        return Ok(());
    }
    Err(EngineError::Usage(format!(
        "\"{name}\" cannot be a store's name; use letters, figures, hyphens, dots and underscores"
    )))
}

/// Returns the store as it would be kept, and what it is opened with.
fn unsaved(new: NewStore) -> Result<(Store, Credentials), EngineError> {
    let credentials = resolve(new.credentials)?;
    let mut store = Store::new(&new.name, &new.url, StoreKind::Live, DEFAULT_API_VERSION, kind(&credentials));
    store.client_id = client_id(&credentials);
    store.allow_writes = new.allow_writes;
    store.default_location = new.location;
    Ok((store, credentials))
}

fn resolve(new: NewCredentials) -> Result<Credentials, EngineError> {
    match new {
        NewCredentials::Token(token) => Ok(Credentials::Token(token)),
        NewCredentials::ClientCredentials { id, secret } => Ok(Credentials::Client { id, secret }),
        NewCredentials::Environment => credentials::from_environment().ok_or_else(|| {
            EngineError::Usage(
                "no credentials are given; use --token-stdin, or --client-id with --client-secret-stdin, or set \
                 EVENSHELF_TOKEN"
                    .to_owned(),
            )
        }),
    }
}

fn kind(credentials: &Credentials) -> CredentialKind {
    match credentials {
        Credentials::Token(_) => CredentialKind::Token,
        Credentials::Client { .. } => CredentialKind::ClientCredentials,
    }
}

fn client_id(credentials: &Credentials) -> Option<String> {
    match credentials {
        Credentials::Token(_) => None,
        Credentials::Client { id, .. } => Some(id.clone()),
    }
}

pub(crate) fn origin_name(origin: Origin) -> &'static str {
    match origin {
        Origin::Keyring => "keyring",
        Origin::Environment => "environment",
        Origin::DemoStore => "demo_store",
    }
}

fn client(store: &Store, credentials: Credentials) -> Result<Client, EngineError> {
    let endpoint = Endpoint::new(&store.url, credentials)?.with_api_version(&store.api_version);
    Ok(Client::new(endpoint)?)
}

/// Asks the store for everything the check shows; saves nothing. That nobody answers is told at once.
async fn look(client: &Client, mut store: Store) -> Result<StoreCheck, EngineError> {
    let client = &client.clone().reaching_once();
    let shop = client.shop().await?;
    let scopes = client.scopes().await?;
    let locations = client.locations().await?;
    let missing: Vec<String> = scopes.missing(store.allow_writes).into_iter().map(str::to_owned).collect();
    if let Some(name) = &store.default_location
        && !locations.iter().any(|location| location.active && location.name == *name)
    {
        let names: Vec<_> = locations.iter().map(|location| format!("\"{}\"", location.name)).collect();
        return Err(EngineError::Usage(format!(
            "the store has no active location called \"{name}\"; it has {}",
            names.join(", ")
        )));
    }
    // No shop of Shopify's is reached without encryption: only the demo store on this machine is.
    store.kind = if client.endpoint().url().scheme() == "http" { StoreKind::Demo } else { StoreKind::Live };
    store.shop_name = Some(shop.name.clone());
    store.shop_domain = Some(shop.myshopify_domain.clone());
    store.currency = Some(shop.currency.clone());
    store.plan = Some(shop.plan.clone());
    let mut warnings = Vec::new();
    let asked = store.api_version.clone();
    let used = match client.fall_forward() {
        Some(fell) => {
            warnings.push(fell.words());
            fell.used
        }
        None => asked.clone(),
    };
    Ok(StoreCheck {
        shop_name: shop.name,
        plan: shop.plan,
        currency: shop.currency,
        api_version_asked: asked,
        api_version_used: used,
        scopes: scopes.0,
        missing_scopes: missing,
        locations,
        warnings,
        credentials_from: origin_name(Origin::Environment).to_owned(),
        store,
    })
}
