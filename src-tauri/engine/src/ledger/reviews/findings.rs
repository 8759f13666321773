//! What was odd in the files of a review: by cause, and in pages.

use evenshelf_core::finding::Finding;
use rusqlite::{Connection, Transaction, params};

use crate::ledger::{LedgerError, json};
use crate::review::types::{FindingGroup, Side};

const WHAT: &str = "a finding";

/// Writes findings down behind those that are there.
pub fn insert_all<'a>(
    tx: &Transaction<'_>,
    review: i64,
    side: Side,
    findings: impl IntoIterator<Item = &'a Finding>,
) -> Result<(), LedgerError> {
    let next: i64 = tx
        .prepare_cached("SELECT coalesce(max(n) + 1, 0) FROM review_findings WHERE review_id = ?1")?
        .query_row([review], |row| row.get(0))?;
    let mut insert = tx.prepare_cached(
        "INSERT INTO review_findings (review_id, n, side, code, severity, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (n, finding) in (next..).zip(findings) {
        insert.execute(params![
            review,
            n,
            side.name(),
            finding.code.name(),
            finding.severity.name(),
            json::encode(WHAT, finding)?
        ])?;
    }
    Ok(())
}

/// Returns how many findings there are, and of each cause how many and the first: the grave ones first, then the
/// most.
pub fn groups(conn: &Connection, review: i64) -> Result<(u64, Vec<FindingGroup>), LedgerError> {
    let mut statement = conn.prepare_cached(
        "SELECT side, count(*), body, min(n) FROM review_findings WHERE review_id = ?1
         GROUP BY code, severity, side",
    )?;
    let mut rows = statement.query([review])?;
    let mut groups = Vec::new();
    while let Some(row) = rows.next()? {
        // Beside a `min` SQLite returns the columns of the row that has it.
        let first: Finding = json::column(WHAT, row, 2)?;
        groups.push(FindingGroup {
            code: first.code,
            severity: first.severity,
            side: json::word("a side", row, 0, Side::parse)?,
            count: row.get::<_, i64>(1)?.unsigned_abs(),
            first,
        });
    }
    groups.sort_by_key(|group| (std::cmp::Reverse((group.severity, group.count)), group.side, group.code));
    Ok((groups.iter().map(|group| group.count).sum(), groups))
}

/// Returns how many findings have the code and are about the file (`None`: whichever), and a page of those.
pub fn page(
    conn: &Connection,
    review: i64,
    code: Option<&str>,
    side: Option<Side>,
    offset: u64,
    limit: u32,
) -> Result<(u64, Vec<Finding>), LedgerError> {
    let side = side.map(Side::name);
    let total: i64 = conn
        .prepare_cached(
            "SELECT count(*) FROM review_findings
             WHERE review_id = ?1 AND (?2 IS NULL OR code = ?2) AND (?3 IS NULL OR side = ?3)",
        )?
        .query_row(params![review, code, side], |row| row.get(0))?;
    let findings = conn
        .prepare_cached(
            "SELECT body FROM review_findings
             WHERE review_id = ?1 AND (?2 IS NULL OR code = ?2) AND (?3 IS NULL OR side = ?3)
             ORDER BY n LIMIT ?4 OFFSET ?5",
        )?
        .query_and_then(params![review, code, side, limit, offset.cast_signed()], |row| {
            json::column(WHAT, row, 0)
        })?
        .collect::<Result<_, LedgerError>>()?;
    Ok((total.unsigned_abs(), findings))
}
