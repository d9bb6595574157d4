// 待办: what is still open, by due date; mine, overdue, or by state.
import Foundation
import Observation
import XunlouCore

/// What the cases' screen shows.
public struct CasesState: Sendable, Hashable {
  /// Which cases are shown.
  public enum Filter: Sendable, Hashable {
    case all
    case mine
    case overdue
    case state(CaseState)
  }

  /// A filter with how many there are.
  public struct Choice: Sendable, Hashable, Identifiable {
    public let id: Filter
    public let text: String
  }

  public var filter = Filter.all
  public var choices: [Choice] = []
  public var rows: [CaseRow] = []
}

/// The cases' model.
@MainActor @Observable
public final class CasesModel: ScreenModel, Telling {
  /// What one can do.
  public enum Event: Sendable {
    case filter(CasesState.Filter)
    case open(DocumentId)
    /// Report something on an area's public ground.
    case report
    case dismiss
  }

  /// What is shown; absent until it was loaded.
  public private(set) var state: CasesState?
  /// What there is to tell.
  public internal(set) var notice: Notice?
  /// Words for the screen.
  public let words: Words

  let context: Context
  private var filter = CasesState.Filter.all
  private var all: [Row] = []
  private var area: AreaId?

  private struct Row: Sendable {
    let row: CaseRow
    let state: CaseState
    let isOverdue: Bool
  }

  public init(_ context: Context) {
    self.context = context
    words = context.words
  }

  public func run() async {
    // By the clock too: what was due becomes overdue.
    await follow(.kinds(.case), every: .seconds(60)) { await load() }
  }

  public func take(_ event: Event) async {
    switch event {
    case .filter(let filter):
      self.filter = filter
      show()
    case .open(let document): context.navigator.go(.caseDetails(document))
    case .report:
      if let area { context.navigator.go(.newCase(.area(area))) }
    case .dismiss: notice = nil
    }
  }

  private func load() async {
    let (words, times, me) = (words, context.times, context.me)
    await attempt {
      (all, area) = try await context.core.call { core in
        let worder = CaseWords(
          words: words, times: times, me: me, now: try core.now(), rules: try core.rules())
        let cases = try core.openCases()
        let rows = zip(worder.rows(cases), cases).map {
          Row(row: $0, state: $1.state, isOverdue: $1.overdue)
        }
        return (rows, try core.grants().areas.first)
      }
      show()
    }
  }

  private func show() {
    let states = CaseState.allCases.filter { state in all.contains { $0.state == state } }
    let filters = [.all, .mine, .overdue] + states.map(CasesState.Filter.state)
    state = CasesState(
      filter: filter,
      choices: filters.map { filter in
        .init(id: filter, text: "\(name(filter)) \(all.count { passes($0, filter) })")
      },
      rows: all.filter { passes($0, filter) }.map(\.row))
  }

  private func passes(_ row: Row, _ filter: CasesState.Filter) -> Bool {
    switch filter {
    case .all: true
    case .mine: row.row.isMine
    case .overdue: row.isOverdue
    case .state(let state): row.state == state
    }
  }

  private func name(_ filter: CasesState.Filter) -> String {
    switch filter {
    case .all: words("cases-all")
    case .mine: words("cases-mine")
    case .overdue: words("case-overdue")
    case .state(let state): words.of(state)
    }
  }
}
