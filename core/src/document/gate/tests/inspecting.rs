//! What `inspect` says of files.

use super::fixtures::{actor, changes, put, record};
use super::forge::Forged;
use crate::document::gate::{
    Content, Inspection, Limits, Reason, RefusalReason, inspect, read_bounded,
};

fn look(files: &[(&str, Vec<u8>)]) -> Vec<Inspection> {
    let files: Vec<_> =
        files.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())).collect();
    inspect(&files, &Limits::for_files())
}

#[test]
fn it_tells_what_each_file_is() {
    let document = record(2);
    let plain = changes(&document);
    let mut long = record(0).with_actor(actor(2));
    put(&mut long, "text", &"long enough to be deflated ".repeat(40));
    let deflated = long.get_changes(&[]).last_mut().unwrap().bytes().to_vec();
    let files = [
        ("document", document.save()),
        ("change", plain[1].clone()),
        ("deflated", deflated),
        ("its base", plain[0].clone()),
        ("picture", b"\xff\xd8\xff\xe0".to_vec()),
    ];
    let texts: Vec<_> = look(&files).iter().map(ToString::to_string).collect();
    assert!(texts[0].starts_with("document: document: 3 changes, 3 ops, 1 actors, heads "));
    assert!(texts[0].ends_with(": taken"), "{}", texts[0]);
    let actor = "01".repeat(16);
    let expected =
        format!("actor {actor}, seq 2, start op 2, 1 ops, 1 deps, time 1700000000: taken");
    assert!(
        texts[1].starts_with("change: change ") && texts[1].ends_with(&expected),
        "{}",
        texts[1]
    );
    assert!(texts[2].starts_with("deflated: deflated change ") && texts[2].ends_with(": taken"));
    assert!(texts[3].ends_with(": taken"));
    assert_eq!(
        texts[4],
        "picture: not an Automerge chunk: REFUSED: chunk header, byte 0: this is not an Automerge \
         chunk (the magic bytes are missing)"
    );
}

#[test]
fn what_a_change_rests_on_may_be_in_any_file_in_any_order() {
    let mut document = record(3);
    let saved = document.save();
    let heads = document.get_heads();
    put(&mut document, "b", "1");
    put(&mut document, "b", "2");
    let late = changes(&document).split_off(4);
    assert_eq!(heads.len(), 1);
    let files = [("2", late[1].clone()), ("1", late[0].clone()), ("0", saved)];
    assert!(look(&files).iter().all(Inspection::is_taken));
    // Also when the changes lie in one file, the later one first.
    let files = [("21", [late[1].clone(), late[0].clone()].concat()), files[2].clone()];
    assert!(look(&files).iter().all(Inspection::is_taken));
}

#[test]
fn it_asks_for_the_document_where_dependencies_are_missing() {
    let document = record(3);
    let alone = look(&[("alone", changes(&document)[3].clone())]);
    assert_eq!(
        alone[0].parts[0].refusal,
        Some(RefusalReason::MissingDependencies { missing: 1, total: 1 })
    );
    assert!(alone[0].to_string().contains("1 of its 1 dependencies are missing"));
    assert!(alone[0].to_string().contains("give the document that it belongs to along"));
}

#[test]
fn unrelated_documents_do_not_meet() {
    // The same actor wrote different first changes in each: merged, they would contradict.
    let mut one = record(2);
    let mut two = automerge::Automerge::new().with_actor(actor(1));
    put(&mut two, "other", "document");
    let files = [
        ("one", one.save()),
        ("two", two.save()),
        ("of one", {
            put(&mut one, "x", "y");
            changes(&one).pop().unwrap()
        }),
        ("of two", {
            put(&mut two, "x", "y");
            changes(&two).pop().unwrap()
        }),
    ];
    assert!(look(&files).iter().all(Inspection::is_taken));
}

#[test]
fn branches_that_contradict_are_judged_each_by_its_own() {
    let base = record(2);
    let (mut one, mut two) = (base.clone(), base.clone());
    put(&mut one, "x", "this");
    put(&mut two, "x", "that");
    let files = [
        ("one", one.save()),
        ("two", two.save()),
        ("late", {
            put(&mut two, "x", "later");
            changes(&two).pop().unwrap()
        }),
    ];
    for inspection in look(&files) {
        assert!(inspection.is_taken(), "{inspection}");
    }
}

#[test]
fn a_refused_part_is_named_with_its_place() {
    let mut bytes = record(2).save();
    let offset = bytes.len();
    bytes.extend(Forged::bomb(3_000_000).bytes());
    bytes.extend(b"rubbish");
    let inspection = look(&[("file", bytes)]).remove(0);
    assert!(!inspection.is_taken());
    let taken: Vec<_> = inspection.parts.iter().map(|part| part.refusal.is_none()).collect();
    assert_eq!(taken, [true, false, false]);
    assert_eq!(inspection.parts[1].offset, offset);
    assert_eq!(inspection.parts[2].content, Content::NotAutomerge);
    let text = inspection.to_string();
    assert!(text.contains(&format!("file at byte {offset}: damaged change: REFUSED")));
    assert!(text.contains("more operations than the limit of 65536"));
}

#[test]
fn an_empty_file_is_no_automerge() {
    assert!(!look(&[("empty", vec![])])[0].is_taken());
}

#[test]
fn a_file_larger_than_the_limit_is_read_no_further() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("large");
    let file = std::fs::File::create(&path).unwrap();
    // Five gigabytes that take no room on the disk.
    file.set_len(5 << 30).unwrap();
    let limits = Limits { max_file_bytes: 1 << 20, ..Limits::for_files() };
    let bytes = read_bounded(&path, &limits).unwrap();
    assert_eq!(bytes.len(), (1 << 20) + 1);
    let inspection = inspect(&[("large".to_owned(), bytes)], &limits).remove(0);
    let Some(RefusalReason::Unsafe(why)) = &inspection.parts[0].refusal else { panic!() };
    assert_eq!(why.reason, Reason::OverLimit { what: "bytes in a file", limit: 1 << 20 });
}
