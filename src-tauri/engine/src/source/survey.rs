//! Learns from a file's bytes what it is: a table or lines of JSON, and in which encoding.

use std::io::{self, Read};
use std::path::Path;

use super::error::SourceError;

const CHUNK_BYTES: usize = 64 * 1024;

/// What the bytes of a file are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Survey {
    pub form: Form,
    pub encoding: Encoding,
    /// The first line whose bytes are no UTF-8, where that matters.
    pub damaged_line: Option<u64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Table,
    /// One JSON object a line.
    Lines,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Encoding {
    /// Returns the name it goes by on the web.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
        }
    }
}

impl Survey {
    /// Reads the file to its end, keeping a chunk of it at a time.
    pub fn of(mut file: impl Read, path: &Path) -> Result<Self, SourceError> {
        let read = |error| SourceError::read(path, error);
        let mut chunk = vec![0; CHUNK_BYTES];
        let mut filled = fill(&mut file, &mut chunk).map_err(read)?;
        if filled == 0 {
            return Err(SourceError::Empty { path: path.to_owned() });
        }
        let head = &chunk[..filled];
        if let Some((what, hint)) = foreign(head) {
            return Err(SourceError::NotATable { path: path.to_owned(), what, hint });
        }
        let wide = wide(head);
        let has_bom = head.starts_with(BOM_UTF8);
        let form = form(head, wide);
        if form == Some(Form::Lines) && head.trim_ascii_start().starts_with(b"[") {
            return Err(SourceError::NotATable {
                path: path.to_owned(),
                what: "one JSON list",
                hint: "write one product as one JSON object on each line",
            });
        }
        let form = form.unwrap_or(Form::Table);
        if let Some(encoding) = wide {
            return Ok(Self { form, encoding, damaged_line: None });
        }
        let mut text = TextCheck::default();
        while filled > 0 {
            text.push(&chunk[..filled]);
            filled = fill(&mut file, &mut chunk).map_err(read)?;
        }
        text.finish();
        Ok(text.judge(form, has_bom))
    }
}

const BOM_UTF8: &[u8] = b"\xef\xbb\xbf";

/// Reads until the buffer is full or the file ends.
fn fill(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// Recognises files that are no text, by their first bytes.
fn foreign(head: &[u8]) -> Option<(&'static str, &'static str)> {
    const SPREADSHEET: &str = "open it in a spreadsheet program and save it as CSV (UTF-8)";
    const UNPACK: &str = "unpack it and choose the CSV file in it";
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        let inside = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
        return Some(if inside(b"xl/") || inside(b"[Content_Types].xml") {
            ("an Excel workbook", SPREADSHEET)
        } else {
            ("a ZIP archive", UNPACK)
        });
    }
    if starts(b"\xd0\xcf\x11\xe0") {
        return Some(("an old Excel workbook", SPREADSHEET));
    }
    if starts(b"\x1f\x8b") {
        return Some(("an archive in an archive", UNPACK));
    }
    if starts(b"%PDF") {
        return Some(("a PDF document", "ask for the data as CSV; a PDF cannot be read as a table"));
    }
    let head = head.strip_prefix(BOM_UTF8).unwrap_or(head).trim_ascii_start();
    let tag = head[..head.len().min(14)].to_ascii_lowercase();
    let markup: [&[u8]; 3] = [b"<!doctype", b"<html", b"<?xml"];
    markup.iter().any(|magic| tag.starts_with(magic)).then_some((
        "a web page or an XML file",
        "probably a login or error page was saved instead; sign in and download the CSV file again",
    ))
}

/// Recognises UTF-16 by its mark, or without one by the zero bytes beside every Latin letter.
fn wide(head: &[u8]) -> Option<Encoding> {
    if head.starts_with(b"\xff\xfe") {
        return Some(Encoding::Utf16Le);
    }
    if head.starts_with(b"\xfe\xff") {
        return Some(Encoding::Utf16Be);
    }
    let sample = &head[..head.len().min(4096)];
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = sample.len() / 4;
    if odd > most && even == 0 {
        Some(Encoding::Utf16Le)
    } else if even > most && odd == 0 {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Tells lines of JSON from a table by the first character.
fn form(head: &[u8], wide: Option<Encoding>) -> Option<Form> {
    let narrow: Vec<u8> = match wide {
        Some(_) => head.iter().take(256).copied().filter(|byte| !matches!(byte, 0 | 0xfe | 0xff)).collect(),
        None => head.strip_prefix(BOM_UTF8).unwrap_or(head).to_vec(),
    };
    let first = narrow.trim_ascii_start().first()?;
    Some(if matches!(first, b'{' | b'[') { Form::Lines } else { Form::Table })
}

/// Checks a stream of bytes for UTF-8.
#[derive(Debug, Default)]
struct TextCheck {
    /// The start of a character that the chunk's end cut.
    carry: Vec<u8>,
    line: u64,
    valid: u64,
    invalid: u64,
    damaged_line: Option<u64>,
}

impl TextCheck {
    fn push(&mut self, chunk: &[u8]) {
        let mut bytes = std::mem::take(&mut self.carry);
        bytes.extend_from_slice(chunk);
        let mut rest = bytes.as_slice();
        loop {
            match std::str::from_utf8(rest) {
                Ok(text) => {
                    self.count(text);
                    return;
                }
                Err(error) => {
                    let (good, bad) = rest.split_at(error.valid_up_to());
                    self.count(std::str::from_utf8(good).unwrap_or_default());
                    let Some(length) = error.error_len() else {
                        self.carry = bad.to_vec();
                        return;
                    };
                    self.damage();
                    rest = &bad[length..];
                }
            }
        }
    }

    fn finish(&mut self) {
        if !self.carry.is_empty() {
            self.damage();
        }
    }

    fn count(&mut self, text: &str) {
        self.line += text.bytes().filter(|byte| *byte == b'\n').count() as u64;
        self.valid += text.bytes().filter(|byte| *byte >= 0xc0).count() as u64;
    }

    fn damage(&mut self) {
        self.invalid += 1;
        self.damaged_line.get_or_insert(self.line + 1);
    }

    /// Text that is mostly UTF-8 with some bad bytes is damaged UTF-8: read as Windows-1252, every letter that
    /// is whole would be spoilt too.
    fn judge(self, form: Form, has_bom: bool) -> Survey {
        let encoding = if self.invalid == 0 || has_bom || self.valid > self.invalid {
            Encoding::Utf8
        } else {
            Encoding::Windows1252
        };
        Survey { form, encoding, damaged_line: self.damaged_line }
    }
}
