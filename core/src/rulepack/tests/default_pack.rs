//! The default pack, against the service plan.

use std::collections::BTreeSet;

use crate::domain::Role;
use crate::rulepack::{CaseStep, DEFAULT_PACK, DayCount, Period, RulePack, Severity};

fn pack() -> RulePack {
    RulePack::default_pack().unwrap()
}

#[test]
fn the_default_pack_quotes_every_rule_that_it_carries_out() {
    let pack = pack();
    let mut quoted = BTreeSet::new();
    for form in pack.forms.values() {
        quoted.extend(&form.rules);
        quoted.extend(form.groups.iter().flat_map(|group| &group.rules));
    }
    quoted.extend(pack.duties.values().flat_map(|duty| &duty.rules));
    quoted.extend(pack.quotas.values().flat_map(|quota| &quota.rules));
    quoted.extend(pack.deadlines.values().flat_map(|deadline| &deadline.rules));
    quoted.extend(pack.household_fields.values().flat_map(|field| &field.rules));
    let expected = [
        "P1", "P2", "P6", "P7", "P12", "P13", "P14", "C1", "C7", "D1", "D2", "D3", "D4", "H1",
        "H2", "H3", "H4", "I7", "K1",
    ];
    for rule in expected {
        assert!(quoted.iter().any(|quoted| *quoted == rule), "{rule} is not quoted");
    }
    let without_rule = pack
        .forms
        .values()
        .flat_map(|form| &form.groups)
        .filter(|group| group.rules.is_empty())
        .map(|group| &group.id)
        .collect::<Vec<_>>();
    assert!(without_rule.is_empty(), "groups that name no rule: {without_rule:?}");
}

/// Every text of a pack with its path, whatever it belongs to.
fn labels(path: &str, value: &toml::Value, found: &mut Vec<(String, String, String)>) {
    match value {
        toml::Value::Table(table) => {
            if let (Some(zh), Some(en)) = (table.get("zh"), table.get("en")) {
                let text = |value: &toml::Value| value.as_str().unwrap().to_owned();
                found.push((path.to_owned(), text(zh), text(en)));
            }
            for (key, value) in table {
                labels(&format!("{path}.{key}"), value, found);
            }
        }
        toml::Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                labels(&format!("{path}[{index}]"), value, found);
            }
        }
        _ => {}
    }
}

#[test]
fn every_text_of_the_default_pack_is_chinese_and_english() {
    let mut found = Vec::new();
    labels("", &toml::from_str(DEFAULT_PACK).unwrap(), &mut found);
    assert!(found.len() > 150, "found only {} texts", found.len());
    for (path, zh, en) in found {
        let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        assert!(zh.contains(chinese), "{path}.zh is not Chinese: {zh}");
        assert!(!en.contains(chinese) && !en.is_empty(), "{path}.en is not English: {en}");
    }
}

/// The Chinese texts of a form's group.
fn asked(form: &str, group: &str) -> Vec<String> {
    let pack = pack();
    let form = pack.form(form).unwrap();
    let group = form.groups.iter().find(|candidate| candidate.id == group).unwrap();
    group.items.iter().map(|item| item.label.zh.clone()).collect()
}

#[test]
fn the_default_forms_ask_for_all_that_the_plan_names() {
    #[rustfmt::skip]
    let table: [(&str, &str, &[&str]); 25] = [
        // P6 ①–⑧
        ("butler_patrol", "floors", &["住户基本情况", "出租户数", "公共通知栏", "安全出口", "防火门", "管井有无溢水", "设备间有无溢水", "楼道照明"]),
        ("butler_patrol", "decoration", &["装修户数", "装修状况", "装修材料", "装修垃圾"]),
        ("butler_patrol", "vacant", &["水是否关闭", "电是否关闭", "配套设施设备是否齐全"]),
        ("butler_patrol", "security", &["闲杂人员", "关好门", "关好窗"]),
        ("butler_patrol", "floor_clean", &["清洁标准", "垃圾摆放", "垃圾清运"]),
        ("butler_patrol", "facilities", &["电井门", "消防栓及配件", "楼层照明灯", "电梯运行", "电梯内照明灯", "车辆停放"]),
        ("butler_patrol", "rain", &["天面、屋顶防水", "大堂等部位防水", "安全提示牌"]),
        ("butler_patrol", "public", &["道路清洁", "绿化", "配套物品"]),
        // P7
        ("butler_patrol", "parts", &["天面", "平台", "管井", "绿化带", "水景", "人行道", "电梯", "车库"]),
        // C1
        ("butler_patrol", "cleanliness", &["路面", "走廊", "墙壁", "防火门", "消防设施", "公共门窗", "公共照明灯具", "楼梯扶手", "地面"]),
        // P2
        ("morning_greeting", "start", &["提前10分钟", "提前5分钟"]),
        ("morning_greeting", "greeting", &["8:45前", "业户反映"]),
        ("evening_supervision", "waste", &["生活垃圾", "装修垃圾"]),
        // P13
        ("assistant_patrol", "butlers", &["精神面貌", "着装形象", "岗位工作", "工作记录"]),
        ("assistant_patrol", "grounds", &["道路清洁", "绿化"]),
        ("assistant_patrol", "vehicles", &["园区路面", "地下车库"]),
        ("assistant_patrol", "sales", &["吧台人员精神面貌", "吧台人员着装", "吧台人员礼节", "安管员精神面貌", "安管员着装", "安管员礼节"]),
        ("assistant_patrol", "toilets", &["清洁卫生", "卫生纸", "洗手液"]),
        ("assistant_patrol", "show_flats", &["清洁卫生", "鞋套", "装饰品、家具、摆设"]),
        ("assistant_patrol", "clubhouse", &["清洁卫生", "设施、设备"]),
        // D1–D4
        ("decoration_inspection", "formalities", &["施工许可证", "工人出入证"]),
        ("decoration_inspection", "as_drawn", &["按图纸施工", "未经申请擅自施工"]),
        ("decoration_inspection", "hazards", &["动火作业", "抽烟"]),
        ("decoration_inspection", "other", &["关门控制噪音和灰尘", "施工许可证是否到期", "工人出入证是否到期", "装修垃圾的清运"]),
        // H3, H4
        ("home_visit", "opinion", &["满意度", "意见", "诉求", "潜在服务需求"]),
    ];
    for (form, group, expected) in table {
        let asked = asked(form, group);
        assert_eq!(asked.len(), expected.len(), "{form}.{group}: {asked:?}");
        for (asked, expected) in asked.iter().zip(expected) {
            assert!(asked.contains(expected), "{form}.{group}: {asked} is not {expected}");
        }
    }
}

#[test]
fn a_home_visit_can_update_every_field_of_the_customer_file_h3() {
    let pack = pack();
    let updated: BTreeSet<_> = pack
        .form("home_visit")
        .unwrap()
        .items()
        .filter_map(|(_, item)| item.updates.as_ref())
        .collect();
    assert_eq!(updated, pack.household_fields.keys().collect());
    let h3 = [
        "birth",
        "employer",
        "work_phone",
        "work_address",
        "hobbies",
        "emergency_phone",
        "plate",
        "pets",
        "nanny",
        "schooling",
        "elderly",
        "special",
    ];
    for field in h3 {
        assert!(pack.household_fields[field].rules.contains(&"H3".to_owned()), "{field}");
    }
}

#[test]
fn the_groups_of_a_decoration_inspection_are_mandatory() {
    let pack = pack();
    let form = pack.form("decoration_inspection").unwrap();
    assert!(form.groups.iter().all(|group| group.when.is_none() && !group.follow_up));
    assert!(form.items().all(|(_, item)| item.required && item.when.is_none()));
}

#[test]
fn danger_and_fire_equipment_need_a_photo() {
    let pack = pack();
    let table = [
        ("butler_patrol", "exits"),
        ("butler_patrol", "fire_doors"),
        ("butler_patrol", "hydrants"),
        ("butler_patrol", "shaft_doors"),
        ("butler_patrol", "lifts"),
        ("butler_patrol", "rain_roof"),
        ("decoration_inspection", "hot_work"),
        ("decoration_inspection", "smoking"),
    ];
    for (form, item) in table {
        let item = pack.form(form).unwrap().item(item).unwrap();
        assert!(item.photo_on_problem && item.severity == Severity::Urgent, "{form}.{}", item.id);
    }
}

#[test]
fn the_default_times_quotas_and_deadlines_are_those_of_the_plan() {
    let pack = pack();
    let mut times = Vec::new();
    for (id, duty) in &pack.duties {
        for slot in &duty.slots {
            let starts = slot.starts.map_or("any".to_owned(), |at| at.format("%H:%M").to_string());
            times.push(format!(
                "{id}/{} {}-{} at {starts} ±{}{}",
                slot.id,
                slot.opens.format("%H:%M"),
                slot.closes.format("%H:%M"),
                duty.tolerance_minutes,
                if slot.ends_on_time { ", ends on time" } else { "" }
            ));
        }
    }
    assert_eq!(
        times,
        [
            "assistant_patrol/morning 09:30-11:00 at 09:30 ±15",
            "assistant_patrol/afternoon 15:00-17:00 at 15:00 ±15, ends on time",
            "butler_patrol/morning 08:10-11:00 at 10:30 ±15",
            "butler_patrol/afternoon 15:00-17:30 at 15:00 ±15",
            "decoration_inspection/day 08:10-17:30 at any ±15",
            "evening_supervision/evening 18:10-19:00 at 18:10 ±15",
            "morning_greeting/morning 08:10-08:45 at 08:10 ±15",
        ]
    );
    let quotas: Vec<_> = pack.quotas.values().map(|quota| (quota.period, quota.share)).collect();
    assert_eq!(quotas, [(Period::Month, [1, 3]), (Period::Quarter, [98, 100])]);
    let plan = &pack.deadlines["plan"];
    assert_eq!((plan.step, plan.days, plan.counting), (CaseStep::Planned, 3, DayCount::Calendar));
    assert_eq!(pack.time_zone, chrono_tz::Asia::Shanghai);
    let departments: Vec<_> = pack.departments.values().map(|label| label.zh.as_str()).collect();
    assert_eq!(departments, ["保洁", "工程部", "财务部", "绿化", "安管"]);
}

#[test]
fn duties_come_in_the_order_of_the_day_and_fields_in_that_of_the_file() {
    let pack = pack();
    let of = |role| pack.duties_of(role).into_iter().map(|(id, _)| id).collect::<Vec<_>>();
    assert_eq!(
        of(Role::Butler),
        ["butler_patrol", "decoration_inspection", "morning_greeting", "evening_supervision"]
    );
    assert_eq!(of(Role::Assistant), ["assistant_patrol"]);
    assert!(of(Role::Manager).is_empty());
    let fields: Vec<_> = pack.fields_in_order().into_iter().map(|(id, _)| id).collect();
    assert_eq!(fields[..4], ["name", "phone", "occupancy", "tenant"]);
    assert_eq!(fields.len(), pack.household_fields.len());
    let patrol = pack.form("butler_patrol").unwrap();
    assert_eq!(patrol.follow_up_group().unwrap().rules, ["P1"]);
    assert!(pack.form("home_visit").unwrap().follow_up_group().is_none());
    assert!(pack.form("nothing").is_none() && pack.duty("nothing").is_none());
    assert!(pack.duty("butler_patrol").unwrap().slot("noon").is_none());
}
