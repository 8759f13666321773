//! On which sales channels a product is to be, and the names that are none of the store's.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Place, ProductField, SheetProduct, StoreProduct};
use crate::channel::{self, Channel, NoChannel, by_title, field_name};
use crate::finding::{Finding, FindingCode, Severity};
use crate::market::{StoreMarket, included_field};
use crate::operation::{Subject, Work};
use crate::value::Value;

use super::draft::{Draft, change};
use super::policy::Policy;

/// Plans where a product that the store has is put or taken off.
pub(super) fn plan(sheet: &SheetProduct, store: &StoreProduct, policy: &Policy) -> Vec<Draft> {
    let is = store.field(ProductField::Published) == &Value::Bool(true);
    let online = on_online_store(sheet, policy).filter(|wanted| *wanted != is).map(|wanted| (None, wanted));
    let others = elsewhere(sheet, policy).into_iter();
    let others = others.filter(|(channel, wanted)| channel::is_on(store, channel) != *wanted);
    let all = online.into_iter().chain(others.map(|(channel, wanted)| (Some(channel), wanted)));
    let channels = all.map(|(channel, wanted)| publish(channel, wanted, sheet.place));
    let sold = sold(sheet, policy).into_iter();
    let sold = sold.filter(|(_, publication, wanted)| store.publications.contains(*publication) != *wanted);
    channels.chain(sold.map(|sold| sell(sold, sheet.place))).collect()
}

/// Plans the same for a product that is to be made. Without a word it goes to the Online Store, as Shopify's own import
/// does it; it is taken off a channel only where the store would put it there by itself.
pub(super) fn new(sheet: &SheetProduct, policy: &Policy) -> Vec<Draft> {
    let online_store = policy.channels.iter().find(|channel| channel.online_store);
    let is_put = |channel: Option<&Channel>| channel.is_some_and(|channel| channel.auto_publish);
    let online = on_online_store(sheet, policy).unwrap_or(true);
    let online = (online || is_put(online_store)).then_some((None, online));
    let others = elsewhere(sheet, policy).into_iter().map(|(channel, wanted)| (Some(channel), wanted));
    let others = others.filter(|(channel, wanted)| *wanted || is_put(*channel));
    let all = online.into_iter().chain(others);
    let channels = all.map(|(channel, wanted)| publish(channel, wanted, sheet.place));
    // A market may take in what is new by itself, or not: the look before the write tells.
    let sold = sold(sheet, policy).into_iter().map(|sold| sell(sold, sheet.place));
    channels.chain(sold).map(|draft| draft.after([0])).collect()
}

/// Returns whether the store may publish the product by itself on anything that the plan has a say in.
pub(super) fn store_publishes(sheet: &SheetProduct, policy: &Policy) -> bool {
    policy.channels.iter().any(|channel| channel.auto_publish) || !sold(sheet, policy).is_empty()
}

/// Returns whether the product is to be on the Online Store, which has a field of its own: that one counts.
fn on_online_store(sheet: &SheetProduct, policy: &Policy) -> Option<bool> {
    let named = || {
        let mut channels = sheet.channels.iter();
        channels.find(|(title, _)| by_title(&policy.channels, title).is_ok_and(|one| one.online_store))
    };
    let field = sheet.fields.get(&ProductField::Published).and_then(Value::as_bool);
    field.or_else(|| named().and_then(|(_, wanted)| wanted.as_bool()))
}

/// Returns the other channels that the sheet names; a blank leaves one alone.
fn elsewhere<'a>(sheet: &SheetProduct, policy: &'a Policy) -> Vec<(&'a Channel, bool)> {
    let mut seen = BTreeSet::new();
    let named = sheet.channels.iter().filter_map(|(title, wanted)| {
        let channel = by_title(&policy.channels, title).ok().filter(|channel| !channel.online_store)?;
        Some((channel, wanted.as_bool()?))
    });
    named.filter(|(channel, _)| seen.insert(&channel.id)).collect()
}

/// Returns the markets that the sheet names, each with the publication that says what is sold there.
fn sold<'a>(sheet: &SheetProduct, policy: &'a Policy) -> Vec<(&'a StoreMarket, &'a str, bool)> {
    let mut seen = BTreeSet::new();
    let named = sheet.markets.iter().filter_map(|(name, wanted)| {
        let market = policy.markets.named(name)?;
        Some((market, market.publication_id()?, wanted.as_bool()?))
    });
    named.filter(|(_, publication, _)| seen.insert(*publication)).collect()
}

fn sell((market, publication, published): (&StoreMarket, &str, bool), place: Place) -> Draft {
    let (before, after) = (Value::Bool(!published), Value::Bool(published));
    let shown = change(Subject::Product, &included_field(&market.name), before, after);
    let publication = Some(publication.to_owned());
    Draft::new(Work::Publish { published, publication }, Some(place), vec![shown])
}

/// `None`: the Online Store.
fn publish(channel: Option<&Channel>, published: bool, place: Place) -> Draft {
    let field = match channel {
        Some(channel) => field_name(&channel.title),
        None => ProductField::Published.name().to_owned(),
    };
    let shown = change(Subject::Product, &field, Value::Bool(!published), Value::Bool(published));
    let publication = channel.map(|channel| channel.id.clone());
    Draft::new(Work::Publish { published, publication }, Some(place), vec![shown])
}

/// Names that are none of the store's channels or markets. A file says them with every product: each is told once.
#[derive(Debug, Default)]
pub(super) struct Unknown(BTreeMap<(FindingCode, String), Met>);

#[derive(Debug)]
struct Met {
    why: String,
    place: Place,
    /// The first that was to be there.
    product: String,
    times: u64,
}

impl Unknown {
    /// Notes what is none of the store's channels among these titles.
    pub fn note_channels<'a>(
        &mut self,
        titles: impl Iterator<Item = &'a String>,
        at: (&str, Place),
        policy: &Policy,
    ) {
        for title in titles {
            if let Err(why) = by_title(&policy.channels, title) {
                self.note(FindingCode::UnknownChannel, title, at, || no_channel(why, &policy.channels));
            }
        }
    }

    /// Notes the markets a product is to be sold in, or not, that the store does not have or has no say about.
    pub fn note_markets(&mut self, sheet: &SheetProduct, product: &str, policy: &Policy) {
        for (name, wanted) in &sheet.markets {
            let at = (product, sheet.place);
            match (policy.markets.named(name), &policy.markets.hidden) {
                (Some(market), _) if market.publication_id().is_some() => {}
                // All that the sales channels have is sold there: that is what the file asks for.
                (Some(_), _) if wanted.as_bool() != Some(false) => {}
                (Some(_), _) => self.note(FindingCode::MarketNotSent, name, at, || {
                    "the market has no catalogue of its own, so everything is sold there; give it one in Shopify \
                     (Markets)"
                        .to_owned()
                }),
                (None, Some(why)) => self.note(FindingCode::MarketsNotRead, name, at, || {
                    format!("the store's markets could not be read ({why}); give the app the scope read_markets")
                }),
                (None, None) => self.note(FindingCode::UnknownMarket, name, at, || {
                    "the store has no market of this name; add it in Shopify (Markets)".to_owned()
                }),
            }
        }
    }

    fn note(
        &mut self,
        code: FindingCode,
        name: &str,
        (product, place): (&str, Place),
        why: impl FnOnce() -> String,
    ) {
        let first = || Met { why: why(), place, product: product.to_owned(), times: 0 };
        self.0.entry((code, name.to_owned())).or_insert_with(first).times += 1;
    }

    pub fn findings(self) -> Vec<Finding> {
        let finding = |((code, name), met): ((FindingCode, String), Met)| {
            let Met { why, place, product, times } = met;
            let advice = format!("{why}; what the file says of it was left out (named {times} times)");
            let column = if code == FindingCode::UnknownChannel { "channels" } else { "markets" };
            Finding::new(code, Severity::Warning, advice)
                .at(place)
                .column(column)
                .product(product)
                .value(&name)
        };
        self.0.into_iter().map(finding).collect()
    }
}

fn no_channel(why: NoChannel, channels: &[Channel]) -> String {
    let titles: Vec<&str> = channels.iter().map(|channel| channel.title.as_str()).collect();
    match why {
        NoChannel::Several => "the store has several sales channels of this name".to_owned(),
        NoChannel::Unknown if titles.is_empty() => {
            "the store's sales channels are not known; reading them needs the scope read_publications"
                .to_owned()
        }
        NoChannel::Unknown => {
            format!("the store has no sales channel of this name, but {}", titles.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> Policy {
        let channel = |title: &str, online_store, auto_publish| Channel {
            id: format!("id-{title}"),
            title: title.to_owned(),
            online_store,
            auto_publish,
        };
        let channels = vec![
            channel("Online Store", true, false),
            channel("Shop", false, false),
            channel("Till", false, true),
            channel("Fair", false, false),
            channel("Fair", false, false),
        ];
        Policy { channels, ..Policy::default() }
    }

    fn shown(drafts: &[Draft]) -> Vec<String> {
        let shown = |draft: &Draft| format!("{} {}", draft.changes[0].field, draft.changes[0].after);
        drafts.iter().map(shown).collect()
    }

    #[test]
    fn channels_are_planned_one_by_one() {
        type Said = &'static [(&'static str, Option<bool>)];
        type Shown = &'static [&'static str];
        type Row = (Option<bool>, Said, Shown, Shown);
        let table: [Row; 7] = [
            (None, &[], &[], &["published true"]),
            (
                Some(true),
                &[("Shop", Some(false))],
                &["published true", "channels.Shop false"],
                &["published true"],
            ),
            (
                Some(false),
                &[("shop ", Some(true)), ("Till", Some(false))],
                &[],
                &["channels.Till false", "channels.Shop true"],
            ),
            (None, &[("Online store", Some(true))], &["published true"], &["published true"]),
            (None, &[("Online Store", Some(false))], &[], &[]),
            (Some(false), &[("Online Store", Some(true)), ("Shop", None)], &[], &[]),
            (
                Some(false),
                &[("Till", Some(true)), ("Fair", Some(true)), ("Kiosk", Some(true))],
                &["channels.Till true"],
                &["channels.Till true"],
            ),
        ];
        for (published, said, existing, made) in table {
            let value = |said: Option<bool>| said.map_or(Value::Blank, Value::Bool);
            let mut sheet = SheetProduct {
                channels: said.iter().map(|(title, on)| ((*title).to_owned(), value(*on))).collect(),
                ..SheetProduct::default()
            };
            sheet.fields.extend(published.map(|on| (ProductField::Published, Value::Bool(on))));
            let store = StoreProduct {
                publications: BTreeSet::from(["id-Shop".to_owned()]),
                ..StoreProduct::default()
            };
            assert_eq!(shown(&plan(&sheet, &store, &policy())), existing, "{said:?}");
            assert_eq!(shown(&new(&sheet, &policy())), made, "new: {said:?}");
        }
    }

    #[test]
    fn a_name_that_is_no_channel_is_told_once() {
        let place = Place { record: 3, line: 3 };
        let titles = ["Shop", "Kiosk", "Fair"].map(str::to_owned);
        let mut unknown = Unknown::default();
        unknown.note_channels(titles.iter(), ("mug", place), &policy());
        unknown.note_channels(titles[1..2].iter(), ("cup", Place::default()), &policy());
        let told: Vec<_> = unknown.findings().into_iter().map(|one| one.to_string()).collect();
        assert_eq!(told.len(), 2, "{told:#?}");
        assert!(told[1].contains("but Online Store, Shop, Till, Fair"), "{}", told[1]);
        assert!(told[1].contains("named 2 times"), "{}", told[1]);
    }
}
