//! The office's pages and the replica behind them.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use futures_util::StreamExt;
use tokio::time::timeout;
use xunlou_core::document::WorkerPass;
use xunlou_core::domain::case::CaseKind;
use xunlou_core::ids::{BlobHash, DocumentId};
use xunlou_core::rulepack::Severity;
use xunlou_core::workspace::{NewCase, NewDecoration, NewRecord, RecordAbout};
use xunlou_server::access::accounts::SignInBrakes;
use xunlou_server::estate_plan::PlannedHousehold;
use xunlou_server::new_estate::create_estate;
use xunlou_server::office::{self, fill_documents};

use crate::console::{Answer, Browser, Console, PASSWORD, Phone};
use crate::world::{BUILDING_1, NORTH, World};

const PATIENCE: Duration = Duration::from_secs(20);

fn case(title: &str, found: Option<(DocumentId, String)>) -> NewCase {
    NewCase {
        kind: CaseKind::Finding,
        title: title.to_owned(),
        detail: String::new(),
        department: None,
        severity: Severity::Normal,
        about: found.is_none().then_some(RecordAbout::Area(NORTH)),
        found,
        agreed: None,
    }
}

/// A patrol of the north, begun now.
fn patrol(phone: &Phone) -> DocumentId {
    let new = NewRecord {
        form: "butler_patrol".to_owned(),
        duty: Some(("butler_patrol".to_owned(), "morning".to_owned())),
        about: RecordAbout::Area(NORTH),
        rain: false,
    };
    phone.workspace.start_record(&new).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_sees_the_board_until_they_sign_out() {
    let console = Console::new().await;
    let mut browser = console.browser();
    let stranger = browser.get("/office/").await;
    assert_eq!(stranger.status, StatusCode::SEE_OTHER);
    assert_eq!(stranger.header("location"), "/office/sign-in");
    assert_eq!(browser.get("/office/board").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(browser.get("/office/events").await.status, StatusCode::UNAUTHORIZED);
    let signed = browser.sign_in("chen", PASSWORD).await;
    assert_eq!((signed.status, signed.header("location")), (StatusCode::SEE_OTHER, "/office/"));
    let cookie = signed.header("set-cookie");
    for part in ["xunlou_session=", "HttpOnly", "SameSite=Strict", "Path=/office", "Max-Age=43200"]
    {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "there is no TLS here");
    let board = browser.get("/office/").await;
    assert_eq!(board.status, StatusCode::OK);
    for text in ["云栖花园", "小lin", "小chen", "north", "今日看板"] {
        assert!(board.body.contains(text), "{text}");
    }
    // Whoever is in needs no form.
    assert_eq!(browser.get("/office/sign-in").await.header("location"), "/office/");
    let wrong = browser.post("/office/sign-out", "csrf=guessed").await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    assert_eq!(browser.get("/office/").await.status, StatusCode::OK);
    let kept = browser.cookies.clone();
    let form = format!("csrf={}", board.hidden("csrf"));
    assert_eq!(browser.post("/office/sign-out", &form).await.header("location"), "/office/sign-in");
    // The session has ended, not only the browser's cookie.
    browser.cookies = kept;
    assert_eq!(browser.get("/office/").await.header("location"), "/office/sign-in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_an_unknown_login_and_a_butler_get_one_answer() {
    let console = Console::new().await;
    let tries = [("chen", "a wrong password"), ("nobody", PASSWORD), ("lin", PASSWORD)];
    let mut answers = Vec::new();
    for (login, password) in tries {
        let mut browser = console.browser();
        let answer = browser.sign_in(login, password).await;
        assert!(!browser.cookies.iter().any(|(name, _)| name == "xunlou_session"), "{login}");
        let csrf = answer.hidden("csrf");
        let body = answer.body.replace(&csrf, "").replace(&format!("value=\"{login}\""), "");
        answers.push((answer.status, body));
        assert_eq!(browser.get("/office/").await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(answers[0].0, StatusCode::UNAUTHORIZED);
    assert!(answers[0].1.contains("用户名或密码不正确"));
    assert!(answers.iter().all(|answer| *answer == answers[0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_from_elsewhere_signs_nobody_in() {
    let console = Console::new().await;
    let mut browser = console.browser();
    let csrf = browser.get("/office/sign-in").await.hidden("csrf");
    let right = format!("login=chen&password={}", PASSWORD.replace(' ', "+"));
    for form in [right.clone(), format!("{right}&csrf=guessed"), "%%%".to_owned()] {
        let answer = browser.post("/office/sign-in", &form).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{form}");
    }
    browser.headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
    let answer = browser.post("/office/sign-in", &format!("{right}&csrf={csrf}")).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    browser.headers.insert("sec-fetch-site", "same-origin".parse().unwrap());
    let answer = browser.post("/office/sign-in", &format!("{right}&csrf={csrf}")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_is_braked_and_time_ends_a_session() {
    let settings = [("XUNLOU_LIMITS__TRIES_PER_MINUTE", "2")];
    let console = Console::with(&settings, |_| {}).await;
    console.world.clock.pass(Duration::from_secs(61));
    let mut browser = console.browser();
    for _ in 0..2 {
        assert_eq!(browser.sign_in("guo", "wrong").await.status, StatusCode::UNAUTHORIZED);
    }
    let braked = browser.sign_in("guo", PASSWORD).await;
    assert_eq!(braked.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(braked.body.contains("尝试次数过多"));
    console.world.clock.pass(Duration::from_secs(61));
    assert_eq!(browser.sign_in("guo", PASSWORD).await.status, StatusCode::SEE_OTHER);
    console.world.clock.pass(Duration::from_secs(12 * 3600 - 60));
    assert_eq!(browser.get("/office/").await.status, StatusCode::OK);
    console.world.clock.pass(Duration::from_secs(120));
    assert_eq!(browser.get("/office/").await.status, StatusCode::SEE_OTHER);
    assert_eq!(browser.get("/office/board").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_allow_nothing_but_their_own_files() {
    let settings = [("XUNLOU_PUBLIC_URL", "https://xunlou.example")];
    let console = Console::with(&settings, |_| {}).await;
    let mut browser = console.signed_in("guo").await;
    let board = browser.get("/office/").await;
    let expected = [
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        ("content-type", "text/html; charset=utf-8"),
    ];
    for (name, value) in expected {
        assert_eq!(board.header(name), value);
    }
    let policy = board.header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'self'; script-src 'self'"));
    assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"));
    // What the policy forbids is not there to begin with.
    for inline in [" style=", "<style", " onclick", "javascript:"] {
        assert!(!board.body.contains(inline), "{inline}");
    }
    let style = board.body.split("href=\"").find(|rest| rest.contains(".css\"")).unwrap();
    let style = style.split('"').next().unwrap();
    let style = browser.get(style).await;
    assert_eq!(
        (style.status, style.header("content-type")),
        (StatusCode::OK, "text/css; charset=utf-8")
    );
    assert!(style.header("cache-control").contains("immutable"));
    assert_eq!(browser.get("/office/static/office.css").await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/office/nowhere").await.status, StatusCode::NOT_FOUND);
    // Browsers come by https, so that the cookie never goes without.
    let signed = console.browser().sign_in("guo", PASSWORD).await;
    assert!(signed.header("set-cookie").ends_with("; Secure"));
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_names_are_only_text() {
    const HOSTILE: &str = "<script>alert(1)</script>\"'&";
    let console = Console::with(&[], |plan| {
        for person in &mut plan.people {
            person.name = format!("{}{HOSTILE}", person.name);
        }
        plan.households.push(PlannedHousehold {
            document: DocumentId(uuid::Uuid::from_u128(1)),
            building: BUILDING_1,
            unit: format!("1-101{HOSTILE}"),
            floor: Some(1),
            fields: [("name".to_owned(), vec![HOSTILE.to_owned()])].into(),
        });
    })
    .await;
    let phone = console.phone("lin");
    phone.workspace.report_case(&case(&format!("案{HOSTILE}"), None)).unwrap();
    let household = phone.workspace.search("1-101", 1).unwrap()[0].household;
    let day = phone.workspace.today_date().unwrap();
    let site = NewDecoration {
        household,
        contractor: HOSTILE.to_owned(),
        from: day,
        permit: None,
        permit_until: None,
        passes: vec![WorkerPass { holder: HOSTILE.to_owned(), until: day }],
    };
    phone.workspace.open_decoration(&site).unwrap();
    phone.sync();
    let mut browser = console.signed_in("chen").await;
    console.until(async || browser.get("/office/").await.body.contains("1-101&#60;script")).await;
    let page = browser.get("/office/").await.body;
    assert!(page.contains("案&#60;script&#62;alert(1)&#60;/script&#62;&#34;&#39;&#38;"));
    assert!(page.contains("小lin&#60;script"));
    assert!(!page.contains("<script>"));
    let wrong = console.browser().sign_in("%22%3E%3Cscript%3E", "x").await;
    assert!(wrong.body.contains("value=\"&#34;&#62;&#60;script&#62;\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_is_told_to_the_page_and_shows_on_the_board() {
    let console = Console::new().await;
    let mut browser = console.signed_in("chen").await;
    let phone = console.phone("lin");
    let mut events = browser.open("/office/events").await.into_body().into_data_stream();
    let before = browser.get("/office/board").await.body;
    assert!(!before.contains("消防栓水带缺失"));
    phone.workspace.report_case(&case("消防栓水带缺失", None)).unwrap();
    phone.sync();
    let event = timeout(PATIENCE, events.next()).await.unwrap().unwrap().unwrap();
    let event = String::from_utf8(event.to_vec()).unwrap();
    assert!(event.starts_with("event: changed\ndata: "), "{event}");
    // Told only once the board knows: no asking again.
    let after = browser.get("/office/board").await.body;
    assert!(after.contains("消防栓水带缺失"));
    // The board of the phone's person shows when it synced, and the list has the phone.
    assert!(after.contains("lin的手机") && !after.contains("办公室"));
    let csrf = browser.get("/office/").await.hidden("csrf");
    browser.post("/office/sign-out", &format!("csrf={csrf}")).await;
    let event = timeout(PATIENCE, events.next()).await.unwrap().unwrap().unwrap();
    assert!(event.starts_with(b"event: ended"));
    assert!(timeout(PATIENCE, events.next()).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_are_for_those_who_may_read_their_document() {
    let console = Console::new().await;
    let phone = console.phone("lin");
    let record = patrol(&phone);
    let picture: Vec<u8> = (0..700_000u32).map(|number| (number % 251) as u8).collect();
    let workspace = &phone.workspace;
    workspace.answer(record, "hydrants", "problem").unwrap();
    let hash = workspace.attach_photo(record, "hydrants", "image/jpeg", &picture).unwrap();
    workspace.report_case(&case("消防栓", Some((record, "hydrants".to_owned())))).unwrap();
    phone.sync();
    let mut browser = console.signed_in("chen").await;
    let part = |page: &Answer| {
        let after = page.body.split_once("/office/photos/")?.1;
        Some(format!("/office/photos/{}", after.split('"').next()?))
    };
    console.until(async || part(&browser.get("/office/board").await).is_some()).await;
    let address = part(&browser.get("/office/board").await).unwrap();
    assert!(address.ends_with(&hash.to_string()));
    let photo = browser.get(&address).await;
    assert_eq!(photo.status, StatusCode::OK);
    assert_eq!(photo.bytes, picture);
    let expected = [
        ("content-type", "image/jpeg"),
        ("content-length", "700000"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "private, max-age=31536000, immutable"),
        ("content-security-policy", "default-src 'none'; sandbox"),
    ];
    for (name, value) in expected {
        assert_eq!(photo.header(name), value);
    }
    let other = BlobHash::of(b"another");
    let nobodys = uuid::Uuid::from_u128(9);
    let unknown = [
        format!("/office/photos/{record}/{other}"),
        format!("/office/photos/{nobodys}/{hash}"),
        format!("/office/photos/{record}/nonsense"),
    ];
    for address in unknown {
        assert_eq!(browser.get(&address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert_eq!(console.browser().get(&address).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_names_a_day_and_a_language() {
    let console = Console::new().await;
    let mut browser = console.signed_in("chen").await;
    for day in ["2026-13-01", "2026-1-1", "today", "", "%3Cscript%3E", "20260528"] {
        let answer = browser.get(&format!("/office/?day={day}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{day}");
        assert!(answer.body.contains("日期不正确") && !answer.body.contains("<script>"));
        let fragment = browser.get(&format!("/office/board?day={day}")).await;
        assert_eq!(fragment.status, StatusCode::BAD_REQUEST, "{day}");
    }
    let past = browser.get("/office/?day=2026-05-20").await;
    assert_eq!(past.status, StatusCode::OK);
    for text in ["周三", "5月20日", "/office/?day=2026-05-19", "/office/?day=2026-05-21"] {
        assert!(past.body.contains(text), "{text}");
    }
    assert!(!past.body.contains("id=\"cases\""));
    let english = browser.get("/office/?day=2026-05-20&lang=en").await;
    assert!(english.body.contains("<html lang=\"en\">") && english.body.contains("20 May"));
    // Chosen once, it stays.
    assert!(browser.get("/office/board").await.body.contains("Open cases"));
    let mut other = console.browser();
    other.headers.insert("accept-language", "en-GB,en;q=0.8".parse().unwrap());
    assert!(other.get("/office/sign-in").await.body.contains("Sign in"));
    other.headers.insert("accept-language", "fr".parse().unwrap());
    assert!(other.get("/office/sign-in").await.body.contains("登录"));
}

/// Whether the board shows the patrol of the north as under way.
async fn shows_patrol(browser: &mut Browser) -> bool {
    let board = browser.get("/office/board").await.body;
    board.contains("开始</span>")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_replica_lives_through_a_restart_and_is_rebuilt_where_its_file_is_gone() {
    let mut console = Console::new().await;
    let phone = console.phone("lin");
    patrol(&phone);
    phone.sync();
    let mut browser = console.signed_in("chen").await;
    console.until(async || shows_patrol(&mut browser).await).await;
    let estate = console.world.plan.estate;
    let file = |console: &Console, name: &str| {
        console.world.server.config().data.join("office").join(format!("{estate}{name}"))
    };
    console.stop();
    let kept = std::fs::read_to_string(file(&console, ".json")).unwrap();
    console.world.reopen();
    console.start().await;
    let mut browser = console.signed_in("chen").await;
    console.until(async || shows_patrol(&mut browser).await).await;
    // The same installation, one opening later: nothing was set aside, nothing counts as restored.
    let now = std::fs::read_to_string(file(&console, ".json")).unwrap();
    let installation = |text: &str| text.split(',').next().unwrap().to_owned();
    assert_eq!(installation(&kept), installation(&now));
    assert_ne!(kept, now);
    console.stop();
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(file(&console, &format!(".sqlite3{end}")));
    }
    console.start().await;
    let mut browser = console.signed_in("chen").await;
    console.until(async || shows_patrol(&mut browser).await).await;
    // A file that is no database is set aside, never deleted.
    console.stop();
    std::fs::write(file(&console, ".sqlite3"), vec![7; 8192]).unwrap();
    for end in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(file(&console, &format!(".sqlite3{end}")));
    }
    console.start().await;
    let mut browser = console.signed_in("chen").await;
    console.until(async || shows_patrol(&mut browser).await).await;
    let directory = file(&console, ".json").parent().unwrap().to_owned();
    let names = std::fs::read_dir(directory).unwrap();
    let mut names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.any(|name| name.contains(".set-aside-")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_estate_is_created_with_its_documents_or_not_at_all() {
    let world = World::new();
    let mut plan = world.plan.clone();
    plan.estate = xunlou_core::ids::EstateId(uuid::Uuid::from_u128(0xe6));
    plan.name = "第二花园".to_owned();
    plan.rulepack = Some("id = 1".to_owned());
    let failed = create_estate(&world.server, &plan, fill_documents);
    let told = failed.err().unwrap().to_string();
    assert!(told.contains("rule pack"), "{told}");
    let office = world.server.config().data.join("office");
    let files = |office: &std::path::Path| std::fs::read_dir(office).map_or(0, Iterator::count);
    assert_eq!(files(&office), 0);
    assert_eq!(world.server.access().estates().unwrap().len(), 1);
    // What a crash left of an estate that was never opened goes with the next.
    std::fs::create_dir_all(&office).unwrap();
    let stray = uuid::Uuid::from_u128(0xdead);
    std::fs::write(office.join(format!("{stray}.sqlite3")), "x").unwrap();
    plan.rulepack = None;
    plan.people[0].areas = Vec::new();
    assert!(create_estate(&world.server, &plan, fill_documents).is_ok());
    assert!(!office.join(format!("{stray}.sqlite3")).exists());
    let head = |estate| world.server.log().read(estate, |log| log.state()).unwrap().head;
    assert_eq!(head(plan.estate), 2, "the rule pack and the directory");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_ends_what_pages_listen_to() {
    let world = World::new();
    fill_documents(&world.server, &world.plan).unwrap();
    let (estate, person, now) = (world.plan.estate, world.person("chen"), world.api().now());
    let access = world.server.access();
    access.set_password(estate, person, PASSWORD, now).unwrap();
    let random = xunlou_core::env::SystemRandom;
    let credentials = ("chen", PASSWORD);
    let brakes = SignInBrakes::new(10);
    let session = access.sign_in(&brakes, estate, credentials, "", &random, now).unwrap();
    let token = session.ok().unwrap().token;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let running = tokio::spawn(office::run(Arc::clone(&world.server), listener, async {
        let _ = stopped.await;
    }));
    let request =
        format!("GET /office/events HTTP/1.1\r\nhost: x\r\ncookie: xunlou_session={token}\r\n\r\n");
    let stream = tokio::task::spawn_blocking(move || {
        // The replica opens in its own time; until then there is nothing to listen to.
        for _ in 0..200 {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(request.as_bytes()).unwrap();
            let mut head = [0; 12];
            stream.read_exact(&mut head).unwrap();
            if &head == b"HTTP/1.1 200" {
                return stream;
            }
            std::thread::sleep(Duration::from_millis(25));
        }
        panic!("no events");
    });
    let mut stream = stream.await.unwrap();
    stop.send(()).unwrap();
    let ended = tokio::task::spawn_blocking(move || stream.read_to_end(&mut Vec::new()));
    timeout(PATIENCE, ended).await.unwrap().unwrap().unwrap();
    timeout(PATIENCE, running).await.unwrap().unwrap().unwrap();
}
