//! How much memory a plan takes: the program's peak, read while it prints.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::generate;
use crate::program::{Desk, STORE};
use crate::shop::Shop;

/// A sample is taken at least so often. A pipe holds 64 KiB, so that all but the last of the output is seen with the
/// program still alive.
const CHUNK: usize = 32 * 1024;

/// What planning a file took.
#[derive(Debug, Clone, Copy)]
pub struct Taken {
    pub products: usize,
    pub file_bytes: u64,
    pub changes: u64,
    /// The most memory the program had in use at any time.
    pub peak_bytes: u64,
}

/// Plans the creation of so many invented products and returns what it took. Needs `/proc`.
pub fn plan(products: usize) -> io::Result<Taken> {
    let shop = Shop::empty();
    let desk = Desk::new(&shop);
    let file = write(&desk, products)?;
    let mut command = desk.command(&["plan", STORE, "--json", "--quiet"]);
    let mut child = command.arg("--from").arg(&file).stderr(Stdio::inherit()).spawn()?;
    let mut out = child.stdout.take().ok_or_else(|| io::Error::other("no pipe"))?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let (mut peak_bytes, mut changes) = (0, 0);
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = out.read(&mut chunk)?;
        if read == 0 {
            break;
        }
        // Each change stands on a line of its own.
        changes += chunk[..read].iter().filter(|byte| **byte == b'\n').count() as u64;
        if let Some(now) = high_water(&status) {
            peak_bytes = now;
        }
    }
    if !child.wait()?.success() {
        return Err(io::Error::other("the plan failed"));
    }
    let file_bytes = file.metadata()?.len();
    Ok(Taken { products, file_bytes, changes, peak_bytes })
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
