//! Two files compared, and parts of a plan.

use std::fs;

use super::super::CompareOptions;
use super::super::types::*;
use super::{Shop, product, sent};
use crate::plan_file::PlanFile;
use crate::plan_part::{Part, Parted};
use crate::progress::silent;
use crate::{RunControl, Session};

const SHELF: &str = "\
Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Mood
cup,Cup,Tarn,Size,S,C-1,10,3,x
cup,,,,M,C-2,11.50,4,
jug,Jug,Tarn,Title,Default Title,J-1,20,5,
jug2,Jug,Tarn,Title,Default Title,J-2,20,5,
";

const SHEET: &str = "\
Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty
cup,Big cup,Cups,Size,S,C-1,10.00,3
cup,,,,L,C-3,12,1
jug,Jug,,Title,Default Title,J-1,20,7
new,New,,Title,Default Title,N-1,3,2
";

async fn compare(
    shelf: &str,
    sheet: &str,
    options: CompareOptions,
) -> (Session, PlanFile, tempfile::TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let session = Session::open(&directory.path().join("data")).unwrap();
    let [one, other] = [("shelf.csv", shelf), ("sheet.csv", sheet)].map(|(name, text)| {
        let path = directory.path().join(name);
        fs::write(&path, text).unwrap();
        path
    });
    let plan = session.compare(&one, &other, options, &RunControl::new(), silent()).await.unwrap();
    (session, plan, directory)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_file_is_even_with_itself() {
    let (_, plan, _directory) = compare(SHELF, SHELF, CompareOptions::default()).await;
    assert_eq!(sent(&plan), Vec::<String>::new());
    assert_eq!((plan.head.counts.products, plan.head.counts.unchanged_products), (3, 3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_would_have_to_change_is_reviewed_without_a_store() {
    let (session, plan, directory) = compare(SHELF, SHEET, CompareOptions::default()).await;
    assert_eq!(plan.head.store, "shelf.csv (a file)");
    let codes = |findings: &[evenshelf_core::finding::Finding]| -> Vec<String> {
        findings.iter().map(|finding| finding.code.name()).collect()
    };
    assert_eq!(codes(&plan.head.findings), ["not_compared"], "the first file has no column Type");
    assert_eq!(codes(plan.shelf_findings().unwrap()), ["unknown_column"]);

    let [shelf, sheet] = ["shelf.csv", "sheet.csv"].map(|name| directory.path().join(name));
    let new =
        NewReview { origin: NewOrigin::Files { shelf, sheet }, match_by: None, missing: Default::default() };
    let id = session.review_create(&plan, new).await.unwrap();
    drop(plan);
    let rows = session.review_page(id, &ReviewQuery::default(), 0, 500).unwrap().rows;
    let short: Vec<String> = rows
        .iter()
        .filter(|row| row.product != "new")
        .map(|row| format!("{} {} {} {:?}", row.title, row.field, row.sign.name(), row.sku))
        .collect();
    assert_eq!(
        short,
        [
            "Cup title changed None",
            "Cup variant added Some(\"C-3\")",
            "Cup sku added Some(\"C-3\")",
            "Cup price added Some(\"C-3\")",
            "Cup available added Some(\"C-3\")",
            "Cup variant removed Some(\"C-2\")",
            "Jug available changed Some(\"J-1\")",
        ]
    );
    // What the first file says of the product outlives the comparison.
    let shelf = session.review_change(id, 0).unwrap().shelf.unwrap();
    assert_eq!(shelf.fields.iter().map(|side| side.field.as_str()).collect::<Vec<_>>(), ["title", "vendor"]);
    let head = session.review(id).await.unwrap();
    assert!(matches!(&head.origin, ReviewOrigin::Files { shelf_name, .. } if shelf_name == "shelf.csv"));
    let sides: Vec<Side> = head.finding_groups.iter().map(|group| group.side).collect();
    assert_eq!(sides, [Side::Sheet, Side::Shelf]);
    for (side, code) in [(Side::Sheet, "not_compared"), (Side::Shelf, "unknown_column")] {
        let page = session.review_findings(id, None, Some(side), 0, 10).unwrap();
        assert_eq!((page.total, codes(&page.findings)), (1, vec![code.to_owned()]));
    }
    // Nothing of the comparison is left but its review, which stays open.
    assert!(session.stores().unwrap().is_empty());
    assert_eq!(session.reviews().unwrap().len(), 1);
    let names: Vec<_> = session.recent_files().unwrap().into_iter().map(|file| file.name).collect();
    assert_eq!(names, ["sheet.csv", "shelf.csv"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_the_second_file_leaves_out_goes_if_asked() {
    let missing = evenshelf_core::plan::Missing::Delete;
    let options = CompareOptions { missing, ..CompareOptions::default() };
    let (_, plan, _directory) = compare(SHELF, SHEET, options).await;
    let products: Vec<String> = sent(&plan).into_iter().filter(|field| field.ends_with(" product")).collect();
    assert_eq!(products, ["jug2 product"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_part_of_a_plan_has_the_products_that_were_chosen() {
    let shop =
        Shop::with(vec![product(1, "cup", "10"), product(2, "jug", "10"), product(3, "pot", "10")]).await;
    let review = shop.review("Handle,Variant Price\ncup,0\njug,11\npot,12\n").await;
    let path = super::super::create::plan_path(shop.directory.path(), review);
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let part = |part: Part| shop.session.part_of(PlanFile::load(&path).unwrap(), part, None);
    let first = part(Part { first: Some(1), ..Part::default() }).await.unwrap().plan;
    assert_eq!(sent(&first), ["jug price"], "of the cup nothing would be sent");
    assert_eq!((first.left_out(), first.head.counts.products), (2, 3));
    let only = part(Part { only: names(&["Cup", "pan"]), ..Part::default() }).await.unwrap();
    assert_eq!((sent(&only.plan), only.unknown), (names(&["cup price"]), names(&["pan"])));
    assert_eq!(only.plan.head.counts.held, 1, "what is held stays held");
    let Parted { plan, unknown } = part(Part { except: names(&["jug"]), ..Part::default() }).await.unwrap();
    assert_eq!((sent(&plan), unknown), (names(&["cup price", "pot price"]), Vec::new()));
}
