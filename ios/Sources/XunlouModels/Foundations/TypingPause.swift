// A pause in typing: what was typed is kept then, not at each letter.

/// Waits until a person pauses.
@MainActor
final class TypingPause {
  private let length: Duration
  private var waiting: Task<Void, Never>?

  /// What is shorter is no pause yet.
  init(_ length: Duration) { self.length = length }

  /// Something was typed or chosen: does this, unless more comes before the pause.
  func then(_ work: @escaping @MainActor () async -> Void) {
    waiting?.cancel()
    waiting = Task {
      guard (try? await Task.sleep(for: length)) != nil else { return }
      await work()
    }
  }
}
