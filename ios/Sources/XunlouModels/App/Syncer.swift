// The one place that syncs: the screens, the first sync of a new phone and the background all ask
// it, so that two never run at once and everybody sees the same progress.
import Foundation
import Observation
import XunlouCore

/// Syncs, and tells how far it has come.
@MainActor @Observable
public final class Syncer {
  /// How the last sync of this run of the app ended.
  public enum Outcome: Sendable {
    case done(SyncReport)
    case failed(XunlouError)
  }

  /// Whether a sync runs.
  public private(set) var isRunning = false
  /// How far it has come.
  public private(set) var progress: SyncProgress?
  /// How the last one ended.
  public private(set) var outcome: Outcome?

  private let core: Core
  private var cancelling: CancelToken?
  private var round = 0

  /// Syncs this workspace.
  public init(_ core: Core) {
    self.core = core
  }

  /// Syncs, and returns how it ended. One that runs already is not disturbed: `nil`.
  @discardableResult
  public func sync() async -> Outcome? {
    guard !isRunning else { return nil }
    let token = CancelToken()
    round += 1
    let teller = Teller { [weak self, round] progress in
      Task { @MainActor in self?.heard(progress, round) }
    }
    (isRunning, progress, cancelling) = (true, nil, token)
    let ended = await run(teller, token)
    (isRunning, progress, cancelling) = (false, nil, nil)
    outcome = ended
    return ended
  }

  /// Asks the sync that runs to stop. It does so after the request it is at.
  public func cancel() {
    cancelling?.cancel()
  }

  private func run(_ teller: Teller, _ token: CancelToken) async -> Outcome {
    do {
      let report = try await core.overNetwork { try $0.sync(listener: teller, cancel: token) }
      return .done(report)
    } catch {
      let internalError = XunlouError.Storage(reason: String(describing: type(of: error)))
      return .failed(error as? XunlouError ?? internalError)
    }
  }

  /// The last step may be told after the sync has returned.
  private func heard(_ progress: SyncProgress, _ round: Int) {
    if isRunning, round == self.round {
      self.progress = progress
    }
  }
}

extension Syncer.Outcome {
  /// What went wrong, if anything did.
  public var error: XunlouError? {
    if case .failed(let error) = self { error } else { nil }
  }
}

/// Hears the core on its thread.
private final class Teller: SyncListener {
  private let tell: @Sendable (SyncProgress) -> Void

  init(_ tell: @escaping @Sendable (SyncProgress) -> Void) {
    self.tell = tell
  }

  func progressed(progress: SyncProgress) throws {
    tell(progress)
  }
}
