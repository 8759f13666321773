//! Every way to narrow a plan that has a bit of everything, and what must hold of each.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::catalog::*;
use crate::market::{FixedPrice, MarketCatalog, Markets, PriceList, StoreMarket};
use crate::operation::ImageSlot;
use crate::plan::{Planner, Policy};

/// As many subsets as are tried of each plan.
const SUBSETS: u64 = 4_000;

fn money(text: &str) -> Value {
    Value::decimal(text.parse().unwrap())
}

fn held_variant(id: &str, value: &str) -> StoreVariant {
    StoreVariant {
        id: id.into(),
        inventory_item_id: format!("item-{id}"),
        option_values: vec![value.into()],
        fields: BTreeMap::from([
            (VariantField::Price, money("10")),
            (VariantField::WeightGrams, money("100")),
            (VariantField::WeightUnit, Value::text("g")),
            (VariantField::Tracked, Value::Bool(false)),
        ]),
        image_id: None,
        levels: vec![StoreLevel { location_id: "L1".into(), available: 5, on_hand: 5 }],
        market_prices: BTreeMap::from([("ca".into(), FixedPrice { price: 9.into(), compare_at: None })]),
        ..StoreVariant::default()
    }
}

fn lamp() -> StoreProduct {
    StoreProduct {
        id: "lamp".into(),
        handle: "lamp".into(),
        fields: BTreeMap::from([(ProductField::Title, Value::text("Lamp"))]),
        options: vec![StoreOption {
            id: "o".into(),
            name: "Size".into(),
            values: Vec::new(),
            linked_to: None,
        }],
        variants: vec![held_variant("v1", "S"), held_variant("v2", "M"), held_variant("v3", "L")],
        images: vec![StoreImage {
            id: "m1".into(),
            url: "https://cdn/lamp.jpg".into(),
            alt: String::new(),
            source: Some("lamp.jpg".into()),
            ..StoreImage::default()
        }],
        ..StoreProduct::default()
    }
}

fn wanted(value: &str, fields: &[(VariantField, Value)]) -> SheetVariant {
    SheetVariant {
        option_values: vec![value.into()],
        fields: fields.iter().cloned().collect(),
        quantities: vec![SheetQuantity {
            place: Place::default(),
            location: None,
            name: QuantityName::Available,
            quantity: 7,
        }],
        ..SheetVariant::default()
    }
}

/// Gives a variant a price in Canada.
fn priced(variant: SheetVariant, price: &str, compare_at: &str) -> SheetVariant {
    let said = SheetMarketPrice {
        place: Place::default(),
        price: Some(money(price)),
        compare_at: Some(money(compare_at)),
    };
    SheetVariant { market_prices: BTreeMap::from([("Canada".into(), said)]), ..variant }
}

fn image(src: &str) -> SheetImage {
    SheetImage { place: Place::default(), src: src.into(), alt: None }
}

/// Fields, pictures, a tracked stock, weights with and without their unit, a brake, a variant that goes and two that
/// come. `option` names the option; another name than the store's replaces the whole list.
fn sheet(option: &str) -> SheetProduct {
    use VariantField::*;
    let new_picture = (Image, Value::text("new.jpg"));
    SheetProduct {
        handle: Some("lamp".into()),
        fields: BTreeMap::from([
            (ProductField::Title, Value::text("Lamp 2")),
            (ProductField::Category, Value::text("Home > Lamps")),
            (ProductField::Published, Value::Bool(true)),
        ]),
        options: Some(vec![SheetOption { name: option.into(), linked_to: None }]),
        variants: vec![
            priced(
                wanted("S", &[(Price, money("11")), (Tracked, Value::Bool(true)), new_picture.clone()]),
                "10",
                "12",
            ),
            priced(
                wanted(
                    "M",
                    &[
                        (WeightGrams, money("250")),
                        (WeightUnit, Value::text("kg")),
                        (Sku, Value::text("M1")),
                        (Price, money("1000")),
                    ],
                ),
                "900",
                "12",
            ),
            priced(wanted("XL", &[(Price, money("20")), new_picture]), "21", "25"),
            wanted("XXL", &[(WeightGrams, money("3")), (WeightUnit, Value::text("g"))]),
        ],
        images: Some(vec![image("new.jpg"), image("lamp.jpg")]),
        ..SheetProduct::default()
    }
}

fn policy() -> Policy {
    Policy {
        owns_lists: true,
        locations: vec![StoreLocation { id: "L1".into(), name: "Main".into(), active: true }],
        categories: BTreeMap::from([("Home > Lamps".into(), "c1".into())]),
        markets: Markets { list: vec![canada()], hidden: None },
        ..Policy::default()
    }
}

fn canada() -> StoreMarket {
    let list = PriceList { id: "ca".into(), currency: "CAD".into(), whole: true };
    let catalog =
        MarketCatalog { id: "c".into(), active: true, publication_id: None, price_list: Some(list) };
    StoreMarket { id: "m".into(), name: "Canada".into(), catalogs: vec![catalog] }
}

fn plan(sheet: &SheetProduct, store: Option<&StoreProduct>) -> Vec<Operation> {
    Planner::new(policy()).product("lamp", sheet, store)
}

/// Everything that a plan of this size can hold.
fn plans() -> Vec<(Vec<Operation>, usize)> {
    let all_new = SheetProduct { variants: vec![wanted("A", &[]), wanted("B", &[])], ..sheet("Size") };
    vec![
        (plan(&sheet("Size"), Some(&lamp())), 3),
        (plan(&sheet("Measure"), Some(&lamp())), 3),
        (plan(&all_new, Some(&lamp())), 3),
        (plan(&sheet("Size"), None), 0),
    ]
}

/// A generator of our own: the same subsets every time.
fn bits(seed: u64) -> impl Iterator<Item = u64> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    })
}

fn unit_ids(operations: &[Operation]) -> BTreeSet<UnitId> {
    operations
        .iter()
        .flat_map(|operation| {
            all_units(operation).into_iter().map(|unit| UnitId { operation: operation.id, unit })
        })
        .collect()
}

/// Takes out what lacks something it needs.
fn closed(mut units: BTreeSet<UnitId>, needs: &[(UnitId, UnitId)]) -> BTreeSet<UnitId> {
    loop {
        let before = units.len();
        for (unit, needed) in needs {
            if !units.contains(needed) {
                units.remove(unit);
            }
        }
        if units.len() == before {
            return units;
        }
    }
}

fn narrow_all(operations: &[Operation], units: &BTreeSet<UnitId>) -> Vec<Operation> {
    let mut sent: Vec<Operation> = Vec::new();
    for operation in operations {
        let keep = |unit| units.contains(&UnitId { operation: operation.id, unit });
        if let Some(mut left) = narrowed(operation.clone(), keep) {
            keep_order(&mut left, |id| sent.iter().any(|earlier| earlier.id == id));
            sent.push(left);
        }
    }
    sent
}

#[test]
fn whatever_is_left_out_the_plan_sends_what_is_kept_and_no_more() {
    for (operations, variants_held) in plans() {
        let needs = needs(&operations, Some(variants_held));
        let all = unit_ids(&operations);
        for seed in 0..SUBSETS {
            let mut bits = bits(seed + 1);
            // Few are left out, half of them, or most.
            let threshold = [u64::MAX / 8, u64::MAX / 2, u64::MAX / 8 * 7][seed as usize % 3];
            let chosen = all.iter().copied().filter(|_| bits.next().unwrap() > threshold).collect();
            let units = closed(chosen, &needs);
            let sent = narrow_all(&operations, &units);
            check(&operations, &units, &sent);
        }
        assert_eq!(narrow_all(&operations, &all), operations, "with everything kept nothing changes");
        assert_eq!(narrow_all(&operations, &BTreeSet::new()), []);
    }
}

fn check(operations: &[Operation], units: &BTreeSet<UnitId>, sent: &[Operation]) {
    // What is shown is what was kept, in its order.
    let kept: Vec<&Change> = operations
        .iter()
        .flat_map(|operation| {
            operation.changes.iter().zip(super::units(operation)).map(|pair| (operation.id, pair))
        })
        .filter(|(operation, (_, unit))| units.contains(&UnitId { operation: *operation, unit: *unit }))
        .map(|(_, (change, _))| change)
        .collect();
    assert_eq!(sent.iter().flat_map(|operation| &operation.changes).collect::<Vec<_>>(), kept);
    let ids: BTreeSet<OperationId> = sent.iter().map(|operation| operation.id).collect();
    for operation in sent {
        // What is sent is what is shown.
        assert_eq!(asked(operation), listed(operation), "{operation:?}");
        // Nothing dangles.
        assert!(operation.after.iter().all(|id| ids.contains(id) && *id < operation.id), "{operation:?}");
    }
    nothing_missing(sent);
}

/// Returns what the work asks for, in words that [`listed`] has for the changes.
fn asked(operation: &Operation) -> BTreeSet<String> {
    match &operation.work {
        Work::UpdateProduct { fields, category_id } => {
            assert_eq!(category_id.is_some(), fields.contains_key(&ProductField::Category));
            fields.keys().map(|field| field.name().to_owned()).collect()
        }
        Work::UpdateVariants { variants } => variants
            .iter()
            .flat_map(|edit| {
                assert_eq!(
                    edit.fields.contains_key(&VariantField::WeightGrams),
                    edit.fields.contains_key(&VariantField::WeightUnit),
                    "a weight goes with its unit"
                );
                let image = edit.image.iter().map(|_| VariantField::Image);
                let fields = edit.fields.keys().copied().filter(|field| *field != VariantField::WeightUnit);
                fields.chain(image).map(|field| format!("{} {}", edit.id, field.name())).collect::<Vec<_>>()
            })
            .collect(),
        Work::CreateVariants { variants } => {
            variants.iter().map(|variant| variant.option_values.join(" / ")).collect()
        }
        Work::DeleteVariants { ids } => ids.iter().cloned().collect(),
        Work::SetMarketPrices(edit) => {
            let name =
                |price: &VariantPriceEdit| price.variant.clone().unwrap_or(price.option_values.join(" / "));
            edit.prices.iter().map(name).collect()
        }
        _ => BTreeSet::from([operation.work.name().to_owned()]),
    }
}

fn listed(operation: &Operation) -> BTreeSet<String> {
    let changes = operation.changes.iter();
    match &operation.work {
        Work::UpdateProduct { .. } => changes.map(|change| change.field.clone()).collect(),
        Work::UpdateVariants { .. } => changes
            .map(|change| {
                let (variant, field) = edit_key(change);
                format!("{variant} {field}")
            })
            .collect(),
        Work::CreateVariants { .. } => {
            changes.filter(|change| begins_variant(change)).map(|change| change.after.to_string()).collect()
        }
        Work::DeleteVariants { .. } | Work::SetMarketPrices(_) => {
            changes.map(|change| edit_key(change).0.to_owned()).collect()
        }
        _ => BTreeSet::from([operation.work.name().to_owned()]),
    }
}

/// Whatever names something that is not in the store comes after what makes it.
fn nothing_missing(sent: &[Operation]) {
    let mut pictures = BTreeSet::from(["lamp.jpg".to_owned()]);
    let mut tracked = BTreeSet::new();
    let mut here = BTreeSet::new();
    let mut variants: i64 = 3;
    let mut made = sent.iter().all(|operation| operation.product_id.is_some());
    for operation in sent {
        match &operation.work {
            Work::CreateProduct(new) => {
                made = true;
                here.extend(new.variants.iter().map(|variant| variant.option_values.clone()));
            }
            Work::Publish { .. } => assert!(made, "nothing to publish"),
            Work::SetImages { images } => {
                pictures = images.iter().map(|ImageSlot { src, .. }| src.clone()).collect();
            }
            Work::CreateVariants { variants: new } => {
                variants += new.len() as i64;
                here.extend(new.iter().map(|variant| variant.option_values.clone()));
                for image in new.iter().filter_map(|variant| variant.image.as_ref()) {
                    assert!(pictures.contains(image), "{image} is not there");
                }
            }
            Work::ReplaceVariants { variants: slots, .. } => {
                variants = slots.len() as i64;
                here.extend(slots.iter().map(|slot| slot.variant.option_values.clone()));
                for image in slots.iter().filter_map(|slot| slot.variant.image.as_ref()) {
                    assert!(pictures.contains(image), "{image} is not there");
                }
            }
            Work::UpdateVariants { variants } => {
                for edit in variants {
                    if let Some(VariantImage::Source(src)) = &edit.image {
                        assert!(pictures.contains(src), "{src} is not there");
                    }
                    if edit.fields.contains_key(&VariantField::Tracked) {
                        tracked.insert(format!("item-{}", edit.id));
                    }
                }
            }
            Work::DeleteVariants { ids } => {
                variants -= ids.len() as i64;
                assert!(variants > 0, "a product without a variant");
            }
            Work::SetMarketPrices(edit) => {
                let new = edit.prices.iter().filter(|price| price.variant.is_none());
                for price in new {
                    assert!(here.contains(&price.option_values), "{price:?} is not there");
                }
            }
            // The sheet tracks the first variant alone.
            Work::SetQuantity(edit) if edit.inventory_item_id == "item-v1" => {
                assert!(tracked.contains(&edit.inventory_item_id), "stock that is not tracked");
            }
            _ => {}
        }
    }
}

#[test]
fn needs_of_each_plan() {
    let named = |operations: &[Operation], id: UnitId| {
        let operation = operations.iter().find(|operation| operation.id == id.operation).unwrap();
        format!("{} {}", operation.work.name(), id.unit)
    };
    let found: Vec<Vec<String>> = plans()
        .iter()
        .map(|(operations, held)| {
            let needs = needs(operations, Some(*held));
            needs
                .iter()
                .map(|(unit, needed)| {
                    format!("{} needs {}", named(operations, *unit), named(operations, *needed))
                })
                .collect()
        })
        .collect();
    assert_eq!(
        found,
        [
            vec![
                "create_variants 0 needs set_images 0",
                "update_variants 2 needs set_images 0",
                "set_quantity 0 needs update_variants 1",
                "set_market_prices 1 needs create_variants 0",
            ],
            vec![
                "replace_variants 0 needs set_images 0",
                "update_variants 2 needs set_images 0",
                "set_quantity 0 needs update_variants 1",
                "set_market_prices 1 needs replace_variants 0",
            ],
            vec![
                "delete_variants 0 needs create_variants 0",
                "delete_variants 1 needs create_variants 0",
                "delete_variants 2 needs create_variants 0",
            ],
            vec![
                "publish 0 needs create_product 0",
                "set_market_prices 0 needs create_product 0",
                "set_market_prices 1 needs create_product 0",
                "set_market_prices 2 needs create_product 0",
            ],
        ]
    );
}

#[test]
fn a_weight_and_its_unit_are_one() {
    let operations = plan(&sheet("Size"), Some(&lamp()));
    let edits = operations
        .iter()
        .find(|operation| {
            operation.changes.iter().any(|change| change.field == "weight_grams" && !change.before.is_blank())
        })
        .unwrap();
    let fields: Vec<(&str, u32)> =
        edits.changes.iter().map(|change| change.field.as_str()).zip(units(edits)).collect();
    assert_eq!(
        fields,
        [
            ("price", 0),
            ("tracked", 1),
            ("variant_image", 2),
            ("sku", 3),
            ("weight_grams", 4),
            ("weight_unit", 4)
        ]
    );
}
