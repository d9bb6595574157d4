// What is not sent yet, as one number, the same on every screen: entries and photos.
import Foundation
import Observation
import XunlouCore

extension Waiting {
  var unsent: Int { Int(changes + photos) }
}

/// The number on the sync's tab.
@MainActor @Observable
public final class Unsent {
  /// How many.
  public private(set) var count = 0

  /// Follows what changes until the task is cancelled.
  public func run(_ context: Context) async {
    await context.follow(.sync) {
      count = (try? await context.core.call { try $0.syncStatus().waiting.unsent }) ?? count
    }
  }
}
