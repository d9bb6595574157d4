// The form that excuses a slot.
import XunlouCore

/// An excuse as far as it is filled in.
public struct ExcuseForm: Sendable, Hashable, Identifiable {
  public let duty: TodayState.Duty
  /// One of the rules' reasons (P14).
  public internal(set) var reason: String?
  public internal(set) var note = ""

  public var id: String { duty.id }
  /// Whether it can be sent.
  public var isComplete: Bool { reason != nil }

  init(_ duty: TodayState.Duty) { self.duty = duty }

  /// The form of a draft; absent if its slot is not to be excused any more. Slots come again each
  /// day: one of another day is another one.
  init?(_ fields: DraftKeeper.Fields, in state: TodayState) {
    let duty = state.duties.first { $0.id == fields["duty"] && $0.slot.day == fields["day"] }
    guard let duty, duty.canExcuse else { return nil }
    self.init(duty)
    reason = state.reasons.first { $0.id == fields["reason"] }?.id
    note = fields["note"] ?? ""
  }

  /// What is worth keeping.
  var fields: DraftKeeper.Fields {
    if reason == nil && note.trimmed.isEmpty { return [:] }
    var fields = ["duty": duty.id, "day": duty.slot.day, "note": note]
    fields["reason"] = reason
    return fields
  }
}
