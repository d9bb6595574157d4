use serde_json::Value;

use super::*;
use crate::access::NewDevice;

const ESTATE: &str = r#"
name = "云栖花园"
[[building]]
key = "b1"
name = "1栋"
[[area]]
key = "north"
name = "北区"
buildings = ["b1"]
[[person]]
login = "lin"
name = "林小燕"
role = "butler"
areas = ["north"]
[[person]]
login = "guo"
name = "郭敏"
role = "manager"
"#;

struct Shell {
    directory: tempfile::TempDir,
}

impl Shell {
    fn new() -> Self {
        let shell = Self { directory: tempfile::tempdir().unwrap() };
        std::fs::write(shell.path("estate.toml"), ESTATE).unwrap();
        std::fs::write(shell.path("households.csv"), "building,unit\nb1,101\nb1,102\n").unwrap();
        shell
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    /// Runs a command on the data directory: what it printed, or the error.
    fn on_data(&self, command: &str) -> Result<String, String> {
        let data = self.path("data");
        self.run(&format!("{command} --data {}", data.display()))
    }

    fn run(&self, command: &str) -> Result<String, String> {
        let here = self.directory.path().display().to_string();
        let words = command.split_whitespace().map(|word| word.replace("HERE", &here).into());
        let (mut out, mut errors) = (Vec::new(), Vec::new());
        let program = std::ffi::OsString::from("xunlou-server");
        let code = run(std::iter::once(program).chain(words), &mut out, &mut errors);
        let (out, errors) = (String::from_utf8(out).unwrap(), String::from_utf8(errors).unwrap());
        if code == ExitCode::SUCCESS { Ok(out) } else { Err(errors + &out) }
    }

    fn init(&self) -> Value {
        let command = "init --json --estate HERE/estate.toml --households HERE/households.csv";
        serde_json::from_str(&self.on_data(command).unwrap()).unwrap()
    }
}

#[test]
fn init_creates_an_estate_and_shows_the_office_its_passwords_once() {
    let shell = Shell::new();
    let made = shell.init();
    assert_eq!((made["name"].as_str(), made["households"].as_u64()), (Some("云栖花园"), Some(2)));
    // A butler works on a phone and has no account.
    assert_eq!((made["people"].as_array().unwrap().len(), &made["accounts"][1]), (2, &Value::Null));
    assert_eq!(made["accounts"][0]["login"], "guo");
    let password = made["accounts"][0]["password"].as_str().unwrap();
    let config = Config::read(None, Default::default()).unwrap();
    let config = Config { data: shell.path("data"), ..config };
    let server = Server::open(config, Environment::system()).unwrap();
    let estate = made["estate"].as_str().unwrap().parse().unwrap();
    assert!(server.access().verify(estate, "guo", password).unwrap().is_some());
    assert!(server.access().verify(estate, "guo", "other").unwrap().is_none());
    let again = shell.on_data("init --estate HERE/estate.toml").unwrap_err();
    assert!(again.contains("choose another name"), "{again}");
}

#[test]
fn init_with_anything_wrong_creates_nothing() {
    let shell = Shell::new();
    std::fs::write(shell.path("pack.toml"), "id = 7").unwrap();
    std::fs::write(shell.path("wrong.csv"), "building,unit\nb9,101\n").unwrap();
    let cases = [
        ("init --estate HERE/nowhere.toml", "nowhere.toml cannot be read"),
        ("init --estate HERE/households.csv", "estate.toml: "),
        ("init --estate HERE/estate.toml --rulepack HERE/pack.toml", "pack.toml"),
        ("init --estate HERE/estate.toml --households HERE/wrong.csv", "line 2"),
        (
            "init --estate HERE/estate.toml --config HERE/nowhere.toml",
            "nowhere.toml cannot be read",
        ),
    ];
    for (command, told) in cases {
        let error = shell.on_data(command).unwrap_err();
        assert!(error.contains(told), "`{error}` does not say `{told}`");
        assert!(!shell.path("data").exists(), "{command}");
    }
}

#[test]
fn an_estate_whose_documents_fail_is_not_there() {
    let shell = Shell::new();
    shell.init();
    let config = Config::read(None, Default::default()).unwrap();
    let server =
        Server::open(Config { data: shell.path("data"), ..config }, Environment::system()).unwrap();
    let text = ESTATE.replace("云栖花园", "松江园");
    let files = crate::estate_file::EstateFiles { estate: &text, ..Default::default() };
    let plan =
        crate::estate_file::read(files, &Default::default(), &Environment::system()).unwrap();
    let failed = crate::new_estate::create_estate(&server, &plan, |_, _| Err("full".into()));
    assert_eq!(failed.err().unwrap().to_string(), "the estate's documents: full");
    assert_eq!(server.access().estates().unwrap().len(), 1);
    assert_eq!(server.access().people(plan.estate).unwrap(), []);
    assert!(crate::new_estate::create_estate(&server, &plan, |_, _| Ok(())).is_ok());
}

#[test]
fn enrol_prints_a_code_a_link_and_a_picture() {
    let shell = Shell::new();
    shell.init();
    let plain = shell.on_data("enrol --person lin --server https://x.example").unwrap();
    assert!(plain.contains("xunlou://enrol?server=https%3A%2F%2Fx.example&code="), "{plain}");
    assert!(plain.lines().filter(|line| line.contains('█')).count() > 10, "{plain}");
    let json = shell.on_data("enrol --person guo --json").unwrap();
    let json: Value = serde_json::from_str(&json).unwrap();
    let link: xunlou_core::sync::EnrolmentLink = json["link"].as_str().unwrap().parse().unwrap();
    assert_eq!(link.server.to_string(), "http://127.0.0.1:8470");
    assert_eq!(link.code, json["code"].as_str().unwrap());
    let unknown = shell.on_data("enrol --person nobody").unwrap_err();
    assert!(unknown.contains("there are: guo, lin"), "{unknown}");
    let address = shell.on_data("enrol --person lin --server x.example").unwrap_err();
    assert!(address.contains("https://"), "{address}");
}

#[test]
fn commands_on_data_that_is_not_there_say_so_and_make_none() {
    let shell = Shell::new();
    for command in [
        "devices",
        "enrol --person lin",
        "backup --to HERE/copy",
        "quarantine list",
        "revoke --device 00000000-0000-0000-0000-000000000001",
    ] {
        let error = shell.on_data(command).unwrap_err();
        assert!(error.contains("create an estate with `init`"), "{command}: {error}");
    }
    assert!(!shell.path("data").exists());
}

#[test]
fn devices_are_listed_and_revoked() {
    let shell = Shell::new();
    let made = shell.init();
    assert!(shell.on_data("devices").unwrap().contains("No devices."));
    let config = Config::read(None, Default::default()).unwrap();
    let server =
        Server::open(Config { data: shell.path("data"), ..config }, Environment::system()).unwrap();
    let person = made["people"][0]["person"].as_str().unwrap().parse().unwrap();
    let estate = made["estate"].as_str().unwrap().parse().unwrap();
    let environment = server.environment();
    let phone = NewDevice {
        installation: environment.new_random_id(),
        public_key: [7; 32],
        label: "test".to_owned(),
    };
    let (access, now) = (server.access(), server.api().now());
    let code = access.new_code(estate, person, environment.random.as_ref(), now).unwrap();
    let enrolled = access.redeem(&code.text, &phone, environment, now).unwrap();
    let device = enrolled.ok().unwrap().principal.device;
    let listed = shell.on_data("devices --json").unwrap();
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!(
        (listed[0]["login"].as_str(), &listed[0]["revoked_at"]),
        (Some("lin"), &Value::Null)
    );
    assert!(shell.on_data(&format!("revoke --device {device}")).unwrap().contains("revoked"));
    assert!(shell.on_data(&format!("revoke --device {device}")).is_err());
    assert!(shell.on_data("devices").unwrap().contains("revoked 20"));
}

#[test]
fn a_backup_opens_as_a_database_of_its_own() {
    let shell = Shell::new();
    shell.init();
    std::fs::create_dir(shell.path("copy")).unwrap();
    let copy = shell.path("copy").join(FILE_NAME);
    shell.on_data(&format!("backup --to {}", copy.display())).unwrap();
    assert!(shell.on_data(&format!("backup --to {}", copy.display())).is_err());
    assert!(shell.run("enrol --person lin --json --data HERE/copy").is_ok());
}

#[test]
fn inspect_says_what_files_hold_and_fails_when_one_is_refused() {
    use automerge::transaction::Transactable;
    let shell = Shell::new();
    let mut document = automerge::AutoCommit::new();
    document.put(automerge::ROOT, "a", 1).unwrap();
    let snapshot = document.save();
    document.put(automerge::ROOT, "a", 2).unwrap();
    let change = document.get_last_local_change().unwrap().raw_bytes().to_vec();
    std::fs::write(shell.path("document"), &snapshot).unwrap();
    std::fs::write(shell.path("change"), &change).unwrap();
    std::fs::write(shell.path("text"), "hello").unwrap();
    let good = shell.run("inspect HERE/change HERE/document").unwrap();
    assert!(good.contains("change: change ") && good.contains("document: document of 1 changes"));
    let alone = shell.run("inspect HERE/change").unwrap_err();
    assert!(alone.contains("refused: 1 of its 1 dependencies are missing"), "{alone}");
    let mixed = shell.run("inspect --json HERE/document HERE/text HERE/nowhere").unwrap_err();
    let lines: Vec<Value> = mixed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let taken: Vec<_> = lines.iter().map(|line| line["taken"].as_bool().unwrap()).collect();
    assert_eq!(taken, [true, false, false]);
    assert_eq!(lines[1]["parts"][0]["what"], "not_automerge");
}

#[test]
fn the_quarantine_is_listed_and_exported_for_inspection() {
    use xunlou_core::sync::wire::{RefusalCode, WireHeader};
    let shell = Shell::new();
    let made = shell.init();
    assert!(shell.on_data("quarantine list").unwrap().contains("Nothing"));
    let config = Config::read(None, Default::default()).unwrap();
    let server =
        Server::open(Config { data: shell.path("data"), ..config }, Environment::system()).unwrap();
    let estate = made["estate"].as_str().unwrap().parse().unwrap();
    let change = crate::log::QuarantinedChange {
        header: WireHeader {
            document: server.environment().new_id(),
            kind: "record".to_owned(),
            stream: xunlou_core::domain::StreamId::Estate,
        },
        hash: xunlou_core::ids::ChangeHash([7; 32]),
        code: RefusalCode::Unsafe,
        detail: "not a change".to_owned(),
        bytes: b"bytes".to_vec(),
    };
    let device = server.environment().new_id();
    server.log().write(estate, |log| log.quarantine(device, &change, 0)).unwrap();
    let listed = shell.on_data("quarantine list").unwrap();
    assert!(listed.contains("unsafe: not a change"), "{listed}");
    shell.on_data("quarantine export --to HERE/out").unwrap();
    let names: Vec<_> =
        std::fs::read_dir(shell.path("out")).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(std::fs::read(&names[0]).unwrap(), b"bytes");
    assert!(shell.run(&format!("inspect {}", names[0].display())).is_err());
}

#[test]
fn help_goes_out_and_mistakes_are_explained() {
    let shell = Shell::new();
    assert!(shell.run("--help").unwrap().contains("quarantine"));
    let mistake = shell.run("serve --lisen x").unwrap_err();
    assert!(mistake.contains("--listen"), "{mistake}");
}
