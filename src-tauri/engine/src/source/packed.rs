//! Unpacks a gzip archive while it streams by: a backup is one, and so are many suppliers' files.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use thiserror::Error;

use super::error::SourceError;

/// What every gzip archive begins with (RFC 1952, 2.3.1).
const MAGIC: [u8; 2] = [0x1f, 0x8b];

/// How much an archive may hold, 8 GiB. A few kilobytes can unpack to more than any disk holds; the greatest
/// catalogue that Shopify would take is well below this.
const UNPACKED_BYTES_MAX: u64 = 8 << 30;

/// The bytes of a source, unpacked where they were packed.
pub(super) enum Bytes {
    Plain(File),
    Packed(Box<Limited<MultiGzDecoder<BufReader<File>>>>),
}

/// Why an archive gives no more bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(super) enum Unpacking {
    #[error("it is damaged or cut short")]
    Damaged,
    #[error("it unpacks to more than {} GiB", .0 >> 30)]
    TooMuch(u64),
}

/// Opens a source; the first bytes decide whether it is packed, whatever it is called.
pub(super) fn open(path: &Path) -> Result<Bytes, SourceError> {
    let mut file = File::open(path).map_err(|error| SourceError::open(path, error))?;
    let mut head = Vec::with_capacity(MAGIC.len());
    let begun = file.by_ref().take(MAGIC.len() as u64).read_to_end(&mut head).and_then(|_| file.rewind());
    begun.map_err(|error| SourceError::read(path, error))?;
    Ok(if head == MAGIC {
        let archive = MultiGzDecoder::new(BufReader::new(file));
        Bytes::Packed(Box::new(Limited::new(archive, UNPACKED_BYTES_MAX)))
    } else {
        Bytes::Plain(file)
    })
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(bytes) => bytes.read(buffer),
            Self::Packed(bytes) => bytes.read(buffer),
        }
    }
}

/// Lets so many bytes of an archive through and no more.
pub(super) struct Limited<R> {
    inner: R,
    left: u64,
    max: u64,
}

impl<R> Limited<R> {
    fn new(inner: R, max: u64) -> Self {
        Self { inner, left: max, max }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer).map_err(damage)?;
        self.left = self
            .left
            .checked_sub(count as u64)
            .ok_or_else(|| io::Error::other(Unpacking::TooMuch(self.max)))?;
        Ok(count)
    }
}

/// Tells an archive that makes no sense from a disk that cannot be read.
fn damage(error: io::Error) -> io::Error {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    match error.kind() {
        InvalidData | InvalidInput | UnexpectedEof => io::Error::other(Unpacking::Damaged),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut archive = GzEncoder::new(Vec::new(), Compression::default());
        archive.write_all(bytes).unwrap();
        archive.finish().unwrap()
    }

    fn unpacked(archive: &[u8], max: u64) -> Result<Vec<u8>, Unpacking> {
        let mut bytes = Vec::new();
        let read = Limited::new(MultiGzDecoder::new(archive), max).read_to_end(&mut bytes);
        let why = |error: io::Error| *error.get_ref().unwrap().downcast_ref::<Unpacking>().unwrap();
        read.map(|_| bytes).map_err(why)
    }

    #[test]
    fn an_archive_gives_what_was_packed_up_to_the_limit() {
        let zeros = vec![0; 100_000];
        let archive = packed(&zeros);
        assert!(archive.len() < 1_000, "a thousandth of what it holds");
        assert_eq!(unpacked(&archive, 100_000), Ok(zeros));
        assert_eq!(unpacked(&archive, 99_999), Err(Unpacking::TooMuch(99_999)));
    }

    #[test]
    fn archives_one_after_the_other_are_one() {
        assert_eq!(unpacked(&[packed(b"mug,"), packed(b"cup")].concat(), 7), Ok(b"mug,cup".to_vec()));
    }

    #[test]
    fn a_damaged_archive_says_so() {
        let archive = packed(&(0..10_000_u32).flat_map(u32::to_le_bytes).collect::<Vec<u8>>());
        let mut bent = archive.clone();
        bent[archive.len() / 2] ^= 0xff;
        for damaged in [&archive[..archive.len() / 2], &archive[..archive.len() - 1], &bent[..], &MAGIC[..]] {
            assert_eq!(unpacked(damaged, u64::MAX), Err(Unpacking::Damaged), "{} bytes", damaged.len());
        }
    }
}
