//! Whether everything that is linked into the programs may be passed on under Apache-2.0.
//! Reads what `cargo tree` says; no package is looked up elsewhere.

/// Licences, as SPDX names, under which a dependency may come.
const ALLOWED: [&str; 12] = [
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    // uniffi's: it binds the files that carry it, which we use unaltered, and none of ours.
    "MPL-2.0",
    "Unicode-3.0",
    "WTFPL",
    "Zlib",
    // SQLite's: public domain with a blessing in place of terms.
    "blessing",
    "0BSD",
];

/// Between licence and package in a line of [`FORMAT`].
const SEPARATOR: char = '|';

/// What `cargo tree --format` is told.
pub(crate) const FORMAT: &str = "{l}|{p}";

/// The packages whose licence is not allowed, each with its licence; `tree` has one package a
/// line, in [`FORMAT`].
pub(crate) fn refused(tree: &str) -> Vec<String> {
    let mut refused: Vec<String> = tree
        .lines()
        .filter_map(|line| line.split_once(SEPARATOR))
        .filter(|(licence, _)| !allowed(licence))
        .map(|(licence, package)| {
            let name = package.split(" (").next().unwrap_or(package);
            format!("{name} ({})", if licence.is_empty() { "no licence" } else { licence })
        })
        .collect();
    refused.sort();
    refused.dedup();
    refused
}

/// Whether an SPDX expression can be met by allowed licences alone.
fn allowed(expression: &str) -> bool {
    // Older packages write `A/B` for `A OR B`.
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    matches!(any(&words), Some((true, [])))
}

/// `all {OR all}`: whether it is met, and what follows it. None: not an expression.
fn any<'a>(words: &'a [&'a str]) -> Option<(bool, &'a [&'a str])> {
    let (mut met, mut rest) = all(words)?;
    while let ["OR", following @ ..] = rest {
        let (other, after) = all(following)?;
        met |= other;
        rest = after;
    }
    Some((met, rest))
}

/// `one {AND one}`, which binds more closely.
fn all<'a>(words: &'a [&'a str]) -> Option<(bool, &'a [&'a str])> {
    let (mut met, mut rest) = one(words)?;
    while let ["AND", following @ ..] = rest {
        let (other, after) = one(following)?;
        met &= other;
        rest = after;
    }
    Some((met, rest))
}

/// A licence, one with an exception (which only adds permissions), or an expression in brackets.
fn one<'a>(words: &'a [&'a str]) -> Option<(bool, &'a [&'a str])> {
    match words {
        ["(", inside @ ..] => match any(inside)? {
            (met, [")", rest @ ..]) => Some((met, rest)),
            _ => None,
        },
        [")" | "OR" | "AND" | "WITH", ..] | [] => None,
        [name, "WITH", _exception, rest @ ..] => Some((ALLOWED.contains(name), rest)),
        [name, rest @ ..] => Some((ALLOWED.contains(name), rest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_allowed_when_allowed_licences_can_meet_it() {
        for (expression, expected) in [
            ("MIT", true),
            ("MIT/Apache-2.0", true),
            ("Apache-2.0 OR GPL-2.0-only", true),
            ("GPL-2.0-only OR LGPL-3.0", false),
            ("MIT AND GPL-3.0", false),
            ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
            ("MIT AND (GPL-3.0 OR AGPL-3.0)", false),
            ("MIT OR GPL-3.0 AND AGPL-3.0", true),
            ("Apache-2.0 WITH LLVM-exception", true),
            ("", false),
            ("MIT AND", false),
            ("(MIT", false),
            ("MIT BSD", false),
        ] {
            assert_eq!(allowed(expression), expected, "{expression}");
        }
    }

    #[test]
    fn a_refused_package_is_named_once_with_its_licence() {
        let tree = "MIT|good v1.0.0\nAGPL-3.0|bad v2.0.0 (*)\n\nAGPL-3.0|bad v2.0.0\n|mute v0.1.0";
        assert_eq!(refused(tree), ["bad v2.0.0 (AGPL-3.0)", "mute v0.1.0 (no licence)"]);
    }
}
