// Small things that outlive the app and may be in backups: settings, where one was.

import Foundation

/// Keeps short texts by name.
public protocol Shelf: Sendable {
  /// What lies there.
  func read(_ name: String) -> String?
  /// Puts something there, or removes it.
  func write(_ name: String, _ text: String?)
}

/// The defaults of the app.
public struct DefaultsShelf: Shelf {
  private let suite: String?

  /// `suite` is for tests; the app has its own.
  public init(suite: String? = nil) { self.suite = suite }

  public func read(_ name: String) -> String? { defaults.string(forKey: name) }

  public func write(_ name: String, _ text: String?) {
    if let text { defaults.set(text, forKey: name) } else { defaults.removeObject(forKey: name) }
  }

  private var defaults: UserDefaults { suite.flatMap(UserDefaults.init(suiteName:)) ?? .standard }
}
