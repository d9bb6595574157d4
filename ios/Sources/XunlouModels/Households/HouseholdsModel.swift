// 客户档案: searching, how many were visited, and whom to visit next.
import Foundation
import Observation
import XunlouCore

/// What the households' screen shows.
public struct HouseholdsState: Sendable, Hashable {
  /// A household that was found.
  public struct Hit: Sendable, Hashable, Identifiable {
    public let id: DocumentId
    public let unit: String
    public let names: String
    /// The field that matched, with its value.
    public let matched: String
  }

  /// An area's visits.
  public struct Area: Sendable, Hashable, Identifiable {
    public let id: AreaId
    public let name: String
    public let coverage: [TodayState.CoverageLine]
    public let visits: [TodayState.Visit]
  }

  /// What is searched for.
  public var query = ""
  /// What was found; absent while nothing is searched for.
  public var hits: [Hit]?
  public var areas: [Area] = []
}

/// The households' model.
@MainActor @Observable
public final class HouseholdsModel: ScreenModel, Telling {
  /// What one can do.
  public enum Event: Sendable {
    /// Search for a name, a unit, a phone or a plate.
    case search(String)
    case open(DocumentId)
    case dismiss
  }

  /// What is shown.
  public private(set) var state = HouseholdsState()
  /// What there is to tell.
  public internal(set) var notice: Notice?
  /// Words for the screen.
  public let words: Words

  let context: Context
  /// How many are shown: nobody reads more than that on a phone, but types on.
  private nonisolated static let most: Int64 = 50
  private nonisolated static let visits: Int64 = 10

  public init(_ context: Context) {
    self.context = context
    words = context.words
  }

  public func run() async {
    await follow(.kinds(.household, .record, .directory)) {
      await load()
      await search()
    }
  }

  public func take(_ event: Event) async {
    switch event {
    case .search(let query):
      state.query = query
      await search()
    case .open(let household): context.navigator.go(.household(household))
    case .dismiss: notice = nil
    }
  }

  public func takeAtOnce(_ event: Event) -> Bool {
    guard case .search(let query) = event else { return false }
    state.query = query
    Task { await search() }
    return true
  }

  private func load() async {
    let (words, times) = (words, context.times)
    await attempt {
      state.areas = try await context.core.call { core in
        let today = try core.todayDate()
        return try core.grants().areas.map { area in
          HouseholdsState.Area(
            id: area, name: try core.areaName(area: area),
            coverage: VisitWords.coverage(try core.coverage(area: area, day: today), words),
            visits: VisitWords.visits(
              try core.visitNext(area: area, limit: Self.visits), words, times))
        }
      }
    }
  }

  private func search() async {
    let (query, words) = (state.query, words)
    guard !query.trimmingCharacters(in: .whitespaces).isEmpty else {
      state.hits = nil
      return
    }
    await attempt {
      let hits = try await context.core.call { core in
        let fields = try core.rules().householdFields
        return try core.search(query: query, limit: Self.most).map { hit in
          let matched = hit.matched.map { match in
            let field = match.field.prefix { $0 != "#" }
            let label = fields.first { $0.id == field }.map { words.of($0.label) }
            return "\(label ?? match.field) \(match.value)"
          }
          return HouseholdsState.Hit(
            id: hit.household, unit: hit.unit, names: hit.names.joined(separator: " "),
            matched: matched ?? "")
        }
      }
      // Somebody may have typed on meanwhile.
      if query == state.query { state.hits = hits }
    }
  }
}
