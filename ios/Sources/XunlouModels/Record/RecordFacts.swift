// What the core knows of a record, read in one go on the core's queue; and what the hand is at.
import XunlouCore

/// What the core knows.
struct RecordFacts: Sendable {
  let view: RecordView
  let rules: EstateRules
  /// Open cases that were made of this record's items, by item.
  let cases: [String: DocumentId]
  /// The area, the unit, or the estate.
  let subject: String
  /// The slot that it fulfils, with the duty's own name.
  let duty: (slot: Label, duty: Label)?
  let unsent: Int

  init(_ record: DocumentId, _ core: Workspace) throws {
    view = try core.record(record: record)
    rules = try core.rules()
    cases = Dictionary(
      try core.openCases().compactMap { view in
        view.found.flatMap { $0.record == record ? ($0.item, view.document) : nil }
      }, uniquingKeysWith: { first, _ in first })
    subject = try Self.subject(view, rules, core)
    let (view, day) = (view, view.day)
    duty = try core.myDay(day: day).first { $0.duty == view.duty && $0.slot == view.slot }
      .map { ($0.slotLabel, $0.label) }
    unsent = try core.syncStatus().waiting.unsent
  }

  private static func subject(
    _ view: RecordView, _ rules: EstateRules, _ core: Workspace
  ) throws -> String {
    switch rules.forms.first(where: { $0.id == view.form })?.subject {
    case .decoration: try view.about.map { try core.decoration(project: $0).unit } ?? ""
    case .household: try view.about.map { try core.household(household: $0).unit } ?? ""
    case .area where view.stream.hasPrefix("area/"):
      try core.areaName(area: String(view.stream.dropFirst("area/".count)))
    default: try core.me().estateName
    }
  }
}

/// What the hand is at: nothing of it is in the core yet.
struct RecordHand {
  /// What is being typed: an item's answer, or its note.
  struct Draft: Hashable {
    let item: String
    let isNote: Bool
  }

  /// A case that is being made.
  struct Report {
    let item: String
    var department: String?
  }

  /// The item in front.
  var focus: String?
  var jump: RecordState.Jump?
  /// Items whose tap is being committed.
  var saving: Set<String> = []
  /// What is typed and not committed.
  var drafts: [Draft: String] = [:]
  /// The items of the last whole group.
  var undo: Set<String> = []
  var report: Report?
  /// Whether what is missing is marked.
  var showsMissing = false
  var isFinishing = false
  var notice: Notice?
}
