// Passes on what changed, from the core's thread to everybody who listens.
import Foundation
import XunlouCore

/// The one listener that the core knows. `@unchecked`: the lock guards all there is.
final class Hub: ChangeListener, @unchecked Sendable {
  private let lock = NSLock()
  private var sleeps = false
  private var listeners: [UUID: AsyncStream<Changes>.Continuation] = [:]

  /// Whether the workspace is suspended.
  var isAsleep: Bool {
    get { lock.withLock { sleeps } }
    set { lock.withLock { sleeps = newValue } }
  }

  func changes() -> AsyncStream<Changes> {
    let (stream, continuation) = AsyncStream.makeStream(of: Changes.self)
    let id = UUID()
    lock.withLock { listeners[id] = continuation }
    continuation.onTermination = { [weak self] _ in self?.forget(id) }
    return stream
  }

  func changed(changes: Changes) throws {
    tell(changes)
  }

  func tell(_ changes: Changes) {
    let listening = lock.withLock { Array(listeners.values) }
    for listener in listening {
      listener.yield(changes)
    }
  }

  private func forget(_ id: UUID) {
    lock.withLock { listeners[id] = nil }
  }
}

extension Changes {
  /// Said after a suspension: whatever is shown may be old.
  static let awake = Changes(documents: [], sync: false)
}
