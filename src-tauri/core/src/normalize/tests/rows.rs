//! Rows and products: how they belong together, and when a product is refused.

use super::{check, findings, read};

const OPTIONS: &str =
    "Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src,Image Position,Variant Image\n";

fn with(header: &str, rows: &str) -> String {
    format!("{header}{rows}")
}

#[test]
fn variants_and_pictures_are_zipped_into_the_rows() {
    check(
        &with(
            OPTIONS,
            "mug,Mug,Color,Red,5,https://a.test/1.png,1,https://a.test/2.png\n\
             mug,,,Blue,6,https://a.test/2.png,2,\n\
             mug,,,,,https://a.test/3.png,3,\n",
        ),
        &[concat!(
            r#"{"handle":"mug","title":"Mug","options":[{"name":"Color"}],"variants":["#,
            r#"{"options":["Red"],"price":"5","variant_image":"https://a.test/2.png"},"#,
            r#"{"options":["Blue"],"price":"6","variant_image":null}],"#,
            r#""images":[{"src":"https://a.test/1.png"},{"src":"https://a.test/2.png"},{"src":"https://a.test/3.png"}]}"#,
        )],
        &[],
    );
}

#[test]
fn a_single_variant_has_no_option() {
    let single = r#"{"handle":"mug","title":"Mug","options":[],"variants":[{"options":[],"price":"5","variant_image":null}],"images":[]}"#;
    check(&with(OPTIONS, "mug,Mug,Title,Default Title,5,,,\n"), &[single], &[]);
    check(&with(OPTIONS, "mug,Mug,,,5,,,\n"), &[single], &[]);
    check(
        &with(OPTIONS, "mug,Mug,Title,Lithograph,5,,,\nmug,,,Poster,6,,,\n"),
        &[concat!(
            r#"{"handle":"mug","title":"Mug","options":[{"name":"Title"}],"variants":["#,
            r#"{"options":["Lithograph"],"price":"5","variant_image":null},"#,
            r#"{"options":["Poster"],"price":"6","variant_image":null}],"images":[]}"#,
        )],
        &[],
    );
}

#[test]
fn blank_below_means_as_above() {
    let header = "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU\n";
    check(
        &with(
            header,
            "mug,Mug,,Color,Red,'12\nmug,,,,Blue,\ncup,,Acme,Color,Red,C\ncup,,Acme,color,Blue,D\n",
        ),
        &[
            concat!(
                r#"{"handle":"mug","title":"Mug","vendor":null,"options":[{"name":"Color"}],"#,
                r#""variants":[{"options":["Red"],"sku":"12"},{"options":["Blue"],"sku":null}]}"#,
            ),
            concat!(
                r#"{"handle":"cup","vendor":"Acme","options":[{"name":"Color"}],"#,
                r#""variants":[{"options":["Red"],"sku":"C"},{"options":["Blue"],"sku":"D"}]}"#,
            ),
        ],
        &[],
    );
}

#[test]
fn a_later_row_that_contradicts_the_first() {
    let header = "Handle,Title,Option1 Name,Option1 Value\n";
    check(
        &with(header, "mug,Mug,Color,Red\nmug,Cup,,Blue\n"),
        &[
            r#"{"handle":"mug","title":"Mug","options":[{"name":"Color"}],"variants":[{"options":["Red"]},{"options":["Blue"]}]}"#,
        ],
        &["Warning ConflictingRows 3"],
    );
    check(&with(header, "mug,Mug,Color,Red\nmug,,Size,L\n"), &[], &["Refused ConflictingRows 3"]);
}

#[test]
fn option_faults_refuse_the_product_and_no_other() {
    let header = "Handle,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant Price\n";
    let good = "cup,Color,Red,,,5\n";
    let cup = r#"{"handle":"cup","options":[{"name":"Color"}],"variants":[{"options":["Red"],"price":"5"}]}"#;
    let table = [
        ("mug,Color,Red,,,5\nmug,,Red,,,6\n", "Refused DuplicateOptions 3"),
        ("mug,Color,Red,,,5\nmug,,,,,6\n", "Refused MissingOption 3"),
        ("mug,Color,Red,,,5\nmug,,Blue,,L,6\n", "Refused MissingOption 3"),
        ("mug,,Red,,,5\n", "Refused MissingOption 2"),
        ("mug,Color,,,,5\n", "Refused MissingOption 2"),
        ("mug,Color,Red,color,L,5\n", "Refused DuplicateOptions 2"),
        ("mug,,,,,5\nmug,,,,,6\n", "Refused DuplicateOptions 3"),
    ];
    for (rows, finding) in table {
        check(&format!("{header}{rows}{good}"), &[cup], &[finding]);
    }
}

#[test]
fn linked_options_keep_their_link() {
    check(
        "Handle,Option1 Name,Option1 Value,Option1 Linked To\n\
         mug,Size,p-small,product.metafields.shopify.size\nmug,,p-large,\n",
        &[concat!(
            r#"{"handle":"mug","options":[{"name":"Size","linked_to":"product.metafields.shopify.size"}],"#,
            r#""variants":[{"options":["p-small"]},{"options":["p-large"]}]}"#,
        )],
        &[],
    );
}

#[test]
fn rows_of_another_length() {
    let header = "Handle,Title,Option1 Name,Option1 Value,Variant Price\n";
    let cup = r#"{"handle":"cup","title":"Cup","options":[],"variants":[{"options":[],"price":"5"}]}"#;
    // The whole product goes: with one variant row missing it would ask to delete that variant.
    check(
        &with(header, "mug,Mug,Color,Red,5\nmug,,,Blue,6,7\ncup,Cup,,,5\n"),
        &[cup],
        &["Refused FieldCount 3"],
    );
    check(&with(header, "mug,Mug,Color\ncup,Cup,,,5\n"), &[cup], &["Refused FieldCount 2"]);
    // Rows that go on after a refused row may belong to it, whatever handle the shifted row shows.
    check(
        "Title,Handle,Option1 Name,Option1 Value\nMug, red,mug,Color,Red\n,mug,,Blue\nCup,cup,Title,Default Title\n",
        &[r#"{"handle":"cup","title":"Cup","options":[],"variants":[{"options":[]}]}"#],
        &["Refused FieldCount 2", "Refused FieldCount 3"],
    );
    let sheet = read("Handle,Title\n,Mug,x\n");
    assert_eq!((sheet.rows.refused, findings(&sheet)), (1, vec!["Refused FieldCount 2".to_owned()]));
}

#[test]
fn blank_rows_and_repeated_headers_are_skipped() {
    let sheet = read("Handle,Title\nmug,Mug\n ,  \nhandle, TITLE\n,,,\ncup,Cup\n");
    assert_eq!(sheet.products.len(), 2);
    assert_eq!(sheet.rows.skipped, 3);
    assert_eq!(findings(&sheet), ["Note HeaderRepeated 4"]);
}

#[test]
fn a_row_without_a_handle() {
    let header = "Handle,Title,Option1 Name,Option1 Value\n";
    check(
        &with(header, "mug,Mug,Color,Red\n,Cup,Color,Red\n"),
        &[r#"{"handle":"mug","title":"Mug","options":[{"name":"Color"}],"variants":[{"options":["Red"]}]}"#],
        &["Refused NoHandle 3"],
    );
    check(&with(header, "mug,Mug,Color,Red\n,,,Blue\n"), &[], &["Refused NoHandle 3", "Refused NoHandle 3"]);
}

#[test]
fn sheets_of_suppliers_need_no_handle() {
    check(
        "SKU,Price,Quantity\nM-1,5,3\n,5,3\nM-1,6,4\n",
        &[
            r#"{"variants":[{"options":[],"sku":"M-1","price":"5","quantities":[{"available":3}]}]}"#,
            r#"{"variants":[{"options":[],"sku":"M-1","price":"6","quantities":[{"available":4}]}]}"#,
        ],
        &["Refused NoHandle 3"],
    );
    check(
        "ID,Variant ID,Title,Variant Price\n7,71,Mug,5\n7,72,Mug,6\n",
        &[concat!(
            r#"{"id":"7","title":"Mug","variants":[{"id":"71","options":[],"price":"5"},"#,
            r#"{"id":"72","options":[],"price":"6"}]}"#,
        )],
        &[],
    );
}

#[test]
fn rows_apart_are_joined_when_they_fit() {
    let header = "Handle,Title,Option1 Name,Option1 Value\n";
    let mug = r#"{"handle":"mug","title":"Mug","options":[{"name":"Color"}],"variants":[{"options":["Red"]},{"options":["Blue"]}]}"#;
    let cup = r#"{"handle":"cup","title":"Cup","options":[],"variants":[{"options":[]}]}"#;
    check(
        &with(header, "mug,Mug,Color,Red\ncup,Cup,,Default Title\nmug,,,Blue\n"),
        &[mug, cup],
        &["Note RowsApart 4"],
    );
    check(
        &with(header, "mug,Mug,Color,Red\ncup,Cup,,Default Title\nmug,Jug,Color,Blue\n"),
        &[cup],
        &["Note RowsApart 4", "Refused DuplicateProduct 4"],
    );
}

#[test]
fn pictures() {
    let header = "Handle,Image Src,Image Position,Image Alt Text,Variant SKU,Variant Image\n";
    let image = |n: u32, alt: &str| format!(r#"{{"src":"https://a.test/{n}.png","alt":"{alt}"}}"#);
    let mug = |images: &[String]| {
        format!(
            r#"{{"handle":"mug","variants":[{{"options":[],"sku":"M","variant_image":null}}],"images":[{}]}}"#,
            images.join(",")
        )
    };
    let table = [
        // Positions order the pictures, when every picture has one of its own.
        (
            "mug,https://a.test/2.png,2,two,M,\nmug,https://a.test/1.png,1,one,,\n",
            mug(&[image(1, "one"), image(2, "two")]),
            vec![],
        ),
        (
            "mug,https://a.test/2.png,2,two,M,\nmug,https://a.test/1.png,,one,,\n",
            mug(&[image(2, "two"), image(1, "one")]),
            vec![],
        ),
        (
            "mug,https://a.test/2.png,1,,M,\nmug,https://a.test/1.png,1,,,\n",
            mug(&[image(2, ""), image(1, "")]),
            vec![],
        ),
        // The same picture twice is one picture; the first text that is not blank stays.
        (
            "mug,https://a.test/1.png,1,,M,\nmug,https://a.test/1.png,2,one,,\n",
            mug(&[image(1, "one")]),
            vec!["Note ImageRepeated 3"],
        ),
        // A text without a picture, a position without one.
        ("mug,,1,lonely,M,\n", mug(&[]), vec!["Warning AltWithoutImage 2"]),
        ("mug,,1,,M,\n", mug(&[]), vec![]),
    ];
    for (rows, product, expected) in table {
        check(&with(header, rows), &[product.as_str()], &expected);
    }
    check(
        &with(header, "mug,https://a.test/1.png,1,,M,https://a.test/9.png\n"),
        &[concat!(
            r#"{"handle":"mug","variants":[{"options":[],"sku":"M","variant_image":"https://a.test/9.png"}],"#,
            r#""images":[{"src":"https://a.test/1.png","alt":""},{"src":"https://a.test/9.png"}]}"#,
        )],
        &["Note VariantImageUnlisted 2"],
    );
    // A list with a hole would take a picture out of the store, so the pictures are left alone.
    check(
        &with(header, "mug,https://a.test/1.png,1,,M,\nmug,photo.png,2,,,\n"),
        &[r#"{"handle":"mug","variants":[{"options":[],"sku":"M","variant_image":null}]}"#],
        &["Warning ImageAddress 3"],
    );
}

#[test]
fn metafields() {
    let sheet = read(
        "Handle,Option1 Name,Option1 Value,Care (product.metafields.custom.care),Fit (variant.metafields.custom.fit)\n\
         mug,Color,Red,'16,tight\nmug,,Blue,,\n",
    );
    let product = &sheet.products[0];
    let lists =
        std::iter::once(&product.metafields).chain(product.variants.iter().map(|one| &one.metafields));
    let shown: Vec<Vec<String>> = lists
        .map(|list| {
            list.iter().map(|field| format!("{} {} {}", field.key, field.value, field.place.line)).collect()
        })
        .collect();
    assert_eq!(shown, [["care 16 2"], ["fit tight 2"], ["fit  3"]]);
}

#[test]
fn what_a_file_repeats_on_every_row_is_told_once() {
    let sheet = read(
        "Handle,Variant SKU,Variant Inventory Tracker,Variant Fulfillment Service\n\
         mug,M,some-app,some-app\ncup,C,some-app,some-app\npot,P,shopify,manual\n",
    );
    assert_eq!(findings(&sheet), ["Note UnknownTracker 2", "Note UnknownFulfillment 2"]);
    assert!(sheet.findings.iter().all(|finding| finding.advice.ends_with("(2 rows)")));
}

#[test]
fn a_refused_product_is_still_named() {
    let sheet = read("Handle,Variant Price\nmug,5 EUR\nmug,\n");
    assert_eq!(sheet.refused.len(), 1);
    assert_eq!(sheet.refused[0].handle.as_deref(), Some("mug"));
    assert_eq!(sheet.refused[0].rows, 2);
}

#[test]
fn a_placeholder_is_a_blank_cell_where_it_can_be_no_text() {
    let header =
        "Handle,Title,Type,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant Price,Image Src\n";
    check(
        &with(
            header,
            "mug,Mug,N/A,Size,S,N/A,N/A,5,https://a.test/1.png\n\
             mug,Mug,N/A,Size,N/A,N/A,N/A,6,https://a.test/2.png\n\
             mug,Mug,N/A,Size,N/A,N/A,N/A,N/A,https://a.test/3.png\n\
             cup,Cup,N/A,Size,N/A,,,5,\n",
        ),
        &[
            concat!(
                r#"{"handle":"mug","title":"Mug","product_type":null,"options":[{"name":"Size"}],"variants":["#,
                r#"{"options":["S"],"price":"5"},{"options":["N/A"],"price":"6"}],"#,
                r#""images":[{"src":"https://a.test/1.png"},{"src":"https://a.test/2.png"},{"src":"https://a.test/3.png"}]}"#,
            ),
            concat!(
                r#"{"handle":"cup","title":"Cup","product_type":"N/A","options":[{"name":"Size"}],"#,
                r#""variants":[{"options":["N/A"],"price":"5"}],"images":[]}"#,
            ),
        ],
        &["Note PlaceholderBlank 2"],
    );
}

#[test]
fn option_values_that_differ_in_letter_case_are_one() {
    let header = "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant Price\n";
    check(
        &with(
            header,
            "mug,Mug,Color,Red,Size,S,5\nmug,,,red,,M,6\ncup,Cup,Color,Red,Size,S,5\ncup,,,RED,,s,6\n",
        ),
        &[concat!(
            r#"{"handle":"mug","title":"Mug","options":[{"name":"Color"},{"name":"Size"}],"#,
            r#""variants":[{"options":["Red","S"],"price":"5"},{"options":["Red","M"],"price":"6"}]}"#,
        )],
        &[
            "Note ConflictingRows 3",
            "Note ConflictingRows 5",
            "Note ConflictingRows 5",
            "Refused DuplicateOptions 5",
        ],
    );
}

#[test]
fn rows_whose_handles_differ_in_letter_case_are_one_product() {
    let header = "Handle,Title,Option1 Name,Option1 Value,Variant Price\n";
    check(
        &with(header, "Mug,Mug,Color,Red,5\nmug,,,Blue,6\n"),
        &[concat!(
            r#"{"handle":"Mug","title":"Mug","options":[{"name":"Color"}],"#,
            r#""variants":[{"options":["Red"],"price":"5"},{"options":["Blue"],"price":"6"}]}"#,
        )],
        &[],
    );
}

#[test]
fn more_pictures_than_shopify_takes_refuse_the_product() {
    let rows = |count: usize| {
        (0..count)
            .map(|i| format!("mug,{},https://a.test/{i}.png\n", if i == 0 { "Mug" } else { "" }))
            .collect::<String>()
    };
    let of = |count| read(&format!("Handle,Title,Image Src\n{}", rows(count)));
    assert_eq!(of(250).products[0].images.as_ref().map(Vec::len), Some(250));
    assert_eq!(findings(&of(251)), ["Refused TooManyImages 2"]);
}
