//! What a day's board is made of, gathered from the replica and the server's list of devices.
//! Values only; nothing here knows words or HTML.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use xunlou_core::document::CaseDocument;
use xunlou_core::domain::{DocumentKind, StreamId};
use xunlou_core::ids::{BlobHash, DeviceId, DocumentId, PersonId};
use xunlou_core::report::Board;
use xunlou_core::rulepack::Label;
use xunlou_core::workspace::{ConflictView, Workspace};
use xunlou_core::{Error, Result};

use crate::access::Device;

/// Photos of a case that the board shows; the rest is in the case.
const MOST_PHOTOS: usize = 3;

/// A day's board with what it does not hold itself.
pub(super) struct DayFacts {
    /// The board.
    pub(super) board: Board,
    /// Today in the estate.
    pub(super) today: NaiveDate,
    /// When each record was begun and finished.
    pub(super) rounds: BTreeMap<DocumentId, Round>,
    /// The conflicts, each with its place.
    pub(super) conflicts: Vec<(ConflictView, Place)>,
    /// Photos of the open cases.
    pub(super) photos: BTreeMap<DocumentId, Vec<BlobHash>>,
    /// The phones that are not revoked.
    pub(super) phones: Vec<Phone>,
}

/// When a record was begun and finished.
#[derive(Clone, Copy)]
pub(super) struct Round {
    pub(super) started: Option<DateTime<Utc>>,
    pub(super) finished: Option<DateTime<Utc>>,
}

/// Where a conflict is.
#[derive(Clone, Default)]
pub(super) struct Place {
    /// What the document is, if the pack has a word for it.
    pub(super) form: Option<Label>,
    /// The unit or the area.
    pub(super) name: String,
}

/// A person's phone.
pub(super) struct Phone {
    pub(super) device: DeviceId,
    pub(super) person: PersonId,
    /// The person's name.
    pub(super) name: String,
    /// What it calls itself.
    pub(super) label: String,
    /// When it last called the server.
    pub(super) seen: DateTime<Utc>,
}

impl DayFacts {
    /// Gathers the facts of a day; of today, if none is named. Blocks.
    pub(super) fn gather(
        workspace: &Workspace,
        devices: Vec<Device>,
        day: Option<NaiveDate>,
    ) -> Result<Self> {
        let today = workspace.today_date()?;
        let day = day.unwrap_or(today);
        let board = workspace.board(day)?;
        let rows = workspace.store().records_between(day, day)?;
        let rounds = rows
            .into_iter()
            .map(|row| {
                let (started, finished) = (instant(row.started_ms), instant(row.finished_ms));
                (row.document, Round { started, finished })
            })
            .collect();
        let photos = board
            .cases
            .iter()
            .map(|case| Ok((case.document, case_photos(workspace, case.document)?)))
            .collect::<Result<_>>()?;
        let conflicts = workspace
            .conflicts()?
            .into_iter()
            .map(|conflict| {
                let place = place_of(workspace, &conflict)?;
                Ok((conflict, place))
            })
            .collect::<Result<_>>()?;
        let phones = devices
            .into_iter()
            .filter(|device| device.revoked_at.is_none() && !device.office)
            .map(|device| Phone {
                device: device.device,
                person: device.person,
                // A person whom the directory does not have yet signs in by this.
                name: workspace.person_name(device.person).unwrap_or(device.login),
                label: device.label,
                seen: instant(Some(device.seen_at)).unwrap_or_default(),
            })
            .collect();
        Ok(Self { board, today, rounds, conflicts, photos, phones })
    }
}

fn instant(ms: Option<i64>) -> Option<DateTime<Utc>> {
    DateTime::UNIX_EPOCH.checked_add_signed(TimeDelta::try_milliseconds(ms?)?)
}

fn case_photos(workspace: &Workspace, case: DocumentId) -> Result<Vec<BlobHash>> {
    let (_, document) = workspace.store().document(case)?;
    // A case of a newer version of the product: shown as far as its row goes.
    let photos = CaseDocument::read(&document).map(|case| case.photos).unwrap_or_default();
    Ok(photos.into_iter().take(MOST_PHOTOS).map(|photo| photo.hash).collect())
}

fn place_of(workspace: &Workspace, conflict: &ConflictView) -> Result<Place> {
    let found = match conflict.kind {
        DocumentKind::Record => workspace.record(conflict.document).and_then(|record| {
            let unit = match record.about {
                Some(about) => unit_of(workspace, about)?,
                None => None,
            };
            let area = || match record.stream {
                StreamId::Area(area) => Some(workspace.area_name(area)),
                _ => None,
            };
            Ok(Place { form: Some(record.label), name: unit.or_else(area).unwrap_or_default() })
        }),
        DocumentKind::Household => {
            workspace.household(conflict.document).map(|file| Place { form: None, name: file.unit })
        }
        DocumentKind::Case => {
            workspace.case(conflict.document).map(|case| Place { form: None, name: case.title })
        }
        _ => Ok(Place::default()),
    };
    match found {
        Err(Error::NeedsUpdate { .. } | Error::NotFound { .. } | Error::RulePack(_)) => {
            Ok(Place::default())
        }
        other => other,
    }
}

/// The unit of a household, or of a decoration project.
fn unit_of(workspace: &Workspace, about: DocumentId) -> Result<Option<String>> {
    if let Some(row) = workspace.store().household(about)? {
        return Ok(Some(row.unit));
    }
    Ok(workspace.store().decoration(about)?.and_then(|row| row.unit))
}
