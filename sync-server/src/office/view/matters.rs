//! What asks for somebody: cases, conflicts, papers of decoration sites, phones that do not sync.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use xunlou_core::domain::duty::start_of_day;
use xunlou_core::domain::expiry::Expiry;
use xunlou_core::report::texts::{self, time_of_day};
use xunlou_core::report::{BoardCase, BoardSite};
use xunlou_core::rulepack::Severity;

use super::{Making, Tone};

/// A case that is not closed.
pub(in crate::office) struct CaseView {
    pub(in crate::office) key: String,
    pub(in crate::office) title: String,
    /// The unit or the area.
    pub(in crate::office) place: String,
    /// Said only where it is not the usual one.
    pub(in crate::office) severity: Option<(String, Tone)>,
    pub(in crate::office) department: Option<String>,
    pub(in crate::office) state: String,
    pub(in crate::office) due: Option<String>,
    pub(in crate::office) due_tone: Tone,
    /// Who reported it, and when.
    pub(in crate::office) reported: String,
    /// Addresses of its photos.
    pub(in crate::office) photos: Vec<String>,
}

/// A conflict.
pub(in crate::office) struct ConflictView {
    pub(in crate::office) key: String,
    pub(in crate::office) label: String,
    pub(in crate::office) place: String,
    pub(in crate::office) candidates: Vec<CandidateView>,
}

/// One of a conflict's values.
pub(in crate::office) struct CandidateView {
    pub(in crate::office) said: String,
    pub(in crate::office) who: String,
    pub(in crate::office) device: String,
    pub(in crate::office) at: String,
    /// Whether it is the one that shows until somebody chooses.
    pub(in crate::office) shows: bool,
}

/// A decoration project.
pub(in crate::office) struct SiteView {
    pub(in crate::office) key: String,
    pub(in crate::office) unit: String,
    pub(in crate::office) contractor: String,
    /// The papers that there is something to say of.
    pub(in crate::office) papers: Vec<(String, Tone)>,
}

/// A phone.
pub(in crate::office) struct PhoneView {
    pub(in crate::office) key: String,
    pub(in crate::office) person: String,
    pub(in crate::office) label: String,
    pub(in crate::office) seen: String,
    pub(in crate::office) ago: String,
    pub(in crate::office) tone: Tone,
}

impl Making<'_> {
    /// Whether a phone has not synced today.
    pub(super) fn is_stale(&self, seen: DateTime<Utc>) -> bool {
        seen < start_of_day(self.facts.today, self.zone)
    }

    fn moment(&self, at: DateTime<Utc>) -> String {
        self.words.moment(at, self.facts.today, self.zone)
    }

    pub(super) fn cases(&self) -> Vec<CaseView> {
        let mut cases: Vec<&BoardCase> = self.facts.board.cases.iter().collect();
        // The core gives them by due date; what is overdue comes before what was never due.
        cases.sort_by_key(|case| !case.overdue);
        cases.into_iter().map(|case| self.case(case)).collect()
    }

    fn case(&self, case: &BoardCase) -> CaseView {
        let by = case.by.clone().into_iter();
        let photos = self.facts.photos.get(&case.document).into_iter().flatten();
        let (due, due_tone) = match case.due {
            Some(due) => {
                let (text, tone) = self.due(due, case.overdue);
                (Some(text), tone)
            }
            None => (None, Tone::Idle),
        };
        CaseView {
            key: format!("case-{}", case.document),
            title: case.title.clone(),
            place: case.place.clone(),
            severity: match case.severity {
                Severity::Urgent => Some((self.words.say("severity-urgent"), Tone::Bad)),
                Severity::Minor => Some((self.words.say("severity-minor"), Tone::Idle)),
                Severity::Normal => None,
            },
            department: case.department.as_ref().map(|label| self.words.of(label)),
            state: texts::text(self.words.0, &texts::case_state_key(case.state)),
            due,
            due_tone,
            reported: by.chain([self.moment(case.reported)]).collect::<Vec<_>>().join(" · "),
            photos: photos.map(|hash| format!("/office/photos/{}/{hash}", case.document)).collect(),
        }
    }

    /// How a deadline stands. One at midnight is the end of the day before.
    fn due(&self, due: DateTime<Utc>, overdue: bool) -> (String, Tone) {
        if overdue {
            let minutes = u64::try_from((self.now - due).num_minutes()).unwrap_or(0);
            let span = self.words.span(minutes);
            return (self.words.fill("due-over", &[("span", span.into())]), Tone::Bad);
        }
        let whole_days = due.with_timezone(&self.zone).time() == NaiveTime::MIN;
        let last = if whole_days { due - TimeDelta::seconds(1) } else { due };
        let day = last.with_timezone(&self.zone).date_naive();
        let today = self.facts.today;
        let name = if day == today {
            self.words.say("due-today")
        } else if today.succ_opt() == Some(day) {
            self.words.say("due-tomorrow")
        } else {
            self.words.day(day)
        };
        let time = (!whole_days).then(|| time_of_day(&due, self.zone));
        let by = [Some(name), time].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let tone = if day <= today { Tone::Warn } else { Tone::Idle };
        (self.words.fill("due-by", &[("day", by.into())]), tone)
    }

    pub(super) fn conflicts(&self) -> Vec<ConflictView> {
        let view = |(conflict, place): &(xunlou_core::workspace::ConflictView, _)| {
            let super::super::facts::Place { form, name } = place;
            let form = form.as_ref().map(|label| self.words.of(label));
            let place: Vec<&str> = [name, form.as_deref().unwrap_or("")]
                .into_iter()
                .filter(|s| !s.is_empty())
                .collect();
            ConflictView {
                key: format!("conflict-{}-{}", conflict.document, conflict.key),
                label: self.words.of(&conflict.label),
                place: place.join(" · "),
                candidates: (1..)
                    .zip(&conflict.candidates)
                    .map(|(place, one)| self.candidate(one, place == conflict.candidates.len()))
                    .collect(),
            }
        };
        self.facts.conflicts.iter().map(view).collect()
    }

    fn candidate(
        &self,
        candidate: &xunlou_core::workspace::CandidateView,
        shows: bool,
    ) -> CandidateView {
        let at = candidate.at_ms.and_then(DateTime::from_timestamp_millis);
        let said = candidate.label.as_ref().map(|label| self.words.of(label));
        CandidateView {
            said: said.unwrap_or_else(|| candidate.said.clone()),
            who: candidate.by.name.clone().unwrap_or_else(|| self.words.say("somebody")),
            device: candidate.by.device.clone().unwrap_or_default(),
            at: at.map(|at| self.moment(at)).unwrap_or_default(),
            shows,
        }
    }

    pub(super) fn sites(&self) -> Vec<SiteView> {
        let mut sites: Vec<SiteView> =
            self.facts.board.sites.iter().map(|site| self.site(site)).collect();
        // What has expired first, then what is about to.
        sites.sort_by_key(|site| {
            let has = |tone| site.papers.iter().any(|(_, one)| *one == tone);
            (!has(Tone::Bad), !has(Tone::Warn))
        });
        sites
    }

    fn site(&self, site: &BoardSite) -> SiteView {
        let words = self.words;
        let permit = match site.permit {
            None => (words.say("permit-none"), Tone::Bad),
            Some(Expiry::Valid) => (words.say("permit-valid"), Tone::Good),
            Some(Expiry::Expiring { days_left: 0 }) => (words.say("permit-today"), Tone::Warn),
            Some(Expiry::Expiring { days_left }) => {
                (words.count("permit-expiring", days_left.into()), Tone::Warn)
            }
            Some(Expiry::Expired { days_ago }) => {
                (words.count("permit-expired", days_ago.into()), Tone::Bad)
            }
        };
        let expired = (site.passes_expired > 0)
            .then(|| (words.count("passes-expired", site.passes_expired), Tone::Bad));
        let expiring = (site.passes_expiring > 0)
            .then(|| (words.count("passes-expiring", site.passes_expiring), Tone::Warn));
        SiteView {
            key: format!("site-{}", site.document),
            unit: site.unit.clone(),
            contractor: site.contractor.clone(),
            papers: [Some(permit), expired, expiring].into_iter().flatten().collect(),
        }
    }

    pub(super) fn phones(&self) -> Vec<PhoneView> {
        let mut phones: Vec<_> = self.facts.phones.iter().collect();
        phones.sort_by_key(|phone| (phone.seen, phone.device));
        phones
            .into_iter()
            .map(|phone| PhoneView {
                key: format!("phone-{}", phone.device),
                person: phone.name.clone(),
                label: phone.label.clone(),
                seen: self.moment(phone.seen),
                ago: self.words.ago(phone.seen, self.now),
                tone: if self.is_stale(phone.seen) { Tone::Warn } else { Tone::Good },
            })
            .collect()
    }
}
