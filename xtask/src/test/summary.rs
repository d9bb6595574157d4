//! The table at the end of `cargo xtask test`.

use std::time::Duration;

use super::count::Count;

/// How a part ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All was well; what there is to say of it, or nothing.
    Passed(String),
    /// It did not run, and why.
    Skipped(String),
    /// Something was wrong, and what.
    Failed(String),
}

impl Outcome {
    pub(crate) fn failed(&self) -> bool {
        matches!(self, Self::Failed(_))
    }
}

/// A part's line of the table.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) part: String,
    pub(crate) time: Duration,
    pub(crate) outcome: Outcome,
}

/// Prints the table, then the count of tests alone on the last line, where machines find it.
pub(crate) fn print(lines: &[Line], count: Count) {
    println!("\n{}\n", table(lines));
    println!("{} passed, {} failed", count.passed, count.failed);
}

/// A duration as people say it.
pub(crate) fn took(time: Duration) -> String {
    match time.as_secs() {
        seconds @ ..60 => format!("{seconds} s"),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

fn table(lines: &[Line]) -> String {
    let row = |part: &str, time: &str, result: &str, note: &str| {
        format!("{part:<10} {time:>11}  {result:<8} {note}").trim_end().to_owned()
    };
    let mut rows = vec![row("part", "time", "result", "")];
    rows.extend(lines.iter().map(|line| {
        let (result, note) = match &line.outcome {
            Outcome::Passed(note) => ("passed", note),
            Outcome::Skipped(reason) => ("skipped", reason),
            Outcome::Failed(reason) => ("failed", reason),
        };
        row(&line.part, &took(line.time), result, note)
    }));
    rows.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_gives_each_part_its_time_result_and_reason() {
        let line = |part: &str, seconds, outcome| Line {
            part: part.to_owned(),
            time: Duration::from_secs(seconds),
            outcome,
        };
        let lines = [
            line("fmt", 1, Outcome::Passed(String::new())),
            line("rust", 123, Outcome::Failed("2 tests failed".to_owned())),
            line("browser", 0, Outcome::Skipped("chromium is missing".to_owned())),
        ];
        assert_eq!(
            table(&lines),
            "part              time  result\n\
             fmt                1 s  passed\n\
             rust        2 min 03 s  failed   2 tests failed\n\
             browser            0 s  skipped  chromium is missing"
        );
    }
}
