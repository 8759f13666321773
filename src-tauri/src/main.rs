//! The desktop program: nothing but the start of the shell.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    evenshelf_desktop::run()
}
