// All that the shell says. The texts are the core's catalogue, so that both apps say the same.
import XunlouCore

/// What fills a gap of a text: a number, which may decide between singular and plural, or a text.
public protocol GapFiller: Sendable {
  var filling: GapValue { get }
}

extension Int: GapFiller {
  public var filling: GapValue { .number(number: Int64(self)) }
}

extension Int64: GapFiller {
  public var filling: GapValue { .number(number: self) }
}

extension String: GapFiller {
  public var filling: GapValue { .text(text: self) }
}

/// The words of one language.
public struct Words: Sendable, Hashable {
  /// Which language.
  public let language: Language

  /// Words of a language.
  public init(_ language: Language) {
    self.language = language
  }

  /// A text of the catalogue with its gaps filled: `words("today-unsent", ["count": 3])`.
  public func callAsFunction(_ key: String, _ gaps: [String: any GapFiller] = [:]) -> String {
    say(
      language: language, key: key,
      gaps: gaps.map { Gap(name: $0.key, value: $0.value.filling) })
  }

  /// A text that came with the data.
  public func of(_ label: Label) -> String {
    language == .chinese ? label.zh : label.en
  }

  /// What became of a slot.
  public func of(_ state: SlotState) -> String { of(slotStateLabel(state: state)) }

  /// How far a case has come.
  public func of(_ state: CaseState) -> String { of(caseStateLabel(state: state)) }

  /// What a kind of case is called.
  public func of(_ kind: CaseKind) -> String { of(caseKindLabel(kind: kind)) }

  /// What a step of a case is called.
  public func of(_ step: CaseStep) -> String { of(caseStepLabel(step: step)) }

  /// How bad a problem is.
  public func of(_ severity: Severity) -> String { of(severityLabel(severity: severity)) }

  /// What a role is called.
  public func of(_ role: Role) -> String { of(roleLabel(role: role)) }

  /// How papers stand.
  public func of(_ expiry: Expiry) -> String { of(expiryLabel(expiry: expiry)) }

  /// Where a field's value comes from.
  public func of(_ source: FieldSource) -> String { of(fieldSourceLabel(source: source)) }
}
