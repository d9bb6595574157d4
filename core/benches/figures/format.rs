//! (a) Bytes and times of one 60-answer patrol in our format and in others.

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{ActorId, Automerge, ObjId, ObjType, ROOT, ReadDoc};
use xunlou_core::rulepack::RulePack;

use crate::{median, ratio, times, us};

/// Answers of the patrol.
pub(crate) const ANSWERS: usize = 60;

/// What was answered: item, answer, seconds since the start.
pub(crate) fn answers() -> Vec<(String, String, i64)> {
    let pack = RulePack::default_pack().unwrap();
    let own = pack.form("butler_patrol").unwrap().items().map(|(_, item)| item.id.clone());
    let more = pack.form("assistant_patrol").unwrap().items().map(|(_, item)| item.id.clone());
    let ids = own.chain(more).take(ANSWERS).enumerate();
    let answers: Vec<_> = ids
        .map(|(number, id)| {
            let answer = match number {
                1 | 8 => "14",
                5 | 30 | 47 => "problem",
                50 => "na",
                _ => "ok",
            };
            // Three to forty seconds between two taps.
            let seconds = (number as i64) * 21 + (number as i64 * 7) % 19;
            (id, answer.to_owned(), seconds)
        })
        .collect();
    assert_eq!(answers.len(), ANSWERS);
    answers
}

const NOTES: [(&str, &str); 3] =
    [("shafts", "三楼管井有水渍"), ("c_floors", "二单元地面未拖"), ("garage", "B2 有车占道")];
const PHOTO: &str = "q0Yl7xJ3m2b8v5nC1sT4uW6zK9aH0eG2dF3rP5oL8iQ";

/// A way to keep a patrol in Automerge.
struct Variant {
    name: &'static str,
    /// Prepares whatever holds the answers.
    begin: fn(&mut Transaction<'_>),
    /// Writes one answer; the number is its place in the list.
    answer: fn(&mut Transaction<'_>, usize, &str, &str, i64),
    /// Writes a note, and a photo.
    note: fn(&mut Transaction<'_>, &str, &str),
    photo: fn(&mut Transaction<'_>, &str, &str),
}

const VARIANTS: [Variant; 5] = [
    Variant {
        name: "root map, keys with prefixes (ours)",
        begin: |_| {},
        answer: |tx, _, item, said, at| {
            tx.put(ROOT, format!("a/{item}"), format!("{said}@{at}")).unwrap();
        },
        note: |tx, item, note| tx.put(ROOT, format!("n/{item}"), note).unwrap(),
        photo: |tx, item, hash| {
            tx.put(ROOT, format!("p/{item}/{hash}"), "image/jpeg@700").unwrap();
        },
    },
    Variant {
        name: "map `answers` of \"status@seconds\"",
        begin: maps,
        answer: |tx, _, item, said, at| {
            let answers = map(tx, "answers");
            tx.put(&answers, item, format!("{said}@{at}")).unwrap();
        },
        note: sparse_note,
        photo: sparse_photo,
    },
    Variant {
        name: "map `answers` of maps {status, at}",
        begin: maps,
        answer: |tx, _, item, said, at| {
            let answers = map(tx, "answers");
            let answer = tx.put_object(&answers, item, ObjType::Map).unwrap();
            tx.put(&answer, "status", said).unwrap();
            tx.put(&answer, "at", at).unwrap();
        },
        note: sparse_note,
        photo: sparse_photo,
    },
    Variant {
        name: "map of maps {status, at, by}",
        begin: maps,
        answer: |tx, _, item, said, at| {
            let answers = map(tx, "answers");
            let answer = tx.put_object(&answers, item, ObjType::Map).unwrap();
            tx.put(&answer, "status", said).unwrap();
            tx.put(&answer, "at", at).unwrap();
            tx.put(&answer, "by", vec![3_u8; 16]).unwrap();
        },
        note: sparse_note,
        photo: sparse_photo,
    },
    Variant {
        name: "list of maps {item, status, at}",
        begin: |tx| {
            maps(tx);
            tx.put_object(ROOT, "answers", ObjType::List).unwrap();
        },
        answer: |tx, place, item, said, at| {
            let answers = map(tx, "answers");
            let answer = if place < tx.length(&answers) {
                match tx.get(&answers, place).unwrap() {
                    Some((_, id)) => id,
                    None => return,
                }
            } else {
                tx.insert_object(&answers, place, ObjType::Map).unwrap()
            };
            tx.put(&answer, "item", item).unwrap();
            tx.put(&answer, "status", said).unwrap();
            tx.put(&answer, "at", at).unwrap();
        },
        note: sparse_note,
        photo: sparse_photo,
    },
];

fn maps(tx: &mut Transaction<'_>) {
    for name in ["answers", "notes", "photos"] {
        tx.put_object(ROOT, name, ObjType::Map).unwrap();
    }
}

fn map(tx: &Transaction<'_>, name: &str) -> ObjId {
    tx.get(ROOT, name).unwrap().unwrap().1
}

fn sparse_note(tx: &mut Transaction<'_>, item: &str, note: &str) {
    let notes = map(tx, "notes");
    tx.put(&notes, item, note).unwrap();
}

fn sparse_photo(tx: &mut Transaction<'_>, item: &str, hash: &str) {
    let photos = map(tx, "photos");
    tx.put(&photos, format!("{item}/{hash}"), "image/jpeg@700").unwrap();
}

fn head(tx: &mut Transaction<'_>) {
    tx.put(ROOT, "v", 1).unwrap();
    tx.put(ROOT, "form", "butler_patrol@1").unwrap();
    tx.put(ROOT, "duty", "butler_patrol").unwrap();
    tx.put(ROOT, "slot", "morning").unwrap();
    tx.put(ROOT, "day", "2026-03-18").unwrap();
    tx.put(ROOT, "start", "2026-03-18T10:30:00+08:00").unwrap();
}

fn tail(tx: &mut Transaction<'_>) {
    tx.put(ROOT, "end", "2026-03-18T10:55:41+08:00").unwrap();
}

fn at(seconds: i64) -> CommitOptions {
    CommitOptions::default().with_time(1_773_801_000 + seconds)
}

/// What one tap writes.
type Tap<'a> = Box<dyn Fn(&mut Transaction<'_>) + 'a>;

/// The patrol with one change for each tap, or with one for all of it.
fn patrol(variant: &Variant, one_change: bool) -> Automerge {
    let mut doc = Automerge::new().with_actor(ActorId::from([7; 16].as_slice()));
    let answers = answers();
    let mut taps: Vec<(i64, Tap<'_>)> = Vec::new();
    taps.push((
        0,
        Box::new(|tx| {
            head(tx);
            (variant.begin)(tx);
        }),
    ));
    for (place, (item, said, seconds)) in answers.iter().enumerate() {
        taps.push((
            *seconds,
            Box::new(move |tx| (variant.answer)(tx, place, item, said, *seconds)),
        ));
    }
    for (item, note) in NOTES {
        taps.push((1_300, Box::new(move |tx| (variant.note)(tx, item, note))));
    }
    for item in ["shafts", "garage"] {
        taps.push((1_400, Box::new(move |tx| (variant.photo)(tx, item, PHOTO))));
    }
    taps.push((1_541, Box::new(tail)));
    if one_change {
        let mut tx = doc.transaction();
        taps.iter().for_each(|(_, tap)| tap(&mut tx));
        tx.commit_with(at(1_541));
    } else {
        for (seconds, tap) in &taps {
            let mut tx = doc.transaction();
            tap(&mut tx);
            tx.commit_with(at(*seconds));
        }
    }
    doc
}

/// Bytes of all changes, one by one: what is sent, and kept until a snapshot covers it.
fn change_bytes(doc: &Automerge) -> usize {
    doc.get_changes(&[]).iter().map(|change| change.raw_bytes().len()).sum()
}

pub(crate) fn report() {
    println!("## A saved patrol of {ANSWERS} answers, 3 notes, 2 photos\n");
    println!(
        "| format | 1 change: saved | deflated | a change for each tap: saved | deflated | zstd | \
         all changes | load | one answer's change |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let mut first = None;
    for variant in &VARIANTS {
        let one = patrol(variant, true);
        let taps = patrol(variant, false);
        let saved = taps.save_nocompress();
        let load = median(&times(400, || saved.clone(), |bytes| Automerge::load(&bytes).unwrap()));
        let commit = median(&times(
            400,
            || taps.clone(),
            |mut doc| {
                let mut tx = doc.transaction();
                (variant.answer)(&mut tx, 20, "c_handrails", "problem", 777);
                tx.commit_with(at(777));
                doc.get_last_local_change().map(|change| change.raw_bytes().len())
            },
        ));
        let (base_load, base_commit) = *first.get_or_insert((load, commit));
        println!(
            "| {} | {} B | {} B | {} B | {} B | {} B | {} B | {} ({:.1}×) | {} ({:.1}×) |",
            variant.name,
            one.save_nocompress().len(),
            one.save().len(),
            saved.len(),
            taps.save().len(),
            zstd::encode_all(saved.as_slice(), 3).unwrap().len(),
            change_bytes(&taps),
            us(load),
            ratio(load, base_load),
            us(commit),
            ratio(commit, base_commit),
        );
    }
    println!();
}
