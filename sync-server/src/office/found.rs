//! Founding an estate: its people enter the server's rows, its rule pack, directory and households
//! become documents of the log; only then is it open. All of it, or nothing.

use std::path::Path;

use xunlou_core::document::{
    DirectoryArea, DirectoryBuilding, DirectoryDocument, DirectoryPerson,
};
use xunlou_core::ids::EstateId;
use xunlou_core::rulepack::{Label, RulePack};
use xunlou_core::workspace::NewHousehold;

use super::keep::Files;
use super::replica::{Replica, ReplicaError};
use crate::database::StoreError;
use crate::estate_plan::{EstatePlan, PlannedHousehold};
use crate::server::Server;

/// Why an estate was not founded. Nothing of it is left.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FoundError {
    /// The rule pack is not sound.
    #[error("rule pack: {0}")]
    RulePack(String),
    /// A household's floor is no number.
    #[error("unit {unit}: the floor is `{floor}`: expected a number such as 12, or B1 for a basement")]
    Floor {
        /// The unit's number.
        unit: String,
        /// What stands there.
        floor: String,
    },
    /// The server did not take everything.
    #[error("the server took {accepted} of {pushed} changes; its log says why")]
    NotTaken {
        /// Changes that are in the log.
        accepted: u64,
        /// Changes that were sent.
        pushed: u64,
    },
    /// The office's replica.
    #[error(transparent)]
    Replica(#[from] ReplicaError),
    /// The server's database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Writing a document.
    #[error(transparent)]
    Workspace(#[from] xunlou_core::Error),
}

/// Founds the estate of this plan. Blocks.
///
/// # Errors
/// [`FoundError`] says what does not do; then nothing of the estate is left.
pub fn found(server: &Server, plan: &EstatePlan) -> Result<(), FoundError> {
    let pack = rule_pack(plan)?;
    let households = plan.households.iter().map(household).collect::<Result<Vec<_>, _>>()?;
    let access = server.access();
    access.enter_estate(plan, server.environment().new_random_id(), server.api().now())?;
    let written = write_documents(server, plan, &pack, &households)
        .and_then(|()| Ok(access.open_estate(plan.estate)?));
    if written.is_err() {
        forget(server, plan.estate);
    }
    written
}

/// Removes what a founding left that was cut off, as by a power cut. Harmless at any time but
/// during a founding.
///
/// # Errors
/// The database fails.
pub fn clear_unfinished(server: &Server) -> Result<(), StoreError> {
    for estate in server.access().unopened()? {
        forget(server, estate);
    }
    Ok(())
}

fn forget(server: &Server, estate: EstateId) {
    let data: &Path = &server.config().data;
    let files = Files::new(data, estate).and_then(|files| files.remove());
    if let Err(error) = files {
        tracing::warn!(%estate, %error, "files of an unfinished estate were not removed");
    }
    // It lets nobody in; the next founding tries to remove it again.
    if let Err(error) = server.access().drop_unopened(estate) {
        tracing::warn!(%estate, %error, "an unfinished estate was not removed");
    }
}

fn write_documents(
    server: &Server,
    plan: &EstatePlan,
    pack: &RulePack,
    households: &[NewHousehold],
) -> Result<(), FoundError> {
    let (api, data) = (server.api(), &server.config().data);
    let replica = Replica::open_named(api, data, plan.estate, plan.name.clone())?;
    // First what the log has: where it begins, and that the office may write.
    replica.sync()?;
    let workspace = replica.workspace();
    workspace.publish_pack(pack)?;
    workspace.set_directory(&directory(plan))?;
    workspace.import_households(households)?;
    let outcome = replica.sync()?;
    let waiting = workspace.sync_status()?.waiting;
    if outcome.refused > 0 || outcome.waiting > 0 || waiting.changes > 0 {
        let (accepted, pushed) = (outcome.accepted, outcome.pushed);
        return Err(FoundError::NotTaken { accepted, pushed });
    }
    Ok(())
}

/// The plan's pack, with the departments that the estate has beyond it.
fn rule_pack(plan: &EstatePlan) -> Result<RulePack, FoundError> {
    let read = match &plan.rulepack {
        Some(text) => RulePack::parse("rulepack.toml", text),
        None => RulePack::default_pack(),
    };
    let mut pack = read.map_err(|error| FoundError::RulePack(error.to_string()))?;
    for department in &plan.departments {
        let label = Label { zh: department.name.clone(), en: department.name.clone() };
        pack.departments.insert(department.key.clone(), label);
    }
    Ok(pack)
}

fn directory(plan: &EstatePlan) -> DirectoryDocument {
    let order = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    DirectoryDocument {
        name: plan.name.clone(),
        buildings: (0..)
            .zip(&plan.buildings)
            .map(|(place, building)| {
                let name = building.name.clone();
                (building.id, DirectoryBuilding { name, order: order(place) })
            })
            .collect(),
        areas: (0..)
            .zip(&plan.areas)
            .map(|(place, area)| {
                let buildings = area.buildings.iter().copied().collect();
                let name = area.name.clone();
                (area.id, DirectoryArea { name, order: order(place), buildings })
            })
            .collect(),
        people: plan
            .people
            .iter()
            .map(|person| {
                let areas = person.areas.iter().copied().collect();
                let name = person.name.clone();
                (person.id, DirectoryPerson { name, role: person.role, areas })
            })
            .collect(),
    }
}

fn household(planned: &PlannedHousehold) -> Result<NewHousehold, FoundError> {
    let floor = planned.floor.as_deref().map(str::trim).filter(|floor| !floor.is_empty());
    let floor = floor
        .map(|text| {
            floor_number(text).ok_or_else(|| FoundError::Floor {
                unit: planned.unit.clone(),
                floor: text.to_owned(),
            })
        })
        .transpose()?;
    let mut fields = Vec::new();
    for (id, values) in &planned.fields {
        for (place, value) in (1..).zip(values) {
            // The first has the field's own key, further ones a slot each.
            let key = if place == 1 { id.clone() } else { format!("{id}#{place}") };
            fields.push((key, value.clone()));
        }
    }
    Ok(NewHousehold { building: planned.building, unit: planned.unit.clone(), floor, fields })
}

/// A floor as lists write it: `12`, `12层`, `12F`, `B1` for the first below the ground.
fn floor_number(text: &str) -> Option<i64> {
    let bare = text.trim_end_matches(['层', '楼', 'F', 'f']).trim();
    match bare.strip_prefix(['B', 'b', '负']) {
        Some(below) => below.parse::<u32>().ok().map(|floor| -i64::from(floor)),
        None => bare.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_floor_is_read_as_lists_write_it() {
        let table = [
            ("12", Some(12)),
            ("12层", Some(12)),
            ("3F", Some(3)),
            ("B1", Some(-1)),
            ("负2层", Some(-2)),
            ("-1", Some(-1)),
            ("顶层", None),
            ("B-1", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(floor_number(text), expected, "{text}");
        }
    }
}
