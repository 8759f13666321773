use evenshelf_core::catalog::Place;
use evenshelf_core::finding::{Finding, FindingCode, Severity};
use evenshelf_core::operation::{Change, Held, Priority, Subject};
use evenshelf_core::plan::{Counts, Forecast};
use evenshelf_core::value::Value;

use super::*;

fn operation(product: &str, work: Work, changes: Vec<Change>, held: Option<Held>) -> Operation {
    Operation {
        id: 0,
        product: product.into(),
        product_id: None,
        place: Some(Place { record: 3, line: 4 }),
        priority: Priority::Normal,
        after: vec![],
        work,
        changes,
        held,
    }
}

fn update() -> Work {
    Work::UpdateProduct { fields: Default::default(), category_id: None }
}

fn change(field: &str, before: Value, after: Value) -> Change {
    Change { subject: Subject::Product, field: field.into(), before, after }
}

fn page(head: &PlanHead, operations: Vec<Operation>, columns: usize) -> String {
    let mut out = Vec::new();
    print(&mut out, head, operations.into_iter().map(Ok::<_, Failure>), columns, "see --json").unwrap();
    console::strip_ansi_codes(&String::from_utf8(out).unwrap()).into_owned()
}

fn head(counts: Counts, findings: Vec<Finding>) -> PlanHead {
    let forecast = Forecast {
        calls: 120,
        points: 1_200,
        seconds_low: 240,
        seconds_high: 360,
        strategy: "parallel".into(),
        reason: "the fastest predicted".into(),
    };
    PlanHead {
        id: "a".into(),
        store: "demo".into(),
        source: "products.csv".into(),
        counts,
        forecast,
        findings,
    }
}

#[test]
fn a_page_tells_everything_before_it_is_asked() {
    let money = |text: &str| Value::Decimal(text.parse().unwrap());
    let variant = |field: &str, before, after| Change {
        subject: Subject::Variant { id: None, label: "S".into() },
        field: field.into(),
        before,
        after,
    };
    let zero = Held { kind: HeldKind::PriceZero, reason: "the price would drop from 10 to zero".into() };
    let operations = vec![
        operation(
            "shirt",
            update(),
            vec![
                change("title", Value::text("Shirt"), Value::text("Blue shirt")),
                change("vendor", Value::Blank, Value::text("Acme")),
            ],
            None,
        ),
        operation("shirt", update(), vec![variant("price", money("10"), money("0"))], Some(zero)),
        operation(
            "hat",
            Work::CreateProduct(Default::default()),
            vec![
                change("title", Value::Blank, Value::text("Hat")),
                variant("variant", Value::Blank, Value::text("S")),
            ],
            None,
        ),
        operation("old", Work::DeleteProduct, vec![], None),
    ];
    let counts = Counts {
        operations: 4,
        changes: 5,
        creates: 1,
        updates: 2,
        deletes: 1,
        held: 1,
        irreversible: 1,
        unchanged_products: 88,
        ..Counts::default()
    };
    let finding = |record| {
        Finding::new(FindingCode::NotANumber, Severity::Warning, "the field is left as it is")
            .at(Place { record, line: record + 1 })
            .column("Price")
            .value("ten")
    };
    let expected = "\
Changes for demo from products.csv

  shirt  row 3
    ~ title      Shirt → Blue shirt
    + vendor     Acme
    ‖ S · price  10.00 → 0.00  −100 %  held back: the price would drop from 10 to zero

  hat  row 3
    + new product \"Hat\": 1 variant, 1 field

  old  row 3
    − the product is deleted

Held back: 1 change
  ‖ 1: the price would drop to zero
    the price would drop from 10 to zero
    in shirt
    to let them go: --release-held price_zero

In the file: 2 findings
  ! 2 × not a number (warning), rows 4, 9
    Price: \"ten\": the field is left as it is

Cannot come back
  ! 1 product is deleted, with ids, links and sales history
    old
    to hide them and keep all that: --missing archive

5 changes in 3 products · 1 new product · 1 product deleted · 1 held back · 88 products already even
about 4–6 min, 120 calls, 1,200 points of Shopify's speed limit; parallel: the fastest predicted
";
    assert_eq!(page(&head(counts, vec![finding(9), finding(4)]), operations, 100), expected);
}

#[test]
fn a_long_plan_is_cut_and_fits_the_width() {
    let long = "word ".repeat(60);
    let operations: Vec<Operation> = (0..50)
        .map(|number| {
            let changes = (0..20)
                .map(|field| {
                    change(
                        &format!("field_{field}"),
                        Value::text(long.clone()),
                        Value::text(format!("{long}x")),
                    )
                })
                .collect();
            operation(&format!("product-{number}-{}", "長".repeat(60)), update(), changes, None)
        })
        .collect();
    let page =
        page(&head(Counts { operations: 50, changes: 1_000, ..Counts::default() }, vec![]), operations, 80);
    assert!(page.contains("… and 8 more changes"), "{page}");
    assert!(page.contains("… and 30 more products (see --json)"), "{page}");
    for line in page.lines().filter(|line| !line.starts_with("about")) {
        assert!(width(line) <= 80, "{line}");
    }
}
