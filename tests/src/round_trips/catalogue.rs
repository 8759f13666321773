//! A made-up catalogue: everything a store can hold that a file can say, in random shapes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use evenshelf_core::catalog::{
    MetafieldOwner, ProductField, StoreImage, StoreLevel, StoreLocation, StoreMetafield, StoreOption,
    StoreProduct, StoreVariant, VariantField,
};
use evenshelf_core::channel::Channel;
use evenshelf_core::market::{FixedPrice, MarketCatalog, PriceList, StoreMarket};
use evenshelf_core::metafield::{MetafieldDefinition, Metafields, References, Referred};
use evenshelf_core::value::Value;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rust_decimal::Decimal;

/// A store's products, and what stands around them.
pub struct Catalogue {
    pub products: Vec<StoreProduct>,
    pub locations: Vec<StoreLocation>,
    pub metafields: Arc<Metafields>,
    pub markets: Vec<StoreMarket>,
    pub channels: Vec<Channel>,
}

impl Catalogue {
    /// Makes a store with so many locations; the same seed makes the same one.
    pub fn of(seed: u64, locations: usize) -> Self {
        let mut random = StdRng::seed_from_u64(seed);
        let locations = places(locations);
        let count = random.random_range(1..8);
        let products: Vec<_> = (0..count).map(|index| product(&mut random, index, &locations)).collect();
        let mut references = References::default();
        for product in &products {
            references.add(Referred::Product, &product.handle, &product.id);
        }
        references.add(Referred::Entry(COLOURS.to_owned()), "moss-green", MOSS);
        let metafields = Arc::new(Metafields::new(definitions(), references));
        Self { products, locations, metafields, markets: markets(), channels: channels() }
    }
}

/// Markets by name, with the price list and its currency: two share one, and one has none.
const MARKETS: [(&str, Option<(&str, &str)>); 5] = [
    ("North / South", Some(("gid://shopify/PriceList/1", "USD"))),
    ("Österreich, Schweiz", Some(("gid://shopify/PriceList/2", "CHF"))),
    ("Kuwait", Some(("gid://shopify/PriceList/3", "KWD"))),
    ("Twin", Some(("gid://shopify/PriceList/2", "CHF"))),
    ("Bare", None),
];

fn markets() -> Vec<StoreMarket> {
    let market = |(name, list): (&str, Option<(&str, &str)>)| {
        let price_list = list.map(|(id, currency)| PriceList {
            id: id.to_owned(),
            currency: currency.to_owned(),
            whole: true,
        });
        let catalog = MarketCatalog { id: name.to_owned(), active: true, publication_id: None, price_list };
        StoreMarket { id: name.to_owned(), name: name.to_owned(), catalogs: vec![catalog] }
    };
    MARKETS.into_iter().map(market).collect()
}

fn market_prices(random: &mut StdRng) -> BTreeMap<String, FixedPrice> {
    let lists: BTreeSet<&str> = MARKETS.iter().filter_map(|(_, list)| Some(list.as_ref()?.0)).collect();
    let mut prices = BTreeMap::new();
    for list in lists {
        if random.random_ratio(1, 3) {
            let mut amount = || Decimal::new(random.random_range(0..1_000_000), 2).normalize();
            let (price, compare_at) = (amount(), amount());
            let compare_at = random.random::<bool>().then_some(compare_at);
            prices.insert(list.to_owned(), FixedPrice { price, compare_at });
        }
    }
    prices
}

fn channels() -> Vec<Channel> {
    let channel = |(at, title): (usize, &str)| Channel {
        id: format!("gid://shopify/Publication/{at}"),
        title: title.to_owned(),
        online_store: at == 0,
        auto_publish: at == 1,
    };
    ["Online Store", "Shop", "Ladenkasse \"Süd\""].into_iter().enumerate().map(channel).collect()
}

/// The kind of entries that colours are, and one of them.
const COLOURS: &str = "gid://shopify/MetaobjectDefinition/1";
const MOSS: &str = "gid://shopify/Metaobject/7";

/// Names, types and values of metafields as stores hold them.
const METAFIELDS: [(&str, &str, &str, &[&str]); 9] = [
    ("custom", "care", "single_line_text_field", &["Cold water", "30°, wash \"gently\"", "yes, no"]),
    ("custom", "story", "multi_line_text_field", &["one\ntwo", "a, b\n\nc", "plain"]),
    ("custom", "pages", "number_integer", &["0", "12", "-7"]),
    ("custom", "ratio", "number_decimal", &["0.5", "12.25"]),
    ("custom", "organic", "boolean", &["true", "false"]),
    ("custom", "parts", "list.single_line_text_field", &["[\"wood\",\"steel\"]", "[\"a; b\"]", "[]"]),
    ("custom", "depth", "dimension", &["{\"value\":2.5,\"unit\":\"cm\"}"]),
    ("shopify", "color-pattern", "list.metaobject_reference", &["[\"gid://shopify/Metaobject/7\"]"]),
    ("related", "first", "product_reference", &["gid://shopify/Product/0", "gid://shopify/Product/999"]),
];

fn definitions() -> Vec<MetafieldDefinition> {
    let named = [("care", "Pflege (außen)"), ("pages", "Số trang"), ("color-pattern", "Färg")];
    let definition = |(key, name): (&str, &str)| {
        let (namespace, key, type_, _) =
            *METAFIELDS.iter().find(|known| known.1 == key).expect("a metafield");
        let entries = key == "color-pattern";
        MetafieldDefinition {
            id: format!("gid://shopify/MetafieldDefinition/{key}"),
            owner: MetafieldOwner::Product,
            namespace: namespace.to_owned(),
            key: key.to_owned(),
            type_: type_.to_owned(),
            name: name.to_owned(),
            validations: entries
                .then(|| ("metaobject_definition_id".to_owned(), COLOURS.to_owned()))
                .into_iter()
                .collect(),
        }
    };
    named.into_iter().map(definition).collect()
}

fn metafields(random: &mut StdRng) -> Vec<StoreMetafield> {
    let mut held = Vec::new();
    for (namespace, key, type_, values) in METAFIELDS {
        if random.random_ratio(1, 3) {
            held.push(StoreMetafield {
                namespace: namespace.to_owned(),
                key: key.to_owned(),
                type_: type_.to_owned(),
                value: (*values.choose(random).expect("a value")).to_owned(),
                digest: None,
            });
        }
    }
    held
}

const TEXTS: [&str; 8] =
    ["Mug", "", "Große Tasse, blau", "say \"so\"", "<p>two\nlines</p>", "a\r\nb", "'80s", "שלום 😀"];

/// Texts as a store holds them in fields whose outer blanks the reader trims.
const TIDY: [&str; 6] = ["A-1", "", "0012", "14:193#Silver;2", "1000,00 zł", "say \"so\""];

fn places(count: usize) -> Vec<StoreLocation> {
    (0..count)
        .map(|i| StoreLocation {
            id: format!("gid://shopify/Location/{i}"),
            name: format!("Depot, É{i}"),
            active: true,
        })
        .collect()
}

fn text(random: &mut StdRng, choices: &[&str]) -> Value {
    Value::text(*choices.choose(random).expect("a choice"))
}

fn product(random: &mut StdRng, index: u32, locations: &[StoreLocation]) -> StoreProduct {
    let mut fields = BTreeMap::new();
    for field in ProductField::ALL {
        let value = match field {
            ProductField::Title => Value::text(format!("Product {index}")),
            ProductField::Tags => {
                let tags = ["a", "b c", "ø"].into_iter().filter(|_| random.random());
                Value::tags(tags.map(str::to_owned).collect::<BTreeSet<_>>())
            }
            ProductField::Status => text(random, &["active", "draft", "archived", "unlisted"]),
            ProductField::Published | ProductField::GiftCard => Value::Bool(random.random()),
            ProductField::Category => text(random, &["", "Home > Mugs"]),
            ProductField::SeoTitle | ProductField::SeoDescription => text(random, &TIDY),
            ProductField::TemplateSuffix => Value::Blank,
            _ => text(random, &TEXTS),
        };
        fields.insert(field, value);
    }
    let images: Vec<StoreImage> = (0..random.random_range(0..5))
        .map(|i| StoreImage {
            id: format!("gid://shopify/MediaImage/{i}"),
            url: format!("https://cdn.test/{index}/{i}.png?v=1"),
            alt: TIDY.choose(random).expect("a choice").to_string(),
            source: random.random::<bool>().then(|| format!("http://source.test/{index}/{i}.png")),
            ..StoreImage::default()
        })
        .collect();
    let options: Vec<StoreOption> = ["Size", "Color, inside", "Title"][..random.random_range(0..4)]
        .iter()
        .map(|name| StoreOption {
            id: format!("gid://shopify/ProductOption/{name}"),
            name: (*name).to_owned(),
            values: vec!["S".to_owned(), "1/2\" | L".to_owned()],
            linked_to: random.random_ratio(1, 8).then(|| "shopify.size".to_owned()),
        })
        .collect();
    let combinations = 1 << options.len();
    let count = random.random_range(1..=combinations);
    let variants = (0..count).map(|i| variant(random, i, &options, &images, locations)).collect();
    StoreProduct {
        id: format!("gid://shopify/Product/{index}"),
        handle: format!("ürün-{index}"),
        fields,
        options,
        variants,
        images,
        metafields: metafields(random),
        publications: channels().into_iter().skip(1).filter(|_| random.random()).map(|one| one.id).collect(),
        ..StoreProduct::default()
    }
}

fn variant(
    random: &mut StdRng,
    index: usize,
    options: &[StoreOption],
    images: &[StoreImage],
    locations: &[StoreLocation],
) -> StoreVariant {
    let mut fields = BTreeMap::new();
    for field in VariantField::ALL {
        let number = Decimal::new(random.random_range(0..1_000_000_000), random.random_range(0..9));
        let value = match field {
            VariantField::Price => Value::decimal(number),
            VariantField::CompareAtPrice | VariantField::Cost | VariantField::WeightGrams => {
                if random.random() { Value::decimal(number) } else { Value::Blank }
            }
            VariantField::WeightUnit => text(random, &["kg", "g", "lb", "oz"]),
            VariantField::InventoryPolicy => text(random, &["deny", "continue"]),
            VariantField::Tracked | VariantField::RequiresShipping | VariantField::Taxable => {
                Value::Bool(random.random())
            }
            VariantField::UnitPrice => text(random, &["", "750 ml / 1 l", "0.5 kg / 100 g"]),
            VariantField::HsCode | VariantField::CountryOfOrigin | VariantField::Image => Value::Blank,
            _ => text(random, &TIDY),
        };
        fields.insert(field, value);
    }
    StoreVariant {
        id: format!("gid://shopify/ProductVariant/{index}"),
        option_values: options.iter().enumerate().map(|(i, o)| o.values[index >> i & 1].clone()).collect(),
        fields,
        image_id: images.choose(random).filter(|_| random.random()).map(|image| image.id.clone()),
        levels: locations.iter().filter_map(|location| level(random, location)).collect(),
        metafields: metafields(random),
        market_prices: market_prices(random),
        ..StoreVariant::default()
    }
}

fn level(random: &mut StdRng, location: &StoreLocation) -> Option<StoreLevel> {
    let stocked = random.random_ratio(3, 4);
    let available = random.random_range(-5..100);
    stocked.then(|| StoreLevel { location_id: location.id.clone(), available, on_hand: 100 })
}
