//! Writes the copy of a store on this computer to files.

use std::path::PathBuf;

use evenshelf_core::catalog::{StoreLocation, StoreProduct};
use evenshelf_core::collection::StoreCollection;
use evenshelf_core::finding::Finding;
use serde::Serialize;

use crate::control::RunControl;
use crate::error::EngineError;
use crate::export::{
    self, CollectionExport, CsvExport, Exported, Headers, InventoryExport, JsonlExport, MarketColumns,
    MetafieldColumns, OldInventoryExport,
};
use crate::ledger::{Ledger, LedgerError, collections, locations, markets, metafields, mirror, surroundings};
use crate::progress::Observer;
use crate::session::{Session, blocking};

/// What is to be written.
#[derive(Debug, Clone, Default)]
pub struct ExportOptions {
    /// Its ending chooses the form: `.csv` or `.jsonl`.
    pub to: PathBuf,
    pub headers: Headers,
    /// An inventory CSV beside it.
    pub inventory: Option<PathBuf>,
    /// A row for each location, or as in former years a column.
    pub inventory_headers: Headers,
    /// A file of collections (JSONL) beside it.
    pub collections: Option<PathBuf>,
    /// Writes the copy as it is, without asking the store.
    pub offline: bool,
}

/// What was written.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ExportReport {
    pub products: u64,
    pub rows: u64,
    /// Rows of the inventory file.
    pub inventory_rows: Option<u64>,
    /// Lines of the file of collections.
    pub collection_rows: Option<u64>,
    /// What the form could not carry.
    pub notes: Vec<Finding>,
}

impl Session {
    /// Writes a store's catalogue to files.
    pub async fn export(
        &self,
        name: &str,
        options: ExportOptions,
        control: &RunControl,
        observer: Observer,
    ) -> Result<ExportReport, EngineError> {
        if !options.offline {
            self.pull(name, false, control, observer).await?;
        }
        let store = self.store(name)?;
        if store.pulled_at.is_none() {
            return Err(EngineError::Usage(format!("there is no copy of \"{name}\" on this computer yet")));
        }
        let ledger = self.ledger().clone();
        blocking(move || write(&ledger, store.id, &options)).await?
    }
}

fn write(ledger: &Ledger, store: i64, options: &ExportOptions) -> Result<ExportReport, EngineError> {
    let places = places(ledger, store)?;
    let metafields = ledger.read(|conn| metafields::known(conn, store))?;
    let markets = ledger.read(|conn| markets::known(conn, store))?.list;
    let channels = ledger.read(|conn| surroundings::list(conn, store))?;
    let ending = options.to.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let exported = match ending.as_str() {
        "csv" => export::to_file(&options.to, |out| {
            let (mut found, mut sold) = (MetafieldColumns::default(), MarketColumns::new(&markets));
            each(ledger, store, |product| {
                found.note(product, &metafields);
                sold.note(product);
                Ok(())
            })?;
            let export = CsvExport::new(out, &places, options.headers, &found, &metafields, &sold)?;
            let mut export = export.telling_of(&channels, &markets);
            each(ledger, store, |product| Ok(export.add(product)?))?;
            Ok::<_, EngineError>(export.finish()?)
        })?,
        "jsonl" => export::to_file(&options.to, |out| {
            let mut export = JsonlExport::new(out, &places, &markets, &channels);
            each(ledger, store, |product| Ok(export.add(product)?))?;
            Ok::<_, EngineError>(export.finish()?)
        })?,
        _ => {
            return Err(EngineError::Usage(format!(
                "{} ends neither in .csv nor in .jsonl",
                options.to.display()
            )));
        }
    };
    let inventory = match &options.inventory {
        None => None,
        Some(path) => Some(export::to_file(path, |out| match options.inventory_headers {
            Headers::New => {
                let mut export = InventoryExport::new(out, &places)?;
                each(ledger, store, |product| Ok(export.add(product)?))?;
                Ok::<_, EngineError>(export.finish()?)
            }
            Headers::Old => {
                let mut export = OldInventoryExport::new(out, &places)?;
                each(ledger, store, |product| Ok(export.add(product)?))?;
                Ok(export.finish()?)
            }
        })?),
    };
    let Exported { products, rows, findings } = exported;
    let mut report =
        ExportReport { products, rows, inventory_rows: None, collection_rows: None, notes: findings };
    if let Some(inventory) = inventory {
        report.inventory_rows = Some(inventory.rows);
        report.notes.extend(inventory.findings);
    }
    if let Some(path) = &options.collections {
        let exported = export::to_file(path, |out| {
            let mut export = CollectionExport::new(out, &channels);
            each_collection(ledger, store, |collection| Ok(export.add(collection)?))?;
            Ok::<_, EngineError>(export.finish()?)
        })?;
        report.collection_rows = Some(exported.rows);
        report.notes.extend(exported.findings);
    }
    Ok(report)
}

/// Gives every collection of the mirror to `write`, until it fails. Their products go by the handles they have now.
pub(crate) fn each_collection(
    ledger: &Ledger,
    store: i64,
    mut write: impl FnMut(&StoreCollection) -> Result<(), EngineError>,
) -> Result<(), EngineError> {
    let mut failure = None;
    ledger.read(|conn| {
        collections::for_each(conn, store, |mut collection| {
            let picks = collection.sources.iter_mut().flat_map(|source| &mut source.picks);
            for member in picks.chain(collection.members.iter_mut().flatten()) {
                if let Some(handle) = collections::handle_of(conn, store, &member.id)? {
                    member.handle = handle;
                }
            }
            if failure.is_none() {
                failure = write(&collection).err();
            }
            Ok(())
        })
    })?;
    failure.map_or(Ok(()), Err)
}

/// Returns the locations of a store that quantities are kept for.
pub(crate) fn places(ledger: &Ledger, store: i64) -> Result<Vec<StoreLocation>, EngineError> {
    let found = ledger.read(|conn| locations::list(conn, store))?;
    Ok(found.into_iter().filter(|location| location.active).collect())
}

/// Gives every product of the mirror to `write`, until it fails.
pub(crate) fn each(
    ledger: &Ledger,
    store: i64,
    mut write: impl FnMut(&StoreProduct) -> Result<(), EngineError>,
) -> Result<(), EngineError> {
    let mut failure = None;
    ledger.read(|conn| {
        mirror::for_each(conn, store, |product| {
            if failure.is_none() {
                failure = write(&product).err();
            }
            Ok::<_, LedgerError>(())
        })
    })?;
    match failure {
        Some(error) => Err(error),
        None => Ok(()),
    }
}
