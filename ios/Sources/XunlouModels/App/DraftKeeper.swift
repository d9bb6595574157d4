// What is filled in on a screen and not saved yet. The core keeps it on this device until it is: the
// screen may be left at any time, and the system may end the app.
import XunlouCore

/// Keeps the draft 草稿 of one screen's form.
@MainActor
final class DraftKeeper {
  /// What is filled in, by field; nothing, if nothing is worth keeping.
  typealias Fields = [String: String]

  /// When what was filled in is kept, while one is still at it.
  let pause: TypingPause

  private let place: String
  private let core: Core
  /// What the core keeps; absent until that is known.
  private var kept: Fields?
  /// What is being saved must not be kept as a draft behind it.
  private let turns = Turns()

  /// `place` names the screen to the core.
  init(_ place: String, _ context: Context) {
    self.place = place
    core = context.core
    pause = TypingPause(context.typingPause)
  }

  /// Hands over what was filled in when the screen was last left. Once, before the screen shows
  /// anything. What cannot be read is as nothing: no draft keeps a screen from being shown.
  func restore(_ takeUp: (Fields) -> Void) async {
    let place = place
    guard kept == nil, let draft = try? await core.call({ try $0.draft(place: place) }), kept == nil
    else { return }
    let fields = Fields(draft.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    kept = fields
    if !fields.isEmpty { takeUp(fields) }
  }

  /// Keeps what is filled in then, unless the core has it already.
  func keep(_ filledIn: () -> Fields) async throws {
    try await turns.take {
      let (place, fields) = (place, filledIn())
      guard fields != kept ?? [:] else { return }
      try await core.call { core in
        try core.keepDraft(
          place: place, fields: fields.map { DraftField(name: $0.key, value: $0.value) })
      }
      kept = fields
    }
  }

  /// Saves what is filled in, and forgets the draft in the same turn: who comes back after the app's
  /// end finds no form that was saved already. `then` clears the form before anybody keeps it again.
  func save<T: Sendable>(
    _ work: @escaping @Sendable (Workspace) throws -> T,
    then: (T) -> Void
  ) async throws {
    try await turns.take {
      let (place, isKept) = (place, kept != [:])
      let (made, isForgotten) = try await core.call { core in
        let made = try work(core)
        // It is saved: that the draft stays for now is no reason to say otherwise.
        return (made, !isKept || (try? core.keepDraft(place: place, fields: [])) != nil)
      }
      if isForgotten { kept = [:] }
      then(made)
    }
  }
}
