//! Prepares the desktop package: the built page, the capabilities and the Windows resources.

use std::path::Path;

use tauri_build::{AppManifest, Attributes};

fn main() {
    // tauri-build watches `./capabilities` only; ours are elsewhere, so a change there must be told.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    println!("cargo:rerun-if-changed=ui/dist");

    // The page is embedded at compile time. Without this check the fault shows as a panicking macro.
    assert!(
        Path::new("ui/dist/index.html").exists(),
        "the window's page is not built (ui/dist/index.html is missing): run `npm ci` and `npm run build` in ui/, \
         or `cargo xtask window`, which does both"
    );

    let attributes = Attributes::new()
        .capabilities_path_pattern("./src-tauri/capabilities/**/*")
        .app_manifest(AppManifest::new().permissions_path_pattern("./src-tauri/permissions/**/*"));
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("tauri-build: {error:#}");
    }
}
