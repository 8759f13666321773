//! The real program in its real window, read as a person would read it.
//!
//! Needs Xvfb, WebKitWebDriver and the rest of a small desktop: `cargo xtask test` brings them, so these tests are
//! ignored where plain `cargo test` runs. Each test has a desktop of its own.

mod axe;
mod browser;
mod compare;
mod connect;
mod demo_store;
mod desk;
mod driver;
mod first_run;
mod first_window;
mod hostile;
mod http;
mod leave_and_return;
mod measure;
mod page;
mod pictures;
mod views;
