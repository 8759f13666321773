//! What a resolver answers with.

use std::sync::Arc;

use serde_json::Value as Json;

/// A resolved value before its sub-selection is looked at.
#[derive(Clone, Debug)]
pub enum Val {
    Null,
    Leaf(Json),
    Obj(Obj),
    List(Vec<Val>),
}

/// An object of the schema: a pointer into the state, or fields that are already known.
#[derive(Clone, Debug)]
pub enum Obj {
    Query,
    Shop,
    App(u64),
    Installation(u64),
    Product(u64),
    Variant(u64),
    /// An inventory item, by its variant.
    Item(u64),
    /// Variant and location.
    Level(u64, u64),
    Location(u64),
    /// Product and option.
    Option(u64, u64),
    /// Product and option value.
    OptionValue(u64, u64),
    Media(u64),
    Metafield(Owner, u64),
    Definition(u64),
    Metaobject(u64),
    MetaobjectDefinition(u64),
    Publication(u64),
    /// A sales channel's catalog.
    Catalog(u64),
    MarketCatalog(u64),
    Market(u64),
    PriceList(u64),
    Collection(u64),
    /// Collection and source.
    Source(u64, u64),
    /// What a source takes in: collection and source.
    Inclusion(u64, u64),
    /// What a source keeps out: collection and source.
    Exclusion(u64, u64),
    Job(u64),
    Redirect(u64),
    Group(u64),
    Operation(u64),
    Bulk(u64),
    Taxonomy,
    /// Index into the category list.
    Category(usize),
    Conn(Arc<Conn>),
    Map(Arc<Fields>),
}

/// Who a metafield belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Product(u64),
    Variant(u64),
    Collection(u64),
}

/// An object whose fields are all at hand.
#[derive(Debug)]
pub struct Fields {
    pub type_name: String,
    pub fields: Vec<(&'static str, Val)>,
}

/// One page of a connection.
#[derive(Debug)]
pub struct Conn {
    /// The node type's name without `Connection`, such as `Product`.
    pub of: &'static str,
    pub rows: Vec<(String, Val)>,
    pub has_next: bool,
    pub has_previous: bool,
}

impl Val {
    pub fn str(text: impl Into<String>) -> Self {
        Val::Leaf(Json::String(text.into()))
    }

    pub fn opt_str(text: Option<&str>) -> Self {
        text.map_or(Val::Null, Val::str)
    }

    pub fn leaf(value: impl Into<Json>) -> Self {
        Val::Leaf(value.into())
    }

    pub fn strs<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Self {
        Val::List(items.into_iter().map(Val::str).collect())
    }

    pub fn map(type_name: impl Into<String>, fields: Vec<(&'static str, Val)>) -> Self {
        Val::Obj(Obj::Map(Arc::new(Fields { type_name: type_name.into(), fields })))
    }

    pub fn opt(obj: Option<Obj>) -> Self {
        obj.map_or(Val::Null, Val::Obj)
    }
}

impl Obj {
    pub fn type_name(&self, operation_is_delete: impl Fn(u64) -> bool) -> String {
        let name = match self {
            Obj::Query => "QueryRoot",
            Obj::Shop => "Shop",
            Obj::App(_) => "App",
            Obj::Installation(_) => "AppInstallation",
            Obj::Product(_) => "Product",
            Obj::Variant(_) => "ProductVariant",
            Obj::Item(_) => "InventoryItem",
            Obj::Level(..) => "InventoryLevel",
            Obj::Location(_) => "Location",
            Obj::Option(..) => "ProductOption",
            Obj::OptionValue(..) => "ProductOptionValue",
            Obj::Media(_) => "MediaImage",
            Obj::Metafield(..) => "Metafield",
            Obj::Definition(_) => "MetafieldDefinition",
            Obj::Metaobject(_) => "Metaobject",
            Obj::MetaobjectDefinition(_) => "MetaobjectDefinition",
            Obj::Publication(_) => "Publication",
            Obj::Catalog(_) => "AppCatalog",
            Obj::MarketCatalog(_) => "MarketCatalog",
            Obj::Market(_) => "Market",
            Obj::PriceList(_) => "PriceList",
            Obj::Collection(_) => "Collection",
            Obj::Source(..) => "CollectionConditionsSource",
            Obj::Inclusion(..) => "CollectionSourceInclusion",
            Obj::Exclusion(..) => "CollectionSourceExclusion",
            Obj::Job(_) => "Job",
            Obj::Redirect(_) => "UrlRedirect",
            Obj::Group(_) => "InventoryAdjustmentGroup",
            Obj::Operation(id) if operation_is_delete(*id) => "ProductDeleteOperation",
            Obj::Operation(_) => "ProductSetOperation",
            Obj::Bulk(_) => "BulkOperation",
            Obj::Taxonomy => "Taxonomy",
            Obj::Category(_) => "TaxonomyCategory",
            Obj::Conn(conn) => return format!("{}Connection", conn.of),
            Obj::Map(map) => return map.type_name.clone(),
        };
        name.to_owned()
    }
}
