use evenshelf_core::operation::{Held, HeldKind, Priority, Work};
use evenshelf_core::plan::{Counts as PlanCounts, Forecast};

use super::*;

fn operation(id: u64, changes: Vec<Change>, held: Option<Held>) -> Operation {
    Operation {
        id,
        product: "shirt".into(),
        product_id: Some("gid://shopify/Product/1".into()),
        place: Some(evenshelf_core::catalog::Place { record: 3, line: 4 }),
        priority: Priority::Normal,
        after: vec![],
        work: Work::UpdateProduct { fields: Default::default(), category_id: None },
        changes,
        held,
    }
}

#[test]
fn a_plan_is_one_document_with_its_changes_last() {
    let change = |subject, field: &str, before, after| Change { subject, field: field.into(), before, after };
    let price = |text: &str| FieldValue::Decimal(text.parse().unwrap());
    let operations = [
        operation(
            0,
            vec![change(Subject::Product, "title", FieldValue::text("A"), FieldValue::text("B \"quoted\""))],
            None,
        ),
        operation(
            1,
            vec![change(
                Subject::Variant { id: Some("gid://v/1".into()), label: "S".into() },
                "price",
                price("10"),
                price("0"),
            )],
            Some(Held { kind: HeldKind::PriceZero, reason: "to zero".into() }),
        ),
        operation(2, vec![], None),
    ];
    let head = PlanHead {
        id: "abc".into(),
        store: "demo".into(),
        source: "a.csv".into(),
        counts: PlanCounts { operations: 3, changes: 2, held: 1, ..PlanCounts::default() },
        forecast: Forecast::default(),
        findings: vec![],
    };
    let mut out = Vec::new();
    print_plan(&mut out, &head, operations.into_iter().map(Ok::<_, Failure>)).unwrap();
    let document: Value = serde_json::from_slice(&out).unwrap();
    let plan = &document["plan"];
    assert_eq!(document["schema"], 1);
    assert_eq!(plan.as_object().unwrap().keys().next_back().unwrap(), "changes");
    assert_eq!((&plan["id"], &plan["counts"]["changes"]), (&json!("abc"), &json!(2)));
    assert_eq!(
        plan["changes"],
        json!([
            {
                "operation": "update_product", "product": "shirt", "field": "title",
                "before": "A", "after": "B \"quoted\"", "held": null, "operation_id": 0,
                "sign": "changed", "subject": null, "record": 3, "line": 4,
            },
            {
                "operation": "update_product", "product": "shirt", "field": "price",
                "before": "10", "after": "0", "held": "price_zero", "operation_id": 1,
                "sign": "changed", "subject": { "variant": "S", "variant_id": "gid://v/1" },
                "record": 3, "line": 4, "reason": "to zero",
            },
            {
                "operation": "update_product", "product": "shirt", "field": null,
                "before": null, "after": null, "held": null, "operation_id": 2,
                "sign": "changed", "subject": null, "record": 3, "line": 4,
            },
        ])
    );
}

#[test]
fn an_empty_list_is_a_list() {
    let mut out = Vec::new();
    OpenList::start(&mut out, &json!({}), "changes").unwrap().end().unwrap();
    assert_eq!(out, b"{\"changes\":[]}");
}

#[test]
fn a_failure_says_what_and_what_now() {
    assert_eq!(
        failure(&Failure::usage("no", "do this")),
        json!({ "schema": 1, "error": { "what": "no", "hint": "do this", "code": "usage" } })
    );
}
