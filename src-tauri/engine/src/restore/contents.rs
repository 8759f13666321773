//! What a backup says besides its products, read once, a product in memory at a time.

use std::path::Path;

use evenshelf_core::backup::{Around, Line, Opening, VERSION};
use evenshelf_core::channel::Channel;
use evenshelf_core::collection::StoreCollection;
use evenshelf_core::market::StoreMarket;
use evenshelf_core::metafield::MetafieldDefinition;
use evenshelf_core::redirect::Redirect;
use evenshelf_core::restore::Tally;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use crate::control::RunControl;
use crate::error::EngineError;
use crate::ledger::surroundings::Surrounding;
use crate::session::blocking;
use crate::source;

/// What a backup says besides its products.
#[derive(Debug, Default)]
pub(super) struct Contents {
    pub opening: Option<Opening>,
    pub definitions: Vec<MetafieldDefinition>,
    pub redirects: Vec<Redirect>,
    pub collections: u64,
    pub tally: Tally,
}

/// Reads a backup once, a product in memory at a time.
pub(super) async fn contents(from: &Path, control: &RunControl) -> Result<Contents, EngineError> {
    let (from, told) = (from.to_owned(), control.clone());
    control.unless_stopped(blocking(move || read(&from, &told))).await?
}

impl Contents {
    /// Takes what stands around the products. What is of no kind that is made again, or not of its form, is counted.
    fn add(&mut self, around: Around) {
        let Around { kind, body } = around;
        let is_taken = match kind.as_str() {
            MetafieldDefinition::KIND => self.take(body, |contents, one| contents.definitions.push(one)),
            Redirect::KIND => self.take(body, |contents, one| {
                contents.tally.redirects += 1;
                contents.redirects.push(one);
            }),
            Channel::KIND => self.take(body, |contents, one| contents.tally.add_channel(one)),
            // A plan of the backup reads them again, one in memory at a time.
            StoreCollection::KIND => self.take(body, |contents, one| {
                contents.collections += 1;
                contents.tally.add_collection(&one);
            }),
            StoreMarket::KIND => self.take(body, |contents, one| contents.tally.add_market(one)),
            _ => false,
        };
        if !is_taken {
            self.tally.add_around(&kind);
        }
    }

    fn take<T: DeserializeOwned>(&mut self, body: Json, into: impl FnOnce(&mut Self, T)) -> bool {
        match serde_json::from_value(body) {
            Ok(one) => {
                into(self, one);
                true
            }
            Err(_) => false,
        }
    }
}

fn read(from: &Path, control: &RunControl) -> Result<Contents, EngineError> {
    let mut contents = Contents::default();
    for line in source::lines(from)? {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        match Line::read(&line) {
            Ok(Line::Opening(opening)) if opening.version > VERSION => {
                return Err(EngineError::Usage(format!(
                    "{} was written by a newer version of this program; restore it with that",
                    from.display()
                )));
            }
            Ok(Line::Opening(opening)) => contents.opening = Some(opening),
            Ok(Line::Around(around)) => contents.add(around),
            Ok(Line::Product(product)) => {
                control.check()?;
                contents.tally.add(product.as_deref(), contents.opening.as_ref());
            }
            Err(error) => {
                return Err(EngineError::Usage(format!(
                    "{} is no backup of this program, or it is damaged ({error}); a product file is brought in with \
                     `evenshelf sync`",
                    from.display()
                )));
            }
        }
    }
    Ok(contents)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn contents_of(text: &str) -> Result<Contents, EngineError> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        read(file.path(), &RunControl::new())
    }

    #[test]
    fn what_is_no_backup_is_refused_before_a_store_is_asked() {
        for (text, what) in [
            ("Handle,Title\nmug,Mug\n", "is no backup"),
            (
                "{\"evenshelf_backup\":1}\n{\"handle\":\"mug\",\n",
                "is no backup of this program, or it is damaged",
            ),
            ("{\"evenshelf_backup\":2}\n", "newer version"),
        ] {
            let error = contents_of(text).unwrap_err();
            assert!(error.to_string().contains(what), "{error}");
            assert_eq!(error.kind(), crate::ErrorKind::Usage);
        }
    }

    #[test]
    fn definitions_are_told_from_what_cannot_be_made() {
        let found = contents_of(concat!(
            "{\"evenshelf_backup\":1,\"currency\":\"EUR\"}\n",
            "{\"evenshelf_around\":\"metafield_definition\",\"body\":{\"id\":\"1\",\"owner\":\"product\",",
            "\"namespace\":\"custom\",\"key\":\"care\",\"type\":\"boolean\",\"name\":\"Care\",\"validations\":[]}}\n",
            "{\"evenshelf_around\":\"market\",\"body\":{\"id\":\"2\"}}\n",
            "{\"handle\":\"mug\",\"title\":\"Mug\"}\n",
        ))
        .unwrap();
        assert_eq!(found.opening.and_then(|opening| opening.currency).as_deref(), Some("EUR"));
        assert_eq!(found.definitions.len(), 1);
        assert_eq!((found.tally.products, found.tally.plain), (1, 1));
    }
}
