// The form of one field of a customer file.
import XunlouCore

/// A field as it is being filled in: its value, and where one has it from.
public struct FieldForm: Sendable, Hashable, Identifiable {
  /// Where a value comes from.
  public typealias Source = FieldSource

  /// Where a value can come from when a person writes it.
  public static let sources: [Source] = [.visit, .phone, .office, .observed]

  /// The field's key.
  public let field: String
  public let title: String
  public let input: HouseholdState.Input
  /// Whether it is another one, such as a second vehicle.
  public let isAnother: Bool
  public internal(set) var value: String
  public internal(set) var source = sources[0]
  private let known: String

  public var id: String { isAnother ? "\(field) +" : field }

  /// The form of a field, with what is known.
  init(_ field: HouseholdState.Field) {
    (self.field, title, input, isAnother) = (field.id, field.title, field.input, false)
    (value, known) = (field.value, field.value)
  }

  /// The form of another one.
  init(another field: HouseholdState.Addable, _ words: Words) {
    (self.field, input, isAnother) = (field.id, field.input, true)
    title = words("household-add", ["field": field.title])
    (value, known) = ("", "")
  }

  /// The form of a draft, as far as it still fits; absent if its field is gone.
  init?(_ fields: DraftKeeper.Fields, in state: HouseholdState, _ words: Words) {
    let (id, isAnother) = (fields["field"], fields["another"] != nil)
    if !isAnother, let field = state.fields.first(where: { $0.id == id }) {
      self.init(field)
    } else if isAnother, let field = state.addable.first(where: { $0.id == id }) {
      self.init(another: field, words)
    } else {
      return nil
    }
    if let value = fields["value"], input.takes(value) { self.value = value }
    source = Self.sources.first { "\($0)" == fields["source"] } ?? source
  }

  /// What is worth keeping.
  var fields: DraftKeeper.Fields {
    guard value != known else { return [:] }
    var fields = ["field": field, "value": value, "source": "\(source)"]
    if isAnother { fields["another"] = "yes" }
    return fields
  }

  func save(_ household: DocumentId, _ core: Workspace) throws {
    if isAnother {
      _ = try core.addField(household: household, field: field, value: value, source: source)
    } else {
      try core.editField(household: household, field: field, value: value, source: source)
    }
  }
}

extension HouseholdState.Input {
  /// Whether a value can be shown in it.
  fileprivate func takes(_ value: String) -> Bool {
    if case .choice(let options) = self { options.contains { $0.id == value } } else { true }
  }
}
