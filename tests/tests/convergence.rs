//! Real core workspaces against the real server, in one process, over a line that loses, repeats
//! and reorders: whatever happens, all devices end up with the same documents, and nothing that
//! anybody wrote is lost.

#![allow(clippy::unwrap_used)] // A test fails by panicking.

mod support;

use proptest::prelude::*;
use support::world::World;

/// Something that happens.
#[derive(Clone, Debug)]
enum Step {
    EditField {
        device: usize,
        household: usize,
        field: usize,
    },
    Answer {
        device: usize,
        item: usize,
    },
    AddPhoto {
        device: usize,
    },
    ReportCase {
        device: usize,
    },
    /// A sync over a bad line; the seed says how bad.
    Sync {
        device: usize,
        seed: u64,
    },
    /// The app is killed and opened again; `forgotten`: the shell had not kept the generation.
    Restart {
        device: usize,
        forgotten: bool,
    },
    RestartServer,
}

fn step() -> impl Strategy<Value = Step> {
    let device = 0..3_usize;
    prop_oneof![
        4 => (device.clone(), 0..3_usize, 0..4_usize)
            .prop_map(|(device, household, field)| Step::EditField { device, household, field }),
        6 => (device.clone(), 0..8_usize).prop_map(|(device, item)| Step::Answer { device, item }),
        1 => device.clone().prop_map(|device| Step::AddPhoto { device }),
        1 => device.clone().prop_map(|device| Step::ReportCase { device }),
        6 => (device.clone(), any::<u64>()).prop_map(|(device, seed)| Step::Sync { device, seed }),
        1 => (device, any::<bool>())
            .prop_map(|(device, forgotten)| Step::Restart { device, forgotten }),
        1 => Just(Step::RestartServer),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    })]

    #[test]
    fn all_devices_converge_and_nothing_written_is_lost(
        steps in prop::collection::vec(step(), 5..40)
    ) {
        let mut world = World::new();
        for step in steps {
            match step {
                Step::EditField { device, household, field } => {
                    world.edit_field(device, household, field);
                }
                Step::Answer { device, item } => world.answer(device, item),
                Step::AddPhoto { device } => world.add_photo(device),
                Step::ReportCase { device } => world.report_case(device),
                Step::Sync { device, seed } => world.sync_badly(device, seed),
                Step::Restart { device, forgotten } => world.restart(device, forgotten),
                Step::RestartServer => world.restart_server(),
            }
        }
        world.settle();
        world.assert_same_everywhere();
        world.assert_nothing_lost();
    }
}

#[test]
fn a_server_restored_from_a_backup_gets_back_what_it_lost() {
    let mut world = World::new();
    world.edit_field(0, 0, 0);
    world.settle();
    let backup = world.backup();
    world.edit_field(0, 1, 1);
    world.answer(1, 2);
    world.add_photo(2);
    world.settle();
    world.restore(&backup);
    world.settle();
    world.assert_same_everywhere();
    world.assert_nothing_lost();
}

#[test]
fn two_copies_of_one_database_write_as_different_actors_and_lose_nothing() {
    let mut world = World::new();
    world.answer(0, 0);
    world.settle();
    // The same phone, restored from a copy of its files that it then outlives: both go on.
    let copy = world.copy_device(0);
    world.answer(0, 1);
    world.answer(copy, 2);
    world.settle();
    world.assert_same_everywhere();
    world.assert_nothing_lost();
}
