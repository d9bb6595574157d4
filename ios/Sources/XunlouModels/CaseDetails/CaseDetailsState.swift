// What a case's screen shows, in words.
import Foundation
import XunlouCore

/// One case 待办.
public struct CaseDetailsState: Sendable, Hashable {
  /// A deadline (C7, I7, K1).
  public struct Due: Sendable, Hashable, Identifiable {
    public let id: String
    public let text: String
    public let mark: TodayState.Mark
  }

  /// A step that somebody took.
  public struct Fact: Sendable, Hashable {
    public let title: String
    /// When and by whom.
    public let by: String
    public let note: String
  }

  /// A step that one can take.
  public struct Step: Sendable, Hashable, Identifiable {
    public let id: CaseStep
    public let title: String
    /// Whether it goes to a department (派工).
    public let needsDepartment: Bool
    /// Whether the resident says how satisfied they are (I3).
    public let needsSatisfaction: Bool
  }

  public var title = ""
  public var detail = ""
  /// The kind, the unit and the department.
  public var about = ""
  public var severity = ""
  public var state = ""
  public var mark = TodayState.Mark.quiet
  /// When and by whom it was reported.
  public var reported = ""
  public var due: [Due] = []
  public var facts: [Fact] = []
  public var photos: [PhotoHash] = []
  /// The record where it was found.
  public var found: DocumentId?
  /// What can be done now; nothing once it is closed.
  public var steps: [Step] = []
  public var departments: [RecordState.Option] = []
  /// Bytes to which a photo is scaled down before it is attached.
  public var mostPhotoBytes = 0
}
