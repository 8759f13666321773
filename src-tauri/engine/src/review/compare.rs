//! Two files compared without a store: the first is read into the ledger of a directory that is thrown away, and the
//! second is planned against it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use evenshelf_core::catalog::StoreProduct;
use evenshelf_core::collection;
use evenshelf_core::normalize::{Said, shelved, shelved_twice};
use evenshelf_core::plan::{MatchBy, Missing};

use super::shelf::Shelf;
use crate::control::RunControl;
use crate::error::EngineError;
use crate::ledger::stores::{self, CredentialKind, Store, StoreKind};
use crate::ledger::{Ledger, collections, locations, markets, mirror, surroundings};
use crate::plan_file::PlanFile;
use crate::planning::{self, Job, PlanAsked, Planned, Surroundings, key_of};
use crate::progress::{Observer, Progress};
use crate::session::{Session, blocking, source_name};
use crate::shopify::DEFAULT_API_VERSION;
use crate::source;

/// Products that are written at once.
const SLICE: usize = 500;

/// What `compare` is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CompareOptions {
    pub match_by: Option<MatchBy>,
    /// What happens to products that the second file does not name.
    pub missing: Missing,
}

impl Session {
    /// Plans what would have to change for the first file to become the second. Nothing is asked of any store, and
    /// nothing of it stays in the ledger. What the first file says nothing of is not compared. An end that is wished
    /// of `control` stops it between two products.
    pub async fn compare(
        &self,
        shelf: &Path,
        sheet: &Path,
        options: CompareOptions,
        control: &RunControl,
        observer: Observer,
    ) -> Result<PlanFile, EngineError> {
        let comparison = Comparison {
            folder: self.data_dir().to_owned(),
            shelf: shelf.to_owned(),
            sheet: sheet.to_owned(),
            asked: PlanAsked { match_by: options.match_by, missing: options.missing, ..PlanAsked::default() },
            control: control.clone(),
            observer,
        };
        let plan = control.unless_stopped(blocking(move || comparison.plan())).await??;
        self.note_file(shelf).await?;
        self.note_file(sheet).await?;
        Ok(plan)
    }
}

/// Two files, and what is asked of them.
struct Comparison {
    folder: PathBuf,
    shelf: PathBuf,
    sheet: PathBuf,
    asked: PlanAsked,
    control: RunControl,
    observer: Observer,
}

impl Comparison {
    fn plan(self) -> Result<PlanFile, EngineError> {
        let directory = tempfile::tempdir_in(&self.folder)
            .map_err(|error| EngineError::File { path: self.folder.clone(), error })?;
        let ledger = Ledger::open(directory.path())?;
        // No store can have such a name, so that a plan of it can be given to none.
        let name = format!("{} (a file)", source_name(&self.shelf));
        let store = Store::new(&name, "", StoreKind::Demo, DEFAULT_API_VERSION, CredentialKind::Token);
        let store = ledger.write_blocking(move |tx| stores::add(tx, &store))?;
        if source::has_collections(&self.shelf)? {
            return self.collections(ledger, store, directory);
        }
        let mut filling = Filling { ledger: &ledger, store: store.id, slice: Vec::new() };
        let (said, findings) = self.fill(&mut filling)?;
        let mut around = Surroundings::default();
        let mut planned = self.plan_once(&ledger, &store, Kind::Products(&said), &around)?;
        if !planned.unknown_categories.is_empty() {
            // Whether Shopify knows a path is for Shopify to say; here one path is as good as another.
            around.categories.extend(planned.unknown_categories.into_iter().map(|path| (path.clone(), path)));
            planned = self.plan_once(&ledger, &store, Kind::Products(&said), &around)?;
        }
        let mut plan = planned.plan;
        plan.shelf = Some(Shelf { ledger, store: store.id, findings, _directory: directory });
        Ok(plan)
    }

    /// Reads the first file into the mirror. Returns what it says at all, and what is odd in it.
    fn fill(
        &self,
        filling: &mut Filling<'_>,
    ) -> Result<(Said, Vec<evenshelf_core::finding::Finding>), EngineError> {
        let (mut said, mut doubles, mut seen) = (Said::default(), Vec::new(), BTreeSet::new());
        let mut failure = None;
        let sheet = source::read_each(&self.shelf, &mut |_, product| {
            if failure.is_some() {
                return;
            }
            let key = key_of(&product, None);
            if !seen.insert(key.clone()) {
                doubles.push(shelved_twice(product.place, &key));
                return;
            }
            if seen.len().is_multiple_of(SLICE) {
                (self.observer)(Progress::Planning { products: seen.len() as u64 });
            }
            said.note(&product);
            failure = self.control.check().and_then(|()| filling.add(shelved(&product, &key))).err();
        })?;
        if let Some(failure) = failure {
            return Err(failure);
        }
        filling.write()?;
        let (store, places) = (filling.store, said.locations());
        let (sold, channels) = (said.markets(), said.channels());
        filling.ledger.write_blocking(move |tx| {
            locations::replace(tx, store, &places)?;
            surroundings::replace(tx, store, &sold)?;
            surroundings::replace(tx, store, &channels)?;
            stores::set_pulled(tx, store, 0, None, true)
        })?;
        let mut findings = sheet.findings;
        findings.extend(doubles);
        Ok((said, findings))
    }

    /// Reads the first file, which is one of collections, into the mirror, and plans the second against it.
    fn collections(
        &self,
        ledger: Ledger,
        store: Store,
        directory: tempfile::TempDir,
    ) -> Result<PlanFile, EngineError> {
        let mut held = Vec::new();
        let sheet = source::read_collections(&self.shelf, &mut |one| held.push(collection::shelved(&one)))?;
        let id = store.id;
        ledger.write_blocking(move |tx| {
            collections::put_many(tx, id, &held)?;
            stores::set_pulled(tx, id, 0, None, true)
        })?;
        let keys: BTreeSet<String> = sheet.columns.into_iter().collect();
        let around = Surroundings::default();
        let mut plan = self.plan_once(&ledger, &store, Kind::Collections(&keys), &around)?.plan;
        plan.shelf = Some(Shelf { ledger, store: id, findings: sheet.findings, _directory: directory });
        Ok(plan)
    }

    fn plan_once(
        &self,
        ledger: &Ledger,
        store: &Store,
        kind: Kind<'_>,
        around: &Surroundings,
    ) -> Result<Planned, EngineError> {
        let source = source_name(&self.sheet);
        let job = Job {
            ledger,
            store,
            file: &self.sheet,
            source: &source,
            folder: &self.folder,
            observer: &self.observer,
            said: if let Kind::Products(said) = kind { Some(said) } else { None },
            shelf: if let Kind::Collections(keys) = kind { Some(keys) } else { None },
            control: &self.control,
        };
        planning::plan(&job, &self.asked, around)
    }
}

/// What the first file describes, and what it says of it at all.
#[derive(Clone, Copy)]
enum Kind<'a> {
    Products(&'a Said),
    /// The keys of its lines.
    Collections(&'a BTreeSet<String>),
}

/// The mirror while it is filled.
struct Filling<'a> {
    ledger: &'a Ledger,
    store: i64,
    slice: Vec<StoreProduct>,
}

impl Filling<'_> {
    fn add(&mut self, product: StoreProduct) -> Result<(), EngineError> {
        self.slice.push(product);
        if self.slice.len() < SLICE { Ok(()) } else { self.write() }
    }

    fn write(&mut self) -> Result<(), EngineError> {
        let (store, slice) = (self.store, std::mem::take(&mut self.slice));
        Ok(self.ledger.write_blocking(move |tx| {
            mirror::put_many(tx, store, &slice)?;
            slice.iter().try_for_each(|product| markets::put(tx, store, product))
        })?)
    }
}
