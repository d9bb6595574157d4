//! The shape of a rule pack. A pack is TOML; every structure refuses fields it does not know, so
//! that a typing mistake is an error and not a rule that silently does nothing.

use std::collections::BTreeMap;

use chrono::{NaiveTime, Weekday};
use chrono_tz::Tz;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::Role;
use crate::domain::case::CaseKind;

/// A text that people read, in the languages of the product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Chinese (zh-CN).
    pub zh: String,
    /// English.
    pub en: String,
}

/// The id of a rule in the service plan, for example `P14`.
pub type RuleId = String;

/// The field of the customer file that says how a unit is lived in. Conditions and quotas name
/// its choices.
pub const OCCUPANCY: &str = "occupancy";

/// What the ids of follow-up items begin with; the case's id follows. No item of a pack may.
pub const FOLLOW_UP_PREFIX: &str = "fu_";

/// A whole pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RulePack {
    /// The pack's id, for example `default`.
    pub id: String,
    /// The pack's version: a number that grows.
    pub version: u32,
    /// What the pack is called.
    pub label: Label,
    /// The estate's time zone; every window and deadline is read in it.
    #[serde(deserialize_with = "time_zone")]
    pub time_zone: Tz,
    /// Limits on clocks and on what a device keeps.
    pub device: DeviceRules,
    /// Forms by id.
    pub forms: BTreeMap<String, Form>,
    /// Duties by id.
    pub duties: BTreeMap<String, Duty>,
    /// Visit quotas by id (H1, H2).
    pub quotas: BTreeMap<String, Quota>,
    /// Deadlines of cases by id (C7, I7, K1).
    pub deadlines: BTreeMap<String, Deadline>,
    /// The fields of the customer file by id (H3), in `order`. The field [`OCCUPANCY`] is the one
    /// that conditions and quotas look at.
    pub household_fields: BTreeMap<String, HouseholdField>,
    /// Departments and contractors that receive work orders, by id.
    pub departments: BTreeMap<String, Label>,
    /// Reasons that excuse a missed or late slot, by id (P14 特殊情况).
    pub excuses: BTreeMap<String, Label>,
}

/// Limits on clocks and on what a device keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceRules {
    /// A device clock further from the server's than this is called off, and its facts are marked.
    pub max_clock_skew_seconds: u32,
    /// Days for which closed records stay on a device.
    pub keep_days: u32,
    /// Most photos on one item.
    pub max_photos_per_item: u32,
    /// Most bytes of one photo.
    pub max_photo_bytes: u32,
    /// Papers that expire within this many days are shown as about to expire (D4).
    pub expiry_notice_days: u32,
}

/// What sort of record a form makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormKind {
    /// 巡楼.
    Patrol,
    /// 装修督导.
    Inspection,
    /// 家访.
    Visit,
}

/// What a form is filled in about; decides the stream that its records live in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// An area: the area's stream.
    Area,
    /// The whole estate, by the office: the office's stream.
    Estate,
    /// A decoration project: its building's stream.
    Decoration,
    /// A household: its building's stream.
    Household,
}

/// A checklist.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// What the form is called.
    pub label: Label,
    /// What sort of record it makes.
    pub kind: FormKind,
    /// What it is filled in about.
    pub subject: Subject,
    /// Who may fill it in.
    pub roles: Vec<Role>,
    /// The rules it carries out.
    pub rules: Vec<RuleId>,
    /// Its groups, in the order they are walked.
    pub groups: Vec<Group>,
}

/// A group of items.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Unique within the form.
    pub id: String,
    /// What the group is called.
    pub label: Label,
    /// The rules it carries out.
    pub rules: Vec<RuleId>,
    /// When the group is asked; always, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Instead of `items`: one check for each open finding of the day's earlier rounds (P1).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub follow_up: bool,
    /// Its items.
    #[serde(default)]
    pub items: Vec<Item>,
}

/// One thing to look at or ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Unique within the form: lower-case ASCII letters, digits and `_`, at most 24. Short: it
    /// is stored with every answer.
    pub id: String,
    /// What is asked.
    pub label: Label,
    /// What to look for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<Label>,
    /// How it is answered.
    #[serde(default)]
    pub kind: ItemKind,
    /// When it is asked; always, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
    /// Whether the record cannot be finished without it.
    #[serde(default = "yes")]
    pub required: bool,
    /// Whether the answer "problem" needs a photo.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub photo_on_problem: bool,
    /// How bad a problem here is.
    #[serde(default)]
    pub severity: Severity,
    /// The department that usually puts it right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Weight in the score of the record; 0: not scored.
    #[serde(default = "one")]
    pub weight: u32,
    /// The field of the customer file that the answer updates (H3); only in forms on households.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updates: Option<String>,
}

/// How an item is answered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ItemKind {
    /// 正常 / 异常 / 不适用.
    #[default]
    Check,
    /// One of these, by id.
    Choice(Vec<Choice>),
    /// A whole number within bounds.
    Number {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
        /// The unit after the number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<Label>,
    },
    /// Free text of at most this many characters.
    Text {
        /// Most characters.
        max: u32,
    },
    /// A date.
    Date,
    /// A photo alone.
    Photo,
    /// A signature, as a picture.
    Signature,
    /// Another document, by id.
    Reference,
}

/// One of the answers of a choice. The id `na` means "not applicable" and is never scored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Unique within the item.
    pub id: String,
    /// What it is called.
    pub label: Label,
    /// Whether this answer counts as a problem.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub problem: bool,
}

/// When something is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// When it rains (P6 下雨天), or when it does not.
    Rain(bool),
    /// When the household's occupancy is one of these.
    Occupancy(Vec<String>),
    /// When an earlier item has this answer: `ok`, `problem`, `na`, or a choice's id.
    Answer {
        /// The earlier item.
        item: String,
        /// Its answer.
        is: String,
    },
}

/// How bad a problem is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Cosmetic.
    Minor,
    /// To be put right.
    #[default]
    Normal,
    /// Danger to people or property: reported at once (逐级上报).
    Urgent,
}

impl Severity {
    /// Every severity.
    pub const ALL: [Self; 3] = [Self::Minor, Self::Normal, Self::Urgent];

    /// The severity's name in documents, packs and the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Minor => "minor",
            Self::Normal => "normal",
            Self::Urgent => "urgent",
        }
    }

    /// The severity with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.as_str() == name)
    }
}

/// Something that has to be done again and again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// What it is called.
    pub label: Label,
    /// Whose duty it is.
    pub role: Role,
    /// The form that fulfils it.
    pub form: String,
    /// The rules it carries out.
    pub rules: Vec<RuleId>,
    /// How often.
    pub recurrence: Recurrence,
    /// Minutes either side of a slot's times that still count as on time (P14).
    pub tolerance_minutes: u32,
    /// The times of the day; at least one.
    pub slots: Vec<Slot>,
}

/// How often a duty recurs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Recurrence {
    /// Each slot once a day for the form's subject: each area, the estate, each unit that is
    /// under decoration (P1, P9, D).
    Daily,
    /// Each slot on these days of the week.
    Weekly(Vec<Weekday>),
}

/// A time of the day at which a duty falls due, in the estate's time zone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slot {
    /// Unique within the duty, for example `morning`.
    pub id: String,
    /// What it is called.
    pub label: Label,
    /// When the block begins in which it may be done.
    #[serde(with = "hour_minute")]
    pub opens: NaiveTime,
    /// When it should start, give or take the tolerance; at any time of the block, if absent.
    #[serde(default, with = "hour_minute::optional", skip_serializing_if = "Option::is_none")]
    pub starts: Option<NaiveTime>,
    /// When the block ends, the same day. Not started by then (and the tolerance): missed.
    #[serde(with = "hour_minute")]
    pub closes: NaiveTime,
    /// Whether finishing more than the tolerance before or after `closes` is called out (P14).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ends_on_time: bool,
}

/// A share of an area's households that must be visited in each period (H1, H2).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// What it is called.
    pub label: Label,
    /// The rules it carries out.
    pub rules: Vec<RuleId>,
    /// The form whose finished records count.
    pub form: String,
    /// The period.
    pub period: Period,
    /// The share as a fraction, exact: `[1, 3]` or `[98, 100]`. The target rounds up.
    #[serde(deserialize_with = "fraction")]
    pub share: [u32; 2],
    /// Occupancies that are not counted.
    pub exclude_occupancy: Vec<String>,
}

/// A calendar period in the estate's time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
}

/// By when a step of a case must be taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// What it is called.
    pub label: Label,
    /// The rules it carries out.
    pub rules: Vec<RuleId>,
    /// The kinds of case that it holds for.
    pub kinds: Vec<CaseKind>,
    /// The step that starts the clock; the report, if absent (K2: a callback follows the result).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<CaseStep>,
    /// The step that stops the clock.
    pub step: CaseStep,
    /// Days from the start of the clock; the last day ends at midnight in the estate's time zone.
    pub days: u32,
    /// What a day is.
    pub counting: DayCount,
}

/// A step in the life of a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseStep {
    /// Sent to a department as a work order (派工单).
    Dispatched,
    /// A plan was made (C7).
    Planned,
    /// Looked at again and still there.
    Checked,
    /// Put right.
    Handled,
    /// The resident was told (I7).
    Replied,
    /// The resident was called back, with satisfaction (K1, K2).
    CalledBack,
    /// Closed.
    Closed,
}

/// Which days count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayCount {
    /// Every day.
    Calendar,
    /// Monday to Friday; public holidays are not known here.
    Working,
}

/// A field of the customer file (H3).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HouseholdField {
    /// What it is called.
    pub label: Label,
    /// Its place in the file.
    pub order: u32,
    /// The rules it carries out.
    pub rules: Vec<RuleId>,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether a household can have several, such as vehicles.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
    /// What the search finds it by, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<SearchAs>,
    /// The answers allowed, for a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
}

/// What a field of the customer file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// Free text.
    Text,
    /// A date, `YYYY-MM-DD`.
    Date,
    /// A telephone number.
    Phone,
    /// A vehicle's plate.
    Plate,
    /// One of the field's choices.
    Choice,
}

/// What the search takes a field for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchAs {
    /// A person's name.
    Name,
    /// A telephone number.
    Phone,
    /// A vehicle's plate.
    Plate,
}

fn yes() -> bool {
    true
}

fn one() -> u32 {
    1
}

fn time_zone<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Tz, D::Error> {
    let name = String::deserialize(deserializer)?;
    name.parse().map_err(|_| {
        D::Error::custom(format!("`{name}` is no time zone: expected a name as `Asia/Shanghai`"))
    })
}

/// Serde reads an array of two from a list of three; a share of `[1, 3, 5]` is a mistake.
fn fraction<'de, D: Deserializer<'de>>(deserializer: D) -> Result<[u32; 2], D::Error> {
    Vec::deserialize(deserializer)?.try_into().map_err(|numbers: Vec<u32>| {
        D::Error::custom(format!("{} numbers: expected two, as `[1, 3]`", numbers.len()))
    })
}

/// `HH:MM`.
mod hour_minute {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(
        time: &NaiveTime,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&time.format("%H:%M"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<NaiveTime, D::Error> {
        let text = String::deserialize(deserializer)?;
        NaiveTime::parse_from_str(&text, "%H:%M")
            .map_err(|_| D::Error::custom(format!("`{text}` is not a time of day: expected HH:MM")))
    }

    pub(super) mod optional {
        use chrono::NaiveTime;
        use serde::{Deserializer, Serializer};

        pub(crate) fn serialize<S: Serializer>(
            time: &Option<NaiveTime>,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            match time {
                Some(time) => super::serialize(time, serializer),
                None => serializer.serialize_none(),
            }
        }

        pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
            deserializer: D,
        ) -> Result<Option<NaiveTime>, D::Error> {
            super::deserialize(deserializer).map(Some)
        }
    }
}
