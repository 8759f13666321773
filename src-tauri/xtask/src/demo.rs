//! `cargo xtask run`: the window on the demo store, its sample sheet planned. Where there is no screen: the product's
//! main job on the command line, once through, against a demo store in a process of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use evenshelf_sample::{self as sample, csv};

use crate::setup::{self, Purpose};
use crate::sh::{self, Outcome};
use crate::window;

/// Enough products for a plan worth reading, few enough for a first run of seconds.
const PRODUCTS_DEFAULT: &str = "60";

/// The demo store makes its catalogue before it answers; a slow disk must not end the first run.
const DEMO_STORE_START_MAX: Duration = Duration::from_secs(60);

/// An interrupted demo store has its state on disk; this is patience, not need.
const DEMO_STORE_STOP_MAX: Duration = Duration::from_secs(5);

const STORE: &str = "demo";

pub struct Options {
    data_dir: Option<PathBuf>,
    products: String,
    window: bool,
}

impl Options {
    pub fn parse<'a>(mut words: impl Iterator<Item = &'a str>) -> Outcome<Options> {
        let mut options = Options { data_dir: None, products: PRODUCTS_DEFAULT.to_owned(), window: true };
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
            match word {
                "--data-dir" => options.data_dir = Some(PathBuf::from(value()?)),
                "--products" => options.products = value()?.to_owned(),
                "--no-window" => options.window = false,
                _ => return Err(format!("`cargo xtask run` has no {word}")),
            }
        }
        Ok(options)
    }
}

pub fn run(options: &Options) -> Outcome {
    let place = Place::of(options)?;
    if options.window && window::has_screen() {
        return window::open(Some(place.dir()), &["--demo"]);
    }
    if options.window {
        println!("No screen here, so no window: this is the same job on the command line.");
    }
    in_words(&place, options)
}

fn in_words(place: &Place, options: &Options) -> Outcome {
    setup::ensure(Purpose::Terminal)?;
    heading("Building the command line (the first time takes a few minutes)");
    sh::run(sh::cargo().args(["build", "--locked", "--package", "evenshelf-cli"]))?;

    let demo_store = DemoStore::start(place, &options.products)?;
    println!(
        "the demo store answers at {} (a process of its own; state in {})",
        demo_store.url,
        place.shown()
    );
    let evenshelf = Evenshelf { place, token: demo_store.token.clone() };
    play(&evenshelf, &demo_store)
}

/// From a new store to a second run that finds nothing to do. Each step is a command a person could type.
fn play(evenshelf: &Evenshelf, demo_store: &DemoStore) -> Outcome {
    heading("1. Connect the store, allowing writes");
    // A second run in the same directory finds the store of the first, at an address of the past.
    let known = evenshelf.capture(&["store", "list", "--json"])?.contains(&format!("\"{STORE}\""));
    let verb = if known { "set" } else { "add" };
    evenshelf.run(&["store", verb, STORE, "--url", &demo_store.url, "--allow-writes"])?;

    heading("2. Copy the catalogue to this computer");
    evenshelf.run(&["pull", STORE])?;

    heading("3. A supplier's sheet arrives");
    let export = evenshelf.place.file("export.csv");
    let supplier = evenshelf.place.file("supplier.csv");
    evenshelf.run(&["export", STORE, "--to", &export])?;
    let text = std::fs::read_to_string(&export).map_err(|error| format!("{export}: {error}"))?;
    let sheet = sample::sheet(csv::parse(&text))?;
    for line in &sheet.told {
        println!("  {line}");
    }
    save(&supplier, &sheet.rows)?;

    heading("4. What would change");
    evenshelf.run(&["plan", STORE, "--from", &supplier])?;

    heading("5. Change it (ends with 3, for what is held back)");
    let first = evenshelf.sync(&supplier, &[0, ONLY_HELD_LEFT])?;
    if first.applied == 0 || first.troubled > 0 {
        return Err(format!(
            "the run applied {} changes and had trouble with {}",
            first.applied, first.troubled
        ));
    }

    heading("6. The supplier corrects the slip: nothing is left to do");
    save(&supplier, &sheet.corrected)?;
    let second = evenshelf.sync(&supplier, &[0])?;
    // A sync that finds nothing to do leaves no run behind.
    if second.run != first.run && second.applied > 0 {
        return Err(format!("the second run changed {} things that were even already", second.applied));
    }
    Ok(())
}

/// What the command line ends with when all was done but for what the brakes hold.
const ONLY_HELD_LEFT: i32 = 3;

fn save(path: &str, rows: &[csv::Row]) -> Outcome {
    std::fs::write(path, csv::write(rows)).map_err(|error| format!("{path}: {error}"))
}

fn heading(text: &str) {
    println!("\n== {text}");
}

/// Where this run keeps its ledger, the demo store's state and the sheets.
struct Place {
    dir: PathBuf,
    /// A directory nobody named goes away at the end.
    temporary: bool,
}

impl Place {
    fn of(options: &Options) -> Outcome<Place> {
        let (dir, temporary) = match &options.data_dir {
            Some(dir) => (std::path::absolute(dir).map_err(|error| error.to_string())?, false),
            None => (std::env::temp_dir().join(format!("evenshelf-demo-{}", std::process::id())), true),
        };
        std::fs::create_dir_all(&dir).map_err(|error| format!("{}: {error}", dir.display()))?;
        Ok(Place { dir, temporary })
    }

    fn dir(&self) -> &Path {
        &self.dir
    }

    fn file(&self, name: &str) -> String {
        self.dir.join(name).display().to_string()
    }

    fn shown(&self) -> String {
        let fate = if self.temporary { ", removed at the end" } else { "" };
        format!("{}{fate}", self.dir.display())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if self.temporary {
            // Left-overs in the system's directory for them are no failure of the run.
            let _ = std::fs::remove_dir_all(&self.dir);
        }
    }
}

/// The program under the hand, with the data directory and the token of this run.
struct Evenshelf<'a> {
    place: &'a Place,
    /// Handed over in the environment: the demo's secret has no business in the owner's keyring, and a computer
    /// without a screen has none.
    token: String,
}

impl Evenshelf<'_> {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = sh::command(sh::built("evenshelf"));
        command
            .args(arguments)
            .env("EVENSHELF_DATA_DIR", self.place.dir())
            .env("EVENSHELF_TOKEN", &self.token);
        command
    }

    fn run(&self, arguments: &[&str]) -> Outcome {
        sh::run(&mut self.command(arguments))
    }

    /// Runs `sync` where a person can see it, and returns what the ledger says of the newest run.
    fn sync(&self, sheet: &str, ends: &[i32]) -> Outcome<Counts> {
        let mut command = self.command(&["sync", STORE, "--from", sheet, "--yes"]);
        println!("$ {}", sh::shown(&command));
        let status = command.status().map_err(|error| error.to_string())?;
        if !status.code().is_some_and(|code| ends.contains(&code)) {
            return Err(format!("`{}` ended with {status}", sh::shown(&command)));
        }
        let runs = self.capture(&["runs", "--store", STORE, "--last", "1", "--json"])?;
        let count = |key| json_number(&runs, key).ok_or_else(|| format!("no {key} in {runs}"));
        Ok(Counts {
            run: count("id")?,
            applied: count("applied")?,
            troubled: count("rejected")? + count("failed")? + count("skipped")?,
        })
    }

    fn capture(&self, arguments: &[&str]) -> Outcome<String> {
        sh::read(&mut self.command(arguments))
    }
}

/// How a run went.
struct Counts {
    run: u64,
    applied: u64,
    troubled: u64,
}

/// The demo store's process; stopped when dropped, whatever happened.
struct DemoStore {
    process: Child,
    url: String,
    token: String,
}

impl DemoStore {
    fn start(place: &Place, products: &str) -> Outcome<DemoStore> {
        let state = place.file("demo-store.json");
        let mut command = sh::command(sh::built("evenshelf"));
        command
            .args(["demo-store", "--port", "0", "--products", products, "--locations", "1"])
            .args(["--state", &state, "--json"])
            .env("EVENSHELF_DATA_DIR", place.dir())
            .stdin(Stdio::null())
            .stdout(Stdio::piped());
        println!("$ {} &", sh::shown(&command));
        let mut process =
            command.spawn().map_err(|error| format!("the demo store did not start: {error}"))?;

        // Read elsewhere, so that a demo store that says nothing cannot hold us for ever, nor fill its pipe.
        let output = process.stdout.take().expect("piped");
        let (sender, first_line) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut store = DemoStore { process, url: String::new(), token: String::new() };
        let line = first_line
            .recv_timeout(DEMO_STORE_START_MAX)
            .map_err(|_| "the demo store did not say its address".to_owned())?;
        match (json_text(&line, "url"), json_text(&line, "token")) {
            (Some(url), Some(token)) => (store.url, store.token) = (url, token),
            _ => return Err(format!("the demo store's first line has no url and token: {line}")),
        }
        Ok(store)
    }

    fn stopped_by_itself(&mut self) -> Option<ExitStatus> {
        let until = Instant::now() + DEMO_STORE_STOP_MAX;
        while Instant::now() < until {
            if let Ok(Some(status)) = self.process.try_wait() {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Drop for DemoStore {
    fn drop(&mut self) {
        // As a person would stop it; where that is not to be had, or not heard, the hard way.
        let asked =
            cfg!(unix) && sh::answers(Command::new("kill").args(["-INT", &self.process.id().to_string()]));
        if !asked || self.stopped_by_itself().is_none() {
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
    }
}

/// The text under `key` in one line of flat JSON. Addresses and tokens have nothing to unescape.
fn json_text(line: &str, key: &str) -> Option<String> {
    let (_, after) = line.split_once(&format!("\"{key}\""))?;
    let value = after.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    value.split_once('"').map(|(text, _)| text.to_owned())
}

fn json_number(text: &str, key: &str) -> Option<u64> {
    let (_, after) = text.split_once(&format!("\"{key}\""))?;
    let value = after.trim_start().strip_prefix(':')?.trim_start();
    let end = value.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(value.len());
    value[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{json_number, json_text};

    #[test]
    fn the_demo_stores_first_line_is_read() {
        let line = r#"{"schema":1,"url":"http://127.0.0.1:4460","token":"shpat_x"}"#;
        assert_eq!(json_text(line, "url").as_deref(), Some("http://127.0.0.1:4460"));
        assert_eq!(json_text(line, "token").as_deref(), Some("shpat_x"));
        assert_eq!(json_text(line, "schema"), None);
        assert_eq!(json_text("evenshelf: address in use", "url"), None);
        assert_eq!(json_number(line, "schema"), Some(1));
        assert_eq!(json_number(line, "url"), None);
    }
}
