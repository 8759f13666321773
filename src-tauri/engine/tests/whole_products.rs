//! Files against the demo store through the whole engine, for what a product carries beside its fields.

#[path = "whole_products/channels.rs"]
mod channels;
mod desk;

use desk::Desk;
use evenshelf_core::catalog::MediaStatus;
use evenshelf_core::finding::FindingCode;
use evenshelf_demo_store::Options;
use evenshelf_engine::PlanOptions;

#[tokio::test(flavor = "multi_thread")]
async fn a_variant_waits_for_its_picture_and_a_dead_link_is_told() {
    let options = Options { products: 0, media_delay_ms: 300, ..Options::default() };
    let desk = Desk::with(options).await;
    desk.sync("Handle,Title,Option1 Name,Option1 Value,Variant Price\nlamp,Lamp,Size,S,5\nlamp,,,M,6\n")
        .await;
    let pictured = "Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src,Variant Image\n\
        lamp,Lamp,Size,S,5,https://pictures.example/good.jpg,https://pictures.example/good.jpg\n\
        lamp,,,M,6,https://gone.invalid/bad.jpg,\n";
    let ended = desk.sync(pictured).await;
    let note = "read back 1 products; lamp: Shopify could not load the picture https://gone.invalid/bad.jpg: nothing \
                could be fetched from that address; mend that, then give it another address in the file";
    assert_eq!(ended, ["set_images applied ", "update_variants applied ", note]);
    let lamp = desk.product("lamp");
    assert_eq!(lamp.variants[0].image_id.as_ref(), Some(&lamp.images[0].id));
    let states: Vec<_> = lamp.images.iter().map(|image| image.status).collect();
    assert_eq!(states, [MediaStatus::Ready, MediaStatus::Failed]);
    let again = desk.plan(pictured, PlanOptions::default()).await;
    assert_eq!(again.head.counts.operations, 0);
    let codes: Vec<_> = again.head.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [FindingCode::PictureFailed]);
}
