//! Running other programs: shown before they run, and heard while they run.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What went wrong and what to do, ready to print.
pub type Outcome<T = ()> = Result<T, String>;

/// The top of the clone. Cargo says at run time where it found us, which counts when two clones share one target
/// directory; a program started without cargo knows where it was built.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    Path::new(&here).ancestors().nth(2).expect("xtask lies two levels below the top").to_owned()
}

/// Where cargo puts what it builds, for this clone or as the environment says.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

pub fn built(program: &str) -> PathBuf {
    target().join("debug").join(format!("{program}{}", std::env::consts::EXE_SUFFIX))
}

/// A command that starts at the top of the clone.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that started us, so that a pinned toolchain stays pinned.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// npm is a script with another name on Windows.
pub fn npm() -> Command {
    command(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// The command as a person would type it, with paths inside the clone cut short.
pub fn shown(command: &Command) -> String {
    let top = format!("{}{}", root().display(), std::path::MAIN_SEPARATOR);
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(program.as_os_str()).to_string_lossy().into_owned();
    let mut line = name;
    for argument in command.get_args() {
        let argument = argument.to_string_lossy().replace(&top, "");
        let quoted = argument.is_empty() || argument.contains([' ', '"', '\'', '$']);
        line.push(' ');
        line.push_str(&if quoted { format!("'{argument}'") } else { argument });
    }
    line
}

/// Shows the command, runs it with our own streams, and takes a failing exit code as an error.
pub fn run(command: &mut Command) -> Outcome {
    println!("$ {}", shown(command));
    let status = command.status().map_err(|error| not_started(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` ended with {status}", shown(command))) }
}

/// Runs the command and returns what it wrote to standard output; its other output passes through.
pub fn read(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| not_started(command, &error))?;
    if !output.status.success() {
        return Err(format!("`{}` ended with {}", shown(command), output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("`{}` did not print text", shown(command)))
}

/// Whether the command starts and ends well; silent.
pub fn answers(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Shows the command, runs it, and returns whether it ended well with the lines it printed on both streams.
pub fn heard(command: &mut Command) -> Outcome<(bool, Vec<String>)> {
    println!("$ {}", shown(command));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    let errors = child.stderr.take().expect("piped");
    let echo_errors = std::thread::spawn(move || echoed(errors, std::io::stderr()));
    let mut lines = echoed(child.stdout.take().expect("piped"), std::io::stdout());
    lines.extend(echo_errors.join().expect("the echo does not panic"));
    let status = child.wait().map_err(|error| error.to_string())?;
    Ok((status.success(), lines))
}

fn echoed(from: impl Read, mut to: impl Write) -> Vec<String> {
    let mut lines = Vec::new();
    let mut from = BufReader::new(from);
    let mut line = Vec::new();
    while from.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        // A closed terminal must not stop the tests.
        let _ = to.write_all(&line);
        lines.push(String::from_utf8_lossy(&line).trim_end().to_owned());
        line.clear();
    }
    lines
}

fn not_started(command: &Command, error: &std::io::Error) -> String {
    format!("`{}` could not be started: {error}", shown(command))
}
