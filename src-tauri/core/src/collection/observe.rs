//! What the store says of an operation on a collection, and a collection as a sheet.

use super::plan::{COLLECTION, CONDITIONS, HANDLE, MEMBER};
use super::{
    CollectionEdit, CollectionField, CollectionWork, Condition, MANUAL, Member, NewCollection, RulesEdit,
    SheetCollection, StoreCollection, field_equal, moves, text,
};
use crate::operation::{Change, Operation, Work};
use crate::settle::Observed;
use crate::value::Value;

const GONE: &str = "the collection is no longer in the store";

/// Compares an operation with the collection as the store holds it now; `None` where there is no such collection.
pub fn observe(operation: &Operation, collection: Option<&StoreCollection>) -> Observed {
    let Work::Collection(work) = &operation.work else { return Observed::Open };
    match (work, collection) {
        (CollectionWork::Delete, None) => Observed::Done,
        (CollectionWork::Delete, Some(_)) | (CollectionWork::Create(_), None) => Observed::Open,
        (CollectionWork::Create(new), Some(held)) => {
            if created_differs(new, held).is_empty() {
                Observed::Done
            } else {
                let what =
                    "the store has another collection of this handle by now; plan again to change that one";
                Observed::Moved(what.to_owned())
            }
        }
        (CollectionWork::Update(_) | CollectionWork::Order { .. } | CollectionWork::Publish { .. }, None) => {
            Observed::Moved(GONE.to_owned())
        }
        (CollectionWork::Publish { published, publication }, Some(held)) => {
            if held.publications.contains(publication) == *published {
                Observed::Done
            } else {
                Observed::Open
            }
        }
        (CollectionWork::Update(edit), Some(held)) => {
            let parts = [fields(&operation.changes, held), rules(edit, held), membership(edit, held)];
            worst(parts.into_iter())
        }
        (CollectionWork::Order { wanted }, Some(held)) => order(wanted, held),
    }
}

/// Returns what an applied operation asked for and the store does not hold, each in a few words.
pub fn differences(operation: &Operation, collection: Option<&StoreCollection>) -> Vec<String> {
    match (&operation.work, collection) {
        (Work::Collection(CollectionWork::Create(new)), Some(held)) => created_differs(new, held),
        (Work::Collection(CollectionWork::Create(_)), None) => {
            vec!["the collection is not in the store".to_owned()]
        }
        (work, _) => match observe(operation, collection) {
            Observed::Done => Vec::new(),
            Observed::Open => vec![format!("{} left no trace", work.name())],
            Observed::Moved(what) => vec![what],
        },
    }
}

/// Returns what the store says as a file would say it. What is not carried is left out, so that a file that comes back
/// leaves it alone.
pub fn as_sheet(store: &StoreCollection) -> SheetCollection {
    let handles = |members: &[Member]| members.iter().map(|member| member.handle.clone()).collect::<Vec<_>>();
    let rules = store.rules().ok();
    let mut sheet = SheetCollection {
        id: Some(store.id.clone()).filter(|id| !id.is_empty()),
        handle: store.handle.clone(),
        fields: CollectionField::ALL.into_iter().map(|field| (field, store.field(field).clone())).collect(),
        products: store.picks().ok().map(handles),
        match_type: rules.filter(|(_, conditions)| !conditions.is_empty()).map(|(match_type, _)| match_type),
        conditions: rules.map(|(_, conditions)| conditions.iter().map(|one| one.condition.clone()).collect()),
        ..SheetCollection::default()
    };
    let is_manual = text(store.field(CollectionField::SortOrder)) == MANUAL;
    if let Some(members) = store.members.as_ref().filter(|_| is_manual) {
        match sheet.products.as_mut().filter(|_| store.is_picked()) {
            // In such a collection the products are in their order.
            Some(products) => {
                let place = |handle: &String| members.iter().position(|member| member.handle == *handle);
                products.sort_by_cached_key(|handle| place(handle).unwrap_or(usize::MAX));
            }
            None => sheet.order = Some(handles(members)),
        }
    }
    sheet
}

fn created_differs(new: &NewCollection, held: &StoreCollection) -> Vec<String> {
    let mut found = Vec::new();
    for (field, wanted) in &new.fields {
        let is = held.field(*field);
        if !field_equal(*field, wanted, is) {
            found.push(format!("{} is \"{is}\" instead of \"{wanted}\"", field.name()));
        }
    }
    let same_rules = held.rules().is_ok_and(|(match_type, conditions)| {
        let mut is: Vec<&Condition> = conditions.iter().map(|one| &one.condition).collect();
        let mut wanted: Vec<&Condition> = new.conditions.iter().collect();
        is.sort_unstable();
        wanted.sort_unstable();
        is == wanted && (wanted.is_empty() || match_type == new.match_type)
    });
    if !same_rules {
        found.push("its conditions are not those of the file".to_owned());
    }
    match held.picks() {
        Ok(picks) => {
            let lacking = new.products.iter().filter(|member| !has(picks, member)).count();
            if lacking > 0 {
                found.push(format!("{lacking} of its products are missing"));
            }
        }
        Err(beyond) => found.push(format!("it has {}", beyond.words())),
    }
    found
}

fn has(members: &[Member], one: &Member) -> bool {
    members.iter().any(|member| member.id == one.id)
}

fn fields(changes: &[Change], held: &StoreCollection) -> Observed {
    let each =
        changes.iter().filter(|change| !matches!(change.field.as_str(), COLLECTION | CONDITIONS | MEMBER));
    worst(each.filter_map(|change| {
        let known = CollectionField::ALL.into_iter().find(|field| field.name() == change.field);
        let handle = Value::text(&held.handle);
        let is = match known {
            Some(field) => held.field(field),
            None if change.field == HANDLE => &handle,
            None => return None,
        };
        let equal = |one: &Value| known.map_or(one == is, |field| field_equal(field, one, is));
        Some(if equal(&change.after) {
            Observed::Done
        } else if equal(&change.before) {
            Observed::Open
        } else {
            let (name, before) = (&change.field, &change.before);
            Observed::Moved(format!("{name} was \"{before}\" when this was planned and is \"{is}\" now"))
        })
    }))
}

fn rules(edit: &CollectionEdit, held: &StoreCollection) -> Observed {
    let Some(RulesEdit { match_type, create, delete }) = &edit.rules else { return Observed::Done };
    let Ok((held_match, conditions)) = held.rules() else { return moved_rules() };
    let is_there = |id: &String| conditions.iter().any(|one| one.id == *id);
    let all_made = create.iter().all(|wanted| conditions.iter().any(|one| one.condition == *wanted));
    let even = conditions.is_empty() || held_match == *match_type;
    if all_made && even && !delete.iter().any(is_there) {
        Observed::Done
    } else if delete.iter().all(is_there) {
        Observed::Open
    } else {
        moved_rules()
    }
}

fn moved_rules() -> Observed {
    Observed::Moved("its conditions were changed in the store since this was planned".to_owned())
}

/// Who joins and who leaves is no conflict with anybody else's edit.
fn membership(edit: &CollectionEdit, held: &StoreCollection) -> Observed {
    if edit.add.is_empty() && edit.remove.is_empty() {
        return Observed::Done;
    }
    let picks = match held.picks() {
        Ok(picks) => picks,
        Err(beyond) => return Observed::Moved(format!("it has {} by now", beyond.words())),
    };
    let all_in = edit.add.iter().all(|member| has(picks, member));
    let all_out = !edit.remove.iter().any(|member| has(picks, member));
    if all_in && all_out { Observed::Done } else { Observed::Open }
}

fn order(wanted: &[Member], held: &StoreCollection) -> Observed {
    let Some(members) = &held.members else {
        return Observed::Moved("the collection is not sorted by hand any more".to_owned());
    };
    let current: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
    let wanted: Vec<&str> = wanted.iter().map(|member| member.id.as_str()).collect();
    if moves(&current, &wanted).is_empty() { Observed::Done } else { Observed::Open }
}

fn worst(parts: impl Iterator<Item = Observed>) -> Observed {
    let rank = |observed: &Observed| match observed {
        Observed::Done => 0,
        Observed::Open => 1,
        Observed::Moved(_) => 2,
    };
    parts.fold(Observed::Done, |worst, part| if rank(&part) > rank(&worst) { part } else { worst })
}
