//! Carries out one job of the engine and takes the owner's wishes from standard input, as the window does:
//! `steer DATA_DIR STORE FILE`. A line on standard output for each word of progress, one for the end.
//!
//! Wishes, one a line: `pause`, `resume`, `cancel`, `interrupt`, `workers N`, `workers auto`.

use std::env;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use evenshelf_core::plan::Strategy;
use evenshelf_engine::ledger::runs::Run;
use evenshelf_engine::progress::{Observer, Progress};
use evenshelf_engine::{EngineError, PlanOptions, RunControl, RunOptions, Session};
use serde_json::{Value as Json, json};

fn main() {
    let words: Vec<String> = env::args().skip(1).collect();
    let [data_dir, store, file] = words.as_slice() else { panic!("usage: steer DATA_DIR STORE FILE") };
    let control = RunControl::new();
    listen(control.clone());
    let runtime = tokio::runtime::Runtime::new().expect("a runtime can be made");
    let ended = runtime.block_on(sync(Path::new(data_dir), store, file.into(), &control));
    tell(&match ended {
        Ok(run) => json!({
            "step": "ended", "run": run.id, "state": run.state, "counts": run.counts, "note": run.note,
            "workers": run.workers, "strategy": run.strategy,
        }),
        Err(error) => {
            json!({ "step": "refused", "kind": format!("{:?}", error.kind()), "what": error.to_string() })
        }
    });
}

async fn sync(data_dir: &Path, store: &str, from: PathBuf, control: &RunControl) -> Result<Run, EngineError> {
    let observer: Observer = Arc::new(|progress: Progress| {
        tell(&serde_json::to_value(progress).expect("progress can be written"));
    });
    let session = Session::open(data_dir)?;
    let options = PlanOptions { from, ..PlanOptions::default() };
    let plan = session.plan(store, options, control, observer.clone()).await?;
    let options = RunOptions { strategy: Some(Strategy::Sequential), ..RunOptions::default() };
    session.sync(store, &plan, options, control, observer).await
}

fn tell(line: &Json) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).expect("somebody listens");
}

fn listen(control: RunControl) {
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let line = line.expect("a readable pipe");
            match line.split_whitespace().collect::<Vec<_>>().as_slice() {
                ["pause"] => control.pause(),
                ["resume"] => control.resume(),
                ["cancel"] => control.cancel(),
                ["interrupt"] => control.interrupt(),
                ["workers", number] => control.connections(number.parse().ok()),
                other => panic!("no wish: {other:?}"),
            }
        }
    });
}
