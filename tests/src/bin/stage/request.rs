//! What may be asked of the stage, and what is said about a line that asks for something else.

use anyhow::anyhow;
use chrono::{DateTime, FixedOffset};
use serde::Deserialize;
use serde_json::Value;
use xunlou_core::ids::DeviceId;

/// A request. Moments have their zone; the server's clock runs from them.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Request {
    /// A new estate with so many households for each building, and a server that runs. What was
    /// open before is closed. Answer: `url`, `estate` (its name).
    Open { at: DateTime<FixedOffset>, households: u16 },
    /// A one-time code for a device of the person who signs in by this name. Answer: `link`.
    Enrol { person: String },
    /// The server goes on from another moment, with the same data at the same address.
    Clock { at: DateTime<FixedOffset> },
    /// The server goes away.
    Stop {},
    /// The server comes back, with the same data at the same address.
    Start { at: DateTime<FixedOffset> },
    /// A device is revoked, whether the server runs or not.
    Revoke { device: DeviceId },
    /// How many households the estate was opened with. Answer: `count`.
    Households {},
    /// An invented photo, another for each seed; nothing needs to be open. Answer: `jpeg`, its bytes
    /// in base64.
    Photo { seed: u32 },
}

/// How to open an estate.
pub(crate) const OPEN: &str = r#"{"do":"open","at":"2026-03-18T10:30:00+08:00","households":4}"#;
/// An example of each request, by its name.
const EXAMPLES: [(&str, &str); 8] = [
    ("open", OPEN),
    ("enrol", r#"{"do":"enrol","person":"lin"}"#),
    ("clock", r#"{"do":"clock","at":"2026-03-18T15:00:00+08:00"}"#),
    ("stop", r#"{"do":"stop"}"#),
    ("start", r#"{"do":"start","at":"2026-03-18T15:00:00+08:00"}"#),
    ("revoke", r#"{"do":"revoke","device":"6f6d8e0c-3a61-4c3f-9d0e-5b0a4f1f7a11"}"#),
    ("households", r#"{"do":"households"}"#),
    ("photo", r#"{"do":"photo","seed":1}"#),
];

/// Reads a line.
///
/// # Errors
/// When it is no request; with an example of what is expected.
pub(crate) fn parse(line: &[u8]) -> anyhow::Result<Request> {
    let value: Value = serde_json::from_slice(line).map_err(|error| {
        anyhow!("this is not JSON: {error}; expected, for example, {}", every_example())
    })?;
    let name = value.get("do").and_then(Value::as_str).unwrap_or_default().to_owned();
    serde_json::from_value(value).map_err(|error| {
        let example = EXAMPLES.iter().find(|(known, _)| *known == name);
        let expected = example.map_or_else(every_example, |(_, example)| (*example).to_owned());
        anyhow!("this is no request: {error}; expected, for example, {expected}")
    })
}

fn every_example() -> String {
    EXAMPLES.map(|(_, example)| example).join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_a_request() {
        for (_, example) in EXAMPLES {
            parse(example.as_bytes()).unwrap();
        }
    }

    #[test]
    fn what_is_not_a_request_is_told_what_is_expected() {
        let revoke = r#"{"do":"revoke""#;
        let cases: [(&[u8], [&str; 2]); 9] = [
            (b"", ["not JSON", OPEN]),
            (b"\xff\xfe", ["not JSON", OPEN]),
            (b"{\"do\":", ["not JSON", OPEN]),
            (b"7", ["no request", OPEN]),
            (b"{}", ["missing field `do`", OPEN]),
            (br#"{"do":"dance"}"#, ["unknown variant `dance`", OPEN]),
            (br#"{"do":"open","at":"2026-03-18T10:30:00+08:00"}"#, ["`households`", OPEN]),
            (br#"{"do":"open","at":"monday","households":4}"#, ["no request", OPEN]),
            (br#"{"do":"revoke","device":"mine"}"#, ["no request", revoke]),
        ];
        for (line, expected) in cases {
            let error = parse(line).unwrap_err().to_string();
            for part in expected {
                assert!(error.contains(part), "{part}: {error}");
            }
        }
    }

    #[test]
    fn a_field_that_is_not_known_is_refused() {
        parse(br#"{"do":"stop","at":"2026-03-18T10:30:00+08:00"}"#).unwrap_err();
    }
}
