//! Numbers the operations of all products, keeps the totals, and lets the guards judge the whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::catalog::{SheetProduct, StoreProduct};
use crate::collection::{self, CollectionWork, SheetCollection, StoreCollection};
use crate::finding::{Finding, FindingCode, Severity};
use crate::operation::{Held, HeldKind, Operation, OperationId, Work};

use super::channels::Unknown;
use super::draft::Draft;
use super::guard::{self, Totals};
use super::money::rounded;
use super::policy::{Missing, Policy};
use super::{product, stock};

/// What a plan holds, in numbers. Operations count once; `changes` counts fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    pub operations: u64,
    pub changes: u64,
    /// Held ones are counted here and in `operations` alone.
    pub held: u64,
    pub creates: u64,
    pub updates: u64,
    pub deletes: u64,
    /// Operations that take away what cannot come back with its id and history.
    pub irreversible: u64,
    /// Products the source names; collections, where it names no products.
    pub products: u64,
    /// Those of them that need nothing.
    pub unchanged_products: u64,
}

/// Plans product by product; call `product` in the source's order, `missing` in the store's, then `finish`.
pub struct Planner {
    policy: Policy,
    next: OperationId,
    totals: Totals,
    unchanged_products: u64,
    findings: Vec<Finding>,
    /// What is so with a whole column of a market: where it was first met, and for how many variants.
    markets: BTreeMap<(FindingCode, Option<String>), (Finding, u64)>,
    unknown: Unknown,
}

impl Planner {
    pub fn new(policy: Policy) -> Self {
        Self {
            policy,
            next: 0,
            totals: Totals::default(),
            unchanged_products: 0,
            findings: Vec::new(),
            markets: BTreeMap::new(),
            unknown: Unknown::default(),
        }
    }

    /// Returns the operations a product of the sheet needs. `key` is its handle, or how people know it.
    pub fn product(
        &mut self,
        key: &str,
        sheet: &SheetProduct,
        store: Option<&StoreProduct>,
    ) -> Vec<Operation> {
        self.totals.sheet_products += 1;
        if let Some(store) = store {
            self.totals.named_variants += store.variants.len() as u64;
            self.totals.named_images += store.images.len() as u64;
            let prices = store.variants.iter().map(|variant| variant.market_prices.len() as u64);
            self.totals.named_market_prices += prices.sum::<u64>();
            let named = sheet.variants.iter().flat_map(|variant| stock::counting(&variant.quantities));
            self.totals.stock_kept += named.filter(|quantity| quantity.quantity > 0).count() as u64;
        }
        self.unknown.note_channels(sheet.channels.keys(), (key, sheet.place), &self.policy);
        self.unknown.note_markets(sheet, key, &self.policy);
        let findings_before = self.findings.len();
        let sheet = &*rounded(sheet, self.policy.price_decimals);
        let drafts = product::plan(key, sheet, store, &self.policy, &mut self.findings);
        let is_refused = |finding: &Finding| finding.severity == Severity::Refused;
        if drafts.is_empty() && !self.findings[findings_before..].iter().any(is_refused) {
            self.unchanged_products += 1;
        }
        self.fold_markets(findings_before);
        let handle = store.map_or(key, |store| store.handle.as_str());
        self.number(handle, store.map(|store| store.id.as_str()), drafts)
    }

    /// Returns the operation for a product the source does not name, by the policy.
    pub fn missing(&mut self, store: &StoreProduct) -> Option<Operation> {
        let draft = product::missing(store, &self.policy)?;
        self.number(&store.handle, Some(&store.id), vec![draft]).pop()
    }

    /// Returns the operations a collection of the sheet needs. `known` has the ids of the products it names, as far as
    /// the store has them.
    pub fn collection(
        &mut self,
        sheet: &SheetCollection,
        store: Option<&StoreCollection>,
        known: &BTreeMap<String, String>,
    ) -> Vec<Operation> {
        self.unknown.note_channels(sheet.channels.keys(), (&sheet.handle, sheet.place), &self.policy);
        self.totals.sheet_collections += 1;
        self.totals.named_members += store.and_then(|store| store.picks().ok()).map_or(0, <[_]>::len) as u64;
        let findings_before = self.findings.len();
        let drafts = collection::plan(sheet, store, known, &self.policy.channels, &mut self.findings);
        let is_refused = |finding: &Finding| finding.severity == Severity::Refused;
        let is_counted = self.totals.sheet_products == 0;
        if is_counted && drafts.is_empty() && !self.findings[findings_before..].iter().any(is_refused) {
            self.unchanged_products += 1;
        }
        let handle = store.map_or(&sheet.handle, |store| &store.handle);
        self.number(handle, store.map(|store| store.id.as_str()), drafts)
    }

    /// Returns the operation for a collection the source does not name, by the policy.
    pub fn missing_collection(&mut self, store: &StoreCollection) -> Option<Operation> {
        let is_asked = self.policy.missing == Missing::Delete;
        let draft = is_asked.then(|| collection::missing(store))?;
        self.number(&store.handle, Some(&store.id), vec![draft]).pop()
    }

    /// Notes how many collections the mirror has.
    pub fn note_store_collections(&mut self, count: u64) {
        self.totals.store_collections = count;
    }

    /// Ends the collecting. `store_products` is how many products the mirror has.
    pub fn finish(mut self, store_products: u64) -> (Judge, Vec<Finding>) {
        self.findings.extend(self.unknown.findings());
        let totals = Totals { store_products, ..self.totals };
        let counts = Counts {
            products: match totals.sheet_products {
                0 => totals.sheet_collections,
                products => products,
            },
            unchanged_products: self.unchanged_products,
            ..Counts::default()
        };
        let judge = Judge { policy: self.policy, totals, held: BTreeMap::new(), tally: Tally::new(counts) };
        let mut findings = self.findings;
        findings.extend(self.markets.into_values().map(|(mut finding, count)| {
            if count > 1 {
                finding.advice.push_str(&format!(" ({count} variants)"));
            }
            finding
        }));
        (judge, findings)
    }

    /// Takes what is so with a whole column out of the findings from `first` on, so that it is told once.
    fn fold_markets(&mut self, first: usize) {
        let is_of_column = |finding: &Finding| {
            let codes = [
                FindingCode::UnknownMarket,
                FindingCode::MarketWithoutPriceList,
                FindingCode::MarketsNotRead,
            ];
            codes.contains(&finding.code)
        };
        let (folded, kept): (Vec<_>, Vec<_>) = self.findings.drain(first..).partition(is_of_column);
        self.findings.extend(kept);
        for finding in folded {
            let key = (finding.code, finding.column.clone());
            self.markets.entry(key).or_insert((finding, 0)).1 += 1;
        }
    }

    fn number(&mut self, product: &str, product_id: Option<&str>, drafts: Vec<Draft>) -> Vec<Operation> {
        let first = self.next;
        self.next += drafts.len() as u64;
        let numbered = drafts.into_iter().enumerate().map(|(index, draft)| {
            let mut after: Vec<OperationId> = draft.after.iter().map(|local| first + *local as u64).collect();
            after.sort_unstable();
            after.dedup();
            let operation = Operation {
                id: first + index as u64,
                product: product.to_owned(),
                product_id: product_id.map(str::to_owned),
                place: draft.place,
                priority: draft.priority,
                after,
                work: draft.work,
                changes: draft.changes,
                held: draft.held,
            };
            self.totals.count(&operation);
            operation
        });
        numbered.collect()
    }
}

/// The second reading: sees every operation once more, in order, with the totals of the whole plan.
pub struct Judge {
    policy: Policy,
    totals: Totals,
    held: BTreeMap<OperationId, HeldKind>,
    tally: Tally,
}

impl Judge {
    /// Holds or releases the operation and counts it.
    pub fn judge(&mut self, operation: &mut Operation) {
        let reason = operation
            .held
            .take()
            .or_else(|| guard::plan_wide(operation, &self.totals, &self.policy))
            .filter(|held| !self.policy.release.covers(held.kind));
        operation.held = reason.or_else(|| self.waits_for_held(operation));
        if let Some(held) = &operation.held {
            self.held.insert(operation.id, held.kind);
        }
        self.tally.add(operation);
    }

    /// What waits for a held operation is held with it, for the same reason.
    fn waits_for_held(&self, operation: &Operation) -> Option<Held> {
        let kind = operation.after.iter().find_map(|id| self.held.get(id))?;
        Some(Held { kind: *kind, reason: "it builds on a change that is held back".to_owned() })
    }

    /// Returns the counts and the plan's id: a digest of its operations, its store and its source.
    pub fn finish(self, store: &str, source: &str) -> (Counts, String) {
        self.tally.finish(store, source)
    }
}

/// Counts the operations of a plan and makes its id of them.
#[derive(Default)]
pub struct Tally {
    counts: Counts,
    digest: Sha256,
}

impl Tally {
    /// Starts with what is known of the products; `counts` has no operations yet.
    pub fn new(counts: Counts) -> Self {
        Self { counts, digest: Sha256::new() }
    }

    /// Adds the next operation of the plan.
    pub fn add(&mut self, operation: &Operation) {
        // A value of plain fields always becomes JSON; were it not so, the digest would only miss it.
        self.digest.update(serde_json::to_vec(operation).unwrap_or_default());
        let counts = &mut self.counts;
        counts.operations += 1;
        counts.changes += operation.changes.len() as u64;
        counts.held += u64::from(operation.held.is_some());
        if operation.held.is_some() {
            return;
        }
        counts.irreversible += u64::from(guard::irreversible(operation));
        match operation.work {
            Work::CreateProduct(_) | Work::Collection(CollectionWork::Create(_)) => counts.creates += 1,
            Work::DeleteProduct | Work::Collection(CollectionWork::Delete) => counts.deletes += 1,
            _ => counts.updates += 1,
        }
    }

    /// Returns the counts and the plan's id: a digest of its operations, its store and its source.
    pub fn finish(mut self, store: &str, source: &str) -> (Counts, String) {
        self.digest.update(store.as_bytes());
        self.digest.update([0]);
        self.digest.update(source.as_bytes());
        let digest = self.digest.finalize();
        let id = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        (self.counts, id)
    }
}
