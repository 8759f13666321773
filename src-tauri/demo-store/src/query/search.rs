//! Shopify's search syntax: <https://shopify.dev/docs/api/usage/search-syntax>.
//!
//! A filter on a field that does not exist is no error: it is ignored, so that all rows come back,
//! and the reply carries a warning. That is Shopify's behaviour and a trap worth keeping.

use serde_json::{Value as Json, json};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Is,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// One condition, such as `updated_at:>'2026-11-01'`; without a field it looks into the text of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub field: Option<String>,
    pub op: Op,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    All(Vec<Expr>),
    Any(Vec<Expr>),
    Not(Box<Expr>),
    Term(Term),
}

impl Expr {
    /// Whether a row passes. `test` returns nothing for a field it does not know.
    pub fn matches(&self, test: &dyn Fn(&Term) -> Option<bool>) -> bool {
        match self {
            Expr::All(list) => list.iter().all(|expr| expr.matches(test)),
            Expr::Any(list) => list.iter().any(|expr| expr.matches(test)),
            // A negated unknown field is ignored as well.
            Expr::Not(expr) => match expr.as_ref() {
                Expr::Term(term) => test(term).is_none_or(|yes| !yes),
                other => !other.matches(test),
            },
            Expr::Term(term) => test(term).unwrap_or(true),
        }
    }

    fn terms<'a>(&'a self, out: &mut Vec<&'a Term>) {
        match self {
            Expr::All(list) | Expr::Any(list) => list.iter().for_each(|e| e.terms(out)),
            Expr::Not(expr) => expr.terms(out),
            Expr::Term(term) => out.push(term),
        }
    }

    /// Returns the entry for `extensions.search` if the query names fields that do not exist.
    pub fn warning(&self, path: &str, query: &str, known: &dyn Fn(&str) -> bool) -> Option<Json> {
        let mut terms = Vec::new();
        self.terms(&mut terms);
        let unknown: Vec<&Term> = terms
            .iter()
            .copied()
            .filter(|term| term.field.as_deref().is_some_and(|field| !known(field)))
            .collect();
        if unknown.is_empty() {
            return None;
        }
        let warnings: Vec<Json> = unknown
            .iter()
            .map(|term| json!({"field": term.field, "message": "Invalid search field for this query."}))
            .collect();
        let parsed: Vec<Json> = terms
            .iter()
            .map(|term| json!({"field": term.field.as_deref().unwrap_or("default"), "match_all": term.value}))
            .collect();
        let parsed = match parsed.as_slice() {
            [one] => one.clone(),
            many => json!({"and": many}),
        };
        Some(json!({"path": [path], "query": query, "parsed": parsed, "warnings": warnings}))
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Open,
    Close,
    And,
    Or,
    Not,
    Term(Term),
}

/// Returns what a query asks for; an empty one lets everything pass.
pub fn parse(text: &str) -> Expr {
    let tokens = tokens(text);
    let mut at = 0;
    let mut parts = Vec::new();
    while at < tokens.len() {
        parts.push(any(&tokens, &mut at));
        // A closing bracket too many is skipped.
        at += usize::from(tokens.get(at) == Some(&Token::Close));
    }
    match parts.len() {
        1 => parts.remove(0),
        _ => Expr::All(parts),
    }
}

fn any(tokens: &[Token], at: &mut usize) -> Expr {
    let mut parts = vec![all(tokens, at)];
    while tokens.get(*at) == Some(&Token::Or) {
        *at += 1;
        parts.push(all(tokens, at));
    }
    if parts.len() == 1 { parts.remove(0) } else { Expr::Any(parts) }
}

fn all(tokens: &[Token], at: &mut usize) -> Expr {
    let mut parts = Vec::new();
    loop {
        match tokens.get(*at) {
            Some(Token::And) => *at += 1,
            Some(Token::Not) => {
                *at += 1;
                if let Some(part) = one(tokens, at) {
                    parts.push(Expr::Not(Box::new(part)));
                }
            }
            Some(Token::Open | Token::Term(_)) => parts.extend(one(tokens, at)),
            Some(Token::Or | Token::Close) | None => break,
        }
    }
    if parts.len() == 1 { parts.remove(0) } else { Expr::All(parts) }
}

fn one(tokens: &[Token], at: &mut usize) -> Option<Expr> {
    match tokens.get(*at)? {
        Token::Term(term) => {
            *at += 1;
            Some(Expr::Term(term.clone()))
        }
        Token::Open => {
            *at += 1;
            let inner = any(tokens, at);
            *at += usize::from(tokens.get(*at) == Some(&Token::Close));
            Some(inner)
        }
        _ => None,
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        match chars[at] {
            c if c.is_whitespace() => at += 1,
            '(' => {
                out.push(Token::Open);
                at += 1;
            }
            ')' => {
                out.push(Token::Close);
                at += 1;
            }
            '-' if chars.get(at + 1).is_some_and(|c| !c.is_whitespace()) => {
                out.push(Token::Not);
                at += 1;
            }
            _ => {
                let (token, next) = term(&chars, at);
                out.push(token);
                at = next;
            }
        }
    }
    out
}

fn term(chars: &[char], mut at: usize) -> (Token, usize) {
    let (word, quoted, next) = word(chars, at, true);
    at = next;
    if !quoted {
        match word.as_str() {
            "AND" => return (Token::And, at),
            "OR" => return (Token::Or, at),
            "NOT" => return (Token::Not, at),
            _ => {}
        }
    }
    if quoted || chars.get(at) != Some(&':') {
        let term = Term { field: None, op: Op::Is, value: word };
        return (Token::Term(term), at.max(next));
    }
    at += 1;
    let op = match (chars.get(at), chars.get(at + 1)) {
        (Some('>'), Some('=')) => Op::GreaterOrEqual,
        (Some('<'), Some('=')) => Op::LessOrEqual,
        (Some('>'), _) => Op::Greater,
        (Some('<'), _) => Op::Less,
        _ => Op::Is,
    };
    at += match op {
        Op::Is => 0,
        Op::Less | Op::Greater => 1,
        Op::LessOrEqual | Op::GreaterOrEqual => 2,
    };
    let (value, _, next) = self::word(chars, at, false);
    let term = Term { field: Some(word), op, value };
    (Token::Term(term), next)
}

/// Reads a bare or quoted word; a colon ends the first word of a term only.
fn word(chars: &[char], mut at: usize, colon_ends: bool) -> (String, bool, usize) {
    let mut out = String::new();
    if let Some(quote @ ('"' | '\'')) = chars.get(at) {
        at += 1;
        while at < chars.len() && chars[at] != *quote {
            if chars[at] == '\\' && at + 1 < chars.len() {
                at += 1;
            }
            out.push(chars[at]);
            at += 1;
        }
        return (out, true, (at + 1).min(chars.len()));
    }
    while at < chars.len() {
        match chars[at] {
            c if c.is_whitespace() || c == '(' || c == ')' => break,
            ':' if colon_ends => break,
            '\\' if at + 1 < chars.len() => {
                at += 1;
                out.push(chars[at]);
            }
            c => out.push(c),
        }
        at += 1;
    }
    (out, false, at)
}

/// Compares exactly, without regard to case; a `*` at the end means "starts with".
pub fn text_is(actual: &str, wanted: &str) -> bool {
    let (actual, wanted) = (actual.to_lowercase(), wanted.to_lowercase());
    match wanted.strip_suffix('*') {
        Some(start) => actual.starts_with(start),
        None => actual == wanted,
    }
}

/// Whether every word of `wanted` begins a word of `actual`.
pub fn text_has(actual: &str, wanted: &str) -> bool {
    let actual = actual.to_lowercase();
    let words: Vec<&str> =
        actual.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    wanted
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .all(|word| words.iter().any(|have| have.starts_with(word)))
}

pub fn compare<T: PartialOrd>(op: Op, actual: &T, wanted: &T) -> bool {
    match op {
        Op::Is => actual == wanted,
        Op::Less => actual < wanted,
        Op::LessOrEqual => actual <= wanted,
        Op::Greater => actual > wanted,
        Op::GreaterOrEqual => actual >= wanted,
    }
}

/// Compares a moment with a date as a person writes it: a day, or a day and a time, with or without a zone.
pub fn compare_time(op: Op, actual: i64, wanted: &str) -> bool {
    let moment = wanted
        .parse::<jiff::Timestamp>()
        .ok()
        .or_else(|| {
            let local: jiff::civil::DateTime = wanted.parse().ok()?;
            local.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
        })
        .map(jiff::Timestamp::as_microsecond);
    let Some(moment) = moment else { return false };
    // A whole day is meant where no time is given.
    if op == Op::Is && !wanted.contains(['T', ' ']) {
        return (moment..moment + 86_400_000_000).contains(&actual);
    }
    compare(op, &actual, &moment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, rows: &[&str]) {
        let all = ["red hat", "red shoe", "blue hat", "blue shoe"];
        let expr = parse(query);
        let found: Vec<&str> = all
            .into_iter()
            .filter(|row| {
                expr.matches(&|term| match term.field.as_deref() {
                    None => Some(text_has(row, &term.value)),
                    Some("is") => Some(text_is(row, &term.value)),
                    Some("length") => {
                        term.value.parse().ok().map(|n: usize| compare(term.op, &row.len(), &n))
                    }
                    Some(_) => None,
                })
            })
            .collect();
        assert_eq!(found, rows, "{query}");
    }

    #[test]
    fn queries() {
        check("", &["red hat", "red shoe", "blue hat", "blue shoe"]);
        check("red", &["red hat", "red shoe"]);
        check("red hat", &["red hat"]);
        check("red AND hat", &["red hat"]);
        check("red hat OR blue shoe", &["red hat", "blue shoe"]);
        check("(red OR blue) hat", &["red hat", "blue hat"]);
        check("-red", &["blue hat", "blue shoe"]);
        check("NOT red shoe", &["blue shoe"]);
        check("is:'red hat'", &["red hat"]);
        check("is:\"blue*\"", &["blue hat", "blue shoe"]);
        check("length:>8", &["blue shoe"]);
        check("length:<=7", &["red hat"]);
        check("colour:green", &["red hat", "red shoe", "blue hat", "blue shoe"]);
        check("colour:green red", &["red hat", "red shoe"]);
    }

    #[test]
    fn times() {
        let noon = 1_764_072_000_000_000; // 2025-11-25T12:00:00Z
        assert!(compare_time(Op::Greater, noon, "2025-11-25T11:59:59Z"));
        assert!(!compare_time(Op::Greater, noon, "2025-11-25T12:00:00Z"));
        assert!(compare_time(Op::Is, noon, "2025-11-25"));
        assert!(compare_time(Op::Less, noon, "2025-11-26"));
        assert!(compare_time(Op::Greater, noon, "2025-11-25T12:00:00+01:00"));
    }

    #[test]
    fn unknown_fields_are_warned_about() {
        let expr = parse("name:x");
        let warning = expr.warning("products", "name:x", &|field| field == "title");
        assert_eq!(
            warning.expect("a warning")["warnings"][0]["message"],
            "Invalid search field for this query."
        );
        assert!(parse("title:x").warning("p", "title:x", &|f| f == "title").is_none());
    }
}
