import Dispatch
import Foundation
import XunlouCore

/// A phone or a tablet of the story: what it keeps, and the workspace that is open on it.
final class Device {
  let database: String
  let key = Data((0..<32).map { _ in .random(in: 0...255) })
  let clock: OwnClock
  /// What was heard by the listeners that remember.
  let heard = Heard()
  /// Those that are not cancelled, the newest last.
  var subscriptions: [Subscription] = []

  private var installation = UUID().uuidString.lowercased()
  private var generation: Int64 = 0
  private var workspace: Workspace?

  init(directory: URL, story: StoryClock) throws {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    database = directory.appendingPathComponent("xunlou.sqlite3").path
    clock = OwnClock(story)
  }

  var config: WorkspaceConfig {
    WorkspaceConfig(
      database: database, installation: installation, generation: generation, clock: clock)
  }

  /// The workspace that was opened last.
  func open() throws -> Workspace {
    guard let workspace else { throw Problem("this device has no workspace yet") }
    return workspace
  }

  /// The app is installed anew.
  func reinstall() {
    installation = UUID().uuidString.lowercased()
  }

  /// From now on the device works with this workspace.
  func take(_ opened: Workspace) {
    workspace = opened
    generation = opened.opening().generation
  }

  /// Closes the workspace, if one is open.
  func leave() {
    workspace?.shutDown()
    workspace = nil
  }

  /// The scenario ends.
  func end() {
    heard.end()
    subscriptions.removeAll()
    leave()
  }
}

/// The story's clock stands until a step sets it. Its zone is that of the beginning.
final class StoryClock: Sendable {
  let offset: Int64
  private let moment: Locked<Moment>

  init(_ starts: Moment) {
    offset = starts.offset
    moment = Locked(starts)
  }

  var now: Moment {
    get { moment.use { $0 } }
    set { moment.use { $0 = newValue } }
  }
}

/// A device's clock: the story's, and so many seconds ahead of it.
final class OwnClock: DeviceClock {
  private let story: StoryClock
  private let ahead = Locked<Int64>(0)

  init(_ story: StoryClock) {
    self.story = story
  }

  func goAhead(seconds: Int64) {
    ahead.use { $0 = seconds }
  }

  func read() -> ClockReading {
    let seconds = ahead.use { $0 }
    return ClockReading(
      at: story.now.date.addingTimeInterval(Double(seconds)),
      offsetSeconds: story.offset,
      monotonicMs: Int64(DispatchTime.now().uptimeNanoseconds / 1_000_000))
  }
}
