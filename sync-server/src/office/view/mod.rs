//! The board as a page shows it: every text worded, every state with its tone and its sign. Pure:
//! facts in, values for the templates out. No HTML, no HTTP.

mod matters;
mod people;
mod tally;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use xunlou_core::domain::Role;
use xunlou_core::report::texts::time_of_day;

use super::facts::DayFacts;
use super::words::Words;
use matters::{CaseView, ConflictView, PhoneView, SiteView};
use people::{AreaView, PersonView};
use tally::{Progress, Tile};

/// How something stands, for colour and sign. The word beside it says it too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tone {
    /// Done, in order.
    Good,
    /// Done or begun, but late or cut short; about to expire.
    Warn,
    /// Not begun, and it should have been: somebody may still do it.
    Late,
    /// Missed, overdue, expired.
    Bad,
    /// Excused.
    Excused,
    /// Under way.
    Busy,
    /// To be done now.
    Due,
    /// Not yet.
    Idle,
}

impl Tone {
    /// The class in the style sheet, and the sign in the sprite.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Late => "late",
            Self::Bad => "bad",
            Self::Excused => "excused",
            Self::Busy => "busy",
            Self::Due => "due",
            Self::Idle => "idle",
        }
    }
}

/// The board of a day.
pub(super) struct BoardView {
    /// The estate's name.
    pub(super) estate: String,
    /// The day as addresses have it.
    pub(super) day: NaiveDate,
    /// 3月18日.
    pub(super) day_text: String,
    /// 周三.
    pub(super) weekday: String,
    /// The day before, if the calendar has one.
    pub(super) previous: Option<NaiveDate>,
    /// The day after; none after today.
    pub(super) next: Option<NaiveDate>,
    /// Whether it is today.
    pub(super) is_today: bool,
    /// When the board was made, `HH:MM`.
    pub(super) at: String,
    /// The day's duties in one bar.
    pub(super) progress: Progress,
    /// The figures at the top.
    pub(super) tiles: Vec<Tile>,
    /// Areas with their butlers.
    pub(super) areas: Vec<AreaView>,
    /// Everybody of the office who patrols, and butlers without an area.
    pub(super) office: Vec<PersonView>,
    /// Conflicts that nobody has settled.
    pub(super) conflicts: Vec<ConflictView>,
    /// Cases that are not closed.
    pub(super) cases: Vec<CaseView>,
    /// Decoration projects.
    pub(super) sites: Vec<SiteView>,
    /// Phones, those that have not synced for longest first.
    pub(super) phones: Vec<PhoneView>,
}

/// What every part of the view is made with.
#[derive(Clone, Copy)]
struct Making<'a> {
    facts: &'a DayFacts,
    words: Words,
    zone: Tz,
    now: DateTime<Utc>,
}

impl BoardView {
    /// Words the facts of a day.
    pub(super) fn new(facts: &DayFacts, words: Words) -> Self {
        let board = &facts.board;
        let making = Making { facts, words, zone: board.zone, now: board.at };
        let is_today = board.day == facts.today;
        let (butlers, office): (Vec<_>, Vec<_>) = board
            .people
            .iter()
            .partition(|person| person.role == Role::Butler && !person.areas.is_empty());
        let areas = board.areas.iter().map(|area| making.area(area, &butlers)).collect();
        let office = office.into_iter().map(|person| making.person(person)).collect();
        // What is open is open now, whatever day is looked at.
        Self {
            estate: board.estate.clone(),
            day: board.day,
            day_text: words.day(board.day),
            weekday: words.weekday(board.day),
            previous: board.day.pred_opt(),
            next: board.day.succ_opt().filter(|_| board.day < facts.today),
            is_today,
            at: time_of_day(&board.at, board.zone),
            progress: making.progress(),
            tiles: making.tiles(is_today),
            areas,
            office,
            conflicts: if is_today { making.conflicts() } else { Vec::new() },
            cases: if is_today { making.cases() } else { Vec::new() },
            sites: if is_today { making.sites() } else { Vec::new() },
            phones: if is_today { making.phones() } else { Vec::new() },
        }
    }
}
