//! Bodies are stored as JSON text: readable with any SQLite shell, and by the next version.

use rusqlite::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::LedgerError;

/// Returns the value as it is stored.
pub(super) fn encode<T: Serialize + ?Sized>(what: &str, value: &T) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(|error| unreadable(what, &error))
}

/// Reads a stored value.
pub(super) fn decode<T: DeserializeOwned>(what: &str, text: &str) -> Result<T, LedgerError> {
    serde_json::from_str(text).map_err(|error| unreadable(what, &error))
}

/// Reads a stored value out of a column without copying its text first.
pub(super) fn column<T: DeserializeOwned>(what: &str, row: &Row<'_>, index: usize) -> Result<T, LedgerError> {
    let text = row.get_ref(index)?.as_str().map_err(|error| unreadable(what, &error))?;
    decode(what, text)
}

/// Reads a word out of a column: the name of a state or a kind.
pub(super) fn word<T>(
    what: &str,
    row: &Row<'_>,
    index: usize,
    parse: fn(&str) -> Option<T>,
) -> Result<T, LedgerError> {
    let text = row.get_ref(index)?.as_str().map_err(|error| unreadable(what, &error))?;
    parse(text).ok_or_else(|| unreadable(what, &format_args!("unknown word \"{text}\"")))
}

fn unreadable(what: &str, cause: &dyn std::fmt::Display) -> LedgerError {
    LedgerError::Content { what: what.to_owned(), cause: cause.to_string() }
}
