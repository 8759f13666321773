//! What a new store is filled with.

mod catalogue;
mod words;

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::options::Options;
use crate::state::{AppRow, Location, Publication, Tx};
use crate::store::hash;

/// Ids of a live shop are long numbers; ours begin here, the same in every new store.
const FIRST_ID: u64 = 7_400_000_000_000;

/// Invented places, in the order they are opened.
const LOCATIONS: [(&str, &str, &str, &str); 8] = [
    ("Harbour Warehouse", "4 Quay Street", "Fernhaven", "20114"),
    ("Fernhaven Store", "17 Lantern Row", "Fernhaven", "20110"),
    ("Alder Falls Store", "2 Millrace Lane", "Alder Falls", "20340"),
    ("Northgate Pop-up", "88 Northgate", "Oskar Bay", "20561"),
    ("Ridge Depot", "301 Ridge Road", "Kettle Ridge", "20788"),
    ("Lakeside Store", "9 Shore Walk", "Long Mere", "20902"),
    ("Old Mill Outlet", "1 Weir Path", "Alder Falls", "20342"),
    ("Returns Desk", "6 Quay Street", "Fernhaven", "20114"),
];

pub fn fill(tx: &mut Tx, options: &Options) {
    let now = tx.now();
    let seed = options.seed;
    let meta = tx.meta_mut();
    meta.next_id = FIRST_ID;
    meta.created_at = now;
    meta.seed = seed;
    meta.name = "Halden & Fern".into();
    meta.domain = "halden-fern-demo.myshopify.com".into();
    meta.apps = vec![
        app(1, "Evenshelf Demo App", "evenshelf-demo-app", seed),
        app(2, "Somebody Else", "somebody-else", seed),
    ];
    for number in 0..options.locations.max(1) as usize {
        let (name, address, city, zip) = LOCATIONS[number % LOCATIONS.len()];
        let name = match number / LOCATIONS.len() {
            0 => name.to_owned(),
            round => format!("{name} {}", round + 1),
        };
        let row = Location {
            id: tx.next_id(),
            name,
            address1: address.into(),
            city: city.into(),
            zip: zip.into(),
            country_code: "US".into(),
            country: "United States".into(),
            active: true,
            created_at: now,
        };
        tx.put(row);
    }
    for name in ["Online Store", "Point of Sale"] {
        let row = Publication {
            id: tx.next_id(),
            catalog: tx.next_id(),
            name: name.into(),
            app_title: name.into(),
            auto_publish: false,
            market: false,
        };
        tx.put(row);
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    catalogue::fill(tx, options.products as usize, &mut rng);
}

/// Credentials follow from the seed and chance, and are kept in the state file.
fn app(id: u64, title: &str, handle: &str, seed: u64) -> AppRow {
    let secret = |what: &str| {
        let random = uuid::Uuid::new_v4();
        hash(format!("{what}/{id}/{seed}/{random}").as_bytes())[..32].to_owned()
    };
    AppRow {
        id,
        title: title.into(),
        handle: handle.into(),
        token: format!("shpat_{}", secret("token")),
        client_id: secret("client id"),
        client_secret: format!("shpss_{}", secret("client secret")),
    }
}
