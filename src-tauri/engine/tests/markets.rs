//! Prices in markets from a file to the demo store and back: fixed, changed, taken away, refused.

use std::path::PathBuf;

use evenshelf_core::catalog::StoreProduct;
use evenshelf_core::finding::FindingCode;
use evenshelf_demo_store::{Options, Running, start};
use evenshelf_engine::ledger::operations::{self, Filter};
use evenshelf_engine::ledger::{mirror, stores};
use evenshelf_engine::progress::silent;
use evenshelf_engine::shopify::{Call, CallKind, Client, Credentials, Endpoint, Secret};
use evenshelf_engine::{
    ExportOptions, NewCredentials, NewStore, PlanFile, PlanOptions, RunControl, RunOptions, Session,
};
use serde_json::{Value as Json, json};

const STORE: &str = "demo";

const MARKET: &str = "mutation Test($name: String!) { marketCreate(input: { name: $name, status: ACTIVE }) {
  market { id } userErrors { message } } }";
const CATALOG: &str = "mutation Test($title: String!, $markets: [ID!]!) {
  catalogCreate(input: { title: $title, status: ACTIVE, context: { marketIds: $markets } }) {
    catalog { id } userErrors { message } } }";
const LIST: &str = "mutation Test($input: PriceListCreateInput!) { priceListCreate(input: $input) {
  priceList { id } userErrors { message } } }";
const FIX: &str = "mutation Test($id: ID!, $add: [PriceListPriceInput!]!, $gone: [ID!]!) {
  priceListFixedPricesUpdate(priceListId: $id, pricesToAdd: $add, variantIdsToDelete: $gone) {
    priceList { id } userErrors { message } } }";

struct Scene {
    client: Client,
    session: Session,
    list: String,
    folder: tempfile::TempDir,
    _store: Running,
}

impl Scene {
    /// A store with the markets Canada, which has a price list, and Bare, which has none.
    async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("demo-store").join("state.jsonl");
        let options = Options {
            port: 0,
            products: 0,
            locations: 1,
            bucket: Some((1e6, 1e6)),
            state,
            ..Options::default()
        };
        let store = start(options).await.unwrap();
        let token = || Secret::new(store.token());
        let client = Client::new(Endpoint::new(&store.url(), Credentials::Token(token())).unwrap()).unwrap();
        let session = Session::open(folder.path()).unwrap();
        let new = NewStore {
            name: STORE.to_owned(),
            url: store.url(),
            credentials: NewCredentials::Token(token()),
            allow_writes: true,
            location: None,
        };
        session.store_add(new).await.unwrap();
        let mut scene = Self { client, session, list: String::new(), folder, _store: store };
        scene.list = scene.open_market().await;
        scene
    }

    async fn open_market(&self) -> String {
        let market = self.change(MARKET, json!({ "name": "Canada" })).await;
        let id = &market["marketCreate"]["market"]["id"];
        let catalog = self.change(CATALOG, json!({ "title": "Canada", "markets": [id] })).await;
        let catalog = &catalog["catalogCreate"]["catalog"]["id"];
        let parent = json!({ "adjustment": { "type": "PERCENTAGE_DECREASE", "value": 10 } });
        let input = json!({ "name": "CA", "currency": "CAD", "catalogId": catalog, "parent": parent });
        let list = self.change(LIST, json!({ "input": input })).await;
        self.change(MARKET, json!({ "name": "Bare" })).await;
        list["priceListCreate"]["priceList"]["id"].as_str().unwrap().to_owned()
    }

    /// Sends a mutation of our own and returns its data.
    async fn change(&self, document: &str, variables: Json) -> Json {
        let call = Call {
            document: document.to_owned(),
            operation_name: "Test".to_owned(),
            variables,
            kind: CallKind::Write,
        };
        let data = self.client.execute(&call).await.unwrap().data;
        let errors =
            data.as_object().unwrap().values().filter_map(|payload| payload["userErrors"].as_array());
        assert!(errors.flatten().next().is_none(), "{data}");
        data
    }

    /// Somebody else fixes a price in the store.
    async fn fix(&self, variant: &str, amount: &str) {
        let price = json!({ "variantId": variant, "price": { "amount": amount, "currencyCode": "CAD" } });
        self.change(FIX, json!({ "id": self.list, "add": [price], "gone": [] })).await;
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn plan(&self, text: &str) -> PlanFile {
        let from = self.path("sheet.csv");
        std::fs::write(&from, text).unwrap();
        self.plan_file(from).await
    }

    async fn plan_file(&self, from: PathBuf) -> PlanFile {
        let options = PlanOptions { from, ..PlanOptions::default() };
        self.session.plan(STORE, options, &RunControl::new(), silent()).await.unwrap()
    }

    /// Carries a plan out; returns how each operation ended, and what was said of the run.
    async fn carry_out(&self, plan: &PlanFile) -> Vec<String> {
        let (control, options) = (RunControl::new(), RunOptions::default());
        let run = self.session.sync(STORE, plan, options, &control, silent()).await.unwrap();
        let mut ended = Vec::new();
        let read = self.session.ledger().read(|conn| {
            operations::for_each(conn, run.id, &Filter::default(), |row| {
                let detail = row.detail.unwrap_or_default();
                let line = format!("{} {} {detail}", row.operation.work.name(), row.state.name());
                ended.push(line.trim_end().to_owned());
                Ok(())
            })
        });
        read.unwrap();
        ended.extend(run.note);
        ended
    }

    async fn sync(&self, text: &str) -> Vec<String> {
        let plan = self.plan(text).await;
        let ended = self.carry_out(&plan).await;
        let left = self.plan(text).await;
        assert_eq!(left.head.counts.operations, 0, "{text}");
        ended
    }

    fn product(&self, handle: &str) -> StoreProduct {
        let store = self.session.store(STORE).unwrap().id;
        self.session.ledger().read(|conn| mirror::by_handle(conn, store, handle)).unwrap().unwrap()
    }

    /// Returns the prices as the store itself has them after a pull, `12/20` with what it is compared with.
    async fn prices(&self, handle: &str) -> Vec<String> {
        self.session.pull(STORE, true, &RunControl::new(), silent()).await.unwrap();
        let shown =
            |variant: &evenshelf_core::catalog::StoreVariant| match variant.market_prices.get(&self.list) {
                None => "-".to_owned(),
                Some(fixed) => match fixed.compare_at {
                    None => fixed.price.to_string(),
                    Some(compare_at) => format!("{}/{compare_at}", fixed.price),
                },
            };
        self.product(handle).variants.iter().map(shown).collect()
    }

    /// Makes what was pulled too old to be trusted.
    async fn wait_half_a_minute(&self) {
        let store = self.session.store(STORE).unwrap();
        let cursor = store.pull_cursor.clone();
        let write = self
            .session
            .ledger()
            .write(move |tx| stores::set_pulled(tx, store.id, 1, cursor.as_deref(), false));
        write.await.unwrap();
    }
}

const HEADER: &str =
    "Handle,Title,Option1 Name,Option1 Value,Variant Price,Price / Canada,Compare At Price / Canada\n";

#[tokio::test]
async fn prices_are_fixed_changed_and_taken_away() {
    let scene = Scene::start().await;
    // Of a new product they come after it.
    let made = scene.sync(&format!("{HEADER}lamp,Lamp,Size,S,10,12.50,20\nlamp,,,M,11,,\n")).await;
    assert!(made.contains(&"set_market_prices applied".to_owned()), "{made:#?}");
    assert!(made.last().unwrap().ends_with("all as asked"), "{made:#?}");
    assert_eq!(scene.prices("lamp").await, ["12.5/20", "-"]);

    // A variant that is new has none before it is there; the other one is changed in the same call.
    let more = format!("{HEADER}lamp,Lamp,Size,S,10,13,20\nlamp,,,M,11,14,\nlamp,,,L,12,15,\n");
    let ended = scene.sync(&more).await;
    assert_eq!(
        ended.iter().filter(|line| line.starts_with("set_market_prices applied")).count(),
        1,
        "{ended:#?}"
    );
    assert_eq!(scene.prices("lamp").await, ["13/20", "14", "15"]);

    // On the first row a blank takes the price away, on a later one it says nothing.
    let less = format!("{HEADER}lamp,Lamp,Size,S,10,,\nlamp,,,M,11,,\nlamp,,,L,12,16,\n");
    scene.sync(&less).await;
    assert_eq!(scene.prices("lamp").await, ["-", "14", "16"]);
}

#[tokio::test]
async fn a_price_that_somebody_changed_is_left_and_shown() {
    let scene = Scene::start().await;
    scene.sync(&format!("{HEADER}lamp,Lamp,,,10,12,\ncup,Cup,,,10,12,\n")).await;
    let plan = scene.plan(&format!("{HEADER}lamp,Lamp,,,10,13,\ncup,Cup,,,10,13,\n")).await;
    scene.fix(&scene.product("lamp").variants[0].id, "99").await;
    scene.wait_half_a_minute().await;
    let ended = scene.carry_out(&plan).await;
    let stale = "set_market_prices skipped the price for Canada of Default was 12 CAD when this was planned and is 99 \
                 CAD now";
    assert_eq!(ended[..2], [stale.to_owned(), "set_market_prices applied".to_owned()], "{ended:#?}");
    assert_eq!(
        (scene.prices("lamp").await, scene.prices("cup").await),
        (vec!["99".into()], vec!["13".into()])
    );
}

#[tokio::test]
async fn a_change_of_a_price_list_alone_is_seen_by_the_next_plan() {
    let scene = Scene::start().await;
    let text = format!("{HEADER}lamp,Lamp,,,10,12,\n");
    scene.sync(&text).await;
    scene.fix(&scene.product("lamp").variants[0].id, "99").await;
    let plan = scene.plan(&text).await;
    let operations: Vec<_> = plan.operations().unwrap().map(Result::unwrap).collect();
    let change = &operations[0].changes[0];
    assert_eq!((change.before.to_string(), change.after.to_string()), ("99".to_owned(), "12".to_owned()));
}

#[tokio::test]
async fn what_the_store_has_no_place_for_is_told() {
    let scene = Scene::start().await;
    let header = "Handle,Title,Variant Price,Price / Bare,Price / Mexico,Price / canada\n";
    let plan = scene.plan(&format!("{header}lamp,Lamp,10,12,13,14\ncup,Cup,10,12,13,14\n")).await;
    let codes: Vec<_> = plan.head.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [FindingCode::UnknownMarket, FindingCode::MarketWithoutPriceList]);
    assert!(plan.head.findings.iter().all(|finding| finding.advice.ends_with("(2 variants)")));
    let ended = scene.carry_out(&plan).await;
    assert_eq!(ended.iter().filter(|line| *line == "set_market_prices applied").count(), 2, "{ended:#?}");
}

#[tokio::test]
async fn what_is_exported_comes_back_without_a_change() {
    let scene = Scene::start().await;
    scene.sync(&format!("{HEADER}lamp,Lamp,Size,S,10,,\nlamp,,,M,11,14,20\n")).await;
    for name in ["back.csv", "back.jsonl"] {
        let to = scene.path(name);
        let options = ExportOptions { to: to.clone(), ..ExportOptions::default() };
        let report = scene.session.export(STORE, options, &RunControl::new(), silent()).await.unwrap();
        assert_eq!(report.notes, [], "{name}");
        let text = std::fs::read_to_string(&to).unwrap();
        assert!(text.contains("Canada") && !text.contains("Bare"), "{text}");
        let plan = scene.plan_file(to).await;
        assert_eq!((plan.head.counts.operations, &plan.head.findings), (0, &Vec::new()), "{name}");
    }
}
