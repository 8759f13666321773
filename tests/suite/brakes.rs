//! What looks like an accident is held back until it is released by its kind.

use evenshelf_tests::generate::{self, Product};
use evenshelf_tests::observed;
use evenshelf_tests::program::{Desk, Done};
use evenshelf_tests::shop::Shop;
use serde_json::Value as Json;

const PRODUCTS: usize = 20;

struct Scene {
    shop: Shop,
    desk: Desk,
    products: Vec<Product>,
}

impl Scene {
    fn new() -> Self {
        let (shop, products) = (Shop::empty(), generate::products(5, PRODUCTS).collect::<Vec<_>>());
        let desk = Desk::new(&shop);
        desk.sync(&desk.file("all.csv", generate::file(&products)), &[]).expect(0);
        Self { shop, desk, products }
    }

    /// Syncs these products from a file of another name, so that only the store tells what is missing.
    fn sync(&self, products: &[Product], more: &[&str]) -> Done {
        self.desk.sync(&self.desk.file("other.csv", generate::file(products)), more)
    }

    fn handles(&self) -> usize {
        observed::products(&self.shop).len()
    }

    fn price(&self, product: usize) -> String {
        let handle = &self.products[product].handle;
        observed::products(&self.shop)[handle].variants[0].fields["price"].clone()
    }
}

fn held(done: &Done) -> u64 {
    done.json()["run"]["counts"]["held"].as_u64().expect("a count")
}

#[test]
fn a_mass_deletion_is_held_until_released() {
    let scene = Scene::new();
    let rest = &scene.products[..PRODUCTS - 5];
    let writes = scene.shop.write_calls();
    let done = scene.sync(rest, &["--missing", "delete"]).expect(3);
    assert_eq!((held(&done), scene.handles()), (5, PRODUCTS), "{done}");
    let plan = scene.desk.plan(&scene.desk.folder().join("other.csv"), &["--missing", "delete"]);
    let kinds: Vec<&Json> =
        plan["changes"].as_array().expect("changes").iter().map(|one| &one["held"]).collect();
    assert_eq!(kinds, ["mass_deletion"; 5]);
    let releases_another = ["--missing", "delete", "--release-held", "price_zero"];
    scene.sync(rest, &releases_another).expect(3);
    assert_eq!(scene.handles(), PRODUCTS);
    // Whole readings of the store are calls of their own kind; no product was written.
    assert!(scene.shop.stats()["applied"]["productDelete"].is_null(), "since {writes}");
    scene.sync(rest, &["--missing", "delete", "--release-held", "mass_deletion"]).expect(0);
    assert_eq!(scene.handles(), PRODUCTS - 5);
}

#[test]
fn a_few_deletions_are_no_accident() {
    let scene = Scene::new();
    scene.sync(&scene.products[..PRODUCTS - 2], &["--missing", "delete"]).expect(0);
    assert_eq!(scene.handles(), PRODUCTS - 2);
}

#[test]
fn a_halved_and_an_empty_file_hide_nothing() {
    let scene = Scene::new();
    for (rest, what) in
        [(PRODUCTS / 2 - 1, "archive"), (PRODUCTS / 2 - 1, "delete"), (0, "delete"), (0, "draft")]
    {
        let done = scene.sync(&scene.products[..rest], &["--missing", what]).expect(3);
        let plan = scene.desk.plan(&scene.desk.folder().join("other.csv"), &["--missing", what]);
        let changes = plan["changes"].as_array().expect("changes");
        assert!(!changes.is_empty() && changes.iter().all(|one| one["held"] == "file_shrunk"), "{changes:?}");
        assert!(held(&done) > 0, "{rest} products, {what}: {done}");
    }
    let active =
        observed::products(&scene.shop).values().filter(|one| one.fields["status"] != "archived").count();
    assert_eq!((scene.handles(), active), (PRODUCTS, PRODUCTS));
    scene.sync(&scene.products[..2], &["--missing", "archive", "--release-held", "file_shrunk"]);
}

#[test]
fn prices_are_released_by_their_kind() {
    let scene = Scene::new();
    let mut changed = scene.products.clone();
    let before = [0, 1, 2].map(|product| scene.price(product));
    changed[0].variants[0].cents = 0;
    changed[1].variants[0].cents *= 10;
    changed[2].variants[0].cents /= 10;
    let done = scene.sync(&changed, &[]).expect(3);
    assert_eq!(held(&done), 3, "{done}");
    assert_eq!([0, 1, 2].map(|product| scene.price(product)), before);

    let done = scene.sync(&changed, &["--release-held", "price_zero"]).expect(3);
    assert_eq!(held(&done), 2, "{done}");
    assert_eq!(scene.price(0), "0");
    assert_eq!([1, 2].map(|product| scene.price(product)), before[1..]);

    // Other changes go while the price is held; then only the held one is left.
    changed[3].title.push_str(", revised");
    let done = scene.sync(&changed, &[]).expect(3);
    assert_eq!((held(&done), done.json()["run"]["counts"]["applied"].as_u64()), (2, Some(1)), "{done}");
    scene.sync(&changed, &["--release-held"]).expect(0);
    assert_ne!(scene.price(1), before[1]);
    assert_ne!(scene.price(2), before[2]);
}
