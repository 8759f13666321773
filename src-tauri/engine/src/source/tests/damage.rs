//! Damaged files: what is hurt is refused, the rest is read, and nothing ends the program.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::{findings, products, read_bytes, sheet};

const CUP: &str = r#"{"handle":"cup","title":"Cup","variants":[]}"#;

#[test]
fn damaged_rows_cost_only_their_products() {
    let table: [(&[u8], &str); 5] = [
        (b"mug,\"Mug \"big\" one\"\n", "BrokenQuotes 2"),
        (b"mug,Mug \x00\n", "TextDamaged 2"),
        // Two good characters and one bad byte: damaged UTF-8, not another encoding.
        ("mug,éé".as_bytes(), ""),
        (b"mug,Mug,more\n", "FieldCount 2"),
        (b"mug\n", "FieldCount 2"),
    ];
    for (row, finding) in table {
        let row = if finding.is_empty() { [row, b"\xff\n"].concat() } else { row.to_vec() };
        let file = [b"Handle,Title\n", row.as_slice(), b"cup,Cup\n"].concat();
        let sheet = sheet(&file);
        assert_eq!(products(&sheet), [CUP], "{}", String::from_utf8_lossy(&file));
        let expected = if finding.is_empty() { "TextDamaged 2" } else { finding };
        assert_eq!(findings(&sheet), [expected]);
        assert_eq!(sheet.refused[0].handle.as_deref(), Some("mug"));
    }
}

#[test]
fn blanks_around_quotes_are_no_damage() {
    assert_eq!(products(&sheet(b"\"Handle\" ,\"Title\"\t\n\"cup\"  ,\"Cup\" \r\n")), [CUP]);
}

#[test]
fn an_endless_cell_is_bounded() {
    let long = "x".repeat(2 << 20);
    let sheet = sheet(format!("Handle,Title\nmug,{long}\ncup,Cup\n").as_bytes());
    assert_eq!((products(&sheet), findings(&sheet)), (vec![CUP.to_owned()], vec!["TooLong 2".to_owned()]));
    let endless = format!("Handle,Title\nmug,\"{}", "cup,Cup\n".repeat(3 << 20));
    let error = read_bytes(endless.as_bytes()).expect_err("a record without an end");
    assert!(error.to_string().contains("line 2"), "{error}");
}

#[test]
fn no_bytes_bring_it_down() {
    let pieces: [&[u8]; 24] = [
        b",",
        b",",
        b",",
        b"\n",
        b"\n",
        b"\r\n",
        b"\r",
        b"\"",
        b"\"\"",
        b";",
        b"mug",
        b"cup",
        b"Red",
        b"5.00",
        b"-1",
        b"true",
        b"https://a.test/1.png",
        b" ",
        b"\xe9",
        "é".as_bytes(),
        b"\x00",
        b"Default Title",
        b"'12",
        b"Handle",
    ];
    let headers: [&[u8]; 4] = [
        b"Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src\n",
        b"SKU,Price,Quantity\n",
        b"Handle,SKU,Option1 Name,Option1 Value,Location,Available\n",
        b"",
    ];
    for seed in 0..2_000 {
        let mut random = StdRng::seed_from_u64(seed);
        let mut file = headers[random.random_range(0..headers.len())].to_vec();
        for _ in 0..random.random_range(0..120) {
            if random.random_ratio(1, 20) {
                file.push(random.random());
            } else {
                file.extend_from_slice(pieces[random.random_range(0..pieces.len())]);
            }
        }
        // Errors are an answer too; `read_bytes` checks that no record is lost.
        if let Ok(sheet) = read_bytes(&file) {
            let read: u64 = sheet.refused.iter().map(|refused| refused.rows).sum();
            assert_eq!(read, sheet.rows.refused, "seed {seed}");
        }
    }
}
