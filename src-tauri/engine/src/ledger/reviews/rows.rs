//! Reads the rows of a review: a page of those that fit, how many fit each chip, one change with its surroundings.

use std::collections::BTreeMap;

use evenshelf_core::catalog::Place;
use evenshelf_core::operation::OperationId;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::query::{Chip, Chips, Condition, Group, passes};
use crate::ledger::{LedgerError, json};
use crate::review::types::{
    Facet, GroupBy, PAGE_ROWS_MAX, ReviewFacets, ReviewQuery, ReviewRow, RowState, Sign,
};

/// Returns how many rows fit and a page of them: at most `limit` (never more than [`PAGE_ROWS_MAX`]) after the
/// first `offset`.
pub fn page(
    conn: &Connection,
    review: i64,
    query: &ReviewQuery,
    offset: u64,
    limit: u32,
) -> Result<(u64, Vec<ReviewRow>), LedgerError> {
    let fitting = Condition::of_query(review, query, Chips::With);
    let groups = groups(conn, &fitting, query.group)?;
    let total = groups.iter().map(|(_, rows)| rows).sum();
    let (mut skip, mut wanted) = (offset, u64::from(limit.min(PAGE_ROWS_MAX)));
    let mut numbers = Vec::new();
    // Within a group rows stand in the plan's order, so that only those of the groups in question are walked.
    for (key, rows) in groups {
        if wanted == 0 {
            break;
        }
        if skip >= rows {
            skip -= rows;
            continue;
        }
        let mut condition = fitting.clone();
        match query.group {
            GroupBy::Product => {}
            GroupBy::Field => condition.and("field = ?", key),
            GroupBy::Sign => condition.and("sign = ?", key),
        }
        let found = row_numbers(conn, condition, skip, wanted)?;
        wanted -= found.len() as u64;
        skip = 0;
        numbers.extend(found);
    }
    let rows = numbers.into_iter().map(|row| get(conn, review, row)).collect::<Result<_, _>>()?;
    Ok((total, rows))
}

/// Returns the groups in the order they are shown, each with its number of rows. By product it is one: the plan's
/// order keeps a product's rows together.
fn groups(conn: &Connection, fitting: &Condition, group: GroupBy) -> Result<Vec<(Value, u64)>, LedgerError> {
    let Condition { sql, values } = fitting;
    let key = match group {
        GroupBy::Product => "NULL",
        GroupBy::Field => "field",
        GroupBy::Sign => "sign",
    };
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {key} AS key, count(*) FROM review_rows WHERE {sql} GROUP BY key ORDER BY key"
    ))?;
    let groups = statement
        .query_map(params_from_iter(values), |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))?;
    Ok(groups.collect::<Result<_, _>>()?)
}

fn row_numbers(
    conn: &Connection,
    condition: Condition,
    skip: u64,
    limit: u64,
) -> Result<Vec<u64>, LedgerError> {
    let Condition { sql, mut values } = condition;
    values.extend([Value::Integer(limit.cast_signed()), Value::Integer(skip.cast_signed())]);
    let mut statement = conn
        .prepare_cached(&format!("SELECT row FROM review_rows WHERE {sql} ORDER BY row LIMIT ? OFFSET ?"))?;
    let rows =
        statement.query_map(params_from_iter(values), |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Returns how many rows each value of a chip would leave, the query's other filters standing.
pub fn facets(conn: &Connection, review: i64, query: &ReviewQuery) -> Result<ReviewFacets, LedgerError> {
    let Condition { sql, values } = Condition::of_query(review, query, Chips::Without);
    // Rows that are the same to the chips are few, so that a walk counts them sooner than a sort would.
    let mut statement =
        conn.prepare_cached(&format!("SELECT sign, field, state FROM review_rows WHERE {sql}"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut groups: Vec<Group> = Vec::new();
    while let Some(row) = rows.next()? {
        let sign = sign(row, 0)?;
        let state = json::word("a row's state", row, 2, RowState::parse)?;
        let field = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        let is_same = |group: &&mut Group| group.sign == sign && group.state == state && group.field == field;
        match groups.iter_mut().find(is_same) {
            Some(group) => group.rows += 1,
            None => groups.push(Group { sign, field: field.to_owned(), state, rows: 1 }),
        }
    }
    let total = groups.iter().filter(|group| passes(query, group, None)).map(|group| group.rows).sum();
    let count = |chip: Chip, key: &dyn Fn(&Group) -> String| {
        let mut counted: BTreeMap<String, u64> = BTreeMap::new();
        for group in groups.iter().filter(|group| passes(query, group, Some(chip))) {
            *counted.entry(key(group)).or_default() += group.rows;
        }
        counted.into_iter().map(|(key, rows)| Facet { key, rows }).collect::<Vec<_>>()
    };
    let in_order = |mut facets: Vec<Facet>, order: &dyn Fn(&str) -> Option<usize>| {
        facets.sort_by_key(|facet| order(&facet.key));
        facets
    };
    let sign_order = |key: &str| Sign::ALL.iter().position(|sign| sign.name() == key);
    let state_order = |key: &str| RowState::ALL.iter().position(|state| state.name() == key);
    let mut fields = count(Chip::Field, &|group| group.field.clone());
    fields.sort_by_key(|facet| std::cmp::Reverse(facet.rows));
    Ok(ReviewFacets {
        total,
        signs: in_order(count(Chip::Sign, &|group| group.sign.name().to_owned()), &sign_order),
        fields,
        states: in_order(count(Chip::State, &|group| group.state.name().to_owned()), &state_order),
    })
}

const SELECT: &str =
    "SELECT r.row, r.op_id, r.unit, o.work, p.handle, p.product_id, p.title, c.sku, c.subject,
    r.sign, r.field, c.before, c.after, c.percent, r.state, r.held_kind, coalesce(j.detail, o.held_reason),
    o.record, o.line
    FROM review_rows AS r
    JOIN review_operations AS o USING (review_id, op_id)
    JOIN review_products AS p ON p.review_id = r.review_id AND p.n = r.product
    JOIN review_cells AS c ON c.review_id = r.review_id AND c.row = r.row
    LEFT JOIN operations AS j ON j.run_id = r.run_id AND j.op_id = r.op_id
    WHERE r.review_id = ?1";

/// Returns one row as a page shows it.
pub fn get(conn: &Connection, review: i64, row: u64) -> Result<ReviewRow, LedgerError> {
    conn.prepare_cached(&format!("{SELECT} AND r.row = ?2"))?
        .query_and_then(params![review, row.cast_signed()], read_row)?
        .next()
        .unwrap_or_else(|| Err(LedgerError::missing(format!("row {row} of review {review}"))))
}

/// Returns the rows of an operation; of one with more than [`PAGE_ROWS_MAX`] those on the same page as `near`.
pub fn of_operation(
    conn: &Connection,
    review: i64,
    operation: OperationId,
    near: u64,
) -> Result<Vec<ReviewRow>, LedgerError> {
    let first = first_of_operation(conn, review, operation)?;
    let page = u64::from(PAGE_ROWS_MAX);
    // The page that the row is on.
    let from = first + near.saturating_sub(first) / page * page;
    conn.prepare_cached(&format!("{SELECT} AND r.row >= ?2 AND r.row < ?3 AND r.op_id = ?4 ORDER BY r.row"))?
        .query_and_then(
            params![review, from.cast_signed(), (from + page).cast_signed(), operation.cast_signed()],
            read_row,
        )?
        .collect()
}

/// Returns the first row of an operation. Its rows stand together, in the order of its changes.
pub fn first_of_operation(
    conn: &Connection,
    review: i64,
    operation: OperationId,
) -> Result<u64, LedgerError> {
    let mut statement =
        conn.prepare_cached("SELECT first_row FROM review_operations WHERE review_id = ?1 AND op_id = ?2")?;
    let first = statement.query_row(params![review, operation.cast_signed()], |row| row.get::<_, i64>(0))?;
    Ok(first.unsigned_abs())
}

/// Where an operation stands in the review's plan file: its first byte and its length.
pub fn span(conn: &Connection, review: i64, operation: OperationId) -> Result<(u64, u64), LedgerError> {
    let mut statement = conn
        .prepare_cached("SELECT start, length FROM review_operations WHERE review_id = ?1 AND op_id = ?2")?;
    let span =
        |row: &Row<'_>| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get::<_, i64>(1)?.unsigned_abs()));
    Ok(statement.query_row(params![review, operation.cast_signed()], span)?)
}

/// Returns the product a row belongs to as the shelf's file has it; `None` but where two files are compared.
pub fn shelf_body(conn: &Connection, review: i64, row: u64) -> Result<Option<String>, LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT body FROM review_products AS p JOIN review_rows AS r ON r.review_id = p.review_id AND r.product = p.n
         WHERE r.review_id = ?1 AND r.row = ?2",
    )?;
    Ok(statement.query_row(params![review, row.cast_signed()], |row| row.get(0))?)
}

pub(super) fn sign(row: &Row<'_>, index: usize) -> Result<Sign, LedgerError> {
    let number: i64 = row.get(index)?;
    usize::try_from(number).ok().and_then(|number| Sign::ALL.get(number)).copied().ok_or_else(|| {
        LedgerError::Content { what: "a row of a review".into(), cause: format!("unknown sign {number}") }
    })
}

fn read_row(row: &Row<'_>) -> Result<ReviewRow, LedgerError> {
    let number = |index: usize| Ok::<_, LedgerError>(row.get::<_, i64>(index)?.unsigned_abs());
    let place = match (row.get::<_, Option<i64>>(17)?, row.get::<_, Option<i64>>(18)?) {
        (Some(record), Some(line)) => {
            Some(Place { record: record.unsigned_abs(), line: line.unsigned_abs() })
        }
        _ => None,
    };
    Ok(ReviewRow {
        row: number(0)?,
        operation: number(1)?,
        unit: number(2)?,
        work: row.get(3)?,
        product: row.get(4)?,
        product_id: row.get(5)?,
        title: row.get(6)?,
        sku: row.get(7)?,
        subject: json::column("a subject", row, 8)?,
        sign: sign(row, 9)?,
        field: row.get(10)?,
        before: json::column("a cell", row, 11)?,
        after: json::column("a cell", row, 12)?,
        percent: row.get(13)?,
        state: json::word("a row's state", row, 14, RowState::parse)?,
        held_kind: row.get(15)?,
        detail: row.get(16)?,
        place,
    })
}
