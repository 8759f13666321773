//! The tables, and what they have in common.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::index::Index;
use super::rows::{
    AdjustmentGroup, Bulk, Collection, Definition, File, Idempotency, Job, Location, Market, MarketCatalog,
    Meta, Metaobject, MetaobjectDefinition, Operation, PriceList, Product, Publication, Redirect, Stamp,
    TokenRow, Variant,
};

/// Rows of one kind by id. Shared pointers make a copy for undo cheap.
pub type Table<T> = BTreeMap<u64, Arc<T>>;

/// A record that lives in one of the tables.
pub trait Row: Clone + Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The table's name in the log.
    const NAME: &'static str;
    fn id(&self) -> u64;
    fn table(state: &State) -> &Table<Self>;
    fn table_mut(state: &mut State) -> &mut Table<Self>;
}

macro_rules! tables {
    ($($field:ident: $row:ty),+ $(,)?) => {
        /// Everything the store knows.
        #[derive(Default)]
        pub struct State {
            pub meta: Meta,
            $(pub $field: Table<$row>,)+
            pub index: Index,
        }

        $(impl Row for $row {
            const NAME: &'static str = stringify!($field);
            fn id(&self) -> u64 { self.id }
            fn table(state: &State) -> &Table<Self> { &state.$field }
            fn table_mut(state: &mut State) -> &mut Table<Self> { &mut state.$field }
        })+

        impl State {
            /// Puts back one row as the log has it. Returns false for a table this version does not know.
            pub(super) fn restore(&mut self, table: &str, id: u64, row: Option<Value>) -> Result<bool, serde_json::Error> {
                match table {
                    "meta" => {
                        if let Some(row) = row { self.meta = serde_json::from_value(row)?; }
                    }
                    $(stringify!($field) => {
                        match row {
                            Some(row) => { self.$field.insert(id, Arc::new(serde_json::from_value(row)?)); }
                            None => { self.$field.remove(&id); }
                        }
                    })+
                    _ => return Ok(false),
                }
                Ok(true)
            }

            /// Returns one row as JSON, or nothing if it is gone.
            pub(super) fn row_json(&self, table: &str, id: u64) -> Option<String> {
                match table {
                    "meta" => serde_json::to_string(&self.meta).ok(),
                    $(stringify!($field) => self.$field.get(&id).and_then(|row| serde_json::to_string(row.as_ref()).ok()),)+
                    _ => None,
                }
            }

            /// Returns every row as (table, id), the store's own facts first.
            pub(super) fn all_rows(&self) -> Vec<(&'static str, u64)> {
                let mut rows = vec![("meta", 0)];
                $(rows.extend(self.$field.keys().map(|id| (stringify!($field), *id)));)+
                rows
            }

            /// Returns the whole state as one JSON document, for tests that compare two stores.
            pub fn dump(&self) -> Value {
                let mut out = serde_json::Map::new();
                out.insert("meta".into(), serde_json::to_value(&self.meta).unwrap_or_default());
                $(out.insert(
                    stringify!($field).into(),
                    self.$field.values().map(|row| serde_json::to_value(row.as_ref()).unwrap_or_default()).collect(),
                );)+
                Value::Object(out)
            }
        }
    };
}

tables! {
    tokens: TokenRow,
    locations: Location,
    products: Product,
    variants: Variant,
    files: File,
    definitions: Definition,
    metaobject_definitions: MetaobjectDefinition,
    metaobjects: Metaobject,
    publications: Publication,
    markets: Market,
    market_catalogs: MarketCatalog,
    price_lists: PriceList,
    collections: Collection,
    jobs: Job,
    redirects: Redirect,
    groups: AdjustmentGroup,
    idempotency: Idempotency,
    operations: Operation,
    bulks: Bulk,
}

impl State {
    pub fn get<T: Row>(&self, id: u64) -> Option<&T> {
        T::table(self).get(&id).map(Arc::as_ref)
    }

    /// Returns the variants of a product in their shown order.
    pub fn variants_of<'a>(&'a self, product: &'a Product) -> impl Iterator<Item = &'a Variant> {
        product.variants.iter().filter_map(|id| self.get::<Variant>(*id))
    }

    /// Returns a stamp later than every stamp given before.
    pub fn stamp(&mut self) -> Stamp {
        let now = jiff::Timestamp::now().as_microsecond();
        self.meta.last_stamp = now.max(self.meta.last_stamp + 1);
        self.meta.last_stamp
    }

    pub fn next_id(&mut self) -> u64 {
        self.meta.next_id += 1;
        self.meta.next_id
    }
}
