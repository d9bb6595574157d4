// Puts into words what the core knows and what the hand is at. Decides nothing.
import XunlouCore

struct RecordWording {
  let facts: RecordFacts
  let hand: RecordHand
  let words: Words
  let times: Times

  private var view: RecordView { facts.view }
  private var isOpen: Bool { view.start != nil && view.end == nil }

  func state() -> RecordState {
    var state = RecordState()
    state.title = "\(title) · \(facts.subject)"
    state.subtitle = [times.day(view.day), view.author.name].compactMap { $0 }
      .joined(separator: " · ")
    state.answered = Int(view.progress.answered)
    state.asked = Int(view.progress.asked)
    state.groups = inOrder(view.groups).map(group)
    let kind = facts.rules.forms.first { $0.id == view.form }?.kind
    state.rain = isOpen && kind == .patrol ? view.rain : nil
    state.finished = view.end.map { words("record-finished-at", ["time": times.clock($0)]) }
    state.isOpen = isOpen
    state.excuse = view.excuse.map(excuse) ?? ""
    state.unsent = facts.unsent
    (state.focus, state.jump) = (hand.focus, hand.jump)
    state.canUndo = !hand.undo.isEmpty
    state.isFinishing = hand.isFinishing
    state.notice = hand.notice
    state.mostPhotoBytes = Int(facts.rules.device.maxPhotoBytes)
    return state
  }

  private var title: String {
    guard let duty = facts.duty else { return words.of(view.label) }
    return words(
      "record-title-slot", ["slot": words.of(duty.slot), "duty": words.of(duty.duty)])
  }

  private func excuse(_ excuse: ExcuseView) -> String {
    let reason = facts.rules.excuses.first { $0.id == excuse.reason }.map { words.of($0.label) }
    return [reason ?? excuse.reason, excuse.note].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private func group(_ group: GroupView) -> RecordState.Group {
    RecordState.Group(
      id: group.id, title: words.of(group.label),
      answered: group.items.count { item in
        item.answer != nil || (input(item.kind).isPicture && !item.photos.isEmpty)
      },
      items: group.items.map(item),
      canBeNormal: isOpen && group.items.contains { $0.normal != nil })
  }

  private func item(_ item: ItemView) -> RecordState.Item {
    let typed = hand.drafts[.init(item: item.id, isNote: false)]
    let note = hand.drafts[.init(item: item.id, isNote: true)]
    let report = hand.report.flatMap { $0.item == item.id ? $0 : nil }
    let input = input(item.kind)
    let caseDocument = facts.cases[item.id] ?? item.followsUp
    return RecordState.Item(
      id: item.id, title: words.of(item.label), hint: item.hint.map(words.of) ?? "",
      input: input, answer: typed ?? item.answer, said: said(item), isProblem: item.problem,
      isRequired: item.required, note: note ?? item.note ?? "", photos: item.photos.map(\.hash),
      canAddPhoto: isOpen && item.photos.count < facts.rules.device.maxPhotosPerItem,
      missing: item.missing.map { $0 == .photo ? .photo : .answer },
      isMarked: hand.showsMissing && item.missing != nil,
      isInConflict: view.conflicts.contains(item.id), followsUp: item.followsUp != nil,
      caseDocument: caseDocument, canReport: isOpen && item.problem && caseDocument == nil,
      report: report.map { .init(departments: departments, chosen: $0.department) },
      isSaving: hand.saving.contains(item.id) || typed != nil || note != nil,
      wrong: typed.flatMap { words.wrong(input, $0) })
  }

  private var departments: [RecordState.Option] {
    facts.rules.departments.map { .init(id: $0.id, text: words.of($0.label)) }
  }

  private func said(_ item: ItemView) -> String {
    if let label = item.answerLabel { return words.of(label) }
    guard let answer = item.answer else { return "" }
    switch item.kind {
    case .number(_, _, let unit):
      return [answer, unit.map(words.of)].compactMap { $0 }.joined(separator: " ")
    case .date: return times.date(of: answer)
    default: return answer
    }
  }

  private func input(_ kind: AnswerKind) -> RecordState.Input {
    switch kind {
    case .check:
      .choice([
        .init(id: "ok", text: words("check-ok"), mark: .good),
        .init(id: "problem", text: words("check-problem"), mark: .bad),
        .init(id: "na", text: words("check-na"), mark: .quiet),
      ])
    case .oneOf(let choices): .choice(choices.map { $0.option(words) })
    case .number(let min, let max, let unit):
      .number(min...Swift.max(min, max), unit: unit.map(words.of) ?? "")
    case .text(let max): .text(most: Int(max))
    case .date: .date
    case .photo: .photo
    case .signature: .signature
    case .reference: .reference
    }
  }

  /// The afternoon opens with what the morning found (P1).
  private func inOrder(_ groups: [GroupView]) -> [GroupView] {
    let follows = { (group: GroupView) in group.items.contains { $0.followsUp != nil } }
    return groups.filter(follows) + groups.filter { !follows($0) }
  }
}

extension Choice {
  func option(_ words: Words) -> RecordState.Option {
    .init(id: id, text: words.of(label), mark: problem ? .bad : id == "na" ? .quiet : .good)
  }
}

extension ItemView {
  /// The answer that says 正常, where the item is open and one tap may give it. Not to a follow-up:
  /// what it brings to its case could not be taken back.
  var normal: ItemAnswer? {
    guard answer == nil, followsUp == nil else { return nil }
    switch kind {
    case .check: return ItemAnswer(item: id, value: "ok")
    case .oneOf(let choices) where choices.contains { $0.id == "ok" && !$0.problem }:
      return ItemAnswer(item: id, value: "ok")
    default: return nil
    }
  }
}

extension Words {
  /// Why what was typed cannot be saved; nothing if it can.
  func wrong(_ input: RecordState.Input, _ text: String) -> String? {
    let text = text.trimmed
    switch input {
    case .number(let range, _):
      let fits = text.isEmpty || Int64(text).map(range.contains) == true
      let gaps = ["min": range.lowerBound, "max": range.upperBound]
      return fits ? nil : self("record-number", gaps)
    case .text(let most):
      return text.unicodeScalars.count <= most ? nil : self("record-too-long", ["count": most])
    default: return nil
    }
  }
}
