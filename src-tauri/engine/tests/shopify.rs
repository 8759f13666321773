//! The client against the demo store: what is written reads back the same.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

use evenshelf_core::catalog::{
    ProductField, QuantityName, SheetOption, StoreMetafield, StoreProduct, VariantField,
};
use evenshelf_core::cost::{changed_products_points, products_by_id_points};
use evenshelf_core::operation::{
    ImageSlot, MetafieldEdit, NewMetafield, NewProduct, NewQuantity, NewVariant, Operation, Priority,
    QuantityEdit, VariantEdit, VariantSlot, Work,
};
use evenshelf_core::value::Value;
use evenshelf_demo_store::{Faults, Options, Running, start};
use evenshelf_engine::shopify::bulk::{BulkFile, BulkStatus};
use evenshelf_engine::shopify::write::{
    AliasResult, Applied, Kind, SendContext, bulk_line, interpret, interpret_bulk_line, render,
};
use evenshelf_engine::shopify::{Class, Client, Credentials, CustomIdSupport, Endpoint, Secret};
use rust_decimal::Decimal;

struct Demo {
    store: Running,
    client: Client,
    online_store: String,
    location: String,
    _directory: tempfile::TempDir,
}

impl Demo {
    async fn start(products: u32) -> Self {
        Self::with(Options { products, ..Options::default() }, |store| {
            Credentials::Token(Secret::new(store.token()))
        })
        .await
    }

    async fn with(options: Options, credentials: impl Fn(&Running) -> Credentials) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store =
            start(Options { port: 0, state: directory.path().join("demo"), ..options }).await.unwrap();
        let endpoint = Endpoint::new(&store.url(), credentials(&store)).unwrap();
        let client = Client::new(endpoint).unwrap();
        let channels = client.channels().await.unwrap();
        let online_store = channels.into_iter().find(|channel| channel.online_store).unwrap().id;
        let location = client.locations().await.unwrap()[0].id.clone();
        Self { store, client, online_store, location, _directory: directory }
    }

    /// Sends one operation and returns what the store answered.
    async fn apply(&self, work: Work, product: Option<&StoreProduct>) -> Applied {
        match self.send(work, product, "key").await {
            AliasResult::Applied(applied) => applied,
            other => panic!("{other:?}"),
        }
    }

    async fn send(&self, work: Work, product: Option<&StoreProduct>, key: &str) -> AliasResult {
        let operation = operation(1, work, product);
        let context = SendContext {
            product,
            online_store: Some(&self.online_store),
            idempotency_key: key,
            reference: "gid://evenshelf/Run/1",
            ..SendContext::default()
        };
        let call = render(&[(&operation, context)]).unwrap();
        let reply = self.client.execute(&call.call).await.unwrap();
        assert_eq!(self.asked(), call.points, "{}", operation.work.name());
        interpret(&call, &reply).remove(0).1
    }

    /// Returns what the last call asked for, as the store reckons it.
    fn asked(&self) -> u32 {
        self.client.last_cost().expect("a cost").requested as u32
    }

    async fn read(&self, id: &str) -> StoreProduct {
        self.client.product_by_id(id).await.unwrap().unwrap()
    }
}

fn operation(id: u64, work: Work, product: Option<&StoreProduct>) -> Operation {
    Operation {
        id,
        product: "tee".into(),
        product_id: product.map(|product| product.id.clone()),
        place: None,
        priority: Priority::Normal,
        after: Vec::new(),
        work,
        changes: Vec::new(),
        held: None,
    }
}

fn decimal(text: &str) -> Value {
    Value::decimal(Decimal::from_str(text).unwrap())
}

fn tee(location: &str) -> NewProduct {
    let text = |text: &str| Value::text(text);
    let variant = |size: &str, grams: &str, unit: &str, image: Option<&str>| NewVariant {
        option_values: vec![size.to_owned()],
        fields: BTreeMap::from([
            (VariantField::Sku, text(&format!("T-{size}"))),
            (VariantField::Barcode, text("4006381333931")),
            (VariantField::Price, decimal("19.9")),
            (VariantField::CompareAtPrice, decimal("25")),
            (VariantField::Cost, decimal("7.25")),
            (VariantField::WeightGrams, decimal(grams)),
            (VariantField::WeightUnit, text(unit)),
            (VariantField::Tracked, Value::Bool(true)),
            (VariantField::InventoryPolicy, text("continue")),
            (VariantField::RequiresShipping, Value::Bool(true)),
            (VariantField::Taxable, Value::Bool(false)),
            (VariantField::HsCode, text("610910")),
            (VariantField::CountryOfOrigin, text("PT")),
            (VariantField::UnitPrice, text("750 ml / 1 l")),
        ]),
        image: image.map(str::to_owned),
        quantities: vec![NewQuantity {
            location_id: location.to_owned(),
            name: QuantityName::Available,
            quantity: 5,
        }],
        metafields: vec![metafield("fit", size)],
    };
    NewProduct {
        handle: "tee".into(),
        fields: BTreeMap::from([
            (ProductField::Title, text("Tee")),
            (ProductField::BodyHtml, text("<p>A &amp; B</p>")),
            (ProductField::Vendor, text("Acme")),
            (ProductField::ProductType, text("Shirts")),
            (ProductField::Tags, Value::tags(["a", "b"].map(str::to_owned).into())),
            (ProductField::Status, text("draft")),
            (ProductField::SeoTitle, text("Best tee")),
            (ProductField::SeoDescription, text("It is")),
        ]),
        category_id: None,
        options: vec![SheetOption { name: "Size".into(), linked_to: None }],
        variants: vec![
            variant("S", "250", "kg", Some("https://src.example/1.jpg")),
            variant("M", "453.59237", "lb", None),
        ],
        images: ["1", "2"]
            .map(|number| ImageSlot {
                id: None,
                src: format!("https://src.example/{number}.jpg"),
                alt: format!("picture {number}"),
            })
            .to_vec(),
        metafields: vec![metafield("care", "wash\nwarm")],
        links: Vec::new(),
        store_publishes: false,
    }
}

fn metafield(key: &str, value: &str) -> NewMetafield {
    NewMetafield {
        namespace: "custom".into(),
        key: key.into(),
        type_: "multi_line_text_field".into(),
        value: value.into(),
    }
}

/// Returns every field both sides name that is not the same.
fn differences(new: &NewProduct, product: &StoreProduct) -> Vec<String> {
    let mut found = Vec::new();
    let lists = std::iter::once((&new.metafields, &product.metafields));
    let of_variants = new.variants.iter().zip(&product.variants);
    for (wanted, held) in
        lists.chain(of_variants.map(|(wanted, held)| (&wanted.metafields, &held.metafields)))
    {
        let wanted: Vec<_> = wanted.iter().cloned().map(NewMetafield::stored).collect();
        let held: Vec<_> = held.iter().map(|held| StoreMetafield { digest: None, ..held.clone() }).collect();
        if wanted != held {
            found.push(format!("{wanted:?} became {held:?}"));
        }
    }
    for (field, value) in &new.fields {
        if product.field(*field) != value {
            found.push(format!("{}: {value} became {}", field.name(), product.field(*field)));
        }
    }
    for (wanted, held) in new.variants.iter().zip(&product.variants) {
        if wanted.option_values != held.option_values {
            found.push(format!("{:?} became {:?}", wanted.option_values, held.option_values));
        }
        for (field, value) in &wanted.fields {
            if held.field(*field) != value {
                found.push(format!("{}: {value} became {}", field.name(), held.field(*field)));
            }
        }
    }
    if new.variants.len() != product.variants.len() || new.images.len() != product.images.len() {
        found.push(format!("{} variants, {} images", product.variants.len(), product.images.len()));
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_reads_back_as_it_was_written() {
    let demo = Demo::start(0).await;
    let new = tee(&demo.location);
    let created = demo.apply(Work::CreateProduct(new.clone()), None).await;
    let id = created.product_id.clone().unwrap();
    let product = demo.read(&id).await;
    assert_eq!(differences(&new, &product), Vec::<String>::new());
    assert_eq!(created.media, product.images.iter().map(|image| image.id.clone()).collect::<Vec<_>>());
    assert_eq!(created.variants[0].inventory_item_id, product.variants[0].inventory_item_id);
    assert_eq!(product.variants[0].image_id.as_ref(), Some(&product.images[0].id));
    assert_eq!(product.variants[0].levels[0].available, 5);
    assert_eq!(product.images[0].alt, "picture 1");
    assert_eq!(product.field(ProductField::Published), &Value::Bool(false));
    // The same create again finds the product instead of making a second one.
    demo.apply(Work::CreateProduct(new), None).await;
    assert_eq!(demo.client.count().await.unwrap(), 1);

    demo.apply(Work::Publish { published: true, publication: None }, Some(&product)).await;
    assert_eq!(demo.read(&id).await.field(ProductField::Published), &Value::Bool(true));
    demo.apply(Work::Publish { published: false, publication: None }, Some(&product)).await;
    assert_eq!(demo.read(&id).await.field(ProductField::Published), &Value::Bool(false));
    assert_eq!(demo.client.product_by_handle("tee").await.unwrap().unwrap().id, id);
    assert_eq!(demo.client.product_by_handle("none").await.unwrap(), None);

    demo.apply(Work::DeleteProduct, Some(&product)).await;
    assert_eq!(demo.client.product_by_id(&id).await.unwrap(), None);
    demo.store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reads_cost_what_was_predicted() {
    let demo = Demo::start(3).await;
    let mut changed = demo.client.changed_since("2020-01-01T00:00:00Z").unwrap();
    let page = changed.next().await.unwrap().unwrap();
    assert_eq!(demo.asked(), changed_products_points());
    demo.read(&page[0].id).await;
    assert_eq!(demo.asked(), products_by_id_points(50));
}

#[tokio::test]
async fn blank_clears_and_edits_change_nothing_else() {
    let demo = Demo::start(0).await;
    let id = demo.apply(Work::CreateProduct(tee(&demo.location)), None).await.product_id.unwrap();
    let before = demo.read(&id).await;
    let cleared = [
        ProductField::BodyHtml,
        ProductField::ProductType,
        ProductField::Tags,
        ProductField::SeoTitle,
        ProductField::SeoDescription,
    ];
    let fields = cleared.into_iter().map(|field| (field, Value::Blank)).collect();
    demo.apply(Work::UpdateProduct { fields, category_id: None }, Some(&before)).await;
    let cleared_variant = [
        VariantField::Sku,
        VariantField::Barcode,
        VariantField::CompareAtPrice,
        VariantField::Cost,
        VariantField::HsCode,
        VariantField::CountryOfOrigin,
        VariantField::UnitPrice,
    ];
    let edit = VariantEdit {
        id: before.variants[1].id.clone(),
        fields: cleared_variant.into_iter().map(|field| (field, Value::Blank)).collect(),
        image: None,
    };
    demo.apply(Work::UpdateVariants { variants: vec![edit] }, Some(&before)).await;
    let after = demo.read(&id).await;
    for field in cleared {
        assert_eq!(after.field(field), &Value::Blank, "{}", field.name());
    }
    for field in cleared_variant {
        assert_eq!(after.variants[1].field(field), &Value::Blank, "{}", field.name());
    }
    assert_eq!(after.variants[0], before.variants[0]);
    assert_eq!(after.field(ProductField::Title), before.field(ProductField::Title));
    demo.store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_replaced_and_keep_their_ids() {
    let demo = Demo::start(0).await;
    let id = demo.apply(Work::CreateProduct(tee(&demo.location)), None).await.product_id.unwrap();
    let before = demo.read(&id).await;
    let slot = |id: Option<String>, values: [&str; 2]| VariantSlot {
        id,
        variant: NewVariant {
            option_values: values.map(str::to_owned).to_vec(),
            fields: BTreeMap::from([(VariantField::Price, decimal("30"))]),
            ..NewVariant::default()
        },
    };
    let option = |name: &str| SheetOption { name: name.into(), linked_to: None };
    let replace = Work::ReplaceVariants {
        options: vec![option("Size"), option("Colour")],
        variants: vec![slot(Some(before.variants[1].id.clone()), ["M", "red"]), slot(None, ["L", "red"])],
    };
    demo.apply(replace, Some(&before)).await;
    let after = demo.read(&id).await;
    assert_eq!(after.variants[0].id, before.variants[1].id);
    assert_eq!(after.variants[1].option_values, ["L", "red"]);
    assert_eq!(after.variants[0].field(VariantField::Sku), &Value::text("T-M"));
    assert_eq!(after.images, before.images);

    let new = NewVariant { option_values: vec!["S".into(), "blue".into()], ..NewVariant::default() };
    let created = demo.apply(Work::CreateVariants { variants: vec![new] }, Some(&after)).await;
    assert_eq!(created.variants[0].option_values, ["S", "blue"]);
    let ids = vec![created.variants[0].id.clone()];
    demo.apply(Work::DeleteVariants { ids }, Some(&after)).await;
    assert_eq!(demo.read(&id).await.variants.len(), 2);

    let kept =
        ImageSlot { id: Some(before.images[1].id.clone()), src: String::new(), alt: "now first".into() };
    let images = demo.apply(Work::SetImages { images: vec![kept] }, Some(&after)).await;
    assert_eq!(images.media, [before.images[1].id.clone()]);
    assert_eq!(demo.read(&id).await.images[0].alt, "now first");
    demo.store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_is_set_once_and_never_over_somebody_elses() {
    let demo = Demo::start(0).await;
    let id = demo.apply(Work::CreateProduct(tee(&demo.location)), None).await.product_id.unwrap();
    let product = demo.read(&id).await;
    let edit = |from: i64, quantity: i64| {
        Work::SetQuantity(QuantityEdit {
            inventory_item_id: product.variants[0].inventory_item_id.clone(),
            location_id: demo.location.clone(),
            name: QuantityName::Available,
            from,
            quantity,
        })
    };
    assert!(matches!(demo.send(edit(5, 8), None, "one").await, AliasResult::Applied(_)));
    // Replayed: the same answer, and no second write.
    assert!(matches!(demo.send(edit(5, 8), None, "one").await, AliasResult::Applied(_)));
    assert!(matches!(demo.send(edit(5, 9), None, "two").await, AliasResult::Stale { .. }));
    assert_eq!(demo.read(&id).await.variants[0].levels[0].available, 8);
    demo.store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bulk_operations_read_and_write_the_whole_store() {
    let demo = Demo::start(30).await;
    let ids: Vec<String> = {
        let mut walk = demo.client.changed_since("2000-01-01T00:00:00Z").unwrap();
        let mut ids = Vec::new();
        while let Some(page) = walk.next().await.unwrap() {
            ids.extend(page.into_iter().map(|changed| changed.id));
        }
        ids
    };
    assert_eq!(ids.len() as u64, demo.client.count().await.unwrap());
    let time_box = Duration::from_secs(60);
    let in_bulk = demo.client.all_products(time_box, |_| {}).await.unwrap().products;
    let mut in_bulk = in_bulk.collect::<Result<Vec<_>, _>>().unwrap();
    let mut one_by_one = demo.client.products_by_id(&ids).await.unwrap();
    in_bulk.sort_by(|a, b| a.id.cmp(&b.id));
    one_by_one.sort_by(|a, b| a.id.cmp(&b.id));
    for product in in_bulk.iter_mut().chain(&mut one_by_one) {
        product
            .variants
            .iter_mut()
            .for_each(|variant| variant.levels.sort_by(|a, b| a.location_id.cmp(&b.location_id)));
    }
    assert_eq!(in_bulk, one_by_one);

    let mut file = BulkFile::new().unwrap();
    let work = || Work::UpdateProduct {
        fields: BTreeMap::from([(ProductField::Vendor, Value::text("In bulk"))]),
        category_id: None,
    };
    for (at, product) in in_bulk.iter().enumerate() {
        let line = bulk_line(&operation(at as u64, work(), Some(product)), &SendContext::default()).unwrap();
        assert_eq!(file.push(&line.variables).unwrap(), Some(at as u64));
    }
    let document = Kind::UpdateProduct.bulk_document();
    let started = demo.client.run_mutation(document, file, "test").await.unwrap();
    let ended = demo.client.wait_for_bulk(&started.id, time_box, |_| {}).await.unwrap();
    assert_eq!(ended.status, BulkStatus::Completed);
    let mut lines = demo.client.bulk_lines(ended.url.as_deref().unwrap()).unwrap();
    let mut seen = Vec::new();
    while let Some(line) = lines.next().await.unwrap() {
        let number = line["__lineNumber"].as_u64().unwrap();
        match interpret_bulk_line(Kind::UpdateProduct, number, &line) {
            AliasResult::Applied(applied) => {
                assert_eq!(applied.product_id, Some(in_bulk[number as usize].id.clone()))
            }
            other => panic!("{other:?}"),
        }
        seen.push(number);
    }
    seen.sort_unstable();
    assert_eq!(seen, (0..in_bulk.len() as u64).collect::<Vec<_>>());
    demo.store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_store_describes_itself_and_our_custom_id_is_defined_once() {
    let demo = Demo::start(3).await;
    let shop = demo.client.shop().await.unwrap();
    assert!(!shop.name.is_empty() && !shop.currency.is_empty(), "{shop:?}");
    assert!(demo.client.scopes().await.unwrap().missing(true).is_empty());
    assert!(demo.client.api_versions().await.unwrap().iter().any(|version| version.handle == "2026-10"));
    for _ in 0..2 {
        let support = demo.client.ensure_custom_id_definition().await.unwrap();
        assert_eq!(support, CustomIdSupport::Usable);
    }
    let new = tee(&demo.location);
    let operation = operation(1, Work::CreateProduct(new), None);
    let context = SendContext { custom_id: Some("row-1"), ..SendContext::default() };
    for _ in 0..2 {
        let call = render(&[(&operation, context)]).unwrap();
        let reply = demo.client.execute(&call.call).await.unwrap();
        assert!(matches!(interpret(&call, &reply)[0].1, AliasResult::Applied(_)), "{reply:?}");
    }
    let found = demo.client.product_by_custom_id("row-1").await.unwrap().unwrap();
    assert_eq!(found.handle, "tee");
    assert_eq!(demo.client.count().await.unwrap(), 4);
    assert_eq!(demo.client.fall_forward(), None);
    demo.store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_runs_out_is_renewed_in_between() {
    let options = Options { products: 1, token_life_secs: 1, ..Options::default() };
    let demo = Demo::with(options, |store| Credentials::Client {
        id: store.client_id(),
        secret: Secret::new(store.client_secret()),
    })
    .await;
    for _ in 0..5 {
        assert_eq!(demo.client.count().await.unwrap(), 1);
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    demo.store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_create_whose_replies_are_lost_makes_one_product() {
    let faults = Faults { drop_after_rate: 0.4, ..Faults::default() };
    let options = Options { products: 0, faults, ..Options::default() };
    let demo = Demo::with(options, |store| Credentials::Token(Secret::new(store.token()))).await;
    let (mut applied, mut lost) = (0, 0);
    let operation = operation(1, Work::CreateProduct(tee(&demo.location)), None);
    let call = render(&[(&operation, SendContext::default())]).unwrap();
    while applied < 3 || lost < 3 {
        match demo.client.execute(&call.call).await {
            Ok(_) => applied += 1,
            Err(error) => {
                assert_eq!(error.class, Class::InDoubt, "{error:?}");
                lost += 1;
            }
        }
    }
    assert_eq!(demo.client.count().await.unwrap(), 1);
    demo.store.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn metafields_are_compared_and_set_and_a_refused_one_takes_no_other_along() {
    let demo = Demo::start(0).await;
    let created = demo.apply(Work::CreateProduct(tee(&demo.location)), None).await;
    let product = demo.read(&created.product_id.unwrap()).await;
    let set = |from: Option<StoreMetafield>, key: &str, value: &str| {
        let from = from.map(|from| StoreMetafield { key: key.to_owned(), ..from });
        Work::SetMetafield(MetafieldEdit { variant: None, from, metafield: metafield(key, value) })
    };
    let held = product.metafields[0].clone();
    assert!(held.digest.is_some());
    // What must not be there is, and what was there has another value.
    let moved = StoreMetafield { digest: Some("0".repeat(64)), ..held.clone() };
    for from in [None, Some(moved)] {
        let result = demo.send(set(from, "care", "boil"), Some(&product), "key").await;
        assert!(matches!(result, AliasResult::Stale { .. }), "{result:?}");
    }
    assert_eq!(demo.read(&product.id).await.metafields, std::slice::from_ref(&held));
    // The answer has what the next write compares with.
    let answer = demo.apply(set(Some(held), "care", "boil"), Some(&product)).await;
    let now = demo.read(&product.id).await;
    assert_eq!(answer.metafields[0].metafield, now.metafields[0]);
    assert_eq!(answer.updated_at.as_deref(), Some(now.updated_at.as_str()));

    // Shopify takes a list whole or not at all: the good one goes again by itself.
    let operations = [
        operation(1, set(None, "fine", "x"), Some(&now)),
        operation(2, set(None, "k", "too short a key"), Some(&now)),
    ];
    let batch = operations.each_ref().map(|operation| (operation, SendContext::default()));
    let call = render(&batch).unwrap();
    let reply = demo.client.execute(&call.call).await.unwrap();
    assert_eq!(reply.cost.map(|cost| cost.requested), Some(f64::from(call.points)));
    let results = interpret(&call, &reply);
    assert!(matches!(&results[0], (1, AliasResult::Retry { .. })), "{results:?}");
    assert!(matches!(&results[1], (2, AliasResult::Rejected(_))), "{results:?}");
    demo.store.shutdown().await;
}
