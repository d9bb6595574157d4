//! What each side now sees, and whether everything is there.

use std::collections::BTreeMap;

use anyhow::Context;
use xunlou_core::document::keys;
use xunlou_core::domain::DocumentKind;
use xunlou_core::ids::{ChangeHash, DocumentId};
use xunlou_core::report::texts::{self, Language};
use xunlou_core::workspace::{Resolution, Workspace};

use crate::checks::Checks;
use crate::morning::Told;
use crate::say::Say;
use crate::stage::Stage;

/// Today as every device sees it.
pub(crate) fn each_side(stage: &Stage, say: &Say) -> anyhow::Result<()> {
    say.heading("each-side", &[]);
    for device in &stage.devices {
        say.line("sees", &[("device", device.label.as_str().into())]);
        for due in device.workspace.today()? {
            let state = texts::label(texts::slot_state_key(&due.state));
            let zone = device.workspace.pack()?.time_zone;
            say.plain(&format!(
                "{}–{}  {} · {}: {}",
                texts::time_of_day(&due.times.opens, zone),
                texts::time_of_day(&due.times.closes, zone),
                say.label(&due.label),
                due.slot_label.zh,
                say.label(&state),
            ));
        }
    }
    Ok(())
}

/// What became of the morning's slots, as the assistant's device derives it.
pub(crate) fn morning_slots(stage: &Stage, checks: &mut Checks) -> anyhow::Result<()> {
    let board = stage.device("tang")?.workspace.board(stage.day)?;
    let state = |name: &str, label: &str, slot: &str| {
        let person = board.people.iter().find(|person| person.name == name)?;
        let mut duties = person.duties.iter();
        let duty = duties.find(|duty| duty.label.zh == label && duty.slot.zh == slot)?;
        Some(texts::slot_state_key(&duty.state))
    };
    let expected = [
        ("林晓岚", "楼宇巡查", "上午", "slot-done"),
        ("周启明", "楼宇巡查", "上午", "slot-done-late"),
        ("何秋月", "楼宇巡查", "上午", "slot-excused"),
        ("何秋月", "早间迎送", "早间", "slot-missed"),
        ("周启明", "早间迎送", "早间", "slot-done"),
        ("方大川", "大区巡查", "上午", "slot-excused"),
    ];
    let wrong: Vec<_> = expected
        .iter()
        .filter(|(name, label, slot, expected)| state(name, label, slot) != Some(expected))
        .collect();
    checks.claim("claim-slots", wrong.is_empty(), || format!("expected {wrong:?}"));
    Ok(())
}

/// The conflict on both devices, its resolution, and what its history says.
pub(crate) fn conflict(
    stage: &Stage,
    told: &Told,
    say: &Say,
    checks: &mut Checks,
) -> anyhow::Result<()> {
    say.heading("conflict", &[]);
    let (lin, tang) = (&stage.device("lin")?.workspace, &stage.device("tang")?.workspace);
    let mine = lin.conflicts()?;
    let theirs = tang.conflicts()?;
    let open = theirs.iter().find(|conflict| conflict.document == told.inspection);
    let same =
        |a: &[xunlou_core::workspace::ConflictView]| -> Vec<(DocumentId, String, Vec<String>)> {
            a.iter()
                .map(|c| {
                    (
                        c.document,
                        c.key.clone(),
                        c.candidates.iter().map(|c| c.said.clone()).collect(),
                    )
                })
                .collect()
        };
    checks.claim("claim-conflict-seen", !mine.is_empty() && same(&mine) == same(&theirs), || {
        format!("{:?} / {:?}", same(&mine), same(&theirs))
    });
    let open = open.context("no conflict on the inspection")?;
    for candidate in &open.candidates {
        let said = candidate.label.as_ref().map_or(candidate.said.clone(), |said| say.label(said));
        let by = candidate.by.name.clone().unwrap_or_default();
        let device = candidate.by.device.clone().unwrap_or_default();
        say.plain(&format!("{}: {said} — {by}, {device}", say.label(&open.label)));
    }
    let chosen = open.candidates.iter().find(|candidate| candidate.said == "problem");
    let chosen = chosen.and_then(|candidate| candidate.change);
    let chosen = chosen.context("one of the values is a problem")?;
    tang.resolve(told.inspection, &open.key, &Resolution::Take(chosen))?;
    for login in ["tang", "lin"] {
        stage.device(login)?.sync(&|_| {})?;
    }
    let left = lin.conflicts()?.len() + tang.conflicts()?.len();
    let item = open.key.trim_start_matches(keys::ANSWER).to_owned();
    let answer = |workspace: &Workspace| -> anyhow::Result<Option<String>> {
        let view = workspace.record(told.inspection)?;
        let mut items = view.groups.into_iter().flat_map(|group| group.items);
        Ok(items.find(|view| view.id == item).and_then(|view| view.answer))
    };
    let agreed = (answer(lin)?, answer(tang)?);
    checks.claim(
        "claim-conflict-settled",
        left == 0 && agreed == (Some("problem".to_owned()), Some("problem".to_owned())),
        || format!("{left} left, {agreed:?}"),
    );
    say.line("settled", &[("name", tang.me().person_name.clone().into())]);
    let history = lin.history(told.inspection)?;
    let devices: std::collections::BTreeSet<_> =
        history.iter().filter_map(|entry| entry.by.device.clone()).collect();
    let settled = history.iter().flat_map(|entry| &entry.edits).filter(|edit| edit.settled).count();
    checks.claim("claim-history", devices.len() == 2 && settled == 1, || {
        format!("{devices:?}, {settled} settled")
    });
    for entry in history.iter().rev().take(4).rev() {
        let edits: Vec<String> = entry
            .edits
            .iter()
            .map(|edit| {
                let value = edit.value.clone().unwrap_or_default();
                let value = texts::check_label(&value).map_or(value, |said| said.zh);
                format!("{} = {value}", edit.label.zh)
            })
            .collect();
        let by = entry.by.name.clone().unwrap_or_default();
        say.plain(&format!("{by}: {}", edits.join(", ")));
    }
    Ok(())
}

/// The problem with its photo, on the assistant's device.
pub(crate) fn case_and_photo(
    stage: &Stage,
    told: &Told,
    say: &Say,
    checks: &mut Checks,
) -> anyhow::Result<()> {
    say.heading("case", &[]);
    let tang = &stage.device("tang")?.workspace;
    let case = tang.case(told.case)?;
    let state = texts::label(&texts::case_state_key(case.state));
    say.plain(&format!("{} — {}", case.title, say.label(&state)));
    let transport = tang.transport()?;
    let (hash, bytes) = &told.photo;
    let (_, fetched) = tang.fetch_photo(&transport, told.case, *hash)?;
    checks.claim("claim-photo", fetched == *bytes, || {
        format!("{} bytes, {} expected", fetched.len(), bytes.len())
    });
    say.line("photo", &[("bytes", fetched.len().into())]);
    let site = tang.decorations()?.into_iter().find(|site| site.unit == "2-502");
    let site = site.context("the site in 2-502")?;
    for pass in &site.passes {
        let stands = say.label(&texts::expiry(&pass.expiry));
        say.plain(&format!("{} {}: {stands}", pass.holder, pass.until));
    }
    let expired = |pass: &xunlou_core::workspace::PassView| {
        matches!(pass.expiry, xunlou_core::domain::expiry::Expiry::Expired { .. })
    };
    checks.claim(
        "claim-pass",
        site.passes.iter().filter(|pass| expired(pass)).count() == 1,
        || format!("{:?}", site.passes),
    );
    Ok(())
}

/// Visit coverage, and a butler's day as a text.
pub(crate) fn coverage_and_log(
    stage: &Stage,
    told: &Told,
    say: &Say,
    checks: &mut Checks,
) -> anyhow::Result<()> {
    say.heading("coverage", &[]);
    let tang = &stage.device("tang")?.workspace;
    let mut visited = 0;
    for (area, entry) in &tang.directory()?.areas {
        for quota in tang.coverage(*area, stage.day)? {
            let figures = &quota.coverage;
            say.plain(&format!(
                "{} {}: {} / {} ({})",
                entry.name,
                say.label(&quota.label),
                figures.visited,
                figures.target,
                figures.eligible,
            ));
            if quota.quota == "monthly_visits" {
                visited += figures.visited;
            }
        }
    }
    checks.claim("claim-visits", visited == told.visited.len() as u64, || visited.to_string());
    let file = tang.household(told.visited[0])?;
    let employer = file.fields.iter().find(|field| field.key == "employer");
    let from = employer.and_then(|field| field.value.as_ref()).map(|value| value.source);
    checks.claim("claim-file", from == Some(xunlou_core::document::Source::Visit), || {
        format!("{from:?}")
    });
    say.heading("log", &[]);
    let log = stage.device("lin")?.workspace.day_log(stage.day)?;
    for line in log.to_text(Language::Chinese).lines() {
        say.plain(line);
    }
    checks.claim("claim-log", log.cases.len() == 1 && log.entries.len() == 1, || {
        format!("{} cases, {} entries", log.cases.len(), log.entries.len())
    });
    Ok(())
}

/// Every document on every device, against the assistant's: the same versions, nothing unsent.
pub(crate) fn nothing_lost(stage: &Stage, say: &Say, checks: &mut Checks) -> anyhow::Result<()> {
    say.heading("nothing-lost", &[]);
    let office = versions(&stage.device("tang")?.workspace)?;
    let mut differing = Vec::new();
    for device in &stage.devices {
        device.sync(&|_| {})?;
        let here = versions(&device.workspace)?;
        let waiting = device.workspace.sync_status()?.waiting;
        say.line(
            "holds",
            &[
                ("device", device.label.as_str().into()),
                ("documents", here.len().into()),
                ("unsent", (waiting.changes + waiting.photos).into()),
            ],
        );
        if waiting != xunlou_core::store::Waiting::default() {
            differing.push(format!("{}: {waiting:?}", device.label));
        }
        let strange = here.iter().filter(|(id, heads)| office.get(id) != Some(*heads)).count();
        if strange > 0 {
            differing.push(format!("{}: {strange} documents differ", device.label));
        }
    }
    checks.claim("claim-same", differing.is_empty(), || differing.join("; "));
    let records = |kind| -> anyhow::Result<usize> {
        Ok(stage.device("tang")?.workspace.store().documents_of(kind)?.len())
    };
    let counts = (records(DocumentKind::Household)?, records(DocumentKind::Record)?);
    // Two greetings, an inspection, two visits, three rounds, two excuses.
    checks.claim("claim-records", counts == (stage.households, 10), || format!("{counts:?}"));
    Ok(())
}

fn versions(workspace: &Workspace) -> anyhow::Result<BTreeMap<DocumentId, Vec<ChangeHash>>> {
    let mut versions = BTreeMap::new();
    for kind in DocumentKind::ALL {
        for document in workspace.store().documents_of(kind)? {
            versions.insert(document, workspace.store().heads(document)?);
        }
    }
    Ok(versions)
}
