use super::*;
use crate::rulepack::RulePack;

fn pack() -> RulePack {
    RulePack::default_pack().unwrap()
}

/// Answers every item that is asked, round after round until no further one appears.
fn fill(form: &Form, context: &mut Context) {
    loop {
        let open: Vec<_> = Checklist::new(form, context)
            .items()
            .filter(|item| !item.answered)
            .map(|item| (item.id.clone(), good_answer(item.kind())))
            .collect();
        if open.is_empty() {
            return;
        }
        context.answers.extend(open);
    }
}

fn good_answer(kind: &ItemKind) -> String {
    match kind {
        ItemKind::Check => "ok".to_owned(),
        ItemKind::Choice(choices) => choices[0].id.clone(),
        ItemKind::Number { min, .. } => min.to_string(),
        ItemKind::Date => "1980-05-01".to_owned(),
        _ => "text".to_owned(),
    }
}

fn groups(checklist: &Checklist<'_>) -> Vec<String> {
    checklist.groups.iter().map(|asked| asked.group.id.clone()).collect()
}

fn missing(checklist: &Checklist<'_>) -> Vec<(String, Missing)> {
    checklist.missing().map(|(item, missing)| (item.id.clone(), missing)).collect()
}

#[test]
fn rain_items_are_asked_only_when_it_rains_p6() {
    let pack = pack();
    let form = pack.form("butler_patrol").unwrap();
    let dry = Context::default();
    let wet = Context { rain: true, ..Context::default() };
    let (dry, wet) = (Checklist::new(form, &dry), Checklist::new(form, &wet));
    assert!(!groups(&dry).contains(&"rain".to_owned()));
    assert!(groups(&wet).contains(&"rain".to_owned()));
    assert_eq!(wet.progress().asked, dry.progress().asked + 3);
}

#[test]
fn the_afternoon_asks_for_each_finding_of_the_morning_p1() {
    let pack = pack();
    let form = pack.form("butler_patrol").unwrap();
    let mut context = Context::default();
    assert!(!groups(&Checklist::new(form, &context)).contains(&"follow_up".to_owned()));

    context.follow_ups = vec!["case-1".to_owned(), "case-2".to_owned(), "case-1".to_owned()];
    context.answers.insert("fu_case-2".to_owned(), "problem".to_owned());
    context.answers.insert("fu_case-3".to_owned(), "ok".to_owned());
    let checklist = Checklist::new(form, &context);
    let group = checklist.groups.last().unwrap();
    let asked: Vec<_> = group
        .items
        .iter()
        .map(|item| (followed_up_case(&item.id).unwrap(), item.problem, item.missing))
        .collect();
    let expected = [
        ("case-1", false, Some(Missing::Answer)),
        ("case-2", true, None),
        // answered, and closed by somebody else since
        ("case-3", false, None),
    ];
    assert_eq!((group.group.id.as_str(), asked.as_slice()), ("follow_up", expected.as_slice()));
    assert_eq!(checklist.score(), Score::default());
}

#[test]
fn every_form_of_the_default_pack_can_be_finished() {
    for (id, form) in &pack().forms {
        for rain in [false, true] {
            let mut context = Context { rain, ..Context::default() };
            let before = Checklist::new(form, &context);
            assert!(!missing(&before).is_empty(), "{id} asks for something");
            assert_eq!(before.progress().answered, 0, "{id}");
            fill(form, &mut context);
            let after = Checklist::new(form, &context);
            assert_eq!(missing(&after), [], "{id}");
            assert_eq!(after.problems().count(), 0, "{id}");
            let (progress, score) = (after.progress(), after.score());
            assert_eq!(progress.answered, progress.asked, "{id}");
            assert_eq!(score.earned, score.possible, "{id}");
        }
    }
}

#[test]
fn a_problem_at_fire_equipment_needs_a_photo_p6() {
    let pack = pack();
    let form = pack.form("butler_patrol").unwrap();
    let mut context = Context::default();
    fill(form, &mut context);
    let clean = Checklist::new(form, &context).score();

    let problems = [("hydrants", "problem"), ("parking", "problem"), ("roof", "hazard")];
    context.answers.extend(problems.map(|(item, answer)| (item.to_owned(), answer.to_owned())));
    let checklist = Checklist::new(form, &context);
    let found: Vec<_> = checklist.problems().map(|item| item.id.as_str()).collect();
    assert_eq!(found, ["hydrants", "parking", "roof"]);
    assert_eq!(
        missing(&checklist),
        [("hydrants".to_owned(), Missing::Photo), ("roof".to_owned(), Missing::Photo)]
    );
    let lost = problems.iter().map(|(item, _)| u64::from(form.item(item).unwrap().weight)).sum();
    let score = checklist.score();
    assert_eq!((score.possible, score.possible - score.earned), (clean.possible, lost));

    context.photos.insert("hydrants".to_owned(), 1);
    context.photos.insert("roof".to_owned(), 2);
    assert_eq!(missing(&Checklist::new(form, &context)), []);
}

#[test]
fn what_is_not_applicable_is_answered_but_not_judged() {
    let pack = pack();
    let form = pack.form("butler_patrol").unwrap();
    let mut context = Context::default();
    fill(form, &mut context);
    let before = Checklist::new(form, &context);
    for item in ["water", "hydrants"] {
        context.answers.insert(item.to_owned(), "na".to_owned());
    }
    let after = Checklist::new(form, &context);
    assert_eq!(after.progress(), before.progress());
    assert_eq!(missing(&after), []);
    let weight =
        u64::from(form.item("water").unwrap().weight + form.item("hydrants").unwrap().weight);
    assert_eq!(after.score().possible, before.score().possible - weight);
}

#[test]
fn an_answer_that_does_not_fit_is_no_answer() {
    let pack = pack();
    let visit = pack.form("home_visit").unwrap();
    let mut context = Context::default();
    fill(visit, &mut context);
    for (item, answer) in [("met", "nobody"), ("birth", "in May")] {
        context.answers.insert(item.to_owned(), answer.to_owned());
    }
    context.answers.remove("hobbies");
    let checklist = Checklist::new(visit, &context);
    let expected = ["met", "birth"].map(|item| (item.to_owned(), Missing::Answer));
    assert_eq!(missing(&checklist), expected, "even where none is required");
    assert!(!checklist.item("hobbies").unwrap().answered);
}

#[test]
fn a_tenant_is_asked_for_where_a_unit_is_rented_out() {
    let pack = pack();
    let form = pack.form("home_visit").unwrap();
    for (occupancy, expected) in [("rented", true), ("owner_occupied", false)] {
        let answers = [("occupancy".to_owned(), occupancy.to_owned())].into();
        let context = Context { answers, ..Context::default() };
        let asked = Checklist::new(form, &context).item("tenant").is_some();
        assert_eq!(asked, expected, "{occupancy}");
    }
}

/// A pack of its own for the conditions that the default pack does not use.
fn conditions() -> Form {
    toml::from_str(
        r#"
        label = { zh = "表", en = "Form" }
        kind = "visit"
        subject = "household"
        roles = ["butler"]
        rules = []

        [[groups]]
        id = "always"
        label = { zh = "组", en = "Group" }
        rules = []
        items = [
          { id = "a", label = { zh = "甲", en = "A" } },
          { id = "b", label = { zh = "乙", en = "B" }, when = { answer = { item = "a", is = "problem" } } },
          { id = "c", label = { zh = "丙", en = "C" }, when = { answer = { item = "b", is = "ok" } } },
          { id = "dry", label = { zh = "丁", en = "Dry" }, when = { rain = false }, kind = "photo" },
        ]

        [[groups]]
        id = "lived_in"
        label = { zh = "组", en = "Group" }
        rules = []
        when = { occupancy = ["rented", "owner_occupied"] }
        items = [ { id = "d", label = { zh = "戊", en = "D" }, required = false } ]
        "#,
    )
    .unwrap()
}

#[test]
fn conditions_look_at_the_weather_the_unit_and_earlier_answers_that_are_asked() {
    let form = conditions();
    type Row = (bool, &'static str, &'static [(&'static str, &'static str)], &'static str);
    let table: [Row; 8] = [
        (false, "", &[], "a dry"),
        (true, "", &[], "a"),
        (true, "rented", &[], "a d"),
        (true, "vacant", &[], "a"),
        (true, "", &[("a", "problem")], "a b"),
        (true, "", &[("a", "problem"), ("b", "ok")], "a b c"),
        // the answer to b stays in the record, but b is no longer asked
        (true, "", &[("a", "ok"), ("b", "ok")], "a"),
        (true, "", &[("b", "ok")], "a"),
    ];
    for (rain, occupancy, answers, expected) in table {
        let context = Context {
            rain,
            occupancy: (!occupancy.is_empty()).then(|| occupancy.to_owned()),
            answers: answers.iter().map(|(i, a)| ((*i).to_owned(), (*a).to_owned())).collect(),
            ..Context::default()
        };
        let checklist = Checklist::new(&form, &context);
        let asked: Vec<_> = checklist.items().map(|item| item.id.as_str()).collect();
        assert_eq!(asked.join(" "), expected, "{rain} {occupancy} {answers:?}");
    }
}

#[test]
fn a_photo_item_is_answered_by_its_photo() {
    let form = conditions();
    let mut context = Context::default();
    let asked = |context: &Context| Checklist::new(&form, context).item("dry").unwrap().missing;
    assert_eq!(asked(&context), Some(Missing::Answer));
    context.photos.insert("dry".to_owned(), 1);
    assert_eq!(asked(&context), None);
}
