//! The program, or the store, dies in the middle of a run.

use evenshelf_tests::kills::{self, files, same, without_kills};
use evenshelf_tests::program::{Desk, STORE};
use evenshelf_tests::shop::ShopProcess;

/// A small share; a hundred by `cargo run -p evenshelf-tests --bin kills -- --kills 100`.
#[test]
fn ten_kills_lose_and_double_nothing() {
    match kills::run(1, 10, |_| ()) {
        Ok(tally) => println!("{tally:?}"),
        Err(what) => panic!("{what}"),
    }
}

/// The store loses its process in mid-run and comes back with what it had committed.
#[test]
fn a_store_that_dies_and_comes_back_ends_as_if_it_had_not() {
    for (seed, writes) in [(7, 5), (8, 20)] {
        let files = files(seed);
        let peace = without_kills(&files[..1]);
        let mut shop = ShopProcess::start(&["--delay-ms", "5"]);
        let desk = Desk::new(&shop);
        let path = desk.file("products.csv", &files[0]);
        let mut running = desk.start(&["sync", STORE, "--from", path.to_str().expect("a path"), "--yes"]);
        while !running.has_ended() && shop.write_calls() < writes {}
        shop.kill();
        shop.restart();
        let first = running.wait();
        println!("seed {seed}: the run ended with {:?}", first.code);
        if first.code != Some(0) {
            desk.run(&["resume", "--last", "--json"]).expect(0);
        }
        if let Err(what) = same(&peace[0].holds, &shop) {
            panic!("seed {seed}: {what}");
        }
        desk.sync(&path, &[]).expect(0);
    }
}
