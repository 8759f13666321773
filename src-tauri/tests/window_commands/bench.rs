//! The shell on a bench: a window on the mock runtime over a data directory of its own.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use evenshelf_desktop::{Place, shell};
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{Listener, WebviewWindow, WebviewWindowBuilder};

/// What the shell tells of its own accord comes within a second; this is patience for a loaded machine.
const EVENT_MAX: Duration = Duration::from_secs(60);

pub struct Bench {
    dir: tempfile::TempDir,
    app: tauri::App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
}

impl Bench {
    pub fn new() -> Self {
        Self::over(tempfile::tempdir().expect("a directory"))
    }

    /// `build()` opens no window of the configuration (only `run()` does), so "main" is opened here.
    pub fn over(dir: tempfile::TempDir) -> Self {
        let place = Place {
            data_dir: dir.path().to_owned(),
            program: env!("CARGO_BIN_EXE_evenshelf-desktop").into(),
        };
        let app = shell(mock_builder(), place)
            .build(tauri::generate_context!(test = true))
            .expect("the shell builds on the mock runtime");
        let window = WebviewWindowBuilder::new(&app, "main", Default::default()).build().expect("window");
        Self { dir, app, window }
    }

    pub fn data_dir(&self) -> &Path {
        self.dir.path()
    }

    /// Calls a command as the page does.
    pub fn invoke(&self, command: &str, body: Value) -> Result<Value, Value> {
        let request = InvokeRequest {
            cmd: command.into(),
            callback: CallbackFn(0),
            error: CallbackFn(1),
            url: "tauri://localhost".parse().expect("address"),
            body: InvokeBody::Json(body),
            headers: Default::default(),
            invoke_key: INVOKE_KEY.to_string(),
        };
        get_ipc_response(&self.window, request).map(|reply| reply.deserialize().expect("JSON"))
    }

    pub fn ask(&self, command: &str, body: Value) -> Value {
        self.invoke(command, body).unwrap_or_else(|refusal| panic!("{command}: {refusal}"))
    }

    /// Returns the code a command is refused with.
    pub fn code(&self, command: &str, body: Value) -> String {
        match self.invoke(command, body) {
            Err(refusal) => {
                refusal["code"].as_str().unwrap_or_else(|| panic!("{command}: {refusal}")).to_owned()
            }
            Ok(answer) => panic!("{command} was carried out: {answer}"),
        }
    }

    /// Listens to what the shell tells from now on.
    pub fn listen(&self, event: &str) -> Receiver<Value> {
        let (sender, receiver) = channel();
        self.app.listen_any(event.to_owned(), move |event| {
            // A test that has seen enough has gone.
            let _ = sender.send(serde_json::from_str(event.payload()).expect("JSON"));
        });
        receiver
    }

    /// Waits for a job to end and returns its outcome.
    pub fn end_of(&self, told: &Receiver<Value>, job: u64) -> Value {
        let ended = |jobs: &Value| {
            let found = jobs.as_array()?.iter().find(|found| found["id"] == json!(job))?;
            (!found["outcome"].is_null()).then(|| found["outcome"].clone())
        };
        if let Some(outcome) = ended(&self.ask("jobs", json!({}))) {
            return outcome;
        }
        loop {
            let jobs = told.recv_timeout(EVENT_MAX).expect("the shell tells how the job ended");
            if let Some(outcome) = ended(&jobs) {
                return outcome;
            }
        }
    }
}
