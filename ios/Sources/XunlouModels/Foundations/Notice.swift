// What a person is told for a moment: that something went wrong, or that it is done.
import XunlouCore

/// A worded notice. It stays until it is dismissed or another comes.
public struct Notice: Sendable, Hashable {
  /// How it is meant.
  public enum Tone: Sendable, Hashable {
    /// Done, or good to know.
    case fine
    /// Something did not work, and what to do.
    case wrong
  }

  /// What is said.
  public let text: String
  /// How it is meant.
  public let tone: Tone

  /// A notice.
  public init(_ text: String, _ tone: Tone = .fine) {
    self.text = text
    self.tone = tone
  }

  /// What went wrong, in words.
  public init(_ error: any Error, _ words: Words) {
    self.init(words.of(error), .wrong)
  }
}
