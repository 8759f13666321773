//! What is counted in a backup while it is read once.

use std::collections::{BTreeMap, BTreeSet};

use super::away::{MetafieldTypes, refers};
use crate::backup::Opening;
use crate::catalog::{MetafieldOwner, ProductField, StoreMetafield, StoreProduct};
use crate::channel::Channel;
use crate::collection::{Beyond, StoreCollection};
use crate::market::StoreMarket;
use crate::value::Value;

/// What is counted in a backup, one product at a time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    pub products: u64,
    /// Products of which the file has no more than what plans read: it is older than that.
    pub plain: u64,
    pub(super) gift_cards: u64,
    /// Pictures whose only known address is one of the store they are from.
    pub(super) pictures: u64,
    /// Variants of whose stock some is promised to orders, damaged or set aside.
    pub(super) committed: u64,
    /// Locations with stock that take no part any more.
    pub(super) closed: BTreeSet<String>,
    /// Metafields that name something of their store by its id.
    pub(super) references: u64,
    /// Of which type the metafields are: what a store defines says less, since many have no definition.
    pub types: MetafieldTypes,
    /// Collections by what they have that is kept in stores and not carried by files.
    pub(super) beyond: BTreeMap<Beyond, u64>,
    /// Redirects, which are made again.
    pub redirects: u64,
    pub(super) markets: Vec<StoreMarket>,
    /// How many prices each price list fixes.
    pub(super) market_prices: BTreeMap<String, u64>,
    /// The old store's sales channels.
    pub(super) channels: Vec<Channel>,
    /// How many things of each kind stand around the products and are not made again.
    pub(super) around: BTreeMap<String, u64>,
}

impl Tally {
    /// Counts a product as the copy of its store held it; `None` where the file does not say.
    pub fn add(&mut self, product: Option<&StoreProduct>, opening: Option<&Opening>) {
        self.products += 1;
        let Some(product) = product else {
            self.plain += 1;
            return;
        };
        self.gift_cards += u64::from(*product.field(ProductField::GiftCard) == Value::Bool(true));
        self.pictures += product.images.iter().filter(|image| image.source.is_none()).count() as u64;
        self.add_metafields(MetafieldOwner::Product, &product.metafields);
        let locations = opening.map_or(&[][..], |opening| &opening.locations);
        for variant in &product.variants {
            self.add_metafields(MetafieldOwner::Variant, &variant.metafields);
            for list in variant.market_prices.keys() {
                *self.market_prices.entry(list.clone()).or_default() += 1;
            }
            self.committed += u64::from(variant.levels.iter().any(|level| level.on_hand != level.available));
            let closed = variant.levels.iter().filter_map(|level| {
                locations.iter().find(|location| location.id == level.location_id && !location.active)
            });
            self.closed.extend(closed.map(|location| location.name.clone()));
        }
    }

    fn add_metafields(&mut self, owner: MetafieldOwner, metafields: &[StoreMetafield]) {
        for field in metafields {
            self.references += u64::from(refers(&field.type_));
            let name = (owner, field.namespace.clone(), field.key.clone());
            self.types.entry(name).or_insert_with(|| field.type_.clone());
        }
    }

    /// Counts a collection, which is made again as far as a file can say it.
    pub fn add_collection(&mut self, collection: &StoreCollection) {
        for beyond in collection.beyond() {
            *self.beyond.entry(beyond).or_default() += 1;
        }
    }

    /// Notes a market: whether its prices come back depends on the store.
    pub fn add_market(&mut self, market: StoreMarket) {
        self.markets.push(market);
    }

    /// Notes a sales channel: products and collections go where the new store has one of its title.
    pub fn add_channel(&mut self, channel: Channel) {
        self.channels.push(channel);
    }

    /// Counts a thing that stands around the products and is not made again.
    pub fn add_around(&mut self, kind: &str) {
        *self.around.entry(kind.to_owned()).or_default() += 1;
    }
}
