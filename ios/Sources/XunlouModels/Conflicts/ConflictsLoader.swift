// Reads the open conflicts from the core and words them. Runs on the core's queue.
import XunlouCore

struct ConflictsLoader: Sendable {
  let words: Words
  let times: Times

  func load(_ core: Workspace) throws -> ConflictsState {
    let (conflicts, rules, now) = (try core.conflicts(), try core.rules(), try core.now())
    return ConflictsState(
      conflicts: conflicts.map { conflict in
        let candidates = conflict.candidates.enumerated().map { place, candidate in
          let time = candidate.at.map { times.brief($0, now: now) }
          let by = [candidate.by.name, candidate.by.device, time].compactMap { $0 }
          let text = candidate.label.map(words.of) ?? candidate.said
          return ConflictsState.Candidate(
            id: place, text: text.isEmpty ? words("conflicts-empty") : text,
            by: by.joined(separator: " · "), isMine: candidate.mine, change: candidate.change)
        }
        return ConflictsState.Conflict(
          id: "\(conflict.document) \(conflict.key)", title: words.of(conflict.label),
          place: place(conflict, core), candidates: candidates,
          options: options(conflict, rules, core), document: conflict.document, key: conflict.key)
      })
  }

  /// The document, so far as it can be read; a conflict is shown all the same.
  private func place(_ conflict: ConflictView, _ core: Workspace) -> String {
    let document = conflict.document
    switch conflict.kind {
    case .record:
      guard let view = try? core.record(record: document) else { return "" }
      return "\(words.of(view.label)) · \(times.day(view.day))"
    case .household: return (try? core.household(household: document).unit) ?? ""
    case .decoration: return (try? core.decoration(project: document).unit) ?? ""
    case .case: return (try? core.caseView(caseDocument: document).title) ?? ""
    case .rulepack, .directory, .worklog: return ""
    }
  }

  private func answer(_ id: String) -> String {
    switch id {
    case "ok": words("check-ok")
    case "problem": words("check-problem")
    default: words("check-na")
    }
  }

  /// The answers or choices that the register takes, if it takes no text.
  private func options(
    _ conflict: ConflictView, _ rules: EstateRules, _ core: Workspace
  ) -> [RecordState.Option] {
    switch conflict.kind {
    case .record where conflict.key.hasPrefix("a/"):
      let groups = (try? core.record(record: conflict.document))?.groups ?? []
      let item = groups.flatMap(\.items).first { $0.id == conflict.key.dropFirst(2) }
      switch item?.kind {
      case .check:
        return ["ok", "problem", "na"].map { .init(id: $0, text: answer($0)) }
      case .oneOf(let choices): return choices.map { $0.option(words) }
      default: return []
      }
    case .household where conflict.key.hasPrefix("f/"):
      let field = conflict.key.dropFirst(2).prefix { $0 != "#" }
      let choices = rules.householdFields.first { $0.id == field }?.choices ?? []
      return choices.map { .init(id: $0.id, text: words.of($0.label), mark: .quiet) }
    default: return []
    }
  }
}
