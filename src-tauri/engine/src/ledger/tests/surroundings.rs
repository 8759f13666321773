//! What stands around a store's products, and what the migration that brought it does to the mirror.

use serde::{Deserialize, Serialize};
use tempfile::tempdir;

use super::{new_store, with_store};
use crate::ledger::migrate::MIGRATIONS;
use crate::ledger::surroundings::{Surrounding, list, replace};
use crate::ledger::{Ledger, stores};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Channel {
    pub(super) id: String,
    pub(super) title: String,
}

impl Surrounding for Channel {
    const KIND: &'static str = "channel";

    fn id(&self) -> &str {
        &self.id
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Market(String);

impl Surrounding for Market {
    const KIND: &'static str = "market";

    fn id(&self) -> &str {
        &self.0
    }
}

fn channel(id: &str, title: &str) -> Channel {
    Channel { id: id.into(), title: title.into() }
}

#[test]
fn a_kind_is_replaced_whole_and_for_one_store() {
    let (_directory, ledger, north) = with_store();
    let south = ledger.write_blocking(|tx| stores::add(tx, &new_store("south"))).unwrap().id;
    ledger
        .write_blocking(move |tx| {
            replace(tx, north, &[channel("2", "Shop"), channel("1", "Online Store")])?;
            replace(tx, south, &[channel("1", "Online Store")])?;
            replace(tx, north, &[Market("eu".into())])
        })
        .unwrap();
    ledger.write_blocking(move |tx| replace(tx, north, &[channel("2", "Point of Sale")])).unwrap();

    assert_eq!(ledger.read(|conn| list::<Channel>(conn, north)).unwrap(), [channel("2", "Point of Sale")]);
    assert_eq!(ledger.read(|conn| list::<Channel>(conn, south)).unwrap(), [channel("1", "Online Store")]);
    assert_eq!(ledger.read(|conn| list::<Market>(conn, north)).unwrap(), [Market("eu".into())]);
}

#[test]
fn a_mirror_of_an_older_version_is_read_anew() {
    let directory = tempdir().unwrap();
    let older = Ledger::open_with(directory.path(), &MIGRATIONS[..3]).unwrap();
    let store = older.write_blocking(|tx| stores::add(tx, &new_store("north"))).unwrap().id;
    older.write_blocking(move |tx| stores::set_pulled(tx, store, 7, Some("cursor"), true)).unwrap();
    drop(older);

    let ledger = Ledger::open(directory.path()).unwrap();
    let found = ledger.read(|conn| stores::by_name(conn, "north")).unwrap().unwrap();
    assert_eq!((found.pulled_at, found.pull_cursor, found.full_pull_at), (Some(7), None, None));
}
