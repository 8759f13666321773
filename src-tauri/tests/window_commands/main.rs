//! The window's commands over Tauri's mock runtime: the real configuration and rights, no display.
//!
//! What only a real window shows (closing, the tray, dialogs, notifications, a second start) is in `real_window`.

mod bench;
mod compare;
mod frame;
mod journey;
mod overview;
mod rights;
mod stores;
