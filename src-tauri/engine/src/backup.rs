//! Keeps a store's whole catalogue in a file, before the first write to it and whenever its owner wants.
//!
//! The file is packed lines of JSON (`evenshelf_core::backup`): whose store it is, what stands around the products, then
//! a product a line in the form that `plan --from` reads. What was overwritten can be looked up in it, and brought back
//! from it: some of it by a sync, all of it by [`crate::restore`].

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use evenshelf_core::backup::{Around, Opening, VERSION, product_line};
use evenshelf_core::catalog::StoreLocation;
use evenshelf_core::channel::Channel;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::clock::now_ms;
use crate::control::RunControl;
use crate::error::EngineError;
use crate::export::{self, ExportError};
use crate::export_store::each;
use crate::ledger::stores::Store;
use crate::ledger::{Ledger, locations, markets, settings, surroundings};
use crate::progress::{Observer, Progress};
use crate::pull_redirects::pull_redirects;
use crate::session::{Session, blocking};
use crate::shopify::Client;

/// The folder of backups in the data directory.
pub const FOLDER: &str = "backups";
/// Products between two words about progress.
const PROGRESS_EVERY: u64 = 500;
/// How a backup's name ends; without the last part that of one written before they were packed.
const ENDING: &str = ".jsonl.gz";
const PLAIN_ENDING: &str = ".jsonl";
/// How the time of a backup stands in its file's name: `20261124-170503`, in the owner's time zone.
const STAMP: &str = "%Y%m%d-%H%M%S";

/// A store's catalogue in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backup {
    pub path: PathBuf,
    /// When it was written, in unix milliseconds.
    pub at: i64,
    pub products: u64,
}

impl Session {
    /// Brings the copy of the store up to date and keeps it in a file: the one that is named, or one in the data directory.
    pub async fn backup_now(
        &self,
        name: &str,
        to: Option<&Path>,
        control: &RunControl,
        observer: Observer,
    ) -> Result<Backup, EngineError> {
        self.pull(name, false, control, observer.clone()).await?;
        let store = self.store(name)?;
        let _lock = self.lock(&store, "backup", control, &observer).await?;
        let (client, _) = self.client(&store).await?;
        pull_redirects(self.ledger(), &client, &store, control, &observer).await?;
        self.back_up(&store, to, control, &observer).await
    }

    /// Returns the newest backup of a store; its file may be gone since.
    pub fn last_backup(&self, store: &Store) -> Result<Option<Backup>, EngineError> {
        let noted = self.ledger().read(|conn| settings::get(conn, &key(store)))?;
        Ok(noted.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Keeps the store's catalogue in a file if that was never done. To be called before anything is written to it.
    pub(crate) async fn back_up_once(
        &self,
        store: &Store,
        client: &Client,
        control: &RunControl,
        observer: &Observer,
    ) -> Result<(), EngineError> {
        if self.last_backup(store)?.is_some() {
            return Ok(());
        }
        pull_redirects(self.ledger(), client, store, control, observer).await?;
        self.back_up(store, None, control, observer).await.map(drop)
    }

    async fn back_up(
        &self,
        store: &Store,
        to: Option<&Path>,
        control: &RunControl,
        observer: &Observer,
    ) -> Result<Backup, EngineError> {
        let at = now_ms();
        let path = match to {
            Some(path) => path.to_owned(),
            None => {
                let folder = self.data_dir().join(FOLDER);
                let made = export::make_private_folder(&folder);
                let path = folder.join(file_name(&store.name, at));
                made.map_err(|error| EngineError::Backup { path: path.clone(), cause: error.to_string() })?;
                path
            }
        };
        let (ledger, told, heard) = (self.ledger().clone(), observer.clone(), control.clone());
        let (kept, to) = (store.clone(), path.clone());
        let written = blocking(move || write(&ledger, &kept, at, &to, &heard, &told)).await?;
        let products = written.map_err(|error| match error {
            stopped @ EngineError::Stopped(_) => stopped,
            other => EngineError::Backup { path: path.clone(), cause: other.to_string() },
        })?;
        let backup = Backup { path, at, products };
        let (key, noted) = (key(store), serde_json::to_string(&backup).unwrap_or_default());
        self.ledger().write(move |tx| settings::set(tx, &key, &noted)).await?;
        observer(Progress::BackedUp { products, path: backup.path.clone() });
        Ok(backup)
    }
}

/// The setting that names the newest backup of a store.
pub(crate) fn key(store: &Store) -> String {
    format!("backup/{}", store.id)
}

/// Removes every backup of a store; returns the files that were there.
pub(crate) fn remove_all(data_dir: &Path, store: &str) -> Result<Vec<PathBuf>, EngineError> {
    let removed = all(data_dir, store)?;
    for path in &removed {
        fs::remove_file(path).map_err(|error| EngineError::File { path: path.clone(), error })?;
    }
    Ok(removed)
}

/// Returns every backup of a store, the oldest first.
pub(crate) fn all(data_dir: &Path, store: &str) -> Result<Vec<PathBuf>, EngineError> {
    let folder = data_dir.join(FOLDER);
    let failed = |error| EngineError::File { path: folder.clone(), error };
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        if path.file_name().and_then(|name| name.to_str()).is_some_and(|name| is_of(name, store)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn file_name(store: &str, at: i64) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or_default().to_zoned(TimeZone::system());
    format!("{store}-{}{ENDING}", at.strftime(STAMP))
}

/// Says whether a file is a backup of this store, and not of one whose name begins with the same letters.
fn is_of(file: &str, store: &str) -> bool {
    let rest = file.strip_prefix(store).and_then(|rest| rest.strip_prefix('-'));
    let stamp = rest.and_then(|rest| rest.strip_suffix(ENDING).or_else(|| rest.strip_suffix(PLAIN_ENDING)));
    stamp.is_some_and(|stamp| {
        stamp.len() == "20261124-170503".len()
            && stamp.char_indices().all(|(at, c)| if at == 8 { c == '-' } else { c.is_ascii_digit() })
    })
}

/// Writes the copy of a store to a file; returns how many products there are. One of them is in memory at a time.
fn write(
    ledger: &Ledger,
    store: &Store,
    at: i64,
    to: &Path,
    control: &RunControl,
    observer: &Observer,
) -> Result<u64, EngineError> {
    export::to_private_file(to, |out| {
        let mut packed = GzEncoder::new(out, Compression::default());
        let places = ledger.read(|conn| locations::list(conn, store.id))?;
        write_head(&mut packed, ledger, store, at, &places)?;
        let channels: Vec<Channel> = ledger.read(|conn| surroundings::list(conn, store.id))?;
        let active: Vec<StoreLocation> = places.into_iter().filter(|place| place.active).collect();
        let markets = ledger.read(|conn| markets::known(conn, store.id))?.list;
        let mut products = 0;
        observer(Progress::BackingUp { products });
        each(ledger, store.id, |product| {
            control.check()?;
            products += 1;
            if products % PROGRESS_EVERY == 0 {
                observer(Progress::BackingUp { products });
            }
            let line = product_line(product, &active, &markets, &channels).map_err(io::Error::from);
            Ok(line.and_then(|line| writeln!(packed, "{line}")).map_err(ExportError::from)?)
        })?;
        packed.finish().map_err(ExportError::from)?;
        Ok::<_, EngineError>(products)
    })
}

/// Writes whose store it is and what stands around its products.
fn write_head(
    out: &mut impl Write,
    ledger: &Ledger,
    store: &Store,
    at: i64,
    places: &[StoreLocation],
) -> Result<(), EngineError> {
    let opening = Opening {
        version: VERSION,
        shop: store.shop_name.clone(),
        url: store.url.clone(),
        currency: store.currency.clone(),
        written_at: at,
        locations: places.to_vec(),
    };
    write_line(out, &opening)?;
    let around = ledger.read(|conn| surroundings::all(conn, store.id))?;
    around.into_iter().try_for_each(|(kind, body)| write_line(out, &Around { kind, body }))
}

fn write_line(out: &mut impl Write, line: &impl Serialize) -> Result<(), EngineError> {
    let written =
        serde_json::to_writer(&mut *out, line).map_err(io::Error::from).and_then(|()| writeln!(out));
    Ok(written.map_err(ExportError::from)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_has_its_own_backups() {
        let name = file_name("shop", 1_795_541_478_231);
        assert!(is_of(&name, "shop"), "{name}");
        for (file, store) in [
            ("shop-2-20261124-170503.jsonl.gz", "shop"),
            ("shop-2-20261124-170503.jsonl", "shop"),
            ("shop-20261124-170503.jsonl", "sho"),
            ("shop-20261124-170503.jsonl.part", "shop"),
            ("shop-2026112401705031.jsonl", "shop"),
            (".export-x", ""),
        ] {
            assert!(!is_of(file, store), "{file} of {store}");
        }
        for ending in ["jsonl", "jsonl.gz"] {
            assert!(is_of(&format!("shop-2-20261124-170503.{ending}"), "shop-2"), "{ending}");
        }
    }
}
