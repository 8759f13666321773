//! What a look at the store says of each kind of work, and that an applied operation is always found done.

use std::collections::BTreeMap;

use super::*;
use crate::apply::{Applied, WrittenVariant, apply};
use crate::catalog::{SheetOption, StoreOption};
use crate::operation::{VariantEdit, VariantImage, VariantPriceEdit};

fn text(text: &str) -> Value {
    Value::text(text)
}

fn product() -> StoreProduct {
    let variant = |id: &str, size: &str| StoreVariant {
        id: id.into(),
        inventory_item_id: format!("item-{id}"),
        option_values: vec![size.into()],
        fields: BTreeMap::from([(VariantField::Sku, text(id))]),
        ..Default::default()
    };
    let image = |id: &str| StoreImage {
        id: id.into(),
        url: format!("https://cdn/{id}.jpg"),
        alt: String::new(),
        source: Some(format!("http://x/{id}.jpg")),
        ..StoreImage::default()
    };
    StoreProduct {
        id: "p".into(),
        handle: "lamp".into(),
        fields: BTreeMap::from([
            (ProductField::Title, text("Lamp")),
            (ProductField::Published, Value::Bool(true)),
        ]),
        options: vec![StoreOption { id: "o".into(), name: "Size".into(), values: vec![], linked_to: None }],
        variants: vec![
            StoreVariant { market_prices: [("ca".into(), fixed(10))].into(), ..variant("v1", "S") },
            variant("v2", "M"),
        ],
        images: vec![image("m1"), image("m2")],
        ..Default::default()
    }
}

fn operation(work: Work, changes: Vec<Change>) -> Operation {
    Operation {
        id: 0,
        product: "lamp".into(),
        product_id: Some("p".into()),
        place: None,
        priority: Default::default(),
        after: Vec::new(),
        work,
        changes,
        held: None,
    }
}

fn change(subject: Subject, field: &str, before: Value, after: Value) -> Change {
    Change { subject, field: field.into(), before, after }
}

fn variant_subject(id: &str) -> Subject {
    Subject::Variant { id: Some(id.into()), label: id.into() }
}

fn title() -> Operation {
    let fields =
        BTreeMap::from([(ProductField::Title, text("Big lamp")), (ProductField::Handle, text("big-lamp"))]);
    let changes = vec![
        change(Subject::Product, "title", text("Lamp"), text("Big lamp")),
        change(Subject::Product, "handle", text("lamp"), text("big-lamp")),
    ];
    operation(Work::UpdateProduct { fields, category_id: None }, changes)
}

fn slot(id: Option<&str>, src: &str) -> ImageSlot {
    ImageSlot { id: id.map(str::to_owned), src: src.into(), alt: String::new() }
}

/// Replaces the second picture by a new one.
fn images() -> Operation {
    let changes = vec![
        change(Subject::Image { position: 2 }, "image", Value::Blank, text("http://x/new.jpg")),
        change(Subject::Image { position: 2 }, "image", text("http://x/m2.jpg"), Value::Blank),
    ];
    operation(
        Work::SetImages { images: vec![slot(Some("m1"), "http://x/m1.jpg"), slot(None, "http://x/new.jpg")] },
        changes,
    )
}

fn new_variant(size: &str) -> NewVariant {
    NewVariant { option_values: vec![size.into()], ..Default::default() }
}

/// Keeps S, drops M, adds L.
fn replacement() -> Operation {
    let slots = vec![
        VariantSlot { id: Some("v1".into()), variant: new_variant("S") },
        VariantSlot { id: None, variant: new_variant("L") },
    ];
    let changes = vec![change(variant_subject("v2"), "variant", text("M"), Value::Blank)];
    let options = vec![SheetOption { name: "Size".into(), linked_to: None }];
    operation(Work::ReplaceVariants { options, variants: slots }, changes)
}

fn sku() -> Operation {
    let edit = VariantEdit {
        id: "v1".into(),
        fields: BTreeMap::from([(VariantField::Sku, text("new"))]),
        image: Some(VariantImage::Media("m2".into())),
    };
    let changes = vec![
        change(variant_subject("v1"), "sku", text("v1"), text("new")),
        change(variant_subject("v1"), "variant_image", Value::Blank, text("http://x/m2.jpg")),
    ];
    operation(Work::UpdateVariants { variants: vec![edit] }, changes)
}

fn everything() -> Vec<(Operation, Applied)> {
    let written = |id: &str, size: &str| WrittenVariant {
        id: id.into(),
        inventory_item_id: format!("item-{id}"),
        option_values: vec![size.into()],
        image_id: None,
    };
    let media =
        |ids: &[&str]| Applied { media: ids.iter().map(|id| id.to_string()).collect(), ..Default::default() };
    let variants = |variants: Vec<WrittenVariant>| Applied { variants, ..Default::default() };
    let hide = vec![change(Subject::Product, "published", Value::Bool(true), Value::Bool(false))];
    vec![
        (title(), Applied::default()),
        (images(), media(&["m1", "m3"])),
        (replacement(), variants(vec![written("v1", "S"), written("v3", "L")])),
        (sku(), Applied::default()),
        (operation(Work::Publish { published: false, publication: None }, hide), Applied::default()),
        (operation(Work::DeleteVariants { ids: vec!["v2".into()] }, vec![]), Applied::default()),
        (
            operation(Work::CreateVariants { variants: vec![new_variant("L")] }, vec![]),
            variants(vec![written("v3", "L")]),
        ),
        (operation(Work::DeleteProduct, vec![]), Applied::default()),
        (prices(), Applied::default()),
    ]
}

fn fixed(price: i64) -> FixedPrice {
    FixedPrice { price: price.into(), compare_at: None }
}

/// One price becomes another, and one is fixed that was not; a variant goes by its id or by its option values.
fn prices() -> Operation {
    let price = |variant: Option<&str>, size: &str, from: Option<i64>, to: i64| VariantPriceEdit {
        variant: variant.map(str::to_owned),
        option_values: vec![size.into()],
        from: from.map(fixed),
        to: Some(fixed(to)),
    };
    let edit = MarketPriceEdit {
        market: "Canada".into(),
        price_list_id: "ca".into(),
        currency: "CAD".into(),
        prices: vec![price(Some("v1"), "S", Some(10), 11), price(None, "M", None, 12)],
    };
    operation(Work::SetMarketPrices(edit), vec![])
}

#[test]
fn what_is_planned_is_open_and_what_is_applied_is_done() {
    for (operation, answer) in everything() {
        let name = operation.work.name();
        assert_eq!(observe(&operation, Some(&product())), Observed::Open, "{name} before");
        let after = apply(&operation, Some(product()), &answer);
        assert_eq!(observe(&operation, after.as_ref()), Observed::Done, "{name} after");
        assert_eq!(differences(&operation, after.as_ref()), [] as [String; 0], "{name}");
    }
}

#[test]
fn somebody_elses_edit_is_seen() {
    type Edit = fn(&mut StoreProduct);
    let table: [(&str, Operation, Edit); 10] = [
        ("another title", title(), |p| drop(p.fields.insert(ProductField::Title, text("Their lamp")))),
        ("another handle", title(), |p| p.handle = "their-lamp".into()),
        ("another price", prices(), |p| {
            p.variants[0].market_prices.insert("ca".into(), fixed(9));
        }),
        ("no price", prices(), |p| p.variants[0].market_prices.clear()),
        ("a priced variant went", prices(), |p| drop(p.variants.remove(1))),
        ("another sku", sku(), |p| drop(p.variants[0].fields.insert(VariantField::Sku, text("theirs")))),
        ("the variant went", sku(), |p| drop(p.variants.remove(0))),
        ("a picture came", images(), |p| {
            p.images.push(StoreImage { id: "m9".into(), ..p.images[0].clone() })
        }),
        ("a kept picture went", images(), |p| drop(p.images.remove(0))),
        ("a variant came", replacement(), |p| {
            p.variants.push(StoreVariant {
                id: "v9".into(),
                option_values: vec!["XL".into()],
                ..Default::default()
            });
        }),
    ];
    for (name, operation, edit) in table {
        let mut theirs = product();
        edit(&mut theirs);
        assert!(matches!(observe(&operation, Some(&theirs)), Observed::Moved(_)), "{name}");
        assert_ne!(differences(&operation, Some(&theirs)), [] as [String; 0], "{name}");
    }
    assert!(matches!(observe(&title(), None), Observed::Moved(_)));
}

#[test]
fn a_price_that_is_there_already_is_no_hindrance() {
    let mut theirs = product();
    theirs.variants[1].market_prices.insert("ca".into(), fixed(12));
    assert_eq!(observe(&prices(), Some(&theirs)), Observed::Open);
    theirs.variants[0].market_prices.insert("ca".into(), fixed(11));
    assert_eq!(observe(&prices(), Some(&theirs)), Observed::Done);
    // Another list is another matter.
    theirs.variants[0].market_prices.insert("mx".into(), fixed(1));
    assert_eq!(observe(&prices(), Some(&theirs)), Observed::Done);
}

#[test]
fn a_picture_whose_origin_is_forgotten_is_not_taken_for_the_new_one() {
    let mut known = product();
    known.images.iter_mut().for_each(|image| image.source = None);
    let mut replace = images();
    replace.changes[1].before = text("https://cdn/m2.jpg");
    assert_eq!(observe(&replace, Some(&known)), Observed::Open);
}

#[test]
fn a_create_reads_back_field_by_field() {
    let fields = BTreeMap::from([(ProductField::Title, text("Lamp"))]);
    let variant =
        NewVariant { fields: BTreeMap::from([(VariantField::Sku, text("A"))]), ..Default::default() };
    let new = NewProduct {
        handle: "lamp".into(),
        fields,
        variants: vec![variant],
        images: vec![slot(None, "http://x/a.jpg")],
        ..Default::default()
    };
    let create = Operation { product_id: None, ..operation(Work::CreateProduct(new), vec![]) };
    let answer = Applied {
        product_id: Some("p".into()),
        variants: vec![WrittenVariant { id: "v".into(), ..Default::default() }],
        media: vec!["m".into()],
        ..Default::default()
    };
    let made = apply(&create, None, &answer).unwrap();
    assert_eq!(differences(&create, Some(&made)), [] as [String; 0]);
    assert_eq!(made.images[0].source.as_deref(), Some("http://x/a.jpg"));
    let mut other = made;
    other.fields.insert(ProductField::Title, text("Lamp?"));
    other.variants[0].fields.insert(VariantField::Sku, text("B"));
    other.images[0].alt = "alt".into();
    assert_eq!(
        differences(&create, Some(&other)),
        [
            "title is \"Lamp?\" instead of \"Lamp\"",
            "the alt text of picture 1 is \"alt\"",
            " sku is \"B\" instead of \"A\""
        ]
    );
}
