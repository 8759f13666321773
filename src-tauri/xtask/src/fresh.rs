//! `cargo xtask ci-fresh`: both README commands in a Debian that has nothing of ours, made for the occasion.
//!
//! In it are what the README asks for (a C compiler, Rust, Node.js), a clean clone of what is committed, and an
//! empty home. So a set-up step that works only because this computer already has the package shows up here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

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
    for tool in ["mmdebstrap", "unshare", "chroot", "git"] {
        if !sh::answers(Command::new("which").arg(tool)) {
            return Err(format!("{tool} is missing; on Debian: apt-get install mmdebstrap util-linux git"));
        }
    }
    let debian = Debian { root: std::env::temp_dir().join("evenshelf-fresh"), keep: options.keep };
    debian.make()?;
    debian.add_rust()?;
    debian.add_node()?;
    debian.add_clone()?;

    debian.timed("cargo xtask run")?;
    // Twice, since the second must not stumble over the first.
    debian.timed("cargo xtask run")?;
    if !options.run_only {
        debian.timed("cargo xtask test")?;
    }
    Ok(())
}

struct Debian {
    root: PathBuf,
    keep: bool,
}

impl Debian {
    /// The smallest Debian that apt can add to, from wherever this computer gets its packages.
    fn make(&self) -> Outcome {
        if self.root.exists() {
            fs::remove_dir_all(&self.root).map_err(|error| format!("{}: {error}", self.root.display()))?;
        }
        let suite = host_release("VERSION_CODENAME")?;
        sh::run(
            sh::command("mmdebstrap")
                .args(["--variant=minbase", "--quiet"])
                .arg(format!("--include={GIVEN_PACKAGES}"))
                .arg(suite)
                .arg(&self.root)
                .args(host_sources()?),
        )?;
        // How this computer reaches its network is its own affair; the guest takes it over as it is.
        for file in ["etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt"] {
            let _ = fs::copy(Path::new("/").join(file), self.root.join(file));
        }
        Ok(())
    }

    /// The toolchain and the packages cargo has fetched, but no tool that we install ourselves.
    fn add_rust(&self) -> Outcome {
        let rustup = home_of("RUSTUP_HOME", ".rustup")?;
        let cargo = home_of("CARGO_HOME", ".cargo")?;
        let bin = self.root.join(CARGO).join("bin");
        let toolchains = self.root.join(RUSTUP).join("toolchains");
        for dir in [&bin, &toolchains] {
            fs::create_dir_all(dir).map_err(|error| error.to_string())?;
        }
        let toolchain = sh::read(Command::new("rustc").args(["--print", "sysroot"]))?;
        copy(Path::new(toolchain.trim()), &toolchains)?;
        copy(&rustup.join("settings.toml"), &self.root.join(RUSTUP).join("settings.toml"))?;
        copy(&cargo.join("registry"), &self.root.join(CARGO).join("registry"))?;
        if let Ok(settings) = fs::read(cargo.join("config.toml")) {
            fs::write(self.root.join(CARGO).join("config.toml"), settings)
                .map_err(|error| error.to_string())?;
        }
        for tool in
            ["rustup", "cargo", "rustc", "rustdoc", "rustfmt", "cargo-fmt", "cargo-clippy", "clippy-driver"]
        {
            copy(&cargo.join("bin").join(tool), &bin.join(tool))?;
        }
        Ok(())
    }

    fn add_node(&self) -> Outcome {
        let node = sh::read(Command::new("node").args(["--print", "process.execPath"]))?;
        let modules = sh::read(sh::npm().args(["root", "--global"]))?;
        let npm = Path::new(modules.trim()).join("npm");
        let usr_local = self.root.join("usr/local");
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

    fn add_clone(&self) -> Outcome {
        let clone = self.root.join(CLONE);
        sh::run(sh::command("git").args(["clone", "--quiet", "--no-hardlinks", "."]).arg(&clone))
    }

    /// Runs the line in the clone, with an environment of its own, in name spaces that end with it.
    fn timed(&self, line: &str) -> Outcome {
        let script = format!(
            "set -e
            mount --make-rprivate /
            mount --rbind /dev '{root}/dev'
            mount --types proc proc '{root}/proc'
            mount --types tmpfs tmpfs '{root}/tmp'
            exec chroot '{root}' /usr/bin/env --ignore-environment {environment} \
                sh -c 'cd /{CLONE} && {line}'",
            root = self.root.display(),
            environment = environment(),
        );
        println!("\n######## {line}");
        let started = Instant::now();
        let outcome = sh::run(
            sh::command("unshare")
                .args(["--mount", "--pid", "--fork", "--kill-child", "bash", "-c", &script])
                .stdin(std::process::Stdio::null()),
        );
        let verdict = if outcome.is_ok() { "ended well" } else { "FAILED" };
        println!("######## {line}: {verdict} after {} s", started.elapsed().as_secs());
        outcome.map_err(|_| format!("`{line}` failed in {}", self.root.display()))
    }
}

impl Drop for Debian {
    fn drop(&mut self) {
        if self.keep {
            println!("kept: {}", self.root.display());
        } else {
            // What is left of it lies in the system's directory for such things.
            let _ = fs::remove_dir_all(&self.root);
        }
    }
}

fn environment() -> String {
    let mut variables = vec![
        format!("HOME=/{HOME}"),
        format!("RUSTUP_HOME=/{RUSTUP}"),
        format!("CARGO_HOME=/{CARGO}"),
        format!("PATH=/{CARGO}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"),
        "LANG=C.UTF-8".to_owned(),
        "TERM=dumb".to_owned(),
        "CI=true".to_owned(),
    ];
    let network = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];
    // Node trusts its own list unless told of the system's.
    for name in network.into_iter().chain(["NODE_EXTRA_CA_CERTS"]) {
        if let Ok(value) = std::env::var(name) {
            variables.push(format!("{name}='{value}'"));
        }
    }
    variables.join(" ")
}

/// The files in which this computer names Debian's own archive, and no other.
fn host_sources() -> Outcome<Vec<PathBuf>> {
    let mut files = vec![PathBuf::from("/etc/apt/sources.list")];
    if let Ok(entries) = fs::read_dir("/etc/apt/sources.list.d") {
        files.extend(entries.flatten().map(|entry| entry.path()));
    }
    files.retain(|file| fs::read_to_string(file).is_ok_and(|text| names_debian(&text)));
    if files.is_empty() { Err("this computer's apt names no Debian archive".to_owned()) } else { Ok(files) }
}

fn names_debian(sources: &str) -> bool {
    sources
        .lines()
        .map(str::trim)
        .any(|line| (line.starts_with("URIs:") || line.starts_with("deb ")) && line.contains("/debian"))
}

fn host_release(key: &str) -> Outcome<String> {
    let text = fs::read_to_string("/etc/os-release").map_err(|error| error.to_string())?;
    let value = text.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='));
    value
        .map(|value| value.trim_matches('"').to_owned())
        .ok_or_else(|| format!("no {key} in /etc/os-release"))
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

#[cfg(test)]
mod tests {
    use super::names_debian;

    #[test]
    fn debians_own_sources_are_told_from_others() {
        for (sources, expected) in [
            ("Types: deb\nURIs: http://mirror.example/debian\nSuites: stable\n", true),
            ("deb http://mirror.example/debian stable main\n", true),
            ("# deb http://mirror.example/debian stable main\n", false),
            ("deb https://packages.example apt main\n", false),
        ] {
            assert_eq!(names_debian(sources), expected, "{sources}");
        }
    }
}
