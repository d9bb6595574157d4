import Foundation
import XunlouCore

/// Long enough to say that nothing comes, in seconds.
private let silence = 0.5

/// What a device's listeners have heard since the scenario last asked, joined.
final class Heard: Sendable {
  /// `nil` while nothing was heard.
  private let changes = Locked<Changes?>(nil)
  private let ended = Locked(false)

  /// A listener of a kind that scenarios know. `callBack` calls the workspace that tells it.
  func listener(
    _ kind: String?, callBack: @escaping @Sendable () throws -> Void
  ) throws -> any ChangeListener {
    switch kind {
    case nil: Listener { [self] changes in remember(changes) }
    case "throws": Listener { _ in throw CallbackError.Failed(reason: "as the scenario asks") }
    case "hangs":
      Listener { [ended] _ in
        while !ended.use({ $0 }) { Thread.sleep(forTimeInterval: betweenLooks) }
      }
    case "calls_back":
      Listener { [self] changes in
        try callBack()
        remember(changes)
      }
    case let other?: throw Problem("`\(other)` is no kind of listener")
    }
  }

  /// Waits for what matches, and forgets it; for `null`, waits for nothing to come.
  func expect(_ pattern: JSON) throws {
    if pattern == .null {
      Thread.sleep(forTimeInterval: silence)
      if let mismatch = try take(pattern) { throw mismatch }
    } else {
      try expectSoon { try take(pattern) }
    }
  }

  /// The scenario ends: who hangs may return.
  func end() {
    ended.use { $0 = true }
  }

  private func remember(_ new: Changes) {
    changes.use { changes in
      let known = changes?.documents ?? []
      changes = Changes(
        documents: known + new.documents.filter { !known.contains($0) },
        sync: new.sync || changes?.sync == true)
    }
  }

  private func take(_ pattern: JSON) throws -> Mismatch? {
    try changes.use { changes in
      // Silence is `null` and nothing else: no pattern may take it for something heard.
      guard let heard = changes else {
        return pattern == .null ? nil : Mismatch(path: "heard", expected: pattern, got: .null)
      }
      let mismatch = try mismatch(pattern, written(heard), at: "heard")
      if mismatch == nil { changes = nil }
      return mismatch
    }
  }
}

private final class Listener: ChangeListener {
  private let hear: @Sendable (Changes) throws -> Void

  init(_ hear: @escaping @Sendable (Changes) throws -> Void) {
    self.hear = hear
  }

  func changed(changes: Changes) throws {
    try hear(changes)
  }
}
