//! Which location a file means.

use unicase::UniCase;

use super::policy::Policy;
use crate::catalog::{SheetQuantity, StoreLocation};
use crate::operation::{Held, HeldKind};

/// Where a quantity goes.
pub(super) enum Destination<'a> {
    Location(&'a StoreLocation),
    /// The source does not say and the store has several.
    Unsaid,
    /// The source names a location the store does not have.
    Unknown(&'a str),
    /// The source's name fits more than one location of the store.
    Several(&'a str),
}

/// Returns a location's name as names are compared: without outer blanks, its case folded as Unicode has it.
pub fn location_key(name: &str) -> String {
    UniCase::unicode(name.trim()).to_folded_case()
}

/// Returns the locations a name fits: those spelled exactly so where there are any, else those that differ in case alone.
pub fn named<'a>(
    name: &str,
    locations: impl Iterator<Item = &'a StoreLocation> + Clone,
) -> Vec<&'a StoreLocation> {
    let exact: Vec<_> = locations.clone().filter(|location| location.name.trim() == name.trim()).collect();
    if !exact.is_empty() {
        return exact;
    }
    let key = location_key(name);
    locations.filter(|location| location_key(&location.name) == key).collect()
}

pub(super) fn destination<'a>(quantity: &'a SheetQuantity, policy: &'a Policy) -> Destination<'a> {
    let active = || policy.locations.iter().filter(|location| location.active);
    let by_id = |id: &String| active().find(|location| location.id == *id);
    if let Some(name) = &quantity.location {
        if let Some(id) = policy.location_names.get(&location_key(name)) {
            return by_id(id).map_or(Destination::Unknown(name), Destination::Location);
        }
        return match named(name, active()).as_slice() {
            [] => Destination::Unknown(name),
            [only] => Destination::Location(only),
            _ => Destination::Several(name),
        };
    }
    if let Some(location) = policy.default_location.as_ref().and_then(by_id) {
        return Destination::Location(location);
    }
    let mut locations = active();
    match (locations.next(), locations.next()) {
        (Some(only), None) => Destination::Location(only),
        _ => Destination::Unsaid,
    }
}

/// Why a quantity without one place to go to waits.
pub(super) fn held(several: Option<&str>) -> Held {
    let reason = match several {
        None => "the file does not say at which location this stock lies, and the store has several; \
             choose one with --location"
            .to_owned(),
        Some(name) => format!(
            "the store has several locations called \"{name}\"; say which is meant with --map-location, \
             or rename one in Shopify"
        ),
    };
    Held { kind: HeldKind::Location, reason }
}
