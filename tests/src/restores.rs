//! A store is kept in a file and brought back into an empty one: in the end both hold the same.

mod collections;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use evenshelf_core::catalog::{Place, SheetProduct, VariantField};
use evenshelf_core::value::Value;
use evenshelf_demo_store::Options;
use evenshelf_engine::source;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value as Json, json};

use crate::observed::{self, Product};
use crate::program::{Desk, STORE};
use crate::shop::{Door, Shop, empty};

/// Rounds under way at once.
const AT_ONCE: usize = 2;
const PRODUCTS_MAX: u64 = 4;
const LOCATIONS_MAX: u32 = 3;
const OPTIONS: [(&str, [&str; 3]); 3] = [
    ("Size", ["S", "M", "1/2\" | L"]),
    ("Colour, inside", ["Moss", "Fog", "Größe 3"]),
    ("Scent", ["a", "b", "c"]),
];
const TEXTS: [&str; 5] = ["Mug", "Große Tasse, blau", "say \"so\"", "'80s", "שלום 😀"];
const CATEGORIES: [Option<&str>; 3] = [None, Some("hg-9"), Some("ap-2-1")];
const STATUSES: [&str; 4] = ["ACTIVE", "DRAFT", "ARCHIVED", "UNLISTED"];
const UNITS: [&str; 4] = ["GRAMS", "KILOGRAMS", "OUNCES", "POUNDS"];

/// Key, type, owner and a rule of what a store may define its metafields to be; no name of a rule is no rule.
const DEFINITIONS: [[&str; 5]; 4] = [
    ["care", "boolean", "PRODUCT", "", ""],
    ["rank", "number_integer", "PRODUCT", "max", "10"],
    ["parts", "list.single_line_text_field", "PRODUCT", "", ""],
    ["note", "multi_line_text_field", "PRODUCTVARIANT", "", ""],
];

const SET: &str = "mutation($input: ProductSetInput!) { productSet(synchronous: true, input: $input) {
  product { id } userErrors { message } } }";
const PUBLISH: &str =
    "mutation($id: ID!, $where: ID!) { publishablePublish(id: $id, input: [{ publicationId: $where }]) {
  userErrors { message } } }";
const DEFINE: &str = "mutation($definition: MetafieldDefinitionInput!) {
  metafieldDefinitionCreate(definition: $definition) { createdDefinition { id } userErrors { message } } }";
const REDIRECT: &str = "mutation($redirect: UrlRedirectInput!) { urlRedirectCreate(urlRedirect: $redirect) {
  urlRedirect { id } userErrors { message } } }";
const REDIRECTS: &str = "{ urlRedirects(first: 20, sortKey: PATH) { nodes { path target } } }";
const AROUND: &str =
    "{ locations(first: 20) { nodes { id } } publications(first: 20) { nodes { id name } } }";
const DEFINED: &str =
    "query($owner: MetafieldOwnerType!) { metafieldDefinitions(ownerType: $owner, first: 50) {
  nodes { namespace key name type { name } validations { name value } } } }";

const TYPED: &str = "{ products(first: 10, sortKey: TITLE) { nodes { handle
  metafields(first: 10, namespace: \"custom\") { nodes { key type value } }
  variants(first: 10) { nodes { title metafields(first: 10, namespace: \"custom\") { nodes { key type value } } } } } } }";

/// Brings back the stores of so many seeds and tells how many are done; what differs is described by the error.
pub fn run(seed: u64, rounds: u64, told: impl Fn(u64) + Sync) -> Result<(), String> {
    let next = AtomicU64::new(0);
    let broken = Mutex::new(None);
    let lock = || broken.lock().unwrap_or_else(PoisonError::into_inner);
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= rounds || lock().is_some() {
                return;
            }
            if let Err(what) = one_round(seed + at) {
                *lock() = Some(format!("seed {}: {what}", seed + at));
            }
            told(at + 1);
        }
    };
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(work);
        }
    });
    let broken = lock().take();
    broken.map_or(Ok(()), Err)
}

fn one_round(seed: u64) -> Result<(), String> {
    let old = Filled::new(seed);
    let shop = Shop::start(options(seed));
    let desk = Desk::new(&shop);
    let done = desk.run(&["restore", STORE, "--from", words(&old.backup), "--yes", "--json"]);
    if done.code != Some(0) {
        return Err(format!("the restore ended otherwise: {done}"));
    }
    old.same(&desk, &shop)
}

/// A store with an invented catalogue, and the file that it was kept in.
pub struct Filled {
    shop: Shop,
    _desk: Desk,
    pub backup: PathBuf,
}

impl Filled {
    /// Fills a store by calls of our own, so that it holds what no sync of ours wrote, and keeps it in a file.
    pub fn new(seed: u64) -> Self {
        Self::with(seed, ChaCha8Rng::seed_from_u64(!seed).random_range(0..=PRODUCTS_MAX))
    }

    /// Does so with as many products as there ever are, so that a restore has a middle.
    pub fn large(seed: u64) -> Self {
        Self::with(seed, PRODUCTS_MAX)
    }

    fn with(seed: u64, products: u64) -> Self {
        let shop = Shop::start(options(seed));
        fill(&shop, seed, products);
        let desk = Desk::new(&shop);
        let backup = back_up(&desk, "old.jsonl.gz");
        Self { shop, _desk: desk, backup }
    }

    /// Compares with a store that it was brought back into: by questions of our own, by its backup, and by what a
    /// second restore would do.
    pub fn same(&self, desk: &Desk, shop: &Shop) -> Result<(), String> {
        let (old, new) =
            (without_addresses(observed::products(&self.shop)), without_addresses(observed::products(shop)));
        if old != new {
            return Err(format!("the stores differ:\n{old:#?}\n{new:#?}"));
        }
        if definitions(&self.shop) != definitions(shop) {
            return Err(format!("definitions: {:#?}\n{:#?}", definitions(&self.shop), definitions(shop)));
        }
        let (old, new) = (typed(&self.shop), typed(shop));
        if old != new {
            return Err(format!("metafields: {old:#?}\n{new:#?}"));
        }
        let (old, new) = (collections::held(&self.shop), collections::held(shop));
        if old != new {
            return Err(format!("collections: {old:#?}\n{new:#?}"));
        }
        let redirects = |door: &Door| door.ask(REDIRECTS, json!({}));
        if redirects(&self.shop) != redirects(shop) {
            return Err(format!("redirects: {:#}\n{:#}", redirects(&self.shop), redirects(shop)));
        }
        let kept = back_up(desk, "new.jsonl.gz");
        let (old, new) = (sheet(&self.backup), sheet(&kept));
        if old != new {
            return Err(format!("the backups differ:\n{old:#?}\n{new:#?}"));
        }
        let from = words(&self.backup);
        let again = desk.run(&["restore", STORE, "--from", from, "--into-existing", "--dry-run", "--json"]);
        if again.code != Some(0) || again.json()["plan"]["counts"]["operations"] != 0 {
            return Err(format!(
                "a second restore would change something: {:#}",
                again.json()["plan"]["changes"]
            ));
        }
        Ok(())
    }
}

/// Two stores of a seed have the same locations.
pub fn options(seed: u64) -> Options {
    let locations = 1 + u32::try_from(seed % u64::from(LOCATIONS_MAX)).unwrap_or_default();
    Options { locations, media_delay_ms: 0, ..empty() }
}

fn back_up(desk: &Desk, name: &str) -> PathBuf {
    let path = desk.folder().join(name);
    desk.run(&["backup", STORE, "--to", words(&path)]).expect(0);
    path
}

fn words(path: &Path) -> &str {
    path.to_str().expect("a readable path")
}

fn fill(door: &Door, seed: u64, products: u64) {
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let around = door.ask(AROUND, json!({}));
    let ids = |rows: &Json| -> Vec<Json> {
        rows["nodes"].as_array().into_iter().flatten().map(|row| row["id"].clone()).collect()
    };
    let locations = ids(&around["locations"]);
    let online = &ids(&around["publications"])[0];
    for [key, type_, owner, rule, value] in DEFINITIONS.iter().filter(|_| dice.random()) {
        let rule = (!rule.is_empty()).then(|| json!({ "name": rule, "value": value }));
        let rules: Vec<Json> = rule.into_iter().collect();
        let definition = json!({ "namespace": "custom", "key": key, "name": format!("The {key}"), "type": type_,
            "ownerType": owner, "validations": rules });
        door.change(DEFINE, json!({ "definition": definition }));
    }
    let mut ids_made = Vec::new();
    for number in 0..products {
        let made = door.change(SET, json!({ "input": product(number, &locations, &mut dice) }));
        if dice.random_bool(0.7) {
            door.change(PUBLISH, json!({ "id": made["product"]["id"], "where": online }));
        }
        ids_made.push(made["product"]["id"].clone());
    }
    collections::fill(door, &ids_made, &mut dice);
    for number in 0..dice.random_range(0..3) {
        let target =
            pick(&mut dice, &["/products/thing-0", "/collections/all", "https://elsewhere.example/"]);
        door.change(REDIRECT, json!({ "redirect": { "path": format!("/old/{number}"), "target": target } }));
    }
    door.refill();
}

fn product(number: u64, locations: &[Json], dice: &mut ChaCha8Rng) -> Json {
    let files: Vec<Json> = (0..dice.random_range(0..4))
        .map(|at| {
            let source = format!("https://pictures.example/{number}/{at}.png");
            json!({ "originalSource": source, "contentType": "IMAGE", "alt": maybe(dice, &TEXTS) })
        })
        .collect();
    let options = &OPTIONS[..dice.random_range(0..=OPTIONS.len())];
    let named: Vec<Json> = options
        .iter()
        .map(|(name, values)| {
            let values: Vec<Json> = values[..2].iter().map(|value| json!({ "name": value })).collect();
            json!({ "name": name, "values": values })
        })
        .collect();
    let lone = json!([{ "name": "Title", "values": [{ "name": "Default Title" }] }]);
    let combinations = 1_usize << options.len();
    let count = dice.random_range(1..=combinations);
    let is_gift_card = dice.random_ratio(1, 8);
    let tags: Vec<&str> = ["a", "b c", "ø"].into_iter().filter(|_| dice.random()).collect();
    let variants: Vec<Json> =
        (0..count).map(|at| variant(number, at, options, locations, &files, dice)).collect();
    json!({
        "handle": format!("thing-{number}"),
        "title": format!("{} {number}", pick(dice, &TEXTS)),
        "descriptionHtml": if dice.random() { format!("<p>{}\nline</p>", pick(dice, &TEXTS)) } else { String::new() },
        "vendor": pick(dice, &["Ockel", "Quill & Sons", ""]),
        "productType": maybe(dice, &TEXTS),
        "category": pick(dice, &CATEGORIES).map(|id| format!("gid://shopify/TaxonomyCategory/{id}")),
        "tags": tags,
        "status": pick(dice, &STATUSES),
        "giftCard": is_gift_card,
        "seo": { "title": maybe(dice, &TEXTS), "description": maybe(dice, &TEXTS) },
        "templateSuffix": maybe(dice, &["special"]),
        "files": files,
        "productOptions": if named.is_empty() { lone } else { named.into() },
        "variants": variants,
        "metafields": metafields("PRODUCT", dice),
    })
}

/// Some have a definition in the store and some do not: these keep the type they were set with.
fn metafields(of: &str, dice: &mut ChaCha8Rng) -> Json {
    let chosen = DEFINITIONS.iter().filter(|[_, _, owner, ..]| *owner == of && dice.random());
    let value = |type_: &str| match type_ {
        "boolean" => "true",
        "number_integer" => "7",
        "list.single_line_text_field" => "[\"a; b\",\"c\"]",
        _ => "Große Tasse\nzwei",
    };
    chosen
        .map(|[key, type_, ..]| json!({ "namespace": "custom", "key": key, "type": type_, "value": value(type_) }))
        .collect()
}

fn variant(
    number: u64,
    at: usize,
    options: &[(&str, [&str; 3])],
    locations: &[Json],
    files: &[Json],
    dice: &mut ChaCha8Rng,
) -> Json {
    let mut values: Vec<Json> = options
        .iter()
        .enumerate()
        .map(|(place, (name, values))| json!({ "optionName": name, "name": values[at >> place & 1] }))
        .collect();
    if values.is_empty() {
        values.push(json!({ "optionName": "Title", "name": "Default Title" }));
    }
    let mut stock = Vec::new();
    for id in locations {
        if dice.random_bool(0.7) {
            let quantity = dice.random_range(-3..50);
            stock.push(json!({ "locationId": id, "name": "available", "quantity": quantity }));
        }
    }
    let cents: i64 = dice.random_range(0..100_000);
    let grams = f64::from(dice.random_range(0..4_000)) / 8.0;
    let money = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
    json!({
        "optionValues": values,
        "sku": if dice.random() { format!("SKU-{number}-{at}") } else { String::new() },
        "barcode": maybe(dice, &["4006381333931", "0012"]),
        "price": money(cents),
        "compareAtPrice": dice.random::<bool>().then(|| money(cents + 500)),
        "inventoryPolicy": pick(dice, &["DENY", "CONTINUE"]),
        "taxable": dice.random::<bool>(),
        "file": files.choose(dice).filter(|_| at.is_multiple_of(2)),
        "inventoryQuantities": stock,
        "metafields": metafields("PRODUCTVARIANT", dice),
        "inventoryItem": {
            "tracked": dice.random::<bool>(),
            "requiresShipping": dice.random::<bool>(),
            "cost": dice.random::<bool>().then(|| money(cents / 2)),
            "harmonizedSystemCode": dice.random::<bool>().then_some("691110"),
            "countryCodeOfOrigin": dice.random::<bool>().then_some("PT"),
            "measurement": { "weight": { "value": grams, "unit": pick(dice, &UNITS) } },
        },
    })
}

fn pick<T: Copy>(dice: &mut ChaCha8Rng, choices: &[T]) -> T {
    *choices.choose(dice).expect("a choice")
}

fn maybe<'a>(dice: &mut ChaCha8Rng, choices: &[&'a str]) -> &'a str {
    if dice.random() { pick(dice, choices) } else { "" }
}

/// A picture of a new store comes from an address of the old one: it is told by its place among its product's.
fn without_addresses(products: BTreeMap<String, Product>) -> BTreeMap<String, Product> {
    let plain = |(handle, mut product): (String, Product)| {
        let sources: Vec<String> = product.images.iter().map(|image| image.source.clone()).collect();
        let place =
            |source: &String| sources.iter().position(|known| known == source).map(|at| at.to_string());
        for variant in &mut product.variants {
            variant.image = variant.image.as_ref().and_then(place);
        }
        for (at, image) in product.images.iter_mut().enumerate() {
            image.source = at.to_string();
        }
        (handle, product)
    };
    products.into_iter().map(plain).collect()
}

fn definitions(door: &Door) -> Vec<Json> {
    let mut found = Vec::new();
    for owner in ["PRODUCT", "PRODUCTVARIANT"] {
        let reply = door.ask(DEFINED, json!({ "owner": owner }));
        let rows = reply["metafieldDefinitions"]["nodes"].as_array().cloned().unwrap_or_default();
        found.extend(rows.into_iter().filter(|row| row["namespace"] == "custom"));
    }
    found.sort_by_key(ToString::to_string);
    found
}

/// Returns the metafields of every product and variant with their types, by handle.
fn typed(door: &Door) -> BTreeMap<String, Vec<String>> {
    let reply = door.ask(TYPED, json!({}));
    let rows = |at: &Json| at["nodes"].as_array().cloned().unwrap_or_default();
    let sorted = |owner: &Json| {
        let mut fields: Vec<String> = rows(&owner["metafields"]).iter().map(ToString::to_string).collect();
        fields.sort();
        format!("{} {fields:?}", owner["title"])
    };
    let product = |row: &Json| {
        let mut owners = vec![sorted(row)];
        owners.extend(rows(&row["variants"]).iter().map(sorted));
        (row["handle"].to_string(), owners)
    };
    rows(&reply["products"]).iter().map(product).collect()
}

/// Returns the products of a backup without ids and addresses, by handle.
fn sheet(path: &Path) -> BTreeMap<Option<String>, SheetProduct> {
    let read = source::read(path).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read.findings, [], "a backup is read without a word");
    let plain = |mut product: SheetProduct| {
        product.place = Place::default();
        product.id = None;
        let images = product.images.get_or_insert_default();
        let sources: Vec<String> = images.iter().map(|image| image.src.clone()).collect();
        for (at, image) in images.iter_mut().enumerate() {
            (image.place, image.src) = (Place::default(), at.to_string());
        }
        for variant in &mut product.variants {
            (variant.place, variant.id) = (Place::default(), None);
            if let Some(Value::Text(source)) = variant.fields.get_mut(&VariantField::Image) {
                *source = sources
                    .iter()
                    .position(|known| known == source)
                    .map_or_else(String::new, |at| at.to_string());
            }
            variant.quantities.iter_mut().for_each(|quantity| quantity.place = Place::default());
            variant.quantities.sort_by(|one, other| one.location.cmp(&other.location));
            variant.metafields.iter_mut().for_each(|metafield| metafield.place = Place::default());
        }
        product.metafields.iter_mut().for_each(|metafield| metafield.place = Place::default());
        (product.handle.clone(), product)
    };
    read.products.into_iter().map(plain).collect()
}
