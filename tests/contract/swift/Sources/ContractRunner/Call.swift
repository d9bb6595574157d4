import Foundation
import XunlouCore

/// A `call` step, its variables filled in.
final class Call {
  let name: String
  let with: Arguments
  private let step: Step
  private let named: Device?
  private let progress = Progress()

  init(_ step: Step, on device: Device?) throws {
    self.step = step
    named = device
    name = try step.read("call")
    with = try Arguments(step["with"] ?? .object([:]))
  }

  /// Calls as often as is said, and compares each time. Returns the last result.
  func run() throws -> JSON {
    let times: Int64 = step["repeat"] == nil ? 1 : try step.read("repeat")
    return try (0..<times).reduce(.null) { _, _ in try once() }
  }

  private func once() throws -> JSON {
    let fails = step["fails"]
    if fails == nil && opens { try device.leave() }
    if step["installation"]?.text == "other" { try device.reinstall() }
    progress.forget()
    let result: Any
    do {
      result = try export()
    } catch let error as XunlouError {
      try with.expectAllTaken()
      try expectError(fails ?? .null, written(error))
      return .null
    }
    try with.expectAllTaken()
    if let fails { throw Mismatch(path: "error", expected: fails, got: .null) }
    try keep(result)
    let json = written(result)
    if let pattern = step["expect"] { try expect(pattern, json, at: "result") }
    if let pattern = step["progress"] {
      try expectSoon { try mismatch(pattern, progress.heard, at: "progress") }
    }
    return json
  }

  private var opens: Bool { name == "Workspace.enrol" || name == "Workspace.open" }

  private func keep(_ result: Any) throws {
    if let workspace = result as? Workspace { try device.take(workspace) }
    if let subscription = result as? Subscription { try device.subscriptions.append(subscription) }
  }
}

/// What the runner gives to a call.
extension Call {
  var device: Device {
    get throws {
      guard let named else { throw Problem("`on` is missing") }
      return named
    }
  }

  /// The workspace that is open on the device.
  var on: Workspace {
    get throws { try device.open() }
  }

  var key: Data {
    get throws {
      let key = try device.key
      switch step["key"]?.text {
      case nil: return key
      case "wrong": return Data(key.map { $0 &+ 1 })
      case "short": return key.prefix(31)
      case let other?: throw Problem("`\(other)` is no kind of key")
      }
    }
  }

  var changeListener: any ChangeListener {
    get throws {
      let told = try on
      return try device.heard.listener(step["listener"]?.text) { _ = try told.syncStatus() }
    }
  }

  var syncListener: any SyncListener { progress }

  var newestSubscription: Subscription {
    get throws {
      guard let newest = try device.subscriptions.popLast() else {
        throw Problem("there is no subscription that is not cancelled")
      }
      return newest
    }
  }

  var cancelToken: CancelToken {
    get throws {
      let token = CancelToken()
      guard !token.isCancelled() else { throw Problem("a new CancelToken is cancelled") }
      if step["cancelled"] == .bool(true) {
        token.cancel()
        guard token.isCancelled() else { throw Problem("a cancelled CancelToken is not") }
      }
      return token
    }
  }
}

/// Remembers what it is told.
private final class Progress: SyncListener {
  private let steps = Locked<[SyncProgress]>([])

  var heard: JSON { written(steps.use { $0 }) }

  func forget() {
    steps.use { $0 = [] }
  }

  func progressed(progress: SyncProgress) {
    steps.use { $0.append(progress) }
  }
}
