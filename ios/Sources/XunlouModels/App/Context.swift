// What every screen's model works with, once this phone is enrolled and has the estate's rules.
import Foundation
import XunlouCore

/// The core and what goes with it.
@MainActor
public struct Context: Sendable {
  /// The way to the core.
  public let core: Core
  /// Who this phone belongs to.
  public let me: Me
  /// The words of the language that is set.
  public let words: Words
  /// Times in the estate's zone.
  public let times: Times
  /// Where one is.
  public let navigator: Navigator
  /// What is in front.
  public let front: Front
  /// What syncs.
  public let syncer: Syncer
  /// How much is not sent yet.
  public let unsent: Unsent
  /// What is set.
  public let settings: Settings
  /// Where small things are kept.
  public let shelf: any Shelf
  /// How long one thinks between two words, at most: after that, what was typed is kept.
  var typingPause = Duration.milliseconds(700)

  /// Loads with `load` and again whenever something relevant changed, until the task is cancelled.
  /// `every`: also by the clock, for what becomes due.
  func follow(
    _ occasion: Occasion, every interval: Duration? = nil, load: @MainActor () async -> Void
  ) async {
    // Changes that come while a load runs lead to one load more, not to one each.
    let (wakes, wake) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let changes = core.changes()
    let hearing = Task {
      for await change in changes where change == .awake || occasion.fits(change) {
        wake.yield()
      }
    }
    let ticking = Task {
      guard let interval else { return }
      while (try? await Task.sleep(for: interval)) != nil { wake.yield() }
    }
    defer {
      hearing.cancel()
      ticking.cancel()
    }
    await load()
    for await _ in wakes where !core.isAsleep { await load() }
  }
}

/// What a screen is loaded anew for.
struct Occasion: Sendable {
  let fits: @Sendable (Changes) -> Bool

  /// Nothing that changes; only that the app wakes.
  static let waking = Occasion { _ in false }
  /// Whatever changes.
  static let anything = Occasion { _ in true }
  /// What waits, what was refused or what was synced.
  static let sync = Occasion { $0.sync }

  /// Documents of some kinds.
  static func kinds(_ kinds: DocumentKind...) -> Occasion {
    Occasion { changes in changes.documents.contains { kinds.contains($0.kind) } }
  }

  /// One document.
  static func document(_ document: DocumentId) -> Occasion {
    Occasion { changes in changes.documents.contains { $0.document == document } }
  }

  /// Either.
  static func || (one: Occasion, other: Occasion) -> Occasion {
    Occasion { one.fits($0) || other.fits($0) }
  }
}
