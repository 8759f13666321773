//! Variants and options by their own mutations.

use serde_json::{Value as Json, json};

use crate::client::{Shop, each, sized};

const CREATE: &str = "mutation($id: ID!, $v: [ProductVariantsBulkInput!]!, $s: ProductVariantsBulkCreateStrategy){
  productVariantsBulkCreate(productId:$id,variants:$v,strategy:$s){productVariants{id title price inventoryItem{sku}} product{options{values}} userErrors{code field message}}}";
const UPDATE: &str = "mutation($id: ID!, $v: [ProductVariantsBulkInput!]!, $p: Boolean){
  productVariantsBulkUpdate(productId:$id,variants:$v,allowPartialUpdates:$p){productVariants{id price} userErrors{code field message}}}";

async fn titles(shop: &Shop, id: &Json) -> Vec<Json> {
    let data = shop
        .ask("query($id: ID!){product(id:$id){variants(first:50){nodes{title}}}}", json!({ "id": id }))
        .await;
    each(&data["product"]["variants"]["nodes"], "title")
}

fn codes(data: &Json, name: &str) -> Vec<Json> {
    each(&data[name]["userErrors"], "code")
}

#[tokio::test]
async fn created() {
    let shop = Shop::empty().await;
    let id = shop.product(sized("Tee", &["S"])).await["id"].clone();
    let row = |name: &str| json!({"optionValues": [{"optionName": "Size", "name": name}], "price": "5", "inventoryItem": {"sku": name}});
    let made = shop.apply(CREATE, json!({"id": id, "v": [row("M"), row("L")]})).await;
    assert_eq!(each(&made["productVariants"], "title"), ["M", "L"]);
    assert_eq!(made["productVariants"][0]["price"], "5.00");
    assert_eq!(made["product"]["options"][0]["values"], json!(["S", "M", "L"]));
    let again = shop.ask(CREATE, json!({"id": id, "v": [row("XL"), row("M")]})).await;
    assert_eq!(codes(&again, "productVariantsBulkCreate"), ["VARIANT_ALREADY_EXISTS"]);
    assert_eq!(titles(&shop, &id).await, ["S", "M", "L"], "none of a refused call is made");
    let none = shop.ask(CREATE, json!({"id": id, "v": [{"price": "1"}]})).await;
    assert_eq!(codes(&none, "productVariantsBulkCreate"), ["NEED_TO_ADD_OPTION_VALUES"]);
    let mut low = row("XS");
    low["price"] = "-3".into();
    let low = shop.ask(CREATE, json!({"id": id, "v": [low]})).await;
    assert_eq!(codes(&low, "productVariantsBulkCreate"), ["GREATER_THAN_OR_EQUAL_TO"]);
}

#[tokio::test]
async fn the_default_variant_makes_room() {
    let shop = Shop::empty().await;
    let create = "mutation{productCreate(product:{title:\"Tee\",productOptions:[{name:\"Size\",values:[{name:\"S\"},{name:\"M\"}]}]}){product{id variants(first:5){nodes{title}}} userErrors{field message}}}";
    let product = shop.apply(create, json!({})).await["product"].clone();
    assert_eq!(each(&product["variants"]["nodes"], "title"), ["S"], "one variant, of the first values");
    let bare = shop.product(json!({"title": "Bare"})).await;
    let id = bare["id"].clone();
    let options = "mutation($id: ID!, $o: [OptionCreateInput!]!, $s: ProductOptionCreateVariantStrategy){productOptionsCreate(productId:$id,options:$o,variantStrategy:$s){product{options{name}} userErrors{code}}}";
    let size = json!([{"name": "Size", "values": [{"name": "S"}, {"name": "M"}]}]);
    shop.apply(options, json!({"id": id, "o": size})).await;
    assert_eq!(titles(&shop, &id).await, ["S"]);
    let color = json!([{"name": "Color", "values": [{"name": "Red"}, {"name": "Blue"}]}]);
    shop.apply(options, json!({"id": id, "o": color, "s": "CREATE"})).await;
    assert_eq!(titles(&shop, &id).await, ["S / Red", "S / Blue", "M / Red", "M / Blue"]);
    let again = shop.ask(options, json!({"id": id, "o": color})).await;
    assert_eq!(codes(&again, "productOptionsCreate"), ["OPTION_ALREADY_EXISTS"]);
}

#[tokio::test]
async fn updated() {
    let shop = Shop::empty().await;
    let product = shop.product(sized("Tee", &["S", "M"])).await;
    let id = product["id"].clone();
    let ids = each(&product["variants"]["nodes"], "id");
    let good = json!({"id": ids[0], "price": "12.5"});
    let bad = json!({"id": ids[1], "price": "-1"});
    let all = shop.ask(UPDATE, json!({"id": id, "v": [good, bad]})).await;
    assert_eq!(codes(&all, "productVariantsBulkUpdate"), ["GREATER_THAN_OR_EQUAL_TO"]);
    assert_eq!(all["productVariantsBulkUpdate"]["productVariants"], Json::Null);
    let some = shop.ask(UPDATE, json!({"id": id, "v": [good, bad], "p": true})).await;
    assert_eq!(
        some["productVariantsBulkUpdate"]["productVariants"],
        json!([{"id": ids[0], "price": "12.50"}])
    );
    assert_eq!(
        each(&some["productVariantsBulkUpdate"]["userErrors"], "field"),
        [json!(["variants", "1", "price"])]
    );
    let location =
        shop.ask("{locations(first:1){nodes{id}}}", json!({})).await["locations"]["nodes"][0]["id"].clone();
    let stock =
        json!({"id": ids[0], "inventoryQuantities": [{"locationId": location, "availableQuantity": 3}]});
    let data = shop.ask(UPDATE, json!({"id": id, "v": [stock]})).await;
    assert_eq!(codes(&data, "productVariantsBulkUpdate"), ["NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE"]);
    let clash = json!({"id": ids[0], "optionValues": [{"optionName": "Size", "name": "M"}]});
    let data = shop.ask(UPDATE, json!({"id": id, "v": [clash]})).await;
    assert_eq!(codes(&data, "productVariantsBulkUpdate"), ["VARIANT_ALREADY_EXISTS"]);
    let rename = json!({"id": ids[0], "optionValues": [{"optionName": "Size", "name": "XS"}]});
    shop.apply(UPDATE, json!({"id": id, "v": [rename]})).await;
    assert_eq!(titles(&shop, &id).await, ["XS", "M"]);
}

#[tokio::test]
async fn deleted_and_moved() {
    let shop = Shop::empty().await;
    let product = shop.product(sized("Tee", &["S", "M", "L"])).await;
    let id = product["id"].clone();
    let ids = each(&product["variants"]["nodes"], "id");
    let order = "mutation($id: ID!, $p: [ProductVariantPositionInput!]!){productVariantsBulkReorder(productId:$id,positions:$p){userErrors{code}}}";
    shop.apply(order, json!({"id": id, "p": [{"id": ids[2], "position": 1}]})).await;
    assert_eq!(titles(&shop, &id).await, ["L", "S", "M"]);
    let delete = "mutation($id: ID!, $v: [ID!]!){productVariantsBulkDelete(productId:$id,variantsIds:$v){product{options{values}} userErrors{code}}}";
    let gone = shop.apply(delete, json!({"id": id, "v": [ids[0]]})).await;
    assert_eq!(gone["product"]["options"][0]["values"], json!(["M", "L"]));
    let last = shop.ask(delete, json!({"id": id, "v": [ids[1], ids[2]]})).await;
    assert_eq!(codes(&last, "productVariantsBulkDelete"), ["CANNOT_DELETE_LAST_VARIANT"]);
}

#[tokio::test]
async fn options_changed() {
    let shop = Shop::empty().await;
    let product = shop.product(sized("Tee", &["S", "M"])).await;
    let id = product["id"].clone();
    let option = &product["options"][0];
    let update = "mutation($id: ID!, $o: OptionUpdateInput!, $add: [OptionValueCreateInput!], $del: [ID!], $ren: [OptionValueUpdateInput!], $s: ProductOptionUpdateVariantStrategy){
      productOptionUpdate(productId:$id,option:$o,optionValuesToAdd:$add,optionValuesToDelete:$del,optionValuesToUpdate:$ren,variantStrategy:$s){product{options{name values optionValues{name hasVariants}}} userErrors{code}}}";
    let variables = json!({"id": id, "o": {"id": option["id"], "name": "Fit"}, "add": [{"name": "L"}], "ren": [{"id": option["optionValues"][0]["id"], "name": "Small"}]});
    let changed = shop.apply(update, variables).await;
    assert_eq!(changed["product"]["options"][0]["name"], "Fit");
    assert_eq!(
        changed["product"]["options"][0]["optionValues"][2],
        json!({"name": "L", "hasVariants": false})
    );
    assert_eq!(titles(&shop, &id).await, ["Small", "M"]);
    let drop = json!({"id": id, "o": {"id": option["id"]}, "del": [option["optionValues"][1]["id"]]});
    let kept = shop.ask(update, drop.clone()).await;
    assert_eq!(codes(&kept, "productOptionUpdate"), ["OPTION_VALUE_HAS_VARIANTS"]);
    let mut managed = drop;
    managed["s"] = "MANAGE".into();
    shop.apply(update, managed).await;
    assert_eq!(titles(&shop, &id).await, ["Small"]);
    let delete = "mutation($id: ID!, $o: [ID!]!){productOptionsDelete(productId:$id,options:$o,strategy:POSITION){deletedOptionsIds product{options{name}} userErrors{code}}}";
    let bare = shop.apply(delete, json!({"id": id, "o": [option["id"]]})).await;
    assert_eq!(bare["product"]["options"], json!([{"name": "Title"}]));
}
