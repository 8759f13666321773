//! Pages, chips, the head and the detail.

use evenshelf_core::operation::HeldKind;
use evenshelf_core::plan::Missing;

use super::super::types::*;
use super::{Shop, product};

const SHEET: &str = "\
Handle,Title,Vendor,Variant SKU,Variant Price,Variant Inventory Qty
cup,CUP,Ätna,SKU-1,12.50,3
jug,JUG 2,Lumen,SKU-2,0,5
new,Fresh,Lumen,SKU-9,4,1
";

async fn shop() -> (Shop, i64) {
    let shop =
        Shop::with(vec![product(1, "cup", "10"), product(2, "jug", "20"), product(3, "pot", "5")]).await;
    let review = shop.review(SHEET).await;
    (shop, review)
}

fn numbers(shop: &Shop, review: i64, query: &ReviewQuery) -> Vec<u64> {
    shop.rows(review, query).iter().map(|row| row.row).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_review_has_a_row_for_each_change() {
    let (shop, review) = shop().await;
    let rows = shop.rows(review, &ReviewQuery::default());
    let shown: Vec<String> = rows
        .iter()
        .map(|row| {
            format!(
                "{}/{} {} {} {} {:?} {} {:?}",
                row.row,
                row.unit,
                row.product,
                row.title,
                row.field,
                row.sku.as_deref().unwrap_or_default(),
                row.state.name(),
                row.percent
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "0/0 cup CUP vendor \"\" included None",
            "1/1 cup CUP price \"SKU-1\" included Some(25.0)",
            "2/2 jug JUG title \"\" included None",
            "3/3 jug JUG price \"SKU-2\" held Some(-100.0)",
            "4/4 jug JUG available \"SKU-2\" included Some(66.7)",
            "5/5 new Fresh handle \"\" included None",
            "6/5 new Fresh title \"\" included None",
            "7/5 new Fresh vendor \"\" included None",
            "8/5 new Fresh status \"\" included None",
            "9/5 new Fresh variant \"SKU-9\" included None",
            "10/5 new Fresh sku \"SKU-9\" included None",
            "11/5 new Fresh price \"SKU-9\" included None",
            "12/5 new Fresh available \"SKU-9\" included None",
            "13/13 new Fresh published \"\" included None",
        ]
    );
    assert_eq!(rows[1].before, Cell::Number { digits: "10".into() });
    assert_eq!(rows[1].place.map(|place| (place.record, place.line)), Some((1, 2)));
    assert_eq!(rows[3].held_kind.as_deref(), Some("price_zero"));
    assert_eq!(rows[3].detail.as_deref(), Some("the price would drop from 20.00 to zero"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn filters_leave_what_fits() {
    let (shop, review) = shop().await;
    let query = ReviewQuery::default;
    let table: [(ReviewQuery, &[u64]); 9] = [
        (ReviewQuery { text: "ätNA".into(), ..query() }, &[0]),
        (ReviewQuery { text: "sku-2".into(), ..query() }, &[3, 4]),
        (ReviewQuery { text: " jug 2 ".into(), ..query() }, &[2]),
        (ReviewQuery { text: "12.5".into(), ..query() }, &[1]),
        (ReviewQuery { signs: vec![Sign::Added], fields: vec!["title".into()], ..query() }, &[6]),
        (ReviewQuery { fields: vec!["price".into(), "vendor".into()], ..query() }, &[0, 1, 3, 7, 11]),
        (ReviewQuery { states: vec![RowState::Held], ..query() }, &[3]),
        (ReviewQuery { held_kinds: vec!["price_zero".into()], ..query() }, &[3]),
        (ReviewQuery { held_kinds: vec!["mass_deletion".into()], ..query() }, &[]),
    ];
    for (query, expected) in table {
        assert_eq!(numbers(&shop, review, &query), expected, "{query:?}");
        assert_eq!(shop.session.review_facets(review, &query).unwrap().total, expected.len() as u64);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn groups_are_paged_as_one_list() {
    let (shop, review) = shop().await;
    for group in [GroupBy::Product, GroupBy::Field, GroupBy::Sign] {
        let query = ReviewQuery { group, ..ReviewQuery::default() };
        let whole = shop.session.review_page(review, &query, 0, 500).unwrap();
        assert_eq!(whole.total, 14);
        let key = |row: &ReviewRow| match group {
            GroupBy::Product => String::new(),
            GroupBy::Field => row.field.clone(),
            GroupBy::Sign => (row.sign as u8).to_string(),
        };
        assert!(whole.rows.is_sorted_by_key(|row| (key(row), row.row)), "{group:?}");
        let mut pages = Vec::new();
        for offset in (0..15).step_by(3) {
            pages.extend(shop.session.review_page(review, &query, offset, 3).unwrap().rows);
        }
        assert_eq!(pages, whole.rows, "{group:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_chip_counts_what_it_would_leave() {
    let (shop, review) = shop().await;
    let query = ReviewQuery { fields: vec!["price".into()], ..ReviewQuery::default() };
    let facets = shop.session.review_facets(review, &query).unwrap();
    let pairs = |facets: &[Facet]| -> Vec<(String, u64)> {
        facets.iter().map(|facet| (facet.key.clone(), facet.rows)).collect()
    };
    assert_eq!(facets.total, 3);
    assert_eq!(pairs(&facets.signs), [("added".to_owned(), 1), ("changed".to_owned(), 2)]);
    assert_eq!(pairs(&facets.states), [("included".to_owned(), 2), ("held".to_owned(), 1)]);
    // The chips of the field itself are not narrowed by it.
    assert_eq!(facets.fields.iter().map(|facet| facet.rows).sum::<u64>(), 14);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_head_counts_and_names_what_is_held() {
    let (shop, review) = shop().await;
    let head = shop.session.review(review).await.unwrap();
    assert_eq!(
        head.counts,
        ReviewCounts {
            changes: 14,
            to_apply: 13,
            operations_to_apply: 6,
            products_to_apply: 3,
            held: 1,
            products: 3,
            products_created: 1,
            products_changed: 2,
            ..ReviewCounts::default()
        }
    );
    assert_eq!(
        head.held,
        [HeldGroup {
            kind: HeldKind::PriceZero,
            changes: 1,
            products: 1,
            released: 0,
            first: Some(HeldChange {
                field: "price".into(),
                before: Cell::Number { digits: "20".into() },
                after: Cell::Number { digits: "0".into() },
            }),
            example_product: "JUG".into(),
            releasable: true,
        }]
    );
    assert_eq!((head.copied_at, head.currency.as_deref()), (Some(1_000), Some("EUR")));
    assert!(head.forecast.calls > 0);
    assert_eq!(shop.session.reviews().unwrap().iter().map(|open| open.id).collect::<Vec<_>>(), [review]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_change_is_shown_whole() {
    let shop = Shop::with(vec![product(1, "cup", "10")]).await;
    let long = "long ".repeat(400);
    let review = shop.review(&format!("Handle,Body (HTML),Variant Price\ncup,{long},11\n")).await;
    let page = shop.rows(review, &ReviewQuery::default());
    assert!(
        matches!(&page[0].after, Cell::Text { cut: true, text } if text.chars().count() == CELL_CHARS_MAX)
    );
    let detail = shop.session.review_change(review, 0).unwrap();
    assert!(detail.html);
    assert!(matches!(&detail.row.after, Cell::Text { cut: false, text } if text.trim() == long.trim()));
    assert_eq!(detail.together, [page[0].clone()]);
    assert_eq!(detail.admin_url.as_deref(), Some("https://shop.myshopify.com/admin/products/1"));
    let shelf: Vec<_> =
        detail.shelf.iter().flat_map(|shelf| &shelf.fields).map(|side| side.field.as_str()).collect();
    assert_eq!(shelf, ["title", "vendor", "status"]);
    let price = shop.session.review_change(review, 1).unwrap();
    assert_eq!(price.row, page[1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn findings_are_grouped_grave_ones_first() {
    let shop = Shop::with(vec![product(1, "cup", "10")]).await;
    let sheet = "Handle,Variant Price,Colour of mood\ncup,abc,x\ncup2,11,x\ncup3,11,x\n";
    let review = shop.review(sheet).await;
    let head = shop.session.review(review).await.unwrap();
    let groups: Vec<_> = head
        .finding_groups
        .iter()
        .map(|group| (group.code.name(), group.severity.name(), group.count))
        .collect();
    assert_eq!(
        groups,
        [
            ("no_match".to_owned(), "refused".to_owned(), 2),
            ("not_a_number".to_owned(), "refused".to_owned(), 1),
            ("unknown_column".to_owned(), "note".to_owned(), 1)
        ]
    );
    assert_eq!(head.findings, 4);
    let page = shop.session.review_findings(review, Some("no_match"), None, 1, 10).unwrap();
    assert_eq!((page.total, page.findings.len()), (2, 1));
    assert_eq!(page.findings[0].product.as_deref(), Some("cup3"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_review_goes_with_its_store_its_file_too() {
    let (shop, review) = shop().await;
    let folder = shop.directory.path().join("reviews");
    let plans = || std::fs::read_dir(&folder).unwrap().count();
    assert_eq!(plans(), 1);
    // The same file planned again takes its place.
    let again = shop.review(SHEET).await;
    assert_eq!(plans(), 1);
    assert!(matches!(shop.session.review(review).await, Err(crate::EngineError::UnknownReview(_))));
    shop.session.review_discard(again).await.unwrap();
    assert_eq!(plans(), 0);
    shop.review_with(SHEET, Missing::Archive).await;
    std::fs::write(folder.join("77.plan"), "left behind").unwrap();
    shop.review(SHEET).await;
    assert_eq!(plans(), 1);
}
