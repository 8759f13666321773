//! A data directory with a demo store of its own, worked on by the engine as the window and the command line do.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use evenshelf_core::catalog::StoreProduct;
use evenshelf_core::channel::{Channel, is_on};
use evenshelf_demo_store::{Options, Running, start};
use evenshelf_engine::ledger::operations::{self, Filter};
use evenshelf_engine::ledger::stores::{self, CredentialKind, Store, StoreKind};
use evenshelf_engine::ledger::{mirror, surroundings};
use evenshelf_engine::progress::silent;
use evenshelf_engine::{ExportOptions, PlanFile, PlanOptions, RunControl, RunOptions, Session};
use serde_json::{Value as Json, json};

/// The name under which a data directory opens its own demo store.
const STORE: &str = "demo";

const MARKET: &str = "mutation Test($name: String!) { marketCreate(input: { name: $name, status: ACTIVE }) {
  market { id } userErrors { message } } }";
const CATALOG: &str = "mutation Test($title: String!, $markets: [ID!]!) {
  catalogCreate(input: { title: $title, status: ACTIVE, context: { marketIds: $markets } }) {
    catalog { id } userErrors { message } } }";
const PUBLICATION: &str = "mutation Test($catalog: ID!) {
  publicationCreate(input: { catalogId: $catalog, defaultState: EMPTY }) {
    publication { id } userErrors { message } } }";

pub struct Desk {
    pub session: Session,
    folder: tempfile::TempDir,
    store: Running,
    files: AtomicU32,
}

impl Desk {
    pub async fn with(options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("demo-store/state.jsonl");
        std::fs::create_dir_all(state.parent().unwrap()).unwrap();
        let running = start(Options { port: 0, state, locations: 1, ..options }).await.unwrap();
        let session = Session::open(folder.path()).unwrap();
        let url = running.url();
        session
            .ledger()
            .write(move |tx| {
                let new = Store::new(STORE, &url, StoreKind::Demo, "2026-10", CredentialKind::Token);
                stores::add(tx, &Store { allow_writes: true, ..new }).map(drop)
            })
            .await
            .unwrap();
        Self { session, folder, store: running, files: AtomicU32::new(0) }
    }

    /// Plans a file against the store as it is now.
    pub async fn plan(&self, text: &str, more: PlanOptions) -> PlanFile {
        let from = self.file(text);
        let options = PlanOptions { from, ..more };
        self.session.plan(STORE, options, &RunControl::new(), silent()).await.unwrap()
    }

    /// Brings a file into the store. Returns how each operation ended, its name, its end and what was said of it, and
    /// what was said of the run.
    pub async fn sync(&self, text: &str) -> Vec<String> {
        self.carry_out(&self.plan(text, PlanOptions::default()).await).await
    }

    pub async fn carry_out(&self, plan: &PlanFile) -> Vec<String> {
        if plan.head.counts.operations == 0 {
            return Vec::new();
        }
        let (control, options) = (RunControl::new(), RunOptions::default());
        let run = self.session.sync(STORE, plan, options, &control, silent()).await.unwrap();
        let mut ended = Vec::new();
        let read = self.session.ledger().read(|conn| {
            operations::for_each(conn, run.id, &Filter::default(), |row| {
                let detail = row.detail.unwrap_or_default();
                ended.push(format!("{} {} {detail}", row.operation.work.name(), row.state.name()));
                Ok(())
            })
        });
        read.unwrap();
        ended.extend(run.note);
        ended
    }

    /// Returns the product as the mirror has it.
    pub fn product(&self, handle: &str) -> StoreProduct {
        let store = self.session.store(STORE).unwrap().id;
        self.session.ledger().read(|conn| mirror::by_handle(conn, store, handle)).unwrap().unwrap()
    }

    /// Brings the mirror up to date. Returns how many products were read anew, and whether everything was.
    pub async fn pull(&self) -> (u64, bool) {
        let report = self.session.pull(STORE, false, &RunControl::new(), silent()).await.unwrap();
        (report.changed, report.full)
    }

    /// Puts something to the demo store past the engine and returns its answer.
    pub async fn post(&self, path: &str, body: &Json) -> Json {
        let url = format!("{}{path}", self.store.url());
        let request = reqwest::Client::new().post(url).header("X-Shopify-Access-Token", self.store.token());
        let text = request.header("content-type", "application/json").body(body.to_string()).send();
        serde_json::from_str(&text.await.unwrap().text().await.unwrap()).unwrap()
    }

    /// Opens a sales channel in the demo store and returns the id of its publication.
    pub async fn open_channel(&self, name: &str, auto_publish: bool) -> String {
        let opened = json!({ "name": name, "autoPublish": auto_publish });
        self.post("/_demo/channel", &opened).await["publicationId"].as_str().unwrap().to_owned()
    }

    /// Makes a market with a catalogue, which has a publication of its own or leaves to the channels what is sold there.
    pub async fn open_market(&self, name: &str, own_publication: bool) {
        let market = self.ask(MARKET, json!({ "name": name })).await;
        let markets = [&market["marketCreate"]["market"]["id"]];
        let catalog = self.ask(CATALOG, json!({ "title": name, "markets": markets })).await;
        let catalog = &catalog["catalogCreate"]["catalog"]["id"];
        assert!(catalog.is_string(), "the market {name} has no catalogue");
        if own_publication {
            self.ask(PUBLICATION, json!({ "catalog": catalog })).await;
        }
    }

    /// Puts a document to the demo store past the engine and returns its data.
    pub async fn ask(&self, query: &str, variables: Json) -> Json {
        let body = json!({ "query": query, "variables": variables });
        let answer = self.post("/admin/api/2026-10/graphql.json", &body).await;
        assert!(answer.get("errors").is_none(), "{answer}");
        answer["data"].clone()
    }

    /// Returns the titles of the channels that the product is on, in order.
    pub fn on(&self, handle: &str) -> Vec<String> {
        let store = self.session.store(STORE).unwrap().id;
        let channels: Vec<Channel> =
            self.session.ledger().read(|conn| surroundings::list(conn, store)).unwrap();
        let product = self.product(handle);
        let on = channels.into_iter().filter(|channel| is_on(&product, channel));
        let mut titles: Vec<String> = on.map(|channel| channel.title).collect();
        titles.sort();
        titles
    }

    /// Returns the store's catalogue as JSONL.
    pub async fn export(&self) -> String {
        let to = self.folder.path().join("export.jsonl");
        let options = ExportOptions { to: to.clone(), ..ExportOptions::default() };
        self.session.export(STORE, options, &RunControl::new(), silent()).await.unwrap();
        std::fs::read_to_string(to).unwrap()
    }

    /// Returns the store's collections as JSONL.
    pub async fn export_collections(&self) -> String {
        let (to, path) =
            (self.folder.path().join("export.jsonl"), self.folder.path().join("collections.jsonl"));
        let options = ExportOptions { to, collections: Some(path.clone()), ..ExportOptions::default() };
        self.session.export(STORE, options, &RunControl::new(), silent()).await.unwrap();
        std::fs::read_to_string(path).unwrap()
    }

    /// Returns the handles of all products the mirror has, in order.
    pub fn handles(&self) -> Vec<String> {
        let mut handles = Vec::new();
        let store = self.session.store(STORE).unwrap().id;
        let each = |product: StoreProduct| {
            handles.push(product.handle);
            Ok(())
        };
        self.session.ledger().read(|conn| mirror::for_each(conn, store, each)).unwrap();
        handles
    }

    fn file(&self, text: &str) -> PathBuf {
        let number = self.files.fetch_add(1, Ordering::Relaxed);
        let path = self
            .folder
            .path()
            .join(format!("{number}.{}", if text.starts_with('{') { "jsonl" } else { "csv" }));
        std::fs::write(&path, text).unwrap();
        path
    }
}
