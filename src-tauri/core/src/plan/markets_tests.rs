//! What is planned of prices in markets: each row one cell of a file against one price of the store.

use super::*;
use crate::catalog::{SheetProduct, StoreProduct};
use crate::market::{MarketCatalog, Markets};
use crate::operation::Operation;
use crate::plan::{Planner, SheetKind};

fn amount(text: &str) -> Value {
    if text.is_empty() { Value::Blank } else { Value::decimal(text.parse().unwrap()) }
}

/// `12` or `12/20`, with what it is compared with.
fn fixed(text: &str) -> FixedPrice {
    let (price, compare_at) = text.split_once('/').unwrap_or((text, ""));
    FixedPrice { price: price.parse().unwrap(), compare_at: compare_at.parse().ok() }
}

fn market(name: &str, list: Option<(&str, &str)>) -> StoreMarket {
    let price_list =
        list.map(|(id, currency)| PriceList { id: id.into(), currency: currency.into(), whole: true });
    let catalog = MarketCatalog { id: name.into(), active: true, publication_id: None, price_list };
    StoreMarket { id: name.into(), name: name.into(), catalogs: vec![catalog] }
}

fn policy() -> Policy {
    let list = vec![
        market("Canada", Some(("ca", "CAD"))),
        market("Kuwait", Some(("kw", "KWD"))),
        market("Twin", Some(("ca", "CAD"))),
        market("Bare", None),
    ];
    Policy { owns_lists: true, markets: Markets { list, hidden: None }, ..Policy::default() }
}

/// Each is a market, its price and its compare-at price; `-` where the file has no such column.
type Cells<'a> = &'a [(&'a str, &'a str, &'a str)];

fn row(size: &str, cells: Cells<'_>) -> SheetVariant {
    let side = |text: &str| (text != "-").then(|| amount(text));
    let said = |(market, price, compare_at): &(&str, &str, &str)| {
        let place = Place { record: 1, line: 2 };
        ((*market).to_owned(), SheetMarketPrice { place, price: side(price), compare_at: side(compare_at) })
    };
    SheetVariant {
        option_values: vec![size.to_owned()],
        market_prices: cells.iter().map(said).collect(),
        ..SheetVariant::default()
    }
}

fn sheet(variants: Vec<SheetVariant>) -> SheetProduct {
    let options = vec![crate::catalog::SheetOption { name: "Size".into(), linked_to: None }];
    SheetProduct { handle: Some("lamp".into()), options: Some(options), variants, ..SheetProduct::default() }
}

fn held(size: &str, prices: &[(&str, &str)]) -> StoreVariant {
    StoreVariant {
        id: format!("v-{size}"),
        option_values: vec![size.to_owned()],
        market_prices: prices.iter().map(|(list, price)| ((*list).to_owned(), fixed(price))).collect(),
        ..StoreVariant::default()
    }
}

fn lamp(variants: Vec<StoreVariant>) -> StoreProduct {
    let option = crate::catalog::StoreOption {
        id: "o".into(),
        name: "Size".into(),
        values: Vec::new(),
        linked_to: None,
    };
    StoreProduct {
        id: "p".into(),
        handle: "lamp".into(),
        options: vec![option],
        variants,
        ..Default::default()
    }
}

fn planned(sheet: &SheetProduct, store: Option<&StoreProduct>) -> (Vec<Operation>, Vec<Finding>) {
    let mut planner = Planner::new(policy());
    let operations = planner.product("lamp", sheet, store);
    let (mut judge, findings) = planner.finish(100);
    let judged = operations.into_iter().map(|mut operation| {
        judge.judge(&mut operation);
        operation
    });
    (judged.collect(), findings)
}

/// Returns the changes as `field: before→after`, each operation's own, with why it is held.
fn lines(operations: &[Operation]) -> Vec<String> {
    let line = |operation: &Operation| {
        let change = |change: &Change| format!("{}: {}→{}", change.field, change.before, change.after);
        let held = operation.held.as_ref().map_or("", |held| held.kind.name());
        let changes: Vec<_> = operation.changes.iter().map(change).collect();
        format!("{} {}{held}", operation.work.name(), changes.join(", "))
    };
    operations.iter().map(line).collect()
}

#[test]
fn a_cell_against_a_price() {
    const SET: &str = "set_market_prices ";
    let table: [(&str, &str, &str, &str); 15] = [
        // The price, what it is compared with, what the store fixes, and what is planned.
        ("12", "-", "", "price:Canada: →12"),
        ("12", "20", "", "price:Canada: →12, compare_at_price:Canada: →20"),
        ("12", "", "12/20", "compare_at_price:Canada: 20→"),
        ("12", "-", "12/20", ""),
        ("12.00", "20.0", "12/20", ""),
        ("12.004", "-", "12", ""),
        ("13", "-", "12/20", "price:Canada: 12→13"),
        ("-", "21", "12/20", "compare_at_price:Canada: 20→21"),
        ("", "-", "12/20", "price:Canada: 12→, compare_at_price:Canada: 20→"),
        ("", "", "", ""),
        ("", "-", "", ""),
        ("-", "-", "12", ""),
        ("0", "-", "12", "price:Canada: 12→0price_zero"),
        ("120", "-", "12", "price:Canada: 12→120price_factor"),
        ("0", "-", "", "price:Canada: →0"),
    ];
    for (price, compare_at, store, expected) in table {
        let prices: &[(&str, &str)] = if store.is_empty() { &[] } else { &[("ca", store)] };
        let sheet = sheet(vec![row("S", &[("canada", price, compare_at)])]);
        let (operations, findings) = planned(&sheet, Some(&lamp(vec![held("S", prices)])));
        let expected: Vec<_> = [expected].into_iter().filter(|line| !line.is_empty()).collect();
        let expected: Vec<_> = expected.iter().map(|line| format!("{SET}{line}")).collect();
        assert_eq!(lines(&operations), expected, "{price} {compare_at} against {store}");
        assert_eq!(findings, [], "{price} {compare_at} against {store}");
    }
}

#[test]
fn what_cannot_be_set_is_told_once() {
    use FindingCode::{MarketPriceMissing, MarketPricesDisagree, MarketWithoutPriceList, UnknownMarket};
    let table: [(Cells<'_>, &[FindingCode]); 6] = [
        (&[("Mexico", "1", "-")], &[UnknownMarket]),
        (&[("Mexico", "", "")], &[]),
        (&[("Bare", "1", "2")], &[MarketWithoutPriceList]),
        (&[("Canada", "-", "20")], &[MarketPriceMissing, MarketPriceMissing]),
        (&[("Canada", "1", "-"), ("Twin", "2", "-")], &[MarketPricesDisagree, MarketPricesDisagree]),
        (&[("Canada", "", "20")], &[MarketPriceMissing, MarketPriceMissing]),
    ];
    for (cells, codes) in table {
        let sheet = sheet(vec![row("S", cells), row("M", cells)]);
        let store = lamp(vec![held("S", &[]), held("M", &[])]);
        let (operations, findings) = planned(&sheet, Some(&store));
        assert_eq!(lines(&operations), [""; 0], "{cells:?}");
        assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), codes, "{cells:?}");
    }

    let hidden = Markets { list: Vec::new(), hidden: Some("access denied".into()) };
    let mut planner = Planner::new(Policy { markets: hidden, ..policy() });
    let one = sheet(vec![row("S", &[("Canada", "1", "-")])]);
    planner.product("lamp", &one, Some(&lamp(vec![held("S", &[])])));
    let (_, findings) = planner.finish(1);
    assert_eq!(findings[0].code, FindingCode::MarketsNotRead);
    assert!(findings[0].advice.contains("read_markets"), "{}", findings[0].advice);
}

#[test]
fn of_two_markets_with_one_list_the_one_that_changed_counts() {
    let sheet = sheet(vec![row("S", &[("Canada", "12", "-"), ("Twin", "13", "-")])]);
    let (operations, findings) = planned(&sheet, Some(&lamp(vec![held("S", &[("ca", "12")])])));
    assert_eq!(lines(&operations), ["set_market_prices price:Twin: 12→13"]);
    assert_eq!(findings, []);
}

#[test]
fn decimals_are_those_of_the_list() {
    let sheet = sheet(vec![row("S", &[("Kuwait", "1.2345", "-"), ("Canada", "1.2345", "-")])]);
    let (operations, _) = planned(&sheet, Some(&lamp(vec![held("S", &[])])));
    assert_eq!(
        lines(&operations),
        ["set_market_prices price:Canada: →1.23", "set_market_prices price:Kuwait: →1.235"]
    );
}

#[test]
fn what_is_made_gets_its_prices_afterwards() {
    let mut new = sheet(vec![row("S", &[("Canada", "12", "-")])]);
    new.fields.insert(crate::catalog::ProductField::Title, Value::text("Lamp"));
    let (operations, _) = planned(&new, None);
    let last = operations.last().unwrap();
    assert_eq!((last.work.name(), &last.after[..]), ("set_market_prices", &[0][..]));

    let both = sheet(vec![row("S", &[("Canada", "11", "-")]), row("M", &[("Canada", "12", "-")])]);
    let (operations, _) = planned(&both, Some(&lamp(vec![held("S", &[])])));
    let names: Vec<_> = operations.iter().map(|operation| operation.work.name()).collect();
    assert_eq!(names, ["create_variants", "set_market_prices"]);
    assert_eq!(operations[1].after, [0]);
    let Work::SetMarketPrices(edit) = &operations[1].work else { panic!("{operations:?}") };
    let variants: Vec<_> = edit.prices.iter().map(|price| price.variant.as_deref()).collect();
    assert_eq!(variants, [Some("v-S"), None]);
}

#[test]
fn many_prices_that_go_are_held() {
    let sizes: Vec<String> = (0..20).map(|size| size.to_string()).collect();
    let store = lamp(sizes.iter().map(|size| held(size, &[("ca", "12")])).collect());
    let clears = |count: usize| {
        let cell = |at: usize| if at < count { "" } else { "12" };
        let rows = sizes.iter().enumerate();
        let rows = rows.map(|(at, size)| row(size, &[("Canada", cell(at), "-")])).collect();
        let (operations, _) = planned(&sheet(rows), Some(&store));
        operations[0].held.as_ref().map(|held| held.reason.clone())
    };
    assert_eq!(clears(2), None);
    let reason = "this would take away 3 of 20 prices that markets have of their own";
    assert_eq!(clears(3).as_deref(), Some(reason));
}

#[test]
fn an_inventory_file_has_none() {
    let mut planner = Planner::new(Policy { kind: SheetKind::Inventory, ..policy() });
    let sheet = sheet(vec![row("S", &[("Canada", "1", "-")])]);
    assert_eq!(planner.product("lamp", &sheet, Some(&lamp(vec![held("S", &[])]))), []);
}
