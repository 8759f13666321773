//! `cargo xtask ci-fresh`: both README commands in a Debian that has nothing of ours, made for the occasion.
//!
//! In it are what the README asks for (a C compiler, Rust, Node.js), a clean clone of what is committed, and an
//! empty home. So a set-up step that works only because this computer already has the package shows up here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::debian::{Debian, network_variables};
use crate::sh::{self, Outcome};

/// What the owner is told to have before the first command. Everything else is our own business.
const GIVEN_PACKAGES: &str = "build-essential,ca-certificates";

const HOME: &str = "home/owner";
const CLONE: &str = "home/owner/evenshelf";
const RUSTUP: &str = "opt/rustup";
const CARGO: &str = "opt/cargo";

pub struct Options {
    run_only: bool,
    keep: bool,
}

impl Options {
    pub fn parse<'a>(words: impl Iterator<Item = &'a str>) -> Outcome<Options> {
        let mut options = Options { run_only: false, keep: false };
        for word in words {
            match word {
                "--run-only" => options.run_only = true,
                "--keep" => options.keep = true,
                _ => return Err(format!("`cargo xtask ci-fresh` has no {word}")),
            }
        }
        Ok(options)
    }
}

pub fn run(options: &Options) -> Outcome {
    let debian = Debian::make("evenshelf-fresh", GIVEN_PACKAGES, options.keep)?;
    add_rust(&debian.root)?;
    add_node(&debian.root)?;
    add_clone(&debian.root)?;

    let typed = |line| debian.timed(CLONE, &environment(), line);
    typed("cargo xtask run")?;
    // Twice, since the second must not stumble over the first.
    typed("cargo xtask run")?;
    if !options.run_only {
        typed("cargo xtask test")?;
    }
    Ok(())
}

/// The toolchain and the packages cargo has fetched, but no tool that we install ourselves.
fn add_rust(root: &Path) -> Outcome {
    let rustup = home_of("RUSTUP_HOME", ".rustup")?;
    let cargo = home_of("CARGO_HOME", ".cargo")?;
    let bin = root.join(CARGO).join("bin");
    let toolchains = root.join(RUSTUP).join("toolchains");
    for dir in [&bin, &toolchains] {
        fs::create_dir_all(dir).map_err(|error| error.to_string())?;
    }
    let toolchain = sh::read(Command::new("rustc").args(["--print", "sysroot"]))?;
    copy(Path::new(toolchain.trim()), &toolchains)?;
    copy(&rustup.join("settings.toml"), &root.join(RUSTUP).join("settings.toml"))?;
    copy(&cargo.join("registry"), &root.join(CARGO).join("registry"))?;
    if let Ok(settings) = fs::read(cargo.join("config.toml")) {
        fs::write(root.join(CARGO).join("config.toml"), settings).map_err(|error| error.to_string())?;
    }
    for tool in
        ["rustup", "cargo", "rustc", "rustdoc", "rustfmt", "cargo-fmt", "cargo-clippy", "clippy-driver"]
    {
        copy(&cargo.join("bin").join(tool), &bin.join(tool))?;
    }
    Ok(())
}

fn add_node(root: &Path) -> Outcome {
    let node = sh::read(Command::new("node").args(["--print", "process.execPath"]))?;
    let modules = sh::read(sh::npm().args(["root", "--global"]))?;
    let npm = Path::new(modules.trim()).join("npm");
    let usr_local = root.join("usr/local");
    let new_modules = usr_local.join("lib/node_modules");
    fs::create_dir_all(&new_modules).map_err(|error| error.to_string())?;
    copy(Path::new(node.trim()), &usr_local.join("bin/node"))?;
    copy(&npm, &new_modules.join("npm"))?;
    for tool in ["npm", "npx"] {
        let to = format!("../lib/node_modules/npm/bin/{tool}-cli.js");
        sh::run(Command::new("ln").args(["--symbolic", &to]).arg(usr_local.join("bin").join(tool)))?;
    }
    Ok(())
}

fn add_clone(root: &Path) -> Outcome {
    let clone = root.join(CLONE);
    sh::run(sh::command("git").args(["clone", "--quiet", "--no-hardlinks", "."]).arg(&clone))
}

fn environment() -> Vec<String> {
    let own = [
        format!("HOME=/{HOME}"),
        format!("RUSTUP_HOME=/{RUSTUP}"),
        format!("CARGO_HOME=/{CARGO}"),
        format!("PATH=/{CARGO}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
        "LANG=C.UTF-8".to_owned(),
        "TERM=dumb".to_owned(),
        "CI=true".to_owned(),
    ];
    own.into_iter().chain(network_variables()).collect()
}

fn home_of(variable: &str, default: &str) -> Outcome<PathBuf> {
    match std::env::var_os(variable) {
        Some(dir) => Ok(PathBuf::from(dir)),
        None => std::env::home_dir().map(|home| home.join(default)).ok_or("no home directory".to_owned()),
    }
}

fn copy(from: &Path, to: &Path) -> Outcome {
    sh::run(Command::new("cp").args(["--archive", "--dereference"]).args([from, to]))
}
