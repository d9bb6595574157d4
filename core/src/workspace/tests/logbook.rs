//! The day's work log as a text (工作日志), word for word in both languages.

use super::*;
use crate::domain::case::CaseKind;
use crate::report::texts::Language;
use crate::rulepack::{CaseStep, Severity};
use crate::workspace::{NewCase, NewExcuse, NewFact, RecordAbout};

/// Alice's Wednesday: a patrol with two findings, one of them a case, a visit, an excuse, an entry.
fn a_day(estate: &Estate) -> Device<'_> {
    let alice = estate.device("alice");
    let home = alice.create_household(estate.unit("1-1203", &[("name", "王五")])).unwrap();
    alice.add_log_entry("早会:传达防汛通知").unwrap();
    estate.at("10:30");
    let patrol = alice.patrol("morning");
    alice.answer_the_rest(patrol);
    alice.answer_all(patrol, &[("shafts", "problem"), ("waste_put", "problem")]).unwrap();
    alice.set_note(patrol, "shafts", "三楼溢水").unwrap();
    alice.attach_photo(patrol, "shafts", "image/jpeg", JPEG).unwrap();
    let case = alice
        .report_case(&NewCase {
            kind: CaseKind::Finding,
            title: "三楼管井溢水".to_owned(),
            detail: String::new(),
            department: Some("engineering".to_owned()),
            severity: Severity::Urgent,
            found: Some((patrol, "shafts".to_owned())),
            about: None,
            agreed: None,
        })
        .unwrap();
    estate.at("10:55");
    alice.finish(patrol).unwrap();
    estate.at("14:00");
    let fact = NewFact {
        step: CaseStep::Planned,
        note: "明天换阀".to_owned(),
        department: None,
        satisfaction: None,
    };
    alice.add_fact(case, &fact).unwrap();
    let visit = alice.begin("home_visit", home);
    alice.answer_the_rest(visit);
    alice.answer(visit, "satisfaction", "s2").unwrap();
    alice.finish(visit).unwrap();
    alice
        .excuse(&NewExcuse {
            duty: "evening_supervision".to_owned(),
            slot: "evening".to_owned(),
            day: day(),
            about: RecordAbout::Area(estate.east),
            reason: "training".to_owned(),
            note: String::new(),
        })
        .unwrap();
    estate.at("19:30");
    alice.add_log_entry("收到快递一件,业主已领").unwrap();
    alice
}

const CHINESE: &str = "\
听涛苑
艾丽 2026-03-18 工作日志

一、巡查与装修督导
· 08:10–08:45 早间迎送 · 早间 · 东区: 漏巡
· 08:10–11:00 楼宇巡查 · 上午 · 东区: 已完成 · 异常 2 项
    - 管井有无溢水: 三楼溢水
    - 生活垃圾摆放
· 15:00–17:30 楼宇巡查 · 下午 · 东区: 漏巡
· 18:10–19:00 晚间垃圾清运督导 · 晚间 · 东区: 已说明

二、家访与其他记录
· 管家家访 · 1-1203: 已完成 · 异常 1 项
    - 对服务的满意度

三、发现与跟进
· 三楼管井溢水: 已有方案 → 工程部

四、其他事项
· 08:00 早会:传达防汛通知
· 19:30 收到快递一件,业主已领
";

const ENGLISH: &str = "\
听涛苑
Work log of 艾丽, 2026-03-18

1. Patrols and decoration inspections
· 08:10–08:45 Morning greeting · Morning · 东区: Missed
· 08:10–11:00 Patrol · Morning · 东区: Done · 2 problems
    - Water overflow in shafts: 三楼溢水
    - Domestic waste placed properly
· 15:00–17:30 Patrol · Afternoon · 东区: Missed
· 18:10–19:00 Evening waste supervision · Evening · 东区: Excused

2. Home visits and other records
· Home visit · 1-1203: finished · 1 problem
    - Satisfaction with the service

3. Findings and follow-up
· 三楼管井溢水: Planned → Engineering

4. Other matters
· 08:00 早会:传达防汛通知
· 19:30 收到快递一件,业主已领
";

const EMPTY: &str = "\
听涛苑
卡萝 2026-03-18 工作日志

一、巡查与装修督导
· 08:10–08:45 早间迎送 · 早间 · 西区: 漏巡
· 08:10–11:00 楼宇巡查 · 上午 · 西区: 漏巡
· 15:00–17:30 楼宇巡查 · 下午 · 西区: 漏巡
· 18:10–19:00 晚间垃圾清运督导 · 晚间 · 西区: 漏巡

二、家访与其他记录
无

三、发现与跟进
无

四、其他事项
无
";

#[test]
fn p8_the_day_is_told_in_chinese_and_in_english() {
    let estate = Estate::new();
    let alice = a_day(&estate);
    let log = alice.day_log(day()).unwrap();
    assert_eq!(log.to_text(Language::Chinese), CHINESE);
    assert_eq!(log.to_text(Language::English), ENGLISH);
}

#[test]
fn a_day_on_which_nothing_was_done_says_so() {
    let estate = Estate::new();
    let carol = estate.device("carol");
    estate.at("20:00");
    assert_eq!(carol.day_log(day()).unwrap().to_text(Language::Chinese), EMPTY);
}

#[test]
fn the_log_is_the_same_after_a_sync_and_on_another_device_of_the_same_person() {
    let estate = Estate::new();
    let alice = a_day(&estate);
    alice.sync();
    let tablet = estate.device("alice");
    assert_eq!(tablet.day_log(day()).unwrap(), alice.day_log(day()).unwrap());
    assert_eq!(tablet.day_log(day()).unwrap().to_text(Language::Chinese), CHINESE);
}
