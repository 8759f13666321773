//! Secrets that do not print themselves, and text that is cleared of them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A token or client secret. `Debug` and `Display` show only that there is one; `expose` is the single way in.
///
/// It can be serialised, for the keyring alone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().trim().to_owned())
    }

    /// Returns the secret itself. Whoever calls it must not let it reach a log, an error or a file.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// Returns the text with every Shopify token in it masked: `shpat_…`, `shpca_…`, `shpss_…`, `shprt_…` and the
/// like (`shp`, two letters, an underscore). The prefix stays, since it tells which kind was in the way.
pub fn redact(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("shp") {
        let (before, found) = rest.split_at(at);
        clean.push_str(before);
        let token = token_length(found);
        if token > 0 {
            clean.push_str(&found[..PREFIX]);
            clean.push('…');
            rest = &found[token..];
        } else {
            clean.push_str("shp");
            rest = &found[3..];
        }
    }
    clean.push_str(rest);
    clean
}

/// The length of `shpat_`.
const PREFIX: usize = 6;

/// Returns the length of the token the text begins with, or 0.
fn token_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let is_token = bytes.len() > PREFIX
        && bytes[3].is_ascii_alphabetic()
        && bytes[4].is_ascii_alphabetic()
        && bytes[5] == b'_';
    if !is_token {
        return 0;
    }
    let tail = bytes[PREFIX..]
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_' || **byte == b'-');
    match tail.count() {
        0 => 0,
        count => PREFIX + count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_masked_and_all_else_stays() {
        for (text, expected) in [
            ("", ""),
            ("no secret here, a ship at most", "no secret here, a ship at most"),
            ("token shpat_0123abcDEF rest", "token shpat_… rest"),
            ("{\"a\":\"shpss_1\",\"b\":\"shprt_2\"}", "{\"a\":\"shpss_…\",\"b\":\"shprt_…\"}"),
            ("shpat_", "shpat_"),
            ("shp shpx_1 shpat-1", "shp shpx_1 shpat-1"),
            ("ü shpat_1ü shp", "ü shpat_…ü shp"),
            ("shpé€_ shpé", "shpé€_ shpé"),
        ] {
            assert_eq!(redact(text), expected, "{text}");
        }
    }

    #[test]
    fn a_secret_does_not_print_itself() {
        let secret = Secret::new(" shpat_0123 ");
        assert_eq!(format!("{secret:?} {secret}"), "Secret(…) …");
        assert_eq!(secret.expose(), "shpat_0123");
    }
}
