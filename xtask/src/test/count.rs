//! Counting tests from what the runners print: cargo's test programs, Maven's Surefire, Swift's two
//! test libraries, and the plain line `N passed, N failed`.

/// Tests that ran, over all test programs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) ignored: u64,
}

impl Count {
    /// Adds what a line counts; most lines count nothing.
    pub(crate) fn read(&mut self, line: &str) {
        let line = without_colours(line);
        let counted = cargo(&line)
            .or_else(|| surefire(&line))
            .or_else(|| xctest(&line))
            .or_else(|| swift_testing(&line))
            .or_else(|| plain(&line));
        if let Some(counted) = counted {
            self.passed += counted.passed;
            self.failed += counted.failed;
            self.ignored += counted.ignored;
        }
    }

    fn of_one(ending: &str) -> Option<Self> {
        let none = Self::default();
        match ending {
            "passed" => Some(Self { passed: 1, ..none }),
            "failed" => Some(Self { failed: 1, ..none }),
            "skipped" => Some(Self { ignored: 1, ..none }),
            _ => None,
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

/// `test result: ok. 2 passed; 0 failed; 1 ignored; …`, once a program.
fn cargo(line: &str) -> Option<Count> {
    let mut count = Count::default();
    for figure in line.strip_prefix("test result: ")?.split(['.', ';']) {
        let mut words = figure.split_whitespace();
        let (Some(number), Some(what), None) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        let Ok(number) = number.parse::<u64>() else { continue };
        match what {
            "passed" => count.passed += number,
            "failed" => count.failed += number,
            "ignored" => count.ignored += number,
            _ => {}
        }
    }
    Some(count)
}

/// `[INFO] Tests run: 5, Failures: 1, Errors: 1, Skipped: 1`, once a module. The line of a class
/// has its time too, and does not count.
fn surefire(line: &str) -> Option<Count> {
    let line = line.split_once("] ").map_or(line, |(_, line)| line);
    let mut numbers = line.strip_prefix("Tests run: ")?.split(", ").map(|figure| {
        let number = figure.rsplit_once(": ").map_or(figure, |(_, number)| number);
        number.parse::<u64>().ok()
    });
    let [run, failures, errors, skipped] =
        [numbers.next()??, numbers.next()??, numbers.next()??, numbers.next()??];
    if numbers.next().is_some() {
        return None;
    }
    let passed = run.checked_sub(failures + errors + skipped)?;
    Some(Count { passed, failed: failures + errors, ignored: skipped })
}

/// `Test Case 'Suite.test' passed (0.104 seconds)`, once a test: the closing lines are those of
/// suites within suites.
fn xctest(line: &str) -> Option<Count> {
    let (_, ending) = line.strip_prefix("Test Case '")?.rsplit_once("' ")?;
    Count::of_one(ending.split(' ').next()?)
}

/// `✔ Test sentence() passed after 0.001 seconds.`, once a test: the closing line does not say how
/// many failed.
fn swift_testing(line: &str) -> Option<Count> {
    let (sign, rest) = line.split_once(' ')?;
    let test = rest.strip_prefix("Test ")?;
    if sign.is_ascii() || test.starts_with("run ") {
        return None;
    }
    if [") skipped", "\" skipped"].iter().any(|ending| test.contains(ending)) {
        return Count::of_one("skipped");
    }
    let (before, time) = test.rsplit_once(" after ")?;
    if !time.starts_with(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    Count::of_one(before.rsplit(' ').next()?)
}

/// `2 passed, 0 failed`, with nothing else but what was skipped.
fn plain(line: &str) -> Option<Count> {
    let mut pieces = line.split(", ");
    let number = |piece: &str, what: &str| piece.strip_suffix(what)?.parse::<u64>().ok();
    let passed = number(pieces.next()?, " passed")?;
    let failed = number(pieces.next()?, " failed")?;
    let ignored = pieces.next().map_or(Some(0), |piece| number(piece, " skipped"))?;
    pieces.next().is_none().then_some(Count { passed, failed, ignored })
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

    fn count(lines: &[&str]) -> Count {
        let mut count = Count::default();
        lines.iter().for_each(|line| count.read(line));
        count
    }

    #[test]
    fn cargos_closing_lines_are_summed_and_all_other_lines_ignored() {
        let counted = count(&[
            "running 3 tests",
            "test a ... ok",
            "test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; \
             finished in 1.02s",
            "test result: \u{1b}[31mFAILED\u{1b}[m. 1 passed; 4 failed; 0 ignored; 0 measured; \
             0 filtered out; finished in 0.00s",
            "my test result: ok. 100 passed; 100 failed",
        ]);
        assert_eq!(counted, Count { passed: 3, failed: 4, ignored: 1 });
    }

    #[test]
    fn surefire_counts_a_module_once() {
        let counted = count(&[
            "[INFO] Running app.ContractTest",
            "[ERROR] Tests run: 6, Failures: 1, Errors: 2, Skipped: 1, Time elapsed: 0.1 s -- in A",
            "[INFO] Results:",
            "[ERROR] Tests run: 6, Failures: 1, Errors: 2, Skipped: 1",
            "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0",
        ]);
        assert_eq!(counted, Count { passed: 5, failed: 3, ignored: 1 });
    }

    #[test]
    fn both_of_swifts_test_libraries_are_counted_test_by_test() {
        let counted = count(&[
            "Test Suite 'Old' started at 2026-11-25 11:02:28.671",
            "Test Case 'Old.testBad' started at 2026-11-25 11:02:28.671",
            "Test Case 'Old.testBad' failed (0.001 seconds)",
            "Test Case '-[Module.Old testOne]' passed (0.104 seconds).",
            "Test Case 'Old.testSkip' skipped (0.0 seconds)",
            "\t Executed 3 tests, with 1 test skipped and 1 failure (0 unexpected) in 0.1 seconds",
            "◇ Test run started.",
            "◇ Test good() started.",
            "✘ Test off() skipped: \"not now\"",
            "✘ Test bad() recorded an issue at T.swift:8:21: Expectation failed: (one() → 1) == 2",
            "✔ Test many(x:) passed after 0.001 seconds.",
            "✔ Test \"What was skipped after lunch passed\" passed after 0.001 seconds.",
            "✘ Test bad() failed after 0.001 seconds with 1 issue.",
            "✘ Suite New failed after 0.001 seconds with 1 issue.",
            "✘ Test run with 4 tests failed after 0.001 seconds with 1 issue.",
        ]);
        assert_eq!(counted, Count { passed: 3, failed: 2, ignored: 2 });
    }

    #[test]
    fn a_plain_closing_line_counts_when_it_stands_alone() {
        let counted = count(&[
            "7 passed, 1 failed",
            "2 passed, 0 failed, 3 skipped",
            "of them 7 passed, 1 failed",
            "7 passed",
        ]);
        assert_eq!(counted, Count { passed: 9, failed: 1, ignored: 3 });
    }

    #[test]
    fn a_parts_own_tests_are_what_came_on_top() {
        let before = Count { passed: 3, failed: 0, ignored: 1 };
        let after = Count { passed: 10, failed: 1, ignored: 1 };
        assert_eq!(after.since(before), Count { passed: 7, failed: 1, ignored: 0 });
    }
}
