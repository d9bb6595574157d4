//! Random alterations of real changes and documents, with the checksum put right so that they
//! reach the parser: no panic escapes, and what is taken lives on.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use automerge::{Automerge, Change};

use super::fixtures::{
    Rng, actor, any_schema, any_shape, changes, live, put, random_steps, record,
};
use crate::document::gate::scan::{Chunk, frame};
use crate::document::gate::{
    Base, Limits, RefusalReason, admit, admit_snapshot, inspect, scan_change,
};

/// Something real to alter: a document, its changes, and the state before the last of them.
struct Seed {
    before: Automerge,
    last: Vec<u8>,
    saved: [Vec<u8>; 2],
}

fn seeds(rng: &mut Rng, count: usize) -> Vec<Seed> {
    (0..count)
        .map(|n| {
            let document = if n % 3 == 0 {
                let mut one = record(3 + rng.below(6));
                let mut two = one.fork().with_actor(actor(2));
                put(&mut one, "a/电梯.1", "problem@1");
                put(&mut two, "a/电梯.1", "na@1");
                one.merge(&mut two).unwrap();
                put(&mut one, "a/电梯.1", "ok@2");
                one
            } else {
                let steps = 2 + rng.below(24);
                live(&[actor(3), actor(1), actor(2)], &random_steps(rng, steps))
            };
            let all = changes(&document);
            let pick = rng.below(all.len());
            // The document without this change and what rests on it.
            let mut before = Automerge::new().with_actor(actor(50));
            for (index, bytes) in all.iter().enumerate() {
                let change = Change::try_from(bytes.as_slice()).unwrap();
                let known = |hash| before.get_change_meta_by_hash(hash).is_some();
                if index != pick && change.deps().iter().all(known) {
                    before.apply_changes([change]).unwrap();
                }
            }
            let saved = [document.save_nocompress(), document.save()];
            Seed { before, last: all[pick].clone(), saved }
        })
        .collect()
}

/// Alters the body of a chunk here and there, and frames it anew.
fn alter(rng: &mut Rng, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let (kind, start) = (bytes[8], bytes.len() - Chunk::split(bytes).unwrap().0.body().len());
    let mut body = bytes[start..].to_vec();
    for _ in 0..1 + rng.below(3) {
        let at = rng.below(body.len());
        let interesting = [0, 1, 2, 3, 5, 7, 0x3f, 0x40, 0x7e, 0x7f, 0x80, 0x81, 0xfe, 0xff];
        match rng.below(12) {
            0 if !body.is_empty() => body[at] = rng.next() as u8,
            1 if !body.is_empty() => body[at] ^= 1 << rng.below(8),
            2 if !body.is_empty() => body[at] = interesting[rng.below(interesting.len())],
            3..=5 if !body.is_empty() => body[at] = body[at].wrapping_add(1),
            6..=7 if !body.is_empty() => body[at] = body[at].wrapping_sub(1),
            8 if !body.is_empty() => drop(body.remove(at)),
            9 => body.insert(at, interesting[rng.below(interesting.len())]),
            10 if body.len() > 8 => {
                let to = rng.below(body.len());
                body.swap(at, to);
            }
            11 if !other.is_empty() && !body.is_empty() => {
                let from = rng.below(other.len());
                let count = (1 + rng.below(12)).min(other.len() - from).min(body.len() - at);
                body[at..at + count].copy_from_slice(&other[from..from + count]);
            }
            _ => {}
        }
    }
    frame(kind, &body)
}

/// What was taken must go on living: it loads, takes a further edit, and merges.
fn lives_on(snapshot: &[u8], elder: &Automerge) {
    let mut document = Automerge::load(snapshot).unwrap().with_actor(actor(60));
    put(&mut document, "later", "edit");
    let mut elder = elder.clone().with_actor(actor(61));
    put(&mut elder, "elsewhere", "edit");
    // Two documents may contradict each other; then merging says so, and nothing breaks.
    let _ = document.merge(&mut elder);
    let saved = document.save();
    let loaded = Automerge::load(&saved).unwrap();
    assert_eq!(loaded.get_heads(), document.get_heads());
    assert_eq!(loaded.save_nocompress(), document.save_nocompress());
}

/// How often each outcome came.
type Tally = BTreeMap<String, usize>;

fn count(tally: &mut Tally, what: &str, reason: impl std::fmt::Display) {
    let reason: String =
        reason.to_string().chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
    *tally.entry(format!("{what}: {reason}")).or_default() += 1;
}

/// One round: an altered change, an altered document, and both as files.
fn round(rng: &mut Rng, seeds: &[Seed], tally: &mut Tally) {
    let seed = &seeds[rng.below(seeds.len())];
    let other = &seeds[rng.below(seeds.len())];
    let limits = match rng.below(3) {
        0 => Limits::default(),
        1 => any_shape(),
        _ => Limits::for_files(),
    };
    let read = |document: &Automerge| {
        crate::document::gate::read_all::read_all(document).map_err(|error| error.to_string())
    };

    let altered = alter(rng, &seed.last, &other.last);
    let batch = vec![altered.clone()];
    let admission = admit(Base::Loaded(&seed.before), batch, &limits, &read).unwrap();
    assert_eq!(
        1,
        admission.accepted.len()
            + admission.already.len()
            + admission.waiting.len()
            + admission.refused.len()
    );
    for one in &admission.accepted {
        lives_on(&admission.snapshot, &seed.before);
        assert_eq!(scan_change(&one.bytes, &limits).unwrap().hash, one.hash);
        count(tally, "change", "accepted");
    }
    for (_, why) in &admission.refused {
        let reason = match why {
            RefusalReason::Unsafe(why) => why.reason.to_string(),
            other => other.to_string(),
        };
        count(tally, "change", reason);
    }

    let form = rng.below(2);
    let document = alter(rng, &seed.saved[form], &other.saved[form]);
    match admit_snapshot(&document, &limits, &read) {
        Ok((loaded, _)) => {
            lives_on(&loaded.save_nocompress(), &seed.before);
            count(tally, "document", "accepted");
        }
        Err(why) => count(tally, "document", why.reason),
    }

    if rng.below(8) == 0 {
        let files = [
            ("change".to_owned(), altered),
            ("document".to_owned(), document),
            ("before".to_owned(), seed.before.save()),
        ];
        for inspection in inspect(&files, &limits) {
            assert!(!inspection.to_string().is_empty());
        }
    }
}

#[test]
fn whatever_is_altered_nothing_escapes_and_nothing_taken_breaks() {
    let mut rng = Rng(20_240_601);
    let seeds = seeds(&mut rng, 12);
    let mut tally = Tally::new();
    let mut slowest = Duration::ZERO;
    for _ in 0..4_000 {
        let started = Instant::now();
        round(&mut rng, &seeds, &mut tally);
        slowest = slowest.max(started.elapsed());
    }
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
    // The alterations reach all the way: some pass, some are caught by the trial.
    assert!(tally.keys().any(|what| what.ends_with("accepted")), "{tally:#?}");
    assert!(tally.len() > 20, "{tally:#?}");
}

/// For long runs: `GATE_SECONDS=300 GATE_SEED=7 cargo test --release -p xunlou-core --lib
/// gate::tests::mutation -- --ignored --nocapture`.
#[test]
#[ignore = "runs as long as it is told"]
#[allow(clippy::print_stdout)]
fn mutate_for_long() {
    let number = |name: &str, default| {
        std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
    };
    let (seconds, seed) = (number("GATE_SECONDS", 30), number("GATE_SEED", 1));
    let started = Instant::now();
    let mut rng = Rng(seed);
    let mut tally = Tally::new();
    let (mut rounds, mut slowest) = (0_u64, Duration::ZERO);
    let mut pool = seeds(&mut rng, 24);
    while started.elapsed().as_secs() < seconds {
        if rounds % 20_000 == 19_999 {
            pool = seeds(&mut rng, 24);
        }
        let began = Instant::now();
        round(&mut rng, &pool, &mut tally);
        slowest = slowest.max(began.elapsed());
        rounds += 1;
    }
    println!("{rounds} rounds, slowest {slowest:?}");
    for (what, count) in tally {
        println!("{count:>9} {what}");
    }
}

/// What a program without a gate does with input: take it, read it, edit it, save it, load it.
fn without_gate(input: &[u8], whole: bool, before: Automerge) -> Result<(), &'static str> {
    let mut document = if whole {
        Automerge::load(input).map_err(|_| "refused")?
    } else {
        let change = Change::try_from(input).map_err(|_| "refused")?;
        let mut document = before;
        document.apply_changes([change]).map_err(|_| "refused")?;
        document
    };
    crate::document::gate::read_all::read_all(&document).map_err(|_| "error on reading")?;
    put(&mut document, "later", "edit");
    let loaded = Automerge::load(&document.save()).map_err(|_| "DOES NOT LOAD AGAIN")?;
    if loaded.get_heads() != document.get_heads() {
        return Err("OTHER HEADS");
    }
    Ok(())
}

/// What Automerge does with the same alterations when no gate is before it: where it panics, and
/// what the gate says to that input. Bombs are left out, since they would end the process.
#[test]
#[ignore = "a survey, not a check"]
#[allow(clippy::print_stdout)]
fn survey_automerge_without_the_gate() {
    use std::sync::{Arc, Mutex};
    let place = Arc::new(Mutex::new(String::new()));
    let hook = place.clone();
    std::panic::set_hook(Box::new(move |info| {
        let at = info.location().map(|at| {
            let file = at.file().rsplit("src/").next().unwrap_or_default();
            let library = if at.file().contains("hexane") { "hexane " } else { "" };
            format!("{library}{file}:{}", at.line())
        });
        *hook.lock().unwrap() = at.unwrap_or_default();
    }));
    let seconds: u64 =
        std::env::var("GATE_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(30);
    let started = Instant::now();
    let mut rng = Rng(77);
    let pool = seeds(&mut rng, 24);
    let mut tally = BTreeMap::<String, (usize, BTreeMap<String, usize>)>::new();
    let mut rounds = 0;
    let limits = Limits::for_files();
    let mut hangs = 0;
    while started.elapsed().as_secs() < seconds && hangs < 3 {
        rounds += 1;
        let seed = &pool[rng.below(pool.len())];
        let other = &pool[rng.below(pool.len())];
        let whole = rng.below(2) == 0;
        let altered = if whole {
            alter(&mut rng, &seed.saved[0], &other.saved[0])
        } else {
            alter(&mut rng, &seed.last, &other.last)
        };
        let verdict = if whole {
            admit_snapshot(&altered, &limits, &any_schema).err().map(|why| why.reason.to_string())
        } else {
            admit(Base::Loaded(&seed.before), vec![altered.clone()], &limits, &any_schema)
                .unwrap()
                .refused
                .pop()
                .map(|(_, why)| match why {
                    RefusalReason::Unsafe(why) => why.reason.to_string(),
                    why => why.to_string(),
                })
        };
        let verdict = verdict.unwrap_or_else(|| "NOT REFUSED".to_owned());
        if verdict.contains("more ") {
            continue;
        }
        let before = seed.before.clone();
        let (sender, receiver) = std::sync::mpsc::channel();
        let input = altered.clone();
        std::thread::spawn(move || {
            let outcome = std::panic::catch_unwind(|| without_gate(&input, whole, before));
            drop(sender.send(outcome));
        });
        let what = match receiver.recv_timeout(Duration::from_secs(3)) {
            Ok(Ok(Ok(()))) => "fine".to_owned(),
            Ok(Ok(Err(what))) => what.to_owned(),
            Ok(Err(_)) => format!("PANIC {}", place.lock().unwrap()),
            Err(_) => "HANGS (the thread is left behind)".to_owned(),
        };
        hangs += usize::from(what.starts_with("HANGS"));
        let digits = verdict.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect();
        let entry = tally.entry(format!("{} {what}", if whole { "document" } else { "change" }));
        let entry = entry.or_default();
        entry.0 += 1;
        *entry.1.entry(digits).or_default() += 1;
    }
    println!("{rounds} rounds");
    for (what, (count, verdicts)) in tally {
        println!("{count:>8} {what}");
        let mut verdicts: Vec<_> = verdicts.into_iter().collect();
        verdicts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        for (verdict, count) in verdicts.iter().take(6) {
            println!("             {count:>6} {verdict}");
        }
    }
}
