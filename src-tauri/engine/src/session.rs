//! One data directory and everything that can be done with it: what the command line and the window call.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use evenshelf_core::finding::Finding;
use evenshelf_core::plan::{MatchBy, Missing, Release, Strategy};
use evenshelf_core::restore::Abroad;

use crate::clock::now_ms;
use crate::control::RunControl;
use crate::credentials::{self, Origin};
use crate::error::EngineError;
use crate::ledger::runs::{Run, RunState};
use crate::ledger::stores::{self, Store};
use crate::ledger::{Ledger, operations, published, runs, settings};
use crate::lock::{Holder, StoreLock};
use crate::plan_file::PlanFile;
use crate::planning::{self, Job, PlanAsked, Planned, Surroundings};
use crate::progress::{Observer, Progress};
use crate::pull::{self, PullReport};
use crate::run::{self, Around, RunOptions};
use crate::shopify::{Client, Endpoint};

/// How far back the last run of a source is looked for.
const RUNS_LOOKED_AT: u32 = 200;

/// One data directory. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Session {
    ledger: Ledger,
    data_dir: Arc<PathBuf>,
}

/// What `plan` is asked for.
#[derive(Debug, Clone, Default)]
pub struct PlanOptions {
    pub from: PathBuf,
    pub match_by: Option<MatchBy>,
    pub missing: Missing,
    pub release: Release,
    /// Plans on the mirror as it is.
    pub offline: bool,
    pub strategy: Option<Strategy>,
}

/// What is known of a file of another store before it is planned.
pub(crate) struct Foreign {
    pub abroad: Abroad,
    /// What goes into the plan's findings.
    pub said: Vec<Finding>,
}

impl Session {
    /// Opens a data directory for everything; makes it where it does not exist.
    pub fn open(data_dir: &Path) -> Result<Self, EngineError> {
        Ok(Self { ledger: Ledger::open(data_dir)?, data_dir: Arc::new(data_dir.to_owned()) })
    }

    /// Opens an existing data directory for looking only.
    pub fn open_read_only(data_dir: &Path) -> Result<Self, EngineError> {
        Ok(Self { ledger: Ledger::open_read_only(data_dir)?, data_dir: Arc::new(data_dir.to_owned()) })
    }

    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    pub fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// Returns the stores, by name.
    pub fn stores(&self) -> Result<Vec<Store>, EngineError> {
        Ok(self.ledger.read(stores::list)?)
    }

    /// Returns a store by its name.
    pub fn store(&self, name: &str) -> Result<Store, EngineError> {
        self.ledger
            .read(|conn| stores::by_name(conn, name))?
            .ok_or_else(|| EngineError::UnknownStore(name.to_owned()))
    }

    /// Prepares a client for a store; tells where its credentials came from. Sends nothing.
    pub(crate) async fn client(&self, store: &Store) -> Result<(Client, Origin), EngineError> {
        let found = credentials::load(store, &self.data_dir).await?;
        let endpoint = Endpoint::new(&store.url, found.credentials)?.with_api_version(&store.api_version);
        let client = Client::new(endpoint)?;
        client.ask_publications(self.ledger.read(|conn| published::asked(conn, store.id))?);
        Ok((client, found.origin))
    }

    /// Waits until no other process works on the store, and keeps others waiting until the lock is dropped.
    pub(crate) async fn lock(
        &self,
        store: &Store,
        doing: &str,
        control: &RunControl,
        observer: &Observer,
    ) -> Result<StoreLock, EngineError> {
        let observer = observer.clone();
        let waiting = move |holder: &Holder| observer(Progress::WaitingForLock { holder: holder.clone() });
        let me = Holder::this_process("evenshelf", doing, now_ms());
        control.unless_stopped(StoreLock::acquire(&self.data_dir, store.id, &me, waiting)).await
    }

    /// Brings the mirror up to date. An end that is wished of `control` stops it within seconds.
    pub async fn pull(
        &self,
        name: &str,
        full: bool,
        control: &RunControl,
        observer: Observer,
    ) -> Result<PullReport, EngineError> {
        let store = self.store(name)?;
        let _lock = self.lock(&store, "pull", control, &observer).await?;
        let (client, _) = self.client(&store).await?;
        let report = pull::bring_up_to_date(&self.ledger, &client, &store, full, control, &observer).await?;
        warn_of_version(&client, &observer);
        Ok(report)
    }

    /// Plans a file against the store; changes nothing in it. An end that is wished of `control` stops it within seconds.
    pub async fn plan(
        &self,
        name: &str,
        options: PlanOptions,
        control: &RunControl,
        observer: Observer,
    ) -> Result<PlanFile, EngineError> {
        let said_nothing: Option<fn(&Store) -> _> = None;
        self.plan_after(name, options, said_nothing, control, observer).await
    }

    /// Plans a file, if of another store once the copy of this one is up to date and `foreign` has looked at it: it may
    /// refuse, and has findings of its own that go into the plan.
    pub(crate) async fn plan_after(
        &self,
        name: &str,
        options: PlanOptions,
        foreign: Option<impl FnOnce(&Store) -> Result<Foreign, EngineError>>,
        control: &RunControl,
        observer: Observer,
    ) -> Result<PlanFile, EngineError> {
        refuse_bulk(options.strategy)?;
        let mut store = self.store(name)?;
        let _lock = self.lock(&store, "plan", control, &observer).await?;
        let mut around = Surroundings {
            previous_products: self.previous_products(&store, &options)?,
            ..Default::default()
        };
        let mut client = None;
        if !options.offline {
            // A file that cannot be read is told before anything is asked of the store.
            readable(&options.from)?;
            let (asking, _) = self.client(&store).await?;
            // What is called missing must really be there: such a plan starts from a whole reading.
            let full = options.missing != Missing::Leave;
            pull::bring_up_to_date(&self.ledger, &asking, &store, full, control, &observer).await?;
            warn_of_version(&asking, &observer);
            store = self.store(name)?;
            if let Some(cost) = asking.last_cost() {
                // The bucket's size, not its level: the same plan made twice is the same byte for byte.
                around.budget.available = cost.maximum;
                around.budget.restore_rate = cost.restore_rate;
            }
            client = Some(asking);
        } else if store.pulled_at.is_none() {
            return Err(EngineError::Usage(format!(
                "there is no copy of \"{name}\" on this computer yet; plan once without --offline"
            )));
        }
        let foreign = foreign.map(|look| look(&store)).transpose()?;
        let (foreign, said) =
            foreign.map_or((None, Vec::new()), |foreign| (Some(foreign.abroad), foreign.said));
        let asked = PlanAsked {
            match_by: options.match_by,
            missing: options.missing,
            release: options.release,
            strategy: options.strategy,
            foreign,
            said,
        };
        let planned = self.plan_once(&store, &options.from, &asked, &around, control, &observer).await?;
        let Some(client) = client else { return Ok(planned.plan) };
        for path in planned.unknown_categories {
            if let Some(id) = control.unless_stopped(self.category(&store, &client, &path)).await? {
                around.categories.insert(path, id);
            }
        }
        if around.categories.is_empty() {
            return Ok(planned.plan);
        }
        Ok(self.plan_once(&store, &options.from, &asked, &around, control, &observer).await?.plan)
    }

    /// Returns the id of a category path. The list of categories belongs to an API version, so that what was
    /// asked once need not be asked again, also where the answer was that there is none.
    async fn category(
        &self,
        store: &Store,
        client: &Client,
        path: &str,
    ) -> Result<Option<String>, EngineError> {
        let key = format!("category/{}/{path}", store.api_version);
        if let Some(known) = self.ledger.read(|conn| settings::get(conn, &key))? {
            return Ok(Some(known).filter(|id| !id.is_empty()));
        }
        let id = client.category_id(path).await?;
        let noted = id.clone().unwrap_or_default();
        self.ledger.write(move |tx| settings::set(tx, &key, &noted)).await?;
        Ok(id)
    }

    async fn plan_once(
        &self,
        store: &Store,
        file: &Path,
        asked: &PlanAsked,
        around: &Surroundings,
        control: &RunControl,
        observer: &Observer,
    ) -> Result<Planned, EngineError> {
        let (ledger, folder) = (self.ledger.clone(), self.data_dir.clone());
        let (observer, told) = (observer.clone(), control.clone());
        let noted = file.to_owned();
        let (store, file, asked, around) = (store.clone(), file.to_owned(), asked.clone(), around.clone());
        // The thread hears of an end as well, between two products; nobody waits for that.
        let planned = blocking(move || {
            let source = source_name(&file);
            let job = Job {
                ledger: &ledger,
                store: &store,
                file: &file,
                source: &source,
                folder: &folder,
                observer: &observer,
                said: None,
                shelf: None,
                control: &told,
            };
            planning::plan(&job, &asked, &around)
        });
        let planned = control.unless_stopped(planned).await??;
        self.note_file(&noted).await?;
        Ok(planned)
    }

    /// Carries a plan out. What an earlier run left in doubt is settled first, and that run is superseded.
    pub async fn sync(
        &self,
        name: &str,
        plan: &PlanFile,
        options: RunOptions,
        control: &RunControl,
        observer: Observer,
    ) -> Result<Run, EngineError> {
        refuse_bulk(options.strategy)?;
        let store = self.writable(name)?;
        if plan.head.store != store.name {
            return Err(EngineError::Usage(format!(
                "this plan was made for the store \"{}\", not for \"{name}\"",
                plan.head.store
            )));
        }
        let _lock = self.lock(&store, "sync", control, &observer).await?;
        let (client, _) = self.client(&store).await?;
        let around =
            Around { ledger: &self.ledger, client: &client, store: &store, control, observer: &observer };
        // Another process may have left one since the plan was made.
        run::supersede_all(&around).await?;
        pull::bring_up_to_date(&self.ledger, &client, &store, false, control, &observer).await?;
        let store = self.prepare_writing(self.store(name)?, &client, control, &observer).await?;
        let ended = run::start(&Around { store: &store, ..around }, plan, &options).await;
        self.index_history().await?;
        ended
    }

    /// Settles what an unfinished earlier run of the store left in doubt and closes it, before a new plan is made.
    /// An end that is wished of `control` leaves that run as it is, to be resumed.
    pub async fn supersede(
        &self,
        name: &str,
        control: &RunControl,
        observer: Observer,
    ) -> Result<Option<Run>, EngineError> {
        let store = self.store(name)?;
        // Settling stock is a write; a read-only store is let be.
        let unfinished = self.ledger.read(|conn| runs::newest_unfinished(conn, Some(store.id)))?;
        if unfinished.is_none() || !store.allow_writes {
            return Ok(None);
        }
        let _lock = self.lock(&store, "sync", control, &observer).await?;
        let (client, _) = self.client(&store).await?;
        let around =
            Around { ledger: &self.ledger, client: &client, store: &store, control, observer: &observer };
        run::supersede_all(&around).await
    }

    /// Goes on with a run that was interrupted: the one named, or the newest. `None`: there is none.
    pub async fn resume(
        &self,
        run: Option<i64>,
        control: &RunControl,
        observer: Observer,
    ) -> Result<Option<Run>, EngineError> {
        let found = match run {
            Some(id) => Some(self.run(id)?),
            None => self.ledger.read(|conn| runs::newest_unfinished(conn, None))?,
        };
        let Some(found) = found else { return Ok(None) };
        refuse_ended(&found)?;
        let store = self.writable(&found.store_name)?;
        let _lock = self.lock(&store, "resume", control, &observer).await?;
        // Whoever had the store meanwhile may have ended it.
        refuse_ended(&self.run(found.id)?)?;
        let (client, _) = self.client(&store).await?;
        let store = self.prepare_writing(store, &client, control, &observer).await?;
        let around =
            Around { ledger: &self.ledger, client: &client, store: &store, control, observer: &observer };
        let ended = run::resume(&around, found.id).await;
        self.index_history().await?;
        ended.map(Some)
    }

    /// Gives a run up that was interrupted: settles what is in doubt, skips the rest, reads back what was applied. A run
    /// that is under way is cancelled by its own [`RunControl`]; another process's is waited for.
    pub async fn give_up(
        &self,
        run: i64,
        control: &RunControl,
        observer: Observer,
    ) -> Result<Run, EngineError> {
        let found = self.run(run)?;
        refuse_ended(&found)?;
        let store = self.store(&found.store_name)?;
        let _lock = self.lock(&store, "cancel", control, &observer).await?;
        refuse_ended(&self.run(run)?)?;
        let is_certain = self.ledger.read(|conn| operations::in_doubt(conn, run))?.is_empty();
        let reached = match self.writable(&found.store_name) {
            Ok(store) => self.client(&store).await,
            Err(error) => Err(error),
        };
        let ended = match reached {
            Ok((client, _)) => {
                let ledger = &self.ledger;
                let around = Around { ledger, client: &client, store: &store, control, observer: &observer };
                run::give_up(&around, run).await
            }
            // A store that cannot be opened any more must not keep a run open that asks nothing of it.
            Err(_) if is_certain => run::give_up_offline(&self.ledger, run).await,
            Err(error) => Err(error),
        };
        self.index_history().await?;
        ended
    }

    /// Returns runs, the newest first.
    pub fn runs(&self, store: Option<&str>, last: Option<u32>) -> Result<Vec<Run>, EngineError> {
        let store = store.map(|name| self.store(name)).transpose()?.map(|store| store.id);
        Ok(self.ledger.read(|conn| runs::list(conn, store, last.unwrap_or(u32::MAX)))?)
    }

    /// Returns one run.
    pub fn run(&self, id: i64) -> Result<Run, EngineError> {
        self.ledger.read(|conn| runs::get(conn, id)).map_err(|_| EngineError::UnknownRun(id))
    }

    fn writable(&self, name: &str) -> Result<Store, EngineError> {
        let store = self.store(name)?;
        if store.allow_writes { Ok(store) } else { Err(EngineError::ReadOnly(name.to_owned())) }
    }

    /// Makes sure of what writes need: the scopes, a copy of the store as it was before the first of them, and the custom id that keeps creates from doubling.
    async fn prepare_writing(
        &self,
        mut store: Store,
        client: &Client,
        control: &RunControl,
        observer: &Observer,
    ) -> Result<Store, EngineError> {
        let missing = control.unless_stopped(client.scopes()).await?.missing(true);
        if !missing.is_empty() {
            return Err(EngineError::Scopes(missing.into_iter().map(str::to_owned).collect()));
        }
        self.back_up_once(&store, client, control, observer).await?;
        if !store.custom_id_ready {
            let support = control.unless_stopped(client.ensure_custom_id_definition()).await?;
            store.custom_id_ready = support == crate::shopify::CustomIdSupport::Usable;
            let noted = store.clone();
            self.ledger.write(move |tx| stores::update(tx, &noted)).await?;
        }
        Ok(store)
    }

    /// How many products this source named when it was last applied to the store.
    fn previous_products(&self, store: &Store, options: &PlanOptions) -> Result<Option<u64>, EngineError> {
        let source = source_name(&options.from);
        let runs = self.ledger.read(|conn| runs::list(conn, Some(store.id), RUNS_LOOKED_AT))?;
        let done = |run: &Run| matches!(run.state, RunState::Completed | RunState::CompletedWithFailures);
        let last = runs.into_iter().find(|run| run.source == source && done(run));
        Ok(last.and_then(|run| run.options.get("products").and_then(serde_json::Value::as_u64)))
    }
}

fn refuse_ended(run: &Run) -> Result<(), EngineError> {
    if run.state.has_ended() {
        return Err(EngineError::Usage(format!("run {} has ended: {}", run.id, run.state.name())));
    }
    Ok(())
}

/// A store that no longer speaks our version of its API answers in another, which may mean other things.
fn warn_of_version(client: &Client, observer: &Observer) {
    if let Some(fell) = client.fall_forward() {
        observer(Progress::Warning { text: fell.words() });
    }
}

/// Writing through Shopify's bulk jobs is not offered yet; nothing else is done in its place unasked.
fn refuse_bulk(strategy: Option<Strategy>) -> Result<(), EngineError> {
    if strategy == Some(Strategy::Bulk) {
        return Err(EngineError::Usage(
            "the strategy bulk is not offered yet; use auto, sequential, parallel or batch".to_owned(),
        ));
    }
    Ok(())
}

/// Fails early where the file is not there, or may not be read.
fn readable(file: &Path) -> Result<(), EngineError> {
    std::fs::File::open(file).map(drop).map_err(|error| EngineError::File { path: file.to_owned(), error })
}

/// A source goes by its file's name: a supplier's list that comes each week to another folder is the same.
pub(crate) fn source_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Runs what blocks on a thread of its own.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, EngineError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| EngineError::broke_off(&error))
}
