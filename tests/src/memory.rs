//! How much memory a plan takes: the program's peak, read while it prints.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;

use evenshelf_demo_store::Options;

use crate::generate;
use crate::program::{Desk, STORE};
use crate::shop::{Shop, empty};

/// A sample is taken at least so often. A pipe holds 64 KiB, so that all but the last of the output is seen with the
/// program still alive.
const CHUNK: usize = 32 * 1024;

/// What planning a file took.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    pub products: usize,
    pub file_bytes: u64,
    pub changes: u64,
    /// The most memory the program had in use at any time while it planned …
    pub peak_bytes: u64,
    /// … and while it read a store of so many products.
    pub pull_peak_bytes: u64,
}

/// Plans the creation of so many invented products, reads a store that has as many, and returns what it took. Needs
/// `/proc`.
pub fn measure(products: usize) -> io::Result<Taken> {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let file = write(&desk, products)?;
    let mut command = desk.command(&["plan", STORE, "--json", "--quiet"]);
    let (mut child, status) = start(command.arg("--from").arg(&file))?;
    let mut out = child.stdout.take().ok_or_else(|| io::Error::other("no pipe"))?;
    let (mut peak_bytes, mut changes) = (0, 0);
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = out.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        // Each change stands on a line of its own.
        changes += chunk[..read].iter().filter(|byte| **byte == b'\n').count() as u64;
        peak_bytes = high_water(&status).unwrap_or(peak_bytes);
    }
    finish(&mut child)?;
    let file_bytes = file.metadata()?.len();
    Ok(Taken { products, file_bytes, changes, peak_bytes, pull_peak_bytes: pull(products)? })
}

/// Reads a whole store; it prints next to nothing, so it is watched for as long as it runs.
fn pull(products: usize) -> io::Result<u64> {
    let shop = Shop::start(Options { products: products.try_into().unwrap_or(u32::MAX), ..empty() });
    let desk = Desk::new(&shop);
    let (mut child, status) = start(&mut desk.command(&["pull", STORE, "--quiet"]))?;
    let mut peak_bytes = 0;
    while child.try_wait()?.is_none() {
        peak_bytes = high_water(&status).unwrap_or(peak_bytes);
        thread::yield_now();
    }
    finish(&mut child)?;
    Ok(peak_bytes)
}

fn start(command: &mut Command) -> io::Result<(Child, PathBuf)> {
    let child = command.stderr(Stdio::inherit()).spawn()?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    Ok((child, status))
}

fn finish(child: &mut Child) -> io::Result<()> {
    if child.wait()?.success() { Ok(()) } else { Err(io::Error::other("the program failed")) }
}

fn write(desk: &Desk, products: usize) -> io::Result<PathBuf> {
    let path = desk.folder().join("products.csv");
    generate::write(File::create(&path)?, generate::products(9, products))?;
    Ok(path)
}

/// Returns the peak of a process that is still there.
fn high_water(status: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib * 1024)
}
