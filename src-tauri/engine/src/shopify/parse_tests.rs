use evenshelf_core::catalog::{ProductField, VariantField};
use evenshelf_core::value::Value;
use serde_json::json;

use super::*;

fn full() -> Json {
    let text = r##"{
        "id": "gid://shopify/Product/1", "handle": "tee", "title": "Tee", "descriptionHtml": "<p>A&amp;B</p>",
        "vendor": "Acme", "productType": "", "tags": ["b", "a", "a"], "status": "DRAFT", "isGiftCard": false,
        "templateSuffix": null, "publishedAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-11-01T00:00:00Z",
        "category": {"id": "gid://shopify/TaxonomyCategory/aa-1", "fullName": "Apparel > Shirts"},
        "seo": {"title": null, "description": "d"},
        "options": [
            {"id": "gid://shopify/ProductOption/1", "name": "Size", "values": ["S"], "linkedMetafield": null},
            {"id": "gid://shopify/ProductOption/2", "name": "Colour", "values": ["red"],
                "linkedMetafield": {"namespace": "shopify", "key": "color-pattern"}}
        ],
        "variants": {"nodes": [{
            "id": "gid://shopify/ProductVariant/11", "barcode": "", "price": "19.90", "compareAtPrice": null,
            "inventoryPolicy": "CONTINUE", "taxable": true, "taxCode": "",
            "selectedOptions": [{"name": "Size", "value": "S"}, {"name": "Colour", "value": "red"}],
            "unitPriceMeasurement": {"quantityValue": 750.0, "quantityUnit": "ML", "referenceValue": 1, "referenceUnit": "L"},
            "media": {"nodes": [{"id": "gid://shopify/MediaImage/7"}]},
            "inventoryItem": {
                "id": "gid://shopify/InventoryItem/21", "sku": "T-S", "tracked": true, "requiresShipping": true,
                "harmonizedSystemCode": "610910", "countryCodeOfOrigin": "PT", "unitCost": {"amount": "5.5"},
                "measurement": {"weight": {"value": 0.1, "unit": "POUNDS"}},
                "inventoryLevels": {"nodes": [{"id": "l", "location": {"id": "gid://shopify/Location/1"},
                    "quantities": [{"name": "on_hand", "quantity": 9}, {"name": "available", "quantity": 7}]}]}
            }
        }]},
        "media": {"edges": [
            {"node": {"__typename": "MediaImage", "id": "gid://shopify/MediaImage/7", "alt": "front", "status": "READY",
                "image": {"url": "https://cdn.example/7.jpg"}}},
            {"node": {"__typename": "Video", "id": "gid://shopify/Video/8", "alt": null, "status": "READY"}},
            {"node": {"__typename": "MediaImage", "id": "gid://shopify/MediaImage/9", "alt": null, "status": "PROCESSING", "image": null}}
        ]}
    }"##;
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_whole_product_reads() {
    let product = parse_product(&full()).unwrap();
    let fields: Vec<String> =
        product.fields.iter().map(|(field, value)| format!("{}={value}", field.name())).collect();
    assert_eq!(
        fields,
        [
            "title=Tee",
            "body_html=<p>A&amp;B</p>",
            "vendor=Acme",
            "category=Apparel > Shirts",
            "tags=a, b",
            "status=draft",
            "published=true",
            "gift_card=false",
            "seo_description=d",
        ]
    );
    assert_eq!(product.category_id.as_deref(), Some("gid://shopify/TaxonomyCategory/aa-1"));
    assert_eq!(product.options[1].linked_to.as_deref(), Some("shopify.color-pattern"));
    let variant = &product.variants[0];
    let fields: Vec<String> =
        variant.fields.iter().map(|(field, value)| format!("{}={value}", field.name())).collect();
    assert_eq!(
        fields,
        [
            "sku=T-S",
            "price=19.9",
            "cost=5.5",
            "weight_grams=45.359237",
            "weight_unit=lb",
            "tracked=true",
            "inventory_policy=continue",
            "requires_shipping=true",
            "taxable=true",
            "hs_code=610910",
            "country_of_origin=PT",
            "unit_price=750 ml / 1 l",
        ]
    );
    assert_eq!(variant.option_values, ["S", "red"]);
    assert_eq!(variant.image_id.as_deref(), Some("gid://shopify/MediaImage/7"));
    assert_eq!((variant.levels[0].available, variant.levels[0].on_hand), (7, 9));
    let images: Vec<_> =
        product.images.iter().map(|image| (image.url.as_str(), image.alt.as_str(), image.status)).collect();
    assert_eq!(
        images,
        [("https://cdn.example/7.jpg", "front", MediaStatus::Ready), ("", "", MediaStatus::Processing)]
    );
    let others: Vec<_> = product.other_media.iter().map(|other| (other.kind, other.position)).collect();
    assert_eq!(others, [(MediaKind::Video, 1)]);
    assert_eq!(variant.field(VariantField::Barcode), &Value::Blank);
    assert_eq!(product.field(ProductField::SeoTitle), &Value::Blank);
}

#[test]
fn the_marker_of_a_single_variant_is_no_option() {
    for (options, selected, names, values) in [
        (json!([("Title", ["Default Title"])]), json!([("Title", "Default Title")]), 0, vec![]),
        (
            json!([("Title", ["Default Title", "B"])]),
            json!([("Title", "Default Title")]),
            1,
            vec!["Default Title"],
        ),
        (json!([("Title", ["Big"])]), json!([("Title", "Big")]), 1, vec!["Big"]),
    ] {
        let option = |pair: &Json| json!({"id": "o", "name": pair[0], "values": pair[1]});
        let choice = |pair: &Json| json!({"name": pair[0], "value": pair[1]});
        let mut product = full();
        product["options"] = options.as_array().unwrap().iter().map(option).collect();
        product["variants"]["nodes"][0]["selectedOptions"] =
            selected.as_array().unwrap().iter().map(choice).collect();
        let product = parse_product(&product).unwrap();
        assert_eq!(product.options.len(), names);
        assert_eq!(product.variants[0].option_values, values);
    }
}

#[test]
fn what_is_missing_is_named() {
    let mut product = full();
    product["updatedAt"] = Json::Null;
    let error = parse_product(&product).unwrap_err();
    assert_eq!(error.to_string(), "the store's reply has no updatedAt at gid://shopify/Product/1");
}
