//! Counting tests from what cargo's test programs print.

/// Tests that ran, over all test programs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) ignored: u64,
}

impl Count {
    /// Adds a test program's closing line; any other line changes nothing.
    pub(crate) fn read(&mut self, line: &str) {
        let plain = without_colours(line);
        let Some(rest) = plain.strip_prefix("test result: ") else { return };
        for figure in rest.split(['.', ';']) {
            let mut words = figure.split_whitespace();
            let (Some(number), Some(what), None) = (words.next(), words.next(), words.next())
            else {
                continue;
            };
            let Ok(number) = number.parse::<u64>() else { continue };
            match what {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }

    /// What came on top of `earlier`.
    pub(crate) fn since(self, earlier: Self) -> Self {
        Self {
            passed: self.passed - earlier.passed,
            failed: self.failed - earlier.failed,
            ignored: self.ignored - earlier.ignored,
        }
    }
}

/// The line without the escape sequences that colour it (`ESC [ … m`).
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut pieces = line.split("\u{1b}[");
    plain.extend(pieces.next());
    for piece in pieces {
        plain.push_str(piece.split_once('m').map_or(piece, |(_, rest)| rest));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_summed_and_all_other_lines_ignored() {
        let mut count = Count::default();
        for line in [
            "running 3 tests",
            "test a ... ok",
            "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; \
             finished in 1.02s",
            "test result: \u{1b}[31mFAILED\u{1b}[m. 1 passed; 4 failed; 0 ignored; 0 measured; \
             0 filtered out; finished in 0.00s",
            "my test result: ok. 100 passed; 100 failed",
        ] {
            count.read(line);
        }
        assert_eq!(count, Count { passed: 3, failed: 4, ignored: 1 });
    }

    #[test]
    fn a_parts_own_tests_are_what_came_on_top() {
        let before = Count { passed: 3, failed: 0, ignored: 1 };
        let after = Count { passed: 10, failed: 1, ignored: 1 };
        assert_eq!(after.since(before), Count { passed: 7, failed: 1, ignored: 0 });
    }
}
