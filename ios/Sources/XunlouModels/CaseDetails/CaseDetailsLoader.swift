// Reads a case from the core and words it. Runs on the core's queue.
import XunlouCore

struct CaseDetailsLoader: Sendable {
  let document: DocumentId
  let me: Me
  let words: Words
  let times: Times

  func load(_ core: Workspace) throws -> CaseDetailsState {
    let (view, rules, now) = (
      try core.caseView(caseDocument: document), try core.rules(), try core.now()
    )
    let worder = CaseWords(words: words, times: times, me: me, now: now, rules: rules)
    var state = CaseDetailsState()
    state.title = view.title
    state.detail = view.detail
    state.about = worder.detail(view)
    state.severity = words.of(view.severity)
    state.state = words.of(view.state)
    state.mark = worder.mark(view)
    state.reported = [times.moment(view.reported), view.by.name].compactMap { $0 }
      .joined(separator: " · ")
    state.due = view.due.map { due in
      let step = words.of(due.step)
      if let done = due.doneAt {
        let text = words("case-done", ["step": step, "time": times.brief(done, now: now)])
        return .init(id: due.deadline, text: text, mark: done < due.due ? .good : .warning)
      }
      let (late, time) = (now >= due.due, times.brief(due.due, now: now))
      let text = worder.due(step, time, late: late)
      return .init(id: due.deadline, text: text, mark: late ? .bad : .due)
    }
    state.facts = try view.facts.map { try fact($0, worder, core) }
    state.photos = view.photos
    state.found = view.found?.record
    state.steps = Self.steps(view).map { step in
      .init(
        id: step, title: words.of(step), needsDepartment: step == .dispatched,
        needsSatisfaction: step == .calledBack)
    }
    state.departments = rules.departments.map { .init(id: $0.id, text: words.of($0.label)) }
    state.mostPhotoBytes = Int(rules.device.maxPhotoBytes)
    return state
  }

  private func fact(
    _ fact: CaseFact, _ worder: CaseWords, _ core: Workspace
  ) throws -> CaseDetailsState.Fact {
    let satisfaction = fact.satisfaction.map { words("case-satisfied", ["points": $0]) }
    let title = [words.of(fact.step), worder.department(fact.department), satisfaction]
    let by = [times.moment(fact.at), try core.personName(person: fact.by)]
    return CaseDetailsState.Fact(
      title: title.compactMap { $0 }.joined(separator: " · "),
      by: by.compactMap { $0 }.joined(separator: " · "), note: fact.note)
  }

  /// The steps that make sense next. The core would take others too; a hand in a stairwell should
  /// not have to choose among all of them.
  static func steps(_ view: CaseView) -> [CaseStep] {
    let next: [CaseStep] =
      switch view.state {
      case .open: [.dispatched, .planned, .handled, .closed]
      case .dispatched: [.planned, .checked, .handled, .dispatched]
      case .planned: [.checked, .handled, .dispatched]
      case .handled: [.closed, .checked]
      case .awaitingCallback: [.calledBack, .checked]
      case .closed: []
      }
    let isReplyDue = view.due.contains { $0.step == .replied && $0.doneAt == nil }
    guard isReplyDue, view.state != .closed else { return next }
    return view.state == .awaitingCallback ? next + [.replied] : [.replied] + next
  }
}
