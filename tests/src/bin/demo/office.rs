//! The office page: signs in as a person would, and reads the board.

use anyhow::Context;
use reqwest::header::{COOKIE, SET_COOKIE};
use xunlou_tests::server::{Account, Running, http_client};

use crate::checks::Checks;
use crate::say::Say;
use crate::stage::Stage;

/// Signs in and reads the board.
pub(crate) fn look(
    stage: &Stage,
    server: &Running,
    say: &Say,
    checks: &mut Checks,
) -> anyhow::Result<()> {
    say.heading("office", &[]);
    let account = account(stage)?;
    let page = board(server.url(), account)?;
    let expected = ["林晓岚", "周启明", "何秋月", "1栋9层消防栓水带缺失", "2-502"];
    let missing: Vec<&str> = expected.into_iter().filter(|text| !page.contains(text)).collect();
    checks.claim("claim-office", missing.is_empty(), || format!("not on the page: {missing:?}"));
    say.line("office-read", &[("kilobytes", page.len().div_ceil(1000).into())]);
    Ok(())
}

/// The address and the sign-in.
pub(crate) fn address(stage: &Stage, server: &Running, say: &Say) {
    let Ok(account) = account(stage) else { return };
    say.heading(
        "address",
        &[
            ("url", format!("{}/office/", server.url()).into()),
            ("login", account.login.as_str().into()),
            ("password", account.password.as_str().into()),
        ],
    );
}

fn account(stage: &Stage) -> anyhow::Result<&Account> {
    let account = stage.accounts.iter().find(|account| account.login == "tang");
    account.context("no account for the assistant")
}

fn board(url: &str, account: &Account) -> anyhow::Result<String> {
    let client = http_client()?;
    let form = client.get(format!("{url}/office/sign-in")).send()?.error_for_status()?;
    let cookies = cookies(&form);
    let csrf = field(&form.text()?, "csrf").unwrap_or_default();
    let body =
        encoded(&[("login", &account.login), ("password", &account.password), ("csrf", &csrf)]);
    let signed = client
        .post(format!("{url}/office/sign-in"))
        .header(COOKIE, cookies.join("; "))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", url)
        .body(body)
        .send()?;
    let session = cookies_of(&signed);
    anyhow::ensure!(!session.is_empty(), "signing in failed: {}", signed.status());
    let page = client
        .get(format!("{url}/office/"))
        .header(COOKIE, session.join("; "))
        .send()?
        .error_for_status()?;
    Ok(page.text()?)
}

fn cookies(answer: &reqwest::blocking::Response) -> Vec<String> {
    cookies_of(answer)
}

fn cookies_of(answer: &reqwest::blocking::Response) -> Vec<String> {
    let set = answer.headers().get_all(SET_COOKIE).iter();
    set.filter_map(|value| value.to_str().ok()?.split(';').next().map(str::to_owned)).collect()
}

/// The value of a hidden field of a form.
fn field(page: &str, name: &str) -> Option<String> {
    let place = page.find(&format!("name=\"{name}\""))?;
    let rest = &page[place..];
    let value = rest.split_once("value=\"")?.1;
    Some(value.split('"').next()?.to_owned())
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let escape = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                    char::from(byte).to_string()
                }
                other => format!("%{other:02X}"),
            })
            .collect()
    };
    let pairs = fields.iter().map(|(name, value)| format!("{name}={}", escape(value)));
    pairs.collect::<Vec<_>>().join("&")
}
