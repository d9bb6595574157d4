// 同步: what waits, how far it has come, what was refused, and when it last worked.
import Foundation
import Observation
import XunlouCore

/// What the sync's screen shows.
public struct SyncState: Sendable, Hashable {
  /// A change that was refused.
  public struct Refused: Sendable, Hashable, Identifiable {
    public let id: ChangeHash
    public let title: String
    public let reason: String
  }

  /// How far a sync has come; absent when none runs.
  public var progress: ProgressLine?
  /// What waits: entries and photos.
  public var waiting: [String] = []
  /// When the last sync succeeded.
  public var synced = ""
  /// What one should know: the clock is off, documents need an update.
  public var warnings: [String] = []
  public var refused: [Refused] = []
  /// The phone was revoked, or its enrolment has expired: nothing is sent, nothing is lost.
  public var mustEnrolAgain = false
  /// How the last sync ended.
  public var outcome: Notice?
  /// The code with which the newest was refused.
  var newestRefusal: String?
}

/// The sync's model.
@MainActor @Observable
public final class SyncModel: ScreenModel {
  /// What one can do.
  public enum Event: Sendable {
    case sync
    case cancel
    /// Sync by itself over Wi-Fi alone, or over any network.
    case wifiOnly(Bool)
    case enrolAgain
    case dismiss
  }

  /// What is shown; absent until it was loaded.
  public var state: SyncState? {
    guard var state = loaded else { return nil }
    if context.syncer.isRunning {
      state.progress = ProgressLine(context.syncer.progress, words)
      state.outcome = nil
    }
    return state
  }
  public var notice: Notice? { state?.outcome }
  /// Whether the app syncs by itself over Wi-Fi alone.
  public var wifiOnly: Bool { context.settings.wifiOnly }
  /// Words for the screen.
  public let words: Words

  private let context: Context
  private var loaded: SyncState?
  private var dismissed = false

  public init(_ context: Context) {
    self.context = context
    words = context.words
  }

  public func run() async {
    await context.follow(.sync) { await load() }
  }

  public func take(_ event: Event) async {
    switch event {
    case .sync:
      dismissed = false
      await context.syncer.sync()
      await load()
    case .cancel: context.syncer.cancel()
    case .wifiOnly(let only): context.settings.wifiOnly = only
    case .enrolAgain: context.navigator.go(.settings)
    case .dismiss:
      dismissed = true
      loaded?.outcome = nil
    }
  }

  /// What was refused, as a file to hand to the office: nothing of it is lost here.
  public func exportRefused() async -> Data? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    encoder.dateEncodingStrategy = .iso8601
    let refused = try? await context.core.call { try $0.refused() }
    return refused.flatMap { try? encoder.encode($0) }
  }

  private func load() async {
    let loader = SyncLoader(words: words, times: context.times)
    do {
      var state = try await context.core.call { try loader.load($0) }
      if let outcome = context.syncer.outcome {
        state.mustEnrolAgain = loader.endsEnrolment(outcome, state)
        if !dismissed { state.outcome = loader.notice(outcome, state) }
      }
      loaded = state
    } catch {
      var state = loaded ?? SyncState()
      state.outcome = Notice(error, words)
      loaded = state
    }
  }
}
