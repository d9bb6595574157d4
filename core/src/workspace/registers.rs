//! What registers and their values are called, for whoever settles a conflict or reads a history.

use std::sync::Arc;

use super::Workspace;
use super::record_view::answer_label;
use crate::document::{
    AnswerAt, DirectoryArea, DirectoryBuilding, DirectoryDocument, DirectoryPerson, Excuse,
    FieldValue, Flat, RecordDocument, Value, WorkerPass, keys,
};
use crate::domain::{DocumentKind, Header};
use crate::report::texts::{self, in_both};
use crate::rulepack::{HouseholdField, Item, Label, RulePack};

/// The names of what one document holds, by the rules that it was written with.
pub(super) struct Names {
    kind: DocumentKind,
    rules: Option<Arc<RulePack>>,
    /// The form of a record.
    form: Option<String>,
    directory: Option<Arc<DirectoryDocument>>,
}

impl Workspace {
    /// The names of what a document holds, as far as they are known here.
    pub(super) fn names(&self, header: &Header, doc: &Flat) -> Names {
        let is = |kind| header.kind == kind;
        let record = is(DocumentKind::Record).then(|| RecordDocument::read(doc).ok()).flatten();
        let rules = match &record {
            Some(record) => self.pack_version(record.pack_version),
            None => self.pack(),
        };
        Names {
            kind: header.kind,
            rules: rules.ok(),
            form: record.map(|record| record.form),
            directory: is(DocumentKind::Directory).then(|| self.directory().ok()).flatten(),
        }
    }
}

impl Names {
    /// What a register is called: by the rule pack, by the catalogue, or by its key, if neither knows
    /// it.
    pub(super) fn register(&self, key: &str) -> Label {
        let of_the_pack = match self.kind {
            DocumentKind::Record => self.item_register(key),
            DocumentKind::Household => self.field(key).map(|field| field.label.clone()),
            _ => None,
        };
        let label = of_the_pack.or_else(|| texts::register(self.kind, key));
        label.unwrap_or_else(|| same(key))
    }

    /// What a value is called, where it reads otherwise than it is stored.
    pub(super) fn value(&self, key: &str, value: &Value) -> Option<Label> {
        let text = value.as_text().unwrap_or_default();
        match self.kind {
            DocumentKind::Record if key == keys::RAIN => {
                let rained = *value == Value::Bool(true);
                Some(texts::label(if rained { "said-rain" } else { "said-dry" }))
            }
            DocumentKind::Record if key == keys::EXCUSE => self.excuse(&Excuse::parse(text)?),
            DocumentKind::Record => {
                let item = self.item(key.strip_prefix(keys::ANSWER)?)?;
                answer_label(&item.kind, &AnswerAt::parse(text)?.value)
            }
            DocumentKind::Household => {
                let said = FieldValue::parse(text)?.value;
                let choices = &self.field(key)?.choices;
                choices.iter().find(|choice| choice.id == said).map(|choice| choice.label.clone())
            }
            DocumentKind::Decoration if key.starts_with(keys::PASS) => {
                WorkerPass::parse(text).map(|pass| pass_label(&pass))
            }
            DocumentKind::Directory => self.entry(key, text),
            _ => None,
        }
    }

    /// An item, or the note or a photo of one.
    fn item_register(&self, key: &str) -> Option<Label> {
        if let Some(item) = key.strip_prefix(keys::ANSWER) {
            return self.item(item).map(|item| item.label.clone());
        }
        let parts = [(keys::NOTE, "register-note"), (keys::PHOTO, "register-photo")];
        parts.into_iter().find_map(|(prefix, part)| {
            let item = &self.item(key.strip_prefix(prefix)?.split('/').next()?)?.label;
            let part = texts::label(part);
            Some(in_both(|language| joined([language.of(item), language.of(&part)])))
        })
    }

    /// The reason, and what the person added.
    fn excuse(&self, excuse: &Excuse) -> Option<Label> {
        let reason = self.rules.as_ref()?.excuses.get(&excuse.reason)?;
        let note = Some(excuse.note.as_str()).filter(|note| !note.is_empty());
        Some(in_both(|language| joined([language.of(reason)].into_iter().chain(note))))
    }

    /// A building by its name, an area with its buildings, a person with role and areas.
    fn entry(&self, key: &str, json: &str) -> Option<Label> {
        let directory = self.directory.as_deref();
        if key.starts_with(keys::BUILDING) {
            let DirectoryBuilding { name, .. } = serde_json::from_str(json).ok()?;
            return Some(same(&name));
        }
        if key.starts_with(keys::AREA) {
            let DirectoryArea { name, buildings, .. } = serde_json::from_str(json).ok()?;
            let all = directory.into_iter().flat_map(|known| &known.buildings);
            let its = all.filter(|(id, _)| buildings.contains(id)).map(|(_, it)| it.name.as_str());
            return Some(same(&joined([name.as_str()].into_iter().chain(its))));
        }
        if key.starts_with(keys::STAFF) {
            let DirectoryPerson { name, role, areas } = serde_json::from_str(json).ok()?;
            let role = texts::role(role);
            return Some(in_both(|language| {
                let all = directory.into_iter().flat_map(|known| &known.areas);
                let its = all.filter(|(id, _)| areas.contains(id)).map(|(_, it)| it.name.as_str());
                joined([name.as_str(), language.of(&role)].into_iter().chain(its))
            }));
        }
        None
    }

    fn item(&self, id: &str) -> Option<&Item> {
        self.rules.as_ref()?.form(self.form.as_deref()?)?.item(id)
    }

    fn field(&self, key: &str) -> Option<&HouseholdField> {
        let id = key.strip_prefix(keys::FIELD)?.split('#').next()?;
        self.rules.as_ref()?.household_fields.get(id)
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

fn joined<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    parts.into_iter().collect::<Vec<_>>().join(" · ")
}
