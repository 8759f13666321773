//! Brings the mirror up to date: everything by bulk query at first, later what changed, and everything again
//! now and then, since not every change moves a product's `updatedAt`.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use evenshelf_core::catalog::{StoreLevel, StoreProduct};
use evenshelf_core::metafield::{Entry, MetafieldDefinition};
use serde::Serialize;

use crate::clock::now_ms;
use crate::control::RunControl;
use crate::error::EngineError;
use crate::ledger::stores::{self, Store};
use crate::ledger::{Ledger, LedgerError, locations, mirror, published, surroundings};
use crate::progress::{Observer, Progress};
use crate::pull_channels::{channels, republished};
use crate::pull_collections::pull_collections;
use crate::pull_markets::pull_markets;
use crate::shopify::{CallError, Class, Client, Wait, WaitReason};

/// How long the incremental pulls are trusted before everything is read again.
const FULL_EVERY_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
/// How long a bulk query may take before it is cancelled: Shopify itself allows ten days, but one that takes
/// longer than this is stuck (operators report as much).
const BULK_TIME_BOX: Duration = Duration::from_secs(2 * 60 * 60);
/// How often a bulk query that the store broke off is started anew.
const BULK_TRIES: u32 = 3;
/// How far the clocks of the store and of this computer may be apart.
const CLOCKS_APART_MS: i64 = 10 * 60 * 1_000;
/// Locations that are asked for changed stock; of a store with more, stock is as old as the last full pull.
const LOCATIONS_ASKED_MAX: usize = 20;
/// Products written to the ledger in one transaction.
const CHUNK: usize = 500;
/// How long a pull that is stopped tries to tell the store so. What it started there only reads, and ends by itself.
const CANCEL_WAIT: Duration = Duration::from_secs(2);

/// What a pull brought.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PullReport {
    /// Products the mirror holds now.
    pub products: u64,
    /// Products that were new or different.
    pub changed: u64,
    pub removed: u64,
    /// Whether everything was read.
    pub full: bool,
    pub seconds: f64,
}

/// Brings the mirror up to date; `full` reads everything. One that is stopped leaves the mirror as it was, or with some
/// products newer than others, which the next pull sees.
pub(crate) async fn bring_up_to_date(
    ledger: &Ledger,
    client: &Client,
    store: &Store,
    full: bool,
    control: &RunControl,
    observer: &Observer,
) -> Result<PullReport, EngineError> {
    let began = Instant::now();
    let client = watched(client, observer);
    let reader = Reader { ledger, client: &client, store, control, observer };
    reader.surroundings().await?;
    if let Some(why) = pull_collections(ledger, &client, store, control).await? {
        let text = format!("the collections of the store could not be read: {why}");
        observer(Progress::Warning { text });
    }
    pull_markets(ledger, &client, store, control).await?;
    client.ask_publications(ledger.read(|conn| published::asked(conn, store.id))?);
    let is_old = store.full_pull_at.is_none_or(|at| now_ms() - at > FULL_EVERY_MS);
    let changes = match (&store.pull_cursor, full || is_old) {
        (Some(cursor), false) => reader.changed(cursor).await?,
        _ => None,
    };
    let (changed, removed, full) = match changes {
        Some(changed) => (changed, 0, false),
        None => {
            let (changed, removed) = reader.everything().await?;
            (changed, removed, true)
        }
    };
    let products = ledger.read(|conn| mirror::count(conn, store.id))?;
    Ok(PullReport { products, changed, removed, full, seconds: began.elapsed().as_secs_f64() })
}

/// Tells the observer why a read waits.
fn watched(client: &Client, observer: &Observer) -> Client {
    let observer = observer.clone();
    client.clone().with_observer(move |wait: &Wait| {
        let seconds = wait.ms.div_ceil(1_000);
        let why = match &wait.reason {
            WaitReason::RateLimit => format!("Shopify's speed limit ({seconds} s)"),
            WaitReason::StoreTrouble { what } => format!("{what} (next try in {seconds} s)"),
        };
        observer(Progress::Pulling { products: 0, waiting: Some(why) });
    })
}

/// One pull and what it works with.
#[derive(Clone, Copy)]
struct Reader<'a> {
    ledger: &'a Ledger,
    client: &'a Client,
    store: &'a Store,
    control: &'a RunControl,
    observer: &'a Observer,
}

impl Reader<'_> {
    /// Learns the locations, the Online Store's publication and what the metafields are.
    async fn surroundings(&self) -> Result<(), EngineError> {
        let Self { ledger, client, store, control, .. } = *self;
        let found = control.unless_stopped(client.locations()).await?;
        let channels = channels(client, control).await?;
        let definitions = control.unless_stopped(client.metafield_definitions()).await?;
        let entries = self.entries(&definitions).await?;
        let id = store.id;
        ledger
            .write(move |tx| {
                locations::replace(tx, id, &found)?;
                surroundings::replace(tx, id, &channels)?;
                surroundings::replace(tx, id, &definitions)?;
                if let Some(entries) = entries {
                    surroundings::replace(tx, id, &entries)?;
                }
                let known = stores::get(tx, id)?;
                let online_store = channels.into_iter().find(|one| one.online_store).map(|one| one.id);
                let publication = online_store.or_else(|| known.online_store_publication_id.clone());
                stores::update(tx, &Store { online_store_publication_id: publication, ..known })
            })
            .await?;
        client.ask_publications(ledger.read(|conn| published::asked(conn, id))?);
        Ok(())
    }

    /// Returns the entries that metafields of the store can refer to; `None` where they are not for us to read.
    async fn entries(&self, definitions: &[MetafieldDefinition]) -> Result<Option<Vec<Entry>>, EngineError> {
        let kinds: BTreeSet<String> = definitions.iter().flat_map(MetafieldDefinition::entry_kinds).collect();
        let mut found = Vec::new();
        for kind in kinds {
            match self.control.unless_stopped(self.client.metaobject_entries(&kind)).await {
                Ok(entries) => found.extend(entries),
                Err(EngineError::Stopped(words)) => return Err(EngineError::Stopped(words)),
                // Everything else works without this scope; what cannot be resolved is told row by row.
                Err(_) => return Ok(None),
            }
        }
        Ok(Some(found))
    }

    /// Reads what changed since the cursor. `None`: something was deleted as well, so that everything must be read.
    async fn changed(&self, cursor: &str) -> Result<Option<u64>, EngineError> {
        let Self { ledger, client, store, control, observer } = *self;
        // The mirror is as old as the beginning of its reading.
        let at = now_ms();
        let mut newest = cursor.to_owned();
        let mut wanted = BTreeSet::new();
        let mut pages = client.changed_since(cursor)?;
        loop {
            let page = async { Ok::<_, EngineError>(pages.next().await) };
            let page = match control.unless_stopped(page).await? {
                Ok(Some(page)) => page,
                Ok(None) => break,
                // More changes than one query may list: reading everything is the shorter way.
                Err(error) if !is_final(&error) => return Ok(None),
                Err(error) => return Err(error.into()),
            };
            for product in page {
                let known = ledger.read(|conn| mirror::by_id(conn, store.id, &product.id))?;
                if known.is_none_or(|known| known.updated_at != product.updated_at) {
                    wanted.insert(product.id);
                }
                if product.updated_at > newest {
                    newest = product.updated_at;
                }
            }
        }
        wanted.extend(control.unless_stopped(self.restocked(cursor)).await?);
        match republished(ledger, client, store.id, control).await? {
            Some(products) => wanted.extend(products),
            None => return Ok(None),
        }
        let wanted: Vec<String> = wanted.into_iter().collect();
        let mut read = 0;
        for chunk in wanted.chunks(CHUNK) {
            let products = control.unless_stopped(client.products_by_id(chunk)).await?;
            read += products.len() as u64;
            observer(Progress::Pulling { products: read, waiting: None });
            let id = store.id;
            ledger.write(move |tx| mirror::put_many(tx, id, &products)).await?;
        }
        let in_store = control.unless_stopped(client.count()).await?;
        if in_store != ledger.read(|conn| mirror::count(conn, store.id))? {
            return Ok(None);
        }
        let id = store.id;
        ledger.write(move |tx| stores::set_pulled(tx, id, at, Some(&newest), false)).await?;
        Ok(Some(read))
    }

    /// Returns the products whose stock is not what the mirror holds.
    async fn restocked(&self, cursor: &str) -> Result<BTreeSet<String>, EngineError> {
        let Self { ledger, client, store, .. } = *self;
        let pulled =
            store.pulled_at.and_then(|at| jiff::Timestamp::from_millisecond(at - CLOCKS_APART_MS).ok());
        let Some(since) = cursor.parse::<jiff::Timestamp>().ok().max(pulled) else {
            return Ok(BTreeSet::new());
        };
        let mut levels: HashMap<String, Vec<StoreLevel>> = HashMap::new();
        let places = ledger.read(|conn| locations::list(conn, store.id))?;
        for place in places.iter().filter(|place| place.active).take(LOCATIONS_ASKED_MAX) {
            match client.levels_since(&place.id, since).await {
                Ok(found) => {
                    found.into_iter().for_each(|(item, level)| levels.entry(item).or_default().push(level))
                }
                // Stock is not there to be asked for, so none of it is planned either.
                Err(error) if error.class == Class::Invalid => break,
                Err(error) => return Err(error.into()),
            }
        }
        let mut products = BTreeSet::new();
        if levels.is_empty() {
            return Ok(products);
        }
        ledger.read(|conn| {
            mirror::for_each(conn, store.id, |product| {
                let moved = product.variants.iter().any(|variant| {
                    let now = levels.get(&variant.inventory_item_id);
                    now.into_iter().flatten().any(|level| !variant.levels.contains(level))
                });
                if moved {
                    products.insert(product.id);
                }
                Ok(())
            })
        })?;
        Ok(products)
    }

    /// Reads everything and makes it the mirror in one step. Returns how many products differ and how many are gone.
    async fn everything(&self) -> Result<(u64, u64), EngineError> {
        let Self { ledger, store, control, observer, .. } = *self;
        let id = store.id;
        let before: BTreeSet<String> = ledger.read(|conn| mirror::ids(conn, id))?.into_iter().collect();
        ledger.write(move |tx| mirror::begin_replace(tx, id)).await?;
        let at = now_ms();
        let catalogue = self.all().await?;
        let mut products = catalogue.products;
        let mut newest: Option<String> = None;
        let mut here = BTreeSet::new();
        let (mut done, mut changed) = (0, 0);
        loop {
            let chunk: Vec<StoreProduct> = products
                .by_ref()
                .take(CHUNK)
                .collect::<Result<_, _>>()
                .map_err(|error| CallError::new(Class::Invalid, error.to_string()))?;
            if chunk.is_empty() {
                break;
            }
            control.check()?;
            done += chunk.len() as u64;
            newest = newest.max(chunk.iter().map(|product| product.updated_at.clone()).max());
            here.extend(chunk.iter().map(|product| product.id.clone()));
            let written = ledger.write(move |tx| {
                let mut differing = 0;
                for product in &chunk {
                    let known = mirror::by_id(tx, id, &product.id)?;
                    differing += u64::from(known.is_none_or(|known| known.updated_at != product.updated_at));
                }
                mirror::put_replacement(tx, id, &chunk)?;
                Ok::<_, LedgerError>(differing)
            });
            changed += written.await?;
            observer(Progress::Pulling { products: done, waiting: None });
        }
        // What changed while the query ran may stand in it or not: the next pull looks from its beginning.
        let cursor = match (newest, catalogue.started_at) {
            (Some(newest), started) if !started.is_empty() && started < newest => Some(started),
            // An empty store, too, is read only once.
            (None, started) if !started.is_empty() => Some(started),
            (newest, _) => newest,
        };
        ledger
            .write(move |tx| {
                mirror::finish_replace(tx, id)?;
                stores::set_pulled(tx, id, at, cursor.as_deref(), true)
            })
            .await?;
        Ok((changed, before.difference(&here).count() as u64))
    }

    async fn all(&self) -> Result<crate::shopify::bulk::Catalogue, EngineError> {
        let Self { client, control, observer, .. } = *self;
        let started: Arc<Mutex<BTreeSet<String>>> = Arc::default();
        let mut tries = 0;
        loop {
            let (told, started_now) = (observer.clone(), started.clone());
            let read = client.all_products(BULK_TIME_BOX, move |bulk| {
                started_now.lock().unwrap_or_else(PoisonError::into_inner).insert(bulk.id.clone());
                let waiting = Some("Shopify's bulk job collects the catalogue".to_owned());
                told(Progress::Pulling { products: bulk.root_objects, waiting });
            });
            let read = async { Ok::<_, EngineError>(read.await) };
            match control.unless_stopped(read).await {
                Ok(Ok(catalogue)) => return Ok(catalogue),
                Ok(Err(error)) if error.is_transient() && tries + 1 < BULK_TRIES => tries += 1,
                Ok(Err(error)) => return Err(error.into()),
                Err(stopped) => {
                    let started =
                        std::mem::take(&mut *started.lock().unwrap_or_else(PoisonError::into_inner));
                    self.cancel(started).await;
                    return Err(stopped);
                }
            }
        }
    }

    /// Tells the store that nobody waits for these any more; it refuses that for what has ended, which is as good.
    async fn cancel(&self, started: BTreeSet<String>) {
        let cancel = async {
            for id in started {
                let _ = self.client.cancel_bulk(&id).await;
            }
        };
        let _ = tokio::time::timeout(CANCEL_WAIT, cancel).await;
    }
}

fn is_final(error: &CallError) -> bool {
    matches!(error.class, crate::shopify::Class::Stop { .. })
}
