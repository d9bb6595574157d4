// What must not overtake itself.

/// Does one thing after another.
@MainActor
final class Turns {
  private var last: Task<Void, Never>?

  /// Does this once all is done that was asked for before.
  func take(_ work: () async throws -> Void) async rethrows {
    let before = last
    let (end, ending) = AsyncStream.makeStream(of: Never.self)
    // Over when this turn is, however it ends.
    last = Task { for await _ in end {} }
    defer { ending.finish() }
    await before?.value
    try await work()
  }
}
