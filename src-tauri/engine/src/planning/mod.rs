//! From a file and the mirror to a plan on disk. Reads the ledger; sends nothing.
//!
//! A file whose products stand for themselves (by handle or id) streams: one product in memory at a time. One
//! that is matched by SKU or barcode is read whole, since a key must be seen to be unique before it is trusted.

mod collections;
mod end;
mod lookup;

use end::{Found, end};
pub(crate) use lookup::key_of;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use evenshelf_core::catalog::{ProductField, SheetProduct, StoreProduct, VariantField};
use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::matching;
use evenshelf_core::normalize::{RefusedProduct, Said, Sheet, not_compared};
use evenshelf_core::operation::Work;
use evenshelf_core::plan::{
    Budget, Handles, MatchBy, Missing, Planner, Policy, Release, SheetKind, Strategy, currency_decimals,
    product_field_equal,
};
use evenshelf_core::restore::{Abroad, away_from_home};
use evenshelf_core::value::Value;
use rusqlite::Connection;

use crate::control::RunControl;
use crate::error::EngineError;
use crate::ledger::stores::Store;
use crate::ledger::{Ledger, LedgerError, locations, markets, metafields, mirror, surroundings};
use crate::location_names;
use crate::plan_file::{PlanFile, PlanWriter};
use crate::progress::{Observer, Progress};
use crate::source;

/// Products between two words about progress.
const PROGRESS_EVERY: u64 = 500;

/// What the owner asks of a plan.
#[derive(Debug, Clone, Default)]
pub(crate) struct PlanAsked {
    pub match_by: Option<MatchBy>,
    pub missing: Missing,
    pub release: Release,
    pub strategy: Option<Strategy>,
    /// What is to be said with the plan, known before it is made.
    pub said: Vec<Finding>,
    /// For a file of another store, whose ids mean nothing in this one.
    pub foreign: Option<Abroad>,
}

/// What the plan needs to know of the store besides its mirror.
#[derive(Debug, Clone, Default)]
pub(crate) struct Surroundings {
    /// Taxonomy paths with their ids, as far as the store knows them.
    pub categories: BTreeMap<String, String>,
    pub budget: Budget,
    /// How many products this source named when it was last applied.
    pub previous_products: Option<u64>,
}

/// A plan, and what the store could be asked to make it better.
pub(crate) struct Planned {
    pub plan: PlanFile,
    /// Category paths that differ from the store's and whose ids are not known.
    pub unknown_categories: BTreeSet<String>,
}

/// Where a plan comes from and goes to.
pub(crate) struct Job<'a> {
    pub ledger: &'a Ledger,
    pub store: &'a Store,
    pub file: &'a Path,
    /// How people know the file.
    pub source: &'a str,
    /// On the disk of the data directory.
    pub folder: &'a Path,
    pub observer: &'a Observer,
    /// What the file says that stands for the store, where one does: the rest is not compared.
    pub said: Option<&'a Said>,
    /// The keys that a file of collections in the place of the store has.
    pub shelf: Option<&'a BTreeSet<String>>,
    pub control: &'a RunControl,
}

/// Plans the file against the mirror.
pub(crate) fn plan(job: &Job<'_>, asked: &PlanAsked, around: &Surroundings) -> Result<Planned, EngineError> {
    if source::has_collections(job.file)? {
        return collections::plan(job, asked, around);
    }
    if job.shelf.is_some() {
        let what = "the first file describes collections and the second one products; compare two of a kind";
        return Err(EngineError::Usage(what.to_owned()));
    }
    match asked.match_by {
        Some(MatchBy::Sku) => whole(job, asked, around, MatchBy::Sku, source::read(job.file)?),
        Some(MatchBy::Barcode) => whole(job, asked, around, MatchBy::Barcode, source::read(job.file)?),
        Some(streamed) => Ok(stream(job, asked, around, streamed, true)?.ok_or_else(no_key)?),
        None => match stream(job, asked, around, MatchBy::Handle, false)? {
            Some(planned) => Ok(planned),
            None => {
                let sheet = source::read(job.file)?;
                let match_by = matching::choose(&sheet.products).ok_or_else(no_key)?;
                whole(job, asked, around, match_by, sheet)
            }
        },
    }
}

fn no_key() -> EngineError {
    EngineError::Usage(
        "the file has neither handle, id, SKU nor barcode in every product; choose the key with --match"
            .into(),
    )
}

/// Plans product by product while the file is read. `None`: a product has no handle, and the owner did not
/// insist on it.
fn stream(
    job: &Job<'_>,
    asked: &PlanAsked,
    around: &Surroundings,
    match_by: MatchBy,
    insists: bool,
) -> Result<Option<Planned>, EngineError> {
    let mut planning = Planning::new(job, asked, around, match_by)?;
    if match_by != MatchBy::Handle {
        // Who else asks for a handle shows at the end of the file alone: it is read twice.
        planning.policy.handles = Some(Arc::new(claims_of_file(job, match_by)?));
    }
    let mut has_all_keys = true;
    let mut failure = None;
    let sheet = job.ledger.read(|conn| {
        Ok(source::read_each(job.file, &mut |kind, product| {
            has_all_keys &= insists || product.handle.is_some();
            if !has_all_keys || failure.is_some() {
                return;
            }
            let done = lookup::one(conn, job.store.id, &product, match_by)
                .map_err(EngineError::from)
                .and_then(|held| planning.add(kind, &product, held.as_ref()));
            failure = done.err();
        }))
    })??;
    match failure {
        Some(error) => Err(error),
        None if has_all_keys => planning.finish(sheet, BTreeSet::new()).map(Some),
        None => Ok(None),
    }
}

/// Returns who claims which web address, of a file whose products are found by their ids.
fn claims_of_file(job: &Job<'_>, match_by: MatchBy) -> Result<Handles, EngineError> {
    let mut handles = Handles::default();
    let mut failure = None;
    job.ledger.read(|conn| {
        Ok(source::read_each(job.file, &mut |_, product| {
            if failure.is_some() || product.handle.is_none() {
                return;
            }
            let noted = lookup::one(conn, job.store.id, &product, match_by)
                .and_then(|held| lookup::claim(conn, job.store.id, &product, held.as_ref(), &mut handles));
            failure = noted.err();
        }))
    })??;
    failure.map_or(Ok(handles), |error| Err(error.into()))
}

/// Plans a file that was read whole.
fn whole(
    job: &Job<'_>,
    asked: &PlanAsked,
    around: &Surroundings,
    match_by: MatchBy,
    mut sheet: Sheet,
) -> Result<Planned, EngineError> {
    let mut planning = Planning::new(job, asked, around, match_by)?;
    let products = std::mem::take(&mut sheet.products);
    let mut named = BTreeSet::new();
    let (mut findings, mut failure) = (Vec::new(), None);
    job.ledger.read(|conn| {
        let matched = match match_by {
            MatchBy::Sku | MatchBy::Barcode => {
                let field = if match_by == MatchBy::Sku { VariantField::Sku } else { VariantField::Barcode };
                lookup::by_key(conn, job.store.id, products, sheet.kind, field, &mut named, &mut findings)?
            }
            MatchBy::Handle | MatchBy::Id => products
                .into_iter()
                .map(|product| Ok((lookup::one(conn, job.store.id, &product, match_by)?, product)))
                .collect::<Result<Vec<_>, LedgerError>>()?,
        };
        if match_by != MatchBy::Handle {
            let mut handles = Handles::default();
            for (held, product) in &matched {
                lookup::claim(conn, job.store.id, product, held.as_ref(), &mut handles)?;
            }
            planning.policy.handles = Some(Arc::new(handles));
        }
        for (held, product) in matched {
            if failure.is_none() {
                failure = planning.add(sheet.kind, &product, held.as_ref()).err();
            }
        }
        Ok(())
    })?;
    if let Some(error) = failure {
        return Err(error);
    }
    planning.findings.extend(findings);
    planning.finish(sheet, named)
}

/// A plan that is being made.
struct Planning<'a> {
    job: &'a Job<'a>,
    asked: &'a PlanAsked,
    around: &'a Surroundings,
    match_by: MatchBy,
    policy: Policy,
    planner: Option<Planner>,
    writer: PlanWriter,
    products: u64,
    /// Products of the store that the file names.
    named: BTreeSet<String>,
    /// Products that were planned, by id or, where they are new, by key.
    seen: BTreeSet<String>,
    unknown_categories: BTreeSet<String>,
    /// Handles of the products that the plan makes.
    made: BTreeSet<String>,
    /// Fields that the file in the place of the store says nothing of.
    unsaid: BTreeSet<&'static str>,
    findings: Vec<Finding>,
}

impl<'a> Planning<'a> {
    fn new(
        job: &'a Job<'a>,
        asked: &'a PlanAsked,
        around: &'a Surroundings,
        match_by: MatchBy,
    ) -> Result<Self, EngineError> {
        let locations = job.ledger.read(|conn| locations::list(conn, job.store.id))?;
        let mut metafields = job.ledger.read(|conn| metafields::known(conn, job.store.id))?;
        if let Some(abroad) = &asked.foreign {
            metafields.assume(&abroad.types);
        }
        let channels = job.ledger.read(|conn| surroundings::list(conn, job.store.id))?;
        let location_names = job.ledger.read(|conn| location_names::get(conn, job.store))?;
        let default_location = job.store.default_location.as_ref().and_then(|name| {
            locations.iter().find(|location| location.name == *name).map(|location| location.id.clone())
        });
        let policy = Policy {
            release: asked.release.clone(),
            locations,
            channels,
            default_location,
            location_names,
            shop_name: job.store.shop_name.clone(),
            price_decimals: Some(currency_decimals(job.store.currency.as_deref())),
            categories: around.categories.clone(),
            previous_products: around.previous_products,
            metafields: Arc::new(metafields),
            markets: job.ledger.read(|conn| markets::known(conn, job.store.id))?,
            ..Policy::default()
        };
        Ok(Self {
            job,
            asked,
            around,
            match_by,
            policy,
            planner: None,
            writer: PlanWriter::new(job.folder)?,
            products: 0,
            named: BTreeSet::new(),
            seen: BTreeSet::new(),
            unknown_categories: BTreeSet::new(),
            made: BTreeSet::new(),
            unsaid: BTreeSet::new(),
            findings: asked.said.clone(),
        })
    }

    /// What kind of file it is shows with its first product, or at its end.
    fn planner(&mut self, kind: SheetKind) -> &mut Planner {
        let whole_products = kind == SheetKind::Products;
        self.policy.kind = kind;
        self.policy.owns_lists = whole_products && matches!(self.match_by, MatchBy::Handle | MatchBy::Id);
        self.policy.missing = if whole_products { self.asked.missing } else { Missing::Leave };
        let policy = &self.policy;
        self.planner.get_or_insert_with(|| Planner::new(policy.clone()))
    }

    fn add(
        &mut self,
        kind: SheetKind,
        product: &SheetProduct,
        held: Option<&StoreProduct>,
    ) -> Result<(), EngineError> {
        self.products += 1;
        self.job.control.check()?;
        if self.products.is_multiple_of(PROGRESS_EVERY) {
            (self.job.observer)(Progress::Planning { products: self.products });
        }
        let key = lookup::key_of(product, held);
        self.named.extend(held.map(|held| held.id.clone()));
        if !self.seen.insert(held.map_or_else(|| key.clone(), |held| held.id.clone())) {
            self.findings.push(named_twice(product, &key));
            return Ok(());
        }
        let product = &*self.compared(product, held);
        let product = &*match &self.asked.foreign {
            Some(abroad) => Cow::Owned(away_from_home(product, abroad)),
            None => Cow::Borrowed(product),
        };
        self.note_category(product, held);
        for operation in self.planner(kind).product(&key, product, held) {
            if let Work::CreateProduct(new) = &operation.work {
                self.made.insert(new.handle.clone());
            }
            self.writer.push(&operation)?;
        }
        Ok(())
    }

    /// Returns what there is to compare of the product.
    fn compared<'p>(
        &mut self,
        product: &'p SheetProduct,
        held: Option<&StoreProduct>,
    ) -> Cow<'p, SheetProduct> {
        let Some(said) = self.job.said else { return Cow::Borrowed(product) };
        let mut product = product.clone();
        match held {
            Some(_) => said.leave_out_unsaid(&mut product, &mut self.unsaid),
            // A channel that the first file does not name is not unknown: there is no store to have it.
            None => said.leave_out_channels(&mut product, &mut self.unsaid),
        }
        Cow::Owned(product)
    }

    fn note_category(&mut self, product: &SheetProduct, held: Option<&StoreProduct>) {
        let Some(value) = product.fields.get(&ProductField::Category) else { return };
        let nothing = Value::Blank;
        let is = held.map_or(&nothing, |held| held.field(ProductField::Category));
        // "Uncategorized" equals no category, so it is never looked up.
        let needed = !product_field_equal(ProductField::Category, value, is)
            && !product_field_equal(ProductField::Category, value, &nothing);
        if let Some(path) =
            value.as_text().filter(|path| needed && !self.around.categories.contains_key(*path))
        {
            self.unknown_categories.insert(path.to_owned());
        }
    }

    /// Plans what the file leaves out, lets the guards judge, and writes the plan.
    fn finish(mut self, sheet: Sheet, named: BTreeSet<String>) -> Result<Planned, EngineError> {
        self.planner(sheet.kind);
        let Self { job, asked, around, policy, planner, mut writer, unknown_categories, made, .. } = self;
        let Some(mut planner) = planner else { return Err(no_key()) };
        let mut findings = sheet.findings;
        findings.extend(self.findings);
        findings.extend(self.unsaid.into_iter().map(not_compared));
        // A row that could not be read may have named any product: then none can be called missing.
        let nameless = sheet.refused.iter().find(|row| row.handle.is_none() && row.id.is_none());
        let mut failure = None;
        let store_products = job.ledger.read(|conn| {
            if policy.missing != Missing::Leave {
                match nameless {
                    Some(row) => findings.push(missing_unknown(row)),
                    None => {
                        let mut spared = lookup::refused(conn, job.store.id, &sheet.refused)?;
                        spared.extend(named);
                        spared.extend(self.named);
                        failure = missing(conn, job.store.id, &spared, &mut planner, &mut writer)?.err();
                    }
                }
            }
            mirror::count(conn, job.store.id)
        })?;
        if let Some(error) = failure {
            return Err(error);
        }
        if asked.foreign.is_some() {
            collections::backed_up(job, &made, &mut planner, &mut writer)?;
        }
        let found = Found { source_digest: &sheet.digest, findings, store_products };
        let plan = end(job, asked, around, (planner, writer), found)?;
        Ok(Planned { plan, unknown_categories })
    }
}

/// Plans the products of the store that are not spared.
fn missing(
    conn: &Connection,
    store: i64,
    spared: &BTreeSet<String>,
    planner: &mut Planner,
    writer: &mut PlanWriter,
) -> Result<Result<(), EngineError>, LedgerError> {
    let mut written = Ok(());
    mirror::for_each(conn, store, |held| {
        if written.is_ok()
            && !spared.contains(&held.id)
            && let Some(operation) = planner.missing(&held)
        {
            written = writer.push(&operation);
        }
        Ok(())
    })?;
    Ok(written)
}

fn missing_unknown(row: &RefusedProduct) -> Finding {
    Finding::new(
        FindingCode::NoHandle,
        Severity::Warning,
        "a row could not be read, so it is not known which products the file leaves out; nothing was done about \
         missing products",
    )
    .at(row.place)
}

fn named_twice(product: &SheetProduct, key: &str) -> Finding {
    Finding::new(
        FindingCode::DuplicateProduct,
        Severity::Refused,
        "an earlier row of the file names the same product, so this one was left out",
    )
    .at(product.place)
    .product(key)
}
