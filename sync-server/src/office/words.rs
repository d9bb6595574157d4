//! The catalogue of what the office console says, zh-CN first, English beside it; and which of the
//! two a browser gets. Words that the phones say too are in the core's catalogue.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;
use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};
use xunlou_core::report::texts::Language;
use xunlou_core::rulepack::Label;

static_loader! {
    static CATALOGUE = {
        locales: "./locales",
        fallback_language: "zh-CN",
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

static CHINESE: LanguageIdentifier = langid!("zh-CN");
static ENGLISH: LanguageIdentifier = langid!("en");

/// The words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words(pub(super) Language);

impl Words {
    /// A text of the catalogue.
    pub(super) fn say(self, key: &str) -> String {
        CATALOGUE.lookup(self.id(), key)
    }

    /// A text with its gaps filled.
    pub(super) fn fill(self, key: &str, gaps: &[(&'static str, FluentValue<'_>)]) -> String {
        let gaps: HashMap<Cow<'static, str>, FluentValue<'_>> =
            gaps.iter().map(|(name, value)| (Cow::Borrowed(*name), value.clone())).collect();
        CATALOGUE.lookup_with_args(self.id(), key, &gaps)
    }

    /// A text with a number in it.
    pub(super) fn count(self, key: &str, count: u64) -> String {
        self.fill(key, &[("count", count.into())])
    }

    /// This language's side of a label.
    pub(super) fn of(self, label: &Label) -> String {
        self.0.of(label).to_owned()
    }

    /// The tag for HTML's `lang`.
    pub(super) fn tag(self) -> &'static str {
        match self.0 {
            Language::Chinese => "zh-CN",
            Language::English => "en",
        }
    }

    /// The value of `lang` that asks for this language.
    pub(super) fn query(self) -> &'static str {
        match self.0 {
            Language::Chinese => "zh",
            Language::English => "en",
        }
    }

    /// The other language.
    pub(super) fn other(self) -> Self {
        match self.0 {
            Language::Chinese => Self(Language::English),
            Language::English => Self(Language::Chinese),
        }
    }

    /// 3月18日.
    pub(super) fn day(self, day: NaiveDate) -> String {
        let mut text = String::new();
        // A format that a translator spoilt shows as nothing rather than as a failure.
        let _ = write!(text, "{}", day.format(&self.say("date-day")));
        text
    }

    /// 周三.
    pub(super) fn weekday(self, day: NaiveDate) -> String {
        match day.weekday() {
            Weekday::Mon => self.say("weekday-mon"),
            Weekday::Tue => self.say("weekday-tue"),
            Weekday::Wed => self.say("weekday-wed"),
            Weekday::Thu => self.say("weekday-thu"),
            Weekday::Fri => self.say("weekday-fri"),
            Weekday::Sat => self.say("weekday-sat"),
            Weekday::Sun => self.say("weekday-sun"),
        }
    }

    /// How long ago: 刚刚, 12 分钟前, 3 小时前, 2 天前.
    pub(super) fn ago(self, then: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let minutes = u64::try_from((now - then).num_minutes()).unwrap_or(0);
        match minutes {
            0 => self.say("ago-now"),
            1..60 => self.count("ago-minutes", minutes),
            60..1440 => self.count("ago-hours", minutes / 60),
            _ => self.count("ago-days", minutes / 1440),
        }
    }

    /// A length of time in its largest unit: 40 分钟, 3 小时, 2 天.
    pub(super) fn span(self, minutes: u64) -> String {
        match minutes {
            0..60 => self.count("span-minutes", minutes.max(1)),
            60..1440 => self.count("span-hours", minutes / 60),
            _ => self.count("span-days", minutes / 1440),
        }
    }

    /// When something happened: the time today, else with its day.
    pub(super) fn moment(self, at: DateTime<Utc>, today: NaiveDate, zone: Tz) -> String {
        let local = at.with_timezone(&zone);
        let (day, time) = (local.date_naive(), local.format("%H:%M").to_string());
        if day == today {
            time
        } else if Some(day) == today.pred_opt() {
            self.fill("moment-yesterday", &[("time", time.into())])
        } else {
            format!("{} {time}", self.day(day))
        }
    }

    fn id(self) -> &'static LanguageIdentifier {
        match self.0 {
            Language::Chinese => &CHINESE,
            Language::English => &ENGLISH,
        }
    }
}

/// The language that a browser asks for first among those there are; Chinese if none.
pub(super) fn accepted(header: &str) -> Language {
    let mut best = (0.0, Language::default());
    for part in header.split(',').take(20) {
        let mut pieces = part.split(';').map(str::trim);
        let Some(language) = pieces.next().and_then(Language::parse) else { continue };
        let weight = pieces
            .find_map(|piece| piece.strip_prefix("q="))
            .map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
        if weight > best.0 {
            best = (weight, language);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    fn keys(file: &str) -> BTreeSet<String> {
        file.lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()))
            .collect()
    }

    /// Every key that a template or a source file asks for by its name.
    fn asked(directory: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                asked(&path, found);
                continue;
            }
            let text: String = std::fs::read_to_string(&path).unwrap().split_whitespace().collect();
            for call in [".say(\"", ".fill(\"", ".count(\""] {
                let after = text.split(call).skip(1);
                found.extend(after.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())));
            }
        }
    }

    #[test]
    fn both_languages_have_every_text_and_each_is_used() {
        let chinese = keys(include_str!("../../locales/zh-CN/office.ftl"));
        let english = keys(include_str!("../../locales/en/office.ftl"));
        assert_eq!(chinese, english);
        let mut used = BTreeSet::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        asked(&root.join("src/office"), &mut used);
        asked(&root.join("templates"), &mut used);
        assert_eq!(chinese, used, "left: in the catalogue, right: asked for");
        assert!(used.len() > 50);
    }

    #[test]
    fn a_browser_gets_what_it_asks_for_and_chinese_otherwise() {
        let table = [
            ("", Language::Chinese),
            ("en-GB,en;q=0.9", Language::English),
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Chinese),
            ("fr, en;q=0.5, zh;q=0.7", Language::Chinese),
            ("fr", Language::Chinese),
            ("en;q=nonsense", Language::Chinese),
        ];
        for (header, expected) in table {
            assert_eq!(accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn days_and_times_read_as_people_say_them() {
        let words = Words(Language::Chinese);
        let day: NaiveDate = "2026-03-18".parse().unwrap();
        assert_eq!((words.day(day), words.weekday(day)), ("3月18日".into(), "周三".into()));
        assert_eq!(Words(Language::English).day(day), "18 March");
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let zone = chrono_tz::Asia::Shanghai;
        let table = [
            ("2026-03-18T01:00:00Z", "09:00"),
            ("2026-03-17T15:59:00Z", "昨天 23:59"),
            ("2026-03-10T01:00:00Z", "3月10日 09:00"),
        ];
        for (then, said) in table {
            assert_eq!(words.moment(at(then), day, zone), said);
        }
        let now = at("2026-03-18T02:00:00Z");
        let table = [
            ("2026-03-18T02:00:30Z", "刚刚"),
            ("2026-03-18T01:48:00Z", "12 分钟前"),
            ("2026-03-17T23:00:00Z", "3 小时前"),
            ("2026-03-16T01:00:00Z", "2 天前"),
        ];
        for (then, said) in table {
            assert_eq!(words.ago(at(then), now), said);
        }
    }
}
