//! Reading: one function for each type of the schema.

pub mod catalog;
pub mod definitions;
pub mod inventory;
pub mod lists;
pub mod markets;
pub mod media;
pub mod membership;
pub mod metaobjects;
pub mod operations;
pub mod page;
pub mod product;
pub mod products;
pub mod publishing;
pub mod root;
pub mod search;
pub mod shop;
pub mod sources;
pub mod taxonomy;
pub mod variant;

use std::cell::RefCell;

use rust_decimal::Decimal;
use serde_json::Value as Json;

use crate::graphql::coerce::Args;
use crate::graphql::exec::FieldError;
use crate::graphql::value::{Obj, Val};
use crate::state::{File, Operation, Stamp, State};

pub type Resolved = Result<Val, FieldError>;

/// The store's own currency.
pub const CURRENCY: &str = "USD";

/// What a resolver may know besides the object it answers for.
pub struct Ctx<'a> {
    pub state: &'a State,
    /// The address the store answers at.
    pub base: &'a str,
    pub app: u64,
    pub plan: crate::Plan,
    /// Print times in whole seconds, as Shopify does.
    pub whole_seconds: bool,
    /// A connection returns all its rows: inside bulk queries.
    pub unlimited: bool,
    /// `product.variants` may be asked for more than one page.
    pub long_variants: bool,
    pub warnings: RefCell<Vec<Json>>,
}

impl Ctx<'_> {
    pub fn type_name(&self, obj: &Obj) -> String {
        if let Obj::Media(id) = obj
            && let Some(file) = self.state.get::<File>(*id)
        {
            return media::type_of(file).to_owned();
        }
        obj.type_name(|id| {
            self.state.get::<Operation>(id).is_some_and(|operation| operation.kind == "delete")
        })
    }

    pub fn time(&self, at: Stamp) -> Val {
        Val::str(format_time(at, self.whole_seconds))
    }

    /// Returns the moment that "not yet" is measured against.
    pub fn now(&self) -> Stamp {
        jiff::Timestamp::now().as_microsecond().max(self.state.meta.last_stamp)
    }
}

pub fn format_time(at: Stamp, whole_seconds: bool) -> String {
    let at = jiff::Timestamp::from_microsecond(at).unwrap_or_default();
    if whole_seconds { format!("{at:.0}") } else { format!("{at:.6}") }
}

pub fn money(amount: Decimal) -> Val {
    Val::str(format!("{:.2}", amount.round_dp(2)))
}

pub fn money_v2(amount: Decimal) -> Val {
    money_in(amount, CURRENCY)
}

pub fn money_in(amount: Decimal, currency: &str) -> Val {
    // MoneyV2 prints the shortest form with at least one digit after the point.
    let mut text = amount.normalize().to_string();
    if !text.contains('.') {
        text.push_str(".0");
    }
    Val::map("MoneyV2", vec![("amount", Val::str(text)), ("currencyCode", Val::str(currency))])
}

pub fn count(n: usize, limit: Option<u64>) -> Val {
    let n = n as u64;
    let over = limit.is_some_and(|limit| n > limit);
    Val::map(
        "Count",
        vec![
            ("count", Val::leaf(if over { limit.unwrap_or(n) } else { n })),
            ("precision", Val::str(if over { "AT_LEAST" } else { "EXACT" })),
        ],
    )
}

/// Resolves one field of one object.
pub fn resolve(ctx: &Ctx, obj: &Obj, name: &str, args: &Args) -> Resolved {
    match obj {
        Obj::Query => root::field(ctx, name, args),
        Obj::Shop => shop::shop(ctx, name, args),
        Obj::App(id) => shop::app(ctx, *id, name),
        Obj::Installation(id) => shop::installation(ctx, *id, name),
        Obj::Product(id) => product::field(ctx, *id, name, args),
        Obj::Option(product, id) => product::option(ctx, *product, *id, name),
        Obj::OptionValue(product, id) => product::option_value(ctx, *product, *id, name),
        Obj::Variant(id) => variant::field(ctx, *id, name, args),
        Obj::Item(id) => inventory::item(ctx, *id, name, args),
        Obj::Level(variant, location) => inventory::level(ctx, *variant, *location, name, args),
        Obj::Location(id) => inventory::location(ctx, *id, name, args),
        Obj::Group(id) => inventory::group(ctx, *id, name, args),
        Obj::Media(id) => media::field(ctx, *id, name),
        Obj::Metafield(owner, id) => definitions::metafield(ctx, *owner, *id, name),
        Obj::Definition(id) => definitions::definition(ctx, *id, name),
        Obj::Metaobject(id) => metaobjects::metaobject(ctx, *id, name, args),
        Obj::MetaobjectDefinition(id) => metaobjects::definition(ctx, *id, name, args),
        Obj::Publication(id) => publishing::publication(ctx, *id, name, args),
        Obj::Catalog(id) => publishing::catalog(ctx, *id, name, args),
        Obj::MarketCatalog(id) => markets::catalog(ctx, *id, name, args),
        Obj::Market(id) => markets::market(ctx, *id, name, args),
        Obj::PriceList(id) => markets::price_list(ctx, *id, name, args),
        Obj::Collection(id) => catalog::collection(ctx, *id, name, args),
        Obj::Source(collection, id) => sources::source(ctx, *collection, *id, name, args),
        Obj::Inclusion(collection, id) => sources::inclusion(ctx, *collection, *id, name, args),
        Obj::Exclusion(collection, id) => sources::exclusion(ctx, *collection, *id, name, args),
        Obj::Job(id) => operations::job(ctx, *id, name),
        Obj::Redirect(id) => catalog::redirect(ctx, *id, name),
        Obj::Operation(id) => operations::operation(ctx, *id, name),
        Obj::Bulk(id) => operations::bulk(ctx, *id, name),
        Obj::Taxonomy => taxonomy::taxonomy(ctx, name, args),
        Obj::Category(index) => taxonomy::category(*index, name),
        Obj::Conn(conn) => page::connection(conn, name),
        Obj::Map(map) => {
            Ok(map.fields.iter().find(|(key, _)| *key == name).map_or(Val::Null, |(_, value)| value.clone()))
        }
    }
}

/// Answers for an object that went away while it was being read.
pub fn gone(what: &str) -> FieldError {
    FieldError { message: format!("{what} no longer exists"), code: "NOT_FOUND" }
}

pub fn unknown(type_name: &str, name: &str) -> FieldError {
    FieldError {
        message: format!("the demo store has no answer for {type_name}.{name}"),
        code: "NOT_IMPLEMENTED",
    }
}

/// Returns an argument as text, or nothing where it is absent or null.
pub fn text<'a>(args: &'a Args, name: &str) -> Option<&'a str> {
    args.get(name).and_then(Json::as_str)
}

pub fn flag(args: &Args, name: &str) -> bool {
    args.get(name).and_then(Json::as_bool).unwrap_or(false)
}
