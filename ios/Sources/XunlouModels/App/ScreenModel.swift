// What all screens' models have in common.
import XunlouCore

/// A screen's model: what it shows, and what one can do there. What an event does is seen once the
/// core has committed it.
@MainActor
public protocol ScreenModel: AnyObject {
  /// What one can do.
  associatedtype Event: Sendable
  /// What there is to tell.
  var notice: Notice? { get }
  /// Does it.
  func take(_ event: Event) async
  /// Does what must show in the same moment: a letter that comes later than the keyboard's next
  /// one is lost, or takes an unfinished Chinese word apart. `false` for everything else.
  func takeAtOnce(_ event: Event) -> Bool
  /// Loads, and follows what changes until the task is cancelled.
  func run() async
}

extension ScreenModel {
  /// Does it without making the caller wait; one after another, in the order of the taps.
  public func on(_ event: Event) {
    if !takeAtOnce(event) {
      Task { await take(event) }
    }
  }

  public func takeAtOnce(_ event: Event) -> Bool { false }

  /// Does it, and returns what went wrong: what was written must not vanish then.
  public func problem(of event: Event) async -> Notice? {
    await take(event)
    return notice?.tone == .wrong ? notice : nil
  }
}

/// A model that tells what went wrong in its own words.
protocol Telling: ScreenModel {
  var notice: Notice? { get set }
  var words: Words { get }
}

extension Telling {
  /// Does what may fail, and tells if it did. `false` if so.
  @discardableResult
  func attempt(_ work: () async throws -> Void) async -> Bool {
    do {
      try await work()
      return true
    } catch {
      notice = Notice(error, words)
      return false
    }
  }
}
