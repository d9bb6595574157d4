//! The property: whatever happens on the way, all agree in the end.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::ids::{ActorId, ChangeHash};

/// What happens to devices and server.
#[derive(Clone, Debug)]
enum Step {
    Edit {
        device: usize,
        document: u128,
    },
    Bad {
        device: usize,
    },
    Photo {
        device: usize,
        document: u128,
    },
    Sync {
        device: usize,
        faults: Vec<Fault>,
        fuse: Option<u32>,
        push_bytes: usize,
    },
    /// The database was restored or cloned: it writes as another actor from now on.
    NewActor {
        device: usize,
    },
    Backup,
    Restore,
}

const DEVICES: usize = 3;

fn step() -> impl Strategy<Value = Step> {
    let device = 0..DEVICES;
    let fault = prop::sample::select(Fault::ALL.to_vec());
    let faults = prop::collection::vec(fault, 0..6);
    prop_oneof![
        8 => (device.clone(), 1..12_u128).prop_map(|(device, document)| Step::Edit { device, document }),
        1 => device.clone().prop_map(|device| Step::Bad { device }),
        1 => (device.clone(), 1..12_u128).prop_map(|(device, document)| Step::Photo { device, document }),
        8 => (device.clone(), faults, prop::option::weighted(0.3, 0..25_u32), prop::sample::select(vec![1, 400, 1 << 19]))
            .prop_map(|(device, faults, fuse, push_bytes)| Step::Sync { device, faults, fuse, push_bytes }),
        1 => device.prop_map(|device| Step::NewActor { device }),
        1 => Just(Step::Backup),
        1 => Just(Step::Restore),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_on_the_way_all_agree_in_the_end_and_nothing_acknowledged_is_lost(
        steps in prop::collection::vec(step(), 1..60)
    ) {
        let streams = [ESTATE];
        let server = FakeServer::new(&[1, 2, 3].map(|number| (device(number), &streams[..])));
        let replicas: Vec<_> = (1..=DEVICES).map(|n| FakeReplica::new(n as u128)).collect();
        let ids: Vec<_> = (1..=DEVICES).map(|n| device(n as u128)).collect();
        let mut backup = server.state().clone();
        let mut count = 100;
        for step in steps {
            count += 1;
            match step {
                Step::Edit { device, document: number } => {
                    replicas[device].edit(document(number), ESTATE, &format!("edit {count}"));
                }
                Step::Bad { device } => {
                    replicas[device].edit(document(count), ESTATE, "bad");
                }
                Step::Photo { device, document: number } => {
                    replicas[device].edit(document(number), ESTATE, &format!("photo {count}"));
                    replicas[device].attach(document(number), &count.to_le_bytes());
                }
                Step::Sync { device, faults, fuse, push_bytes } => {
                    let before = server.state().requests;
                    replicas[device].fuse.set(fuse);
                    let way = Faulty::new(&server, ids[device], &faults);
                    let options = SyncOptions { push_bytes, ..SyncOptions::default() };
                    let _ = run_with(&replicas[device], &way, options);
                    replicas[device].fuse.set(None);
                    prop_assert!(server.state().requests - before < 400);
                }
                Step::NewActor { device } => {
                    let actor = ActorId(uuid::Uuid::from_u128(count));
                    replicas[device].data.borrow_mut().actors.push(actor);
                }
                Step::Backup => backup = server.state().clone(),
                Step::Restore => server.restore(backup.clone()),
            }
        }

        // A change that rests on another device's lost one waits until that one was sent again.
        let mut rounds = 0;
        loop {
            let mut quiet = true;
            for (replica, id) in replicas.iter().zip(&ids) {
                let outcome = run(replica, &Faulty::new(&server, *id, &[])).unwrap();
                quiet &= outcome.requests == 1 && outcome.pulled_documents == 0
                    && outcome.pushed == 0;
            }
            if quiet {
                break;
            }
            rounds += 1;
            prop_assert!(rounds < 70, "the devices do not settle");
        }

        let state = server.state();
        for replica in &replicas {
            let data = replica.data.borrow();
            prop_assert!(data.outbox.is_empty());
            for (id, (_, changes)) in &data.documents {
                let quarantined = changes.0.keys().all(|hash| data.quarantine.contains(hash));
                prop_assert!(quarantined || *changes == state.document(*id));
            }
            let there: BTreeSet<ChangeHash> = state.log.iter().map(|row| row.hash).collect();
            prop_assert!(data.acknowledged.is_subset(&there));
            for row in &state.log {
                prop_assert!(data.documents[&row.header.document].1.0.contains_key(&row.hash));
                prop_assert!(data.identities.contains_key(&row.change.actor));
            }
            for (blob, bytes, sent) in &data.blobs {
                prop_assert!(*sent);
                prop_assert_eq!(&state.blobs[&blob.hash], bytes);
            }
        }
    }
}
