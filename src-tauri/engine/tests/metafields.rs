//! Metafields from a file to the demo store and back: set, cleared, left alone, refused.

use std::path::PathBuf;

use evenshelf_core::catalog::StoreProduct;
use evenshelf_demo_store::{Options, Running, start};
use evenshelf_engine::ledger::runs::Run;
use evenshelf_engine::progress::silent;
use evenshelf_engine::shopify::{Call, CallKind, Client, Credentials, Endpoint, Secret};
use evenshelf_engine::{NewCredentials, NewStore, PlanFile, PlanOptions, RunControl, RunOptions, Session};
use serde_json::{Value as Json, json};

const STORE: &str = "demo";

struct Scene {
    store: Running,
    client: Client,
    session: Session,
    folder: tempfile::TempDir,
}

impl Scene {
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
        Self { store, client, session, folder }
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

    async fn define(&self, owner: &str, key: &str, type_: &str, validations: Json) {
        let definition = json!({ "ownerType": owner, "namespace": "custom", "key": key, "name": key, "type": type_,
            "validations": validations });
        let document = "mutation Test($definition: MetafieldDefinitionInput!) {
            metafieldDefinitionCreate(definition: $definition) { createdDefinition { id } userErrors { message } } }";
        self.change(document, json!({ "definition": definition })).await;
    }

    /// Defines a kind of entries with these handles and names, and returns its id.
    async fn kind(&self, type_: &str, entries: &[(&str, &str)]) -> String {
        let definition = json!({ "type": type_, "name": type_, "displayNameKey": "label",
            "fieldDefinitions": [{ "key": "label", "type": "single_line_text_field" }] });
        let document = "mutation Test($definition: MetaobjectDefinitionCreateInput!) {
            metaobjectDefinitionCreate(definition: $definition) { metaobjectDefinition { id } userErrors { message } } }";
        let made = self.change(document, json!({ "definition": definition })).await;
        for (handle, name) in entries {
            let entry =
                json!({ "type": type_, "handle": handle, "fields": [{ "key": "label", "value": name }] });
            let document = "mutation Test($metaobject: MetaobjectCreateInput!) {
                metaobjectCreate(metaobject: $metaobject) { metaobject { id } userErrors { message } } }";
            self.change(document, json!({ "metaobject": entry })).await;
        }
        let id = &made["metaobjectDefinitionCreate"]["metaobjectDefinition"]["id"];
        id.as_str().unwrap().to_owned()
    }

    async fn plan(&self, csv: &str) -> PlanFile {
        let from: PathBuf = self.folder.path().join("sheet.csv");
        std::fs::write(&from, csv).unwrap();
        let options = PlanOptions { from, ..PlanOptions::default() };
        self.session.plan(STORE, options, &RunControl::default(), silent()).await.unwrap()
    }

    async fn sync(&self, plan: &PlanFile) -> Run {
        let options = RunOptions { verify: true, ..RunOptions::default() };
        self.session.sync(STORE, plan, options, &RunControl::default(), silent()).await.unwrap()
    }

    async fn product(&self, handle: &str) -> StoreProduct {
        self.client.product_by_handle(handle).await.unwrap().unwrap()
    }

    async fn held(&self, handle: &str) -> Vec<String> {
        let product = self.product(handle).await;
        let of_variants = product.variants.iter().flat_map(|variant| {
            let whose = variant.option_values.join("/");
            variant.metafields.iter().map(move |held| (whose.clone(), held))
        });
        product
            .metafields
            .iter()
            .map(|held| (String::new(), held))
            .chain(of_variants)
            .map(|(whose, held)| format!("{whose}{}.{}={}", held.namespace, held.key, held.value))
            .collect()
    }
}

fn findings(plan: &PlanFile) -> Vec<String> {
    let one = |finding: &evenshelf_core::finding::Finding| {
        format!("{} {}", finding.code.name(), finding.column.as_deref().unwrap_or_default())
    };
    plan.head.findings.iter().map(one).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_sets_clears_and_leaves_metafields() {
    let scene = Scene::start().await;
    scene.define("PRODUCT", "size", "number_integer", json!([{ "name": "max", "value": "50" }])).await;
    scene.define("PRODUCTVARIANT", "fit", "list.single_line_text_field", json!([])).await;

    let head = "Handle,Title,Option1 Name,Option1 Value,Variant Price,\
                size (product.metafields.custom.size),care (product.metafields.custom.care),\
                fit (variant.metafields.custom.fit)\n";
    let plan = scene
        .plan(&format!("{head}tee,Tee,Size,S,5,42,wash,slim; long\ntee,,,M,5,,,wide\nmug,Mug,,,5,7,,\n"))
        .await;
    assert_eq!(findings(&plan), Vec::<String>::new());
    let run = scene.sync(&plan).await;
    assert_eq!(run.state.name(), "completed");
    let first =
        ["custom.care=wash", "custom.size=42", r#"Scustom.fit=["slim","long"]"#, r#"Mcustom.fit=["wide"]"#];
    assert_eq!(scene.held("tee").await, first);
    assert_eq!(scene.held("mug").await, ["custom.size=7"]);
    let again = scene
        .plan(&format!("{head}tee,Tee,Size,S,5,42,wash,slim; long\ntee,,,M,5,,,wide\nmug,Mug,,,5,7,,\n"))
        .await;
    assert_eq!(again.head.counts.operations, 0);

    // One set anew, one cleared, the column of the care not there; what does not fit is told, and nothing else lost.
    let head = "Handle,Title,Option1 Name,Option1 Value,Variant Price,\
                product.metafields.custom.size,variant.metafields.custom.fit,\
                product.metafields.custom.note,product.metafields.$app:x.secret,product.metafields.shopify.fabric\n";
    let plan = scene
        .plan(&format!(
            "{head}tee,Tee,Size,S,6,99,,=1+1,x,cotton\ntee,,,M,5,,\"wide; [\"\"x\"\"]\",,,\nmug,Mug,,,5,12.0,,,,\n"
        ))
        .await;
    let mut told = findings(&plan);
    told.sort();
    assert_eq!(
        told,
        [
            "metafield_not_sent product.metafields.$app:x.secret",
            "metafield_not_sent product.metafields.shopify.fabric",
            "metafield_type product.metafields.custom.size",
        ]
    );
    let run = scene.sync(&plan).await;
    assert_eq!(run.state.name(), "completed");
    assert_eq!(
        scene.held("tee").await,
        ["custom.care=wash", "custom.note==1+1", "custom.size=42", r#"Mcustom.fit=["wide","[\"x\"]"]"#]
    );
    assert_eq!(scene.held("mug").await, ["custom.size=12"]);
    assert_eq!(
        scene.product("tee").await.variants[0].fields.len(),
        scene.product("tee").await.variants[1].fields.len()
    );
    scene.store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_changed_meanwhile_is_left_and_the_rest_goes() {
    let scene = Scene::start().await;
    let head = "Handle,Title,product.metafields.custom.care,product.metafields.custom.note\n";
    let plan = scene.plan(&format!("{head}tee,Tee,wash,old\n")).await;
    scene.sync(&plan).await;
    let plan = scene.plan(&format!("{head}tee,Tee,boil,new\n")).await;
    assert_eq!(plan.head.counts.operations, 2);
    let id = scene.product("tee").await.id;
    let document = "mutation Test($metafields: [MetafieldsSetInput!]!) {
        metafieldsSet(metafields: $metafields) { userErrors { message } } }";
    let theirs = json!([{ "ownerId": id, "namespace": "custom", "key": "care", "value": "iron" }]);
    scene.change(document, json!({ "metafields": theirs })).await;
    let run = scene.sync(&plan).await;
    assert_eq!(scene.held("tee").await, ["custom.care=iron", "custom.note=new"]);
    assert_eq!((run.counts.applied, run.counts.skipped), (1, 1));
    scene.store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn handles_of_entries_and_products_are_resolved() {
    let scene = Scene::start().await;
    let kind = scene.kind("fabric", &[("cotton", "Cotton")]).await;
    let entry = scene.client.metaobject_entries(&kind).await.unwrap().remove(0).id;
    let rule = json!([{ "name": "metaobject_definition_id", "value": kind }]);
    scene.define("PRODUCT", "fabric", "list.metaobject_reference", rule).await;
    scene.define("PRODUCT", "like", "product_reference", json!([])).await;

    let head = "Handle,Title,product.metafields.custom.fabric,product.metafields.custom.like\n";
    let plan = scene.plan(&format!("{head}tee,Tee,cotton,mug\nmug,Mug,silk,\n")).await;
    let mut told = findings(&plan);
    told.sort();
    assert_eq!(
        told,
        [
            "reference_unknown product.metafields.custom.fabric",
            "reference_unknown product.metafields.custom.like"
        ]
    );
    scene.sync(&plan).await;
    let fabric = format!(r#"custom.fabric=["{entry}"]"#);
    assert_eq!(scene.held("tee").await, std::slice::from_ref(&fabric));
    // Now the mug is there.
    let plan = scene.plan(&format!("{head}tee,Tee,cotton,mug\n")).await;
    assert_eq!(findings(&plan), Vec::<String>::new());
    scene.sync(&plan).await;
    let mug = scene.product("mug").await.id;
    assert_eq!(scene.held("tee").await, [fabric, format!("custom.like={mug}")]);
    assert_eq!(scene.plan(&format!("{head}tee,Tee,cotton,mug\n")).await.head.counts.operations, 0);
    scene.store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_option_is_linked_where_its_values_are_entries_of_the_store() {
    let scene = Scene::start().await;
    let kind = scene.kind("shade", &[("black", "Deep Black"), ("white", "Pure White")]).await;
    let rule = json!([{ "name": "metaobject_definition_id", "value": kind }]);
    scene.define("PRODUCT", "shade", "list.metaobject_reference", rule).await;
    let head = "Handle,Title,Option1 Name,Option1 Value,Option1 Linked To,Variant Price,product.metafields.custom.shade\n";
    let link = "product.metafields.custom.shade";
    let tee = format!("tee,Tee,Colour,black,{link},5,black; white\ntee,,,white,,6,\n");
    let plan = scene.plan(&format!("{head}{tee}mug,Mug,Colour,black,{link},5,\nmug,,,grey,,6,\n")).await;
    assert_eq!(findings(&plan), ["linked_option_plain "]);
    let run = scene.sync(&plan).await;
    assert_eq!((run.state.name(), run.counts.skipped), ("completed", 0));
    let shown = |product: &StoreProduct| {
        let values: Vec<String> = product.variants.iter().map(|one| one.option_values.join("/")).collect();
        (product.options[0].linked_to.clone(), values.join(", "))
    };
    let linked = Some("custom.shade".to_owned());
    assert_eq!(shown(&scene.product("tee").await), (linked, "Deep Black, Pure White".to_owned()));
    assert_eq!(shown(&scene.product("mug").await), (None, "black, grey".to_owned()));
    // Handles and names find the same variants, and a price goes to the right one.
    let dearer = tee.replace(",6,", ",7,");
    let plan = scene.plan(&format!("{head}{dearer}")).await;
    assert_eq!(plan.head.counts.changes, 1, "{:?}", findings(&plan));
    scene.sync(&plan).await;
    let by_name = dearer.replace(",black,", ",Deep Black,");
    assert_eq!(scene.plan(&format!("{head}{by_name}")).await.head.counts.operations, 0);
    // A variant with another entry is added in Shopify.
    let plan = scene.plan(&format!("{head}{dearer}tee,,,grey,,8,\n")).await;
    assert_eq!((findings(&plan), plan.head.counts.operations), (vec!["no_match ".to_owned()], 0));
    scene.store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_metafields_than_a_page_are_read_to_the_last() {
    let scene = Scene::start().await;
    let names: Vec<String> = (0..60).map(|n| format!("product.metafields.custom.key_{n:02}")).collect();
    let of_variant: Vec<String> = (0..30).map(|n| format!("variant.metafields.custom.key_{n:02}")).collect();
    let cells = vec!["x"; 90].join(",");
    let csv = format!("Handle,Title,{},{}\ntee,Tee,{cells}\n", names.join(","), of_variant.join(","));
    let plan = scene.plan(&csv).await;
    scene.sync(&plan).await;
    let product = scene.product("tee").await;
    assert_eq!((product.metafields.len(), product.variants[0].metafields.len()), (60, 30));
    assert_eq!(scene.plan(&csv).await.head.counts.operations, 0);
    // Sent to a product that exists they take four calls of at most 25, not ninety.
    let plan = scene.plan(&csv.replace("x,", "y,").replace(",x\n", ",y\n")).await;
    assert_eq!((plan.head.counts.operations, plan.head.forecast.calls), (90, 4));
    let run = scene.sync(&plan).await;
    assert_eq!(run.counts.applied, 90);
    scene.store.shutdown().await;
}
