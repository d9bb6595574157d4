//! What Automerge itself writes passes.

use automerge::transaction::Transactable;
use automerge::{ActorId, AutoCommit, Automerge, ObjType, ROOT, ReadDoc, ScalarValue};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::fixtures::{
    Rng, actor, admit_any, any_schema, any_shape, changes, live, put, random_steps, record,
};
use crate::document::gate::{Base, Limits, admit_snapshot, inspect, scan_change, scan_document};

fn file(name: &str, bytes: Vec<u8>) -> (String, Vec<u8>) {
    (name.to_owned(), bytes)
}

/// All ways in which a document can arrive.
fn passes_in_every_form(document: &Automerge, limits: &Limits) {
    for saved in [document.save(), document.save_nocompress()] {
        let scanned = scan_document(&saved, limits).unwrap();
        assert_eq!(scanned.changes as usize, document.get_changes(&[]).len());
        let (loaded, heads) = admit_snapshot(&saved, limits, &any_schema).unwrap();
        assert_eq!(loaded.save_nocompress(), document.save_nocompress());
        assert_eq!(heads.len(), document.get_heads().len());
    }
    let plain = changes(document);
    let deflated: Vec<Vec<u8>> =
        document.get_changes(&[]).iter_mut().map(|change| change.bytes().to_vec()).collect();
    for (mut change, (plain, bytes)) in
        document.get_changes(&[]).into_iter().zip(plain.iter().zip(&deflated))
    {
        let scanned = scan_change(bytes, limits).unwrap();
        assert_eq!(scanned.hash.0, change.hash().0);
        assert_eq!(scanned.bytes, *plain);
        assert_eq!(scanned.ops as usize, change.len());
        assert_eq!(scanned.max_op(), change.max_op());
        assert!(!change.bytes().is_empty());
    }
    // In any order, at once.
    let mut shuffled = deflated;
    shuffled.reverse();
    let admission = admit_any(Base::None, shuffled.clone(), limits);
    assert_eq!(admission.refused, []);
    assert_eq!(admission.waiting, []);
    assert_eq!(admission.accepted.len(), plain.len());
    assert_eq!(admission.document.get_heads().len(), document.get_heads().len());
    // As files, all apart or all together.
    let files: Vec<_> = shuffled.into_iter().map(|bytes| file("change", bytes)).collect();
    assert!(inspect(&files, limits).iter().all(|inspection| inspection.is_taken()));
    let mut together = vec![file("document", document.save())];
    if !plain.is_empty() {
        together.push(file("all", plain.concat()));
    }
    for inspection in inspect(&together, limits) {
        assert!(inspection.is_taken(), "{inspection}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        rng_seed: RngSeed::Fixed(20_240_601),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_document_that_automerge_writes_passes(
        steps in prop::collection::vec(any::<(u8, u8, u16)>(), 0..40),
    ) {
        passes_in_every_form(&live(&[actor(3), actor(1), actor(2)], &steps), &any_shape());
    }
}

#[test]
fn a_record_of_the_product_is_flat_and_passes() {
    let document = record(60);
    let scanned = scan_document(&document.save_nocompress(), &Limits::default()).unwrap();
    assert!(scanned.flat);
    passes_in_every_form(&document, &Limits::default());
}

#[test]
fn conflicts_and_deletions_keep_a_record_flat() {
    let mut one = record(10);
    let mut two = one.fork().with_actor(actor(9));
    put(&mut one, "a/电梯.3", "problem@9");
    put(&mut two, "a/电梯.3", "na@9");
    let mut transaction = two.transaction();
    transaction.delete(ROOT, "a/电梯.4").unwrap();
    transaction.commit();
    put(&mut one, "a/电梯.4", "ok@10");
    one.merge(&mut two).unwrap();
    assert_eq!(one.get_all(ROOT, "a/电梯.3").unwrap().len(), 2);
    let scanned = scan_document(&one.save(), &Limits::default()).unwrap();
    assert!(scanned.flat);
    passes_in_every_form(&one, &Limits::default());
}

#[test]
fn an_empty_document_and_empty_changes_pass() {
    passes_in_every_form(&Automerge::new(), &Limits::default());
    let mut document = record(2);
    document.empty_commit(Default::default());
    put(&mut document, "after", "it");
    passes_in_every_form(&document, &Limits::default());
}

#[test]
fn actors_of_any_length_pass_as_files() {
    let actors = [vec![], vec![1], vec![2; 5], vec![3; 64], vec![1, 2]];
    let actors: Vec<_> = actors.into_iter().map(ActorId::from).collect();
    let document = live(&actors, &random_steps(&mut Rng(5), 60));
    passes_in_every_form(&document, &Limits::for_files());
    assert!(admit_snapshot(&document.save(), &Limits::default(), &any_schema).is_err());
}

#[test]
fn a_transaction_at_older_heads_passes_as_a_file() {
    let mut document = AutoCommit::new().with_actor(actor(1));
    document.put(ROOT, "one", 1).unwrap();
    let heads = document.get_heads();
    for n in 0..5 {
        document.put(ROOT, "two", n).unwrap();
        document.commit();
    }
    document.isolate(&heads);
    document.put(ROOT, "aside", 1).unwrap();
    document.integrate();
    document.put(ROOT, "after", 1).unwrap();
    let files = [file("document", document.save())];
    for inspection in inspect(&files, &Limits::for_files()) {
        assert!(inspection.is_taken(), "{inspection}");
    }
}

#[test]
fn a_change_rolled_back_leaves_a_document_that_passes() {
    let mut document = record(3);
    document.set_actor(actor(200));
    let mut transaction = document.transaction();
    transaction.put(ROOT, "never", "mind").unwrap();
    transaction.rollback();
    passes_in_every_form(&document, &Limits::default());
}

#[test]
fn large_texts_lists_and_deletions_pass_as_files() {
    let limits = Limits::for_files();
    let mut document = Automerge::new().with_actor(actor(1));
    let mut transaction = document.transaction();
    let text = transaction.put_object(ROOT, "text", ObjType::Text).unwrap();
    let list = transaction.put_object(ROOT, "list", ObjType::List).unwrap();
    transaction.commit();
    let mut transaction = document.transaction();
    transaction.splice_text(&text, 0, 0, &"巡楼 patrol ".repeat(2_500)).unwrap();
    transaction.commit();
    let mut transaction = document.transaction();
    transaction.splice(&list, 0, 0, (0..10_500).map(ScalarValue::from)).unwrap();
    transaction.commit();
    let mut transaction = document.transaction();
    transaction.splice_text(&text, 500, 11_000, "").unwrap();
    transaction.commit();
    let saved = document.save();
    assert!(scan_document(&saved, &limits).unwrap().ops > 30_000);
    let mut files = vec![file("document", saved)];
    files.extend(document.get_changes(&[]).iter_mut().map(|c| file("c", c.bytes().to_vec())));
    for inspection in inspect(&files, &limits) {
        assert!(inspection.is_taken(), "{inspection}");
    }
}

#[test]
fn a_document_followed_by_changes_in_one_file_passes() {
    let mut document = record(5);
    let mut bytes = document.save();
    let heads = document.get_heads();
    put(&mut document, "later", "one");
    put(&mut document, "later", "two");
    bytes.extend(document.save_after(&heads));
    let inspections = inspect(&[file("both", bytes)], &Limits::default());
    assert!(inspections[0].is_taken(), "{}", inspections[0]);
    assert_eq!(inspections[0].parts.len(), 3);
}
