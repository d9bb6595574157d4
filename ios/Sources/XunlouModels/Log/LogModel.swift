// 工作日志: the day assembled from what was done, free entries, and the whole as a text to share.
import Foundation
import Observation
import XunlouCore

/// What the log's screen shows.
public struct LogState: Sendable, Hashable {
  /// A line of the day.
  public struct Line: Sendable, Hashable, Identifiable {
    public let id: Int
    public let title: String
    /// What became of it.
    public let state: String
    public let mark: TodayState.Mark
    /// What was found.
    public let problems: [String]
  }

  /// A free entry.
  public struct Entry: Sendable, Hashable, Identifiable {
    public let id: String
    public let time: String
    public let text: String
    let document: DocumentId
  }

  /// `3月18日 周三`.
  public var title = ""
  public var isToday = true
  public var duties: [Line] = []
  public var records: [Line] = []
  public var cases: [Line] = []
  public var entries: [Entry] = []
  /// The same as a text to share.
  public var text = ""
}

/// The log's model.
@MainActor @Observable
public final class LogModel: ScreenModel, FormModel {
  /// What one can do.
  public enum Event: Sendable {
    /// So many days further; back, if negative. Not beyond today.
    case turn(Int)
    case today
    /// A free entry is being typed.
    case typed(String)
    /// It is complete.
    case write
    case remove(LogState.Entry)
    case settings
    case dismiss
  }

  /// What is shown; absent until it was loaded.
  public private(set) var state: LogState?
  /// The free entry that is being typed.
  public private(set) var draft = ""
  /// Whether an entry is being committed.
  public private(set) var isSaving = false
  /// Whether there is an entry to write.
  public var canWrite: Bool { !isSaving && !draft.trimmed.isEmpty }
  /// What there is to tell.
  public internal(set) var notice: Notice?
  /// Words for the screen.
  public let words: Words

  let context: Context
  let keeper: DraftKeeper
  /// How many days before today.
  private var back = 0

  public init(_ context: Context) {
    self.context = context
    words = context.words
    keeper = DraftKeeper("log", context)
  }

  var filledIn: DraftKeeper.Fields { draft.trimmed.isEmpty ? [:] : ["text": draft] }

  public func run() async {
    await follow(.anything, every: .seconds(60)) { await load() }
  }

  public func take(_ event: Event) async {
    switch event {
    case .turn(let days):
      back = max(0, back - days)
      await load()
    case .today:
      back = 0
      await load()
    case .typed: _ = takeAtOnce(event)
    case .write: await write()
    case .remove(let entry):
      await commit {
        try await context.core.call {
          try $0.removeLogEntry(document: entry.document, entry: entry.id)
        }
      }
    case .settings: context.navigator.go(.settings)
    case .dismiss: notice = nil
    }
  }

  public func takeAtOnce(_ event: Event) -> Bool {
    guard case .typed(let text) = event else { return false }
    draft = text
    filled()
    return true
  }

  /// What could not be saved stays, as does what was typed meanwhile.
  private func write() async {
    guard canWrite else { return }
    let (typed, text) = (draft, draft.trimmed)
    await commit {
      try await keeper.save {
        try $0.addLogEntry(text: text)
      } then: {
        if self.draft == typed { self.draft = "" }
      }
    }
  }

  private func load() async {
    await keeper.restore { if draft.isEmpty { draft = $0["text"] ?? "" } }
    let loader = LogLoader(back: back, words: words, times: context.times)
    await attempt {
      let loaded = try await context.core.call { try loader.load($0) }
      // Somebody may have turned on meanwhile.
      if loader.back == back { state = loaded }
    }
  }

  private func commit(_ work: () async throws -> Void) async {
    isSaving = true
    defer { isSaving = false }
    await attempt {
      try await work()
      notice = nil
      await load()
    }
  }
}
