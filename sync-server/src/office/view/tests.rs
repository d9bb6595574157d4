use std::collections::BTreeMap;

use chrono::TimeDelta;
use xunlou_core::domain::Role;
use xunlou_core::domain::case::CaseState;
use xunlou_core::domain::coverage::Coverage;
use xunlou_core::domain::duty::{SlotState, SlotTimes};
use xunlou_core::domain::expiry::Expiry;
use xunlou_core::ids::{AreaId, DeviceId, DocumentId, PersonId};
use xunlou_core::report::texts::Language;
use xunlou_core::report::{Board, BoardArea, BoardCase, BoardDuty, BoardPerson, BoardSite};
use xunlou_core::rulepack::{Label, Severity};
use xunlou_core::workspace::AreaCoverage;

use super::super::facts::{Phone, Round};
use super::people::tone_of;
use super::*;

const AREA: AreaId = AreaId(uuid::Uuid::from_u128(1));
const LIN: PersonId = PersonId(uuid::Uuid::from_u128(2));
const RECORD: DocumentId = DocumentId(uuid::Uuid::from_u128(3));

fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(&format!("2026-03-{text}:00+08:00")).unwrap().to_utc()
}

fn label(zh: &str) -> Label {
    Label { zh: zh.to_owned(), en: String::new() }
}

fn times(from: &str, until: &str) -> SlotTimes {
    let (opens, closes) = (at(from), at(until));
    SlotTimes {
        opens,
        starts: None,
        earliest: opens,
        on_time_from: opens,
        on_time_until: closes,
        closes,
        full_from: closes,
        missed_after: closes,
    }
}

fn done(late: bool) -> SlotState {
    SlotState::Done { early: false, late, overran: false, cut_short: false, excuse: None }
}

fn duty(state: SlotState) -> BoardDuty {
    BoardDuty {
        label: label("楼宇巡查"),
        slot: label("上午"),
        subject: "北区".to_owned(),
        times: times("18T08:10", "18T11:00"),
        state,
        excuse: None,
        problems: 0,
        record: None,
        done_by: None,
    }
}

fn case(due: Option<&str>, overdue: bool) -> BoardCase {
    BoardCase {
        document: RECORD,
        title: String::new(),
        place: String::new(),
        severity: Severity::Normal,
        department: None,
        by: Some("林".to_owned()),
        reported: at("18T09:00"),
        state: CaseState::Open,
        due: due.map(at),
        overdue,
    }
}

/// Half past nine on 18 March: one butler, one area.
fn facts() -> DayFacts {
    let coverage = Coverage {
        first: "2026-03-01".parse().unwrap(),
        last: "2026-03-31".parse().unwrap(),
        eligible: 40,
        visited: 10,
        target: 14,
        remaining: 4,
        met: false,
    };
    let quota = AreaCoverage { quota: "monthly".to_owned(), label: label("每月"), coverage };
    let board = Board {
        estate: "云栖花园".to_owned(),
        day: "2026-03-18".parse().unwrap(),
        zone: chrono_tz::Asia::Shanghai,
        at: at("18T09:30"),
        areas: vec![BoardArea {
            area: AREA,
            name: "北区".to_owned(),
            households: 45,
            coverage: vec![quota],
        }],
        people: vec![BoardPerson {
            person: LIN,
            name: "林小燕".to_owned(),
            role: Role::Butler,
            areas: vec!["北区".to_owned()],
            duties: Vec::new(),
        }],
        sites: Vec::new(),
        cases: Vec::new(),
        conflicts: Vec::new(),
    };
    DayFacts {
        today: board.day,
        board,
        rounds: BTreeMap::new(),
        conflicts: Vec::new(),
        photos: BTreeMap::new(),
        phones: Vec::new(),
    }
}

fn view(facts: &DayFacts) -> BoardView {
    BoardView::new(facts, Words(Language::Chinese))
}

#[test]
fn every_state_of_a_slot_has_its_tone() {
    let excused = SlotState::Excused { reason: "leave".to_owned() };
    let short = SlotState::Done {
        early: false,
        late: false,
        overran: false,
        cut_short: true,
        excuse: None,
    };
    let table = [
        (SlotState::Upcoming, Tone::Idle),
        (SlotState::Due, Tone::Due),
        (SlotState::Late, Tone::Late),
        (SlotState::InProgress { late: false }, Tone::Busy),
        (SlotState::InProgress { late: true }, Tone::Warn),
        (done(false), Tone::Good),
        (done(true), Tone::Warn),
        (short, Tone::Warn),
        (SlotState::Missed, Tone::Bad),
        (excused, Tone::Excused),
    ];
    for (state, tone) in table {
        assert_eq!(tone_of(&state), tone, "{state:?}");
    }
}

#[test]
fn the_figures_count_what_the_chips_show() {
    let mut facts = facts();
    let states = [done(false), done(true), SlotState::Missed, SlotState::Late, SlotState::Upcoming];
    facts.board.people[0].duties = states.map(duty).into();
    facts.board.cases = vec![case(None, false), case(Some("17T00:00"), true)];
    let view = view(&facts);
    let figures: Vec<_> = view.tiles.iter().map(|tile| (tile.sign, tile.count)).collect();
    let expected = [
        ("good", 2),
        ("warn", 2),
        ("bad", 1),
        ("excused", 0),
        ("case", 2),
        ("clock", 1),
        ("fork", 0),
        ("phone", 0),
    ];
    assert_eq!(figures, expected);
    assert_eq!(view.tiles[3].tone, Tone::Idle, "nothing is no reason for colour");
    assert_eq!((view.progress.done, view.progress.of_all.as_str()), (2, "/ 5 项已完成"));
    let parts: Vec<_> =
        view.progress.parts.iter().map(|part| (part.tone, part.from.as_str())).collect();
    let expected = [
        (Tone::Good, "0.000"),
        (Tone::Warn, "20.000"),
        (Tone::Late, "40.000"),
        (Tone::Idle, "60.000"),
        (Tone::Bad, "80.000"),
    ];
    assert_eq!(parts, expected);
}

#[test]
fn a_chip_says_when_it_was_done_and_else_when_it_is_to_be() {
    let mut facts = facts();
    let begun =
        |until: Option<&str>| Round { started: Some(at("18T08:31")), finished: until.map(at) };
    let with_record = BoardDuty { record: Some(RECORD), ..duty(done(false)) };
    facts.board.people[0].duties = vec![duty(SlotState::Upcoming), with_record];
    let time =
        |facts: &DayFacts, place: usize| view(facts).areas[0].people[0].chips[place].time.clone();
    assert_eq!(time(&facts, 0), "08:10–11:00");
    facts.rounds.insert(RECORD, begun(None));
    assert_eq!(time(&facts, 1), "08:31 开始");
    facts.rounds.insert(RECORD, begun(Some("18T09:02")));
    assert_eq!(time(&facts, 1), "08:31–09:02");
    // The area goes without saying; where there are several it does not.
    assert_eq!(view(&facts).areas[0].people[0].chips[0].subject, None);
    facts.board.people[0].areas.push("南区".to_owned());
    assert_eq!(view(&facts).areas[0].people[0].chips[0].subject.as_deref(), Some("北区"));
}

#[test]
fn a_deadline_at_midnight_is_the_end_of_the_day_before() {
    let table = [
        (Some("21T00:00"), false, Some("3月20日前"), Tone::Idle),
        (Some("19T00:00"), false, Some("今天前"), Tone::Warn),
        (Some("18T17:00"), false, Some("今天 17:00前"), Tone::Warn),
        (Some("19T12:00"), false, Some("明天 12:00前"), Tone::Idle),
        (Some("18T08:50"), true, Some("超期 40 分钟"), Tone::Bad),
        (Some("16T09:30"), true, Some("超期 2 天"), Tone::Bad),
        (None, false, None, Tone::Idle),
    ];
    for (due, overdue, said, tone) in table {
        let mut facts = facts();
        facts.board.cases = vec![case(due, overdue)];
        let case = &view(&facts).cases[0];
        assert_eq!((case.due.as_deref(), case.due_tone), (said, tone), "{due:?}");
    }
}

#[test]
fn papers_that_expired_stand_first() {
    let site = |unit: &str, permit, passes_expired, passes_expiring| BoardSite {
        document: RECORD,
        unit: unit.to_owned(),
        contractor: String::new(),
        permit,
        passes_expired,
        passes_expiring,
    };
    let mut facts = facts();
    facts.board.sites = vec![
        site("1", Some(Expiry::Valid), 0, 0),
        site("2", Some(Expiry::Expiring { days_left: 0 }), 0, 0),
        site("3", Some(Expiry::Valid), 2, 1),
        site("4", None, 0, 0),
    ];
    let view = view(&facts);
    let said: Vec<(&str, Vec<&str>)> = view
        .sites
        .iter()
        .map(|site| {
            (site.unit.as_str(), site.papers.iter().map(|(text, _)| text.as_str()).collect())
        })
        .collect();
    let expected = [
        ("3", vec!["许可证有效", "出入证过期 2 张", "出入证将到期 1 张"]),
        ("4", vec!["无施工许可证"]),
        ("2", vec!["许可证今天到期"]),
        ("1", vec!["许可证有效"]),
    ];
    assert_eq!(said, expected);
}

#[test]
fn a_phone_that_was_silent_since_yesterday_stands_first_and_is_counted() {
    let mut facts = facts();
    let phone = |number: u128, seen: &str| Phone {
        device: DeviceId(uuid::Uuid::from_u128(number)),
        person: LIN,
        name: "林小燕".to_owned(),
        label: format!("{number}"),
        seen: at(seen),
    };
    facts.phones = vec![phone(1, "18T00:00"), phone(2, "17T23:59")];
    let view = view(&facts);
    let phones: Vec<_> =
        view.phones.iter().map(|phone| (phone.label.as_str(), phone.tone)).collect();
    assert_eq!(phones, [("2", Tone::Warn), ("1", Tone::Good)]);
    assert_eq!(view.tiles[7].count, 1);
    // The person is as fresh as the freshest of the phones.
    let person = &view.areas[0].people[0];
    assert_eq!((person.synced.as_str(), person.synced_tone), ("9 小时前同步", Tone::Good));
}

#[test]
fn a_past_day_shows_its_rounds_and_not_what_is_open_now() {
    let mut facts = facts();
    facts.board.cases = vec![case(None, false)];
    facts.today = facts.board.day + TimeDelta::days(1);
    let view = view(&facts);
    assert!(view.cases.is_empty() && !view.is_today);
    assert_eq!(view.tiles.len(), 4);
    assert_eq!(view.next, Some(facts.today));
    assert_eq!(BoardView::new(&self::facts(), Words(Language::Chinese)).next, None);
}

#[test]
fn coverage_is_drawn_against_all_households_that_count() {
    let view = view(&facts());
    let quota = &view.areas[0].quotas[0];
    assert_eq!((quota.visited, quota.target), (25, 35));
    assert_eq!((quota.figures.as_str(), quota.remark.as_str()), ("10 / 14", "还差 4 户"));
}
