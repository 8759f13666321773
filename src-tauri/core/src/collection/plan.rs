//! What one collection needs to become what the file says.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Beyond, CollectionEdit, CollectionField, CollectionWork, MANUAL, MEMBERS_PER_CALL, MatchType, Member,
    NewCollection, RulesEdit, SheetCollection, StoreCollection, field_equal, moves, text,
};
use crate::channel::{Channel, by_title, field_name};
use crate::finding::{Finding, FindingCode, Severity};
use crate::operation::{Change, Subject, Work};
use crate::plan::draft::{Draft, change};
use crate::value::Value;

/// Products of an order that are shown.
const SHOWN_MAX: usize = 12;

/// The field names of changes that are no plain field.
pub(crate) const COLLECTION: &str = "collection";
pub(crate) const CONDITIONS: &str = "conditions";
pub(crate) const HANDLE: &str = "handle";
pub(crate) const MEMBER: &str = "member";
const ORDER: &str = "order";

/// Returns what the collection needs. `known` has the ids of the products the sheet names, as far as the store has
/// them.
pub(crate) fn plan(
    sheet: &SheetCollection,
    store: Option<&StoreCollection>,
    known: &BTreeMap<String, String>,
    channels: &[Channel],
    findings: &mut Vec<Finding>,
) -> Vec<Draft> {
    tell_unknown(sheet, known, findings);
    let wants = Wants {
        sheet,
        products: sheet.products.as_ref().map(|handles| members(handles, known)),
        order: sheet.order.as_ref().map(|handles| members(handles, known)),
    };
    let mut drafts = match store {
        Some(store) => wants.update(store, findings),
        None => wants.create(findings),
    };
    // What is not made is not published.
    if store.is_some() || !drafts.is_empty() {
        drafts.extend(published(sheet, store, channels));
    }
    drafts
}

/// Plans on which channels the collection is put, and off which it is taken. Without a word a new one goes to the Online
/// Store, as a product does.
fn published(sheet: &SheetCollection, store: Option<&StoreCollection>, channels: &[Channel]) -> Vec<Draft> {
    let wanted = |channel: &Channel| {
        let mut said = sheet.channels.iter();
        let said = said.find(|(title, _)| by_title(channels, title) == Ok(channel));
        said.and_then(|(_, on)| on.as_bool()).or((store.is_none() && channel.online_store).then_some(true))
    };
    let is_on = |channel: &Channel| store.is_some_and(|store| store.publications.contains(&channel.id));
    let moved = channels.iter().filter_map(|channel| {
        let published = wanted(channel).filter(|wanted| *wanted != is_on(channel))?;
        let (before, after) = (Value::Bool(!published), Value::Bool(published));
        let shown = change(Subject::Product, &field_name(&channel.title), before, after);
        let work = CollectionWork::Publish { published, publication: channel.id.clone() };
        let draft = Draft::new(Work::Collection(work), Some(sheet.place), vec![shown]);
        Some(draft.after(store.is_none().then_some(0)))
    });
    moved.collect()
}

/// Returns the deletion of a collection the file does not name.
pub(crate) fn missing(store: &StoreCollection) -> Draft {
    let title = store.field(CollectionField::Title).clone();
    let gone = change(Subject::Product, COLLECTION, title, Value::Blank);
    Draft::new(Work::Collection(CollectionWork::Delete), None, vec![gone])
}

fn members(handles: &[String], known: &BTreeMap<String, String>) -> Vec<Member> {
    let mut seen = BTreeSet::new();
    let found = handles.iter().filter_map(|handle| {
        let id = known.get(handle)?.clone();
        seen.insert(id.clone()).then(|| Member { id, handle: handle.clone() })
    });
    found.collect()
}

fn tell_unknown(sheet: &SheetCollection, known: &BTreeMap<String, String>, findings: &mut Vec<Finding>) {
    let named = [&sheet.products, &sheet.order].into_iter().flatten().flatten();
    let unknown: BTreeSet<&String> = named.filter(|handle| !known.contains_key(*handle)).collect();
    if let Some(first) = unknown.first() {
        let advice = match unknown.len() {
            1 => "the store has no product of this handle, so it was not put into the collection".to_owned(),
            count => format!(
                "the store has no products of {count} handles, this one among them, so they were not put into the \
                 collection"
            ),
        };
        findings.push(about(sheet, FindingCode::NoMatch, Severity::Warning, advice).value(first));
    }
}

fn about(
    sheet: &SheetCollection,
    code: FindingCode,
    severity: Severity,
    advice: impl Into<String>,
) -> Finding {
    Finding::new(code, severity, advice).at(sheet.place).product(&sheet.handle)
}

/// A collection of the sheet with its products looked up.
struct Wants<'a> {
    sheet: &'a SheetCollection,
    products: Option<Vec<Member>>,
    order: Option<Vec<Member>>,
}

impl Wants<'_> {
    fn create(self, findings: &mut Vec<Finding>) -> Vec<Draft> {
        let sheet = self.sheet;
        if text(sheet.fields.get(&CollectionField::Title).unwrap_or(&Value::Blank)).trim().is_empty() {
            let advice = "the store has no such collection, and a new one needs a title; it was left out";
            findings.push(about(sheet, FindingCode::NotACollection, Severity::Refused, advice));
            return Vec::new();
        }
        let conditions = sheet.conditions.clone().unwrap_or_default();
        let match_type = sheet.match_type.unwrap_or_default();
        let fields: BTreeMap<_, _> = sheet
            .fields
            .iter()
            .filter(|(_, value)| !value.is_blank())
            .map(|(k, v)| (*k, v.clone()))
            .collect();
        let mut changes =
            vec![change(Subject::Product, COLLECTION, Value::Blank, Value::text(&sheet.handle))];
        changes.extend(fields.iter().map(|(field, value)| field_change(*field, Value::Blank, value.clone())));
        if !conditions.is_empty() {
            let after = rules_words(match_type, conditions.iter().map(super::Condition::words));
            changes.push(change(Subject::Product, CONDITIONS, Value::Blank, after));
        }
        let products = self.products.clone().unwrap_or_default();
        let (first, rest) = products.split_at(products.len().min(MEMBERS_PER_CALL));
        changes.extend(first.iter().map(joins));
        let is_manual = fields.get(&CollectionField::SortOrder).is_some_and(|order| text(order) == MANUAL);
        let is_picked = conditions.is_empty();
        let new = NewCollection {
            handle: sheet.handle.clone(),
            fields,
            match_type,
            conditions,
            products: first.to_vec(),
        };
        let mut drafts = vec![self.draft(CollectionWork::Create(new), changes)];
        for chunk in rest.chunks(MEMBERS_PER_CALL) {
            let edit = CollectionEdit { add: chunk.to_vec(), ..CollectionEdit::default() };
            let changes = chunk.iter().map(joins).collect();
            let after = drafts.len() - 1;
            drafts.push(self.draft(CollectionWork::Update(edit), changes).after([after]));
        }
        let wanted = self.wanted_order(is_manual, is_picked, findings);
        // Where the store puts new products is its own affair: all of them may have to move.
        if let Some(wanted) = wanted.filter(|wanted| wanted.len() > 1) {
            let shown = change(Subject::Product, ORDER, Value::Blank, order_words(&ids(wanted), wanted));
            self.put_in_order(wanted, wanted.len(), &shown, &mut drafts);
        }
        drafts
    }

    fn update(self, store: &StoreCollection, findings: &mut Vec<Finding>) -> Vec<Draft> {
        let mut changes = Vec::new();
        let mut edit = CollectionEdit::default();
        if self.sheet.id.as_ref() == Some(&store.id) && self.sheet.handle != store.handle {
            let (before, after) = (Value::text(&store.handle), Value::text(&self.sheet.handle));
            changes.push(change(Subject::Product, HANDLE, before, after));
            edit.handle = Some(self.sheet.handle.clone());
        }
        for (field, value) in &self.sheet.fields {
            let held = store.field(*field);
            // Neither can be cleared in a store.
            let is_fixed = matches!(field, CollectionField::Title | CollectionField::SortOrder);
            let is_even = field_equal(*field, value, held) || is_fixed && value.is_blank();
            if !is_even {
                changes.push(field_change(*field, held.clone(), value.clone()));
                edit.fields.insert(*field, value.clone());
            }
        }
        if let Some((rules, shown)) = self.rules(store, findings) {
            edit.rules = Some(rules);
            changes.push(shown);
        }
        let (add, remove) = self.membership(store, findings);
        let mut drafts = Vec::new();
        let mut chunks = (add.chunks(MEMBERS_PER_CALL), remove.chunks(MEMBERS_PER_CALL));
        loop {
            let (joining, leaving) = (chunks.0.next(), chunks.1.next());
            if changes.is_empty() && joining.is_none() && leaving.is_none() {
                break;
            }
            edit.add = joining.unwrap_or_default().to_vec();
            edit.remove = leaving.unwrap_or_default().to_vec();
            changes.extend(edit.add.iter().map(joins));
            changes.extend(edit.remove.iter().map(leaves));
            let work = CollectionWork::Update(std::mem::take(&mut edit));
            let before = drafts.len().checked_sub(1);
            drafts.push(self.draft(work, std::mem::take(&mut changes)).after(before));
        }
        let order = self.sheet.fields.get(&CollectionField::SortOrder).filter(|order| !order.is_blank());
        let is_manual = text(order.unwrap_or(store.field(CollectionField::SortOrder))) == MANUAL;
        let is_picked = match &self.sheet.conditions {
            Some(conditions) if store.rules().is_ok() => conditions.is_empty(),
            _ => store.is_picked(),
        };
        if let Some(wanted) = self.wanted_order(is_manual, is_picked, findings) {
            self.reorder(store, wanted, &add, &remove, &mut drafts);
        }
        drafts
    }

    fn rules(&self, store: &StoreCollection, findings: &mut Vec<Finding>) -> Option<(RulesEdit, Change)> {
        let sheet = self.sheet;
        if sheet.conditions.is_none() && sheet.match_type.is_none() {
            return None;
        }
        let (held_match, held) = match store.rules() {
            Ok(rules) => rules,
            Err(beyond) => {
                findings.push(kept(sheet, CONDITIONS, beyond));
                return None;
            }
        };
        let mut create = sheet
            .conditions
            .clone()
            .unwrap_or_else(|| held.iter().map(|one| one.condition.clone()).collect());
        let match_type = sheet.match_type.unwrap_or(held_match);
        let after = rules_words(match_type, create.iter().map(super::Condition::words));
        let is_even_match = match_type == held_match || create.is_empty();
        let mut delete = Vec::new();
        for one in held {
            match create.iter().position(|wanted| *wanted == one.condition) {
                Some(at) => drop(create.remove(at)),
                None => delete.push(one.id.clone()),
            }
        }
        if create.is_empty() && delete.is_empty() && is_even_match {
            return None;
        }
        let before = rules_words(held_match, held.iter().map(|one| one.condition.words()));
        let shown = change(Subject::Product, CONDITIONS, before, after);
        Some((RulesEdit { match_type, create, delete }, shown))
    }

    /// Returns who joins and who leaves.
    fn membership(&self, store: &StoreCollection, findings: &mut Vec<Finding>) -> (Vec<Member>, Vec<Member>) {
        let Some(wanted) = &self.products else { return (Vec::new(), Vec::new()) };
        let held = match store.picks() {
            Ok(held) => held,
            Err(beyond) => {
                findings.push(kept(self.sheet, "products", beyond));
                return (Vec::new(), Vec::new());
            }
        };
        let (has, wants) = (id_set(held), id_set(wanted));
        let add = wanted.iter().filter(|member| !has.contains(member.id.as_str())).cloned().collect();
        let remove = held.iter().filter(|member| !wants.contains(member.id.as_str())).cloned().collect();
        (add, remove)
    }

    /// Returns the order to be made by hand, if there is one to be made.
    fn wanted_order(
        &self,
        is_manual: bool,
        is_picked: bool,
        findings: &mut Vec<Finding>,
    ) -> Option<&[Member]> {
        if self.sheet.order.is_some() && !is_manual {
            let advice =
                "only a collection with the sort order \"manual\" is put in order; its order was left alone";
            findings
                .push(about(self.sheet, FindingCode::OrderNotManual, Severity::Note, advice).column(ORDER));
        }
        let wanted = self.order.as_ref().or_else(|| self.products.as_ref().filter(|_| is_picked));
        wanted.filter(|_| is_manual).map(Vec::as_slice)
    }

    fn reorder(
        &self,
        store: &StoreCollection,
        wanted: &[Member],
        add: &[Member],
        remove: &[Member],
        drafts: &mut Vec<Draft>,
    ) {
        let leaving = id_set(remove);
        let held = store.members.iter().flatten().filter(|member| !leaving.contains(member.id.as_str()));
        let has: BTreeSet<&str> = held.clone().map(|member| member.id.as_str()).collect();
        // New ones are taken to stand at the end; wherever the store puts them, each may have to move.
        let joining = add.iter().filter(|member| !has.contains(member.id.as_str()));
        let all: Vec<&Member> = held.chain(joining).collect();
        let current: Vec<&str> = all.iter().map(|member| member.id.as_str()).collect();
        let needed = match store.members {
            Some(_) => moves(&current, &ids(wanted)).len() + add.len(),
            None => wanted.len(),
        };
        if needed == 0 {
            return;
        }
        let names: Vec<Member> = all.into_iter().chain(wanted).cloned().collect();
        let before = if store.members.is_some() { order_words(&current, &names) } else { Value::Blank };
        let shown = change(Subject::Product, ORDER, before, order_words(&ids(wanted), &names));
        self.put_in_order(wanted, needed, &shown, drafts);
    }

    fn put_in_order(&self, wanted: &[Member], moves: usize, shown: &Change, drafts: &mut Vec<Draft>) {
        for _ in 0..moves.div_ceil(MEMBERS_PER_CALL) {
            let before = drafts.len().checked_sub(1);
            let work = CollectionWork::Order { wanted: wanted.to_vec() };
            drafts.push(self.draft(work, vec![shown.clone()]).after(before));
        }
    }

    fn draft(&self, work: CollectionWork, changes: Vec<Change>) -> Draft {
        Draft::new(Work::Collection(work), Some(self.sheet.place), changes)
    }
}

fn kept(sheet: &SheetCollection, column: &str, beyond: Beyond) -> Finding {
    let advice = format!("the store's collection has {}; its {column} were kept as they are", beyond.words());
    about(sheet, FindingCode::ConditionNotCarried, Severity::Warning, advice).column(column)
}

fn field_change(field: CollectionField, before: Value, after: Value) -> Change {
    change(Subject::Product, field.name(), before, after)
}

fn joins(member: &Member) -> Change {
    change(Subject::Product, MEMBER, Value::Blank, Value::text(&member.handle))
}

fn leaves(member: &Member) -> Change {
    change(Subject::Product, MEMBER, Value::text(&member.handle), Value::Blank)
}

fn ids(members: &[Member]) -> Vec<&str> {
    members.iter().map(|member| member.id.as_str()).collect()
}

fn id_set(members: &[Member]) -> BTreeSet<&str> {
    members.iter().map(|member| member.id.as_str()).collect()
}

/// Returns conditions as one text: `any of: tag is sale; price is under 10`.
pub(super) fn rules_words(match_type: MatchType, conditions: impl Iterator<Item = String>) -> Value {
    let list: Vec<String> = conditions.collect();
    let start = match (match_type, list.len()) {
        (_, 0) => return Value::Blank,
        (_, 1) => "",
        (MatchType::All, _) => "all of: ",
        (MatchType::Any, _) => "any of: ",
    };
    Value::text(format!("{start}{}", list.join("; ")))
}

/// Returns the front of an order as one text.
fn order_words(order: &[&str], names: &[Member]) -> Value {
    let names: BTreeMap<&str, &str> =
        names.iter().map(|member| (member.id.as_str(), member.handle.as_str())).collect();
    let shown = order.iter().take(SHOWN_MAX).map(|id| names.get(id).copied().unwrap_or(id));
    let mut words = shown.collect::<Vec<_>>().join(", ");
    if order.len() > SHOWN_MAX {
        words.push_str(&format!(" and {} more", order.len() - SHOWN_MAX));
    }
    Value::text(words)
}
