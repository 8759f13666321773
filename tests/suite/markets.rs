//! Prices in markets, from a file into the store and back out, in good and in bad moods of the store.

use std::collections::BTreeMap;
use std::fmt::Write;

use evenshelf_demo_store::Options;
use evenshelf_tests::kills::adds_up;
use evenshelf_tests::markets::{fixed, open, open_with_prices};
use evenshelf_tests::program::{Desk, STORE};
use evenshelf_tests::shop::Shop;
use serde_json::{Value as Json, json};

const FILE: &str = "\
Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Price / Canada,Compare At Price / Canada,Price / Kuwait,Price / Mexico
lamp,Lamp,Size,S,L-S,10,12.50,20,3.1255,99
lamp,,,M,L-M,11,13,,,
cup,Cup,Title,Default Title,C-1,5,,,1.2,
";

fn prices(of: &[(&str, &str)]) -> BTreeMap<String, String> {
    of.iter().map(|(sku, price)| ((*sku).to_owned(), (*price).to_owned())).collect()
}

fn lines(plan: &Json) -> Vec<String> {
    let word = |json: &Json| json.as_str().unwrap_or("-").to_owned();
    let line = |change: &Json| {
        let sides = [word(&change["before"]), word(&change["after"])].join("→");
        format!("{} {} {sides}", word(&change["product"]), word(&change["field"]))
    };
    plan["changes"].as_array().expect("changes").iter().map(line).collect()
}

#[test]
fn prices_of_a_file_are_fixed_in_its_markets() {
    let shop = Shop::empty();
    let (canada, kuwait) =
        (open_with_prices(&shop, "Canada", "CAD"), open_with_prices(&shop, "Kuwait", "KWD"));
    open(&shop, "Bare");
    let desk = Desk::new(&shop);
    let file = desk.file("products.csv", FILE);
    let planned = desk.run(&["plan", STORE, "--from", file.to_str().expect("a path")]).expect(0);
    assert!(planned.says("the store has no market \"Mexico\""), "{planned}");
    let done = desk.sync(&file, &[]).expect(0);
    assert_eq!(done.json()["run"]["state"], "completed", "{done}");
    assert_eq!(fixed(&shop, &canada), prices(&[("L-S", "12.5 CAD, 20.0"), ("L-M", "13.0 CAD")]));
    assert_eq!(fixed(&shop, &kuwait), prices(&[("L-S", "3.126 KWD"), ("C-1", "1.2 KWD")]));

    // Nothing is left to do, and nothing is sent.
    shop.forget_stats();
    assert_eq!(lines(&desk.plan(&file, &[])), [""; 0]);
    desk.sync(&file, &[]).expect(0);
    assert_eq!(shop.write_calls(), 0);

    // A plan shows both sides, and takes the products that are named.
    let changed = FILE.replace(",12.50,20,", ",,,").replace(",1.2,", ",1.3,");
    let changed = desk.file("changed.csv", changed);
    let all = ["lamp price:Canada 12.5→-", "lamp compare_at_price:Canada 20→-", "cup price:Kuwait 1.2→1.3"];
    assert_eq!(lines(&desk.plan(&changed, &[])), all);
    let run = desk.sync(&changed, &["--only", "cup"]).expect(0).json();
    assert_eq!(run["run"]["counts"]["applied"], 1);
    assert_eq!(fixed(&shop, &kuwait), prices(&[("L-S", "3.126 KWD"), ("C-1", "1.3 KWD")]));
    assert_eq!(fixed(&shop, &canada).len(), 2);
    desk.sync(&changed, &[]).expect(0);
    assert_eq!(fixed(&shop, &canada), prices(&[("L-M", "13.0 CAD")]));

    // What is written to a file comes back without a change.
    for name in ["back.csv", "back.jsonl"] {
        let back = desk.folder().join(name);
        desk.run(&["export", STORE, "--to", back.to_str().expect("a path")]).expect(0);
        assert_eq!(lines(&desk.plan(&back, &[])), [""; 0], "{name}");
    }
}

/// A price that falls to a tenth waits for its owner, and the others go without it.
#[test]
fn prices_that_look_like_an_accident_wait() {
    let shop = Shop::empty();
    let canada = open_with_prices(&shop, "Canada", "CAD");
    let desk = Desk::new(&shop);
    desk.sync(&desk.file("products.csv", FILE), &[]).expect(0);
    let changed = desk.file("changed.csv", FILE.replace(",12.50,20,", ",1.25,20,").replace(",13,", ",14,"));
    let run = desk.sync(&changed, &[]).json()["run"].clone();
    assert_eq!((&run["counts"]["applied"], &run["counts"]["held"]), (&json!(1), &json!(1)), "{run}");
    assert_eq!(fixed(&shop, &canada)["L-S"], "12.5 CAD, 20.0");
    desk.sync(&changed, &["--release-held", "price_factor"]).expect(0);
    assert_eq!(fixed(&shop, &canada), prices(&[("L-S", "1.25 CAD, 20.0"), ("L-M", "14.0 CAD")]));
}

#[test]
fn more_prices_than_a_call_takes_go_in_several() {
    let shop = Shop::empty();
    let canada = open_with_prices(&shop, "Canada", "CAD");
    let desk = Desk::new(&shop);
    let file = |price: u32| {
        let mut text =
            "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Price,Price / Canada\n".to_owned();
        for at in 0..300 {
            let first = if at == 0 { "Lamp,Size" } else { "," };
            writeln!(text, "lamp,{first},{at},L-{at},10,{price}").expect("memory to write to");
        }
        text
    };
    for price in [12, 13] {
        desk.sync(&desk.file("products.csv", file(price)), &[]).expect(0);
        let held = fixed(&shop, &canada);
        assert_eq!(held.len(), 300);
        assert!(held.values().all(|held| *held == format!("{price}.0 CAD")), "{held:?}");
    }
}

#[test]
fn lost_calls_and_lost_replies_do_no_harm() {
    std::thread::scope(|scope| {
        for seed in 400..404 {
            scope.spawn(move || in_a_bad_mood(seed));
        }
    });
}

fn in_a_bad_mood(seed: u64) {
    const PRODUCTS: u32 = 25;
    let file = |price: u32| {
        let mut text = "Handle,Title,Variant SKU,Variant Price,Price / Canada\n".to_owned();
        for at in 0..PRODUCTS {
            let price = if (at + price).is_multiple_of(4) { String::new() } else { (price + at).to_string() };
            writeln!(text, "lamp-{at},Lamp {at},L-{at},10,{price}").expect("memory to write to");
        }
        text
    };
    let shop = Shop::start(Options { products: 0, locations: 1, ..Options::default() });
    let canada = open_with_prices(&shop, "Canada", "CAD");
    let desk = Desk::new(&shop);
    for price in [12, 15] {
        shop.set_faults(json!({
            "error_rate": 0.05, "drop_after_rate": 0.08, "drop_before_rate": 0.04, "seed": seed,
        }));
        let done = desk.sync(&desk.file("products.csv", file(price)), &["--release-held"]);
        shop.set_faults(json!({ "error_rate": 0, "drop_after_rate": 0, "drop_before_rate": 0 }));
        assert_eq!(done.code, Some(0), "seed {seed}: {done}");
        assert!(adds_up(&done.json()["run"]["counts"]), "seed {seed}: {done}");
        let expected = (0..PRODUCTS).filter(|at| !(at + price).is_multiple_of(4));
        let expected: BTreeMap<_, _> =
            expected.map(|at| (format!("L-{at}"), format!("{}.0 CAD", price + at))).collect();
        assert_eq!(fixed(&shop, &canada), expected, "seed {seed}");
    }
}

/// The market of the same name and currency gets its prices back; others are told, before and after.
#[test]
fn prices_come_back_from_a_backup() {
    let old = Shop::empty();
    let canada = open_with_prices(&old, "Canada", "CAD");
    open_with_prices(&old, "Kuwait", "KWD");
    let desk = Desk::new(&old);
    desk.sync(&desk.file("products.csv", FILE), &[]).expect(0);
    let backup = desk.folder().join("backup.jsonl.gz");
    let backup = backup.to_str().expect("a path");
    desk.run(&["backup", STORE, "--to", backup]).expect(0);

    let new = Shop::empty();
    let (back, other) = (open_with_prices(&new, "Canada", "CAD"), open_with_prices(&new, "Kuwait", "USD"));
    let desk = Desk::new(&new);
    let done = desk.run(&["restore", STORE, "--from", backup, "--yes"]).expect(0);
    let told = "the market \"Kuwait\" had its prices in KWD and has them in USD in the store, so 2 prices there are left \
                out";
    assert!(done.says(told), "{done}");
    assert_eq!(fixed(&new, &back), fixed(&old, &canada));
    assert_eq!(fixed(&new, &other), prices(&[]));
    let again = desk.run(&["restore", STORE, "--from", backup, "--into-existing", "--dry-run", "--json"]);
    assert_eq!(again.expect(0).json()["plan"]["counts"]["operations"], 0);
}
