//! The office's board in a real browser. Asked for with `--ignored`: it needs Debian's packages
//! `chromium`, `chromium-driver` and `fonts-noto-cjk`. Pictures go to `target/pictures/`.

// Helpers of tests are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod chromium;
mod lively;

use std::path::{Path, PathBuf};

use chromium::{Chromium, Look};
use lively::Lively;
use serde_json::json;
use xunlou_core::rulepack::Severity;

const DESK: Look = Look { width: 1280, height: 900, dark: false, scale: 1 };
const PHONE: Look = Look { width: 390, height: 844, dark: false, scale: 2 };

fn pictures() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"));
    target.join("pictures")
}

fn sign_in(browser: &Chromium, lively: &Lively, login: &str) {
    browser.open(&format!("{}/office/", lively.url));
    assert!(browser.text("h1").contains("巡楼"));
    browser.fill("input[name=login]", login);
    browser.fill("input[name=password]", lively.password(login));
    browser.click("button[type=submit]");
    browser.wait_until("document.querySelector('#board .chip')");
    browser.wait_until("document.querySelector('#live').dataset.state === 'on'");
}

#[test]
#[ignore = "needs chromium"]
fn the_board_shows_the_day_and_changes_by_itself_when_a_phone_syncs() {
    let mut lively = Lively::afternoon();
    let browser = Chromium::start();
    browser.look(DESK);
    sign_in(&browser, &lively, "tang");
    for text in ["云栖花园", "周三", "3月18日"] {
        assert!(browser.text(".top").contains(text), "{text}: {}", browser.text(".top"));
    }
    // Marked, so that a reload would be seen.
    browser.script("window.marked = true; window.scrollTo(0, 300)");
    let title = "6栋地下车库排水沟堵塞";
    assert!(!browser.text("#cases").contains(title));
    lively.case("zhou", title, "engineering", Severity::Urgent, "centre");
    lively.sync("zhou");
    let selector = format!("document.querySelector('#cases').innerText.includes('{title}')");
    browser.wait_until(&selector);
    let kept = browser.script("return [window.marked === true, window.scrollY]");
    assert_eq!(kept, json!([true, 300]));
    // The photo of the hydrant came by its address.
    browser.wait_until("document.querySelector('.photos img').naturalWidth > 0");
    let wide = browser.script("return document.documentElement.scrollWidth <= innerWidth");
    assert_eq!(wide, json!(true), "the page is wider than its window");
    assert_eq!(browser.complaints(), Vec::<String>::new());
    // A page that is cut off says so, and keeps what it has.
    lively.stop();
    browser.wait_until("document.querySelector('#live').dataset.state === 'off'");
    assert!(browser.text("#offline").contains("连接已中断"));
    assert!(browser.text("#cases").contains(title));
}

#[test]
#[ignore = "needs chromium"]
fn pictures_of_the_office() {
    let lively = Lively::afternoon();
    let browser = Chromium::start();
    let picture = |name: &str| browser.picture(&pictures().join(name));
    browser.look(DESK);
    browser.open(&format!("{}/office/", lively.url));
    picture("office-sign-in.png");
    browser.look(Look { dark: true, ..PHONE });
    picture("office-sign-in-phone-dark.png");
    browser.look(DESK);
    sign_in(&browser, &lively, "tang");
    let looks = [
        ("office-light.png", DESK),
        ("office-dark.png", Look { dark: true, ..DESK }),
        ("office-phone.png", PHONE),
        ("office-phone-dark.png", Look { dark: true, ..PHONE }),
    ];
    for (name, look) in looks {
        browser.look(look);
        let wide = browser.script("return document.documentElement.scrollWidth <= innerWidth");
        assert_eq!(wide, json!(true), "{name}: the page is wider than its window");
        picture(name);
    }
    browser.look(DESK);
    browser.as_printed();
    picture("office-printed.png");
    browser.look(DESK);
    browser.open(&format!("{}/office/?day=2026-03-17", lively.url));
    picture("office-yesterday.png");
    browser.open(&format!("{}/office/?lang=en", lively.url));
    browser.wait_until("document.querySelector('#live').dataset.state === 'on'");
    picture("office-english.png");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
