//! A file in the place of a store: what it says of a product, as if a store held it.
//!
//! It is the way back of [`super::as_sheet`], but for what a file does not say: a column it does not have is not
//! blank, it is not known, and so it is not compared.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{
    MetafieldOwner, Place, ProductField, QuantityName, SheetMarketPrice, SheetMetafield, SheetProduct,
    SheetVariant, StoreImage, StoreLevel, StoreLocation, StoreMetafield, StoreOption, StoreProduct,
    StoreVariant, VariantField,
};
use crate::channel::Channel;
use crate::finding::{Finding, FindingCode, Severity};
use crate::market::{FixedPrice, MarketCatalog, PriceList, StoreMarket};
use crate::plan::{image_matches, location_key, price_rounded};
use crate::value::Value;

/// Decimals of a price, as a plan takes them where no currency is known.
const PRICE_DECIMALS: u32 = 2;

/// Returns the product as a store would hold it. Where the file has no ids they are made of the product's row, so
/// that no two are the same.
pub fn shelved(sheet: &SheetProduct, key: &str) -> StoreProduct {
    let sheet = &*price_rounded(sheet, Some(PRICE_DECIMALS));
    let record = sheet.place.record;
    let images: Vec<StoreImage> = (0..)
        .zip(sheet.images.iter().flatten())
        .map(|(at, image)| StoreImage {
            id: format!("shelf/{record}/image/{at}"),
            url: image.src.clone(),
            alt: image.alt.clone().unwrap_or_default(),
            source: Some(image.src.clone()),
            ..StoreImage::default()
        })
        .collect();
    let mut fields = sheet.fields.clone();
    fields.retain(|_, value| !value.is_blank());
    let option = |option: &crate::catalog::SheetOption| StoreOption {
        id: String::new(),
        name: option.name.clone(),
        values: Vec::new(),
        linked_to: option
            .linked_to
            .as_ref()
            .map(|key| key.trim_start_matches("product.metafields.").to_owned()),
    };
    StoreProduct {
        id: sheet.id.as_deref().map_or_else(|| format!("shelf/{record}"), |id| global_id("Product", id)),
        handle: key.to_owned(),
        fields,
        category_id: None,
        options: sheet.options.iter().flatten().map(option).collect(),
        variants: (0..)
            .zip(&sheet.variants)
            .map(|(at, known)| variant(known, &format!("shelf/{record}/{at}"), &images))
            .collect(),
        images,
        metafields: metafields(&sheet.metafields),
        publications: sheet
            .channels
            .iter()
            .filter(|(_, on)| **on == Value::Bool(true))
            .map(|(title, _)| channel_id(title))
            .collect(),
        ..StoreProduct::default()
    }
}

fn variant(sheet: &SheetVariant, own_id: &str, images: &[StoreImage]) -> StoreVariant {
    let mut fields = sheet.fields.clone();
    let image = fields.remove(&VariantField::Image);
    let image = image.as_ref().and_then(Value::as_text);
    let image = image.and_then(|src| images.iter().find(|image| image_matches(src, image)));
    fields.retain(|_, value| !value.is_blank());
    let mut levels: Vec<StoreLevel> = Vec::new();
    for quantity in &sheet.quantities {
        let location_id = location_id(quantity.location.as_deref());
        let at = levels.iter().position(|level| level.location_id == location_id).unwrap_or_else(|| {
            // Of one figure alone the other is taken to be the same.
            let (available, on_hand) = (quantity.quantity, quantity.quantity);
            levels.push(StoreLevel { location_id, available, on_hand });
            levels.len() - 1
        });
        match quantity.name {
            QuantityName::Available => levels[at].available = quantity.quantity,
            QuantityName::OnHand => levels[at].on_hand = quantity.quantity,
        }
    }
    StoreVariant {
        id: sheet.id.as_deref().map_or_else(|| own_id.to_owned(), |id| global_id("ProductVariant", id)),
        inventory_item_id: own_id.to_owned(),
        option_values: sheet.option_values.clone(),
        fields,
        image_id: image.map(|image| image.id.clone()),
        levels,
        metafields: metafields(&sheet.metafields),
        market_prices: market_prices(sheet),
    }
}

/// In a file each market has a price list of its own.
fn market_prices(sheet: &SheetVariant) -> BTreeMap<String, FixedPrice> {
    let amount = |value: &Option<Value>| value.as_ref().and_then(Value::as_decimal);
    let fixed = |said: &SheetMarketPrice| {
        Some(FixedPrice { price: amount(&said.price)?, compare_at: amount(&said.compare_at) })
    };
    let prices = sheet.market_prices.iter();
    prices.filter_map(|(market, said)| Some((price_list_id(market), fixed(said)?))).collect()
}

fn price_list_id(market: &str) -> String {
    format!("shelf/{}", location_key(market))
}

/// No file says of which type its metafields are: they are compared as text.
fn metafields(sheet: &[SheetMetafield]) -> Vec<StoreMetafield> {
    let filled = sheet.iter().filter(|field| !field.value.is_blank());
    let stored = filled.map(|field| StoreMetafield {
        namespace: field.namespace.clone(),
        key: field.key.clone(),
        type_: "multi_line_text_field".to_owned(),
        value: field.value.to_string(),
        digest: None,
    });
    stored.collect()
}

/// Files carry bare numbers, stores global ids.
fn global_id(kind: &str, id: &str) -> String {
    if id.starts_with("gid://") { id.to_owned() } else { format!("gid://shopify/{kind}/{}", id.trim()) }
}

/// A file that knows one location alone does not name it.
fn location_id(name: Option<&str>) -> String {
    format!("shelf/{}", name.unwrap_or_default())
}

/// A file knows channels by their titles, whose letter case does not matter.
fn channel_id(title: &str) -> String {
    format!("shelf/{}", title.trim().to_lowercase())
}

/// What a file says of products at all: the columns it has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    handles: bool,
    fields: BTreeSet<ProductField>,
    variant_fields: BTreeSet<VariantField>,
    options: bool,
    images: bool,
    alts: bool,
    quantities: bool,
    /// By owner, namespace and key.
    metafields: BTreeSet<(MetafieldOwner, String, String)>,
    /// As the file names them; `None` where it names none.
    locations: BTreeSet<Option<String>>,
    /// Markets it gives prices for, by their names.
    markets: BTreeSet<String>,
    /// By their ids, as the file spells them.
    channels: BTreeMap<String, String>,
}

impl Said {
    /// Notes what the file says of a product.
    pub fn note(&mut self, sheet: &SheetProduct) {
        self.handles |= sheet.handle.is_some();
        self.fields.extend(sheet.fields.keys());
        self.options |= sheet.options.is_some();
        self.images |= sheet.images.is_some();
        self.alts |= sheet.images.iter().flatten().any(|image| image.alt.is_some());
        self.note_metafields(MetafieldOwner::Product, &sheet.metafields);
        for title in sheet.channels.keys() {
            self.channels.entry(channel_id(title)).or_insert_with(|| title.clone());
        }
        for variant in &sheet.variants {
            self.note_metafields(MetafieldOwner::Variant, &variant.metafields);
            self.variant_fields.extend(variant.fields.keys());
            self.quantities |= !variant.quantities.is_empty();
            self.markets.extend(variant.market_prices.keys().cloned());
            self.locations.extend(variant.quantities.iter().map(|quantity| quantity.location.clone()));
        }
    }

    fn note_metafields(&mut self, owner: MetafieldOwner, sheet: &[SheetMetafield]) {
        for field in sheet {
            let name = (owner, field.namespace.clone(), field.key.clone());
            if !self.metafields.contains(&name) {
                self.metafields.insert(name);
            }
        }
    }

    fn leave_out_metafields(
        &self,
        owner: MetafieldOwner,
        sheet: &mut Vec<SheetMetafield>,
        unsaid: &mut BTreeSet<&'static str>,
    ) {
        let before = sheet.len();
        sheet.retain(|field| self.metafields.contains(&(owner, field.namespace.clone(), field.key.clone())));
        if sheet.len() < before {
            unsaid.insert("metafields");
        }
    }

    /// Returns the locations of the file; one without a name where it has none.
    pub fn locations(&self) -> Vec<StoreLocation> {
        let nowhere = BTreeSet::from([None]);
        let names = if self.locations.is_empty() { &nowhere } else { &self.locations };
        let location = |name: &Option<String>| StoreLocation {
            id: location_id(name.as_deref()),
            name: name.clone().unwrap_or_default(),
            active: true,
        };
        names.iter().map(location).collect()
    }

    /// Returns the markets of the file, each with a price list in a currency that is not known.
    pub fn markets(&self) -> Vec<StoreMarket> {
        let market = |name: &String| {
            let list = PriceList { id: price_list_id(name), currency: String::new(), whole: true };
            let catalog = MarketCatalog {
                id: list.id.clone(),
                active: true,
                publication_id: None,
                price_list: Some(list),
            };
            StoreMarket { id: price_list_id(name), name: name.clone(), catalogs: vec![catalog] }
        };
        self.markets.iter().map(market).collect()
    }

    /// Returns the sales channels that the file names.
    pub fn channels(&self) -> Vec<Channel> {
        let channel = |(id, title): (&String, &String)| Channel {
            id: id.clone(),
            title: title.clone(),
            ..Channel::default()
        };
        self.channels.iter().map(channel).collect()
    }

    /// Takes out the channels alone that this file does not name.
    pub fn leave_out_channels(&self, sheet: &mut SheetProduct, unsaid: &mut BTreeSet<&'static str>) {
        let before = sheet.channels.len();
        sheet.channels.retain(|title, _| self.channels.contains_key(&channel_id(title)));
        if sheet.channels.len() < before {
            unsaid.insert("channels");
        }
    }

    /// Takes out of a product of the other file what this one does not say, and notes the names of that.
    pub fn leave_out_unsaid(&self, sheet: &mut SheetProduct, unsaid: &mut BTreeSet<&'static str>) {
        sheet.fields.retain(|field, _| {
            let is_said = self.fields.contains(field);
            if !is_said {
                unsaid.insert(field.name());
            }
            is_said
        });
        if !self.handles && sheet.handle.take().is_some() {
            unsaid.insert(ProductField::Handle.name());
        }
        if !self.options && sheet.options.take().is_some() {
            unsaid.insert("options");
        }
        if !self.images && sheet.images.take().is_some() {
            unsaid.insert("image");
        }
        if !self.alts {
            for image in sheet.images.iter_mut().flatten() {
                if image.alt.take().is_some() {
                    unsaid.insert("image_alt");
                }
            }
        }
        self.leave_out_metafields(MetafieldOwner::Product, &mut sheet.metafields, unsaid);
        self.leave_out_channels(sheet, unsaid);
        for variant in &mut sheet.variants {
            self.leave_out_metafields(MetafieldOwner::Variant, &mut variant.metafields, unsaid);
            variant.fields.retain(|field, _| {
                // A variant's picture is one of the product's.
                let is_said =
                    self.variant_fields.contains(field) && (*field != VariantField::Image || self.images);
                if !is_said {
                    unsaid.insert(field.name());
                }
                is_said
            });
            let prices = variant.market_prices.len();
            let is_said = |name: &str| self.markets.iter().any(|one| location_key(one) == location_key(name));
            variant.market_prices.retain(|market, _| is_said(market));
            if variant.market_prices.len() < prices {
                unsaid.insert("market_prices");
            }
            if !self.quantities && !variant.quantities.is_empty() {
                variant.quantities.clear();
                unsaid.insert("quantity");
            }
        }
    }
}

/// Says that a column of the one file has nothing to be compared with in the other.
pub fn not_compared(field: &str) -> Finding {
    Finding::new(
        FindingCode::NotCompared,
        Severity::Note,
        "the first file says nothing of this field, so it was not compared",
    )
    .column(field)
}

/// Says that a product stands in the first file twice.
pub fn shelved_twice(place: Place, key: &str) -> Finding {
    Finding::new(
        FindingCode::DuplicateProduct,
        Severity::Refused,
        "an earlier row of the file is the same product, so this one was left out",
    )
    .at(place)
    .product(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::as_sheet;
    use crate::plan::{Planner, Policy};

    fn money(text: &str) -> Value {
        Value::decimal(text.parse().unwrap())
    }

    fn held() -> StoreProduct {
        StoreProduct {
            id: "gid://shopify/Product/1".into(),
            handle: "lamp".into(),
            fields: BTreeMap::from([
                (ProductField::Title, Value::text("Lamp")),
                (ProductField::Status, Value::text("active")),
                (ProductField::Published, Value::Bool(true)),
            ]),
            options: vec![StoreOption {
                id: "o".into(),
                name: "Size".into(),
                values: Vec::new(),
                linked_to: None,
            }],
            variants: vec![StoreVariant {
                id: "gid://shopify/ProductVariant/2".into(),
                inventory_item_id: "i".into(),
                option_values: vec!["S".into()],
                fields: BTreeMap::from([
                    (VariantField::Price, money("10.5")),
                    (VariantField::Sku, Value::text("L")),
                    (VariantField::Tracked, Value::Bool(true)),
                ]),
                image_id: Some("m".into()),
                levels: vec![StoreLevel { location_id: "L1".into(), available: 3, on_hand: 3 }],
                ..StoreVariant::default()
            }],
            images: vec![StoreImage {
                id: "m".into(),
                url: "https://cdn/lamp.jpg".into(),
                alt: "A lamp".into(),
                source: Some("http://x/lamp.jpg".into()),
                ..StoreImage::default()
            }],
            ..StoreProduct::default()
        }
    }

    fn sheet() -> SheetProduct {
        let places = [StoreLocation { id: "L1".into(), name: "Main".into(), active: true }];
        as_sheet(&held(), &places, &[])
    }

    fn policy(said: &Said) -> Policy {
        Policy { owns_lists: true, locations: said.locations(), ..Policy::default() }
    }

    #[test]
    fn a_file_is_even_with_itself() {
        let mut said = Said::default();
        said.note(&sheet());
        let shelf = shelved(&sheet(), "lamp");
        assert_eq!(shelf.id, held().id);
        assert_eq!(Planner::new(policy(&said)).product("lamp", &sheet(), Some(&shelf)), []);
    }

    #[test]
    fn what_the_first_file_does_not_say_is_not_compared() {
        let mut sparse = sheet();
        sparse.fields.retain(|field, _| *field == ProductField::Title);
        sparse.handle = None;
        sparse.images = None;
        sparse.variants[0].quantities.clear();
        sparse.variants[0].fields.retain(|field, _| *field == VariantField::Sku);
        let mut said = Said::default();
        said.note(&sparse);
        let (mut full, mut unsaid) = (sheet(), BTreeSet::new());
        full.fields.insert(ProductField::Title, Value::text("Lantern"));
        said.leave_out_unsaid(&mut full, &mut unsaid);
        let planned = Planner::new(policy(&said)).product("lamp", &full, Some(&shelved(&sparse, "lamp")));
        let fields: Vec<_> =
            planned.iter().flat_map(|operation| &operation.changes).map(|change| &*change.field).collect();
        assert_eq!(fields, ["title"]);
        assert_eq!(full.handle, None);
        assert!(
            ["handle", "price", "status", "image", "quantity"].iter().all(|field| unsaid.contains(field)),
            "{unsaid:?}"
        );
    }
}
