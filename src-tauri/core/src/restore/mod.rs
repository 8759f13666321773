//! What a restore does not bring back as it was: said before anything is sent, and again in the end.
//!
//! Shopify gives its own ids and times to whatever is made, and keeps much of a shop where no program can write it.

mod away;
mod markets;
mod tally;

pub use away::{Abroad, MetafieldTypes, away_from_home};
pub use markets::markets_left_out;
pub use tally::Tally;

use crate::backup::Opening;
use crate::catalog::StoreLocation;
use crate::channel::{Channel, by_title};
use crate::finding::{Finding, FindingCode, Severity};
use crate::market::Markets;

/// What is so with every restore: a topic and what happens to it.
const ALWAYS: [(&str, &str); 6] = [
    (
        "ids",
        "products, variants and pictures get new ids: links by id, old reports and apps that remember ids do not find \
         them. Handles stay, and with them the addresses of pages",
    ),
    (
        "times",
        "everything is as new as the restore: when it was made, changed and published before is not kept",
    ),
    ("history", "orders, customers, sales figures, reviews and the data of other apps are not in a backup"),
    (
        "shop",
        "the shop's own set-up is not in a backup: themes, pages, menus, discounts, shipping, taxes, translations, \
         locations and staff",
    ),
    ("videos", "videos and 3D models of products are not in a backup: add them again in Shopify"),
    (
        "metaobjects",
        "entries that metafields and options refer to (metaobjects, files, pages) are not made again; make them in the \
         new store first",
    ),
];

/// What the words are for one thing and for several of a kind that stands around the products.
const KINDS: [(&str, &str); 4] = [
    ("collection", "collections"),
    ("market", "markets"),
    ("metafield_definition", "metafield definitions"),
    ("metaobject", "metaobjects"),
];

/// The store that is restored into.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    pub locations: &'a [StoreLocation],
    pub channels: &'a [Channel],
    /// ISO 4217, where it is known.
    pub currency: Option<&'a str>,
    pub markets: &'a Markets,
}

/// Returns everything that will not be as it was, what costs most first.
pub fn differences(opening: Option<&Opening>, tally: &Tally, target: Target<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut warn = |topic: &str, advice: String| found.push(difference(topic, Severity::Warning, advice));
    let old_currency = opening.and_then(|opening| opening.currency.as_deref());
    if let (Some(old), Some(new)) = (old_currency, target.currency)
        && old != new
    {
        warn(
            "currency",
            format!("prices were in {old} and the store sells in {new}: the figures stay as they are"),
        );
    }
    let has = |name: &str| {
        let same = |location: &&StoreLocation| {
            location.active && location.name.trim().eq_ignore_ascii_case(name.trim())
        };
        target.locations.iter().any(|location| same(&location))
    };
    let wanted = opening.iter().flat_map(|opening| &opening.locations).filter(|location| location.active);
    for location in wanted.filter(|location| !has(&location.name)) {
        let advice = format!(
            "the store has no active location \"{}\": stock there is left out; add the location in Shopify, then \
             restore",
            location.name
        );
        warn("locations", advice);
    }
    for name in &tally.closed {
        warn(
            "locations",
            format!("the location \"{name}\" was deactivated: stock there is not in the backup"),
        );
    }
    if tally.pictures > 0 {
        let advice = format!(
            "{} at addresses of the old store: Shopify loads them from there, so they come along only while that \
             store stands",
            counted(tally.pictures, "picture is", "pictures are")
        );
        warn("pictures", advice);
    }
    if tally.committed > 0 {
        let advice = format!(
            "{} stock that was promised to orders, damaged or set aside: what was available is set, and on hand is \
             the same",
            counted(tally.committed, "variant has", "variants have")
        );
        warn("stock", advice);
    }
    if tally.gift_cards > 0 {
        let advice = format!(
            "{} made again, but gift cards that were sold are not: their codes and balances are Shopify's alone",
            counted(tally.gift_cards, "gift card product is", "gift card products are")
        );
        warn("gift cards", advice);
    }
    if tally.references > 0 {
        let advice = format!(
            "{} left out: they name products, files or entries of the old store by its ids",
            counted(tally.references, "metafield is", "metafields are")
        );
        warn("references", advice);
    }
    for (beyond, count) in &tally.beyond {
        let advice = format!(
            "{} {}: that is left out; set it in Shopify",
            counted(*count, "collection has", "collections have"),
            beyond.words()
        );
        warn("collections", advice);
    }
    for channel in &tally.channels {
        if by_title(target.channels, &channel.title).is_err() {
            let advice = format!(
                "the store has no sales channel \"{}\": what was on it is not put there; add the channel in Shopify, \
                 then restore",
                channel.title
            );
            warn("sales channels", advice);
        }
    }
    for misfit in markets::misfits(tally, target.markets) {
        warn("markets", misfit.advice);
    }
    for (kind, count) in &tally.around {
        let words = KINDS.iter().find(|(known, _)| known == kind).map_or(kind.as_str(), |(_, words)| words);
        warn(words, format!("in the backup, but not made again: {count}"));
    }
    if opening.is_none() {
        let advice = "the file was written before backups said what shop they are of: locations and currency cannot \
                      be compared, and of what it lacks not everything is listed here";
        warn("old backup", advice.to_owned());
    }
    found.extend(ALWAYS.map(|(topic, advice)| difference(topic, Severity::Note, advice)));
    if tally.redirects == 0 {
        let advice = "the backup has no redirects of old addresses: the store had none, or did not let the program read \
                      them (the scope read_online_store_navigation)";
        found.push(difference("redirects", Severity::Note, advice));
    }
    found
}

fn difference(topic: &str, severity: Severity, advice: impl Into<String>) -> Finding {
    Finding::new(FindingCode::NotRestored, severity, advice).column(topic)
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::catalog::{ProductField, StoreImage, StoreLevel, StoreMetafield, StoreProduct, StoreVariant};
    use crate::normalize::as_sheet;
    use crate::value::Value;

    fn location(id: &str, name: &str, active: bool) -> StoreLocation {
        StoreLocation { id: id.to_owned(), name: name.to_owned(), active }
    }

    fn warnings(opening: Option<&Opening>, tally: &Tally, target: Target<'_>) -> Vec<String> {
        let found = differences(opening, tally, target);
        let grave = found.iter().filter(|finding| finding.severity == Severity::Warning);
        grave.map(|finding| finding.to_string()).collect()
    }

    #[test]
    fn what_is_so_with_every_restore_is_always_said() {
        let here = [location("1", "shop ", true)];
        let opening = Opening {
            version: 1,
            currency: Some("EUR".to_owned()),
            locations: vec![location("9", "Shop", true)],
            ..Opening::default()
        };
        let markets = Markets::default();
        let target = Target { locations: &here, channels: &[], currency: Some("EUR"), markets: &markets };
        assert_eq!(warnings(Some(&opening), &Tally::default(), target), Vec::<String>::new());
        let found = differences(Some(&opening), &Tally::default(), target);
        let topics: Vec<_> = found.iter().filter_map(|finding| finding.column.as_deref()).collect();
        assert_eq!(topics, ["ids", "times", "history", "shop", "videos", "metaobjects", "redirects"]);
        assert!(found.iter().all(|finding| finding.code == FindingCode::NotRestored));
    }

    #[test]
    fn what_this_backup_loses_in_this_store_is_said() {
        let opening = Opening {
            version: 1,
            currency: Some("EUR".to_owned()),
            locations: vec![
                location("1", "Shop", true),
                location("2", "Depot", true),
                location("3", "Attic", false),
            ],
            ..Opening::default()
        };
        let level = |location: &str, available, on_hand| StoreLevel {
            location_id: location.to_owned(),
            available,
            on_hand,
        };
        let image = |source: Option<&str>| StoreImage {
            id: String::new(),
            url: "https://cdn.test/1.png".to_owned(),
            alt: String::new(),
            source: source.map(str::to_owned),
            ..StoreImage::default()
        };
        let variant = |levels| StoreVariant { levels, ..StoreVariant::default() };
        let metafield = |key: &str, type_: &str| StoreMetafield {
            namespace: "custom".to_owned(),
            key: key.to_owned(),
            type_: type_.to_owned(),
            value: "1".to_owned(),
            digest: None,
        };
        let product = StoreProduct {
            metafields: vec![
                metafield("rank", "number_integer"),
                metafield("pair", "list.product_reference"),
            ],
            fields: BTreeMap::from([(ProductField::GiftCard, Value::Bool(true))]),
            images: vec![image(None), image(Some("https://pictures.test/1.png"))],
            variants: vec![
                variant(vec![level("1", 4, 6), level("3", 1, 1)]),
                variant(vec![level("1", 2, 2)]),
            ],
            ..StoreProduct::default()
        };
        let mut tally = Tally::default();
        tally.add(Some(&product), Some(&opening));
        tally.add_around("market");
        tally.add_around("market");
        let here = [location("7", "SHOP", true), location("8", "Depot", false)];
        let markets = Markets::default();
        let target = Target { locations: &here, channels: &[], currency: Some("USD"), markets: &markets };
        let said = warnings(Some(&opening), &tally, target);
        let starts = [
            "currency: prices were in EUR and the store sells in USD",
            "locations: the store has no active location \"Depot\"",
            "locations: the location \"Attic\" was deactivated",
            "pictures: 1 picture is at addresses of the old store",
            "stock: 1 variant has stock that was promised",
            "gift cards: 1 gift card product is made again",
            "references: 1 metafield is left out",
            "markets: in the backup, but not made again: 2",
        ];
        assert_eq!(said.len(), starts.len(), "{said:#?}");
        for (said, start) in said.iter().zip(starts) {
            assert!(said.starts_with(start), "{said}");
        }

        let sheet = as_sheet(&StoreProduct { id: "gid://1".to_owned(), ..product }, &opening.locations, &[]);
        let away = away_from_home(&sheet, &Abroad { types: tally.types, ..Abroad::default() });
        let keys: Vec<&str> = away.metafields.iter().map(|field| field.key.as_str()).collect();
        assert_eq!((sheet.metafields.len(), keys), (2, vec!["rank"]));
        assert_eq!((away.id, &away.variants[0].id), (None, &None));
    }

    #[test]
    fn an_old_backup_says_so() {
        let mut tally = Tally::default();
        tally.add(None, None);
        let markets = Markets::default();
        let target = Target { locations: &[], channels: &[], currency: Some("EUR"), markets: &markets };
        let said = warnings(None, &tally, target);
        assert_eq!(said.len(), 1, "{said:#?}");
        assert_eq!((tally.products, tally.plain), (1, 1));
    }
}
