//! Bulk operations: run in the background, with their results in a file.
//! <https://shopify.dev/docs/api/usage/bulk-operations>

pub mod check;
mod mutation;
mod query;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::time::Duration;

use crate::state::{Bulk, Stamp};
use crate::store::{Store, hash, lock};

/// Why an operation ended before its end.
enum Stop {
    Cancelled,
    Failed(&'static str),
}

/// What an operation has written so far.
struct Sink {
    out: BufWriter<File>,
    objects: u64,
    roots: u64,
    bytes: u64,
}

impl Sink {
    fn open(store: &Store, id: u64) -> std::io::Result<Self> {
        let file = File::create(store.result_file(id))?;
        Ok(Self { out: BufWriter::with_capacity(1 << 16, file), objects: 0, roots: 0, bytes: 0 })
    }

    fn line(&mut self, text: &str, root: bool) -> std::io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.write_all(b"\n")?;
        self.objects += 1;
        self.roots += u64::from(root);
        self.bytes += text.len() as u64 + 1;
        Ok(())
    }
}

/// The part of a result's address that cannot be guessed.
pub fn signature(row: &Bulk) -> String {
    hash(format!("{}/{}/{}", row.id, row.created_at, row.text).as_bytes())[..32].to_owned()
}

pub fn result_url(base: &str, row: &Bulk) -> String {
    format!("{base}/_bulk/bulk-{}.jsonl?signature={}", row.id, signature(row))
}

fn is_cancelled(store: &Store, id: u64) -> bool {
    lock(&store.cancelled).contains(&id)
}

/// Runs an operation to its end.
pub async fn run(store: &Store, id: u64) {
    tokio::time::sleep(Duration::from_millis(store.options.bulk_start_delay_ms)).await;
    let Some(row) = store.read().get::<Bulk>(id).cloned() else {
        return;
    };
    if is_cancelled(store, id) {
        end(store, id, None, Err(Stop::Cancelled));
        return;
    }
    let started = store.change(|tx| {
        if let Some(row) = tx.edit::<Bulk>(id) {
            row.status = "RUNNING".into();
        }
    });
    let sink = Sink::open(store, id);
    let (Ok(()), Ok(mut sink)) = (started, sink) else {
        end(store, id, None, Err(Stop::Failed("INTERNAL_SERVER_ERROR")));
        return;
    };
    let result = if row.mutation {
        mutation::run(store, &row, &mut sink).await
    } else {
        query::run(store, &row, &mut sink).await
    };
    end(store, id, Some(sink), result);
}

fn end(store: &Store, id: u64, sink: Option<Sink>, result: Result<(), Stop>) {
    let counts = sink.map(|mut sink| {
        // A result that cannot be written down is no result.
        let written = sink.out.flush().is_ok();
        (sink.objects, sink.roots, sink.bytes, written)
    });
    let (objects, roots, bytes, written) = counts.unwrap_or((0, 0, 0, true));
    let result = if written { result } else { Err(Stop::Failed("INTERNAL_SERVER_ERROR")) };
    let done = store.change(|tx| {
        let now = tx.now();
        if let Some(row) = tx.edit::<Bulk>(id) {
            row.objects = objects;
            row.root_objects = roots;
            row.file_size = (objects > 0).then_some(bytes);
            finish(row, now, &result);
        }
    });
    lock(&store.cancelled).remove(&id);
    if let Err(error) = done {
        eprintln!("demo store: the end of bulk operation {id} could not be written: {error}");
    }
}

fn finish(row: &mut Bulk, now: Stamp, result: &Result<(), Stop>) {
    row.completed_at = Some(now);
    match result {
        Ok(()) => row.status = "COMPLETED".into(),
        Err(Stop::Cancelled) => {
            row.status = "CANCELED".into();
            row.partial = row.objects > 0;
        }
        Err(Stop::Failed(code)) => {
            row.status = "FAILED".into();
            row.error_code = Some((*code).to_owned());
            row.partial = row.objects > 0;
        }
    }
}

/// Ends an operation that the last process was in the midst of.
pub fn finish_interrupted(store: &Store, row: &Bulk) {
    let text = std::fs::read(store.result_file(row.id)).unwrap_or_default();
    // A line that was cut off by the end of the process is no line.
    let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let lines = text[..whole].iter().filter(|byte| **byte == b'\n').count() as u64;
    let kept = std::fs::write(store.result_file(row.id), &text[..whole]);
    let stop =
        if row.status == "CANCELING" { Stop::Cancelled } else { Stop::Failed("INTERNAL_SERVER_ERROR") };
    let done = kept.and_then(|()| {
        store.change(|tx| {
            let now = tx.now();
            if let Some(row) = tx.edit::<Bulk>(row.id) {
                row.objects = lines;
                row.root_objects = lines;
                row.file_size = (lines > 0).then_some(whole as u64);
                finish(row, now, &Err(stop));
            }
        })
    });
    if let Err(error) = done {
        eprintln!("demo store: bulk operation {} could not be ended: {error}", row.id);
    }
}

/// Tells readers how far an operation has come, now and then.
async fn progress(store: &Store, id: u64, sink: &Sink) -> Result<(), Stop> {
    if is_cancelled(store, id) {
        return Err(Stop::Cancelled);
    }
    if sink.objects.is_multiple_of(100) {
        let saved = store.change(|tx| {
            if let Some(row) = tx.edit::<Bulk>(id) {
                row.objects = sink.objects;
                row.root_objects = sink.roots;
            }
        });
        saved.map_err(|_| Stop::Failed("INTERNAL_SERVER_ERROR"))?;
        tokio::task::yield_now().await;
    }
    let wait = store.options.bulk_line_delay_ms;
    if wait > 0 {
        tokio::time::sleep(Duration::from_millis(wait)).await;
    }
    Ok(())
}
