use uuid::Uuid;

use super::*;
use crate::ids::DocumentId;

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

/// Somebody of area 1, which has building 11; area 2 and building 21 are others'.
fn principal(role: Role, health: bool) -> Principal {
    let own = role == Role::Butler;
    Principal {
        estate: id(1),
        person: id(1),
        device: id(1),
        role,
        areas: if own { [id(1)].into() } else { BTreeSet::new() },
        buildings: if own { [id(11)].into() } else { BTreeSet::new() },
        health,
    }
}

const STREAMS: [(&str, StreamId); 8] = [
    ("estate", StreamId::Estate),
    ("office", StreamId::Office),
    ("own area", StreamId::Area(AreaId(Uuid::from_u128(1)))),
    ("other area", StreamId::Area(AreaId(Uuid::from_u128(2)))),
    ("own building", StreamId::Building(BuildingId(Uuid::from_u128(11)))),
    ("other building", StreamId::Building(BuildingId(Uuid::from_u128(21)))),
    ("own health", StreamId::Health(BuildingId(Uuid::from_u128(11)))),
    ("other health", StreamId::Health(BuildingId(Uuid::from_u128(21)))),
];

fn header(kind: DocumentKind, stream: StreamId) -> Header {
    Header { document: id::<DocumentId>(5), kind, stream }
}

/// The streams in which the person may do it, as the author of the document.
fn allowed(principal: &Principal, operation: Operation, kind: DocumentKind) -> Vec<&'static str> {
    STREAMS
        .iter()
        .filter(|(_, stream)| {
            let header = header(kind, *stream);
            authorize(principal, operation, &header, Some(principal.person)).is_ok()
        })
        .map(|(name, _)| *name)
        .collect()
}

#[test]
fn each_role_reads_the_streams_granted_to_it_and_no_others() {
    let own = vec!["estate", "own area", "own building"];
    let whole = STREAMS[..6].iter().map(|(name, _)| *name).collect::<Vec<_>>();
    let with = |streams: &[&'static str], more: &[&'static str]| [streams, more].concat();
    let table = [
        (Role::Butler, false, own.clone()),
        (Role::Butler, true, with(&own, &["own health"])),
        (Role::Assistant, false, whole.clone()),
        (Role::Assistant, true, with(&whole, &["own health", "other health"])),
        (Role::DeputyManager, false, whole.clone()),
        (Role::Manager, false, whole.clone()),
        (Role::Manager, true, with(&whole, &["own health", "other health"])),
    ];
    for (role, health, expected) in table {
        for kind in DocumentKind::ALL {
            let read = allowed(&principal(role, health), Operation::Read, kind);
            assert_eq!(read, expected, "{role:?}, health {health}, {kind:?}");
        }
    }
}

#[test]
fn each_role_writes_each_kind_where_it_belongs_and_where_it_is_granted() {
    use DocumentKind as K;
    const OFFICE: [Role; 3] = [Role::Assistant, Role::DeputyManager, Role::Manager];
    let buildings = ["own building", "other building"].as_slice();
    let everywhere =
        ["office", "own area", "other area", "own building", "other building"].as_slice();
    #[rustfmt::skip]
    let table: [(&[Role], K, &[&str]); 15] = [
        (&[Role::Butler], K::Rulepack, &[]),
        (&[Role::Butler], K::Directory, &[]),
        (&[Role::Butler], K::Household, &["own building"]),
        (&[Role::Butler], K::Decoration, &["own building"]),
        (&[Role::Butler], K::Record, &["own area", "own building"]),
        (&[Role::Butler], K::Case, &["own area", "own building"]),
        (&[Role::Butler], K::Worklog, &["own area"]),
        (&[Role::Assistant, Role::DeputyManager], K::Rulepack, &[]),
        (&[Role::Assistant, Role::DeputyManager], K::Directory, &[]),
        (&[Role::Manager], K::Rulepack, &["estate"]),
        (&[Role::Manager], K::Directory, &["estate"]),
        (&OFFICE, K::Household, buildings),
        (&OFFICE, K::Decoration, buildings),
        (&OFFICE, K::Record, everywhere),
        (&OFFICE, K::Case, everywhere),
    ];
    for (roles, kind, expected) in table {
        for role in roles {
            // A grant for health files opens none of these kinds in a health stream.
            for health in [false, true] {
                let written = allowed(&principal(*role, health), Operation::Write, kind);
                assert_eq!(written, expected, "{role:?} {kind:?}");
            }
        }
    }
    for role in OFFICE {
        let written = allowed(&principal(role, false), Operation::Write, K::Worklog);
        assert_eq!(written, ["office", "own area", "other area"], "{role:?}");
    }
}

#[test]
fn a_work_log_is_written_by_its_author_only_and_a_record_by_colleagues_too() {
    let area = StreamId::Area(id(1));
    let (me, colleague) = (id::<PersonId>(1), id::<PersonId>(2));
    let table = [
        (DocumentKind::Worklog, None, true),
        (DocumentKind::Worklog, Some(me), true),
        (DocumentKind::Worklog, Some(colleague), false),
        (DocumentKind::Record, None, true),
        (DocumentKind::Record, Some(colleague), true),
        (DocumentKind::Case, Some(colleague), true),
    ];
    for role in Role::ALL {
        for (kind, author, expected) in table {
            let principal = principal(role, false);
            let decided = authorize(&principal, Operation::Write, &header(kind, area), author);
            assert_eq!(decided.is_ok(), expected, "{role:?} {kind:?} {author:?}");
            let read = authorize(&principal, Operation::Read, &header(kind, area), author);
            assert!(read.is_ok(), "everybody of the stream reads it");
        }
    }
}

#[test]
fn a_refusal_says_nothing_of_what_is_there() {
    assert_eq!(Denied.to_string(), "not permitted");
}

#[test]
fn a_butler_without_areas_reads_the_estate_alone() {
    let mut butler = principal(Role::Butler, true);
    butler.areas.clear();
    butler.buildings.clear();
    for kind in DocumentKind::ALL {
        assert_eq!(allowed(&butler, Operation::Read, kind), ["estate"]);
        assert!(allowed(&butler, Operation::Write, kind).is_empty());
    }
}
