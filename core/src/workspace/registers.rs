//! What registers and their values are called, for whoever settles a conflict or reads a history.

use chrono::DateTime;

use super::Workspace;
use super::record_view::answer_label;
use crate::document::{
    AnswerAt, DirectoryArea, DirectoryBuilding, DirectoryPerson, Excuse, FieldValue, Flat,
    RecordDocument, Value, WorkerPass, keys,
};
use crate::domain::{DocumentKind, Header};
use crate::report::texts::{self, in_both};
use crate::rulepack::{HouseholdField, Item, Label};

impl Workspace {
    /// What a register is called: by the rule pack, by the catalogue, or by its key, if neither knows
    /// it.
    pub(super) fn register_label(&self, header: &Header, doc: &Flat, key: &str) -> Label {
        let of_the_pack = match header.kind {
            DocumentKind::Record => self.item_register(doc, key),
            DocumentKind::Household => self.field_of(key).map(|field| field.label),
            _ => None,
        };
        let label = of_the_pack.or_else(|| texts::register(header.kind, key));
        label.unwrap_or_else(|| same(key))
    }

    /// An item, or the note or a photo of one.
    fn item_register(&self, doc: &Flat, key: &str) -> Option<Label> {
        if let Some(item) = key.strip_prefix(keys::ANSWER) {
            return self.item_of(doc, item).map(|item| item.label);
        }
        let parts = [(keys::NOTE, "register-note"), (keys::PHOTO, "register-photo")];
        parts.into_iter().find_map(|(prefix, part)| {
            let item = key.strip_prefix(prefix)?.split('/').next()?;
            let (item, part) = (self.item_of(doc, item)?.label, texts::label(part));
            Some(in_both(|language| format!("{} · {}", language.of(&item), language.of(&part))))
        })
    }

    /// What a value is called, where it is no text, number or day.
    pub(super) fn value_label(
        &self,
        header: &Header,
        doc: &Flat,
        key: &str,
        value: &Value,
    ) -> Option<Label> {
        let text = value.as_text().unwrap_or_default();
        match header.kind {
            DocumentKind::Record if key == keys::RAIN => {
                Some(texts::label(if *value == Value::Bool(true) {
                    "said-rain"
                } else {
                    "said-dry"
                }))
            }
            DocumentKind::Record if key == keys::EXCUSE => {
                self.excuse_label(doc, &Excuse::parse(text)?)
            }
            DocumentKind::Record => {
                let item = self.item_of(doc, key.strip_prefix(keys::ANSWER)?)?;
                answer_label(&item.kind, &AnswerAt::parse(text)?.value)
            }
            DocumentKind::Household => {
                let said = FieldValue::parse(text)?.value;
                let choices = self.field_of(key)?.choices;
                choices.into_iter().find(|choice| choice.id == said).map(|choice| choice.label)
            }
            DocumentKind::Case if key == keys::REPORTED => self.time_label(text),
            DocumentKind::Decoration if key.starts_with(keys::PASS) => {
                WorkerPass::parse(text).map(|pass| pass_label(&pass))
            }
            DocumentKind::Directory => self.entry_label(key, text),
            _ => None,
        }
    }

    /// The reason, and what the person added.
    fn excuse_label(&self, doc: &Flat, excuse: &Excuse) -> Option<Label> {
        let pack = self.pack_version(RecordDocument::read(doc).ok()?.pack_version).ok()?;
        let reason = pack.excuses.get(&excuse.reason)?.clone();
        Some(match excuse.note.as_str() {
            "" => reason,
            note => in_both(|language| format!("{} · {note}", language.of(&reason))),
        })
    }

    /// A time, in the estate's zone.
    fn time_label(&self, text: &str) -> Option<Label> {
        let at = DateTime::parse_from_rfc3339(text).ok()?;
        let zone = self.pack().ok()?.time_zone;
        Some(same(&at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()))
    }

    /// A building by its name, an area with its buildings, a person with role and areas.
    fn entry_label(&self, key: &str, json: &str) -> Option<Label> {
        let directory = self.directory().ok();
        let known = directory.as_deref();
        if key.starts_with(keys::BUILDING) {
            let DirectoryBuilding { name, .. } = serde_json::from_str(json).ok()?;
            return Some(same(&name));
        }
        if key.starts_with(keys::AREA) {
            let DirectoryArea { name, buildings, .. } = serde_json::from_str(json).ok()?;
            let all = known.iter().flat_map(|known| &known.buildings);
            let names =
                all.filter(|(id, _)| buildings.contains(id)).map(|(_, it)| it.name.as_str());
            return Some(same(&joined([name.as_str()].into_iter().chain(names))));
        }
        if key.starts_with(keys::STAFF) {
            let DirectoryPerson { name, role, areas } = serde_json::from_str(json).ok()?;
            let role = texts::role(role);
            return Some(in_both(|language| {
                let all = known.iter().flat_map(|known| &known.areas);
                let names =
                    all.filter(|(id, _)| areas.contains(id)).map(|(_, it)| it.name.as_str());
                joined([name.as_str(), language.of(&role)].into_iter().chain(names))
            }));
        }
        None
    }

    fn item_of(&self, doc: &Flat, item: &str) -> Option<Item> {
        let record = RecordDocument::read(doc).ok()?;
        let pack = self.pack_version(record.pack_version).ok()?;
        Some(pack.form(&record.form)?.item(item)?.clone())
    }

    fn field_of(&self, key: &str) -> Option<HouseholdField> {
        let field = key.strip_prefix(keys::FIELD)?.split('#').next()?;
        self.pack().ok()?.household_fields.get(field).cloned()
    }
}

fn pass_label(pass: &WorkerPass) -> Label {
    let (holder, day) = (pass.holder.as_str(), pass.until.to_string());
    in_both(|language| {
        let gaps = [("holder", holder.into()), ("day", day.as_str().into())];
        texts::text_with(language, "said-pass", &gaps)
    })
}

/// What reads alike in both languages.
fn same(said: &str) -> Label {
    in_both(|_| said.to_owned())
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.collect::<Vec<_>>().join(" · ")
}
