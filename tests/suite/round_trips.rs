//! Made-up catalogues through every form of file and back.

use std::env;

use evenshelf_tests::round_trips::run_all;

/// `EVENSHELF_CATALOGUES` chooses another number than a hundred; `--bin round_trips` sends five thousand.
#[test]
fn what_is_exported_is_imported_as_no_change() {
    let count = env::var("EVENSHELF_CATALOGUES").ok().map_or(100, |text| text.parse().expect("a number"));
    match run_all(0..count) {
        Ok(totals) => println!("{totals}"),
        Err(uneven) => panic!("{uneven}"),
    }
}
