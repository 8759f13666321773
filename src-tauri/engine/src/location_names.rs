//! What files call a store's locations, where they have names of their own for them.

use std::collections::BTreeMap;

use evenshelf_core::catalog::StoreLocation;
use evenshelf_core::plan::{location_key, locations_named};
use rusqlite::{Connection, Transaction};

use crate::error::EngineError;
use crate::ledger::stores::Store;
use crate::ledger::{LedgerError, settings};

/// A name in a file and the location it stands for: the location's name or id; empty to forget the name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocationName {
    pub file: String,
    pub location: String,
}

/// The ids of locations by what files call them, folded as names are compared.
pub(crate) type LocationNames = BTreeMap<String, String>;

fn key(store: &Store) -> String {
    format!("location_names/{}", store.id)
}

/// Returns what is remembered of a store. A word that cannot be read is none.
pub(crate) fn get(conn: &Connection, store: &Store) -> Result<LocationNames, LedgerError> {
    let kept = settings::get(conn, &key(store))?;
    Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()).unwrap_or_default())
}

pub(crate) fn set(tx: &Transaction<'_>, store: &Store, names: &LocationNames) -> Result<(), LedgerError> {
    if names.is_empty() {
        return settings::remove(tx, &key(store));
    }
    let text = serde_json::Value::from_iter(names.iter().map(|(name, id)| (name.as_str(), id.as_str())));
    settings::set(tx, &key(store), &text.to_string())
}

/// Learns names, or forgets them, each against the locations that the store has.
pub(crate) fn learn(
    names: &mut LocationNames,
    learnt: &[LocationName],
    locations: &[StoreLocation],
) -> Result<(), EngineError> {
    for LocationName { file, location } in learnt {
        let key = location_key(file);
        if location.trim().is_empty() {
            names.remove(&key);
        } else {
            names.insert(key, meant(location, locations)?.id.clone());
        }
    }
    Ok(())
}

/// Finds an active location by its id, in full or the bare number, or by its name.
fn meant<'a>(wanted: &str, locations: &'a [StoreLocation]) -> Result<&'a StoreLocation, EngineError> {
    let active = || locations.iter().filter(|location| location.active);
    let by_id = active().find(|location| {
        location.id == wanted.trim() || location.id.rsplit('/').next() == Some(wanted.trim())
    });
    if let Some(location) = by_id {
        return Ok(location);
    }
    match locations_named(wanted, active()).as_slice() {
        [only] => Ok(only),
        [] => Err(EngineError::Usage(format!(
            "the store has no active location called \"{wanted}\"; it has {}",
            listed(active().map(|location| format!("\"{}\"", location.name)))
        ))),
        several => Err(EngineError::Usage(format!(
            "the store has several locations called \"{wanted}\"; give the id of one of them: {}",
            listed(several.iter().map(|location| location.id.clone()))
        ))),
    }
}

fn listed(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(id: &str, name: &str, active: bool) -> StoreLocation {
        StoreLocation { id: format!("gid://shopify/Location/{id}"), name: name.to_owned(), active }
    }

    #[test]
    fn names_are_learnt_and_forgotten() {
        let locations = [
            location("1", "Main", true),
            location("2", "Twin", true),
            location("3", "Twin", true),
            location("4", "Closed", false),
        ];
        let mut names = LocationNames::new();
        let mut learn = |file: &str, place: &str| {
            let learnt = [LocationName { file: file.to_owned(), location: place.to_owned() }];
            learn(&mut names, &learnt, &locations).map(|()| names.clone())
        };
        let id = |number: &str| format!("gid://shopify/Location/{number}");
        let one = |name: &str, number: &str| LocationNames::from([(name.to_owned(), id(number))]);
        assert_eq!(learn(" LOJA É ", "main").unwrap(), one("loja é", "1"));
        assert_eq!(learn("loja é", "3").unwrap(), one("loja é", "3"));
        assert_eq!(learn("Loja É", &id("2")).unwrap(), one("loja é", "2"));
        for (wanted, says) in
            [("Twin", "several"), ("Closed", "no active"), ("Nowhere", "\"Main\", \"Twin\"")]
        {
            let error = learn("x", wanted).unwrap_err().to_string();
            assert!(error.contains(says), "{error}");
        }
        assert_eq!(learn("LOJA É", " ").unwrap(), LocationNames::new());
    }
}
