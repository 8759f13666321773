use std::collections::BTreeMap;
use std::str::FromStr;

use evenshelf_core::catalog::{
    MediaKind, ProductField, SheetOption, StoreImage, StoreMedium, StoreMetafield, StoreOption, StoreProduct,
    StoreVariant, VariantField,
};
use evenshelf_core::operation::{
    ImageSlot, MetafieldRemoval, NewMetafield, NewProduct, NewQuantity, NewVariant, VariantEdit,
    VariantImage, VariantSlot,
};
use evenshelf_core::value::Value;
use rust_decimal::Decimal;

use super::super::{bulk_line, interpret_bulk_line};
use super::*;

const CONTEXT: SendContext<'static> = SendContext {
    product: None,
    other_media: &[],
    online_store: Some("gid://shopify/Publication/1"),
    collection: None,
    currency: Some("EUR"),
    custom_id: None,
    idempotency_key: "key",
    reference: "gid://evenshelf/Run/1",
};

fn operation(id: u64, work: Work) -> Operation {
    Operation {
        id,
        product: "tee".into(),
        product_id: Some("gid://shopify/Product/1".into()),
        place: None,
        priority: evenshelf_core::operation::Priority::Normal,
        after: Vec::new(),
        work,
        changes: Vec::new(),
        held: None,
    }
}

fn text(text: &str) -> Value {
    Value::text(text)
}

fn decimal(text: &str) -> Value {
    Value::Decimal(Decimal::from_str(text).unwrap())
}

fn quantity(item: &str, name: QuantityName, from: i64, to: i64) -> Work {
    Work::SetQuantity(QuantityEdit {
        inventory_item_id: item.into(),
        location_id: "L".into(),
        name,
        from,
        quantity: to,
    })
}

/// Returns the variables of a single operation.
fn variables(work: Work, context: SendContext<'_>) -> Json {
    bulk_line(&operation(1, work), &context).unwrap().variables
}

fn stored() -> StoreProduct {
    let image = |id: &str, source: Option<&str>| StoreImage {
        id: format!("gid://shopify/MediaImage/{id}"),
        url: format!("https://cdn.example/{id}.jpg"),
        alt: String::new(),
        source: source.map(str::to_owned),
        ..StoreImage::default()
    };
    let option =
        StoreOption { id: "o".into(), name: "Size".into(), values: vec!["S".into()], linked_to: None };
    let variant = StoreVariant {
        id: "v1".into(),
        fields: BTreeMap::from([
            (VariantField::WeightGrams, decimal("1000")),
            (VariantField::WeightUnit, text("kg")),
        ]),
        ..StoreVariant::default()
    };
    StoreProduct {
        options: vec![option],
        variants: vec![variant],
        images: vec![image("1", Some("https://src/1.jpg")), image("2", None)],
        ..StoreProduct::default()
    }
}

#[test]
fn a_create_says_everything_once() {
    let product = NewProduct {
        handle: "tee".into(),
        fields: BTreeMap::from([
            (ProductField::Title, text("Tee")),
            (ProductField::Vendor, Value::Blank),
            (ProductField::Status, text("active")),
            (ProductField::Published, Value::Bool(true)),
            (ProductField::SeoTitle, text("Best tee")),
            (ProductField::GiftCard, Value::Bool(false)),
        ]),
        category_id: None,
        options: vec![SheetOption { name: "Size".into(), linked_to: None }],
        variants: vec![NewVariant {
            option_values: vec!["S".into()],
            fields: BTreeMap::from([
                (VariantField::Sku, text("T-S")),
                (VariantField::Price, decimal("19.9")),
                (VariantField::CompareAtPrice, Value::Blank),
                (VariantField::WeightGrams, decimal("250")),
                (VariantField::WeightUnit, text("kg")),
            ]),
            image: Some("https://src/1.jpg".into()),
            quantities: vec![NewQuantity {
                location_id: "L".into(),
                name: QuantityName::OnHand,
                quantity: 5,
            }],
            metafields: vec![metafield("fit", "slim")],
        }],
        images: vec![ImageSlot { id: None, src: "https://src/1.jpg".into(), alt: "front".into() }],
        metafields: vec![metafield("care", "wash")],
        links: Vec::new(),
        store_publishes: false,
    };
    let file = json!({"originalSource": "https://src/1.jpg", "alt": "front", "contentType": "IMAGE"});
    let by_handle = json!({
        "identifier": {"handle": "tee"},
        "input": {
            "title": "Tee",
            "status": "ACTIVE",
            "seo": {"title": "Best tee"},
            "giftCard": false,
            "handle": "tee",
            "productOptions": [{"name": "Size", "position": 1, "values": [{"name": "S"}]}],
            "variants": [{
                "price": "19.90",
                "inventoryItem": {"sku": "T-S", "measurement": {"weight": {"value": 0.25, "unit": "KILOGRAMS"}}},
                "optionValues": [{"optionName": "Size", "name": "S"}],
                "inventoryQuantities": [{"locationId": "L", "name": "on_hand", "quantity": 5}],
                "metafields": [{"namespace": "custom", "key": "fit", "type": "single_line_text_field", "value": "slim"}],
                "file": file,
            }],
            "metafields": [{"namespace": "custom", "key": "care", "type": "single_line_text_field", "value": "wash"}],
            "files": [file],
        }
    });
    assert_eq!(variables(Work::CreateProduct(product.clone()), CONTEXT), by_handle);
    let keyed = variables(Work::CreateProduct(product), SendContext { custom_id: Some("c1"), ..CONTEXT });
    let id = json!({"namespace": "$app:evenshelf", "key": "source_id", "value": "c1"});
    assert_eq!(keyed["identifier"], json!({ "customId": id }));
    assert_eq!(keyed["input"]["metafields"][0]["type"], "id");
    assert_eq!(keyed["input"]["metafields"][0]["value"], "c1");
    assert_eq!(keyed["input"]["metafields"][1]["key"], "care");
}

fn metafield(key: &str, value: &str) -> NewMetafield {
    NewMetafield {
        namespace: "custom".into(),
        key: key.into(),
        type_: "single_line_text_field".into(),
        value: value.into(),
    }
}

#[test]
fn metafields_of_a_product_share_a_call_and_carry_what_the_plan_saw() {
    let set = |id: u64, variant: Option<&str>, digest: Option<Option<&str>>| {
        let metafield = metafield(&format!("key-{id}"), "new");
        let from = digest
            .map(|digest| StoreMetafield { digest: digest.map(Into::into), ..metafield.clone().stored() });
        let edit = MetafieldEdit { variant: variant.map(Into::into), from, metafield };
        operation(id, Work::SetMetafield(edit))
    };
    let gone = MetafieldRemoval { variant: None, from: metafield("old", "x").stored() };
    let mut batch =
        vec![set(1, None, None), set(2, Some("V"), Some(Some("d"))), set(3, Some("V"), Some(None))];
    batch.extend((4..30).map(|id| set(id, None, None)));
    batch.push(operation(30, Work::DeleteMetafield(gone)));
    let sent: Vec<(&Operation, SendContext<'_>)> =
        batch.iter().map(|operation| (operation, CONTEXT)).collect();
    let call = render(&sent).unwrap();
    let lengths: Vec<usize> = call.aliases.iter().map(|alias| alias.operations.len()).collect();
    assert_eq!(lengths, [25, 4, 1]);
    // A product and a variant, the product once more, and a deletion.
    assert_eq!(call.points, (10 + 4 + 2) + (10 + 4) + 10);
    let list = &call.call.variables["a0_metafields"];
    assert_eq!(
        list[0],
        json!({"namespace": "custom", "key": "key-1", "type": "single_line_text_field", "value": "new",
            "ownerId": "gid://shopify/Product/1", "compareDigest": null})
    );
    assert_eq!((&list[1]["ownerId"], &list[1]["compareDigest"]), (&json!("V"), &json!("d")));
    assert!(list[2].get("compareDigest").is_none());
    assert_eq!(
        call.call.variables["a2_metafields"],
        json!([{"ownerId": "gid://shopify/Product/1", "namespace": "custom", "key": "old"}])
    );
}

#[test]
fn a_single_variant_carries_the_marker() {
    let product =
        NewProduct { handle: "mug".into(), variants: vec![NewVariant::default()], ..NewProduct::default() };
    let input = &variables(Work::CreateProduct(product), CONTEXT)["input"];
    assert_eq!(
        input["productOptions"],
        json!([{"name": "Title", "position": 1, "values": [{"name": "Default Title"}]}])
    );
    assert_eq!(
        input["variants"],
        json!([{"optionValues": [{"optionName": "Title", "name": "Default Title"}]}])
    );
}

#[test]
fn blank_clears_as_the_api_wants_it() {
    let fields = ProductField::ALL.map(|field| (field, Value::Blank));
    let work = Work::UpdateProduct { fields: BTreeMap::from(fields), category_id: None };
    assert_eq!(
        variables(work, CONTEXT)["product"],
        json!({
            "title": "", "descriptionHtml": "", "vendor": "", "productType": "", "category": null, "tags": [],
            "templateSuffix": "", "seo": {"title": "", "description": ""},
        })
    );
    let fields = BTreeMap::from(VariantField::ALL.map(|field| (field, Value::Blank)));
    let edit = VariantEdit { id: "v1".into(), fields, image: Some(VariantImage::None) };
    assert_eq!(
        variables(Work::UpdateVariants { variants: vec![edit] }, CONTEXT)["variants"],
        json!([{
            "id": "v1", "barcode": null, "price": null, "compareAtPrice": null, "inventoryPolicy": "DENY",
            "taxCode": "", "showUnitPrice": false, "unitPriceMeasurement": null,
            "inventoryItem": {
                "sku": "", "cost": null, "tracked": false, "harmonizedSystemCode": null,
                "countryCodeOfOrigin": null, "measurement": {"weight": {"value": 0, "unit": "GRAMS"}},
            },
            "mediaId": null,
        }])
    );
}

#[test]
fn edits_lean_on_what_the_store_holds() {
    let product = stored();
    let context = SendContext { product: Some(&product), ..CONTEXT };
    let edit = |field, value, image| {
        let edit = VariantEdit { id: "v1".into(), fields: BTreeMap::from([(field, value)]), image };
        variables(Work::UpdateVariants { variants: vec![edit] }, context)["variants"][0].clone()
    };
    let weight = |json: &Json| json["inventoryItem"]["measurement"]["weight"].clone();
    let grams = edit(VariantField::WeightGrams, decimal("500"), None);
    assert_eq!(weight(&grams), json!({"value": 0.5, "unit": "KILOGRAMS"}));
    let unit = edit(VariantField::WeightUnit, text("g"), None);
    assert_eq!(weight(&unit), json!({"value": 1000, "unit": "GRAMS"}));
    let source = VariantImage::Source("https://src/1.jpg".into());
    let image = edit(VariantField::Price, decimal("1"), Some(source));
    assert_eq!(image, json!({"id": "v1", "price": "1.00", "mediaId": "gid://shopify/MediaImage/1"}));
    let new = NewVariant { option_values: vec!["M".into()], ..NewVariant::default() };
    let created = variables(Work::CreateVariants { variants: vec![new] }, context);
    assert_eq!(created["variants"], json!([{"optionValues": [{"optionName": "Size", "name": "M"}]}]));
}

#[test]
fn whole_lists_keep_what_they_do_not_speak_of() {
    let product = stored();
    let video = [StoreMedium { id: "gid://shopify/Video/9".into(), kind: MediaKind::Video, position: 1 }];
    let context = SendContext { product: Some(&product), other_media: &video, ..CONTEXT };
    let slot = VariantSlot {
        id: Some("v1".into()),
        variant: NewVariant {
            option_values: vec!["S".into()],
            image: Some("https://src/new.jpg".into()),
            ..NewVariant::default()
        },
    };
    let options = vec![SheetOption { name: "Size".into(), linked_to: None }];
    let replaced = variables(Work::ReplaceVariants { options, variants: vec![slot] }, context);
    let new = json!({"originalSource": "https://src/new.jpg", "alt": "", "contentType": "IMAGE"});
    assert_eq!(
        replaced["input"]["files"],
        json!([
            {"id": "gid://shopify/MediaImage/1"}, {"id": "gid://shopify/Video/9"},
            {"id": "gid://shopify/MediaImage/2"}, new,
        ])
    );
    assert_eq!(replaced["input"]["variants"][0]["file"], new);
    assert_eq!(replaced["identifier"], json!({"id": "gid://shopify/Product/1"}));
    let images = variables(Work::SetImages { images: Vec::new() }, context);
    assert_eq!(images["input"], json!({"files": [{"id": "gid://shopify/Video/9"}]}));
}

#[test]
fn quantities_share_a_call_and_its_key_is_theirs() {
    let operations = [
        operation(1, quantity("i1", QuantityName::Available, 1, 2)),
        operation(2, Work::DeleteProduct),
        operation(3, quantity("i2", QuantityName::Available, 3, 4)),
        operation(4, quantity("i2", QuantityName::OnHand, 3, 4)),
        operation(5, quantity("i2", QuantityName::Available, 4, 5)),
    ];
    let batch: Vec<(&Operation, SendContext<'_>)> =
        operations.iter().map(|operation| (operation, CONTEXT)).collect();
    let sent = render(&batch).unwrap();
    let shown: Vec<String> = sent
        .aliases
        .iter()
        .map(|alias| format!("{} {:?} {:?}", alias.name, alias.kind, alias.operations))
        .collect();
    assert_eq!(
        shown,
        ["a0 SetQuantities [1, 3]", "a1 DeleteProduct [2]", "a2 SetQuantities [4]", "a3 SetQuantities [5]",]
    );
    assert_eq!(sent.points, 40);
    assert_eq!(
        sent.call.variables["a0_input"],
        json!({
            "name": "available",
            "reason": "correction",
            "quantities": [
                {"inventoryItemId": "i1", "locationId": "L", "quantity": 2, "changeFromQuantity": 1},
                {"inventoryItemId": "i2", "locationId": "L", "quantity": 4, "changeFromQuantity": 3},
            ],
            "referenceDocumentUri": "gid://evenshelf/Run/1",
        })
    );
    assert_eq!(render(&batch).unwrap(), sent);
    let key = &sent.call.variables["a0_key"];
    assert_ne!(render(&batch[..1]).unwrap().call.variables["a0_key"], *key);
    let other = [(&operations[0], SendContext { idempotency_key: "other", ..CONTEXT })];
    assert_ne!(
        render(&other).unwrap().call.variables["a0_key"],
        render(&batch[..1]).unwrap().call.variables["a0_key"]
    );
}

#[test]
fn a_group_ends_at_the_limit() {
    let operations: Vec<Operation> = (0..501)
        .map(|id| operation(id, quantity(&format!("i{id}"), QuantityName::Available, 0, 1)))
        .collect();
    let batch: Vec<(&Operation, SendContext<'_>)> =
        operations.iter().map(|operation| (operation, CONTEXT)).collect();
    let sizes: Vec<usize> =
        render(&batch).unwrap().aliases.iter().map(|alias| alias.operations.len()).collect();
    assert_eq!(sizes, [250, 250, 1]);
}

#[test]
fn what_cannot_be_sent_says_why() {
    for (work, context, what) in [
        (
            Work::Publish { published: true, publication: None },
            SendContext { online_store: None, ..CONTEXT },
            "the Online Store's publication is not known; the app needs read_publications",
        ),
        (
            Work::CreateProduct(NewProduct::default()),
            CONTEXT,
            "a create needs a handle, or the store's custom ids",
        ),
        (
            Work::UpdateVariants {
                variants: vec![VariantEdit {
                    id: "v".into(),
                    fields: BTreeMap::new(),
                    image: Some(VariantImage::Source("https://x".into())),
                }],
            },
            CONTEXT,
            "the product has no picture from https://x yet",
        ),
        (
            Work::UpdateProduct {
                fields: BTreeMap::from([(ProductField::Status, text("live"))]),
                category_id: None,
            },
            CONTEXT,
            "\"live\" is no status; write active, draft, archived or unlisted",
        ),
        (
            Work::UpdateVariants {
                variants: vec![VariantEdit {
                    id: "v".into(),
                    fields: BTreeMap::from([(VariantField::CountryOfOrigin, text("Portugal"))]),
                    image: None,
                }],
            },
            CONTEXT,
            "\"PORTUGAL\" is no country code; write two letters, such as PT",
        ),
    ] {
        let operation = operation(9, work);
        assert_eq!(render(&[(&operation, context)]), Err(RenderError { operation: 9, what: what.into() }));
    }
}

#[test]
fn lines_of_a_bulk_operation_are_read_by_their_data() {
    let applied =
        json!({"data": {"productDelete": {"deletedProductId": "p", "userErrors": []}}, "__lineNumber": 0});
    let broken = json!({"errors": [{"message": "bad line"}], "__lineNumber": 1});
    let failed = json!({"errors": [{"message": "x", "extensions": {"code": "INTERNAL_SERVER_ERROR"}}]});
    let of = |line: &Json| interpret_bulk_line(Kind::DeleteProduct, 1, line);
    assert!(matches!(of(&applied), super::super::AliasResult::Applied(_)));
    assert!(matches!(of(&broken), super::super::AliasResult::Rejected(_)));
    assert!(matches!(of(&failed), super::super::AliasResult::InDoubt { .. }));
}
