//! The same inputs give the same plan, byte for byte, and its document leaves nothing out.

use std::collections::BTreeSet;

use evenshelf_tests::generate;
use evenshelf_tests::program::{Desk, STORE};
use evenshelf_tests::shop::Shop;
use serde_json::Value as Json;

#[test]
fn planning_twice_gives_the_same_bytes() {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let products: Vec<_> = generate::products(3, 16).collect();
    let first = desk.file("first.csv", generate::file(&products));
    desk.sync(&first, &[]).expect(0);
    let second = desk.file("second.csv", generate::file(&generate::changed(&products, 3, 4)));
    let plan = |name: &str| {
        let to = desk.folder().join(name);
        let [from, save] = [&second, &to].map(|path| path.to_str().expect("a readable path"));
        desk.run(&["plan", STORE, "--from", from, "--save", save]).expect(0);
        std::fs::read(&to).expect("the plan was saved")
    };
    assert!(plan("one.plan") == plan("two.plan"), "two plans of the same inputs differ");
    let [one, two] = [(), ()].map(|()| desk.plan(&second, &[]));
    assert_eq!(one["id"], two["id"]);
    assert_eq!(one["changes"], two["changes"]);
}

#[test]
fn the_document_has_every_change_with_both_sides() {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let products: Vec<_> = generate::products(3, 16).collect();
    desk.sync(&desk.file("first.csv", generate::file(&products)), &[]).expect(0);
    let after = generate::changed(&products, 3, 4);
    let plan = desk.plan(&desk.file("second.csv", generate::file(&after)), &[]);
    let changes = plan["changes"].as_array().expect("changes");
    assert_eq!(Some(changes.len() as u64), plan["counts"]["changes"].as_u64());
    for change in changes {
        for key in ["operation", "product", "field", "before", "after", "held"] {
            assert!(change.get(key).is_some(), "{key} is missing: {change}");
        }
    }
    for key in ["calls", "points", "seconds_low", "seconds_high", "strategy", "reason"] {
        assert!(plan["forecast"].get(key).is_some(), "{key} is missing: {}", plan["forecast"]);
    }
    let named = |product: &str, field: &str| -> Vec<&Json> {
        changes.iter().filter(|one| one["product"] == product && one["field"] == field).collect()
    };
    for (before, after) in products.iter().zip(&after) {
        let prices = before.variants.iter().zip(&after.variants).filter(|(a, b)| a.cents != b.cents).count();
        assert_eq!(
            named(&after.handle, "price").len(),
            prices + new_variants(before, after),
            "{}",
            after.handle
        );
        let title = named(&after.handle, "title");
        if before.title == after.title {
            assert!(title.is_empty(), "{title:?}");
        } else {
            assert_eq!(
                (&title[0]["before"], &title[0]["after"]),
                (&before.title.as_str().into(), &after.title.as_str().into())
            );
        }
    }
    let created: BTreeSet<&str> = changes
        .iter()
        .filter(|one| one["operation"] == "create_product")
        .filter_map(|one| one["product"].as_str())
        .collect();
    assert_eq!(created.len(), 4);
}

fn new_variants(before: &generate::Product, after: &generate::Product) -> usize {
    after.variants.len() - before.variants.len()
}
