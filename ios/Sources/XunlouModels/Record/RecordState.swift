// What the record's screen shows, in words.
import Foundation
import XunlouCore

/// A record: patrol 巡楼, inspection 装修督导, visit 家访.
public struct RecordState: Sendable, Hashable {
  /// A group of the form.
  public struct Group: Sendable, Hashable, Identifiable {
    public let id: String
    public let title: String
    public let answered: Int
    public let items: [Item]
    /// One tap can answer what is open here.
    public let canBeNormal: Bool
  }

  /// An item that is asked.
  public struct Item: Sendable, Hashable, Identifiable {
    public let id: String
    public let title: String
    public let hint: String
    public let input: Input
    /// The answer: the id of an option, a number, a text, a day `2026-03-18`.
    public let answer: String?
    /// The answer in words.
    public let said: String
    public let isProblem: Bool
    public let isRequired: Bool
    public let note: String
    public let photos: [PhotoHash]
    /// The rules allow another photo.
    public let canAddPhoto: Bool
    /// What keeps the record from being finished here.
    public let missing: Missing?
    /// What is missing is to be marked: somebody tried to finish.
    public let isMarked: Bool
    /// Two phones said different things while apart.
    public let isInConflict: Bool
    /// It follows up a finding of the morning (P1).
    public let followsUp: Bool
    /// The open case that was made of it, or that it follows up.
    public let caseDocument: DocumentId?
    /// A case can be made of it.
    public let canReport: Bool
    /// The case that is being made of it.
    public let report: Report?
    /// A tap or what was typed is not committed yet.
    public let isSaving: Bool
    /// Why what was typed does not fit, and is not saved.
    public let wrong: String?
  }

  /// How an item is answered.
  public enum Input: Sendable, Hashable {
    /// One of these, by a tap.
    case choice([Option])
    /// A whole number.
    case number(ClosedRange<Int64>, unit: String)
    case text(most: Int)
    /// A calendar day.
    case date
    /// A photo.
    case photo
    /// A signature, as a picture of it.
    case signature
    /// Another document; nothing to fill in here.
    case reference

    /// Whether it is answered by a picture.
    public var isPicture: Bool { self == .photo || self == .signature }
  }

  /// An answer to choose.
  public struct Option: Sendable, Hashable, Identifiable {
    public let id: String
    public let text: String
    public let mark: TodayState.Mark

    public init(id: String, text: String, mark: TodayState.Mark = .quiet) {
      (self.id, self.text, self.mark) = (id, text, mark)
    }
  }

  /// What is missing.
  public enum Missing: Sendable, Hashable {
    case answer
    case photo
  }

  /// A case that is being made of a problem: to which department it goes.
  public struct Report: Sendable, Hashable {
    public let departments: [Option]
    public let chosen: String?
  }

  /// Go to an item. Another turn is another jump, even to the same item.
  public struct Jump: Sendable, Hashable {
    public let item: String
    let turn: Int
  }

  /// `上午楼宇巡查 · 东区`.
  public var title = ""
  /// The day and who fills it in.
  public var subtitle = ""
  public var answered = 0
  public var asked = 0
  /// In the order they are walked, follow-ups of the morning first.
  public var groups: [Group] = []
  /// Whether it rains; absent where nothing depends on it.
  public var rain: Bool?
  /// When it was finished; it can then be read only.
  public var finished: String?
  /// Whether it can be changed.
  public var isOpen = false
  /// The reason that excuses the slot.
  public var excuse = ""
  /// Entries and photos that are not sent yet, of the whole phone.
  public var unsent = 0
  /// Where the person is: to begin there after the app was killed.
  public var focus: String?
  /// The item to bring into view now.
  public var jump: Jump?
  /// The last whole group can be taken back.
  public var canUndo = false
  /// It is being finished.
  public var isFinishing = false
  /// Something to say.
  public var notice: Notice?
  /// Bytes to which a photo is scaled down before it is attached.
  public var mostPhotoBytes = 0

  /// Items without an answer.
  public var remaining: Int { max(0, asked - answered) }
  /// All items, in the order they are shown.
  public var items: [Item] { groups.flatMap(\.items) }

  /// An item by its id.
  public func item(_ id: String) -> Item? {
    items.first { $0.id == id }
  }
}
