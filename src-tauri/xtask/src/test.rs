//! `cargo xtask test`: every check of the clone, in one go. A failing step does not stop the others.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::setup::{self, Purpose};
use crate::sh::{self, Outcome};
use crate::tally::{Runner, Tally};
use crate::{directions, node, window};

/// Kept at one version, so that the tool's opinion changes only when we say so.
const CARGO_DENY: &str = "cargo-deny@0.20.2";

pub fn run() -> Outcome {
    let mut report = Report::default();
    report.step("set-up", || setup::ensure(Purpose::Tests).map(|()| ONE));
    report.step("page: packages and build", || node::build_page().map(|()| ONE));

    report.step("rust: format", || succeeds(sh::cargo().args(["fmt", "--all", "--check"])));
    report.step("rust: which crate may lean on which", || {
        let (held, breaches) = directions::check()?;
        breaches.iter().for_each(|breach| println!("{breach}"));
        Ok(Tally { passed: held, failed: count(&breaches) })
    });
    report.step("rust: clippy", || {
        succeeds(sh::cargo().args([
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    });
    report.step("rust: tests", || {
        counted(Runner::Cargo, sh::cargo().args(["test", "--locked", "--workspace", "--no-fail-fast"]))
    });
    if cfg!(target_os = "linux") {
        report.step("window: the real one, on a screen in memory", || {
            counted(
                Runner::Cargo,
                &mut window::tests(&["--skip", window::PICTURES, "--skip", window::MEASURES]),
            )
        });
    } else {
        println!("\n== window: the real one: left out, it is driven on Linux only");
    }

    report.step("page: types", || succeeds(npm("ui", "types")));
    report.step("page: lint", || succeeds(npm("ui", "lint")));
    report.step("page: tests", || counted(Runner::Vitest, npm("ui", "test")));
    report.step("schema: every document against Shopify's own", || {
        node::install("tests/schema")?;
        counted(Runner::Node, npm("tests/schema", "test"))
    });
    report.step("clients: npm's Shopify clients on the demo store", || {
        node::install("tests/clients")?;
        sh::run(sh::cargo().args(["build", "--locked", "--package", "evenshelf-cli"]))?;
        let program = sh::built("evenshelf");
        counted(Runner::Node, npm("tests/clients", "test").env("EVENSHELF_PROGRAM", program))
    });

    report.step("licences, sources and duplicates", || {
        if !sh::answers(sh::cargo().args(["deny", "--version"])) {
            println!(
                "missing: cargo-deny, because it checks the licences of what we ship; built once, in minutes"
            );
            sh::run(sh::cargo().args(["install", "--quiet", "--locked", CARGO_DENY]))?;
        }
        let check = ["deny", "--locked", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"];
        succeeds(sh::cargo().args(check))
    });
    report.close()
}

const ONE: Tally = Tally { passed: 1, failed: 0 };

/// A step without a count of its own is one check.
fn succeeds(command: &mut Command) -> Outcome<Tally> {
    sh::run(command).map(|()| ONE)
}

fn counted(runner: Runner, command: &mut Command) -> Outcome<Tally> {
    let (success, lines) = sh::heard(command)?;
    let mut tally = runner.tally(&lines);
    // A runner that dies without a count, or that ran nothing, must not pass for a green one.
    if tally.failed == 0 && (!success || tally.passed == 0) {
        println!("`{}` {}", sh::shown(command), if success { "ran no test" } else { "failed" });
        tally.failed += 1;
    }
    Ok(tally)
}

fn npm(package: &str, script: &str) -> &'static mut Command {
    let mut command = sh::npm();
    command.current_dir(sh::root().join(package)).args(["run", "--silent", script]);
    Box::leak(Box::new(command))
}

#[derive(Default)]
struct Report {
    steps: Vec<(&'static str, Tally, Duration)>,
}

impl Report {
    fn step(&mut self, name: &'static str, work: impl FnOnce() -> Outcome<Tally>) {
        println!("\n== {name}");
        let started = Instant::now();
        let tally = work().unwrap_or_else(|message| {
            println!("{message}");
            Tally { passed: 0, failed: 1 }
        });
        self.steps.push((name, tally, started.elapsed()));
    }

    fn close(self) -> Outcome {
        println!();
        let mut sum = Tally::default();
        for (name, tally, took) in &self.steps {
            let verdict = if tally.failed == 0 { "ok    " } else { "FAILED" };
            println!(
                "{verdict} {name}: {} passed, {} failed, {} s",
                tally.passed,
                tally.failed,
                took.as_secs()
            );
            sum += *tally;
        }
        println!("\n{} passed, {} failed", sum.passed, sum.failed);
        if sum.failed == 0 { Ok(()) } else { Err("not everything passed".to_owned()) }
    }
}

fn count(lines: &[String]) -> u32 {
    u32::try_from(lines.len()).unwrap_or(u32::MAX)
}
