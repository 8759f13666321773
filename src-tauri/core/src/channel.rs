//! Where a store publishes its products and collections.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::catalog::{ProductField, StoreProduct};
use crate::collection::StoreCollection;
use crate::value::Value;

/// What the name of a field begins with that is about a channel.
const FIELD: &str = "channels.";

/// A sales channel, such as the Online Store, Point of Sale or Shop.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Channel {
    /// The id of its publication, `gid://shopify/Publication/…`.
    pub id: String,
    pub title: String,
    /// Whether it is the Online Store, which `ProductField::Published` is about.
    pub online_store: bool,
    /// Whether the store publishes new products on it by itself.
    pub auto_publish: bool,
}

/// Why a name is no channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoChannel {
    Unknown,
    /// Several have the name, so that none is guessed.
    Several,
}

/// Returns the channel of this title, without regard to letter case and to blanks around it.
pub fn by_title<'a>(channels: &'a [Channel], title: &str) -> Result<&'a Channel, NoChannel> {
    let key = |title: &str| title.trim().to_lowercase();
    let wanted = key(title);
    let mut found = channels.iter().filter(|channel| key(&channel.title) == wanted);
    match (found.next(), found.next()) {
        (Some(channel), None) => Ok(channel),
        (Some(_), Some(_)) => Err(NoChannel::Several),
        (None, _) => Err(NoChannel::Unknown),
    }
}

/// Returns whether the product is published on the channel.
pub fn is_on(product: &StoreProduct, channel: &Channel) -> bool {
    if channel.online_store {
        product.field(ProductField::Published) == &Value::Bool(true)
    } else {
        product.publications.contains(&channel.id)
    }
}

/// Returns where a product is and is not, as a file says it: by title, every channel but the Online Store, which has a
/// field of its own, and those that share their title.
pub fn said_of(product: &StoreProduct, channels: &[Channel]) -> BTreeMap<String, Value> {
    let others = channels.iter().filter(|channel| !channel.online_store);
    let named = others.filter(|channel| by_title(channels, &channel.title).is_ok());
    named.map(|channel| (channel.title.clone(), Value::Bool(is_on(product, channel)))).collect()
}

/// Returns where a collection is and is not, as a file says it: the Online Store is a channel like any other here.
pub fn said_of_collection(collection: &StoreCollection, channels: &[Channel]) -> BTreeMap<String, Value> {
    let named = channels.iter().filter(|channel| by_title(channels, &channel.title).is_ok());
    let on = |channel: &Channel| Value::Bool(collection.publications.contains(&channel.id));
    named.map(|channel| (channel.title.clone(), on(channel))).collect()
}

/// Returns what plans and journals call it that something is on a channel.
pub fn field_name(title: &str) -> String {
    format!("{FIELD}{title}")
}

/// Returns the channel's title out of such a name.
pub fn title_of(field: &str) -> Option<&str> {
    field.strip_prefix(FIELD)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_found_by_its_title_alone() {
        let channel = |title: &str| Channel { id: title.into(), title: title.into(), ..Channel::default() };
        let channels = ["Shop", "Point of Sale", "Fair", "fair "].map(channel);
        for (title, found) in [
            ("Shop", Ok("Shop")),
            (" point of SALE", Ok("Point of Sale")),
            ("Fair", Err(NoChannel::Several)),
            ("Kiosk", Err(NoChannel::Unknown)),
        ] {
            assert_eq!(by_title(&channels, title).map(|channel| channel.title.as_str()), found, "{title}");
        }
    }
}
