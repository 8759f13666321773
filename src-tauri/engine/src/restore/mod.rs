//! Brings a backup back into a store: its definitions first, then an ordinary plan and an ordinary run, so that it can be
//! looked at, stopped, resumed and read in the history like any other.

mod contents;
mod look;

use std::path::{Path, PathBuf};

use evenshelf_core::catalog::StoreLocation;
use evenshelf_core::finding::{Finding, FindingCode};
use evenshelf_core::market::Markets;
use evenshelf_core::plan::{MatchBy, Missing, Release, Strategy};
use evenshelf_core::restore::{Abroad, Target, differences, markets_left_out};

use crate::control::RunControl;
use crate::error::EngineError;
use crate::ledger::stores::Store;
use crate::ledger::{locations, markets, mirror, surroundings};
use crate::plan_file::PlanFile;
use crate::progress::{Observer, Progress};
use crate::session::{Foreign, PlanOptions, Session};
use crate::shopify::{Class, StopReason};
use contents::{Contents, contents};
pub use look::BackupLook;

/// What a restore is asked for.
#[derive(Debug, Clone, Default)]
pub struct RestoreOptions {
    pub from: PathBuf,
    /// Allows a store that has products: those of the same handle become as the backup has them, others stay.
    pub into_existing: bool,
    pub release: Release,
    pub strategy: Option<Strategy>,
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
            let markets = self.ledger().read(|conn| markets::known(conn, store.id))?;
            let said = self.differences(store, &contents, &markets)?;
            let abroad = Abroad {
                types: contents.tally.types.clone(),
                markets_left_out: markets_left_out(&contents.tally, &markets),
            };
            Ok(Foreign { abroad, said })
        };
        self.plan_after(name, asked, Some(before), control, observer).await
    }

    /// Makes the definitions and redirects of a backup that the store does not have. To be called before the plan of its
    /// products is made, since definitions decide of which type a metafield is. What the store will not take is told as
    /// warnings. Returns whether the backup has any definitions.
    pub async fn restore_surroundings(
        &self,
        name: &str,
        from: &Path,
        control: &RunControl,
        observer: &Observer,
    ) -> Result<bool, EngineError> {
        let Contents { definitions, redirects, .. } = contents(from, control).await?;
        let store = self.store(name)?;
        if !store.allow_writes {
            return Err(EngineError::ReadOnly(name.to_owned()));
        }
        if definitions.is_empty() && redirects.is_empty() {
            return Ok(false);
        }
        let warn = |text: String| observer(Progress::Warning { text });
        let _lock = self.lock(&store, "restore", control, observer).await?;
        let (client, _) = self.client(&store).await?;
        if !definitions.is_empty() {
            let refused = control.unless_stopped(client.add_metafield_definitions(&definitions)).await?;
            for (field, why) in refused {
                warn(format!("The store would not take the definition of {field}: {why}"));
            }
        }
        if !redirects.is_empty() {
            let made = async { Ok::<_, EngineError>(client.add_redirects(&redirects).await) };
            match control.unless_stopped(made).await? {
                Ok(refused) => {
                    let told = refused
                        .into_iter()
                        .map(|(path, why)| format!("The redirect of {path} was not made: {why}"));
                    told.for_each(warn);
                }
                // Products do not need them.
                Err(error)
                    if matches!(error.class, Class::Stop { reason: StopReason::Permission { .. } }) =>
                {
                    warn(format!("{} redirects were not made: {}", redirects.len(), error.what));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(!definitions.is_empty())
    }

    fn differences(
        &self,
        store: &Store,
        contents: &Contents,
        markets: &Markets,
    ) -> Result<Vec<Finding>, EngineError> {
        let here: Vec<StoreLocation> = self.ledger().read(|conn| locations::list(conn, store.id))?;
        let channels = self.ledger().read(|conn| surroundings::list(conn, store.id))?;
        let currency = store.currency.as_deref();
        let target = Target { locations: &here, channels: &channels, currency, markets };
        Ok(differences(contents.opening.as_ref(), &contents.tally, target))
    }
}

/// Returns what of a plan's findings says that something does not come back as it was.
pub fn not_restored(plan: &PlanFile) -> impl Iterator<Item = &Finding> {
    plan.head.findings.iter().filter(|finding| finding.code == FindingCode::NotRestored)
}
