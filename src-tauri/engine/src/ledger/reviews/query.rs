//! Which rows a query or a selection means, as a condition of SQL.

use rusqlite::types::Value;

use crate::review::cells::folded;
use crate::review::types::{ReviewQuery, RowState, Selection, Sign};

/// A condition on `review_rows` and the values of its parameters, in order.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    pub sql: String,
    pub values: Vec<Value>,
}

/// The filters of a query that the chips offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chips {
    With,
    Without,
}

impl Condition {
    /// The rows of one review.
    pub fn review(review: i64) -> Self {
        Self { sql: "review_id = ?".to_owned(), values: vec![Value::Integer(review)] }
    }

    pub fn of_query(review: i64, query: &ReviewQuery, chips: Chips) -> Self {
        let mut condition = Self::review(review);
        if chips == Chips::With {
            condition.one_of("sign", query.signs.iter().map(|sign| Value::Integer(*sign as i64)));
            condition.one_of("field", query.fields.iter().cloned().map(Value::Text));
            condition.one_of("state", query.states.iter().map(|state| Value::Text(state.name().to_owned())));
        }
        condition.one_of("held_kind", query.held_kinds.iter().cloned().map(Value::Text));
        let text = folded(query.text.trim());
        if !text.is_empty() {
            condition.and("instr(search, ?) > 0", Value::Text(text));
        }
        condition
    }

    pub fn of_selection(review: i64, selection: &Selection) -> Self {
        let mut condition = Self::review(review);
        match selection {
            Selection::Rows(rows) => {
                // A list of numbers always becomes JSON.
                let rows = serde_json::to_string(rows).unwrap_or_default();
                condition.and("row IN (SELECT value FROM json_each(?))", Value::Text(rows));
            }
            Selection::Fitting(query) => return Self::of_query(review, query, Chips::With),
            Selection::Product(handle) => {
                condition.and(
                    "product IN (SELECT n FROM review_products
                     WHERE review_products.review_id = review_rows.review_id AND handle = ?)",
                    Value::Text(handle.clone()),
                );
            }
            Selection::HeldKind(kind) => condition.and("held_kind = ?", Value::Text(kind.clone())),
        }
        condition
    }

    pub fn and(&mut self, sql: &str, value: Value) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.push(value);
    }

    fn one_of(&mut self, column: &str, values: impl Iterator<Item = Value>) {
        let values: Vec<Value> = values.collect();
        if values.is_empty() {
            return;
        }
        let marks = vec!["?"; values.len()].join(", ");
        self.sql.push_str(&format!(" AND {column} IN ({marks})"));
        self.values.extend(values);
    }
}

/// Returns whether a group of rows passes the chips of the query, `but` apart.
pub(super) fn passes(query: &ReviewQuery, group: &Group, but: Option<Chip>) -> bool {
    let sign = but == Some(Chip::Sign) || query.signs.is_empty() || query.signs.contains(&group.sign);
    let field = but == Some(Chip::Field) || query.fields.is_empty() || query.fields.contains(&group.field);
    let state = but == Some(Chip::State) || query.states.is_empty() || query.states.contains(&group.state);
    sign && field && state
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chip {
    Sign,
    Field,
    State,
}

/// Rows that are the same to the chips.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub sign: Sign,
    pub field: String,
    pub state: RowState,
    pub rows: u64,
}
