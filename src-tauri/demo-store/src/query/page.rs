//! Connections: one page out of an ordered list, with cursors that outlive changes to it.

use std::cmp::Ordering;
use std::sync::Arc;

use super::{Ctx, Resolved, unknown};
use crate::graphql::coerce::Args;
use crate::graphql::exec::FieldError;
use crate::graphql::value::{Conn, Obj, Val};

/// <https://shopify.dev/docs/api/usage/pagination-graphql>
const PAGE_MAX: u64 = 250;
/// Pagination stops after this many rows.
/// <https://shopify.dev/docs/api/usage/limits#pagination-limits>
const ROWS_MAX: usize = 25_000;

/// A row before it is turned into a value: what it is sorted by, and its id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortRow {
    pub key: String,
    pub id: u64,
}

/// Returns rows that are sorted by their id alone.
pub fn by_id(ids: impl IntoIterator<Item = u64>) -> Vec<SortRow> {
    ids.into_iter().map(|id| SortRow { key: String::new(), id }).collect()
}

/// Returns a sort key for a number, so that text order is number order.
pub fn number_key(number: i64) -> String {
    format!("{:020}", i128::from(number) + (1i128 << 63))
}

/// Returns the page that `first`, `after`, `last`, `before` and `reverse` ask for, out of rows in ascending order.
pub fn page(
    ctx: &Ctx,
    args: &Args,
    of: &'static str,
    rows: Vec<SortRow>,
    value: impl Fn(u64) -> Val,
) -> Resolved {
    limited(ctx, args, of, rows, PAGE_MAX, value)
}

/// As [`page`], with another page size limit.
pub fn limited(
    ctx: &Ctx,
    args: &Args,
    of: &'static str,
    mut rows: Vec<SortRow>,
    page_max: u64,
    value: impl Fn(u64) -> Val,
) -> Resolved {
    if args.get("reverse").and_then(|v| v.as_bool()) == Some(true) {
        rows.reverse();
        return cut(ctx, args, of, rows, page_max, Ordering::Greater, value);
    }
    cut(ctx, args, of, rows, page_max, Ordering::Less, value)
}

/// Returns a page of a list whose order is its own, such as a product's media.
pub fn list(ctx: &Ctx, args: &Args, of: &'static str, items: Vec<Val>) -> Resolved {
    list_limited(ctx, args, of, items, PAGE_MAX)
}

/// Returns a page of rows whose order is given; cursors keep their place in it.
pub fn in_order(
    ctx: &Ctx,
    args: &Args,
    of: &'static str,
    ids: &[u64],
    value: impl Fn(u64) -> Val,
) -> Resolved {
    let rows = ids.iter().enumerate().map(|(place, id)| {
        let key = number_key(i64::try_from(place).unwrap_or(i64::MAX));
        SortRow { key, id: *id }
    });
    page(ctx, args, of, rows.collect(), value)
}

pub fn list_limited(ctx: &Ctx, args: &Args, of: &'static str, items: Vec<Val>, page_max: u64) -> Resolved {
    let rows = by_id(0..items.len() as u64);
    limited(ctx, args, of, rows, page_max, |index| {
        usize::try_from(index).ok().and_then(|index| items.get(index)).cloned().unwrap_or(Val::Null)
    })
}

fn cut(
    ctx: &Ctx,
    args: &Args,
    of: &'static str,
    rows: Vec<SortRow>,
    page_max: u64,
    before: Ordering,
    value: impl Fn(u64) -> Val,
) -> Resolved {
    let make = |slice: &[SortRow], has_next, has_previous| {
        Ok(Val::Obj(Obj::Conn(Arc::new(Conn {
            of,
            rows: slice.iter().map(|row| (encode(row), value(row.id))).collect(),
            has_next,
            has_previous,
        }))))
    };
    if ctx.unlimited {
        return make(&rows, false, false);
    }
    let size = |name: &str| -> Result<Option<usize>, FieldError> {
        match args.get(name).filter(|v| !v.is_null()) {
            None => Ok(None),
            Some(v) => match v.as_u64() {
                Some(n) if n <= page_max => Ok(usize::try_from(n).ok()),
                Some(n) => Err(FieldError::bad(format!(
                    "{name} is {n}, which exceeds the maximum page size of {page_max}"
                ))),
                None => Err(FieldError::bad(format!("{name} must not be negative"))),
            },
        }
    };
    let (first, last) = (size("first")?, size("last")?);
    if first.is_none() && last.is_none() {
        return Err(FieldError::bad("you must provide one of first or last"));
    }
    if first.is_some() && last.is_some() {
        return Err(FieldError::bad("providing both first and last is not supported"));
    }
    let cursor = |name: &str| -> Result<Option<SortRow>, FieldError> {
        super::text(args, name)
            .map(|text| {
                decode(text).ok_or_else(|| {
                    FieldError::bad(format!("Invalid cursor for current pagination sort: {text}"))
                })
            })
            .transpose()
    };
    let rows = &rows[..rows.len().min(ROWS_MAX)];
    let (mut from, mut to) = (0, rows.len());
    if let Some(after) = cursor("after")? {
        from = rows.partition_point(|row| row.cmp(&after) == before || *row == after);
    }
    if let Some(end) = cursor("before")? {
        to = rows.partition_point(|row| row.cmp(&end) == before).max(from);
    }
    if let Some(first) = first {
        let end = to.min(from.saturating_add(first));
        return make(&rows[from..end], end < to, from > 0);
    }
    let start = from.max(to.saturating_sub(last.unwrap_or(0)));
    make(&rows[start..to], to < rows.len(), start > from)
}

/// Returns an opaque cursor: Shopify's too holds the last id and the value it was sorted by.
fn encode(row: &SortRow) -> String {
    let text = format!("{}:{}", row.id, row.key);
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn decode(text: &str) -> Option<SortRow> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    let bytes: Option<Vec<u8>> =
        (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect();
    let text = String::from_utf8(bytes?).ok()?;
    let (id, key) = text.split_once(':')?;
    Some(SortRow { key: key.to_owned(), id: id.parse().ok()? })
}

pub fn connection(conn: &Conn, name: &str) -> Resolved {
    Ok(match name {
        "nodes" => Val::List(conn.rows.iter().map(|(_, value)| value.clone()).collect()),
        "edges" => Val::List(
            conn.rows
                .iter()
                .map(|(cursor, value)| {
                    Val::map(
                        format!("{}Edge", conn.of),
                        vec![("cursor", Val::str(cursor.as_str())), ("node", value.clone())],
                    )
                })
                .collect(),
        ),
        "pageInfo" => {
            let cursor =
                |row: Option<&(String, Val)>| row.map_or(Val::Null, |(cursor, _)| Val::str(cursor.as_str()));
            Val::map(
                "PageInfo",
                vec![
                    ("hasNextPage", Val::leaf(conn.has_next)),
                    ("hasPreviousPage", Val::leaf(conn.has_previous)),
                    ("startCursor", cursor(conn.rows.first())),
                    ("endCursor", cursor(conn.rows.last())),
                ],
            )
        }
        _ => return Err(unknown(&format!("{}Connection", conn.of), name)),
    })
}
