//! Who is let in, for how long, and what becomes of who is shut out.

use std::time::Duration;

use ed25519_dalek::SigningKey;
use serde_bytes::ByteBuf;
use xunlou_core::domain::{Role, StreamId};
use xunlou_core::env::Environment;
use xunlou_core::ids::InstallationId;
use xunlou_core::sync::wire::{
    Endpoint, EnrolRequest, EnrolResponse, ErrorCode, RefusalCode, decode, encode,
};
use xunlou_server::api::Api;

use crate::world::{Device, NORTH, World, enrol, enrolment, new_key};

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);

fn send(api: &Api, request: &EnrolRequest) -> Result<EnrolResponse, ErrorCode> {
    api.handle(None, Endpoint::Enrol, &encode(request).unwrap())
        .map(|answer| decode(&answer).unwrap())
        .map_err(|error| error.code)
}

fn refused(world: &World, code: &str) -> ErrorCode {
    enrol(world.api(), code).unwrap_err().code
}

#[test]
fn a_code_enrols_one_device_and_tells_it_who_it_is() {
    let world = World::new();
    let enrolled = enrol(world.api(), &world.code("lin")).unwrap();
    assert_eq!(
        (enrolled.estate_name.as_str(), enrolled.person_name.as_str()),
        ("云栖花园", "小lin")
    );
    assert_eq!((enrolled.role, enrolled.areas.as_slice()), (Role::Butler, &[NORTH][..]));
    assert_eq!(enrolled.buildings.len(), 2);
    let mut lin = Device::new(world.api().clone(), enrolled);
    let expected = [StreamId::Estate, StreamId::Area(NORTH)];
    assert_eq!(lin.round().grants[..2], expected);
    let devices = world.server.access().devices(world.plan.estate).unwrap();
    assert_eq!((devices[0].device, devices[0].label.as_str()), (lin.id, "测试手机"));
}

#[test]
fn a_code_may_be_typed_in_any_case_with_spaces_and_hyphens() {
    let world = World::new();
    let code = world.code("lin").to_lowercase().replace('-', " - ");
    assert!(enrol(world.api(), &code).is_ok());
}

#[test]
fn a_code_that_is_used_expired_or_unknown_is_told_so() {
    let world = World::new();
    let used = world.code("lin");
    enrol(world.api(), &used).unwrap();
    assert_eq!(refused(&world, &used), ErrorCode::CodeUsed);
    let old = world.code("lin");
    world.clock.pass(10 * MINUTE);
    assert_eq!(refused(&world, &old), ErrorCode::CodeExpired);
    for nonsense in ["", "x", "ABCD-EFGH-JKMN", "楼楼楼楼楼楼"] {
        assert_eq!(refused(&world, nonsense), ErrorCode::CodeUnknown, "{nonsense}");
    }
}

#[test]
fn five_wrong_tries_spend_a_code_even_for_who_knows_it() {
    let world = World::new();
    let code = world.code("lin");
    let wrong = format!("{}AAAA-AAAA", &code[..5]);
    let answers = [(); 5].map(|()| refused(&world, &wrong));
    assert_eq!(answers[..4], [ErrorCode::CodeUnknown; 4]);
    assert_eq!(answers[4], ErrorCode::TooManyTries);
    assert_eq!(refused(&world, &code), ErrorCode::TooManyTries);
}

#[test]
fn a_device_that_does_not_hold_its_key_is_refused_and_costs_the_code_nothing() {
    let world = World::new();
    let code = world.code("lin");
    let installation = InstallationId(uuid::Uuid::from_u128(1));
    let mut request = enrolment(&code, &new_key(), installation);
    request.public_key = ByteBuf::from(new_key().verifying_key().to_bytes().to_vec());
    assert_eq!(send(world.api(), &request), Err(ErrorCode::BadRequest));
    request.public_key = ByteBuf::from(vec![1, 2, 3]);
    assert_eq!(send(world.api(), &request), Err(ErrorCode::BadRequest));
    assert!(send(world.api(), &enrolment(&code, &new_key(), installation)).is_ok());
}

#[test]
fn a_device_that_enrols_again_keeps_its_id_and_so_its_unsent_changes() {
    let world = World::new();
    let installation: InstallationId = Environment::system().new_random_id();
    let key: SigningKey = new_key();
    let again = |login: &str, key: &SigningKey| {
        send(world.api(), &enrolment(&world.code(login), key, installation)).unwrap()
    };
    let mut lin = Device::new(world.api().clone(), again("lin", &key));
    let record = lin.record();
    lin.sync();
    lin.put(record, "a/x", "ok@1");
    world.clock.pass(91 * DAY);
    assert_eq!(lin.refusal(), ErrorCode::TokenExpired);
    let enrolled = again("lin", &key);
    assert_eq!(enrolled.device, lin.id);
    lin.token = enrolled.token;
    assert_eq!(lin.push()[0].accepted.len(), 1);
    // Another key or another person is another device.
    assert_ne!(again("lin", &new_key()).device, lin.id);
    assert_ne!(again("zhao", &key).device, lin.id);
}

#[test]
fn a_token_lives_on_while_it_is_used_and_ends_when_it_is_not() {
    let world = World::new();
    let mut lin = world.device("lin");
    for _ in 0..5 {
        world.clock.pass(60 * DAY);
        lin.round();
    }
    world.clock.pass(90 * DAY);
    assert_eq!(lin.refusal(), ErrorCode::TokenExpired);
}

#[test]
fn without_a_token_of_this_server_nobody_is_let_in() {
    let world = World::new();
    let mut lin = world.device("lin");
    let elsewhere = World::new().device("lin").token;
    let body = encode(&lin.request()).unwrap();
    let no_token = lin.api.handle(None, Endpoint::Sync, &body).unwrap_err();
    assert_eq!(no_token.code, ErrorCode::TokenUnknown);
    let estate_of_ours = format!("{}.AAAA", lin.token.split_once('.').unwrap().0);
    for token in [String::new(), "x".repeat(5_000), elsewhere, estate_of_ours] {
        lin.token = token;
        assert_eq!(lin.refusal(), ErrorCode::TokenUnknown);
    }
}

#[test]
fn a_revoked_device_gets_nothing_and_its_last_push_is_kept_aside() {
    let world = World::new();
    let (mut lin, mut zhao) = (world.device("lin"), world.device("zhao"));
    zhao.record();
    zhao.sync();
    let record = lin.record();
    let now = world.api().now();
    assert!(world.server.access().revoke(world.plan.estate, lin.id, now).unwrap());
    assert!(!world.server.access().revoke(world.plan.estate, lin.id, now).unwrap());
    let answer = lin.round();
    assert_eq!(answer.verdicts[0].refused[0].code, RefusalCode::Revoked);
    assert!(answer.documents.is_empty());
    assert_eq!(answer.grants, [StreamId::Estate]);
    assert!(answer.identities.is_empty() && answer.cursors.is_empty());
    let kept = world.server.log().read(world.plan.estate, |log| log.quarantined(0, 9)).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].document, kept[0].code.as_str()), (record, "revoked"));
    // With nothing more to bring, it is told.
    assert_eq!(lin.refusal(), ErrorCode::Revoked);
    for endpoint in [Endpoint::Reconcile, Endpoint::BlobGet, Endpoint::BlobPut] {
        let error = lin.api.handle(Some(&lin.token), endpoint, &[]).unwrap_err();
        assert_eq!(error.code, ErrorCode::Revoked);
    }
}

#[test]
fn the_office_is_a_device_of_each_person_that_no_token_opens() {
    let world = World::new();
    let access = world.server.access();
    let office = |login: &str| {
        let new = Environment::system().new_id();
        access.office_device(world.plan.estate, world.person(login), new, "office", 0).unwrap()
    };
    let chen = office("chen");
    assert_eq!(office("chen"), chen);
    assert_ne!(office("guo").device, chen.device);
    let mut device = world.device("lin");
    device.actor = Environment::system().new_random_id();
    device.record();
    let body = encode(&device.request()).unwrap();
    let answer = world.api().handle_as(&chen, Endpoint::Sync, &body).unwrap();
    let answer: xunlou_core::sync::wire::SyncResponse = decode(&answer).unwrap();
    assert_eq!(answer.verdicts[0].accepted.len(), 1);
    assert_eq!(answer.identities[0].person, world.person("chen"));
}

#[test]
fn an_estate_that_is_not_complete_lets_nobody_in_and_can_be_dropped() {
    let world = World::new();
    let access = world.server.access();
    let mut plan = world.plan.clone();
    plan.estate = Environment::system().new_id();
    access.enter_estate(&plan, Environment::system().new_random_id(), 0).unwrap();
    let random = xunlou_core::env::SystemRandom;
    let now = world.api().now();
    let code = access.new_code(plan.estate, world.person("lin"), &random, now).unwrap().text;
    assert_eq!(refused(&world, &code), ErrorCode::CodeUnknown);
    assert_eq!(access.estates().unwrap().len(), 1);
    assert_eq!(access.unopened(now).unwrap(), [plan.estate]);
    access.drop_unopened(plan.estate).unwrap();
    assert_eq!(access.unopened(now).unwrap(), []);
    // One that is open stays.
    access.drop_unopened(world.plan.estate).unwrap();
    assert_eq!(access.people(world.plan.estate).unwrap().len(), 5);
}
