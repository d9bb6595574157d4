//! Those who listen: after the commit, in batches, and none of them can do harm.

use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::*;
use crate::domain::DocumentKind;
use crate::store::Changed;

const SOON: Duration = Duration::from_secs(10);
const A_WHILE: Duration = Duration::from_millis(150);

fn listen(device: &Device<'_>) -> (Receiver<Changed>, crate::workspace::Subscription) {
    let (sender, receiver) = channel();
    let subscription = device
        .subscribe(move |changed| {
            let _ = sender.send(changed);
        })
        .unwrap();
    (receiver, subscription)
}

#[test]
fn a_listener_hears_what_changed_once_it_is_durable() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let (heard, _subscription) = listen(&alice);
    let patrol = alice.patrol("morning");
    let changed = heard.recv_timeout(SOON).unwrap();
    assert!(changed.documents.contains(&(DocumentKind::Record, patrol)));
    assert!(changed.sync);
    assert!(alice.answer(patrol, "nonsense", "ok").is_err());
    assert!(heard.recv_timeout(A_WHILE).is_err(), "what failed is not told");
}

#[test]
fn a_listener_that_is_slow_hears_the_rest_at_once() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let (calls, called) = channel();
    let (go_on, may_go_on) = channel::<()>();
    let _subscription = alice
        .subscribe(move |changed| {
            calls.send(changed).unwrap();
            let _ = may_go_on.recv();
        })
        .unwrap();
    let patrol = alice.patrol("morning");
    called.recv_timeout(SOON).unwrap();
    let home = alice.create_household(estate.unit("1-101", &[])).unwrap();
    alice.answer(patrol, "shafts", "ok").unwrap();
    alice.answer(patrol, "exits", "ok").unwrap();
    go_on.send(()).unwrap();
    let rest = called.recv_timeout(SOON).unwrap();
    let expected = [(DocumentKind::Household, home), (DocumentKind::Record, patrol)];
    assert_eq!(rest.documents, expected.into());
    go_on.send(()).unwrap();
    assert!(called.recv_timeout(A_WHILE).is_err(), "three commits, one call");
}

#[test]
fn listeners_that_panic_or_hang_harm_neither_the_work_nor_the_others() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let (hung, is_hung) = channel();
    let (release, released) = channel::<()>();
    let count = Arc::new(Mutex::new(0));
    let panics = Arc::clone(&count);
    let _panicking = alice
        .subscribe(move |_| {
            *panics.lock().unwrap() += 1;
            std::panic::resume_unwind(Box::new("a bug in the shell"));
        })
        .unwrap();
    let _hanging = alice
        .subscribe(move |_| {
            hung.send(()).unwrap();
            let _ = released.recv();
        })
        .unwrap();
    let (heard, _subscription) = listen(&alice);
    let patrol = alice.patrol("morning");
    heard.recv_timeout(SOON).unwrap();
    is_hung.recv_timeout(SOON).unwrap();
    alice.answer(patrol, "shafts", "ok").unwrap();
    heard.recv_timeout(SOON).unwrap();
    assert_eq!(alice.said(patrol, "shafts").as_deref(), Some("ok"));
    let deadline = std::time::Instant::now() + SOON;
    while *count.lock().unwrap() < 2 && std::time::Instant::now() < deadline {
        std::thread::yield_now();
    }
    assert_eq!(*count.lock().unwrap(), 2, "one that failed is called again");
    drop(release);
}

#[test]
fn a_listener_may_call_back_into_the_workspace() {
    let estate = Estate::new();
    let Device { workspace, .. } = estate.device("alice");
    let workspace = Arc::new(workspace);
    let inner = Arc::clone(&workspace);
    let (sender, heard) = channel();
    let subscription = workspace
        .subscribe(move |changed| {
            let record = changed.documents.iter().find(|(kind, _)| *kind == DocumentKind::Record);
            let Some((_, record)) = record else { return };
            let first = inner.record(*record).unwrap().progress.answered == 0;
            if first {
                inner.answer(*record, "shafts", "ok").unwrap();
            } else {
                sender.send(inner.record(*record).unwrap().progress.answered).unwrap();
            }
        })
        .unwrap();
    let new = crate::workspace::NewRecord {
        form: "butler_patrol".to_owned(),
        duty: None,
        about: crate::workspace::RecordAbout::Area(estate.east),
        rain: false,
    };
    workspace.start_record(&new).unwrap();
    assert_eq!(heard.recv_timeout(SOON).unwrap(), 1);
    drop(subscription);
}

#[test]
fn who_cancels_or_drops_the_subscription_hears_no_more() {
    let estate = Estate::new();
    let alice = estate.device("alice");
    let (cancelled, subscription) = listen(&alice);
    subscription.cancel();
    let (dropped, handle) = listen(&alice);
    drop(handle);
    let (heard, _subscription) = listen(&alice);
    alice.patrol("morning");
    heard.recv_timeout(SOON).unwrap();
    assert!(cancelled.recv_timeout(A_WHILE).is_err());
    assert!(dropped.recv_timeout(A_WHILE).is_err());
}

#[test]
fn what_a_sync_brings_is_told_too() {
    let estate = Estate::new();
    let (alice, bob) = (estate.device("alice"), estate.device("bob"));
    let patrol = alice.patrol("morning");
    alice.sync();
    let (heard, _subscription) = listen(&bob);
    bob.sync();
    let mut all = Changed::default();
    while let Ok(changed) = heard.recv_timeout(A_WHILE) {
        all.merge(&changed);
    }
    assert!(all.documents.contains(&(DocumentKind::Record, patrol)));
}
