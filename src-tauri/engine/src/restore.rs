//! Brings a backup back into a store: its definitions first, then an ordinary plan and an ordinary run, so that it can be
//! looked at, stopped, resumed and read in the history like any other.

use std::path::{Path, PathBuf};

use evenshelf_core::backup::{Line, Opening, VERSION};
use evenshelf_core::catalog::StoreLocation;
use evenshelf_core::finding::{Finding, FindingCode};
use evenshelf_core::metafield::MetafieldDefinition;
use evenshelf_core::plan::{MatchBy, Missing, Release, Strategy};
use evenshelf_core::restore::{Tally, Target, differences};

use crate::control::RunControl;
use crate::error::EngineError;
use crate::ledger::stores::Store;
use crate::ledger::surroundings::Surrounding;
use crate::ledger::{locations, mirror};
use crate::plan_file::PlanFile;
use crate::progress::{Observer, Progress};
use crate::session::{Foreign, PlanOptions, Session, blocking};
use crate::source;

/// What a restore is asked for.
#[derive(Debug, Clone, Default)]
pub struct RestoreOptions {
    pub from: PathBuf,
    /// Allows a store that has products: those of the same handle become as the backup has them, others stay.
    pub into_existing: bool,
    pub release: Release,
    pub strategy: Option<Strategy>,
}

/// What a backup says besides its products.
#[derive(Debug, Default)]
struct Contents {
    opening: Option<Opening>,
    definitions: Vec<MetafieldDefinition>,
    tally: Tally,
}

impl Session {
    /// Plans a restore; sends nothing. What it cannot bring back is among the plan's findings: see [`not_restored`].
    pub async fn restore_plan(
        &self,
        name: &str,
        options: RestoreOptions,
        control: &RunControl,
        observer: Observer,
    ) -> Result<PlanFile, EngineError> {
        let contents = contents(&options.from, control).await?;
        let asked = PlanOptions {
            from: options.from,
            match_by: Some(MatchBy::Handle),
            missing: Missing::Leave,
            release: options.release,
            offline: false,
            strategy: options.strategy,
        };
        let before = |store: &Store| {
            let products = self.ledger().read(|conn| mirror::count(conn, store.id))?;
            if products > 0 && !options.into_existing {
                return Err(EngineError::NotEmpty { store: store.name.clone(), products });
            }
            let said = self.differences(store, &contents)?;
            Ok(Foreign { types: contents.tally.types.clone(), said })
        };
        self.plan_after(name, asked, Some(before), control, observer).await
    }

    /// Makes the definitions of a backup that the store does not have. To be called before the plan of its products is
    /// made, since they decide of which type a metafield is. Those the store will not take are told as warnings. Returns
    /// whether the backup has any.
    pub async fn restore_definitions(
        &self,
        name: &str,
        from: &Path,
        control: &RunControl,
        observer: &Observer,
    ) -> Result<bool, EngineError> {
        let definitions = contents(from, control).await?.definitions;
        let store = self.store(name)?;
        if !store.allow_writes {
            return Err(EngineError::ReadOnly(name.to_owned()));
        }
        if definitions.is_empty() {
            return Ok(false);
        }
        let _lock = self.lock(&store, "restore", control, observer).await?;
        let (client, _) = self.client(&store).await?;
        let refused = control.unless_stopped(client.add_metafield_definitions(&definitions)).await?;
        for (field, why) in refused {
            observer(Progress::Warning {
                text: format!("The store would not take the definition of {field}: {why}"),
            });
        }
        Ok(true)
    }

    fn differences(&self, store: &Store, contents: &Contents) -> Result<Vec<Finding>, EngineError> {
        let here: Vec<StoreLocation> = self.ledger().read(|conn| locations::list(conn, store.id))?;
        let target = Target { locations: &here, currency: store.currency.as_deref() };
        Ok(differences(contents.opening.as_ref(), &contents.tally, target))
    }
}

/// Returns what of a plan's findings says that something does not come back as it was.
pub fn not_restored(plan: &PlanFile) -> impl Iterator<Item = &Finding> {
    plan.head.findings.iter().filter(|finding| finding.code == FindingCode::NotRestored)
}

/// Reads a backup once, a product in memory at a time.
async fn contents(from: &Path, control: &RunControl) -> Result<Contents, EngineError> {
    let (from, told) = (from.to_owned(), control.clone());
    control.unless_stopped(blocking(move || read(&from, &told))).await?
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
            Ok(Line::Around(around)) if around.kind == MetafieldDefinition::KIND => {
                match serde_json::from_value(around.body) {
                    Ok(definition) => contents.definitions.push(definition),
                    Err(_) => contents.tally.add_around(&around.kind),
                }
            }
            Ok(Line::Around(around)) => contents.tally.add_around(&around.kind),
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
