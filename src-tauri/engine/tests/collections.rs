//! Collections from a file into the demo store and back: what was written is there, and a second plan is empty.

use std::path::{Path, PathBuf};

use evenshelf_core::plan::{Missing, Release};
use evenshelf_demo_store::{Options, Plan, Running, start};
use evenshelf_engine::ledger::runs::{Run, RunState};
use evenshelf_engine::ledger::stores::{self, CredentialKind, Store, StoreKind};
use evenshelf_engine::progress::silent;
use evenshelf_engine::shopify::DEFAULT_API_VERSION;
use evenshelf_engine::{ExportOptions, PlanFile, PlanOptions, RunControl, RunOptions, Session};
use serde_json::{Value as Json, json};

/// The name whose token is read from the demo store's own state, so that no keyring is asked.
const STORE: &str = "demo";

struct Desk {
    session: Session,
    store: Running,
    handles: Vec<String>,
    folder: tempfile::TempDir,
}

impl Desk {
    async fn new(products: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("demo-store/state.jsonl");
        std::fs::create_dir_all(state.parent().unwrap()).unwrap();
        let store = start(Options { port: 0, state, products, plan: Plan::Enterprise, ..Options::default() })
            .await
            .unwrap();
        let session = Session::open(folder.path()).unwrap();
        let new = Store {
            allow_writes: true,
            currency: Some("EUR".to_owned()),
            ..Store::new(STORE, &store.url(), StoreKind::Demo, DEFAULT_API_VERSION, CredentialKind::Token)
        };
        session.ledger().write(move |tx| stores::add(tx, &new)).await.unwrap();
        let mut desk = Self { session, store, handles: Vec::new(), folder };
        let to = desk.path("products.jsonl");
        let options = ExportOptions { to: to.clone(), ..ExportOptions::default() };
        desk.session.export(STORE, options, &RunControl::new(), silent()).await.unwrap();
        let text = std::fs::read_to_string(to).unwrap();
        let handle =
            |line: &str| serde_json::from_str::<Json>(line).unwrap()["handle"].as_str().unwrap().to_owned();
        desk.handles = text.lines().map(handle).collect();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn handles(&self, which: &[usize]) -> Json {
        which.iter().map(|at| self.handles[*at].as_str()).collect()
    }

    fn file(&self, collections: &[Json]) -> PathBuf {
        let path = self.path("collections.jsonl");
        let lines: String =
            collections.iter().map(|one| format!("{}\n", json!({ "collection": one }))).collect();
        std::fs::write(&path, lines).unwrap();
        path
    }

    async fn plan(&self, from: &Path, missing: Missing, release: Release) -> PlanFile {
        let options = PlanOptions { from: from.to_owned(), missing, release, ..PlanOptions::default() };
        self.session.plan(STORE, options, &RunControl::new(), silent()).await.unwrap()
    }

    /// Brings the file into the store; everything must be applied, and be there when it is read back.
    async fn sync(&self, from: &Path, missing: Missing) -> Run {
        let plan = self.plan(from, missing, Release::Everything).await;
        let sent = self.session.sync(STORE, &plan, RunOptions::default(), &RunControl::new(), silent()).await;
        let run = sent.unwrap();
        let told: Vec<String> = plan.operations().unwrap().map(|one| format!("{:?}", one.unwrap())).collect();
        assert_eq!(run.state, RunState::Completed, "{run:?}\n{}", told.join("\n"));
        assert!(run.note.as_deref().is_none_or(|note| !note.contains("not as asked")), "{run:?}");
        run
    }

    async fn is_even(&self, from: &Path) {
        let plan = self.plan(from, Missing::Leave, Release::Nothing).await;
        let left: Vec<_> = plan.operations().unwrap().map(|one| format!("{:?}", one.unwrap())).collect();
        assert!(left.is_empty(), "{}\n{}", std::fs::read_to_string(from).unwrap(), left.join("\n"));
    }

    /// Writes the collections to a file, which must come back without a change.
    async fn export(&self) -> Vec<Json> {
        let to = self.path("back.jsonl");
        let options = ExportOptions {
            to: self.path("products.jsonl"),
            collections: Some(to.clone()),
            ..ExportOptions::default()
        };
        let report = self.session.export(STORE, options, &RunControl::new(), silent()).await.unwrap();
        let text = std::fs::read_to_string(&to).unwrap();
        assert_eq!(report.collection_rows, Some(text.lines().count() as u64));
        if !text.is_empty() {
            self.is_even(&to).await;
        }
        text.lines().map(|line| serde_json::from_str::<Json>(line).unwrap()["collection"].clone()).collect()
    }

    async fn stop(self) {
        self.store.shutdown().await;
    }
}

fn conditions(tag: &str, under: &str) -> Json {
    json!([
        { "field": "tag", "relation": "tagged_with", "values": [tag] },
        { "field": "price", "relation": "less_than", "values": [under] },
        { "field": "weight", "relation": "greater_than", "values": ["0.1"], "unit": "kg" },
        { "field": "compare_at_price", "relation": "is_set" },
    ])
}

#[tokio::test]
async fn collections_are_made_changed_put_in_order_and_deleted() {
    let desk = Desk::new(12).await;
    let hall = json!({ "handle": "hall", "title": "Hall", "sort_order": "manual", "products": desk.handles(&[3, 1, 2, 0]) });
    let sale = json!({ "handle": "sale", "title": "Sale", "match": "any", "conditions": conditions("sale", "20"),
                       "products": desk.handles(&[5]), "body_html": "<p>Less</p>", "seo_title": "Sale!" });
    let yard = json!({ "handle": "yard", "title": "Yard" });
    let file = desk.file(&[hall, sale, yard]);
    let run = desk.sync(&file, Missing::Leave).await;
    // Three are made and put on the Online Store, one is put in order.
    assert_eq!(run.counts.planned, 7);
    desk.is_even(&file).await;
    let back = desk.export().await;
    assert_eq!(back.len(), 3);
    assert_eq!(back[0]["products"], desk.handles(&[3, 1, 2, 0]));
    assert_eq!((&back[1]["match"], back[1]["conditions"].as_array().unwrap().len()), (&json!("any"), 4));

    let hall = json!({ "handle": "hall", "title": "Great Hall", "products": desk.handles(&[7, 2, 1, 8, 3]) });
    let sale = json!({ "handle": "sale", "seo_title": null, "match": "all", "conditions": conditions("new", "20.00"),
                       "sort_order": "price_asc" });
    let yard = json!({ "handle": "yard", "sort_order": "manual", "products": desk.handles(&[4, 9]) });
    let file = desk.file(&[hall, sale, yard]);
    desk.sync(&file, Missing::Leave).await;
    desk.is_even(&file).await;
    let back = desk.export().await;
    assert_eq!(
        (&back[0]["title"], &back[0]["products"]),
        (&json!("Great Hall"), &desk.handles(&[7, 2, 1, 8, 3]))
    );
    assert_eq!(back[1]["conditions"].as_array().unwrap().len(), 4);
    assert_eq!((&back[1]["seo_title"], &back[1]["sort_order"]), (&Json::Null, &json!("price_asc")));
    assert_eq!(back[2]["products"], desk.handles(&[4, 9]));

    let file = desk.file(&[json!({ "handle": "sale" })]);
    let held = desk.plan(&file, Missing::Delete, Release::Nothing).await;
    assert_eq!((held.head.counts.held, held.head.counts.deletes), (2, 0));
    desk.sync(&file, Missing::Delete).await;
    assert_eq!(desk.export().await.len(), 1);
    let plan = desk.plan(&file, Missing::Delete, Release::Nothing).await;
    assert_eq!(plan.head.counts.operations, 0);
    desk.stop().await;
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn collection(&mut self, handle: &str, products: &[String]) -> Json {
        let mut rest: Vec<&String> = products.iter().collect();
        let picked: Vec<&String> = (0..self.roll(8)).map(|_| rest.remove(self.roll(rest.len()))).collect();
        let all = [
            json!({ "field": "tag", "relation": "not_tagged_with", "values": ["sale", "new"], "match": "any" }),
            json!({ "field": "vendor", "relation": "equals", "values": ["Nordlys"] }),
            json!({ "field": "title", "relation": "contains", "values": ["a", "e"], "match": "all" }),
            json!({ "field": "product_type", "relation": "ends_with", "values": ["s"] }),
            json!({ "field": "price", "relation": "greater_than", "values": ["19.90"] }),
            json!({ "field": "inventory", "relation": "less_than", "values": [7] }),
            json!({ "field": "weight", "relation": "less_than", "values": ["1.5"], "unit": "lb" }),
        ];
        let conditions: Vec<&Json> = all.iter().filter(|_| self.roll(4) == 0).collect();
        let sort_order = ["manual", "manual", "created", "alpha_desc"][self.roll(4)];
        let title = ["One", "Two"][self.roll(2)];
        let mut made = json!({ "handle": handle, "title": title, "sort_order": sort_order,
                               "products": picked, "conditions": conditions });
        if self.roll(2) == 0 {
            made["match"] = ["all", "any"][self.roll(2)].into();
        }
        made
    }
}

#[tokio::test]
async fn whatever_was_there_before_a_second_plan_is_empty() {
    let desk = Desk::new(10).await;
    for seed in 0..8 {
        let mut dice = Dice(seed);
        let collections: Vec<Json> =
            ["a", "b", "c", "d"].iter().map(|handle| dice.collection(handle, &desk.handles)).collect();
        let file = desk.file(&collections);
        desk.sync(&file, Missing::Leave).await;
        desk.is_even(&file).await;
        assert_eq!(desk.export().await.len(), 4);
    }
    desk.stop().await;
}
