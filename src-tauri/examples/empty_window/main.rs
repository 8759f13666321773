//! A Tauri window with one line of text and nothing else: what `cargo xtask window --measure` compares ours with.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!("src-tauri/examples/empty_window/tauri.conf.json"))
}
