//! Reads how many tests passed and failed out of what the test runners print.

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: u32,
    pub failed: u32,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// The closing lines of a runner.
#[derive(Clone, Copy)]
pub enum Runner {
    /// `test result: ok. 3 passed; 0 failed; …`, once for each binary
    Cargo,
    /// `# pass 3` and `# fail 0`, or the same behind another sign
    Node,
    /// `Tests  1 failed | 3 passed (4)`
    Vitest,
}

impl Runner {
    pub fn tally(self, lines: &[String]) -> Tally {
        let mut tally = Tally::default();
        for line in lines {
            let line = without_colour(line);
            let words: Vec<&str> = line.split_whitespace().collect();
            let before = |word: &str| -> u32 {
                let at = words.iter().position(|found| found.trim_end_matches([';', ',']) == word);
                at.and_then(|at| words.get(at.checked_sub(1)?)?.parse().ok()).unwrap_or(0)
            };
            match self {
                Runner::Cargo if line.starts_with("test result:") => {
                    tally += Tally { passed: before("passed"), failed: before("failed") };
                }
                Runner::Vitest if words.first() == Some(&"Tests") => {
                    tally += Tally { passed: before("passed"), failed: before("failed") };
                }
                Runner::Node => match words[..] {
                    [_, "pass", count] => tally.passed += count.parse().unwrap_or(0),
                    [_, "fail" | "cancelled", count] => tally.failed += count.parse().unwrap_or(0),
                    _ => {}
                },
                Runner::Cargo | Runner::Vitest => {}
            }
        }
        tally
    }
}

/// Terminal colours stand between the words where a runner thinks it has a terminal.
fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{Runner, Tally};

    #[test]
    fn closing_lines_are_counted() {
        let cargo = "\
running 3 tests
test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s
test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        let node = "\u{2139} tests 4\n\u{2139} pass 3\n\u{2139} fail 1\n\u{2139} cancelled 0\n# Subtest: pass 3 things";
        let vitest = " Test Files  1 failed (1)\n      \u{1b}[1mTests\u{1b}[22m  1 failed | 3 passed (4)";
        for (runner, text, passed, failed) in [
            (Runner::Cargo, cargo, 5, 1),
            (Runner::Node, node, 3, 1),
            (Runner::Vitest, vitest, 3, 1),
            (Runner::Cargo, "error: could not compile", 0, 0),
        ] {
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            assert_eq!(runner.tally(&lines), Tally { passed, failed }, "{text}");
        }
    }
}
