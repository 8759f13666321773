//! Where the ledger, the plans and the demo store live unless the owner says otherwise. The window and the
//! command line ask here, so that they meet in one place.

use std::ffi::OsString;
use std::path::PathBuf;

/// Names another directory, for the window and for every verb.
pub const VARIABLE: &str = "EVENSHELF_DATA_DIR";

/// How a system lays out its users' folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// XDG base directories.
    Unix,
    MacOs,
    Windows,
}

impl Platform {
    /// Returns the platform this program was built for.
    pub fn current() -> Self {
        if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::MacOs
        } else {
            Self::Unix
        }
    }
}

/// Returns the data directory of this process; `None` where the system names no home.
pub fn default() -> Option<PathBuf> {
    of(Platform::current(), |name| std::env::var_os(name))
}

/// Returns the data directory for a platform and an environment. It need not exist yet.
pub fn of(platform: Platform, env: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let named = |name: &str| env(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(dir) = named(VARIABLE) {
        return Some(dir);
    }
    match platform {
        // The specification tells to ignore a relative path.
        Platform::Unix => named("XDG_DATA_HOME")
            .filter(|dir| dir.has_root())
            .or_else(|| named("HOME").map(|home| home.join(".local").join("share")))
            .map(|dir| dir.join("evenshelf")),
        Platform::MacOs => {
            named("HOME").map(|home| home.join("Library").join("Application Support").join("Evenshelf"))
        }
        Platform::Windows => named("APPDATA")
            .or_else(|| named("USERPROFILE").map(|home| home.join("AppData").join("Roaming")))
            .map(|dir| dir.join("Evenshelf")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_platform_has_its_place() {
        use Platform::{MacOs, Unix, Windows};
        type Row = (Platform, &'static [(&'static str, &'static str)], Option<&'static str>);
        let table: [Row; 9] = [
            (Unix, &[("HOME", "/home/a")], Some("/home/a/.local/share/evenshelf")),
            (Unix, &[("HOME", "/home/a"), ("XDG_DATA_HOME", "/data")], Some("/data/evenshelf")),
            (Unix, &[("HOME", "/home/a"), ("XDG_DATA_HOME", "data")], Some("/home/a/.local/share/evenshelf")),
            (Unix, &[("HOME", "/home/a"), ("EVENSHELF_DATA_DIR", "here")], Some("here")),
            (
                Unix,
                &[("HOME", "/home/a"), ("EVENSHELF_DATA_DIR", "")],
                Some("/home/a/.local/share/evenshelf"),
            ),
            (Unix, &[], None),
            (MacOs, &[("HOME", "/Users/a")], Some("/Users/a/Library/Application Support/Evenshelf")),
            (Windows, &[("APPDATA", "/c/Roaming")], Some("/c/Roaming/Evenshelf")),
            (Windows, &[("USERPROFILE", "/c/a")], Some("/c/a/AppData/Roaming/Evenshelf")),
        ];
        for (platform, env, expected) in table {
            let found = of(platform, |name| {
                env.iter().find(|(key, _)| *key == name).map(|(_, value)| OsString::from(value))
            });
            assert_eq!(found, expected.map(PathBuf::from), "{platform:?} {env:?}");
        }
    }
}
