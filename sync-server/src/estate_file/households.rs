//! `households.csv`: one line a household (户). The columns are `building`, `unit`, `floor`, and
//! the ids of the rule pack's fields; several values of one field are parted by `;`.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use csv::StringRecord;
use xunlou_core::env::Environment;
use xunlou_core::ids::BuildingId;
use xunlou_core::rulepack::{FieldKind, HouseholdField};

use crate::estate_plan::{PlannedBuilding, PlannedHousehold};

const FILE: &str = "households.csv";
const BUILDING: &str = "building";
const UNIT: &str = "unit";
const FLOOR: &str = "floor";
/// Most households of one file.
const MOST_ROWS: usize = 50_000;
/// Most characters of a unit, a phone number and a plate; and of any other value.
const MOST_SHORT: usize = 24;
const MOST_TEXT: usize = 2_000;

/// Reads the file; what does not do is added to `problems`.
pub(super) fn read(
    csv: &[u8],
    buildings: &[PlannedBuilding],
    fields: &BTreeMap<String, HouseholdField>,
    environment: &Environment,
    problems: &mut Vec<String>,
) -> Vec<PlannedHousehold> {
    let Ok(text) = std::str::from_utf8(csv) else {
        problems.push(format!("{FILE}: not in UTF-8; in a spreadsheet, save it as \"CSV UTF-8\""));
        return Vec::new();
    };
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            problems.push(format!("{FILE}: {error}"));
            return Vec::new();
        }
    };
    if !check_header(&header, fields, problems) {
        return Vec::new();
    }
    let buildings: BTreeMap<&str, BuildingId> =
        buildings.iter().map(|building| (building.key.as_str(), building.id)).collect();
    let mut rows =
        Rows { header: &header, buildings, fields, seen: BTreeSet::new(), environment, problems };
    let mut households = Vec::new();
    for record in reader.records() {
        match record {
            Ok(record) => households.extend(rows.household(&record)),
            Err(error) => rows.problems.push(format!("{FILE}: {error}")),
        }
        if households.len() > MOST_ROWS {
            rows.problems.push(format!("{FILE}: more than {MOST_ROWS} lines"));
            break;
        }
    }
    households
}

fn check_header(
    header: &StringRecord,
    fields: &BTreeMap<String, HouseholdField>,
    problems: &mut Vec<String>,
) -> bool {
    let before = problems.len();
    let mut seen = BTreeSet::new();
    for column in header {
        if !seen.insert(column) {
            problems.push(format!("{FILE}: the column `{column}` stands there twice"));
        }
        if !matches!(column, BUILDING | UNIT | FLOOR) && !fields.contains_key(column) {
            let known: Vec<&str> = fields.keys().map(String::as_str).collect();
            problems.push(format!(
                "{FILE}: unknown column `{column}`: expected {BUILDING}, {UNIT}, {FLOOR} or a \
                 field of the rule pack ({})",
                known.join(", ")
            ));
        }
    }
    for needed in [BUILDING, UNIT] {
        if !seen.contains(needed) {
            problems.push(format!("{FILE}: the column `{needed}` is missing"));
        }
    }
    problems.len() == before
}

struct Rows<'a> {
    header: &'a StringRecord,
    buildings: BTreeMap<&'a str, BuildingId>,
    fields: &'a BTreeMap<String, HouseholdField>,
    seen: BTreeSet<(BuildingId, String)>,
    environment: &'a Environment,
    problems: &'a mut Vec<String>,
}

impl Rows<'_> {
    fn household(&mut self, record: &StringRecord) -> Option<PlannedHousehold> {
        let line = record.position().map_or(0, csv::Position::line);
        let mut wrong = Vec::new();
        let mut building = None;
        let mut unit = String::new();
        let mut floor = None;
        let mut values = BTreeMap::new();
        for (column, value) in self.header.iter().zip(record) {
            match column {
                BUILDING => {
                    building = self.buildings.get(value).copied();
                    if building.is_none() {
                        wrong.push(format!("no [[building]] has the key `{value}`"));
                    }
                }
                UNIT => unit = value.to_owned(),
                FLOOR if value.is_empty() => {}
                FLOOR => match value.parse::<i64>() {
                    Ok(number) => floor = Some(number),
                    Err(_) => wrong.push(format!("{FLOOR}: expected a whole number")),
                },
                field => {
                    let Some(rule) = self.fields.get(field) else { continue };
                    match read_values(rule, value) {
                        Ok(read) if read.is_empty() => {}
                        Ok(read) => {
                            values.insert(field.to_owned(), read);
                        }
                        // The value itself is personal data, and stays out of the text.
                        Err(expected) => wrong.push(format!("{field}: expected {expected}")),
                    }
                }
            }
        }
        if unit.is_empty() || unit.chars().count() > MOST_SHORT {
            wrong.push(format!("{UNIT}: expected 1 to {MOST_SHORT} characters"));
        }
        if let Some(building) = building
            && !self.seen.insert((building, unit.clone()))
        {
            wrong.push(format!("{UNIT}: this unit of the building stands there twice"));
        }
        let fine = wrong.is_empty();
        self.problems.extend(wrong.into_iter().map(|what| format!("{FILE}: line {line}: {what}")));
        let building = building.filter(|_| fine)?;
        Some(PlannedHousehold {
            document: self.environment.new_id(),
            building,
            unit,
            floor,
            fields: values,
        })
    }
}

/// The values in one cell, or what is expected there.
fn read_values(rule: &HouseholdField, cell: &str) -> Result<Vec<String>, String> {
    let values: Vec<&str> = match rule.repeated {
        true => cell.split([';', '；']).map(str::trim).filter(|value| !value.is_empty()).collect(),
        false => Some(cell).filter(|value| !value.is_empty()).into_iter().collect(),
    };
    values.into_iter().map(|value| check(rule, value).map(|()| value.to_owned())).collect()
}

fn check(rule: &HouseholdField, value: &str) -> Result<(), String> {
    let length = value.chars().count();
    let (fits, expected) = match rule.kind {
        FieldKind::Text => (length <= MOST_TEXT, format!("at most {MOST_TEXT} characters")),
        FieldKind::Date => {
            (NaiveDate::parse_from_str(value, "%Y-%m-%d").is_ok(), "a date, YYYY-MM-DD".to_owned())
        }
        FieldKind::Phone => (
            length <= MOST_SHORT
                && value.chars().any(|c| c.is_ascii_digit())
                && value.chars().all(|c| c.is_ascii_digit() || "+- ()".contains(c)),
            "a telephone number".to_owned(),
        ),
        FieldKind::Plate => (
            length <= MOST_SHORT && value.chars().all(|c| c.is_alphanumeric() || "-· ".contains(c)),
            "a vehicle's plate".to_owned(),
        ),
        FieldKind::Choice => {
            let choices: Vec<&str> = rule.choices.iter().map(|choice| choice.id.as_str()).collect();
            (choices.contains(&value), format!("one of {}", choices.join(", ")))
        }
    };
    if fits { Ok(()) } else { Err(expected) }
}
