// The form of a third value, where neither of two is right.

/// A third value as far as it is written.
public struct ThirdValue: Sendable, Hashable, Identifiable {
  public let conflict: ConflictsState.Conflict
  /// What is written, or the option's id.
  public internal(set) var text = ""

  public var id: String { conflict.id }
  /// Whether it can be saved.
  public var isComplete: Bool { !text.trimmed.isEmpty }

  init(_ conflict: ConflictsState.Conflict) { self.conflict = conflict }

  /// The form of a draft; absent if its conflict is settled.
  init?(_ fields: DraftKeeper.Fields, in state: ConflictsState) {
    guard let conflict = state.conflicts.first(where: { $0.id == fields["conflict"] }) else {
      return nil
    }
    self.init(conflict)
    let (text, options) = (fields["text"] ?? "", conflict.options)
    if options.isEmpty || options.contains(where: { $0.id == text }) { self.text = text }
  }

  /// What is worth keeping.
  var fields: DraftKeeper.Fields {
    text.trimmed.isEmpty ? [:] : ["conflict": conflict.id, "text": text]
  }
}
