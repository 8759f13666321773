//! A minimal Debian in a folder, made for one occasion: nothing of ours is in it but what is put there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::sh::{self, Outcome};

/// A Debian that programs can run in; removed when dropped, unless it is to be kept.
pub struct Debian {
    pub root: PathBuf,
    keep: bool,
}

impl Debian {
    /// Makes the smallest Debian that apt can add to, from wherever this computer gets its packages. `name` tells it
    /// from others in the system's temporary directory, `packages` go in besides, with commas between.
    pub fn make(name: &str, packages: &str, keep: bool) -> Outcome<Debian> {
        for tool in ["mmdebstrap", "unshare", "chroot"] {
            if !sh::answers(Command::new("which").arg(tool)) {
                return Err(format!("{tool} is missing; on Debian: apt-get install mmdebstrap util-linux"));
            }
        }
        let debian = Debian { root: std::env::temp_dir().join(name), keep };
        if debian.root.exists() {
            fs::remove_dir_all(&debian.root)
                .map_err(|error| format!("{}: {error}", debian.root.display()))?;
        }
        let suite = host_release("VERSION_CODENAME")?;
        sh::run(
            sh::command("mmdebstrap")
                .args(["--variant=minbase", "--quiet"])
                .arg(format!("--include={packages}"))
                .arg(suite)
                .arg(&debian.root)
                .args(host_sources()?),
        )?;
        // How this computer reaches its network is its own affair; the guest takes it over as it is.
        for file in ["etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt"] {
            let _ = fs::copy(Path::new("/").join(file), debian.root.join(file));
        }
        Ok(debian)
    }

    /// Runs the script inside, from `dir`, with these variables and no others, in name spaces that end with it.
    pub fn timed(&self, dir: &str, variables: &[String], line: &str) -> Outcome {
        let script = format!(
            "set -e
            mount --make-rprivate /
            mount --rbind /dev '{root}/dev'
            mount --types proc proc '{root}/proc'
            mount --types tmpfs tmpfs '{root}/tmp'
            exec chroot '{root}' /usr/bin/env --ignore-environment {variables} sh -c 'cd /{dir} && {line}'",
            root = self.root.display(),
            variables = variables.join(" "),
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

/// How the guest reaches the network: as this computer does.
pub fn network_variables() -> Vec<String> {
    let network = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"];
    // Node trusts its own list unless told of the system's.
    let names = network.into_iter().chain(["NODE_EXTRA_CA_CERTS"]);
    names.filter_map(|name| Some(format!("{name}='{}'", std::env::var(name).ok()?))).collect()
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
