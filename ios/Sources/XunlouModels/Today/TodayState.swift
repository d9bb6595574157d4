// What today's screen shows, in words.
import Foundation
import XunlouCore

/// Today 今日.
public struct TodayState: Sendable, Hashable {
  /// How something is marked, beside its words.
  public enum Mark: Sendable, Hashable {
    /// Nothing to do now.
    case quiet
    /// To do now.
    case due
    /// Under way.
    case going
    /// Late or about to expire.
    case warning
    /// Missed, overdue or expired.
    case bad
    /// Done.
    case good
  }

  /// An area with what is to be done there.
  public struct Area: Sendable, Hashable, Identifiable {
    public let id: AreaId
    public let name: String
    public let duties: [Duty]
    public let coverage: [CoverageLine]
    public let visits: [Visit]
  }

  /// A slot of a duty.
  public struct Duty: Sendable, Hashable, Identifiable {
    public let id: String
    /// What it is: `管家楼宇巡查 · 上午`.
    public let title: String
    /// Where: the area or the unit.
    public let place: String
    /// When: `10:30–11:00`.
    public let window: String
    /// What became of it.
    public let state: String
    public let mark: Mark
    /// What else there is to say: problems, who did it.
    public let detail: String
    /// Whether it can be begun or gone on with here.
    public let canOpen: Bool
    /// Whether it can be excused.
    public let canExcuse: Bool
    /// Papers, for a decoration site.
    public let papers: [Paper]
    let slot: SlotOfDuty
  }

  /// What identifies a slot to the core.
  struct SlotOfDuty: Sendable, Hashable {
    let duty: String
    let slot: String
    let day: Day
    let form: String
    let about: RecordAbout
    let record: DocumentId?
  }

  /// A permit or a pass of a decoration site.
  public struct Paper: Sendable, Hashable {
    public let text: String
    public let mark: Mark
  }

  /// How far a visit quota is met.
  public struct CoverageLine: Sendable, Hashable, Identifiable {
    public let id: String
    public let title: String
    /// `12 / 60`.
    public let figures: String
    /// 0 to 1.
    public let fraction: Double
    public let isMet: Bool
  }

  /// A household to visit next.
  public struct Visit: Sendable, Hashable, Identifiable {
    public let id: DocumentId
    public let unit: String
    public let last: String
  }

  /// `3月18日 周三`.
  public var day = ""
  /// The person and the estate.
  public var who = ""
  public var areas: [Area] = []
  /// Duties for the whole estate, by the office.
  public var estate: [Duty] = []
  /// Decoration sites to inspect.
  public var sites: [Duty] = []
  public var cases: [CaseRow] = []
  /// How many conflicts wait for a choice.
  public var conflicts = 0
  /// How many entries are not sent.
  public var unsent = 0
  /// How many entries the server refused.
  public var refused = 0
  /// When the last sync succeeded.
  public var synced = ""
  /// Reasons that excuse (P14).
  public var reasons: [RecordState.Option] = []

  /// Nothing is to be done on this day.
  public var isFree: Bool { duties.isEmpty }
  /// All that is to be done.
  var duties: [Duty] { areas.flatMap(\.duties) + estate + sites }
}

/// A case in a list.
public struct CaseRow: Sendable, Hashable, Identifiable {
  public let id: DocumentId
  public let title: String
  /// The unit, the kind, the department.
  public let detail: String
  public let state: String
  /// By when the next step is due, in words.
  public let due: String
  public let mark: TodayState.Mark
  /// Whether this person reported it.
  public let isMine: Bool
}
