//! What must be on the computer before we build, and how it gets there.
//!
//! On Debian and its kin what is missing is installed, after saying what and why. Elsewhere the exact command is
//! shown and left to the owner.

use std::path::Path;
use std::process::Command;

use crate::sh::{self, Outcome};

/// What the set-up is for: each purpose needs all of those before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// The command line and the demo store.
    Terminal,
    /// The desktop window.
    Window,
    /// Every check and test.
    Tests,
    /// The pictures of the README.
    Pictures,
}

struct Need {
    purpose: Purpose,
    what: &'static str,
    why: &'static str,
    present: fn() -> bool,
    debian: &'static [&'static str],
    fedora: &'static [&'static str],
    arch: &'static [&'static str],
    /// Empty where the system has it or does not need it.
    macos: &'static str,
    windows: &'static str,
}

const NEEDS: &[Need] = &[
    Need {
        purpose: Purpose::Terminal,
        what: "a C compiler",
        why: "SQLite and the TLS library are built from source",
        present: || !cfg!(unix) || sh::answers(Command::new("cc").arg("--version")),
        debian: &["build-essential"],
        fedora: &["gcc", "glibc-devel"],
        arch: &["base-devel"],
        macos: "xcode-select --install",
        windows: "winget install Microsoft.VisualStudio.2022.BuildTools",
    },
    Need {
        purpose: Purpose::Window,
        what: "WebKitGTK 4.1 with its headers",
        why: "the window is drawn by the system's web view",
        present: || !linux() || pkg_config("webkit2gtk-4.1"),
        debian: &["pkg-config", "libwebkit2gtk-4.1-dev"],
        fedora: &["pkgconf-pkg-config", "webkit2gtk4.1-devel"],
        arch: &["pkgconf", "webkit2gtk-4.1"],
        macos: "",
        windows: "",
    },
    Need {
        purpose: Purpose::Window,
        what: "Node.js 20.19 or newer with npm",
        why: "the window's page is TypeScript, the schema tests use the reference implementation of GraphQL, and npm's Shopify clients work on the demo store",
        present: crate::node::present,
        debian: &["nodejs", "npm"],
        fedora: &["nodejs", "npm"],
        arch: &["nodejs", "npm"],
        macos: "brew install node",
        windows: "winget install OpenJS.NodeJS.LTS",
    },
    Need {
        purpose: Purpose::Tests,
        what: "Xvfb",
        why: "the real window is opened on a screen in memory",
        present: || !linux() || sh::answers(Command::new("which").arg("Xvfb")),
        debian: &["xvfb"],
        fedora: &["xorg-x11-server-Xvfb"],
        arch: &["xorg-server-xvfb"],
        macos: "",
        windows: "",
    },
    Need {
        purpose: Purpose::Tests,
        what: "WebKitWebDriver",
        why: "the real window is read and clicked by a test",
        present: || !linux() || sh::answers(Command::new("which").arg("WebKitWebDriver")),
        debian: &["webkit2gtk-driver"],
        fedora: &["webkitgtk6.0"],
        arch: &["webkitgtk-6.0"],
        macos: "",
        windows: "",
    },
    Need {
        purpose: Purpose::Tests,
        what: "dbus-daemon",
        why: "each test of the window has a session bus of its own, so that it never talks to your desktop",
        present: || !linux() || sh::answers(Command::new("which").arg("dbus-daemon")),
        debian: &["dbus"],
        fedora: &["dbus-daemon"],
        arch: &["dbus"],
        macos: "",
        windows: "",
    },
    Need {
        purpose: Purpose::Tests,
        what: "gnome-keyring-daemon",
        why: "a test keeps a token in a real keyring of its own, on a bus of its own",
        present: || !linux() || sh::answers(Command::new("which").arg("gnome-keyring-daemon")),
        debian: &["gnome-keyring"],
        fedora: &["gnome-keyring"],
        arch: &["gnome-keyring"],
        macos: "",
        windows: "",
    },
    Need {
        purpose: Purpose::Tests,
        what: "the accessibility bus",
        why: "a test reads the window as a screen reader does",
        present: || !linux() || Path::new("/usr/share/dbus-1/services/org.a11y.Bus.service").exists(),
        debian: &["at-spi2-core"],
        fedora: &["at-spi2-core"],
        arch: &["at-spi2-core"],
        macos: "",
        windows: "",
    },
    Need {
        purpose: Purpose::Tests,
        what: "a font",
        why: "the window shows signs that its own two fonts lack",
        present: || !linux() || sh::answers(Command::new("sh").args(["-c", "fc-list | grep -q ."])),
        debian: &["fontconfig", "fonts-dejavu-core"],
        fedora: &["fontconfig", "dejavu-sans-fonts"],
        arch: &["fontconfig", "ttf-dejavu"],
        macos: "",
        windows: "",
    },
    Need {
        purpose: Purpose::Pictures,
        what: "pngquant",
        why: "the pictures of the README are to be small",
        present: || !linux() || sh::answers(Command::new("which").arg("pngquant")),
        debian: &["pngquant"],
        fedora: &["pngquant"],
        arch: &["pngquant"],
        macos: "",
        windows: "",
    },
];

/// Checks what `purpose` needs; installs what is missing where that is possible.
pub fn ensure(purpose: Purpose) -> Outcome {
    let missing: Vec<&Need> =
        NEEDS.iter().filter(|need| need.purpose <= purpose && !(need.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        println!("missing: {}, because {}", need.what, need.why);
    }
    if let Some(system) = manual(&missing) {
        return Err(format!("install what is missing, then run this command again:\n\n{system}\n"));
    }

    let packages: Vec<&str> = missing.iter().flat_map(|need| need.debian.iter().copied()).collect();
    apt(&["update"])?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(&packages);
    apt(&install)?;

    match missing.iter().find(|need| !(need.present)()) {
        None => Ok(()),
        Some(need) if need.debian.contains(&"nodejs") => Err(
            "this Debian's Node.js is too old: install Node.js 20.19 or newer (https://nodejs.org/en/download), \
             then run this command again"
                .to_owned(),
        ),
        Some(need) => Err(format!("{} is still missing after {packages:?} were installed", need.what)),
    }
}

/// The lines the owner types himself; `None` where we install with apt.
fn manual(missing: &[&Need]) -> Option<String> {
    let listed = |of: fn(&Need) -> &'static [&'static str]| -> String {
        missing.iter().flat_map(|need| of(need).iter().copied()).collect::<Vec<_>>().join(" ")
    };
    let lines = |of: fn(&Need) -> &'static str| -> String {
        let lines: Vec<_> = missing.iter().map(|need| of(need)).filter(|line| !line.is_empty()).collect();
        lines.join("\n")
    };
    if cfg!(target_os = "macos") {
        Some(lines(|need| need.macos))
    } else if cfg!(windows) {
        Some(lines(|need| need.windows))
    } else if Path::new("/etc/debian_version").exists() {
        None
    } else {
        Some(format!(
            "Fedora:  sudo dnf install {}\nArch:    sudo pacman -S {}\nothers:  the same under that system's names",
            listed(|need| need.fedora),
            listed(|need| need.arch),
        ))
    }
}

fn apt(arguments: &[&str]) -> Outcome {
    let mut command = if is_root() { sh::command("env") } else { sh::command("sudo") };
    if !is_root() {
        command.arg("env");
    }
    sh::run(command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2"]).args(arguments))
}

fn is_root() -> bool {
    sh::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn linux() -> bool {
    cfg!(target_os = "linux")
}

fn pkg_config(module: &str) -> bool {
    sh::answers(Command::new("pkg-config").args(["--exists", module]))
}
