//! Small shops and small sheets, and the whole plan that follows from them.

use std::collections::BTreeMap;

use super::*;
use crate::apply::{Applied, apply};
use crate::catalog::*;
use crate::operation::{HeldKind, NewProduct, NewVariant, Operation, Subject, Work};
use crate::settle::{Observed, observe};
use crate::value::Value;

fn money(text: &str) -> Value {
    Value::decimal(text.parse().unwrap())
}

fn variant(id: &str, values: &[&str], price: &str) -> StoreVariant {
    StoreVariant {
        id: format!("gid://shopify/ProductVariant/{id}"),
        inventory_item_id: format!("gid://shopify/InventoryItem/{id}"),
        option_values: values.iter().map(|value| value.to_string()).collect(),
        fields: BTreeMap::from([
            (VariantField::Price, money(price)),
            (VariantField::Sku, Value::text(format!("S{id}"))),
        ]),
        image_id: None,
        levels: vec![StoreLevel { location_id: "L1".into(), available: 5, on_hand: 6 }],
        ..StoreVariant::default()
    }
}

fn lamp() -> StoreProduct {
    StoreProduct {
        id: "gid://shopify/Product/1".into(),
        handle: "lamp".into(),
        fields: BTreeMap::from([
            (ProductField::Title, Value::text("Lamp")),
            (ProductField::Status, Value::text("active")),
            (ProductField::Published, Value::Bool(true)),
            (ProductField::Vendor, Value::text("Lumen")),
        ]),
        options: vec![StoreOption {
            id: "o".into(),
            name: "Size".into(),
            values: vec!["S".into(), "M".into()],
            linked_to: None,
        }],
        variants: vec![variant("11", &["S"], "10.00"), variant("12", &["M"], "12.00")],
        images: vec![StoreImage {
            id: "m1".into(),
            url: "https://cdn/lamp.jpg?v=1".into(),
            alt: "".into(),
            source: Some("http://x/lamp.jpg".into()),
            ..StoreImage::default()
        }],
        ..Default::default()
    }
}

fn row(values: &[&str], fields: &[(VariantField, Value)]) -> SheetVariant {
    SheetVariant {
        option_values: values.iter().map(|value| value.to_string()).collect(),
        fields: fields.iter().cloned().collect(),
        ..Default::default()
    }
}

/// A sheet that says exactly what `lamp` holds.
fn even() -> SheetProduct {
    SheetProduct {
        handle: Some("lamp".into()),
        fields: BTreeMap::from([
            (ProductField::Title, Value::text("Lamp")),
            (ProductField::Vendor, Value::text("Lumen")),
            (ProductField::Published, Value::Bool(true)),
        ]),
        options: Some(vec![SheetOption { name: "Size".into(), linked_to: None }]),
        variants: vec![
            row(&["S"], &[(VariantField::Price, money("10"))]),
            row(&["M"], &[(VariantField::Price, money("12"))]),
        ],
        images: Some(vec![SheetImage {
            place: Place::default(),
            src: "http://x/lamp.jpg".into(),
            alt: None,
        }]),
        ..Default::default()
    }
}

fn policy() -> Policy {
    Policy {
        owns_lists: true,
        locations: vec![StoreLocation { id: "L1".into(), name: "Shop".into(), active: true }],
        ..Default::default()
    }
}

/// Returns each operation as one line: work, what it waits for, its changes, and why it is held.
fn lines(operations: &[Operation]) -> Vec<String> {
    operations
        .iter()
        .map(|operation| {
            let changes: Vec<_> = operation
                .changes
                .iter()
                .map(|change| {
                    let subject = match &change.subject {
                        Subject::Product => String::new(),
                        Subject::Variant { label, .. } => format!("{label}."),
                        Subject::Image { position } => format!("#{position}."),
                        Subject::Level { variant, location } => format!("{variant}@{location}."),
                    };
                    format!("{subject}{}: {}→{}", change.field, change.before, change.after)
                })
                .collect();
            let after = if operation.after.is_empty() {
                String::new()
            } else {
                format!(" after {:?}", operation.after)
            };
            let held =
                operation.held.as_ref().map_or(String::new(), |held| format!(" HELD {}", held.kind.name()));
            format!("{}{after} [{}]{held}", operation.work.name(), changes.join("; "))
        })
        .collect()
}

fn plan(sheet: &SheetProduct, store: Option<&StoreProduct>, policy: Policy) -> Vec<String> {
    let mut planner = Planner::new(policy);
    // A shop large enough that one deletion is none of many.
    for _ in 0..100 {
        planner.product("lamp", &even(), Some(&lamp()));
    }
    let mut operations = planner.product("lamp", sheet, store);
    let (mut judge, _) = planner.finish(100);
    operations.iter_mut().for_each(|operation| judge.judge(operation));
    lines(&operations)
}

fn metafield(key: &str, value: &str) -> SheetMetafield {
    let (namespace, key) = ("custom".into(), key.into());
    SheetMetafield { place: Place::default(), namespace, key, value: Value::text(value) }
}

fn held_metafield(key: &str, type_: &str, value: &str) -> StoreMetafield {
    StoreMetafield {
        namespace: "custom".into(),
        key: key.into(),
        type_: type_.into(),
        value: value.into(),
        digest: Some("seen".into()),
    }
}

#[test]
fn metafields_are_set_cleared_and_left() {
    let mut store = lamp();
    store.metafields = vec![
        held_metafield("care", "multi_line_text_field", "wash"),
        held_metafield("left", "boolean", "true"),
        held_metafield("shade", "single_line_text_field", "light"),
        held_metafield("size", "number_integer", "4"),
    ];
    store.variants[1].metafields = vec![held_metafield("fit", "list.single_line_text_field", r#"["slim"]"#)];
    store.options[0].linked_to = Some("custom.shade".into());
    let mut sheet = even();
    sheet.metafields = vec![
        metafield("care", ""),
        metafield("new", "x"),
        metafield("none", ""),
        metafield("size", "4.0"),
        metafield("left", "maybe"),
        metafield("shade", "dark"),
    ];
    sheet.variants[1].metafields = vec![metafield("fit", "slim; long")];
    let mut planner = Planner::new(policy());
    let operations = planner.product("lamp", &sheet, Some(&store));
    assert_eq!(
        lines(&operations),
        [
            "delete_metafield [metafields.custom.care: wash→]",
            "set_metafield [metafields.custom.new: →x]",
            "set_metafield [M.metafields.custom.fit: slim→slim; long]",
        ]
    );
    let (_, findings) = planner.finish(1);
    let told: Vec<String> = findings.iter().map(|one| one.code.name()).collect();
    assert_eq!(told, ["metafield_type", "metafield_not_sent"]);
    // Each settles as what it is, and what it leaves behind asks for nothing more.
    let after = operations.iter().fold(store, |held, operation| {
        assert_eq!(observe(operation, Some(&held)), Observed::Open);
        let after = apply(operation, Some(held), &Applied::default()).unwrap();
        assert_eq!(observe(operation, Some(&after)), Observed::Done);
        after
    });
    sheet.metafields.truncate(4);
    assert_eq!(Planner::new(policy()).product("lamp", &sheet, Some(&after)), []);
    let mut theirs = lamp();
    theirs.metafields = vec![held_metafield("new", "single_line_text_field", "theirs")];
    assert!(matches!(observe(&operations[1], Some(&theirs)), Observed::Moved(_)));
    assert_eq!(observe(&operations[0], Some(&theirs)), Observed::Done);
}

#[test]
fn a_new_product_brings_its_metafields_along() {
    let mut sheet = even();
    sheet.metafields = vec![metafield("care", "wash"), metafield("none", "")];
    sheet.variants[0].metafields = vec![metafield("fit", "slim")];
    let operations = Planner::new(policy()).product("lamp", &sheet, None);
    let Work::CreateProduct(new) = &operations[0].work else { panic!("{operations:?}") };
    assert_eq!((new.metafields.len(), new.variants[0].metafields.len()), (1, 1));
    // Two metafields and our own id are 1.2 points above the price of what else there is.
    let without = NewProduct {
        metafields: Vec::new(),
        variants: new
            .variants
            .iter()
            .map(|one| NewVariant { metafields: Vec::new(), ..one.clone() })
            .collect(),
        ..new.clone()
    };
    let points = |product: NewProduct| crate::cost::write_points_reserved(&Work::CreateProduct(product));
    assert_eq!(points(new.clone()), points(without) + 1);
}

#[test]
fn one_product() {
    type Edit = fn(&mut SheetProduct);
    let table: [(&str, Edit, &[&str]); 14] = [
        ("even", |_| {}, &[]),
        (
            "title",
            |s| drop(s.fields.insert(ProductField::Title, Value::text("Big lamp"))),
            &["update_product [title: Lamp→Big lamp]"],
        ),
        (
            "vendor cleared",
            |s| drop(s.fields.insert(ProductField::Vendor, Value::Blank)),
            &["update_product [vendor: Lumen→]"],
        ),
        ("blank title says nothing", |s| drop(s.fields.insert(ProductField::Title, Value::Blank)), &[]),
        (
            "hidden",
            |s| drop(s.fields.insert(ProductField::Published, Value::Bool(false))),
            &["unpublish [published: true→false]"],
        ),
        (
            "two prices, one of them to zero",
            |s| {
                s.variants[0].fields.insert(VariantField::Price, money("0"));
                s.variants[1].fields.insert(VariantField::Price, money("13.5"));
            },
            &["update_variants [M.price: 12→13.5]", "update_variants [S.price: 10→0] HELD price_zero"],
        ),
        (
            "factor of ten",
            |s| drop(s.variants[0].fields.insert(VariantField::Price, money("1000"))),
            &["update_variants [S.price: 10→1000] HELD price_factor"],
        ),
        (
            "a variant more and one less",
            |s| s.variants[1].option_values = vec!["L".into()],
            &["create_variants [L.variant: →L; L.price: →12]", "delete_variants after [0] [M.variant: M→]"],
        ),
        (
            "an option renamed keeps its variants",
            |s| s.options.as_mut().unwrap()[0].name = "Grösse".into(),
            &["replace_variants [options: Size→Grösse]"],
        ),
        (
            "option values in another case are renamed",
            |s| s.variants[0].option_values = vec!["s".into()],
            &["replace_variants [S.option_values: S→s]"],
        ),
        ("no image column", |s| s.images = None, &[]),
        ("images cleared", |s| s.images = Some(Vec::new()), &["set_images [#1.image: http://x/lamp.jpg→]"]),
        (
            "a new picture for a variant",
            |s| {
                s.images.as_mut().unwrap().push(SheetImage {
                    place: Place::default(),
                    src: "http://x/s.jpg".into(),
                    alt: Some("S".into()),
                });
                s.variants[0].fields.insert(VariantField::Image, Value::text("http://x/s.jpg"));
            },
            &[
                "set_images [#2.image: →http://x/s.jpg; #2.image_alt: →S]",
                "update_variants after [0] [S.variant_image: →http://x/s.jpg]",
            ],
        ),
        (
            "stock waits for tracking",
            |s| {
                s.variants[0].fields.insert(VariantField::Tracked, Value::Bool(true));
                s.variants[0].quantities.push(SheetQuantity {
                    place: Place::default(),
                    location: None,
                    name: QuantityName::Available,
                    quantity: 9,
                });
            },
            &["update_variants [S.tracked: →true]", "set_quantity after [0] [S@Shop.available: 5→9]"],
        ),
    ];
    for (name, edit, expected) in table {
        let mut sheet = even();
        edit(&mut sheet);
        assert_eq!(plan(&sheet, Some(&lamp()), policy()), expected, "{name}");
    }
}

#[test]
fn a_new_product_carries_everything() {
    let mut sheet = even();
    sheet.variants[0].quantities.push(SheetQuantity {
        place: Place::default(),
        location: None,
        name: QuantityName::Available,
        quantity: 9,
    });
    assert_eq!(
        plan(&sheet, None, policy()),
        [
            "create_product [handle: →lamp; title: →Lamp; vendor: →Lumen; status: →active; #1.image: →http://x/lamp.jpg; \
             S.variant: →S; S.price: →10; S@Shop.available: →9; M.variant: →M; M.price: →12]",
            "publish after [0] [published: false→true]"
        ]
    );
    sheet.fields.insert(ProductField::Published, Value::Bool(false));
    assert_eq!(plan(&sheet, None, policy()).len(), 1);
}

#[test]
fn a_quantity_without_a_place_is_held_for_ever() {
    let mut policy = policy();
    policy.locations.push(StoreLocation { id: "L2".into(), name: "Depot".into(), active: true });
    policy.release = Release::Everything;
    let mut sheet = even();
    sheet.variants[0].quantities.push(SheetQuantity {
        place: Place::default(),
        location: None,
        name: QuantityName::Available,
        quantity: 9,
    });
    assert_eq!(
        plan(&sheet, Some(&lamp()), policy.clone()),
        ["set_quantity [S@.available: →9] HELD location"]
    );
    policy.default_location = Some("L2".into());
    assert_eq!(plan(&sheet, Some(&lamp()), policy), ["activate_level [S@Depot.available: →9]"]);
}

fn stock(location: &str, name: QuantityName, quantity: i64) -> SheetQuantity {
    SheetQuantity { place: Place::default(), location: Some(location.to_owned()), name, quantity }
}

#[test]
fn a_location_is_found_by_its_name() {
    use QuantityName::Available;
    let place = |id: &str, name: &str, active| StoreLocation { id: id.into(), name: name.into(), active };
    let mut policy = policy();
    policy.locations.extend([
        place("L2", "Depot É", true),
        place("L3", "Straße", true),
        place("L4", "Twin", true),
        place("L5", "Twin", true),
        place("L6", "Closed", false),
        place("L7", "north", true),
        place("L8", "NORTH", true),
    ]);
    policy.location_names.insert(location_key("Loja Principal"), "L2".to_owned());
    policy.location_names.insert(location_key("Old shop"), "L6".to_owned());
    policy.location_names.insert(location_key("twin"), "L5".to_owned());
    let table = [
        (" depot é ", "activate_level [S@Depot É.available: →9]"),
        ("STRASSE", "activate_level [S@Straße.available: →9]"),
        ("LOJA PRINCIPAL", "activate_level [S@Depot É.available: →9]"),
        ("Twin", "activate_level [S@Twin.available: →9]"),
        ("NORTH", "activate_level [S@NORTH.available: →9]"),
        ("North", "set_quantity [S@.available: →9] HELD location"),
        ("Closed", ""),
        ("Old shop", ""),
        ("Nowhere", ""),
    ];
    for (name, expected) in table {
        let mut sheet = even();
        sheet.variants[0].quantities.push(stock(name, Available, 9));
        assert_eq!(plan(&sheet, Some(&lamp()), policy.clone()).join("; "), expected, "{name}");
    }
    policy.location_names.clear();
    let mut sheet = even();
    sheet.variants[0].quantities.push(stock("Twin", Available, 9));
    let mut planner = Planner::new(policy);
    let held = planner.product("lamp", &sheet, Some(&lamp())).remove(0).held.unwrap();
    assert!(held.reason.contains("several locations called \"Twin\""), "{held:?}");
}

#[test]
fn of_two_quantities_at_one_place_what_is_available_counts() {
    use QuantityName::{Available, OnHand};
    let level = |available, on_hand| StoreLevel { location_id: "L1".into(), available, on_hand };
    let table = [
        // What the file has, what the store has, what is planned, what is told.
        ((5, 7), level(5, 7), "", false),
        ((5, 7), level(4, 6), "set_quantity [S@Shop.available: 4→5]", false),
        ((5, 7), level(4, 7), "set_quantity [S@Shop.available: 4→5]", false),
        ((5, 9), level(5, 7), "", true),
    ];
    for ((available, on_hand), level, expected, told) in table {
        let (mut sheet, mut store) = (even(), lamp());
        sheet.variants[0].quantities =
            vec![stock("Shop", OnHand, on_hand), stock("Shop", Available, available)];
        store.variants[0].levels = vec![level];
        let mut planner = Planner::new(policy());
        let planned = planner.product("lamp", &sheet, Some(&store));
        let (_, findings) = planner.finish(1);
        assert_eq!(lines(&planned).join("; "), expected);
        assert_eq!(findings.len(), usize::from(told), "{findings:?}");
    }
    let mut sheet = even();
    sheet.variants[0].quantities = vec![stock("Shop", OnHand, 9)];
    let mut store = lamp();
    store.variants[0].levels = vec![level(5, 7)];
    assert_eq!(plan(&sheet, Some(&store), policy()), ["set_quantity [S@Shop.on_hand: 7→9]"]);
}

#[test]
fn supplier_rows_touch_only_what_they_name() {
    let mut policy = policy();
    policy.owns_lists = false;
    let mut sheet = SheetProduct {
        handle: Some("lamp".into()),
        variants: vec![row(
            &[],
            &[(VariantField::Sku, Value::text("S12")), (VariantField::Price, money("15"))],
        )],
        ..Default::default()
    };
    assert_eq!(plan(&sheet, Some(&lamp()), policy.clone()), ["update_variants [M.price: 12→15]"]);
    sheet.variants[0].id = Some("11".into());
    sheet.variants[0].fields.remove(&VariantField::Sku);
    assert_eq!(plan(&sheet, Some(&lamp()), policy), ["update_variants [S.price: 10→15]"]);
}

fn judge_missing(missing: Missing, release: Release, gone: usize, kept: usize) -> Vec<Option<HeldKind>> {
    let mut planner = Planner::new(Policy { missing, release, ..policy() });
    for _ in 0..kept {
        planner.product("lamp", &even(), Some(&lamp()));
    }
    let mut operations: Vec<_> = (0..gone).filter_map(|_| planner.missing(&lamp())).collect();
    let (mut judge, _) = planner.finish((gone + kept) as u64);
    operations.iter_mut().for_each(|operation| judge.judge(operation));
    operations.iter().map(|operation| operation.held.as_ref().map(|held| held.kind)).collect()
}

#[test]
fn brakes_on_what_a_file_leaves_out() {
    let everything = || Release::Everything;
    let kinds = |kind| Release::Kinds([kind].into());
    let table = [
        (Missing::Leave, Release::Nothing, 5, 5, vec![]),
        (Missing::Delete, Release::Nothing, 2, 10, vec![None; 2]),
        (Missing::Delete, Release::Nothing, 3, 10, vec![Some(HeldKind::MassDeletion); 3]),
        (Missing::Delete, Release::Nothing, 3, 40, vec![None; 3]),
        (Missing::Archive, Release::Nothing, 3, 10, vec![Some(HeldKind::MassDeletion); 3]),
        (Missing::Delete, Release::Nothing, 6, 5, vec![Some(HeldKind::FileShrunk); 6]),
        (Missing::Draft, Release::Nothing, 6, 0, vec![Some(HeldKind::FileShrunk); 6]),
        (Missing::Delete, kinds(HeldKind::FileShrunk), 6, 5, vec![None; 6]),
        (Missing::Delete, kinds(HeldKind::PriceZero), 6, 5, vec![Some(HeldKind::FileShrunk); 6]),
        (Missing::Delete, everything(), 6, 5, vec![None; 6]),
    ];
    for (missing, release, gone, kept, expected) in table {
        assert_eq!(
            judge_missing(missing, release.clone(), gone, kept),
            expected,
            "{missing:?} {release:?} {gone} of {kept}"
        );
    }
}

#[test]
fn planning_what_was_applied_gives_nothing() {
    // The forms a store gives back: decimals with zeros, the picture at its own address.
    let mut store = lamp();
    store.variants[0].fields.insert(VariantField::Price, Value::Decimal("10.00".parse().unwrap()));
    let sheet = even();
    assert_eq!(plan(&sheet, Some(&store), policy()), [] as [&str; 0]);
}

#[test]
fn a_cleared_vendor_is_the_shop_itself() {
    let mut policy = policy();
    policy.shop_name = Some("Own Shop".into());
    let mut sheet = even();
    sheet.fields.insert(ProductField::Vendor, Value::Blank);
    assert_eq!(plan(&sheet, Some(&lamp()), policy.clone()), ["update_product [vendor: Lumen→Own Shop]"]);
    let mut own = lamp();
    own.fields.insert(ProductField::Vendor, Value::text("Own Shop"));
    assert_eq!(plan(&sheet, Some(&own), policy), [] as [&str; 0]);
}

#[test]
fn variants_stay_who_they_are() {
    let key = |sku: &str| (VariantField::Sku, Value::text(sku));
    let mut store = lamp();
    store.variants[0].fields.insert(VariantField::Sku, Value::text("A"));
    let mut sheet = even();
    sheet.variants[0] = row(&["Small"], &[(VariantField::Price, money("10")), key("A")]);
    let renamed = plan(&sheet, Some(&store), policy());
    assert_eq!(
        renamed,
        ["replace_variants [S.option_values: S→Small]"],
        "a value renamed under the same SKU"
    );
    sheet.variants[1].fields.extend([key("A")]);
    assert_eq!(plan(&sheet, Some(&store), policy()).len(), 3, "a SKU that stands twice tells nothing");

    let mut store = lamp();
    store.options.push(StoreOption {
        id: "o2".into(),
        name: "Color".into(),
        values: vec![],
        linked_to: None,
    });
    store.variants.iter_mut().for_each(|variant| variant.option_values.push("Red".into()));
    let mut sheet = even();
    sheet.options.as_mut().unwrap().insert(0, SheetOption { name: "color".into(), linked_to: None });
    sheet.variants.iter_mut().for_each(|variant| variant.option_values.insert(0, "Red".into()));
    let swapped = plan(&sheet, Some(&store), policy());
    let expected = "replace_variants [options: Size / Color→color / Size; \
                    S / Red.option_values: S / Red→Red / S; M / Red.option_values: M / Red→Red / M]";
    assert_eq!(swapped, [expected]);
}

#[test]
fn variants_bring_their_pictures_where_the_source_lists_none() {
    let mut sheet = even();
    sheet.images = None;
    sheet.variants[0].fields.insert(VariantField::Image, Value::text("http://x/s.jpg"));
    sheet.variants[1].fields.insert(VariantField::Image, Value::text("http://x/lamp.jpg"));
    let expected = [
        "set_images [#2.image: →http://x/s.jpg]",
        "update_variants after [0] [S.variant_image: →http://x/s.jpg; M.variant_image: →http://x/lamp.jpg]",
    ];
    assert_eq!(plan(&sheet, Some(&lamp()), policy()), expected);
    let supplier = Policy { owns_lists: false, ..policy() };
    assert_eq!(plan(&sheet, Some(&lamp()), supplier), expected);
    let mut planner = Planner::new(policy());
    let operations = planner.product("lamp", &sheet, None);
    let Work::CreateProduct(new) = &operations[0].work else { panic!("{operations:?}") };
    assert_eq!(new.images.len(), 2);
}

#[test]
fn an_inventory_file_changes_stock_and_nothing_else() {
    let mut sheet = even();
    (sheet.fields, sheet.images) = (BTreeMap::new(), None);
    sheet.variants[0] = row(&["S"], &[(VariantField::Sku, Value::text("other"))]);
    sheet.variants[0].quantities.push(SheetQuantity {
        place: Place::default(),
        location: None,
        name: QuantityName::Available,
        quantity: 9,
    });
    let inventory = Policy { kind: SheetKind::Inventory, owns_lists: false, ..policy() };
    assert_eq!(plan(&sheet, Some(&lamp()), inventory), ["set_quantity [S@Shop.available: 5→9]"]);
}

#[test]
fn option_values_alone_tell_variants_apart() {
    let mut sheet = even();
    (sheet.options, sheet.images) = (None, None);
    sheet.variants = vec![row(&["m"], &[(VariantField::Price, money("13"))])];
    assert_eq!(plan(&sheet, Some(&lamp()), policy()), ["update_variants [M.price: 12→13]"]);
    sheet.variants[0].option_values.clear();
    assert!(
        plan(&sheet, Some(&lamp()), policy()).is_empty(),
        "a row that says no variant is none of several"
    );
}

#[test]
fn stock_is_not_emptied_by_accident() {
    let table = [(9, 0, false), (10, 0, true), (10, 10, false), (11, 10, true)];
    for (emptied, kept, expected) in table {
        let mut planner = Planner::new(policy());
        let mut operations = Vec::new();
        for quantity in std::iter::repeat_n(0, emptied).chain(std::iter::repeat_n(5, kept)) {
            let mut sheet = even();
            let (location, name) = (None, QuantityName::Available);
            sheet.variants[0].quantities.push(SheetQuantity {
                place: Place::default(),
                location,
                name,
                quantity,
            });
            operations.extend(planner.product("lamp", &sheet, Some(&lamp())));
        }
        let (mut judge, _) = planner.finish(100);
        operations.iter_mut().for_each(|operation| judge.judge(operation));
        assert_eq!(operations.len(), emptied);
        let held = |operation: &Operation| {
            operation.held.as_ref().is_some_and(|held| held.kind == HeldKind::StockEmptied)
        };
        assert!(operations.iter().all(|operation| held(operation) == expected), "{emptied} {kept}");
    }
}
