//! What variants cost in markets: which fixed prices are set on which price list, and which are taken away.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::catalog::{Place, SheetMarketPrice, SheetVariant, StoreVariant, VariantField};
use crate::finding::{Finding, FindingCode, Severity};
use crate::market::{FixedPrice, PRICES_PER_CALL, PriceList, StoreMarket, compare_at_field, price_field};
use crate::operation::{Change, Held, HeldKind, MarketPriceEdit, Subject, VariantPriceEdit, Work};
use crate::value::Value;

use super::draft::{Draft, change, variant_label};
use super::guard;
use super::money::currency_decimals;
use super::policy::Policy;

/// A variant that a source gives prices for.
pub(super) struct Priced<'a> {
    pub sheet: &'a SheetVariant,
    /// `None` for one that is still to be made.
    pub store: Option<&'a StoreVariant>,
    /// What it is called once everything before is done.
    pub label: String,
}

impl<'a> Priced<'a> {
    pub fn new(sheet: &'a SheetVariant, store: Option<&'a StoreVariant>, values: &[String]) -> Self {
        Self { sheet, store, label: variant_label(values) }
    }
}

/// A fixed price that is to be another one.
struct Wanted<'a> {
    market: &'a StoreMarket,
    list: &'a PriceList,
    place: Place,
    /// What the variant is called.
    label: String,
    edit: VariantPriceEdit,
    /// Another market of the same list asks for something else.
    is_disputed: bool,
}

/// Plans the prices of a product's variants; `made` are the drafts that those still to be made come from.
pub(super) fn plan(
    product: &str,
    variants: &[Priced<'_>],
    made: &[usize],
    policy: &Policy,
    drafts: &mut Vec<Draft>,
    findings: &mut Vec<Finding>,
) {
    let mut groups: BTreeMap<(Option<HeldKind>, &str), Group<'_>> = BTreeMap::new();
    for variant in variants {
        for wanted in of_variant(product, variant, policy, findings).into_values() {
            let side = |fixed: Option<FixedPrice>| money(fixed.map(|fixed| fixed.price));
            let (before, after) = (side(wanted.edit.from), side(wanted.edit.to));
            let held = guard::price(VariantField::Price, &before, &after, &policy.guards);
            let key = (held.as_ref().map(|held| held.kind), wanted.list.id.as_str());
            groups.entry(key).or_insert_with(|| Group { held, prices: Vec::new() }).prices.push(wanted);
        }
    }
    for Group { held, prices } in groups.into_values() {
        drafts.extend(prices.chunks(PRICES_PER_CALL).map(|chunk| {
            let draft = draft(chunk, made);
            held.clone().into_iter().fold(draft, Draft::held)
        }));
    }
}

/// Prices of one list that are sent or held together.
struct Group<'a> {
    held: Option<Held>,
    prices: Vec<Wanted<'a>>,
}

/// Makes an operation of prices of one list.
fn draft(chunk: &[Wanted<'_>], made: &[usize]) -> Draft {
    let first = &chunk[0];
    let prices: Vec<VariantPriceEdit> = chunk.iter().map(|wanted| wanted.edit.clone()).collect();
    let is_new = prices.iter().any(|price| price.variant.is_none());
    let edit = MarketPriceEdit {
        market: first.market.name.clone(),
        price_list_id: first.list.id.clone(),
        currency: first.list.currency.clone(),
        prices,
    };
    let changes = chunk.iter().flat_map(changes).collect();
    let draft = Draft::new(Work::SetMarketPrices(edit), Some(first.place), changes);
    draft.after(made.iter().copied().filter(|_| is_new))
}

/// Returns what differs of a variant, by price list.
fn of_variant<'a>(
    product: &str,
    variant: &Priced<'_>,
    policy: &'a Policy,
    findings: &mut Vec<Finding>,
) -> BTreeMap<&'a str, Wanted<'a>> {
    let mut by_list: BTreeMap<&str, Wanted<'_>> = BTreeMap::new();
    for (name, said) in &variant.sheet.market_prices {
        let tell = |code, advice: String| {
            Finding::new(code, Severity::Warning, advice).at(said.place).product(product)
        };
        let (market, list) = match place_of(name, policy) {
            Ok(found) => found,
            Err((code, advice)) => {
                if says_something(said) {
                    findings.push(tell(code, advice).column(format!("Price / {name}")));
                }
                continue;
            }
        };
        let from = variant.store.and_then(|store| store.market_prices.get(&list.id).copied());
        let Ok(to) = wanted(said, from, currency_decimals(Some(&list.currency))) else {
            let advice = format!(
                "a compare-at price needs a price beside it: \"{name}\" has none of its own for this variant, so it was \
                 left as it is"
            );
            findings.push(
                tell(FindingCode::MarketPriceMissing, advice)
                    .column(format!("Compare At Price / {name}"))
                    .value(&variant.label),
            );
            continue;
        };
        if from == to {
            continue;
        }
        match by_list.get_mut(list.id.as_str()) {
            Some(other) if other.edit.to != to => {
                let advice = format!(
                    "\"{}\" and \"{name}\" sell by the same price list, and the file gives them two prices; this \
                     variant's was left as it is",
                    other.market.name
                );
                let finding = tell(FindingCode::MarketPricesDisagree, advice);
                findings.push(finding.column(format!("Price / {name}")).value(&variant.label));
                other.is_disputed = true;
            }
            Some(_) => {}
            None => {
                let edit = VariantPriceEdit {
                    variant: variant.store.map(|store| store.id.clone()),
                    option_values: variant.sheet.option_values.clone(),
                    from,
                    to,
                };
                let label = variant.label.clone();
                let wanted = Wanted { market, list, place: said.place, label, edit, is_disputed: false };
                by_list.insert(&list.id, wanted);
            }
        }
    }
    by_list.retain(|_, wanted| !wanted.is_disputed);
    by_list
}

fn says_something(said: &SheetMarketPrice) -> bool {
    [&said.price, &said.compare_at].into_iter().flatten().any(|value| !value.is_blank())
}

/// Returns the market of this name with its price list, or why there is none.
fn place_of<'a>(
    name: &str,
    policy: &'a Policy,
) -> Result<(&'a StoreMarket, &'a PriceList), (FindingCode, String)> {
    if let Some(why) = &policy.markets.hidden {
        let advice = format!(
            "the store's markets could not be read ({why}), so prices for \"{name}\" were left out; give the app the \
             scope read_markets, then sync again"
        );
        return Err((FindingCode::MarketsNotRead, advice));
    }
    let Some(market) = policy.markets.named(name) else {
        let advice = format!(
            "the store has no market \"{name}\", so its prices were left out; add it in Shopify (Markets), or rename \
             the column"
        );
        return Err((FindingCode::UnknownMarket, advice));
    };
    match market.price_list() {
        None => {
            let advice = format!(
                "the market \"{name}\" has no prices of its own, so these were left out; give it a catalog with prices \
                 in Shopify (Markets), then sync again"
            );
            Err((FindingCode::MarketWithoutPriceList, advice))
        }
        Some(list) if !list.whole => {
            let advice = format!(
                "the market \"{name}\" has more fixed prices than Shopify shows at once (25,000), so they cannot be \
                 compared and were left as they are"
            );
            Err((FindingCode::MarketsNotRead, advice))
        }
        Some(list) => Ok((market, list)),
    }
}

/// A compare-at price without a price.
struct PriceMissing;

/// Returns what is to be fixed, `None` for nothing.
fn wanted(
    said: &SheetMarketPrice,
    held: Option<FixedPrice>,
    decimals: u32,
) -> Result<Option<FixedPrice>, PriceMissing> {
    let rounded = |value: &Value| {
        let strategy = RoundingStrategy::MidpointAwayFromZero;
        value.as_decimal().map(|amount| amount.round_dp_with_strategy(decimals, strategy))
    };
    let price = match &said.price {
        Some(value) => rounded(value),
        None => held.map(|held| held.price),
    };
    let compare_at = match &said.compare_at {
        Some(value) => rounded(value),
        None => held.and_then(|held| held.compare_at),
    };
    match price {
        Some(price) => Ok(Some(FixedPrice { price, compare_at })),
        None if said.compare_at.as_ref().is_some_and(|value| !value.is_blank()) => Err(PriceMissing),
        None => Ok(None),
    }
}

fn changes(wanted: &Wanted<'_>) -> Vec<Change> {
    let VariantPriceEdit { from, to, .. } = &wanted.edit;
    let subject = || Subject::Variant { id: wanted.edit.variant.clone(), label: wanted.label.clone() };
    let sides = |fixed: &Option<FixedPrice>| {
        [fixed.map(|fixed| fixed.price), fixed.and_then(|fixed| fixed.compare_at)].map(money)
    };
    let market = &wanted.market.name;
    let fields = [price_field(market), compare_at_field(market)];
    let sides = sides(from).into_iter().zip(sides(to));
    let all =
        fields.iter().zip(sides).map(|(field, (before, after))| change(subject(), field, before, after));
    all.filter(|change| change.before != change.after).collect()
}

fn money(amount: Option<Decimal>) -> Value {
    amount.map_or(Value::Blank, Value::decimal)
}

#[cfg(test)]
#[path = "markets_tests.rs"]
mod tests;
