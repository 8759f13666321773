//! Turns a file's bytes into UTF-8 while they stream by.

use std::io::{self, BufRead, BufReader, Read};

use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::survey::Encoding;

const CHUNK_BYTES: usize = 64 * 1024;

/// Returns the file as UTF-8 without a byte order mark.
///
/// UTF-8 passes as it is, bad bytes included: whoever makes texts of it knows the row they belong to.
pub(super) fn decoded<'a>(bytes: impl Read + 'a, encoding: Encoding) -> io::Result<Box<dyn BufRead + 'a>> {
    let encoding = match encoding {
        Encoding::Utf8 => {
            let mut bytes = BufReader::with_capacity(CHUNK_BYTES, bytes);
            if bytes.fill_buf()?.starts_with(b"\xef\xbb\xbf") {
                bytes.consume(3);
            }
            return Ok(Box::new(bytes));
        }
        Encoding::Utf16Le => UTF_16LE,
        Encoding::Utf16Be => UTF_16BE,
        Encoding::Windows1252 => WINDOWS_1252,
    };
    let decoded = Decoded {
        bytes: BufReader::with_capacity(CHUNK_BYTES, bytes),
        decoder: encoding.new_decoder_with_bom_removal(),
        ended: false,
    };
    // The decoder wants room for a whole character, so it is only ever asked to fill this buffer.
    Ok(Box::new(BufReader::with_capacity(CHUNK_BYTES, decoded)))
}

struct Decoded<R> {
    bytes: BufReader<R>,
    decoder: Decoder,
    ended: bool,
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.ended {
            let bytes = self.bytes.fill_buf()?;
            let last = bytes.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(bytes, buffer, last);
            self.bytes.consume(read);
            self.ended = last && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
            if read == 0 && !last {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidInput,
                    "the buffer is too small for a character",
                ));
            }
        }
        Ok(0)
    }
}
