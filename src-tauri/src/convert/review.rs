//! A plan under review.

use evenshelf_core::plan;
use evenshelf_engine::review::types;

use super::finding;
use crate::api::{
    ApplyScope, Cell, ChangeDetail, Facet, FindingGroup, FindingSide, Forecast, GroupBy, HeldChange,
    HeldGroup, Mark, MatchBy, Missing, OpenReview, Place, Review, ReviewCounts, ReviewFacets, ReviewOrigin,
    ReviewPage, ReviewQuery, ReviewRow, RowState, Selection, Sign, Subject,
};

/// Makes two enums of the same cases each the other.
macro_rules! same_cases {
    ($ours:ident, $theirs:path, $($case:ident),+) => {
        impl From<$theirs> for $ours {
            fn from(value: $theirs) -> Self {
                use $theirs as Theirs;
                match value { $(Theirs::$case => Self::$case),+ }
            }
        }

        impl From<$ours> for $theirs {
            fn from(value: $ours) -> Self {
                match value { $($ours::$case => Self::$case),+ }
            }
        }
    };
}

same_cases!(Sign, types::Sign, Added, Changed, Removed);
same_cases!(FindingSide, types::Side, Sheet, Shelf);
same_cases!(GroupBy, types::GroupBy, Product, Field, Sign);
same_cases!(Missing, plan::Missing, Leave, Draft, Archive, Delete);
same_cases!(
    RowState,
    types::RowState,
    Included,
    Excluded,
    Held,
    Released,
    Applied,
    Unchanged,
    Rejected,
    Failed,
    Skipped
);

/// Returns what a file is matched by; `None`: as the file suggests.
pub fn matching(by: MatchBy) -> Option<plan::MatchBy> {
    match by {
        MatchBy::Auto => None,
        MatchBy::Handle => Some(plan::MatchBy::Handle),
        MatchBy::Sku => Some(plan::MatchBy::Sku),
        MatchBy::Barcode => Some(plan::MatchBy::Barcode),
        MatchBy::Id => Some(plan::MatchBy::Id),
    }
}

fn matched(by: Option<plan::MatchBy>) -> MatchBy {
    match by {
        None => MatchBy::Auto,
        Some(plan::MatchBy::Handle) => MatchBy::Handle,
        Some(plan::MatchBy::Sku) => MatchBy::Sku,
        Some(plan::MatchBy::Barcode) => MatchBy::Barcode,
        Some(plan::MatchBy::Id) => MatchBy::Id,
    }
}

pub fn missing(missing: Missing) -> plan::Missing {
    missing.into()
}

pub fn mark(mark: Mark) -> types::Mark {
    match mark {
        Mark::Include => types::Mark::Include,
        Mark::Exclude => types::Mark::Exclude,
        Mark::Release => types::Mark::Release,
        Mark::Hold => types::Mark::Hold,
    }
}

pub fn query(query: ReviewQuery) -> types::ReviewQuery {
    let ReviewQuery { text, signs, fields, states, held_kinds, group } = query;
    types::ReviewQuery {
        text,
        signs: signs.into_iter().map(Into::into).collect(),
        fields,
        states: states.into_iter().map(Into::into).collect(),
        held_kinds,
        group: group.into(),
    }
}

pub fn selection(selection: Selection) -> types::Selection {
    match selection {
        Selection::Rows { rows } => types::Selection::Rows(rows),
        Selection::Fitting { query: fitting } => types::Selection::Fitting(query(fitting)),
        Selection::Product { product } => types::Selection::Product(product),
        Selection::HeldKind { held_kind } => types::Selection::HeldKind(held_kind),
    }
}

pub fn scope(scope: ApplyScope) -> types::ApplyScope {
    match scope {
        ApplyScope::All => types::ApplyScope::All,
        ApplyScope::Trial { products } => types::ApplyScope::Trial { products },
    }
}

impl From<types::Review> for Review {
    fn from(review: types::Review) -> Self {
        Self {
            id: review.id,
            version: review.version,
            origin: review.origin.into(),
            created_at_ms: review.created_at,
            copied_at_ms: review.copied_at,
            currency: review.currency,
            match_by: matched(review.match_by),
            missing: review.missing.into(),
            counts: review.counts.into(),
            forecast: review.forecast.into(),
            held: review.held.into_iter().map(HeldGroup::from).collect(),
            findings: review.findings,
            finding_groups: review.finding_groups.into_iter().map(FindingGroup::from).collect(),
            trial_run: review.trial_run,
            run: review.run,
        }
    }
}

impl From<types::OpenReview> for OpenReview {
    fn from(review: types::OpenReview) -> Self {
        Self {
            id: review.id,
            origin: review.origin.into(),
            counts: review.counts.into(),
            created_at_ms: review.created_at,
        }
    }
}

impl From<types::ReviewOrigin> for ReviewOrigin {
    fn from(origin: types::ReviewOrigin) -> Self {
        match origin {
            types::ReviewOrigin::Store { store, demo, path, source } => {
                Self::Store { store, demo, path, source }
            }
            types::ReviewOrigin::Files { shelf, shelf_name, sheet, sheet_name } => {
                Self::Files { shelf, shelf_name, sheet, sheet_name }
            }
        }
    }
}

impl From<types::ReviewCounts> for ReviewCounts {
    fn from(counts: types::ReviewCounts) -> Self {
        let types::ReviewCounts {
            changes,
            to_apply,
            operations_to_apply,
            products_to_apply,
            held,
            excluded,
            done,
            products_even,
            products,
            products_created,
            products_changed,
            products_removed,
            collections,
            collections_to_apply,
        } = counts;
        Self {
            changes,
            to_apply,
            operations_to_apply,
            products_to_apply,
            held,
            excluded,
            done,
            products_even,
            products,
            products_created,
            products_changed,
            products_removed,
            collections,
            collections_to_apply,
        }
    }
}

impl From<plan::Forecast> for Forecast {
    fn from(forecast: plan::Forecast) -> Self {
        let plan::Forecast { calls, points, seconds_low, seconds_high, strategy, reason } = forecast;
        Self { calls, points, seconds_low, seconds_high, strategy, reason }
    }
}

impl From<types::HeldChange> for HeldChange {
    fn from(change: types::HeldChange) -> Self {
        let types::HeldChange { field, before, after } = change;
        Self { field, before: before.into(), after: after.into() }
    }
}

impl From<types::HeldGroup> for HeldGroup {
    fn from(group: types::HeldGroup) -> Self {
        Self {
            kind: group.kind.name().to_owned(),
            changes: group.changes,
            products: group.products,
            released: group.released,
            first: group.first.map(HeldChange::from),
            example_product: group.example_product,
            releasable: group.releasable,
        }
    }
}

impl From<types::FindingGroup> for FindingGroup {
    fn from(group: types::FindingGroup) -> Self {
        Self {
            code: group.code.name(),
            severity: group.severity.into(),
            side: group.side.into(),
            count: group.count,
            first: finding(group.first),
        }
    }
}

impl From<types::ReviewFacets> for ReviewFacets {
    fn from(facets: types::ReviewFacets) -> Self {
        let each = |facets: Vec<types::Facet>| -> Vec<Facet> {
            facets.into_iter().map(|types::Facet { key, rows }| Facet { key, rows }).collect()
        };
        Self {
            total: facets.total,
            signs: each(facets.signs),
            fields: each(facets.fields),
            states: each(facets.states),
        }
    }
}

/// The row of a review. The page words what a brake holds back from its kind and figures, in the store's currency.
fn planned_row(row: types::ReviewRow) -> ReviewRow {
    let is_held = matches!(row.state, types::RowState::Held | types::RowState::Released);
    let detail = if is_held { None } else { row.detail.clone() };
    ReviewRow { detail, ..row.into() }
}

impl From<types::ReviewPage> for ReviewPage {
    fn from(page: types::ReviewPage) -> Self {
        Self {
            version: page.version,
            total: page.total,
            rows: page.rows.into_iter().map(planned_row).collect(),
        }
    }
}

impl From<types::ReviewRow> for ReviewRow {
    fn from(row: types::ReviewRow) -> Self {
        Self {
            row: row.row,
            operation: row.operation,
            unit: row.unit,
            work: row.work,
            product: row.product,
            product_id: row.product_id,
            title: row.title,
            sku: row.sku,
            subject: row.subject.into(),
            sign: row.sign.into(),
            field: row.field,
            before: row.before.into(),
            after: row.after.into(),
            percent: row.percent,
            state: row.state.into(),
            held_kind: row.held_kind,
            detail: row.detail,
            place: row.place.map(Place::from),
        }
    }
}

impl From<types::Subject> for Subject {
    fn from(subject: types::Subject) -> Self {
        match subject {
            types::Subject::Product => Self::Product,
            types::Subject::Collection => Self::Collection,
            types::Subject::Variant { label } => Self::Variant { label },
            types::Subject::Image { position } => Self::Image { position },
            types::Subject::Level { variant, location } => Self::Level { variant, location },
        }
    }
}

impl From<types::Cell> for Cell {
    fn from(cell: types::Cell) -> Self {
        match cell {
            types::Cell::Blank => Self::Blank,
            types::Cell::Text { text, cut } => Self::Text { text, cut },
            types::Cell::Flag { on } => Self::Flag { on },
            types::Cell::Number { digits } => Self::Number { digits },
            types::Cell::Tags { tags, cut } => Self::Tags { tags, cut },
        }
    }
}

impl From<types::ChangeDetail> for ChangeDetail {
    fn from(detail: types::ChangeDetail) -> Self {
        Self {
            row: planned_row(detail.row),
            html: detail.html,
            together: detail.together.into_iter().map(planned_row).collect(),
            shelf: detail.shelf.map(Into::into),
            collection: detail.collection.map(Into::into),
            admin_url: detail.admin_url,
        }
    }
}
