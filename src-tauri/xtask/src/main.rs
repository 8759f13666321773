//! The commands a person types in a fresh clone, with all their set-up: `cargo xtask run` and `cargo xtask test`.
//!
//! The standard library and the sample sheet only, so that the first answer comes seconds after the clone.

mod debian;
mod demo;
mod directions;
mod fresh;
mod node;
mod package;
mod setup;
mod sh;
mod tally;
mod test;
mod window;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask run       sets up, builds and plays one sync against a demo store; with a screen, opens the window
      --data-dir DIR  keep the ledger and the demo store in DIR (default: a new directory, removed at the end)
      --products N    size of the demo store's catalogue (default: 60)
      --no-window     stay in the terminal
cargo xtask test      sets up, then runs every check and every test; closes with `N passed, N failed`
cargo xtask window    builds and opens the desktop window (honours EVENSHELF_DATA_DIR)
      --times N       runs the window's tests N times in a row, each on a desktop of its own, in memory
      --measure       compares the released window with an empty one: time to the first screen, size, idleness, scrolling
cargo xtask screenshots   every place and state in target/screenshots, and the pictures of this README
cargo xtask package   builds the .deb and the .rpm, with the window and the command line
      --check         installs the .deb in a new minimal Debian, opens the window, removes it again (root, mmdebstrap)
      --debug         packages the debug build
cargo xtask ci-fresh  runs `run` and `test` in a new minimal Debian made for it (Linux, root, mmdebstrap)
      --run-only      leave `test` out
      --keep          leave the Debian on disk and say where
cargo xtask help      this text";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut words = arguments.iter().map(String::as_str);
    let outcome = match words.next() {
        Some("run") => demo::Options::parse(words).and_then(|options| demo::run(&options)),
        Some("test") => test::run(),
        Some("window") => window::Options::parse(words).and_then(|options| window::run(&options)),
        Some("screenshots") => window::screenshots(),
        Some("package") => package::Options::parse(words).and_then(|options| package::run(&options)),
        Some("ci-fresh") => fresh::Options::parse(words).and_then(|options| fresh::run(&options)),
        None | Some("help" | "--help" | "-h") => {
            println!("{HELP}");
            Ok(())
        }
        Some(unknown) => Err(format!("there is no `cargo xtask {unknown}`\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\nerror: {message}");
            ExitCode::FAILURE
        }
    }
}
