//! The plan that a review becomes, and what its runs leave to be done.

use evenshelf_core::operation::{Operation, OutcomeKind};

use super::super::types::*;
use super::{Shop, product, sent};
use crate::ledger::runs::{NewRun, RunState};
use crate::ledger::{operations, plans, runs};
use crate::plan_file::PlanFile;

const SHEET: &str = "\
Handle,Title,Vendor,Variant Price,Variant Inventory Qty
cup,Cup,Lumen,11,3
jug,Jug,Lumen,21,3
pot,POT,Lumen,5,9
new,Fresh,Lumen,4,1
";

async fn shop() -> (Shop, i64) {
    let shop =
        Shop::with(vec![product(1, "cup", "10"), product(2, "jug", "20"), product(3, "pot", "5")]).await;
    let review = shop.review(SHEET).await;
    (shop, review)
}

/// Writes a run of the plan into the journal, every operation ended as `outcome` says.
async fn run(shop: &Shop, plan: &PlanFile, outcome: impl Fn(&Operation) -> Option<OutcomeKind>) -> i64 {
    let operations: Vec<Operation> = plan.operations().unwrap().map(Result::unwrap).collect();
    let ends: Vec<_> = operations.iter().map(|operation| (operation.id, outcome(operation))).collect();
    let id = plan.head.id.clone();
    shop.session
        .ledger()
        .write(move |tx| {
            let source = "sheet.csv".to_owned();
            let summary = serde_json::Value::Null;
            plans::put(
                tx,
                &plans::StoredPlan {
                    id: id.clone(),
                    store: 1,
                    source: source.clone(),
                    summary,
                    created_at: 1,
                },
            )?;
            let run = runs::create(
                tx,
                &NewRun {
                    store: 1,
                    plan: Some(id),
                    source,
                    strategy: "parallel".into(),
                    workers: None,
                    options: serde_json::json!({}),
                    created_at: 1,
                },
            )?;
            operations::insert_all(tx, run, &operations, 1)?;
            let all_ended = ends.iter().all(|(_, end)| end.is_some());
            for (operation, end) in ends {
                if let Some(end) = end {
                    operations::outcome(tx, run, operation, end, Some("the store's words"), 2)?;
                }
            }
            let state = if all_ended { RunState::Completed } else { RunState::Running };
            runs::set_state(tx, run, state, 3)?;
            Ok(run)
        })
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_trial_takes_products_of_different_kinds() {
    let (shop, review) = shop().await;
    let trial = |products| shop.session.review_plan(review, ApplyScope::Trial { products });
    let two = trial(2).await.unwrap();
    assert_eq!(sent(&two), ["cup title", "cup price", "pot available"], "jug is like cup");
    assert_eq!((two.head.counts.products, two.head.counts.operations), (4, 3));
    let three = sent(&trial(3).await.unwrap());
    assert!(three.contains(&"new published".to_owned()) && !three.contains(&"jug price".to_owned()));
    assert_eq!(sent(&trial(9).await.unwrap()), shop.sent(review).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_a_trial_sent_is_not_sent_again() {
    let (shop, review) = shop().await;
    let everything = shop.sent(review).await;
    shop.session.review_mark(review, Selection::Rows(vec![0]), Mark::Exclude).await.unwrap();
    let trial = shop.session.review_plan(review, ApplyScope::Trial { products: 1 }).await.unwrap();
    assert_eq!(sent(&trial), ["cup price"]);
    let run = run(&shop, &trial, |_| Some(OutcomeKind::Rejected)).await;
    shop.session.review_note_run(review, run, ApplyScope::Trial { products: 1 }).await.unwrap();
    assert_eq!(shop.shown(review)[..2], ["0 cup title excluded", "1 cup price rejected"]);
    assert_eq!(shop.rows(review, &ReviewQuery::default())[1].detail.as_deref(), Some("the store's words"));
    let head = shop.session.review(review).await.unwrap();
    assert_eq!((head.trial_run, head.run, head.counts.done), (Some(run), None, 1));
    // What was sent cannot be marked any more; what was left out of its operation can still be taken in.
    shop.session.review_mark(review, Selection::Product("cup".into()), Mark::Exclude).await.unwrap();
    assert_eq!(shop.shown(review)[1], "1 cup price rejected");
    shop.session.review_mark(review, Selection::Product("cup".into()), Mark::Include).await.unwrap();
    let rest: Vec<String> = everything.into_iter().filter(|field| field != "cup price").collect();
    assert_eq!(shop.sent(review).await, rest);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_run_nobody_told_of_is_found_by_its_plan() {
    let (shop, review) = shop().await;
    let plan = shop.session.review_plan(review, ApplyScope::All).await.unwrap();
    let is_cup = |operation: &Operation| operation.product == "cup";
    let run = run(&shop, &plan, |operation| is_cup(operation).then_some(OutcomeKind::Applied)).await;
    // It is still under way: none of it goes a second time.
    assert_eq!(shop.sent(review).await, Vec::<String>::new());
    let head = shop.session.review(review).await.unwrap();
    assert_eq!((head.run, head.counts.done, head.counts.to_apply), (Some(run), head.counts.changes, 0));
    shop.session
        .ledger()
        .write(move |tx| {
            operations::skip_planned(tx, run, "a newer sync took over", 4)?;
            runs::set_state(tx, run, RunState::Superseded, 5)
        })
        .await
        .unwrap();
    // What was skipped was not sent, and is sent the next time.
    let rest = shop.sent(review).await;
    assert!(!rest.iter().any(|field| field.starts_with("cup")) && rest.contains(&"jug price".to_owned()));
    assert_eq!(shop.shown(review)[0], "0 cup title applied");
    assert_eq!(shop.shown(review)[2], "2 jug title skipped");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_builds_on_a_refused_change_is_left_out() {
    let (shop, review) = shop().await;
    let plan = shop.session.review_plan(review, ApplyScope::All).await.unwrap();
    run(&shop, &plan, |operation| match operation.work.name() {
        "create_product" => Some(OutcomeKind::Rejected),
        "publish" => Some(OutcomeKind::Skipped),
        _ => Some(OutcomeKind::Applied),
    })
    .await;
    let head = shop.session.review(review).await.unwrap();
    assert_eq!((head.counts.to_apply, head.counts.excluded), (0, 1));
    shop.session.review_mark(review, Selection::Product("new".into()), Mark::Include).await.unwrap();
    assert_eq!(shop.sent(review).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_saved_plan_can_be_loaded() {
    let (shop, review) = shop().await;
    let path = shop.directory.path().join("friday.plan");
    shop.session.review_save(review, &path).await.unwrap();
    let loaded = PlanFile::load(&path).unwrap();
    assert_eq!(sent(&loaded), shop.sent(review).await);
    assert_eq!(loaded.head.store, "shop");
}
