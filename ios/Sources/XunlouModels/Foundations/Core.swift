// The way to the core. Its calls block, so none of them is made on the main actor: what touches the
// database goes through one queue, in the order of the taps; what waits for the network does not
// hold that up. Nothing else in this module calls a `Workspace`.
import Foundation
import XunlouCore

/// An open workspace, off the main actor.
public final class Core: Sendable {
  private let workspace: Workspace
  private let hub: Hub
  private let subscription: Subscription
  private let database = DispatchQueue(label: "app.xunlou.database", qos: .userInitiated)
  private let network = DispatchQueue(
    label: "app.xunlou.network", qos: .utility, attributes: .concurrent)

  /// Takes a workspace over, and listens to it.
  public init(_ workspace: Workspace) throws {
    self.workspace = workspace
    hub = Hub()
    subscription = try workspace.subscribe(listener: hub)
  }

  /// Calls the core. What it changes is durable when this returns. On the caller's actor until it is
  /// in the queue, or a later call could overtake it.
  public func call<T: Sendable>(
    isolation: isolated (any Actor)? = #isolation,
    _ work: @escaping @Sendable (Workspace) throws -> T
  ) async throws -> T {
    try await hop(to: database) { [workspace] in try work(workspace) }
  }

  /// Calls what may wait for the network.
  public func overNetwork<T: Sendable>(
    _ work: @escaping @Sendable (Workspace) throws -> T
  ) async throws -> T {
    try await hop(to: network) { [workspace] in try work(workspace) }
  }

  /// Releases files and locks, after what is under way. What is called meanwhile fails.
  public func suspend(isolation: isolated (any Actor)? = #isolation) async throws {
    hub.isAsleep = true
    try await call { try $0.suspend() }
  }

  /// Goes on after `suspend`; whoever listens looks again.
  public func resume() async throws {
    try await call { try $0.resume() }
    hub.isAsleep = false
    hub.tell(.awake)
  }

  /// Whether it is suspended: nothing is to be read just because time passes.
  public var isAsleep: Bool { hub.isAsleep }

  /// What changes from now on, until whoever listens stops.
  public func changes() -> AsyncStream<Changes> {
    hub.changes()
  }
}

/// Runs blocking work on a queue, outside of Swift's own few threads.
func hop<T: Sendable>(
  to queue: DispatchQueue, isolation: isolated (any Actor)? = #isolation,
  _ work: @escaping @Sendable () throws -> T
) async throws -> T {
  try await withCheckedThrowingContinuation { continuation in
    queue.async { continuation.resume(with: Result(catching: work)) }
  }
}
