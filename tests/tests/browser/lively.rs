//! A lively Wednesday afternoon of an invented estate, told by the devices of its staff: rounds in
//! time, late, missed and excused, cases, papers that expire, a conflict, visits. Nobody exists.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::JoinHandle;

use chrono::{DateTime, Days, FixedOffset, NaiveDate, TimeDelta};
use tempfile::TempDir;
use tokio::sync::oneshot;
use xunlou_core::document::WorkerPass;
use xunlou_core::domain::case::CaseKind;
use xunlou_core::domain::checklist::Missing;
use xunlou_core::env::{Environment, SystemRandom};
use xunlou_core::ids::{AreaId, DocumentId, EstateId};
use xunlou_core::rulepack::{CaseStep, ItemKind, RulePack, Severity};
use xunlou_core::sync::EnrolmentLink;
use xunlou_core::workspace::{
    NewCase, NewDecoration, NewExcuse, NewFact, NewRecord, RecordAbout, Workspace,
};
use xunlou_server::estate_file::{self, EstateFiles};
use xunlou_server::new_estate::{InitialPassword, create_estate};
use xunlou_server::office::{self, fill_documents};
use xunlou_server::{Config, Server};
use xunlou_tests::clock::StoryClock;
use xunlou_tests::device::Device;
use xunlou_tests::photo;

const AREAS: [(&str, &str, &[&str]); 3] = [
    ("east", "东区 · 观澜", &["1", "2", "3"]),
    ("centre", "中区 · 听松", &["5", "6", "7"]),
    ("west", "西区 · 望湖", &["8", "9"]),
];
/// Login, name, role, area, what the phone calls itself.
const PEOPLE: [(&str, &str, &str, &str, &str); 8] = [
    ("lin", "林晓岚", "butler", "east", "林晓岚的 Mate 60"),
    ("zhou", "周启明", "butler", "centre", "周启明的手机"),
    ("wang", "王建国", "butler", "centre", "王建国的 Redmi"),
    ("he", "何秋月", "butler", "west", "何秋月的手机"),
    ("tang", "唐若溪", "assistant", "", "唐若溪的平板"),
    ("fang", "方大川", "assistant", "", "方大川的手机"),
    ("shen", "沈清源", "deputy_manager", "", ""),
    ("gu", "顾维桢", "manager", "", ""),
];
const OCCUPANCY: [&str; 10] = [
    "owner_occupied",
    "owner_occupied",
    "rented",
    "owner_occupied",
    "vacant",
    "owner_occupied",
    "owner_occupied",
    "rented",
    "owner_occupied",
    "decorating",
];

/// The server, the devices, and the clock that all of them go by.
pub(crate) struct Lively {
    pub(crate) url: String,
    pub(crate) clock: Arc<StoryClock>,
    pub(crate) passwords: Vec<InitialPassword>,
    devices: HashMap<&'static str, Device>,
    stop: Option<oneshot::Sender<()>>,
    serving: Option<JoinHandle<()>>,
    _home: TempDir,
}

fn at(day: &str, time: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{day}T{time}:00+08:00")).unwrap()
}

fn today(time: &str) -> DateTime<FixedOffset> {
    at("2026-03-18", time)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl Lively {
    /// The afternoon of 18 March 2026, at 15:24.
    pub(crate) fn afternoon() -> Self {
        let lively = Self::founded();
        lively.days_before();
        lively.morning();
        lively.after_lunch();
        // Something new at the end, so that the office has the time of this moment too.
        lively.clock.set(today("15:24") + TimeDelta::seconds(30));
        let reading = NewFact {
            step: CaseStep::Replied,
            note: "已与业主通话".to_owned(),
            department: None,
            satisfaction: None,
        };
        let cases = lively.of("tang").open_cases().unwrap();
        let noise = cases.iter().find(|case| case.kind == CaseKind::Complaint).unwrap();
        lively.of("tang").add_fact(noise.document, &reading).unwrap();
        lively.sync("tang");
        lively
    }

    /// The estate as it is founded, with everybody's device on the evening before.
    pub(crate) fn founded() -> Self {
        let home = tempfile::tempdir().unwrap();
        let clock = Arc::new(StoryClock::standing_at(at("2026-03-01", "09:00")));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let settings = HashMap::from([
            ("XUNLOU_DATA".to_owned(), home.path().join("server").display().to_string()),
            ("XUNLOU_LISTEN".to_owned(), address.to_string()),
        ]);
        let config = Config::read(None, settings).unwrap();
        let environment = Environment { clock: clock.clone(), random: Arc::new(SystemRandom) };
        let server = Arc::new(Server::open(config, environment).unwrap());
        let (toml, csv) = files();
        let pack = RulePack::default_pack().unwrap();
        let files = EstateFiles { estate: &toml, households: Some(csv.as_bytes()), rulepack: None };
        let plan = estate_file::read(files, &pack.household_fields, server.environment()).unwrap();
        let passwords = create_estate(&server, &plan, fill_documents).unwrap();
        let (stop, stopped) = oneshot::channel();
        let serving = std::thread::spawn({
            let server = Arc::clone(&server);
            move || {
                let runtime = tokio::runtime::Runtime::new().unwrap();
                let stopped = async { drop(stopped.await) };
                runtime.block_on(office::run(server, listener, stopped)).unwrap();
            }
        });
        let url = format!("http://{address}");
        let devices = PEOPLE
            .iter()
            .filter(|(.., label)| !label.is_empty())
            .map(|(login, .., label)| {
                let link = link(&server, &url, plan.estate, login);
                let place = home.path().join(login);
                let device = Device::enrol(&place, label, &link, &clock).unwrap();
                device.sync(&|_| {}).unwrap();
                (*login, device)
            })
            .collect();
        let (stop, serving) = (Some(stop), Some(serving));
        Self { url, clock, passwords, devices, stop, serving, _home: home }
    }

    pub(crate) fn password(&self, login: &str) -> &str {
        &self.passwords.iter().find(|one| one.login == login).unwrap().password
    }

    pub(crate) fn of(&self, login: &str) -> &Workspace {
        &self.devices[login].workspace
    }

    pub(crate) fn sync(&self, login: &str) {
        let outcome = self.devices[login].sync(&|_| {}).unwrap();
        assert_eq!((outcome.refused, outcome.photos_failed.len()), (0, 0), "{login}");
    }

    fn area(&self, key: &str) -> AreaId {
        let name = AREAS.iter().find(|(known, ..)| *known == key).unwrap().1;
        let directory = self.of("tang").directory().unwrap();
        directory.areas.iter().find(|(_, area)| area.name == name).unwrap().0
    }

    fn household(&self, login: &str, unit: &str) -> DocumentId {
        let hits = self.of(login).search(unit, 50).unwrap();
        hits.into_iter().find(|hit| hit.unit == unit).unwrap().household
    }

    fn days_before(&self) {
        // Home visits of the month: 中区 has reached its third, 西区 is behind.
        for (login, count) in [("lin", 17), ("zhou", 27), ("he", 6)] {
            let directory = self.of("tang").directory().unwrap();
            let area = AREAS[["lin", "zhou", "he"].iter().position(|one| *one == login).unwrap()];
            let area = directory.areas.iter().find(|(_, known)| known.name == area.1).unwrap().0;
            for (place, next) in
                self.of(login).visit_next(area, count).unwrap().into_iter().enumerate()
            {
                let date = day("2026-03-02") + Days::new(place as u64 % 14);
                self.clock.set(at(&date.to_string(), "19:10"));
                let record =
                    self.begin(login, "home_visit", None, RecordAbout::Document(next.household));
                self.finish(login, record, &[]);
            }
        }
        self.clock.set(at("2026-03-12", "10:50"));
        self.case("zhou", "5栋架空层儿童滑梯松动", "engineering", Severity::Urgent, "centre");
        self.clock.set(at("2026-03-14", "20:05"));
        let noise = self.of("lin").report_case(&NewCase {
            kind: CaseKind::Complaint,
            title: "2-802 业主投诉楼上装修噪音".to_owned(),
            detail: String::new(),
            department: None,
            severity: Severity::Normal,
            found: None,
            about: Some(RecordAbout::Document(self.household("lin", "2-802"))),
            agreed: None,
        });
        noise.unwrap();
        self.clock.set(at("2026-03-16", "16:20"));
        let lawn =
            self.case("he", "8栋北侧草坪缺苗约三平方米", "greening", Severity::Minor, "west");
        let plan = NewFact {
            step: CaseStep::Planned,
            note: "周五补种".to_owned(),
            department: None,
            satisfaction: None,
        };
        self.of("he").add_fact(lawn, &plan).unwrap();
        // Decoration under way.
        self.clock.set(at("2026-03-17", "09:30"));
        for login in ["lin", "zhou", "he", "tang"] {
            self.sync(login);
        }
        let site = |unit: &str, contractor: &str, permit: Option<&str>, passes: &[(&str, &str)]| {
            let new = NewDecoration {
                household: self.household("tang", unit),
                contractor: contractor.to_owned(),
                from: day("2026-03-05"),
                permit: permit.map(|_| "装字2026-031".to_owned()),
                permit_until: permit.map(day),
                passes: passes
                    .iter()
                    .map(|(holder, until)| WorkerPass {
                        holder: (*holder).to_owned(),
                        until: day(until),
                    })
                    .collect(),
            };
            self.of("tang").open_decoration(&new).unwrap()
        };
        site(
            "2-502",
            "匠心装饰",
            Some("2026-05-31"),
            &[("木工", "2026-03-17"), ("电工", "2026-03-22")],
        );
        site("3-1001", "宜居工程", Some("2026-03-22"), &[("瓦工", "2026-04-10")]);
        site("6-703", "青木空间设计", Some("2026-06-30"), &[("油漆工", "2026-05-10")]);
        site("9-302", "筑家装饰", Some("2026-03-15"), &[]);
        for login in ["tang", "fang", "wang", "lin", "zhou", "he"] {
            self.sync(login);
        }
        self.clock.set(at("2026-03-17", "17:52"));
        self.sync("fang");
    }

    fn morning(&self) {
        self.round("lin", "morning_greeting", "morning", ("08:11", "08:44"), &[]);
        self.round("zhou", "morning_greeting", "morning", ("08:31", "08:46"), &[]);
        self.clock.set(today("08:05"));
        self.excuse("he", "morning_greeting", "morning", "west", "training");
        self.round("tang", "assistant_patrol", "morning", ("09:31", "10:56"), &["toilet_soap"]);
        let patrol = self.round(
            "lin",
            "butler_patrol",
            "morning",
            ("10:31", "10:58"),
            &["hydrants", "corridor_light"],
        );
        self.clock.set(today("10:59"));
        let hydrant = NewCase {
            kind: CaseKind::Finding,
            title: "1栋9层消防栓水带缺失".to_owned(),
            detail: String::new(),
            department: Some("engineering".to_owned()),
            severity: Severity::Urgent,
            found: Some((patrol, "hydrants".to_owned())),
            about: None,
            agreed: None,
        };
        self.of("lin").report_case(&hydrant).unwrap();
        self.case("lin", "3栋12层楼道灯不亮", "engineering", Severity::Normal, "east");
        self.round("zhou", "butler_patrol", "morning", ("10:52", "11:09"), &["parking"]);
        // One inspection, which two people go on with while apart.
        self.clock.set(today("11:15"));
        let shared = self.begin_inspection("lin", "2-502");
        self.sync("lin");
        self.sync("tang");
        self.clock.set(today("11:22"));
        let item = self.first_check("lin", shared);
        self.of("lin").answer(shared, &item, "problem").unwrap();
        self.clock.set(today("11:31"));
        self.of("tang").answer(shared, &item, "ok").unwrap();
        self.sync("lin");
        self.sync("tang");
        self.sync("lin");
        self.clock.set(today("11:36"));
        self.finish("lin", shared, &[]);
        self.clock.set(today("11:40"));
        for login in ["lin", "zhou", "he"] {
            self.sync(login);
        }
    }

    fn after_lunch(&self) {
        self.clock.set(today("14:38"));
        let inspection = self.begin_inspection("zhou", "6-703");
        self.clock.set(today("14:56"));
        self.finish("zhou", inspection, &[]);
        self.clock.set(today("15:02"));
        let area = RecordAbout::Area(self.area("east"));
        let round = Some(("butler_patrol", "afternoon"));
        self.begin("lin", "butler_patrol", round, area);
        self.clock.set(today("15:04"));
        let round = Some(("assistant_patrol", "afternoon"));
        self.begin("tang", "assistant_patrol", round, RecordAbout::Estate);
        self.clock.set(today("15:16"));
        let inspection = self.begin_inspection("lin", "3-1001");
        self.sync("tang");
        self.clock.set(today("15:19"));
        self.sync("zhou");
        self.clock.set(today("15:23"));
        self.sync("lin");
        let _ = inspection;
    }

    pub(crate) fn begin(
        &self,
        login: &str,
        form: &str,
        duty: Option<(&str, &str)>,
        about: RecordAbout,
    ) -> DocumentId {
        let duty = duty.map(|(duty, slot)| (duty.to_owned(), slot.to_owned()));
        let new = NewRecord { form: form.to_owned(), duty, about, rain: false };
        self.of(login).start_record(&new).unwrap()
    }

    fn begin_inspection(&self, login: &str, unit: &str) -> DocumentId {
        let sites = self.of(login).decorations().unwrap();
        let site = sites.into_iter().find(|site| site.unit == unit).unwrap().document;
        let duty = Some(("decoration_inspection", "day"));
        self.begin(login, "decoration_inspection", duty, RecordAbout::Document(site))
    }

    fn first_check(&self, login: &str, record: DocumentId) -> String {
        let view = self.of(login).record(record).unwrap();
        let mut items = view.groups.into_iter().flat_map(|group| group.items);
        items.find(|item| item.kind == ItemKind::Check).unwrap().id
    }

    /// A whole round of a slot, with these items as problems.
    pub(crate) fn round(
        &self,
        login: &str,
        duty: &str,
        slot: &str,
        (from, until): (&str, &str),
        problems: &[&str],
    ) -> DocumentId {
        self.clock.set(today(from));
        let area = PEOPLE.iter().find(|(known, ..)| *known == login).unwrap().3;
        let about =
            if area.is_empty() { RecordAbout::Estate } else { RecordAbout::Area(self.area(area)) };
        let record = self.begin(login, duty, Some((duty, slot)), about);
        self.clock.set(today(until));
        self.finish(login, record, problems);
        record
    }

    /// Answers whatever is asked and not answered, and finishes.
    pub(crate) fn finish(&self, login: &str, record: DocumentId, problems: &[&str]) {
        let workspace = self.of(login);
        loop {
            let view = workspace.record(record).unwrap();
            let items = view.groups.iter().flat_map(|group| &group.items);
            let missing: Vec<_> = items.filter(|item| item.missing.is_some()).collect();
            if missing.is_empty() {
                break;
            }
            for item in missing {
                if item.missing == Some(Missing::Photo) {
                    let bytes = photo::corridor(7, 480, 360).unwrap();
                    workspace.attach_photo(record, &item.id, "image/jpeg", &bytes).unwrap();
                    continue;
                }
                let problem = problems.contains(&item.id.as_str());
                let answer = match &item.kind {
                    ItemKind::Check => (if problem { "problem" } else { "ok" }).to_owned(),
                    ItemKind::Choice(choices) => choices[0].id.clone(),
                    ItemKind::Number { .. } => "3".to_owned(),
                    ItemKind::Date => "2026-03-18".to_owned(),
                    _ => "已查".to_owned(),
                };
                workspace.answer(record, &item.id, &answer).unwrap();
            }
        }
        workspace.finish(record).unwrap();
    }

    fn excuse(&self, login: &str, duty: &str, slot: &str, area: &str, reason: &str) {
        let excuse = NewExcuse {
            duty: duty.to_owned(),
            slot: slot.to_owned(),
            day: day("2026-03-18"),
            about: RecordAbout::Area(self.area(area)),
            reason: reason.to_owned(),
            note: String::new(),
        };
        self.of(login).excuse(&excuse).unwrap();
    }

    pub(crate) fn case(
        &self,
        login: &str,
        title: &str,
        department: &str,
        severity: Severity,
        area: &str,
    ) -> DocumentId {
        let case = NewCase {
            kind: CaseKind::Finding,
            title: title.to_owned(),
            detail: String::new(),
            department: Some(department.to_owned()),
            severity,
            found: None,
            about: Some(RecordAbout::Area(self.area(area))),
            agreed: None,
        };
        self.of(login).report_case(&case).unwrap()
    }
}

impl Drop for Lively {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Lively {
    /// Stops the server, as an operator does.
    pub(crate) fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(serving) = self.serving.take() {
            let _ = serving.join();
        }
    }
}

fn link(server: &Server, url: &str, estate: EstateId, login: &str) -> String {
    let people = server.access().people(estate).unwrap();
    let person = people.into_iter().find(|person| person.login == login).unwrap().person;
    let random = server.environment().random.as_ref();
    let code = server.access().new_code(estate, person, random, server.api().now()).unwrap();
    EnrolmentLink { server: url.parse().unwrap(), pin: None, code: code.text }.to_string()
}

/// `estate.toml` and `households.csv`.
fn files() -> (String, String) {
    let mut toml = "name = \"云栖花园\"\n".to_owned();
    let mut csv = "building,unit,floor,name,occupancy\n".to_owned();
    let mut count = 0;
    for building in AREAS.iter().flat_map(|(.., buildings)| *buildings) {
        let _ = write!(toml, "\n[[building]]\nkey = \"{building}\"\nname = \"{building}栋\"\n");
        for place in 0..24 {
            let floor = place / 2 + 1;
            let unit = format!("{building}-{floor}{:02}", place % 2 * 3 + 1);
            let occupancy = OCCUPANCY[count * 7 % OCCUPANCY.len()];
            let _ = writeln!(csv, "{building},{unit},{floor},住户{count:03},{occupancy}");
            count += 1;
        }
        for unit in EXTRA.iter().filter(|unit| unit.starts_with(&format!("{building}-"))) {
            let _ = writeln!(csv, "{building},{unit},,业主,decorating");
        }
    }
    for (key, name, buildings) in AREAS {
        let _ = write!(
            toml,
            "\n[[area]]\nkey = \"{key}\"\nname = \"{name}\"\nbuildings = {buildings:?}\n"
        );
    }
    for (login, name, role, area, _) in PEOPLE {
        let _ = write!(
            toml,
            "\n[[person]]\nlogin = \"{login}\"\nname = \"{name}\"\nrole = \"{role}\"\n"
        );
        if !area.is_empty() {
            let _ = writeln!(toml, "areas = [\"{area}\"]");
        }
    }
    (toml, csv)
}

/// Units that the story names beyond the regular ones.
const EXTRA: [&str; 4] = ["2-502", "6-703", "9-302", "2-802"];
