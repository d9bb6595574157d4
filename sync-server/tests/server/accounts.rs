//! Sign-in to the office console.

use std::time::{Duration, Instant};

use xunlou_core::env::SystemRandom;
use xunlou_server::access::accounts::{
    PasswordError, Session, SignInBrakes, SignInRefusal, initial_password,
};

use crate::world::World;

const RIGHT: &str = "云栖花园-2026-巡楼";

struct Office {
    world: World,
    brakes: SignInBrakes,
}

impl Office {
    fn new() -> Self {
        let world = World::new();
        let (estate, chen) = (world.plan.estate, world.person("chen"));
        world.server.access().set_password(estate, chen, RIGHT, 0).unwrap();
        Self { world, brakes: SignInBrakes::new(3) }
    }

    fn try_from(
        &self,
        address: &str,
        login: &str,
        password: &str,
    ) -> Result<Session, SignInRefusal> {
        let (estate, now) = (self.world.plan.estate, self.world.api().now());
        let access = self.world.server.access();
        let credentials = (login, password);
        access.sign_in(&self.brakes, estate, credentials, address, &SystemRandom, now).unwrap()
    }

    fn refusal(&self, address: &str, login: &str, password: &str) -> Option<SignInRefusal> {
        self.try_from(address, login, password).err()
    }

    fn is_open(&self, session: &Session) -> bool {
        let now = self.world.api().now();
        self.world.server.access().session(&session.token, now).unwrap().is_some()
    }
}

#[test]
fn a_session_begins_with_the_right_password_and_ends_by_itself_or_by_signing_out() {
    let office = Office::new();
    let first = office.try_from("a", " Chen ", RIGHT).ok().unwrap();
    let second = office.try_from("a", "chen", RIGHT).ok().unwrap();
    assert_eq!(first.info.person, office.world.person("chen"));
    assert!(first.token != second.token && first.info.csrf != second.info.csrf);
    office.world.server.access().sign_out(&first.token).unwrap();
    assert!(!office.is_open(&first) && office.is_open(&second));
    office.world.clock.pass(Duration::from_secs(12 * 3600));
    assert!(!office.is_open(&second));
    assert!(office.world.server.access().session("nonsense", 0).unwrap().is_none());
}

#[test]
fn a_wrong_password_and_an_unknown_login_are_told_and_timed_alike() {
    let office = Office::new();
    let tell = |login: &str| office.refusal(login, login, "wrong password");
    assert_eq!(
        (tell("chen"), tell("nobody")),
        (Some(SignInRefusal::Wrong), Some(SignInRefusal::Wrong))
    );
    let (access, estate) = (office.world.server.access(), office.world.plan.estate);
    // The fastest of several, so that a busy machine does not decide.
    let fastest = |login: &str| {
        let timed = [(); 5].map(|()| {
            let began = Instant::now();
            assert!(access.verify(estate, login, "wrong password").unwrap().is_none());
            began.elapsed()
        });
        timed.into_iter().min().unwrap()
    };
    let (known, unknown) = (fastest("chen"), fastest("nobody"));
    assert!(unknown > known / 3 && known > unknown / 3, "{known:?} {unknown:?}");
    // A butler without an account does not get in, with no password at all either.
    assert_eq!(office.refusal("c", "lin", ""), Some(SignInRefusal::Wrong));
}

#[test]
fn guessing_is_braked_by_login_and_by_address() {
    let office = Office::new();
    for number in 0..3 {
        let refusal = office.refusal(&number.to_string(), "chen", "guess");
        assert_eq!(refusal, Some(SignInRefusal::Wrong));
    }
    // Even the right one has to wait, from wherever it comes, and an unknown login behaves alike.
    assert_eq!(office.refusal("9", "chen", RIGHT), Some(SignInRefusal::TooMany));
    for number in 0..12 {
        office.refusal("same", &format!("nobody{number}"), "guess");
    }
    assert_eq!(office.refusal("same", "guo", "guess"), Some(SignInRefusal::TooMany));
    office.world.clock.pass(Duration::from_secs(60));
    assert_eq!(office.refusal("same", "chen", RIGHT), None);
}

#[test]
fn another_password_ends_the_sessions_and_the_old_password() {
    let office = Office::new();
    let session = office.try_from("a", "chen", RIGHT).ok().unwrap();
    let (estate, chen) = (office.world.plan.estate, office.world.person("chen"));
    let access = office.world.server.access();
    for password in ["short", &"long ".repeat(100)] {
        let error = access.set_password(estate, chen, password, 1).unwrap_err();
        assert!(matches!(error, PasswordError::Length));
    }
    assert!(office.is_open(&session));
    let new = initial_password(&SystemRandom);
    access.set_password(estate, chen, &new, 1).unwrap();
    assert!(!office.is_open(&session));
    assert_eq!(office.refusal("a", "chen", RIGHT), Some(SignInRefusal::Wrong));
    assert_eq!(office.refusal("a", "chen", &new), None);
}
