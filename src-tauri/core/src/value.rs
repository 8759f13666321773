//! The values a catalogue field can hold, and how two of them compare.

use std::collections::BTreeSet;
use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What a field holds. A field that is *absent* is not in its map at all; `Blank` says "cleared".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    Blank,
    Text(String),
    Bool(bool),
    Int(i64),
    /// Money, weights and measures: decimal, never binary floating point.
    Decimal(Decimal),
    /// Tags are a set: order and repetition carry no meaning.
    Tags(BTreeSet<String>),
}

impl Value {
    /// Returns text, or `Blank` for an empty one: Shopify does not tell the two apart.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    /// Returns a set of tags, or `Blank` for an empty set.
    pub fn tags(tags: BTreeSet<String>) -> Self {
        if tags.is_empty() { Self::Blank } else { Self::Tags(tags) }
    }

    /// Returns the decimal without trailing zeros, so that equal numbers look equal.
    pub fn decimal(number: Decimal) -> Self {
        Self::Decimal(number.normalize())
    }

    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Blank)
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_decimal(&self) -> Option<Decimal> {
        match self {
            Self::Decimal(number) => Some(*number),
            _ => None,
        }
    }

    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(flag) => Some(*flag),
            _ => None,
        }
    }

    pub fn as_int(&self) -> Option<i64> {
        match self {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// Returns the value as the command line's JSON shows it: decimals as strings, blank as null.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Blank => serde_json::Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Bool(flag) => (*flag).into(),
            Self::Int(number) => (*number).into(),
            Self::Decimal(number) => number.to_string().into(),
            Self::Tags(tags) => tags.iter().cloned().collect::<Vec<_>>().into(),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str(""),
            Self::Text(text) => f.write_str(text),
            Self::Bool(flag) => write!(f, "{flag}"),
            Self::Int(number) => write!(f, "{number}"),
            Self::Decimal(number) => write!(f, "{number}"),
            Self::Tags(tags) => f.write_str(&tags.iter().cloned().collect::<Vec<_>>().join(", ")),
        }
    }
}
