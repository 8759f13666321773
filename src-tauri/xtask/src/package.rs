//! `cargo xtask package`: what an owner installs, a .deb and an .rpm with the window and the command line.

use std::fs;
use std::path::{Path, PathBuf};

use crate::debian::{Debian, network_variables};
use crate::setup::{self, Purpose};
use crate::sh::{self, Outcome};
use crate::{node, window};

/// Where the packages put the command line; the window lies beside it.
const COMMAND_LINE: &str = "/usr/bin/evenshelf";

/// What a person has who installs a package and looks at the window; and `rpm`, to read the other package.
const GUEST_PACKAGES: &str = "ca-certificates,dbus,imagemagick,rpm,xdotool,xvfb";
const GUEST_SCRIPT: &str = include_str!("package_check.sh");

pub struct Options {
    check: bool,
    debug: bool,
}

impl Options {
    pub fn parse<'a>(words: impl Iterator<Item = &'a str>) -> Outcome<Options> {
        let mut options = Options { check: false, debug: false };
        for word in words {
            match word {
                "--check" => options.check = true,
                "--debug" => options.debug = true,
                _ => return Err(format!("`cargo xtask package` has no {word}")),
            }
        }
        Ok(options)
    }
}

pub fn run(options: &Options) -> Outcome {
    if !cfg!(target_os = "linux") {
        return Err("packages are made and tried on Linux only".to_owned());
    }
    setup::ensure(Purpose::Window)?;
    node::build_page()?;
    let profile = if options.debug { "debug" } else { "release" };
    let built = sh::target().join(profile);
    window::build(!options.debug)?;
    let mut line = sh::cargo();
    line.args(["build", "--locked", "--package", "evenshelf-cli"]);
    sh::run(if options.debug { &mut line } else { line.arg("--release") })?;

    // The command line's place depends on where cargo builds, so it is not in the configuration.
    let files = format!("{{\"files\":{{\"{COMMAND_LINE}\":\"{}\"}}}}", built.join("evenshelf").display());
    let more = format!("{{\"bundle\":{{\"linux\":{{\"deb\":{files},\"rpm\":{files}}}}}}}");
    let mut bundle = sh::command(sh::root().join("ui/node_modules/.bin/tauri"));
    bundle.args(["bundle", "--bundles", "deb,rpm", "--config", &more]);
    sh::run(if options.debug { bundle.arg("--debug") } else { &mut bundle })?;

    let deb = newest(&built.join("bundle/deb"), "deb")?;
    let rpm = newest(&built.join("bundle/rpm"), "rpm")?;
    for package in [&deb, &rpm] {
        let bytes = fs::metadata(package).map_err(|error| error.to_string())?.len();
        println!("{} ({:.1} MB)", package.display(), bytes as f64 / 1e6);
    }
    if options.check { check(&deb, &rpm) } else { Ok(()) }
}

/// Installs the .deb in a Debian that has nothing of ours, opens the window there, looks at it, and takes everything
/// away again. The .rpm must hold the same files.
fn check(deb: &Path, rpm: &Path) -> Outcome {
    let debian = Debian::make("evenshelf-package", GUEST_PACKAGES, false)?;
    for (from, to) in [(deb, "root/evenshelf.deb"), (rpm, "root/evenshelf.rpm")] {
        fs::copy(from, debian.root.join(to)).map_err(|error| format!("{}: {error}", from.display()))?;
    }
    let script = debian.root.join("root/check.sh");
    fs::write(&script, GUEST_SCRIPT).map_err(|error| error.to_string())?;
    let own = ["HOME=/root", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"];
    let variables: Vec<String> = own.into_iter().map(str::to_owned).chain(network_variables()).collect();
    let outcome = debian.timed("root", &variables, "sh check.sh");
    // Also where the check failed: then it shows what was seen instead.
    let picture = sh::target().join("package-check.png");
    if fs::copy(debian.root.join("root/window.png"), &picture).is_ok() {
        println!("what was seen: {}", picture.display());
    }
    outcome
}

/// The package that was written last: an older version may lie beside it.
fn newest(dir: &Path, ending: &str) -> Outcome<PathBuf> {
    let entries = fs::read_dir(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .max_by_key(|path| fs::metadata(path).and_then(|file| file.modified()).ok())
        .ok_or_else(|| format!("no .{ending} in {}", dir.display()))
}
