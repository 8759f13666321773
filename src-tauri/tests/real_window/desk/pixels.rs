//! What is on a screen, read where the X server keeps it: no program is asked, so none is disturbed.

use std::fs;
use std::path::Path;

/// Every so many pixels each way are looked at: letters are wider than that.
const STRIDE: usize = 2;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    pixels: Vec<u32>,
}

/// Reads the file, which is in the form of `xwd`: a header of 32-bit numbers, a table of colours, the pixels.
pub fn look(file: &Path) -> Picture {
    let bytes = fs::read(file).expect("the screen's pixels");
    let number = |at: usize| {
        let four: [u8; 4] = bytes[at * 4..at * 4 + 4].try_into().expect("four bytes");
        u32::from_be_bytes(four) as usize
    };
    // Fields of `XWDFileHeader` in X11/XWDFile.h; a colour takes twelve bytes.
    let (header, width, height, bits, line, colours) =
        (number(0), number(4), number(5), number(11), number(12), number(19));
    assert_eq!(bits, 32, "the screen has an unknown form");
    let start = header + colours * 12;
    let mut pixels = Vec::with_capacity(width * height / STRIDE / STRIDE);
    for y in (0..height).step_by(STRIDE) {
        for x in (0..width).step_by(STRIDE) {
            let at = start + y * line + x * 4;
            pixels.push(u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], 0]));
        }
    }
    Picture { width: width.div_ceil(STRIDE), pixels }
}

impl Picture {
    /// Whether it is of one colour: no window is there.
    pub fn is_plain(&self) -> bool {
        self.pixels.iter().all(|pixel| *pixel == self.pixels[0])
    }

    /// Where something is drawn in the window: ink and not paper.
    pub fn ink(&self) -> Vec<usize> {
        let paper = self.paper();
        // The window is as large as its paper; the screen round it has always been as it is.
        let papers = (0..self.pixels.len()).filter(|at| self.pixels[*at] == paper);
        let columns = papers.clone().map(|at| at % self.width);
        let (left, right) = (columns.clone().min().unwrap_or(0), columns.max().unwrap_or(0));
        let (top, end) = (papers.clone().min().unwrap_or(0), papers.max().unwrap_or(0));
        let within = |at: &usize| (left..=right).contains(&(at % self.width));
        (top..=end).filter(within).filter(|at| self.pixels[*at] != paper).collect()
    }

    /// How much of this ink of ours is not yet so in another picture: 0 to 1.
    pub fn missing_in(&self, other: &Picture, ink: &[usize]) -> f64 {
        let missing = ink.iter().filter(|at| self.pixels[**at] != other.pixels[**at]).count();
        missing as f64 / ink.len().max(1) as f64
    }

    /// The colour that most of the window has. Black is the screen without one.
    fn paper(&self) -> u32 {
        let mut sorted: Vec<u32> = self.pixels.iter().copied().filter(|pixel| *pixel != 0).collect();
        sorted.sort_unstable();
        let runs = sorted.chunk_by(|one, other| one == other);
        runs.max_by_key(|run| run.len()).map_or(0, |run| run[0])
    }
}
