// What takes more than one call: whole groups and back, typed texts, a case, finishing.
import Foundation
import XunlouCore

extension RecordModel {
  func groupNormal(_ group: String) async {
    let group = facts?.view.groups.first { $0.id == group }
    let open = group?.items.compactMap(\.normal) ?? []
    guard !open.isEmpty else { return }
    let record = document
    if await commit(open.map(\.item), { try $0.answerAll(record: record, answers: open) }) {
      hand.undo = Set(open.map(\.item))
      hand.notice = Notice(words("record-all-normal-done", ["count": open.count]))
    }
  }

  /// Takes the last whole group back. What was answered otherwise since then stays.
  func undo() async {
    let items = hand.undo.filter { asked($0)?.answer == "ok" }.sorted()
    let record = document
    await commit(items) { try $0.clearAnswers(record: record, items: items) }
  }

  /// Saves what was typed. What does not fit stays as it was typed, and says why.
  func saveDrafts() async {
    await turns.take {
      for (draft, text) in hand.drafts
      where draft.isNote || state?.item(draft.item)?.wrong == nil {
        await save(draft, text)
      }
    }
  }

  private func save(_ draft: RecordHand.Draft, _ text: String) async {
    let (record, kept) = (document, text.trimmed)
    await attempt {
      try await context.core.call { core in
        if draft.isNote {
          try core.setNote(record: record, item: draft.item, note: kept)
        } else if kept.isEmpty {
          try core.clearAnswers(record: record, items: [draft.item])
        } else {
          try core.answer(record: record, item: draft.item, value: kept)
        }
      }
      try await load()
      // What was typed meanwhile has its own turn.
      if hand.drafts[draft] == text { hand.drafts[draft] = nil }
    }
  }

  /// Makes a case of a problem. The core takes its photos along, and sends it to the department at
  /// once (P8, P15).
  func report() async {
    guard let report = hand.report, let item = asked(report.item) else { return }
    await saveDrafts()
    let new = NewCase(
      kind: .finding, title: words.of(item.label), detail: asked(report.item)?.note ?? "",
      department: report.department, severity: item.severity,
      found: FoundAt(record: document, item: item.id), about: nil, agreed: nil)
    if await commit([item.id], { _ = try $0.reportCase(new: new) }) {
      (hand.report, hand.notice) = (nil, Notice(words("record-reported")))
    }
  }

  /// Finishes the record, or says what is missing and goes there.
  func finish() async {
    await saveDrafts()
    if let wrong = state?.items.first(where: { $0.wrong != nil }) {
      tell(Notice(words("error-invalid-input"), .wrong))
      return jump(to: wrong.id)
    }
    let record = document
    hand.isFinishing = true
    (hand.notice, hand.undo) = (nil, [])
    defer { hand.isFinishing = false }
    await attempt {
      do {
        try await context.core.call { try $0.finish(record: record) }
      } catch let error as XunlouError {
        try await load()
        if case .Incomplete(let missing) = error {
          hand.showsMissing = true
          let first = state?.items.first { missing.contains($0.id) }
          if let first { jump(to: first.id) }
        }
        throw error
      }
      try await load()
      (hand.showsMissing, hand.notice) = (false, Notice(words("record-finished")))
    }
  }

  private func jump(to item: String) {
    hand.jump = .init(item: item, turn: (hand.jump?.turn ?? 0) + 1)
  }
}
