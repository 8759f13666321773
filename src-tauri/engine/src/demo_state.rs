//! The token of the demo store, read from the demo store's own state file.
//!
//! It is no secret: the demo store serves this computer alone, invents its products, and keeps the token where anybody who
//! can read our data directory can read it. So a machine without a keyring can still try everything.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;

use crate::shopify::Secret;

/// Where the demo store of a data directory keeps its state, unless it is told otherwise.
const STATE: &str = "demo-store/state.jsonl";
/// The first line of every state file.
const HEADER: &str = r#"{"evenshelf_demo_store":1}"#;
/// What the row with the apps begins with. Inside a text its quotes would be escaped.
const APPS: &str = r#"["meta",0,"#;

#[derive(Deserialize)]
struct Meta {
    apps: Vec<App>,
}

#[derive(Deserialize)]
struct App {
    token: String,
}

/// Returns the token of the demo store in a data directory; `None` where there is no demo store. It stays the same for a
/// state file.
pub(crate) fn token(data_dir: &Path) -> Option<Secret> {
    let mut lines = BufReader::new(File::open(data_dir.join(STATE)).ok()?).lines();
    if lines.next()?.ok()? != HEADER {
        return None;
    }
    for line in lines {
        let line = line.ok()?;
        let Some(at) = line.find(APPS) else { continue };
        let mut rows = serde_json::Deserializer::from_str(&line[at + APPS.len()..]).into_iter::<Meta>();
        return rows.next()?.ok()?.apps.into_iter().next().map(|app| Secret::new(app.token));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_that_of_the_first_app() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join(STATE);
        std::fs::create_dir_all(state.parent().unwrap()).unwrap();
        let read = |text: &str| {
            std::fs::write(&state, text).unwrap();
            token(folder.path()).map(|token| token.expose().to_owned())
        };
        assert_eq!(token(&folder.path().join("nowhere")).map(|_| ()), None);
        let row = r#"["meta",0,{"seed":1,"apps":[{"id":1,"token":"shpat_1"},{"id":2,"token":"shpat_2"}]}]"#;
        let lines = [HEADER, r#"[["files",7,{"alt":"[\"meta\",0,"}]]"#, &format!("[{row}]"), ""];
        assert_eq!(read(&lines.join("\n")).as_deref(), Some("shpat_1"));
        let after_others = format!("{HEADER}\n[[\"files\",7,{{\"id\":7}}],{row}]\n");
        assert_eq!(read(&after_others).as_deref(), Some("shpat_1"));
        for not_ours in
            [String::new(), HEADER.to_owned(), format!("{{}}\n[{row}]"), format!("{HEADER}\n[[\"meta\",0,{{")]
        {
            assert_eq!(read(&not_ours), None, "{not_ours}");
        }
    }
}
