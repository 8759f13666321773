//! Encodings, delimiters, line ends, and files that are something else.

use std::io::Write;

use encoding_rs::WINDOWS_1252;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{findings, products, read_bytes, sheet};
use crate::source::SourceError;

const TWO: &str = "Handle,Title,Tags\nmug,Pavé “Mug”,a\ncup,Cup,\n";

fn two() -> Vec<String> {
    products(&sheet(TWO.as_bytes()))
}

fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
    let mark = if mark { "\u{feff}" } else { "" };
    let units = mark.encode_utf16().chain(text.encode_utf16());
    units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

#[test]
fn encodings() {
    assert_eq!(two()[0], r#"{"handle":"mug","title":"Pavé “Mug”","tags":["a"],"variants":[]}"#);
    let marked = format!("\u{feff}{TWO}");
    for (name, bytes) in [
        ("UTF-8 with a mark", marked.as_bytes().to_vec()),
        ("UTF-16 little endian", utf16(TWO, false, true)),
        ("UTF-16 big endian", utf16(TWO, true, true)),
        ("UTF-16 without a mark", utf16(TWO, false, false)),
    ] {
        let sheet = sheet(&bytes);
        assert_eq!((products(&sheet), findings(&sheet)), (two(), vec![]), "{name}");
    }
    let (latin, _, _) = WINDOWS_1252.encode(TWO);
    let sheet = sheet(&latin);
    assert_eq!((products(&sheet), findings(&sheet)), (two(), vec!["TextDamaged 2".to_owned()]));
}

#[test]
fn text_longer_than_any_buffer_keeps_its_characters() {
    // The odd start makes characters straddle the ends of the buffers.
    let body = format!("x{}", "é€😀".repeat(40_000));
    let file = format!("Handle,Body (HTML)\nmug,{body}\n");
    for bytes in [file.clone().into_bytes(), utf16(&file, false, true)] {
        let sheet = sheet(&bytes);
        assert_eq!(sheet.products[0].fields.values().next().map(ToString::to_string), Some(body.clone()));
    }
}

#[test]
fn delimiters() {
    for delimiter in [",", ";", "\t", "|"] {
        for file in [TWO.to_owned(), TWO.replace("Tags", "\"Body (HTML)\"").replace(",a\n", ",\"x,y;z\"\n")] {
            let (head, rest) = file.split_once('\n').expect("two lines");
            let rest = rest.replace("x,y;z", "x\u{1}y;z").replace(',', delimiter).replace('\u{1}', ",");
            let file = format!("{}\n{rest}", head.replace(',', delimiter));
            assert_eq!(sheet(file.as_bytes()).products.len(), 2, "{file}");
        }
    }
    let told = format!("sep=;\r\n{}", TWO.replace(',', ";"));
    assert_eq!(products(&sheet(told.as_bytes())), two());
}

#[test]
fn line_ends_and_the_lines_that_messages_name() {
    let rows = [
        "Handle,Body (HTML),Published",
        "mug,\"a\nb\r\nc\",maybe",
        "cup,a\u{2028}b,maybe",
        "",
        "pot,c,maybe",
    ];
    for (end, lines) in [("\n", [2, 5, 7]), ("\r\n", [2, 5, 7])] {
        for last in ["", end] {
            let file = format!("{}{last}", rows.join(end));
            let lines: Vec<String> = lines.iter().map(|line| format!("NotABoolean {line}")).collect();
            assert_eq!(findings(&sheet(file.as_bytes())), lines, "{file:?}");
        }
    }
    let returns = "Handle,Title,Published\rmug,Mug,maybe\rcup,Cup,maybe\r";
    assert_eq!(findings(&sheet(returns.as_bytes())), ["NotABoolean 2", "NotABoolean 3"]);
    let above = "\n\nHandle,Title,Published\nmug,Mug,maybe\n";
    assert_eq!(findings(&sheet(above.as_bytes())), ["NotABoolean 4"]);
}

#[test]
fn the_digest_is_that_of_the_bytes() {
    assert_eq!(
        sheet(b"Handle,Title\nmug,Mug\n").digest,
        "5b856ac5d11154427496d3cce0ae44d57da0832af2d6fa39c49d836043f6ee0d"
    );
    assert_ne!(sheet(TWO.as_bytes()).digest, sheet(format!("\u{feff}{TWO}").as_bytes()).digest);
}

#[test]
fn a_header_alone_is_a_sheet_without_products() {
    let sheet = sheet(b"Handle,Title");
    assert_eq!((sheet.products.len(), sheet.rows.total), (0, 0));
}

#[test]
fn what_is_no_table() {
    let table: [(&[u8], &str); 14] = [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"PK\x03\x04....[Content_Types].xml", "is an Excel workbook"),
        (b"PK\x03\x04....products.csv", "is a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an old Excel workbook"),
        (b"\x1f\x8b\x08", "cannot unpack"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"<!DOCTYPE html><html>", "is a web page or an XML file"),
        (b"\n<HTML>", "is a web page or an XML file"),
        (b"[{\"handle\":\"mug\"}]", "is one JSON list"),
        (b"Name,Colour\nMug,red\n", "has no column that names a product (line 1)"),
        (b"Handle,Moon\nmug,full\n", "no other column that is known (line 1)"),
        (b"Handle,Title\nmug,\"Mug\ncup,Cup\n", "a quote opened on line 2"),
    ];
    for (bytes, message) in table {
        let error = read_bytes(bytes).err().unwrap_or_else(|| panic!("{message}: it was read"));
        assert!(error.to_string().contains(message), "{error}");
        assert!(!error.hint().is_empty());
    }
    assert!(matches!(super::read(std::path::Path::new("/no/such/file.csv")), Err(SourceError::Open { .. })));
    assert!(matches!(super::read(std::path::Path::new("/")), Err(SourceError::Read { .. })));
}

#[test]
fn lines_of_json_are_known_by_their_content() {
    let sheet = sheet(b"\xef\xbb\xbf{\"handle\":\"mug\",\"title\":\"Mug\"}\n\n{\"handle\":\"c\xff\"}\n");
    assert_eq!(products(&sheet), [r#"{"handle":"mug","title":"Mug","variants":[]}"#]);
    assert_eq!(findings(&sheet), ["TextDamaged 3"]);
}

#[test]
fn a_packed_file_is_read_as_what_it_holds() {
    let packed = |bytes: &[u8]| {
        let mut archive = GzEncoder::new(Vec::new(), Compression::default());
        archive.write_all(bytes).expect("memory to write to");
        archive.finish().expect("memory to write to")
    };
    for file in [TWO.as_bytes(), b"{\"handle\":\"mug\",\"title\":\"Mug\"}\n", &utf16(TWO, true, true)] {
        let (plain, unpacked) = (sheet(file), sheet(&packed(file)));
        assert!(!plain.products.is_empty());
        assert_eq!((plain.products, plain.digest), (unpacked.products, unpacked.digest));
    }
    let error = read_bytes(&packed(&packed(b"Handle\n"))).expect_err("it holds no table");
    assert!(error.to_string().contains("is an archive in an archive"), "{error}");
}
