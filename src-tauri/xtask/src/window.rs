//! The desktop window: built, opened, tested, measured, pictured.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::node;
use crate::setup::{self, Purpose};
use crate::sh::{self, Outcome};

/// Names of the tests that take pictures and that measure: they are run by commands of their own.
pub const PICTURES: &str = "pictures::";
pub const MEASURES: &str = "measure::";

/// The pictures that the README shows, and how they are called there.
const OF_THE_README: &[(&str, &str)] = &[
    ("changes-quiet-light-1280x800.png", "changes-light.png"),
    ("changes-quiet-dark-1280x800.png", "changes-dark.png"),
    ("home-light-1280x800.png", "home-light.png"),
    ("activity-light-1280x800.png", "activity-light.png"),
    ("history-light-1280x800.png", "history-light.png"),
    ("connect-light-1280x800.png", "connect-light.png"),
];

/// What to do with the window.
pub enum Options {
    Open,
    /// Run its tests so many times in a row; the first failure ends it.
    Test {
        times: u32,
    },
    Measure,
}

impl Options {
    pub fn parse<'a>(mut words: impl Iterator<Item = &'a str>) -> Outcome<Options> {
        let mut options = Options::Open;
        while let Some(word) = words.next() {
            options = match word {
                "--times" => {
                    let times = words.next().and_then(|times| times.parse().ok());
                    Options::Test { times: times.ok_or("--times needs a number")? }
                }
                "--measure" => Options::Measure,
                _ => return Err(format!("`cargo xtask window` has no {word}")),
            }
        }
        Ok(options)
    }
}

pub fn run(options: &Options) -> Outcome {
    match options {
        Options::Open => open(None, &[]),
        Options::Test { times } => test(*times),
        Options::Measure => measure(),
    }
}

pub fn has_screen() -> bool {
    let named = |variable| std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    cfg!(target_os = "macos") || cfg!(windows) || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

/// Builds the window and keeps it open until it is closed by hand. `words` are what it is started with.
pub fn open(data_dir: Option<&Path>, words: &[&str]) -> Outcome {
    setup::ensure(Purpose::Window)?;
    node::build_page()?;
    build(false)?;
    if !has_screen() {
        return Err("the window is built, but there is no screen to open it on".to_owned());
    }
    let mut window = sh::command(sh::built("evenshelf-desktop"));
    window.args(words);
    if let Some(dir) = data_dir {
        window.env("EVENSHELF_DATA_DIR", dir);
    }
    sh::run(&mut window)
}

/// Builds the window around the page that was built before.
pub fn build(release: bool) -> Outcome {
    let mut line = sh::cargo();
    line.args(["build", "--locked", "--package", "evenshelf-desktop"]);
    sh::run(if release { line.arg("--release") } else { &mut line })
}

/// The tests of the real window, each on a desktop of its own. `--workspace` keeps the features, and so the build,
/// those of the other tests.
pub fn tests(chosen: &[&str]) -> Command {
    let mut command = sh::cargo();
    command.args([
        "test",
        "--locked",
        "--workspace",
        "--test",
        "real_window",
        "--",
        "--ignored",
        "--nocapture",
    ]);
    command.args(chosen);
    command
}

fn test(times: u32) -> Outcome {
    setup::ensure(Purpose::Tests)?;
    node::build_page()?;
    let started = Instant::now();
    for time in 1..=times {
        println!("\n== time {time} of {times}");
        sh::run(&mut tests(&["--skip", PICTURES, "--skip", MEASURES]))?;
    }
    println!("\nall passed {times} times in a row, in {} s", started.elapsed().as_secs());
    Ok(())
}

/// Compares the window with one that has nothing in it, both as they are released.
fn measure() -> Outcome {
    setup::ensure(Purpose::Tests)?;
    node::build_page()?;
    build(true)?;
    sh::run(sh::cargo().args([
        "build",
        "--locked",
        "--release",
        "--package",
        "evenshelf-desktop",
        "--example",
        "empty_window",
    ]))?;
    let release = sh::target().join("release");
    let mut command = tests(&[MEASURES, "--test-threads", "1"]);
    command.env("EVENSHELF_MEASURED", release.join("evenshelf-desktop"));
    command.env("EVENSHELF_MEASURED_AGAINST", release.join("examples/empty_window"));
    sh::run(&mut command)
}

/// `cargo xtask screenshots`: every place and state, on one sheet; the best of them for the README.
pub fn screenshots() -> Outcome {
    setup::ensure(Purpose::Pictures)?;
    node::build_page()?;
    let place = sh::target().join("screenshots");
    if place.exists() {
        fs::remove_dir_all(&place).map_err(|error| format!("{}: {error}", place.display()))?;
    }
    fs::create_dir_all(&place).map_err(|error| format!("{}: {error}", place.display()))?;
    let taken = sh::run(tests(&[PICTURES]).env("EVENSHELF_SCREENSHOTS", &place));
    println!("\nthe sheet: {}", place.join("index.html").display());
    for (picture, name) in OF_THE_README {
        let to = sh::root().join("ui/screenshots").join(name);
        let mut smaller = sh::command("pngquant");
        smaller.args(["--force", "--strip", "--speed", "1", "--output"]).arg(&to).arg(place.join(picture));
        sh::run(&mut smaller)?;
    }
    taken
}
