//! The redirects of a store: reading them, and making those that another store had.

use evenshelf_core::redirect::Redirect;
use serde_json::{Value as Json, json};

use super::client::Client;
use super::documents as doc;
use super::error::{CallError, Class};
use super::parse::optional;
use super::reads::PAGES_MAX;

/// Redirects that are read of a store.
pub const REDIRECTS_MAX: usize = PAGES_MAX * 250;

impl Client {
    /// Returns the redirects, at most [`REDIRECTS_MAX`]. Needs `read_online_store_navigation`.
    pub async fn redirects(&self) -> Result<Vec<Redirect>, CallError> {
        let rows = self.all_rows(doc::REDIRECTS, json!({}), "", "urlRedirects").await?;
        let redirect = |row: &Json| {
            let (id, path) = (optional(row, "/id")?, optional(row, "/path")?);
            Some(Redirect { id, path, target: optional(row, "/target")? })
        };
        Ok(rows.iter().filter_map(redirect).collect())
    }

    /// Makes those redirects whose path leads nowhere yet; returns the paths that do not lead where they should then,
    /// each with the reason. Doing it twice makes nothing twice: what is there is looked up first, and again after a
    /// lost reply. Needs `write_online_store_navigation`.
    pub async fn add_redirects(&self, wanted: &[Redirect]) -> Result<Vec<(String, String)>, CallError> {
        let here = self.redirects().await?;
        let mut refused = Vec::new();
        for redirect in wanted.iter().filter(|wanted| target(&here, wanted).is_none()) {
            let input = json!({ "path": redirect.path, "target": redirect.target });
            let create = doc::CREATE_REDIRECT.write(json!({ "redirect": input }));
            match self.send_to_make(&create, "/urlRedirectCreate/userErrors/0/message").await {
                Ok(None) => {}
                Ok(Some(reason)) => refused.push((redirect.path.clone(), reason)),
                Err(error) if error.class == Class::Invalid => {
                    refused.push((redirect.path.clone(), error.what));
                }
                Err(error) => return Err(error),
            }
        }
        let here = self.redirects().await?;
        for redirect in wanted {
            if refused.iter().any(|(path, _)| *path == redirect.path) {
                continue;
            }
            let why = match target(&here, redirect) {
                Some(target) if target == redirect.target => continue,
                Some(target) => format!("it leads to {target} already, and was left so"),
                None => "the store did not keep it".to_owned(),
            };
            refused.push((redirect.path.clone(), why));
        }
        Ok(refused)
    }
}

/// Returns where the path leads by now.
fn target<'a>(here: &'a [Redirect], wanted: &Redirect) -> Option<&'a str> {
    here.iter().find(|known| known.path == wanted.path).map(|known| known.target.as_str())
}
