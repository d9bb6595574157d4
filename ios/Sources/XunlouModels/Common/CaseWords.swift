// Cases in words: what the list, today and a case's own screen say alike.
import Foundation
import XunlouCore

/// Words a case.
struct CaseWords: Sendable {
  let words: Words
  let times: Times
  let me: Me
  let now: Date
  let rules: EstateRules

  func rows(_ cases: [CaseView]) -> [CaseRow] {
    cases.map { view in
      CaseRow(
        id: view.document,
        title: view.title,
        detail: detail(view),
        state: words.of(view.state),
        due: due(view),
        mark: mark(view),
        isMine: view.by.person == me.person)
    }
  }

  /// The kind, the unit and the department.
  func detail(_ view: CaseView) -> String {
    let parts = [words.of(view.kind), view.unit, department(view.department)]
    return parts.compactMap { $0 }.joined(separator: " · ")
  }

  func department(_ id: String?) -> String? {
    guard let id else { return nil }
    return rules.departments.first { $0.id == id }.map { words.of($0.label) } ?? id
  }

  /// The step that is due next, and by when.
  func due(_ view: CaseView) -> String {
    guard let next = view.due.filter({ $0.doneAt == nil }).min(by: { $0.due < $1.due }) else {
      return ""
    }
    let time = times.brief(next.due, now: now)
    return due(words.of(next.step), time, late: now >= next.due)
  }

  /// A step with the time by which it is, or was, due.
  func due(_ step: String, _ time: String, late: Bool) -> String {
    late
      ? words("cases-overdue", ["step": step, "time": time])
      : words("cases-due", ["step": step, "time": time])
  }

  func mark(_ view: CaseView) -> TodayState.Mark {
    if view.state == .closed { return .good }
    if view.overdue { return .bad }
    return view.severity == .urgent ? .warning : .due
  }
}
