//! Bulk operations: start, watch, cancel, and read their results line by line.
//!
//! Five queries and five mutations may run at once in a store. A result address works for seven days.

mod assemble;
mod lines;

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use super::call::CallKind;
use super::classify::of_errors;
use super::client::{Client, WaitReason};
use super::documents::{self as doc, Document};
use super::error::{CallError, Class};
use super::parse::{nodes, optional};
use super::reads::backoff_ms;
use super::reads_channels::asking;

pub use super::upload::{BULK_FILE_BYTES_MAX, BulkFile};
pub use assemble::{Assembled, BulkProducts};
pub use lines::BulkLines;

/// The first pause between two polls and the longest, in milliseconds. A poll costs one point.
const POLL_FIRST_MS: u64 = 500;
const POLL_MAX_MS: u64 = 10_000;
/// How long a cancelled operation may take to end and show its partial results; operators report up to 100 s.
const CANCEL_WAIT: Duration = Duration::from_secs(120);
/// How often an operation is started again while the store has five running already, half a minute apart.
const SLOT_TRIES: u32 = 20;
const SLOT_WAIT_MS: u64 = 30_000;

/// The state of a bulk operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkOperation {
    pub id: String,
    pub mutation: bool,
    /// The document it runs.
    pub query: String,
    pub status: BulkStatus,
    /// `ACCESS_DENIED`, `INTERNAL_SERVER_ERROR` or `TIMEOUT`.
    pub error_code: Option<String>,
    pub created_at: String,
    pub completed_at: Option<String>,
    pub objects: u64,
    pub root_objects: u64,
    pub bytes: Option<u64>,
    /// Where the results lie; `None` where there are none, or only partial ones.
    pub url: Option<String>,
    pub partial_url: Option<String>,
}

/// Everything a store sells.
#[derive(Debug)]
pub struct Catalogue {
    /// Made one by one, since all at once they would take much memory.
    pub products: Assembled,
    /// When the store began to collect it, by its own clock. What changed since may stand in it or not.
    pub started_at: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkStatus {
    Created,
    Running,
    Completed,
    Failed,
    Canceling,
    Canceled,
    Expired,
}

impl BulkStatus {
    pub fn has_ended(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Canceled | Self::Expired)
    }
}

impl Client {
    /// Starts a bulk query, waiting for a free place where five are running.
    pub async fn run_query(&self, document: Document) -> Result<BulkOperation, CallError> {
        let query = asking(&document.inlined_text(), &self.asked_publications().of_products);
        let start = doc::BULK_RUN_QUERY.write(json!({ "query": query }));
        for _ in 0..SLOT_TRIES {
            // A bulk query changes nothing: one that started unseen does no harm.
            let data = self.start(&start).await?;
            match started(&data["bulkOperationRunQuery"]) {
                Started::Running(operation) => return Ok(operation),
                Started::NoPlace(what) => self.wait(WaitReason::StoreTrouble { what }, SLOT_WAIT_MS).await,
                Started::Refused(error) => return Err(error),
            }
        }
        Err(CallError::new(
            Class::RetryAfter { ms: SLOT_WAIT_MS },
            "the store has no place for another bulk operation",
        ))
    }

    /// Starts a bulk mutation over the file. Every line becomes one execution of the document, in any order; its
    /// results are keyed by `__lineNumber`, counted from 0. `InDoubt` means that it may be running: look for it with
    /// `bulk_operations` before starting another.
    pub async fn run_mutation(
        &self,
        document: Document,
        file: BulkFile,
        name: &str,
    ) -> Result<BulkOperation, CallError> {
        let path = self.upload(file).await?;
        let variables =
            json!({ "mutation": document.inlined_text(), "path": path, "identifier": identifier(name) });
        let start = doc::BULK_RUN_MUTATION.write(variables);
        for _ in 0..SLOT_TRIES {
            let reply = self.execute(&start).await?;
            if !reply.errors.is_empty() {
                return Err(of_errors(&reply.errors, CallKind::Write));
            }
            match started(&reply.data["bulkOperationRunMutation"]) {
                Started::Running(operation) => return Ok(operation),
                Started::NoPlace(what) => self.wait(WaitReason::StoreTrouble { what }, SLOT_WAIT_MS).await,
                Started::Refused(error) => return Err(error),
            }
        }
        Err(CallError::new(
            Class::RetryAfter { ms: SLOT_WAIT_MS },
            "the store has no place for another bulk operation",
        ))
    }

    /// Returns the operation as it stands.
    pub async fn bulk_operation(&self, id: &str) -> Result<BulkOperation, CallError> {
        self.pace().ready().await;
        let data = self.read(&doc::BULK_OPERATION.read(json!({ "id": id }))).await?.data;
        operation(&data["bulkOperation"])
            .ok_or_else(|| CallError::new(Class::Invalid, format!("the store knows no bulk operation {id}")))
    }

    /// Returns the app's newest operations, newest first, at most 50; with `running`, those that have not ended. This
    /// is how a restarted program finds its own again.
    pub async fn bulk_operations(&self, running: bool) -> Result<Vec<BulkOperation>, CallError> {
        let query = if running { Json::from("status:running") } else { Json::Null };
        let data = self.read(&doc::BULK_OPERATIONS.read(json!({ "query": query }))).await?.data;
        let list = nodes(&data, "bulkOperations").filter_map(operation);
        Ok(list.filter(|operation| !running || !operation.status.has_ended()).collect())
    }

    /// Returns the newest operation that still runs this document, to be adopted after a restart instead of being
    /// started a second time.
    pub async fn running_bulk(&self, document: Document) -> Result<Option<BulkOperation>, CallError> {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let wanted = words(&document.inlined_text());
        let running = self.bulk_operations(true).await?;
        Ok(running.into_iter().find(|operation| words(&operation.query) == wanted))
    }

    pub async fn cancel_bulk(&self, id: &str) -> Result<(), CallError> {
        // Cancelling twice, or what has ended, is refused and does no harm.
        let call = doc::BULK_CANCEL.read(json!({ "id": id }));
        self.read(&call).await.map(|_| ())
    }

    /// Watches the operation until it ends, and tells of each poll. One that takes longer than the time box is
    /// cancelled: it then ends as `Canceled`, perhaps with partial results.
    pub async fn wait_for_bulk(
        &self,
        id: &str,
        time_box: Duration,
        mut on_poll: impl FnMut(&BulkOperation),
    ) -> Result<BulkOperation, CallError> {
        let mut ends = Instant::now() + time_box;
        let mut cancelled = false;
        let mut pause_ms = POLL_FIRST_MS;
        loop {
            let operation = self.bulk_operation(id).await?;
            on_poll(&operation);
            if operation.status.has_ended() {
                return Ok(operation);
            }
            if Instant::now() >= ends {
                if cancelled {
                    let what = format!("the store does not end the bulk operation {id}");
                    return Err(CallError::new(Class::RetryAfter { ms: POLL_MAX_MS }, what));
                }
                cancelled = true;
                ends = Instant::now() + CANCEL_WAIT;
                self.cancel_bulk(id).await?;
            }
            tokio::time::sleep(Duration::from_millis(pause_ms)).await;
            pause_ms = (pause_ms * 3 / 2).min(POLL_MAX_MS);
        }
    }

    /// Reads the whole catalogue: one bulk query for products, variants and media, one for pictures and stock of the
    /// variants. Anything but two complete results is an error, so that a part is never taken for all. `on_poll` hears of
    /// each operation as soon as it has started: whoever drops the future knows what to cancel.
    pub async fn all_products(
        &self,
        time_box: Duration,
        mut on_poll: impl FnMut(&BulkOperation),
    ) -> Result<Catalogue, CallError> {
        let products = self.run_query(doc::BULK_PRODUCTS).await?;
        on_poll(&products);
        let started_at = products.created_at.clone();
        let stock = self.run_query(doc::BULK_STOCK).await?;
        on_poll(&stock);
        let mut assembled = BulkProducts::default();
        for started in [products, stock] {
            let ended = self.wait_for_bulk(&started.id, time_box, &mut on_poll).await?;
            if ended.status != BulkStatus::Completed {
                let why = ended.error_code.unwrap_or_else(|| format!("{:?}", ended.status).to_lowercase());
                return Err(CallError::new(
                    Class::Retry,
                    format!("the store did not finish the bulk query: {why}"),
                ));
            }
            // No address: no objects at all.
            if let Some(url) = &ended.url {
                let mut lines = self.bulk_lines(url)?;
                while let Some(line) = lines.next().await? {
                    assembled.push(&line).map_err(super::reads_products::unreadable)?;
                }
            } else if ended.objects > 0 {
                return Err(CallError::new(Class::Retry, "the store shows no results of the bulk query"));
            }
        }
        Ok(Catalogue { products: assembled.finish(), started_at })
    }

    /// Sends a call that starts something harmless, trying again like a read.
    async fn start(&self, call: &super::call::Call) -> Result<Json, CallError> {
        let mut call = call.clone();
        call.kind = CallKind::Read;
        Ok(self.read(&call).await?.data)
    }

    async fn upload(&self, file: BulkFile) -> Result<String, CallError> {
        let file = file
            .finish()
            .map_err(|error| CallError::new(Class::Invalid, format!("the bulk file: {error}")))?;
        let mut tries = 0;
        loop {
            match self.stage(&file).await {
                Err(error) if error.is_transient() && tries < 4 => {
                    self.wait(WaitReason::StoreTrouble { what: error.what }, backoff_ms(tries)).await;
                    tries += 1;
                }
                other => return other,
            }
        }
    }
}

enum Started {
    Running(BulkOperation),
    NoPlace(String),
    Refused(CallError),
}

fn started(payload: &Json) -> Started {
    if let Some(operation) = operation(&payload["bulkOperation"]) {
        return Started::Running(operation);
    }
    let message = optional(payload, "/userErrors/0/message").unwrap_or_else(|| "no reason given".to_owned());
    match payload.pointer("/userErrors/0/code").and_then(Json::as_str) {
        Some("OPERATION_IN_PROGRESS" | "LIMIT_REACHED") => Started::NoPlace(message),
        Some("INTERNAL_FILE_SERVER_ERROR" | "NO_SUCH_FILE") => Started::Refused(CallError::new(
            Class::Retry,
            format!("the bulk operation did not start: {message}"),
        )),
        _ => Started::Refused(CallError::new(
            Class::Invalid,
            format!("the store refuses the bulk operation: {message}"),
        )),
    }
}

fn operation(json: &Json) -> Option<BulkOperation> {
    let number = |key: &str| match json.get(key)? {
        Json::String(text) => text.parse().ok(),
        other => other.as_u64(),
    };
    Some(BulkOperation {
        id: optional(json, "/id")?,
        mutation: json["type"] == "MUTATION",
        query: optional(json, "/query").unwrap_or_default(),
        status: match json["status"].as_str()? {
            "CREATED" => BulkStatus::Created,
            "RUNNING" => BulkStatus::Running,
            "COMPLETED" => BulkStatus::Completed,
            "CANCELING" => BulkStatus::Canceling,
            "CANCELED" => BulkStatus::Canceled,
            "EXPIRED" => BulkStatus::Expired,
            _ => BulkStatus::Failed,
        },
        error_code: optional(json, "/errorCode"),
        created_at: optional(json, "/createdAt").unwrap_or_default(),
        completed_at: optional(json, "/completedAt"),
        objects: number("objectCount").unwrap_or(0),
        root_objects: number("rootObjectCount").unwrap_or(0),
        bytes: number("fileSize"),
        url: optional(json, "/url"),
        partial_url: optional(json, "/partialDataUrl"),
    })
}

/// Returns the name in the 10 to 255 characters that Shopify takes.
fn identifier(name: &str) -> String {
    format!("evenshelf-{name}").chars().take(255).collect()
}
