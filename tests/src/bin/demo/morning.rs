//! The morning, offline: the server is switched off, and nobody notices.

use anyhow::Context;
use xunlou_core::document::Source;
use xunlou_core::domain::case::CaseKind;
use xunlou_core::ids::{BlobHash, DocumentId};
use xunlou_core::rulepack::{ItemKind, Severity};
use xunlou_core::workspace::{DutySubject, NewCase, NewExcuse, NewRecord, RecordAbout, Workspace};
use xunlou_tests::photo;

use crate::say::Say;
use crate::stage::{Stage, at};

/// What the report will ask about.
pub(crate) struct Told {
    /// The inspection that two devices went on with apart.
    pub(crate) inspection: DocumentId,
    /// The problem that was found.
    pub(crate) case: DocumentId,
    /// Its photo.
    pub(crate) photo: (BlobHash, Vec<u8>),
    /// The households that were visited.
    pub(crate) visited: Vec<DocumentId>,
}

/// Lives one morning.
pub(crate) fn live(stage: &mut Stage, inspection: DocumentId, say: &Say) -> anyhow::Result<Told> {
    say.heading("morning", &[]);
    greet(stage, say)?;
    inspect_apart(stage, inspection, say)?;
    let visited = visit(stage, say)?;
    let (case, photo) = patrol(stage, say)?;
    Ok(Told { inspection, case, photo, visited })
}

/// 8:10–8:45 (P2); one butler is missing.
fn greet(stage: &Stage, say: &Say) -> anyhow::Result<()> {
    for (login, minute) in [("lin", "08:12"), ("zhou", "08:14")] {
        stage.clock.set(at(minute));
        let workspace = &stage.device(login)?.workspace;
        let record = begin(workspace, "morning_greeting", false)?;
        fill(stage, workspace, record)?;
        workspace.finish(record)?;
    }
    say.line("greeted", &[("count", 2.into())]);
    Ok(())
}

/// The same inspection on two devices that cannot reach each other (D1–D4).
fn inspect_apart(stage: &Stage, record: DocumentId, say: &Say) -> anyhow::Result<()> {
    stage.clock.set(at("09:02"));
    let lin = &stage.device("lin")?.workspace;
    lin.answer(record, "pass_expiry", "problem")?;
    lin.set_note(record, "pass_expiry", "木工甲的出入证昨天到期,已请其离场补办")?;
    lin.attach_photo(record, "pass_expiry", "image/jpeg", &photo::corridor(7, 640, 480)?)?;
    lin.answer(record, "door", "ok")?;
    fill(stage, lin, record)?;
    stage.clock.set(at("09:06"));
    let tang = &stage.device("tang")?.workspace;
    tang.answer(record, "door", "problem")?;
    tang.set_note(record, "door", "到场时门敞开,粉尘外溢")?;
    stage.clock.set(at("09:15"));
    lin.finish(record)?;
    say.line("inspected", &[("unit", "2-502".into())]);
    Ok(())
}

/// Two visits (H1, H3).
fn visit(stage: &Stage, say: &Say) -> anyhow::Result<Vec<DocumentId>> {
    let mut visited = Vec::new();
    let visits = [
        ("zhou", "3-203", "09:40", "云上设计院(虚构)", "199-8888-0001"),
        ("he", "6-101", "10:05", "河畔书店(虚构)", "199-8888-0002"),
    ];
    for (login, unit, time, employer, emergency) in visits {
        stage.clock.set(at(time));
        let household = stage.household(login, unit)?;
        let workspace = &stage.device(login)?.workspace;
        let record = workspace.start_record(&NewRecord {
            form: "home_visit".to_owned(),
            duty: None,
            about: RecordAbout::Document(household),
            rain: false,
        })?;
        workspace.answer(record, "occupancy", "owner_occupied")?;
        workspace.answer(record, "employer", employer)?;
        workspace.answer(record, "emergency_phone", emergency)?;
        fill(stage, workspace, record)?;
        workspace.finish(record)?;
        workspace.edit_field(household, "pets", "猫一只", Source::Observed)?;
        visited.push(household);
        say.line("visited", &[("unit", unit.into())]);
    }
    Ok(visited)
}

/// The morning's rounds (P1, P12): on time, late in the rain, and excused (P14).
fn patrol(stage: &Stage, say: &Say) -> anyhow::Result<(DocumentId, (BlobHash, Vec<u8>))> {
    stage.clock.set(at("09:31"));
    let tang = &stage.device("tang")?.workspace;
    let round = begin(tang, "assistant_patrol", false)?;
    fill(stage, tang, round)?;
    tang.finish(round)?;
    excuse(stage, "fang", "assistant_patrol", RecordAbout::Estate, "training", "新员工培训")?;

    stage.clock.set(at("10:31"));
    let lin = &stage.device("lin")?.workspace;
    let round = begin(lin, "butler_patrol", false)?;
    lin.answer(round, "hydrants", "problem")?;
    lin.set_note(round, "hydrants", "1栋9层消防栓水带缺失")?;
    let bytes = photo::corridor(1, 1280, 960)?;
    let hash = lin.attach_photo(round, "hydrants", "image/jpeg", &bytes)?;
    let case = lin.report_case(&NewCase {
        kind: CaseKind::Finding,
        title: "1栋9层消防栓水带缺失".to_owned(),
        detail: "已在现场放置提示牌".to_owned(),
        department: Some("engineering".to_owned()),
        severity: Severity::Urgent,
        found: Some((round, "hydrants".to_owned())),
        about: None,
        agreed: None,
    })?;
    fill(stage, lin, round)?;
    lin.finish(round)?;
    lin.add_log_entry("协助1栋业户搬运婴儿车")?;
    say.line("patrolled-problem", &[("name", "林晓岚".into())]);

    stage.clock.set(at("10:53"));
    let zhou = &stage.device("zhou")?.workspace;
    let round = begin(zhou, "butler_patrol", true)?;
    fill(stage, zhou, round)?;
    zhou.finish(round)?;
    say.line("patrolled-late", &[("name", "周启明".into())]);

    stage.clock.set(at("11:20"));
    let west = RecordAbout::Area(stage.area("西区")?);
    excuse(stage, "he", "butler_patrol", west, "resident", "陪同7栋老人就医")?;
    say.line("excused", &[("name", "何秋月".into())]);
    stage.clock.set(at("11:25"));
    Ok((case, (hash, bytes)))
}

fn excuse(
    stage: &Stage,
    login: &str,
    duty: &str,
    about: RecordAbout,
    reason: &str,
    note: &str,
) -> anyhow::Result<()> {
    stage.device(login)?.workspace.excuse(&NewExcuse {
        duty: duty.to_owned(),
        slot: "morning".to_owned(),
        day: stage.day,
        about,
        reason: reason.to_owned(),
        note: note.to_owned(),
    })?;
    Ok(())
}

/// Begins the first slot of a duty that nobody has begun.
fn begin(workspace: &Workspace, duty: &str, rain: bool) -> anyhow::Result<DocumentId> {
    let today = workspace.today()?;
    let due = today.into_iter().find(|due| due.duty == duty && due.record.is_none());
    let due = due.with_context(|| format!("{duty} is not among today's duties"))?;
    let about = match due.subject {
        DutySubject::Area(area) => RecordAbout::Area(area),
        DutySubject::Estate => RecordAbout::Estate,
        DutySubject::Decoration { document, .. } => RecordAbout::Document(document),
    };
    let duty = Some((due.duty, due.slot));
    Ok(workspace.start_record(&NewRecord { form: due.form, duty, about, rain })?)
}

/// Answers what is still missing, tap by tap: fine, first, or a small number.
fn fill(stage: &Stage, workspace: &Workspace, record: DocumentId) -> anyhow::Result<()> {
    loop {
        let view = workspace.record(record)?;
        let Some(missing) = view.missing.first() else { return Ok(()) };
        let items = view.groups.iter().flat_map(|group| &group.items);
        let item = items.into_iter().find(|item| item.id == *missing);
        let item = item.context("an item is missing that is not asked")?;
        let answer = match &item.kind {
            ItemKind::Check => "ok".to_owned(),
            ItemKind::Choice(choices) => choices[0].id.clone(),
            ItemKind::Number { min, .. } => (min + 2).to_string(),
            ItemKind::Text { .. } => "无".to_owned(),
            other => anyhow::bail!("{}: nobody here can answer {other:?}", item.id),
        };
        workspace.answer(record, &item.id, &answer)?;
        stage.clock.pass(15);
    }
}
