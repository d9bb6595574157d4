//! Packs that are wrong somewhere.

use super::SMALL;
use crate::rulepack::{MAX_PACK_BYTES, PackProblem, RulePack};

#[test]
fn a_broken_pack_is_told_where_it_is_broken_and_what_is_expected() {
    // what stands in the sound pack, what stands there instead, where the error points, what it says
    #[rustfmt::skip]
    let table = [
        // the shape
        ("version = 1\n", "version = \n", "line 3, column 11", "expected"),
        ("[device]\n", "[device\n", "line 6, column 8", "expected"),
        ("version = 1\n", "", "(file)", "missing field `version`"),
        ("version = 1\n", "version = \"one\"\n", "version", "expected u32"),
        ("keep_days = 100\n", "", "device", "missing field `keep_days`"),
        ("keep_days = 100\n", "keep_days = 100\nkep_days = 1\n", "device.kep_days", "expected one of"),
        ("Asia/Shanghai", "Asia/Peking", "time_zone", "expected a name as `Asia/Shanghai`"),
        ("kind = \"visit\"", "kind = \"vist\"", "forms.visit.kind", "expected one of `patrol`"),
        ("roles = [\"butler\"]\nrules = [\"H4\"]", "roles = [\"boss\"]\nrules = []", "forms.visit.roles[0]", "expected one of `butler`"),
        ("zh = \"人数\", en", "zh = \"人数\", de", "forms.visit.groups[0].items[2].label.de", "unknown field `de`"),
        ("min = 0", "min = \"0\"", "forms.visit.groups[0].items[2].kind.number.min", "expected i64"),
        ("opens = \"11:00\"", "opens = \"11.00\"", "duties.round.slots[1].opens", "expected HH:MM"),
        ("opens = \"11:00\"", "opens = \"24:00\"", "duties.round.slots[1].opens", "expected HH:MM"),
        ("starts = \"09:00\"", "starts = 9", "duties.round.slots[0].starts", "expected a string"),
        ("\"Mon\", \"Thu\"", "\"Mon\", \"Someday\"", "duties.round.recurrence.weekly[1]", "weekday names expected"),
        ("share = [1, 3]", "share = [1, 3, 5]", "quotas.month.share", "3 numbers: expected two"),
        ("step = \"replied\"", "step = \"forgotten\"", "deadlines.reply.step", "expected one of"),
        ("[excuses]", "[household_fields.phone]\norder = 1\n[excuses]", "line 87, column 19", "duplicate key"),
        // ids
        ("id = \"small\"", "id = \"Small\"", "id", "`Small` is no id"),
        ("[forms.round]", "[forms.Round-2]\nlabel = { zh = \"一\", en = \"A\" }\nkind = \"patrol\"\nsubject = \"area\"\nroles = [\"butler\"]\nrules = []\ngroups = [ { id = \"g\", label = { zh = \"一\", en = \"A\" }, rules = [], items = [ { id = \"i\", label = { zh = \"一\", en = \"A\" } } ] } ]\n[forms.round]", "forms.Round-2", "is no id"),
        ("id = \"met\"", "id = \"1met\"", "forms.visit.groups[0].items[0].id", "beginning with a letter"),
        ("id = \"people\"", "id = \"how_many_people_live_there\"", "forms.visit.groups[0].items[2].id", "at most 24"),
        ("id = \"people\"", "id = \"occupancy\"", "forms.visit.groups[0].items[2].id", "used before"),
        ("id = \"people\"", "id = \"fu_people\"", "forms.visit.groups[0].items[2].id", "follow-up's"),
        ("id = \"second\"", "id = \"first\"", "forms.visit.groups[1].id", "used before"),
        ("{ id = \"vacant\", label = { zh = \"空置\", en = \"Vacant\" }, problem = true }", "{ id = \"rented\", label = { zh = \"空置\", en = \"Vacant\" } }", "forms.visit.groups[0].items[1].kind.choice[1].id", "used before"),
        ("id = \"noon\"", "id = \"morning\"", "duties.round.slots[1].id", "used before"),
        ("cleaning = {", "Cleaning = { zh = \"一\", en = \"A\" }\ncleaning = {", "departments.Cleaning", "is no id"),
        ("special = {", "\"special case\" = { zh = \"一\", en = \"A\" }\nspecial = {", "excuses.special case", "is no id"),
        // texts
        ("en = \"Small\"", "en = \" \"", "label.en", "is blank"),
        ("zh = \"受访人\"", "zh = \"\"", "forms.visit.groups[0].items[0].label.zh", "is blank"),
        ("zh = \"谁\"", "zh = \"\"", "forms.visit.groups[0].items[0].hint.zh", "is blank"),
        ("en = \"people\"", "en = \"\"", "forms.visit.groups[0].items[2].kind.number.unit.en", "is blank"),
        ("en = \"First\"", "en = \"\"", "forms.visit.groups[0].label.en", "is blank"),
        ("en = \"Noon\"", "en = \"\"", "duties.round.slots[1].label.en", "is blank"),
        ("en = \"Monthly\"", "en = \"\"", "quotas.month.label.en", "is blank"),
        ("en = \"Reply\"", "en = \"\"", "deadlines.reply.label.en", "is blank"),
        ("en = \"Special\"", "en = \"\"", "excuses.special.en", "is blank"),
        ("en = \"Cleaning\"", "en = \"\"", "departments.cleaning.en", "is blank"),
        // rule ids
        ("\"C5b\", \"D\"", "\"C5b\", \"d1\"", "forms.visit.groups[1].rules[1]", "is no rule id"),
        ("\"C5b\", \"D\"", "\"Cb\", \"D\"", "forms.visit.groups[1].rules[0]", "is no rule id"),
        ("\"C5b\", \"D\"", "\"C5bb\", \"D\"", "forms.visit.groups[1].rules[0]", "is no rule id"),
        ("rules = [\"P1\"]", "rules = [\"\"]", "duties.round.rules[0]", "is no rule id"),
        // numbers
        ("version = 1\n", "version = 0\n", "version", "from 1"),
        ("keep_days = 100", "keep_days = 0", "device.keep_days", "expected 1 to 3660"),
        ("max = 20", "max = -1", "forms.visit.groups[0].items[2].kind.number", "greater than max"),
        ("max = 30", "max = 0", "forms.visit.groups[0].items[3].kind.text.max", "expected 1 to"),
        ("tolerance_minutes = 15", "tolerance_minutes = 241", "duties.round.tolerance_minutes", "at most 240"),
        ("days = 1\n", "days = 367\n", "deadlines.reply.days", "at most 366"),
        ("share = [1, 3]", "share = [4, 3]", "quotas.month.share", "4/3 is no share"),
        ("share = [1, 3]", "share = [0, 3]", "quotas.month.share", "0/3 is no share"),
        ("share = [1, 3]", "share = [0, 0]", "quotas.month.share", "0/0 is no share"),
        // forms
        ("roles = [\"butler\"]\nrules = [\"H4\"]", "roles = []\nrules = []", "forms.visit.roles", "at least one role"),
        ("follow_up = true", "", "forms.visit.groups[1].items", "at least one item"),
        ("follow_up = true", "follow_up = true\nitems = [ { id = \"x\", label = { zh = \"一\", en = \"A\" } } ]", "forms.visit.groups[1].items", "expected no items"),
        ("follow_up = true", "follow_up = true\n[[forms.visit.groups]]\nid = \"third\"\nlabel = { zh = \"三\", en = \"Third\" }\nrules = []\nfollow_up = true", "forms.visit.groups[2].follow_up", "at most one"),
        ("kind = \"date\",", "kind = \"date\", photo_on_problem = true,", "forms.visit.groups[0].items[4].photo_on_problem", "no answer to this item is a problem"),
        ("kind = { choice = [ {", "kind = { choice = [] }, hint = { zh = \"一\", en = \"A\" } },\n  { id = \"was\", label = { zh = \"居住\", en = \"Occupancy\" }, kind = { choice = [ {", "forms.visit.groups[0].items[1].kind.choice", "at least two"),
        // conditions
        ("item = \"met\", is = \"ok\"", "item = \"birth\", is = \"ok\"", "forms.visit.groups[0].items[3].when.answer.item", "no earlier item"),
        ("item = \"met\", is = \"ok\"", "item = \"phone\", is = \"ok\"", "forms.visit.groups[0].items[3].when.answer.item", "no earlier item"),
        ("item = \"met\", is = \"ok\"", "item = \"met\", is = \"good\"", "forms.visit.groups[0].items[3].when.answer.is", "expected `ok`, `problem`, `na`"),
        ("item = \"occupancy\", is = \"rented\"", "item = \"occupancy\", is = \"ok\"", "forms.visit.groups[0].items[4].when.answer.is", "expected `rented`, `vacant`"),
        ("item = \"occupancy\", is = \"rented\"", "item = \"people\", is = \"3\"", "forms.visit.groups[0].items[4].when.answer.is", "neither a check nor a choice"),
        ("when = { occupancy = [\"rented\"] }", "when = { occupancy = [\"rented\", \"let\"] }", "forms.visit.groups[0].when.occupancy[1]", "no occupancy `let`"),
        ("when = { occupancy = [\"rented\"] }", "when = { occupancy = [] }", "forms.visit.groups[0].when.occupancy", "at least one"),
        ("when = { rain = true }", "when = { occupancy = [\"rented\"] }", "forms.round.groups[0].when.occupancy", "only a form on households"),
        // references
        ("department = \"cleaning\"", "department = \"kitchen\"", "forms.visit.groups[0].items[0].department", "expected `cleaning`"),
        ("updates = \"phone\"", "updates = \"fax\"", "forms.visit.groups[0].items[3].updates", "expected `occupancy`, `phone`"),
        ("kind = \"date\",", "kind = \"date\", updates = \"phone\",", "forms.visit.groups[0].items[4].updates", "do not fit"),
        ("choices = [ { id = \"rented\"", "choices = [ { id = \"let\"", "forms.visit.groups[0].items[1].updates", "do not fit"),
        ("en = \"One\" } }", "en = \"One\" }, kind = { text = { max = 9 } }, updates = \"phone\" }", "forms.round.groups[0].items[0].updates", "only a form on households"),
        ("form = \"round\"", "form = \"walk\"", "duties.round.form", "expected `round`, `visit`"),
        ("role = \"butler\"", "role = \"assistant\"", "duties.round.role", "in the role `assistant` may not"),
        ("form = \"visit\"", "form = \"round\"", "quotas.month.form", "not a form on households"),
        ("form = \"visit\"", "form = \"tea\"", "quotas.month.form", "no form `tea`"),
        ("exclude_occupancy = [\"vacant\"]", "exclude_occupancy = [\"empty\"]", "quotas.month.exclude_occupancy[0]", "no occupancy `empty`"),
        // duties
        ("[\"Mon\", \"Thu\"]", "[]", "duties.round.recurrence.weekly", "at least one day"),
        ("[\"Mon\", \"Thu\"]", "[\"Mon\", \"Mon\"]", "duties.round.recurrence.weekly", "none of them twice"),
        ("closes = \"10:00\"", "closes = \"02:00\"", "duties.round.slots[0].closes", "later time of the same day"),
        ("starts = \"09:00\"", "starts = \"07:59\"", "duties.round.slots[0].starts", "from opens 08:00 to closes 10:00"),
        ("starts = \"09:00\"", "starts = \"10:01\"", "duties.round.slots[0].starts", "from opens 08:00 to closes 10:00"),
        ("opens = \"11:00\"", "opens = \"09:59\"", "duties.round.slots[1].opens", "slots in order"),
        // deadlines
        ("kinds = [\"complaint\", \"repair\"]", "kinds = []", "deadlines.reply.kinds", "at least one of `finding`"),
        ("kinds = [\"complaint\", \"repair\"]", "kinds = [\"complaint\", \"finding\"]", "deadlines.reply.kinds[1]", "nobody waits"),
        ("after = \"handled\"", "after = \"replied\"", "deadlines.reply.after", "another step"),
        // the customer file
        ("search = \"phone\"", "search = \"plate\"", "household_fields.phone.search", "does not fit"),
        ("search = \"phone\"", "choices = [ { id = \"a\", label = { zh = \"一\", en = \"A\" } } ]", "household_fields.phone.choices", "expected none"),
        ("order = 1\n", "order = 1\nrepeated = true\n", "household_fields.occupancy.kind", "one occupancy"),
    ];
    RulePack::parse("small.toml", SMALL).unwrap();
    let mut wrong = Vec::new();
    for (sound, broken, path, message) in table {
        assert!(SMALL.contains(sound), "the sound pack has no {sound}");
        let text = SMALL.replacen(sound, broken, 1);
        let error = match RulePack::parse("small.toml", &text) {
            Ok(_) => "no error".to_owned(),
            Err(error) => {
                let fits = |p: &PackProblem| p.path == path && p.message.contains(message);
                if error.problems.iter().any(fits) {
                    continue;
                }
                error.to_string()
            }
        };
        wrong.push(format!("{broken}\n  expected {path}: …{message}…\n  got {error}"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn all_that_is_wrong_is_told_at_once_one_line_each() {
    let text = SMALL
        .replace("share = [1, 3]", "share = [4, 3]")
        .replace("form = \"round\"", "form = \"walk\"")
        .replace("en = \"Special\"", "en = \"\"");
    let error = RulePack::parse("my estate.toml", &text).unwrap_err();
    let expected = "my estate.toml: duties.round.form: no form `walk`: expected `round`, `visit`\n\
        my estate.toml: quotas.month.share: 4/3 is no share: expected more than 0 and at most 1\n\
        my estate.toml: excuses.special.en: is blank: expected a text in each language";
    assert_eq!(error.to_string(), expected);
    assert_eq!(crate::Error::from(error).to_string(), format!("rule pack: {expected}"));
}

#[test]
fn a_pack_that_is_too_large_is_not_read() {
    let text = format!("{SMALL}\n#{}", "x".repeat(MAX_PACK_BYTES));
    let error = RulePack::parse("big.toml", &text).unwrap_err().to_string();
    assert!(
        error.starts_with("big.toml: (file): has ") && error.contains("at most 1048576"),
        "{error}"
    );
}

#[test]
fn nonsense_is_an_error_and_not_a_panic() {
    let deep = format!("a = {}{}", "[".repeat(200_000), "]".repeat(200_000));
    for text in ["", "\u{0}", "= =", "id", "[[[", "a.b.c = ", "\u{feff}id = 1", deep.as_str()] {
        assert!(RulePack::parse("x.toml", text).is_err());
    }
    // a sound pack cut off anywhere
    for end in (0..SMALL.len() - 60).filter(|end| SMALL.is_char_boundary(*end)).step_by(7) {
        assert!(RulePack::parse("x.toml", &SMALL[..end]).is_err(), "cut at {end}");
    }
}
