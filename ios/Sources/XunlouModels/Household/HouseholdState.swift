// What a customer file's screen shows, in words.
import XunlouCore

/// One customer file 客户档案.
public struct HouseholdState: Sendable, Hashable {
  /// A field.
  public struct Field: Sendable, Hashable, Identifiable {
    /// The field's key.
    public let id: String
    public let title: String
    /// What is known; empty while nobody knows.
    public let text: String
    /// The value as it is written: a choice's id.
    public let value: String
    /// Where it comes from, when and by whom: its age.
    public let source: String
    public let isInConflict: Bool
    public let input: Input
  }

  /// How a field is filled in.
  public enum Input: Sendable, Hashable {
    case text
    case phone
    case date
    case choice([RecordState.Option])
  }

  /// A field of which a household can have another one.
  public struct Addable: Sendable, Hashable, Identifiable {
    public let id: String
    public let title: String
    public let input: Input
  }

  /// A visit.
  public struct Visit: Sendable, Hashable, Identifiable {
    public let id: DocumentId
    public let text: String
    public let isFinished: Bool
  }

  public var unit = ""
  public var fields: [Field] = []
  public var addable: [Addable] = []
  public var visits: [Visit] = []
  /// Whether this person fills in visits.
  public var canVisit: Bool { visitForm != nil }
  var visitForm: String?
}
