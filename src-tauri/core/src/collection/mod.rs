//! Collections: as a file describes them, as the store holds them, and how one becomes the other.
//!
//! In the store a collection has *sources*. A source takes products in by conditions, by picking them one by one, or
//! both. What is carried here is the collection with one source (or none), which is what Shopify's own pages make.
//! Whatever else the store has (a second source, other collections as a source, an exclusion, single variants, a
//! condition of a kind that is not known here) stays as it is and is told by a finding.

mod awaited;
mod condition;
mod edit;
mod line;
mod observe;
mod order;
mod plan;
mod shelved;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

pub use awaited::awaited_id;
pub use condition::{Condition, ConditionField, MatchType, Relation};
pub(crate) use edit::leave_out;
pub use line::{CollectionReader, collection_line, is_collection_line};
pub use observe::{as_sheet, differences, observe};
pub use order::moves;
pub(crate) use plan::{MEMBER, missing, plan};

pub use shelved::{leave_out_unsaid, shelved};

use crate::catalog::Place;
use crate::value::Value;

/// A plain field of a collection. All of them are texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollectionField {
    Title,
    BodyHtml,
    SeoTitle,
    SeoDescription,
    /// One of [`SORT_ORDERS`].
    SortOrder,
    TemplateSuffix,
}

impl CollectionField {
    pub const ALL: [Self; 6] = [
        Self::Title,
        Self::BodyHtml,
        Self::SeoTitle,
        Self::SeoDescription,
        Self::SortOrder,
        Self::TemplateSuffix,
    ];

    /// Returns the name that plans, journals and files use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::BodyHtml => "body_html",
            Self::SeoTitle => "seo_title",
            Self::SeoDescription => "seo_description",
            Self::SortOrder => "sort_order",
            Self::TemplateSuffix => "template_suffix",
        }
    }
}

/// The orders a collection can have, Shopify's `CollectionSortOrder` in lower case.
pub const SORT_ORDERS: [&str; 9] = [
    "alpha_asc",
    "alpha_desc",
    "best_selling",
    "created",
    "created_desc",
    MANUAL,
    "most_relevant",
    "price_asc",
    "price_desc",
];

/// The order that is made by hand.
pub const MANUAL: &str = "manual";

/// Products one call takes in, lets go or moves: Shopify's limit for every list.
pub const MEMBERS_PER_CALL: usize = 250;

/// A collection as a file describes it. What is `None` or not in `fields` is left alone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SheetCollection {
    pub place: Place,
    /// The store's id: where the store has it, the collection is that one, and its handle becomes the one said here.
    #[serde(default)]
    pub id: Option<String>,
    pub handle: String,
    pub fields: BTreeMap<CollectionField, Value>,
    /// Handles of the products picked by hand, all of them. Where the collection is ordered by hand and has no
    /// conditions, this is their order, too.
    pub products: Option<Vec<String>>,
    pub match_type: Option<MatchType>,
    pub conditions: Option<Vec<Condition>>,
    /// Handles of products in the order made by hand; those it leaves out come behind, as they are.
    pub order: Option<Vec<String>>,
    /// Whether it is on a sales channel, by the channel's title as the source spells it.
    #[serde(default)]
    pub channels: BTreeMap<String, Value>,
}

/// A product of a collection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Member {
    pub id: String,
    pub handle: String,
}

/// A collection as the store holds it (last observed).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StoreCollection {
    /// The store's global id, `gid://shopify/Collection/…`.
    pub id: String,
    pub handle: String,
    pub fields: BTreeMap<CollectionField, Value>,
    pub sources: Vec<StoreSource>,
    /// All products in their order; `None` where the order is not made by hand, since then nobody sets it.
    pub members: Option<Vec<Member>>,
    /// RFC 3339, as the store wrote it. Membership does not move it.
    pub updated_at: String,
    /// The ids of the publications of the sales channels it is on.
    #[serde(default)]
    pub publications: BTreeSet<String>,
}

/// Where a collection takes products from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StoreSource {
    pub id: String,
    pub title: String,
    pub match_type: MatchType,
    pub conditions: Vec<StoreCondition>,
    /// Products that were picked whole.
    pub picks: Vec<Member>,
    /// What this source has beside that.
    pub beyond: Vec<Beyond>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreCondition {
    pub id: String,
    pub condition: Condition,
}

/// What a source can have that is kept as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beyond {
    /// A condition of another kind, for example on a metafield.
    OtherCondition,
    /// Single variants of a product.
    Variants,
    /// Products that are kept out.
    Exclusion,
    /// Other collections as a source.
    SubCollections,
    /// More sources than one.
    Sources,
}

impl Beyond {
    /// Returns what it is in the owner's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::OtherCondition => "a condition of a kind that is not read yet",
            Self::Variants => "single variants of products",
            Self::Exclusion => "products that are kept out",
            Self::SubCollections => "other collections in it",
            Self::Sources => "several sources",
        }
    }
}

/// What is asked of the store for a collection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollectionWork {
    Create(NewCollection),
    Update(CollectionEdit),
    /// Brings products into this order by hand, at most 250 moves of them; what is not named comes behind.
    Order {
        wanted: Vec<Member>,
    },
    Delete,
    /// On a sales channel, or off it.
    Publish {
        published: bool,
        /// The id of its publication.
        publication: String,
    },
}

impl CollectionWork {
    /// Returns the name that plans, journals and the command line use.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Create(_) => "create_collection",
            Self::Update(_) => "update_collection",
            Self::Order { .. } => "order_collection",
            Self::Delete => "delete_collection",
            Self::Publish { published: true, .. } => "publish_collection",
            Self::Publish { published: false, .. } => "unpublish_collection",
        }
    }
}

/// A collection to be made, with the first [`MEMBERS_PER_CALL`] of its products.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NewCollection {
    pub handle: String,
    pub fields: BTreeMap<CollectionField, Value>,
    pub match_type: MatchType,
    pub conditions: Vec<Condition>,
    pub products: Vec<Member>,
}

/// What changes of a collection. Its one source is looked up just before, and made where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CollectionEdit {
    /// Its new handle; the old address leads to the new one then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handle: Option<String>,
    pub fields: BTreeMap<CollectionField, Value>,
    pub rules: Option<RulesEdit>,
    pub add: Vec<Member>,
    pub remove: Vec<Member>,
}

/// Conditions that come and go; a condition that changes does both.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RulesEdit {
    pub match_type: MatchType,
    pub create: Vec<Condition>,
    /// Ids.
    pub delete: Vec<String>,
}

impl StoreCollection {
    /// Returns the field's value; a field the store does not hold is blank.
    pub fn field(&self, field: CollectionField) -> &Value {
        self.fields.get(&field).unwrap_or(&Value::Blank)
    }

    /// Returns the products that were picked by hand, or why they are not ours to change.
    pub fn picks(&self) -> Result<&[Member], Beyond> {
        match self.only_source(|beyond| beyond != Beyond::OtherCondition)? {
            Some(source) => Ok(&source.picks),
            None => Ok(&[]),
        }
    }

    /// Returns the conditions and how they go together, or why they are not ours to change.
    pub fn rules(&self) -> Result<(MatchType, &[StoreCondition]), Beyond> {
        match self.only_source(|_| true)? {
            Some(source) => Ok((source.match_type, &source.conditions)),
            None => Ok((MatchType::All, &[])),
        }
    }

    /// Returns what the collection has that is kept as it is.
    pub fn beyond(&self) -> Vec<Beyond> {
        let mut found: Vec<Beyond> = self.sources.iter().flat_map(|source| source.beyond.clone()).collect();
        found.extend((self.sources.len() > 1).then_some(Beyond::Sources));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns its conditions in the owner's words, as plans show them; `None` where it has none that are known.
    pub fn rules_words(&self) -> Option<String> {
        let (match_type, conditions) = self.rules().ok()?;
        let words = plan::rules_words(match_type, conditions.iter().map(|one| one.condition.words()));
        words.as_text().map(str::to_owned)
    }

    /// Returns whether only picked products are in it.
    pub fn is_picked(&self) -> bool {
        self.rules().is_ok_and(|(_, conditions)| conditions.is_empty())
    }

    /// Returns whether the product is in it; `None` where that is not known here, since conditions take products in and
    /// only an order made by hand is read from the store.
    pub fn holds(&self, product_id: &str) -> Option<bool> {
        let has = |list: &[Member]| list.iter().any(|member| member.id == product_id);
        match &self.members {
            Some(members) => Some(has(members)),
            None if self.sources.iter().any(|source| has(&source.picks)) && self.beyond().is_empty() => {
                Some(true)
            }
            None => self.is_picked().then_some(false),
        }
    }

    fn only_source(&self, bars: impl Fn(Beyond) -> bool) -> Result<Option<&StoreSource>, Beyond> {
        match self.sources.as_slice() {
            [] => Ok(None),
            [only] => match only.beyond.iter().find(|beyond| bars(**beyond)) {
                Some(beyond) => Err(*beyond),
                None => Ok(Some(only)),
            },
            _ => Err(Beyond::Sources),
        }
    }
}

/// Returns whether the store already holds what the sheet asks for.
pub fn field_equal(field: CollectionField, wanted: &Value, held: &Value) -> bool {
    match field {
        // A store takes outer blanks off these.
        CollectionField::Title => text(wanted).trim() == text(held).trim(),
        _ => wanted == held,
    }
}

fn text(value: &Value) -> &str {
    value.as_text().unwrap_or_default()
}
