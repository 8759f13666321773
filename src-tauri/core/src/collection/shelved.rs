//! A file of collections in the place of a store: what it says of one, as if a store held it.

use std::collections::BTreeSet;

use super::{
    CollectionField, MANUAL, Member, SheetCollection, StoreCollection, StoreCondition, StoreSource, text,
};
use crate::value::Value;

/// Returns the collection as a store would hold it. In a comparison of files every product is known, by its handle.
pub fn shelved(sheet: &SheetCollection) -> StoreCollection {
    let members = |handles: &[String]| -> Vec<Member> {
        handles.iter().map(|handle| Member { id: handle.clone(), handle: handle.clone() }).collect()
    };
    let mut fields = sheet.fields.clone();
    fields.retain(|_, value| !value.is_blank());
    let is_manual = text(fields.get(&CollectionField::SortOrder).unwrap_or(&Value::Blank)) == MANUAL;
    let conditions = (0..).zip(sheet.conditions.iter().flatten());
    StoreCollection {
        id: sheet.id.clone().unwrap_or_else(|| format!("shelf/{}", sheet.handle)),
        handle: sheet.handle.clone(),
        sources: vec![StoreSource {
            match_type: sheet.match_type.unwrap_or_default(),
            conditions: conditions
                .map(|(at, condition)| StoreCondition { id: at.to_string(), condition: condition.clone() })
                .collect(),
            picks: members(sheet.products.as_deref().unwrap_or_default()),
            ..StoreSource::default()
        }],
        members: sheet
            .order
            .as_ref()
            .or(sheet.products.as_ref())
            .filter(|_| is_manual)
            .map(|handles| members(handles)),
        fields,
        ..StoreCollection::default()
    }
}

/// Leaves out of a collection what the other file says of none, and names it in `unsaid`: it is not known there, and so
/// it is not compared. `said` has the keys of that file.
pub fn leave_out_unsaid(
    sheet: &mut SheetCollection,
    said: &BTreeSet<String>,
    unsaid: &mut BTreeSet<&'static str>,
) {
    let mut is_said = |name: &'static str| {
        let is_said = said.contains(name);
        if !is_said {
            unsaid.insert(name);
        }
        is_said
    };
    sheet.fields.retain(|field, _| is_said(field.name()));
    sheet.products = sheet.products.take().filter(|_| is_said("products"));
    sheet.order = sheet.order.take().filter(|_| is_said("order") || said.contains("products"));
    sheet.conditions = sheet.conditions.take().filter(|_| is_said("conditions"));
    // How conditions go together is said by none where there are none.
    sheet.match_type = sheet.match_type.filter(|_| said.contains("conditions"));
    // Where the other file's collections are published is not kept with them.
    if !std::mem::take(&mut sheet.channels).is_empty() {
        unsaid.insert("channels");
    }
}
