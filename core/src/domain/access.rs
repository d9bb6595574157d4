//! The one function that decides who may do what. The server calls it for every pull, push, photo
//! and page; phones call it to refuse early what the server would refuse late.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::people::Role;
use super::stream::{DocumentKind, Header, StreamId};
use crate::ids::{AreaId, BuildingId, DeviceId, EstateId, PersonId};

/// Somebody who asks: a person on a device, with what was granted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Principal {
    /// The estate; nothing crosses it.
    pub estate: EstateId,
    /// Who.
    pub person: PersonId,
    /// On which device.
    pub device: DeviceId,
    /// In which role.
    pub role: Role,
    /// The areas granted to a butler; the others see the whole estate.
    pub areas: BTreeSet<AreaId>,
    /// The buildings of those areas.
    pub buildings: BTreeSet<BuildingId>,
    /// Whether health files are granted.
    pub health: bool,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// See the document and its photos.
    Read,
    /// Create it or change it.
    Write,
}

/// The answer when it is no. It never says whether the document exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not permitted")]
pub struct Denied;

/// Decides whether `principal` may do `operation` on the document with this `header`, whose first
/// change was written by `author` (`None`: a document that does not exist yet).
///
/// # Errors
/// [`Denied`], which is the same for what is forbidden and what is unknown.
pub fn authorize(
    principal: &Principal,
    operation: Operation,
    header: &Header,
    author: Option<PersonId>,
) -> Result<(), Denied> {
    let reads = may_read(principal, header.stream);
    let allowed = match operation {
        Operation::Read => reads,
        Operation::Write => reads && fits(header) && may_write(principal, header.kind, author),
    };
    if allowed { Ok(()) } else { Err(Denied) }
}

/// Whether the stream is granted to the principal.
pub fn may_read(principal: &Principal, stream: StreamId) -> bool {
    let whole = principal.role.sees_whole_estate();
    match stream {
        StreamId::Estate => true,
        StreamId::Office => whole,
        StreamId::Area(area) => whole || principal.areas.contains(&area),
        StreamId::Building(building) => whole || principal.buildings.contains(&building),
        StreamId::Health(building) => {
            principal.health && (whole || principal.buildings.contains(&building))
        }
    }
}

/// Whether documents of this kind live in streams of this sort (ARCHITECTURE.md, "Documents").
fn fits(header: &Header) -> bool {
    use DocumentKind as K;
    use StreamId as S;
    match header.kind {
        K::Rulepack | K::Directory => header.stream == S::Estate,
        K::Household | K::Decoration => matches!(header.stream, S::Building(_)),
        K::Record => matches!(header.stream, S::Office | S::Area(_) | S::Building(_)),
        K::Case => matches!(header.stream, S::Office | S::Area(_) | S::Building(_)),
        K::Worklog => matches!(header.stream, S::Office | S::Area(_)),
    }
}

fn may_write(principal: &Principal, kind: DocumentKind, author: Option<PersonId>) -> bool {
    match kind {
        DocumentKind::Rulepack | DocumentKind::Directory => principal.role == Role::Manager,
        DocumentKind::Worklog => author.is_none_or(|author| author == principal.person),
        DocumentKind::Household
        | DocumentKind::Record
        | DocumentKind::Decoration
        | DocumentKind::Case => true,
    }
}

#[cfg(test)]
mod tests;
