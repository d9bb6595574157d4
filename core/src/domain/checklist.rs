//! What a form asks now, what is still missing, and what was found. Derived from the form and the
//! answers; whether an answer may be written is decided here too. Nothing of it is stored.

mod answer;

use std::collections::{BTreeMap, BTreeSet};

pub use answer::{AnswerError, check_answer, problem_in};

use crate::rulepack::{Condition, FOLLOW_UP_PREFIX, Form, Group, Item, ItemKind};

/// What a record knows of the world and of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Context {
    /// Whether it rains (P6 下雨天).
    pub rain: bool,
    /// How the household's unit is lived in, if the record is about one.
    pub occupancy: Option<String>,
    /// Answers by item.
    pub answers: BTreeMap<String, String>,
    /// How many photos each item has.
    pub photos: BTreeMap<String, usize>,
    /// The cases that are to be followed up, by id (P1).
    pub follow_ups: Vec<String>,
}

/// A form as it is asked now: groups and items whose conditions do not hold are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Checklist<'f> {
    /// The groups that have something to ask, in the order they are walked.
    pub groups: Vec<AskedGroup<'f>>,
}

/// A group that is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedGroup<'f> {
    /// The group as the form has it.
    pub group: &'f Group,
    /// Its items; at least one.
    pub items: Vec<AskedItem<'f>>,
}

/// An item that is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedItem<'f> {
    /// The id that answers, notes and photos go by: the item's, or [`follow_up_id`].
    pub id: String,
    /// Where it comes from.
    pub source: Source<'f>,
    /// The answer, as it was given.
    pub answer: Option<String>,
    /// How many photos there are.
    pub photos: usize,
    /// Whether there is an answer that fits, or the photo that the item is.
    pub answered: bool,
    /// Whether the answer is a problem.
    pub problem: bool,
    /// What the record lacks here to be finished.
    pub missing: Option<Missing>,
}

/// Where an asked item comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source<'f> {
    /// From the form.
    Form(&'f Item),
    /// From an earlier finding: a check whether it was put right. The case's id is in the item's.
    FollowUp,
}

/// What keeps a record from being finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// An answer that fits; for a photo or a signature, the picture.
    Answer,
    /// A photo of the problem.
    Photo,
}

/// How much of a record is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Items with an answer.
    pub answered: usize,
    /// Items that are asked.
    pub asked: usize,
}

/// What the judged items weigh: checks, and choices of which one is a problem. Not answered and
/// not applicable are not judged, and neither is a follow-up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// The weight of those without a problem.
    pub earned: u64,
    /// The weight of all.
    pub possible: u64,
}

/// The id of the item that follows up a case.
pub fn follow_up_id(case: &str) -> String {
    format!("{FOLLOW_UP_PREFIX}{case}")
}

/// The case that an item follows up, if it is such an item.
pub fn followed_up_case(item: &str) -> Option<&str> {
    item.strip_prefix(FOLLOW_UP_PREFIX)
}

impl<'f> Checklist<'f> {
    /// What the form asks now.
    ///
    /// A condition on an earlier answer holds only while that item is itself asked. A follow-up
    /// that was answered stays, even if its case is no longer to be followed up.
    pub fn new(form: &'f Form, context: &Context) -> Self {
        let mut in_force = BTreeMap::new();
        let mut groups = Vec::new();
        for group in &form.groups {
            if !holds(group.when.as_ref(), context, &in_force) {
                continue;
            }
            let mut items = if group.follow_up { follow_ups(context) } else { Vec::new() };
            for item in &group.items {
                if !holds(item.when.as_ref(), context, &in_force) {
                    continue;
                }
                let asked = AskedItem::new(item.id.clone(), Source::Form(item), context);
                if let Some(answer) = &asked.answer {
                    in_force.insert(item.id.as_str(), answer.clone());
                }
                items.push(asked);
            }
            if !items.is_empty() {
                groups.push(AskedGroup { group, items });
            }
        }
        Self { groups }
    }

    /// Every item that is asked, in the order they are walked.
    pub fn items(&self) -> impl Iterator<Item = &AskedItem<'f>> {
        self.groups.iter().flat_map(|group| &group.items)
    }

    /// The asked item with this id.
    pub fn item(&self, id: &str) -> Option<&AskedItem<'f>> {
        self.items().find(|item| item.id == id)
    }

    /// How much is filled in.
    pub fn progress(&self) -> Progress {
        Progress {
            answered: self.items().filter(|item| item.answered).count(),
            asked: self.items().count(),
        }
    }

    /// The items that keep the record from being finished.
    pub fn missing(&self) -> impl Iterator<Item = (&AskedItem<'f>, Missing)> {
        self.items().filter_map(|item| Some((item, item.missing?)))
    }

    /// The items whose answer is a problem.
    pub fn problems(&self) -> impl Iterator<Item = &AskedItem<'f>> {
        self.items().filter(|item| item.problem)
    }

    /// What the answers weigh.
    pub fn score(&self) -> Score {
        let mut score = Score::default();
        for item in self.items().filter(|item| item.is_judged()) {
            score.possible += item.weight();
            score.earned += if item.problem { 0 } else { item.weight() };
        }
        score
    }
}

impl<'f> AskedItem<'f> {
    fn new(id: String, source: Source<'f>, context: &Context) -> Self {
        let answer = context.answers.get(&id).cloned();
        let photos = context.photos.get(&id).copied().unwrap_or(0);
        let mut asked =
            Self { id, source, answer, photos, answered: false, problem: false, missing: None };
        asked.answered = match (asked.kind(), &asked.answer) {
            (ItemKind::Photo | ItemKind::Signature, _) => photos > 0,
            (kind, Some(answer)) => check_answer(kind, answer).is_ok(),
            (_, None) => false,
        };
        asked.problem =
            asked.answer.as_deref().is_some_and(|answer| problem_in(asked.kind(), answer));
        let (required, photo_on_problem) = match source {
            Source::Form(item) => (item.required, item.photo_on_problem),
            Source::FollowUp => (true, false),
        };
        asked.missing = if !asked.answered && (required || asked.answer.is_some()) {
            Some(Missing::Answer)
        } else if asked.problem && photo_on_problem && photos == 0 {
            Some(Missing::Photo)
        } else {
            None
        };
        asked
    }

    /// How it is answered; a follow-up as a check: put right, or still there.
    pub fn kind(&self) -> &'f ItemKind {
        match self.source {
            Source::Form(item) => &item.kind,
            Source::FollowUp => &ItemKind::Check,
        }
    }

    fn weight(&self) -> u64 {
        match self.source {
            Source::Form(item) => item.weight.into(),
            Source::FollowUp => 0,
        }
    }

    fn is_judged(&self) -> bool {
        let judges = match self.kind() {
            ItemKind::Check => true,
            ItemKind::Choice(choices) => choices.iter().any(|choice| choice.problem),
            _ => false,
        };
        judges && self.answered && self.answer.as_deref() != Some(answer::NOT_APPLICABLE)
    }
}

/// One check for each case that is to be followed up, or was.
fn follow_ups<'f>(context: &Context) -> Vec<AskedItem<'f>> {
    let mut listed = BTreeSet::new();
    let wanted = context.follow_ups.iter().map(|case| follow_up_id(case));
    let answered = context.answers.keys().filter(|item| followed_up_case(item).is_some()).cloned();
    wanted
        .chain(answered)
        .filter(|id| listed.insert(id.clone()))
        .map(|id| AskedItem::new(id, Source::FollowUp, context))
        .collect()
}

/// Whether a condition holds, with the answers of the items before it that are asked.
fn holds(
    condition: Option<&Condition>,
    context: &Context,
    in_force: &BTreeMap<&str, String>,
) -> bool {
    match condition {
        None => true,
        Some(Condition::Rain(rain)) => context.rain == *rain,
        Some(Condition::Occupancy(occupancies)) => {
            context.occupancy.as_ref().is_some_and(|occupancy| occupancies.contains(occupancy))
        }
        Some(Condition::Answer { item, is }) => in_force.get(item.as_str()) == Some(is),
    }
}

#[cfg(test)]
mod tests;
