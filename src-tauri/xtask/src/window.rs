//! The desktop window: built and opened, on a screen that is there.

use std::path::Path;

use crate::node;
use crate::setup::{self, Purpose};
use crate::sh::{self, Outcome};

pub fn has_screen() -> bool {
    let named = |variable| std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    cfg!(target_os = "macos") || cfg!(windows) || named("DISPLAY") || named("WAYLAND_DISPLAY")
}

/// Builds the window and keeps it open until it is closed by hand.
pub fn open(data_dir: Option<&Path>) -> Outcome {
    setup::ensure(Purpose::Window)?;
    node::build_page()?;
    build(false)?;
    if !has_screen() {
        return Err("the window is built, but there is no screen to open it on".to_owned());
    }
    let mut window = sh::command(sh::built("evenshelf-desktop"));
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
