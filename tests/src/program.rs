//! The real `evenshelf` program: built once, then run as its owner runs it, each desk with a data directory of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::thread::{self, JoinHandle};

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::shop::Door;

/// The name every desk knows its store by.
pub const STORE: &str = "shop";

/// A bus where nobody answers: no keyring can be reached, so that only the environment has credentials.
const NO_BUS: &str = "unix:path=/nonexistent/bus";

/// What would give a program other credentials, or another data directory, than its desk's.
const VARIABLES: [&str; 4] =
    ["EVENSHELF_TOKEN", "EVENSHELF_CLIENT_ID", "EVENSHELF_CLIENT_SECRET", "EVENSHELF_DATA_DIR"];

/// Says that a test is left out, past the harness, which hides what passing tests print.
pub fn skipped(why: &str) {
    // Where nobody reads there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "SKIPPED: {why}");
}

/// Returns the program, built from the sources as they are.
pub fn binary() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(build)
}

fn build() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "-p", "evenshelf-cli", "--message-format=json-render-diagnostics"]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    let output = build
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo can be run");
    assert!(output.status.success(), "the program does not build");
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<Json>(line).ok())
        .filter(|message| message["target"]["name"] == "evenshelf")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .expect("cargo says where the program is")
}

/// A data directory and the environment of the commands that use it.
pub struct Desk {
    folder: TempDir,
    environment: Vec<(String, String)>,
}

/// How a command ended.
#[derive(Debug, Clone)]
pub struct Done {
    /// `None`: a signal ended it.
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Done {
    /// Returns the one JSON document on standard output.
    pub fn json(&self) -> Json {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|error| panic!("no JSON document ({error}) in:\n{self}"))
    }

    /// Says whether a text stands anywhere in what was printed.
    pub fn says(&self, text: &str) -> bool {
        self.out.contains(text) || self.err.contains(text)
    }

    /// Passes if the command ended with this code, and shows everything it printed otherwise.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "another exit code than expected; it printed:\n{self}");
        self
    }
}

impl std::fmt::Display for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |text: &str| text.chars().take(6_000).collect::<String>();
        write!(
            f,
            "exit {:?}\n--- standard output\n{}\n--- standard error\n{}",
            self.code,
            shown(&self.out),
            shown(&self.err)
        )
    }
}

impl Desk {
    /// Makes a desk where no store is known yet, with a token in its environment.
    pub fn bare(door: &Door) -> Self {
        Self::with_environment([("EVENSHELF_TOKEN", door.token())])
    }

    /// Makes a desk with this environment and no other credentials.
    pub fn with_environment<'a>(variables: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let mut environment = vec![("DBUS_SESSION_BUS_ADDRESS".to_owned(), NO_BUS.to_owned())];
        environment.extend(variables.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        Self { folder, environment }
    }

    /// Makes a desk that may write to the store.
    pub fn new(door: &Door) -> Self {
        let desk = Self::bare(door);
        desk.add(door);
        desk
    }

    /// Adds the store with writing allowed.
    pub fn add(&self, door: &Door) -> Done {
        self.run(&["store", "add", STORE, "--url", door.url(), "--allow-writes"]).expect(0)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Writes a file beside the data directory.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("a file can be written");
        path
    }

    /// Returns a command of the program with this desk's data directory and environment.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = self.other(binary().to_str().expect("a readable path"));
        command.args(args).arg("--data-dir").arg(self.data_dir());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub fn run(&self, args: &[&str]) -> Done {
        self.start(args).wait()
    }

    /// Syncs from a file and returns how it ended, with its JSON document on standard output.
    pub fn sync(&self, file: &Path, more: &[&str]) -> Done {
        let file = file.to_str().expect("a readable path");
        self.run(&[&["sync", STORE, "--from", file, "--yes", "--json"], more].concat())
    }

    /// Plans a file and returns the JSON document's plan.
    pub fn plan(&self, file: &Path, more: &[&str]) -> Json {
        let file = file.to_str().expect("a readable path");
        let done = self.run(&[&["plan", STORE, "--from", file, "--json"], more].concat()).expect(0);
        done.json()["plan"].clone()
    }

    /// Returns the runs as `runs --json` lists them, the newest first.
    pub fn runs(&self) -> Vec<Json> {
        let document = self.run(&["runs", "--json"]).expect(0).json();
        document["runs"].as_array().expect("a list of runs").clone()
    }

    /// Gives another program this desk's environment and no other credentials.
    pub fn other(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        for name in VARIABLES {
            command.env_remove(name);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Starts a command and lets the caller watch it.
    pub fn start(&self, args: &[&str]) -> Running {
        let mut child = self.command(args).spawn().expect("the program starts");
        let out = read_all(child.stdout.take().expect("a pipe"));
        let err = BufReader::new(child.stderr.take().expect("a pipe"));
        Running { child, out: Some(out), err, seen: String::new() }
    }
}

/// A command under way.
pub struct Running {
    child: Child,
    out: Option<JoinHandle<String>>,
    err: BufReader<std::process::ChildStderr>,
    seen: String,
}

impl Running {
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Returns the next line of standard error; `None` once the program has closed it.
    pub fn next_line(&mut self) -> Option<String> {
        let mut line = Vec::new();
        let read = self.err.read_until(b'\n', &mut line).expect("a readable pipe");
        let line = String::from_utf8_lossy(&line).into_owned();
        self.seen.push_str(&line);
        (read > 0).then_some(line)
    }

    /// Says whether the program has ended.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("a child of ours").is_some()
    }

    /// Ends the program as a power cut would.
    pub fn kill(&mut self) {
        // It may have ended by itself a moment ago.
        let _ = self.child.kill();
    }

    /// Asks the program to stop, as Ctrl-C does.
    pub fn interrupt(&self) {
        let sent = Command::new("sh").args(["-c", &format!("kill -INT {}", self.child.id())]).status();
        assert!(sent.is_ok_and(|status| status.success()), "the signal was not sent");
    }

    /// Waits for the end.
    pub fn wait(mut self) -> Done {
        let mut err = Vec::new();
        self.err.read_to_end(&mut err).expect("a readable pipe");
        self.seen.push_str(&String::from_utf8_lossy(&err));
        let status: ExitStatus = self.child.wait().expect("a child of ours");
        let out =
            self.out.take().map(|reader| reader.join().expect("a reader that ends")).unwrap_or_default();
        Done { code: status.code(), out, err: std::mem::take(&mut self.seen) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
        let _ = self.child.wait();
    }
}

fn read_all(mut pipe: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).expect("a readable pipe");
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
