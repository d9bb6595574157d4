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
}

/// A model that tells what went wrong in its own words.
protocol Telling: ScreenModel {
  var notice: Notice? { get set }
  var words: Words { get }
  var context: Context { get }
  /// Keeps what was typed and is not saved yet: the screen is left, or the app goes to sleep.
  func keep() async
}

extension Telling {
  func keep() async {}

  /// Is in front, loads and follows what changes until the task is cancelled.
  func follow(
    _ occasion: Occasion, every interval: Duration? = nil, load: @MainActor () async -> Void
  ) async {
    await context.front.show(self) {
      await context.follow(occasion, every: interval, load: load)
    }
  }

  /// Tells something, wherever the person is by now.
  func tell(_ notice: Notice) {
    if !context.front.tell(notice, of: self) { self.notice = notice }
  }

  /// Does what may fail, and tells if it did. `false` if so.
  @discardableResult
  func attempt(_ work: () async throws -> Void) async -> Bool {
    do {
      try await work()
      return true
    } catch {
      tell(Notice(error, words))
      return false
    }
  }
}
