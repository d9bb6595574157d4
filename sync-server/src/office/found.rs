//! The documents of a new estate: its rule pack, directory and households, written through the
//! office's replica into the log while the estate lets nobody in yet. All of them, or nothing.

use xunlou_core::document::{DirectoryArea, DirectoryBuilding, DirectoryDocument, DirectoryPerson};
use xunlou_core::ids::EstateId;
use xunlou_core::rulepack::{Label, PackError, RulePack};
use xunlou_core::workspace::NewHousehold;

use super::keep::{self, Files};
use super::replica::{Replica, ReplicaError};
use crate::database::StoreError;
use crate::estate_plan::{EstatePlan, PlannedHousehold};
use crate::new_estate::FillError;
use crate::server::Server;

/// Why the documents were not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FoundError {
    /// The rule pack is not sound.
    #[error("rule pack: {0}")]
    RulePack(#[from] PackError),
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

/// Writes the documents of an estate that is entered and not open yet: what
/// [`create_estate`](crate::new_estate::create_estate) is given as `fill`. Blocks.
///
/// # Errors
/// [`FoundError`] says what does not do; the replica's files are removed then.
pub fn fill_documents(server: &Server, plan: &EstatePlan) -> Result<(), FillError> {
    clear_strays(server)?;
    let filled = rule_pack(plan).and_then(|pack| write_documents(server, plan, &pack));
    if filled.is_err() {
        remove_files(server, plan.estate);
    }
    Ok(filled?)
}

/// Removes the files of replicas whose estates were never opened: a founding was cut off there, as
/// by a power cut.
fn clear_strays(server: &Server) -> Result<(), FoundError> {
    let access = server.access();
    let mut known: Vec<EstateId> = access.unopened(i64::MAX)?;
    known.extend(access.estates()?.into_iter().map(|estate| estate.estate));
    for estate in keep::estates(&server.config().data) {
        if !known.contains(&estate) {
            remove_files(server, estate);
        }
    }
    Ok(())
}

fn remove_files(server: &Server, estate: EstateId) {
    let removed = Files::new(&server.config().data, estate).and_then(|files| files.remove());
    if let Err(error) = removed {
        tracing::warn!(%estate, %error, "files of an unfinished estate were not removed");
    }
}

fn write_documents(server: &Server, plan: &EstatePlan, pack: &RulePack) -> Result<(), FoundError> {
    let (api, data) = (server.api(), &server.config().data);
    let replica = Replica::open_named(api, data, plan.estate, plan.name.clone())?;
    // First what the log has: where it begins, and that the office may write.
    replica.sync()?;
    let workspace = replica.workspace();
    workspace.publish_pack(pack)?;
    workspace.set_directory(&directory(plan))?;
    let households: Vec<NewHousehold> = plan.households.iter().map(household).collect();
    workspace.import_households(&households)?;
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
    let mut pack = read?;
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

fn household(planned: &PlannedHousehold) -> NewHousehold {
    let mut fields = Vec::new();
    for (id, values) in &planned.fields {
        for (place, value) in (1..).zip(values) {
            // The first has the field's own key, further ones a slot each.
            let key = if place == 1 { id.clone() } else { format!("{id}#{place}") };
            fields.push((key, value.clone()));
        }
    }
    let (building, unit, floor) = (planned.building, planned.unit.clone(), planned.floor);
    NewHousehold { building, unit, floor, fields }
}
