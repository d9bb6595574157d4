//! What the estate's rules say to a shell: forms, fields, departments, reasons, limits.

use xunlou_core::rulepack;

use crate::convert::{Carry, mirror};
use crate::error::Result;
use crate::{CaseKind, DocumentId, Role, Workspace};

mirror! {
    /// A text that people read, in the languages of the product.
    pub struct Label from rulepack::Label {
        /// Chinese (zh-CN).
        pub zh: String,
        /// English.
        pub en: String,
    }

    /// One of the answers of a choice. The id `na` means "not applicable".
    pub struct Choice from rulepack::Choice {
        /// Unique within the item.
        pub id: String,
        /// What it is called.
        pub label: Label,
        /// Whether this answer counts as a problem.
        pub problem: bool,
    }

    /// What sort of record a form makes.
    pub enum FormKind from rulepack::FormKind {
        /// 巡楼.
        Patrol,
        /// 装修督导.
        Inspection,
        /// 家访.
        Visit,
    }

    /// What a form is filled in about.
    pub enum Subject from rulepack::Subject {
        /// An area.
        Area,
        /// The whole estate, by the office.
        Estate,
        /// A decoration project.
        Decoration,
        /// A household.
        Household,
    }

    /// How bad a problem is.
    pub enum Severity from rulepack::Severity {
        /// Cosmetic.
        Minor,
        /// To be put right.
        Normal,
        /// Danger to people or property: reported at once (逐级上报).
        Urgent,
    }

    /// A calendar period in the estate's time zone.
    pub enum Period from rulepack::Period {
        /// A calendar month.
        Month,
        /// A calendar quarter.
        Quarter,
    }

    /// What a field of the customer file holds.
    pub enum FieldKind from rulepack::FieldKind {
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

    /// Limits on clocks and on what a device keeps.
    pub struct DeviceRules from rulepack::DeviceRules {
        /// A device clock further from the server's than this is called off.
        pub max_clock_skew_seconds: i64,
        /// Days for which closed records stay on a device.
        pub keep_days: i64,
        /// Most photos on one item.
        pub max_photos_per_item: i64,
        /// Most bytes of one photo: a shell scales a picture down before it attaches it.
        pub max_photo_bytes: i64,
        /// Papers that expire within this many days are shown as about to expire (D4).
        pub expiry_notice_days: i64,
    }
}

/// How an item is answered. An answer is always text: what it may be is said of each kind.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    /// 正常 `ok` / 异常 `problem` / 不适用 `na`.
    Check,
    /// One of these, by id.
    OneOf {
        /// The answers allowed.
        choices: Vec<Choice>,
    },
    /// A whole number within bounds.
    Number {
        /// Least.
        min: i64,
        /// Greatest.
        max: i64,
        /// The unit after the number.
        unit: Option<Label>,
    },
    /// Free text of at most this many characters.
    Text {
        /// Most characters.
        max: i64,
    },
    /// A date, `YYYY-MM-DD`.
    Date,
    /// A photo alone: attach one.
    Photo,
    /// A signature, as a picture: attach it.
    Signature,
    /// Another document, by id.
    Reference,
}

impl From<rulepack::ItemKind> for AnswerKind {
    fn from(core: rulepack::ItemKind) -> Self {
        use rulepack::ItemKind;
        match core {
            ItemKind::Check => Self::Check,
            ItemKind::Choice(choices) => Self::OneOf { choices: choices.carry() },
            ItemKind::Number { min, max, unit } => Self::Number { min, max, unit: unit.carry() },
            ItemKind::Text { max } => Self::Text { max: max.into() },
            ItemKind::Date => Self::Date,
            ItemKind::Photo => Self::Photo,
            ItemKind::Signature => Self::Signature,
            ItemKind::Reference => Self::Reference,
        }
    }
}

impl Carry<AnswerKind> for rulepack::ItemKind {
    fn carry(self) -> AnswerKind {
        self.into()
    }
}

/// Something with an id and a name: a department, a reason.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct Named {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: Label,
}

/// A form, by what a shell needs to offer it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct FormInfo {
    /// Its id, to begin a record with.
    pub id: String,
    /// What it is called.
    pub label: Label,
    /// What sort of record it makes.
    pub kind: FormKind,
    /// What it is filled in about.
    pub subject: Subject,
    /// Who may fill it in.
    pub roles: Vec<Role>,
}

/// A visit quota (H1, H2).
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct QuotaInfo {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: Label,
    /// The form whose finished records count.
    pub form: String,
    /// The period.
    pub period: Period,
}

/// A field of the customer file (H3).
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct FieldInfo {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub label: Label,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether a household can have several, such as vehicles.
    pub repeated: bool,
    /// The answers allowed, for a choice.
    pub choices: Vec<Choice>,
}

/// What the estate's rules say to a shell.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize, uniffi::Record)]
pub struct EstateRules {
    /// The pack's id.
    pub id: String,
    /// The pack's version: a number that grows.
    pub version: i64,
    /// What the pack is called.
    pub label: Label,
    /// The estate's time zone, by its name in the tz database: show all times in it.
    pub time_zone: String,
    /// Limits on clocks and photos.
    pub device: DeviceRules,
    /// Forms, by id.
    pub forms: Vec<FormInfo>,
    /// Visit quotas (H1, H2), by id.
    pub quotas: Vec<QuotaInfo>,
    /// The fields of the customer file (H3), in their order.
    pub household_fields: Vec<FieldInfo>,
    /// Departments and contractors that receive work orders, by id.
    pub departments: Vec<Named>,
    /// Reasons that excuse a missed or late slot (P14 特殊情况), by id.
    pub excuses: Vec<Named>,
    /// The kinds of case there are.
    pub case_kinds: Vec<CaseKind>,
}

fn named(entries: &std::collections::BTreeMap<String, rulepack::Label>) -> Vec<Named> {
    let named = |(id, label): (&String, &rulepack::Label)| Named {
        id: id.clone(),
        label: label.clone().into(),
    };
    entries.iter().map(named).collect()
}

impl From<&rulepack::RulePack> for EstateRules {
    fn from(core: &rulepack::RulePack) -> Self {
        let form = |(id, form): (&String, &rulepack::Form)| FormInfo {
            id: id.clone(),
            label: form.label.clone().into(),
            kind: form.kind.into(),
            subject: form.subject.into(),
            roles: form.roles.clone().carry(),
        };
        let quota = |(id, quota): (&String, &rulepack::Quota)| QuotaInfo {
            id: id.clone(),
            label: quota.label.clone().into(),
            form: quota.form.clone(),
            period: quota.period.into(),
        };
        let field = |(id, field): (&str, &rulepack::HouseholdField)| FieldInfo {
            id: id.to_owned(),
            label: field.label.clone().into(),
            kind: field.kind.into(),
            repeated: field.repeated,
            choices: field.choices.clone().carry(),
        };
        Self {
            id: core.id.clone(),
            version: core.version.into(),
            label: core.label.clone().into(),
            time_zone: core.time_zone.name().to_owned(),
            device: core.device.clone().into(),
            forms: core.forms.iter().map(form).collect(),
            quotas: core.quotas.iter().map(quota).collect(),
            household_fields: core.fields_in_order().into_iter().map(field).collect(),
            departments: named(&core.departments),
            excuses: named(&core.excuses),
            case_kinds: xunlou_core::domain::case::CaseKind::ALL.to_vec().carry(),
        }
    }
}

#[uniffi::export]
impl Workspace {
    /// What the newest rules say.
    ///
    /// # Errors
    /// `RulePack` before the first sync, or when every pack here is
    /// broken.
    pub fn rules(&self) -> Result<EstateRules> {
        Ok(self.core()?.pack()?.as_ref().into())
    }

    /// Publishes a version of the rules, a pack in TOML, to the whole estate.
    ///
    /// # Errors
    /// `NotPermitted` for anyone but a manager;
    /// `InvalidInput` for a version that is not newer than what
    /// is here; `RulePack` names the place that is wrong, and what
    /// is expected there.
    pub fn publish_rules(&self, pack: String) -> Result<DocumentId> {
        let parsed = rulepack::RulePack::parse("pack", &pack);
        let pack = parsed.map_err(|error| xunlou_core::Error::RulePack(error.to_string()))?;
        Ok(self.core()?.publish_pack(&pack)?.into())
    }
}
