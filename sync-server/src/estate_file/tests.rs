use std::collections::BTreeMap;

use xunlou_core::domain::Role;
use xunlou_core::env::Environment;
use xunlou_core::rulepack::{HouseholdField, RulePack};

use super::*;

const ESTATE: &str = r#"
name = "云栖花园"

[[building]]
key = "b1"
name = "1栋"

[[building]]
key = "b2"
name = "2栋"

[[area]]
key = "north"
name = "北区"
buildings = ["b1", "b2"]

[[person]]
login = "lin"
name = "林小燕"
role = "butler"
areas = ["north"]

[[person]]
login = "guo"
name = "郭敏"
role = "manager"
health = true

[[department]]
key = "pool"
name = "泳池"
"#;

fn fields() -> BTreeMap<String, HouseholdField> {
    RulePack::default_pack().unwrap().household_fields
}

fn plan(estate: &str, households: Option<&str>) -> Result<EstatePlan, FileProblems> {
    let files = EstateFiles { estate, households: households.map(str::as_bytes), rulepack: None };
    read(files, &fields(), &Environment::system())
}

/// The id of the first field of this kind.
fn field(kind: xunlou_core::rulepack::FieldKind, repeated: bool) -> String {
    let fits = |field: &HouseholdField| field.kind == kind && field.repeated == repeated;
    fields().into_iter().find(|(_, field)| fits(field)).map(|(id, _)| id).unwrap()
}

#[test]
fn a_whole_estate_is_read_with_every_id_given() {
    let plan = plan(ESTATE, Some("building,unit,floor\nb1,101,1\nb2,101,\n")).unwrap();
    assert_eq!((plan.name.as_str(), plan.buildings.len()), ("云栖花园", 2));
    let both: Vec<_> = plan.buildings.iter().map(|building| building.id).collect();
    assert_eq!(plan.areas[0].buildings, both);
    let people: Vec<_> =
        plan.people.iter().map(|one| (one.login.as_str(), one.role, one.health)).collect();
    assert_eq!(people, [("lin", Role::Butler, false), ("guo", Role::Manager, true)]);
    assert_eq!(plan.people[0].areas, [plan.areas[0].id]);
    assert_eq!(plan.departments[0].key, "pool");
    let units: Vec<_> =
        plan.households.iter().map(|one| (one.building, one.unit.as_str(), one.floor)).collect();
    assert_eq!(units, [(both[0], "101", Some(1)), (both[1], "101", None)]);
    assert_ne!(plan.households[0].document, plan.households[1].document);
}

#[test]
fn fields_of_the_customer_file_are_read_by_the_pack() {
    use xunlou_core::rulepack::FieldKind;
    let (plates, choice) = (field(FieldKind::Plate, true), field(FieldKind::Choice, false));
    let answer = fields()[&choice].choices[0].id.clone();
    let csv = format!(
        "\u{feff}unit,building,{plates},{choice}\n101,b1, 粤B12345 ； 粤B-D6789;,{answer}\n"
    );
    let household = plan(ESTATE, Some(&csv)).unwrap().households.remove(0);
    assert_eq!(household.fields[&plates], ["粤B12345", "粤B-D6789"]);
    assert_eq!(household.fields[&choice], [answer]);
    let empty = format!("building,unit,{choice}\nb1,101,\n");
    assert!(plan(ESTATE, Some(&empty)).unwrap().households[0].fields.is_empty());
}

#[test]
fn whatever_is_wrong_with_the_estate_is_told_with_its_place() {
    let cases = [
        ("name = \"云栖花园\"", "name = \"\"", "name: a name has 1 to 60"),
        ("name = \"云栖花园\"", "nam = \"x\"", "unknown field `nam`"),
        ("name = \"云栖花园\"", "name = 7", "line 2"),
        ("name = \"云栖花园\"", "name = ", "line 2"),
        ("key = \"b2\"", "key = \"b1\"", "[[building]] `b1`: this key stands there twice"),
        ("key = \"b2\"", "key = \"B 2\"", "[[building]] `B 2`: a key has 1 to 32"),
        (
            "buildings = [\"b1\", \"b2\"]",
            "buildings = [\"b9\"]",
            "no [[building]] has the key `b9`",
        ),
        ("buildings = [\"b1\", \"b2\"]", "buildings = [\"b1\", \"b1\"]", "in area `north` already"),
        ("login = \"lin\"", "login = \"guo\"", "[[person]] `guo`: this login stands there twice"),
        ("login = \"lin\"", "login = \"小林\"", "`小林`: a login has 1 to 32"),
        ("role = \"butler\"", "role = \"buttler\"", "expected one of butler, assistant"),
        ("areas = [\"north\"]", "areas = [\"south\"]", "no [[area]] has the key `south`"),
        ("areas = [\"north\"]", "", "`lin`: a butler has at least one area"),
        ("role = \"manager\"", "role = \"assistant\"", "at least one with role = \"manager\""),
        ("[[department]]", "[[departments]]", "unknown field `departments`"),
    ];
    for (right, wrong, told) in cases {
        assert!(ESTATE.contains(right), "{right}");
        let problems = plan(&ESTATE.replacen(right, wrong, 1), None).unwrap_err().to_string();
        assert!(problems.contains(told), "`{problems}` does not say `{told}`");
        assert!(problems.starts_with("estate.toml: "), "{problems}");
    }
    let empty = plan("name = \"x\"", None).unwrap_err();
    assert_eq!(empty.0.len(), 3, "{empty}");
}

#[test]
fn whatever_is_wrong_with_the_households_is_told_with_its_line() {
    use xunlou_core::rulepack::FieldKind;
    let (phone, choice) = (field(FieldKind::Phone, true), field(FieldKind::Choice, false));
    let cases = [
        ("building,floor\nb1,1\n".to_owned(), "the column `unit` is missing"),
        ("building,unit,unit\nb1,1,1\n".to_owned(), "the column `unit` stands there twice"),
        ("building,unit,shoe_size\nb1,1,43\n".to_owned(), "unknown column `shoe_size`"),
        ("building,unit\nb1,101\nb7,101\n".to_owned(), "line 3: no [[building]] has the key `b7`"),
        ("building,unit\nb1,101\nb1,101\n".to_owned(), "line 3: unit: this unit of the building"),
        ("building,unit\nb1,\n".to_owned(), "line 2: unit: expected 1 to 24"),
        ("building,unit\nb1,101,x\n".to_owned(), "line: 2"),
        ("building,unit,floor\nb1,101,roof\n".to_owned(), "floor: expected a whole number"),
        (format!("building,unit,{phone}\nb1,101,call me\n"), "expected a telephone number"),
        (format!("building,unit,{choice}\nb1,101,perhaps\n"), "expected one of "),
    ];
    for (csv, told) in cases {
        let problems = plan(ESTATE, Some(&csv)).unwrap_err().to_string();
        assert!(problems.contains(told), "`{problems}` does not say `{told}`");
        assert!(problems.starts_with("households.csv: "), "{problems}");
        assert!(!problems.contains("call me"), "personal data in `{problems}`");
    }
    let chinese = [&b"building,unit\nb1,"[..], &[0xb6, 0xb0]].concat();
    let files = EstateFiles { estate: ESTATE, households: Some(&chinese), rulepack: None };
    let told = read(files, &fields(), &Environment::system()).unwrap_err().to_string();
    assert!(told.contains("CSV UTF-8"), "{told}");
}

#[test]
fn a_long_list_of_problems_is_cut_and_counted() {
    let rows: String = (0..100).map(|_| "b9,1\n").collect();
    let problems = plan(ESTATE, Some(&format!("building,unit\n{rows}"))).unwrap_err();
    let told = problems.to_string();
    assert_eq!(problems.0.len(), 100);
    assert!(told.lines().count() == 31 && told.contains("… and 70 more"), "{told}");
}
