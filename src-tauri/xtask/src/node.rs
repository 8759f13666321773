//! The Node packages of the clone: the page in `ui/`, and the tests in `tests/schema/` and `tests/clients/`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::sh::{self, Outcome};

/// The oldest Node that the page's build tool runs on.
const NODE_MIN: (u32, u32) = (20, 19);

pub fn present() -> bool {
    let version = Command::new("node").arg("--version").output();
    let new_enough =
        version.is_ok_and(|output| is_new_enough(&String::from_utf8_lossy(&output.stdout)).unwrap_or(false));
    new_enough && sh::answers(sh::npm().arg("--version"))
}

/// Reads `v20.19.1`; `None` where that is no version.
fn is_new_enough(version: &str) -> Option<bool> {
    let mut numbers = version.trim().strip_prefix('v')?.split('.').map(str::parse::<u32>);
    let (major, minor) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    Some((major, minor) >= NODE_MIN)
}

/// Installs what the package's lock file names, unless that has been done since the lock file changed.
pub fn install(package: &str) -> Outcome {
    let dir = sh::root().join(package);
    if is_installed(&dir) {
        return Ok(());
    }
    sh::run(sh::npm().current_dir(&dir).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
}

fn is_installed(dir: &Path) -> bool {
    let changed = |path: &str| fs::metadata(dir.join(path)).and_then(|file| file.modified());
    match (changed("node_modules/.package-lock.json"), changed("package-lock.json")) {
        (Ok(installed), Ok(locked)) => installed >= locked,
        _ => false,
    }
}

/// Builds the page into `ui/dist`, where the shell's build takes it from.
pub fn build_page() -> Outcome {
    install("ui")?;
    sh::run(sh::npm().current_dir(sh::root().join("ui")).args(["run", "--silent", "build"]))
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn reads_nodes_version() {
        for (version, expected) in [
            ("v20.19.0\n", Some(true)),
            ("v22.0.0", Some(true)),
            ("v20.18.9", Some(false)),
            ("v18.19.0", Some(false)),
            ("", None),
            ("node", None),
        ] {
            assert_eq!(is_new_enough(version), expected, "{version:?}");
        }
    }
}
