//! `estate.toml`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use xunlou_core::domain::Role;
use xunlou_core::env::Environment;
use xunlou_core::ids::{AreaId, BuildingId};

use crate::estate_plan::{
    EstatePlan, PlannedArea, PlannedBuilding, PlannedDepartment, PlannedPerson,
};

const FILE: &str = "estate.toml";
/// Most characters of a key or a login, and of a name.
const MOST_KEY: usize = 32;
const MOST_NAME: usize = 60;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default)]
    building: Vec<Named>,
    #[serde(default)]
    area: Vec<Area>,
    #[serde(default)]
    person: Vec<Person>,
    #[serde(default)]
    department: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    key: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Area {
    key: String,
    name: String,
    buildings: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    login: String,
    name: String,
    role: String,
    #[serde(default)]
    areas: Vec<String>,
    #[serde(default)]
    health: bool,
}

/// Reads the file. `None` where it is no TOML of this shape, so that nothing more can be said.
pub(super) fn read(
    text: &str,
    environment: &Environment,
    problems: &mut Vec<String>,
) -> Option<EstatePlan> {
    let file: File = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            problems.push(format!("{FILE}: {}", error.to_string().trim_end()));
            return None;
        }
    };
    let mut checks = Checks { problems };
    checks.name("name", &file.name);
    checks.keys("building", file.building.iter().map(|one| (&one.key, &one.name)), is_key);
    checks.keys("area", file.area.iter().map(|one| (&one.key, &one.name)), is_key);
    checks.keys("department", file.department.iter().map(|one| (&one.key, &one.name)), is_key);
    checks.keys("person", file.person.iter().map(|one| (&one.login, &one.name)), is_login);
    let buildings: Vec<PlannedBuilding> = file
        .building
        .into_iter()
        .map(|one| PlannedBuilding { id: environment.new_id(), key: one.key, name: one.name })
        .collect();
    let areas = checks.areas(file.area, &buildings, environment);
    let people = checks.people(file.person, &areas, environment);
    checks.there_is(!buildings.is_empty(), "[[building]]", "at least one building");
    checks.there_is(!areas.is_empty(), "[[area]]", "at least one area");
    let manager = people.iter().any(|person| person.role == Role::Manager);
    checks.there_is(manager, "[[person]]", "at least one with role = \"manager\"");
    Some(EstatePlan {
        estate: environment.new_id(),
        name: file.name.trim().to_owned(),
        buildings,
        areas,
        people,
        departments: file
            .department
            .into_iter()
            .map(|one| PlannedDepartment { key: one.key, name: one.name })
            .collect(),
        households: Vec::new(),
        rulepack: None,
    })
}

struct Checks<'p> {
    problems: &'p mut Vec<String>,
}

impl Checks<'_> {
    fn problem(&mut self, place: &str, what: &str) {
        self.problems.push(format!("{FILE}: {place}: {what}"));
    }

    fn there_is(&mut self, there: bool, place: &str, expected: &str) {
        if !there {
            self.problem(place, &format!("expected {expected}"));
        }
    }

    fn name(&mut self, place: &str, name: &str) {
        let length = name.trim().chars().count();
        if length == 0 || length > MOST_NAME || name.chars().any(char::is_control) {
            self.problem(place, &format!("a name has 1 to {MOST_NAME} characters on one line"));
        }
    }

    /// Checks keys and names of one sort: well formed, and no key twice.
    fn keys<'k>(
        &mut self,
        table: &str,
        entries: impl Iterator<Item = (&'k String, &'k String)>,
        well_formed: fn(&str) -> bool,
    ) {
        let what = if table == "person" { "login" } else { "key" };
        let mut seen = BTreeSet::new();
        for (key, name) in entries {
            let place = format!("[[{table}]] `{}`", key.chars().take(MOST_KEY).collect::<String>());
            if !well_formed(key) {
                let letters = "lower-case letters a-z, digits, `-` and `_`";
                let dot = if table == "person" { ", and `.`" } else { "" };
                self.problem(
                    &place,
                    &format!("a {what} has 1 to {MOST_KEY} characters: {letters}{dot}"),
                );
            }
            if !seen.insert(key) {
                self.problem(&place, &format!("this {what} stands there twice"));
            }
            self.name(&place, name);
        }
    }

    fn areas(
        &mut self,
        areas: Vec<Area>,
        buildings: &[PlannedBuilding],
        environment: &Environment,
    ) -> Vec<PlannedArea> {
        let ids: BTreeMap<&str, BuildingId> =
            buildings.iter().map(|building| (building.key.as_str(), building.id)).collect();
        let mut taken: BTreeMap<String, String> = BTreeMap::new();
        let mut planned = Vec::new();
        for area in areas {
            let place = format!("[[area]] `{}`", area.key);
            let mut of_area = Vec::new();
            for key in area.buildings {
                let Some(id) = ids.get(key.as_str()) else {
                    self.problem(&place, &format!("no [[building]] has the key `{key}`"));
                    continue;
                };
                if let Some(other) = taken.insert(key.clone(), area.key.clone()) {
                    let what = format!("building `{key}` is in area `{other}` already");
                    self.problem(&place, &what);
                    continue;
                }
                of_area.push(*id);
            }
            planned.push(PlannedArea {
                id: environment.new_id(),
                key: area.key,
                name: area.name,
                buildings: of_area,
            });
        }
        planned
    }

    fn people(
        &mut self,
        people: Vec<Person>,
        areas: &[PlannedArea],
        environment: &Environment,
    ) -> Vec<PlannedPerson> {
        let ids: BTreeMap<&str, AreaId> =
            areas.iter().map(|area| (area.key.as_str(), area.id)).collect();
        let mut planned = Vec::new();
        for person in people {
            let place = format!("[[person]] `{}`", person.login);
            let role = Role::parse(&person.role);
            if role.is_none() {
                let roles = Role::ALL.map(Role::as_str).join(", ");
                self.problem(
                    &place,
                    &format!("role is `{}`: expected one of {roles}", person.role),
                );
            }
            let mut of_person = BTreeSet::new();
            for key in person.areas {
                match ids.get(key.as_str()) {
                    Some(id) => {
                        of_person.insert(*id);
                    }
                    None => self.problem(&place, &format!("no [[area]] has the key `{key}`")),
                }
            }
            if role == Some(Role::Butler) && of_person.is_empty() {
                self.problem(&place, "a butler has at least one area: areas = [\"…\"]");
            }
            planned.push(PlannedPerson {
                id: environment.new_id(),
                login: person.login,
                name: person.name.trim().to_owned(),
                role: role.unwrap_or(Role::Butler),
                areas: of_person.into_iter().collect(),
                health: person.health,
            });
        }
        planned
    }
}

fn is_key(key: &str) -> bool {
    is_made_of(key, "-_")
}

fn is_login(login: &str) -> bool {
    is_made_of(login, "-_.")
}

fn is_made_of(text: &str, signs: &str) -> bool {
    (1..=MOST_KEY).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || signs.contains(c))
}
