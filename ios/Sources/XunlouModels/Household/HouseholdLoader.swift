// Reads a customer file from the core and words it. Runs on the core's queue.
import XunlouCore

struct HouseholdLoader: Sendable {
  let household: DocumentId
  let me: Me
  let words: Words
  let times: Times

  func load(_ core: Workspace) throws -> HouseholdState {
    let (file, rules) = (try core.household(household: household), try core.rules())
    let infos = Dictionary(
      rules.householdFields.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var state = HouseholdState()
    state.unit = file.unit
    state.fields = file.fields.map { field($0, infos[String($0.key.prefix { $0 != "#" })]) }
    state.addable = rules.householdFields.filter(\.repeated).map {
      .init(id: $0.id, title: words.of($0.label), input: input($0))
    }
    state.visits = try core.visits(household: household).map { visit in
      let finished = visit.finished ? nil : words("household-visit-open")
      let parts = [times.day(visit.day), visit.by, finished]
      return .init(
        id: visit.record, text: parts.compactMap { $0 }.joined(separator: " · "),
        isFinished: visit.finished)
    }
    state.visitForm =
      rules.forms.first { form in
        form.kind == .visit && form.subject == .household && form.roles.contains(me.role)
      }?.id
    return state
  }

  private func field(_ view: FieldView, _ info: FieldInfo?) -> HouseholdState.Field {
    let source = view.value.map { value in
      let parts = [words.of(value.source), times.date(value.at), view.by.name]
      return parts.compactMap { $0 }.joined(separator: " · ")
    }
    return HouseholdState.Field(
      id: view.key, title: words.of(view.label),
      text: view.choice.map(words.of) ?? view.value?.value ?? "",
      value: view.value?.value ?? "", source: source ?? "", isInConflict: view.conflict,
      input: info.map(input) ?? .text)
  }

  private func input(_ info: FieldInfo) -> HouseholdState.Input {
    switch info.kind {
    case .text, .plate: .text
    case .phone: .phone
    case .date: .date
    case .choice:
      .choice(info.choices.map { .init(id: $0.id, text: words.of($0.label), mark: .quiet) })
    }
  }
}
