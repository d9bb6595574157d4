// An invented phone: a directory, a vault, a shelf and a clock that the story turns.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

/// A phone of a story. `session` is the app on it; `restart` ends that and starts it anew.
@MainActor
final class Phone {
  let vault = MemoryVault()
  let shelf = MemoryShelf()
  let clock: StoryClock
  let directory: URL
  private(set) var session: Session

  init(at: String, language: String = "zh") throws {
    clock = StoryClock(at)
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("xunlou-models-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    session = Session(
      directory: directory, vault: vault, shelf: shelf, phoneLanguage: language, clock: clock)
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  /// The system ended the app, and the person starts it again.
  func restart(opening: Bool = true) async {
    await session.suspend()
    session = Session(
      directory: directory, vault: vault, shelf: shelf, phoneLanguage: "zh", clock: clock)
    if opening { await session.open() }
  }

  /// Enrolled and synced, at work.
  func enrolled(_ stage: Stage, as person: String) async throws -> Context {
    await session.open()
    let setUp = try #require(settingUp)
    await setUp.take(.scanned(try stage.code(for: person)))
    await setUp.take(.enrol)
    return try #require(context)
  }

  var database: String { directory.appendingPathComponent("xunlou.sqlite3").path }

  var settingUp: SetUpModel? {
    if case .settingUp(let model) = session.state { model } else { nil }
  }

  var context: Context? {
    if case .ready(let context) = session.state { context } else { nil }
  }

  var failure: Notice? {
    if case .failed(let notice, _) = session.state { notice } else { nil }
  }
}

/// A clock that stands where the story has it.
final class StoryClock: DeviceClock, @unchecked Sendable {
  private let lock = NSLock()
  private var at: Date
  private var monotonic: Int64 = 0

  init(_ at: String) {
    self.at = Self.date(at)
  }

  func turn(to at: String) {
    lock.withLock {
      let new = Self.date(at)
      monotonic += max(0, Int64(new.timeIntervalSince(self.at) * 1000))
      self.at = new
    }
  }

  func read() throws -> ClockReading {
    lock.withLock { ClockReading(at: at, offsetSeconds: 8 * 3600, monotonicMs: monotonic) }
  }

  static func date(_ text: String) -> Date {
    ISO8601DateFormatter().date(from: text) ?? .distantPast
  }
}

final class MemoryVault: Vault, @unchecked Sendable {
  private let lock = NSLock()
  private var entries: [VaultEntry: Data] = [:]
  private var isClosed = false
  private var written: [VaultEntry] = []

  func read(_ entry: VaultEntry) throws -> Data? {
    try lock.withLock {
      if isClosed { throw Locked() }
      return entries[entry]
    }
  }

  func write(_ entry: VaultEntry, _ data: Data) throws {
    lock.withLock {
      entries[entry] = data
      written.append(entry)
    }
  }

  func lose(_ entry: VaultEntry) { lock.withLock { entries[entry] = nil } }
  func close() { lock.withLock { isClosed = true } }
  func open() { lock.withLock { isClosed = false } }
  func writes(of entry: VaultEntry) -> Int {
    lock.withLock { written.count { $0 == entry } }
  }

  struct Locked: Error {}
}

final class MemoryShelf: Shelf, @unchecked Sendable {
  private let lock = NSLock()
  private var texts: [String: String] = [:]

  func read(_ name: String) -> String? { lock.withLock { texts[name] } }
  func write(_ name: String, _ text: String?) { lock.withLock { texts[name] = text } }
}

/// Waits until something holds, for what happens without being asked.
@MainActor
func until(_ what: Comment, _ holds: () -> Bool) async throws {
  for _ in 0..<500 {
    if holds() { return }
    try await Task.sleep(for: .milliseconds(20))
  }
  Issue.record(what)
}
