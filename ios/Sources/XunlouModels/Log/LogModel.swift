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
public final class LogModel: ScreenModel {
  /// What one can do.
  public enum Event: Sendable {
    /// So many days further; back, if negative. Not beyond today.
    case turn(Int)
    case today
    /// Write a free entry.
    case write(String)
    case remove(LogState.Entry)
    case settings
    case dismiss
  }

  /// What is shown; absent until it was loaded.
  public private(set) var state: LogState?
  /// Whether an entry is being committed.
  public private(set) var isSaving = false
  /// What there is to tell.
  public private(set) var notice: Notice?
  /// Words for the screen.
  public let words: Words

  private let context: Context
  /// How many days before today.
  private var back = 0

  public init(_ context: Context) {
    self.context = context
    words = context.words
  }

  public func run() async {
    await context.follow(.anything, every: .seconds(60)) { await load() }
  }

  public func take(_ event: Event) async {
    switch event {
    case .turn(let days):
      back = max(0, back - days)
      await load()
    case .today:
      back = 0
      await load()
    case .write(let text):
      let text = text.trimmed
      if !text.isEmpty { await commit { try $0.addLogEntry(text: text) } }
    case .remove(let entry):
      await commit { try $0.removeLogEntry(document: entry.document, entry: entry.id) }
    case .settings: context.navigator.go(.settings)
    case .dismiss: notice = nil
    }
  }

  private func load() async {
    let loader = LogLoader(back: back, words: words, times: context.times)
    do {
      let loaded = try await context.core.call { try loader.load($0) }
      // Somebody may have turned on meanwhile.
      if loader.back == back { state = loaded }
    } catch {
      notice = Notice(error, words)
    }
  }

  private func commit(_ work: @escaping @Sendable (Workspace) throws -> Void) async {
    isSaving = true
    defer { isSaving = false }
    do {
      try await context.core.call(work)
      notice = nil
      await load()
    } catch {
      notice = Notice(error, words)
    }
  }
}
