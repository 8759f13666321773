//! Our splitter against the `csv` crate, on files both can read.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::source::records::Records;

#[test]
fn records_are_those_of_the_csv_crate() {
    let cells =
        ["", "a", "b c", "x,y", "say \"so\"", "two\nlines", "three\r\nlines\r\n", " padded ", "é😀\u{2028}"];
    for seed in 0..500 {
        let mut random = StdRng::seed_from_u64(seed);
        let width = random.random_range(1..6);
        let terminator = if random.random() { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let style = if random.random() { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
        let mut writer =
            csv::WriterBuilder::new().terminator(terminator).quote_style(style).from_writer(Vec::new());
        for _ in 0..random.random_range(1..20) {
            let row: Vec<&str> = (0..width).map(|_| cells[random.random_range(0..cells.len())]).collect();
            writer.write_record(&row).expect("memory to write to");
        }
        let bytes = writer.into_inner().expect("memory to write to");
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        let expected: Vec<Vec<String>> = reader
            .records()
            .map(|record| record.expect("a record").iter().map(str::to_owned).collect())
            .collect();
        // Small chunks, so that every cell is cut somewhere.
        let capacity = random.random_range(1..9);
        let mut records =
            Records::new(std::io::BufReader::with_capacity(capacity, bytes.as_slice()), b',', 1);
        let mut found = Vec::new();
        while let Ok(Some(record)) = records.next() {
            assert_eq!(record.flaw, None, "seed {seed}");
            assert_eq!(record.place.record, found.len() as u64);
            // The line is where the record's first byte stands.
            let line = bytes.split(|byte| *byte == b'\n').nth(record.place.line as usize - 1);
            let first = record.cells[0].split(['\r', '\n', '"']).next().unwrap_or_default();
            let line = String::from_utf8_lossy(line.unwrap_or_default()).into_owned();
            assert!(line.trim_start_matches('"').starts_with(first), "seed {seed}: {line:?} {first:?}");
            found.push(record.cells);
        }
        assert_eq!(found, expected, "seed {seed}");
    }
}
