// What the first screens of a new phone show.
import XunlouCore

/// Where setting up stands.
public struct SetUpState: Sendable, Hashable {
  /// The steps, in their order.
  public enum Step: Sendable, Hashable {
    /// The code is to be scanned or typed.
    case code
    /// The code was read; a person looks at the server and names the phone.
    case confirm(Server)
    /// The server is being asked.
    case enrolling
    /// Enrolled: who I am is known, and the first sync is to be done or goes on.
    case firstSync(Person)
  }

  /// The server that a code leads to.
  public struct Server: Sendable, Hashable {
    /// Its address.
    public let address: String
    /// What is to be said of its certificate.
    public let trust: String
    /// Whether there is reason to hesitate.
    public let isSafe: Bool
  }

  /// Whose phone it is.
  public struct Person: Sendable, Hashable {
    public let name: String
    public let role: String
    public let estate: String
  }

  /// Where one is.
  public var step = Step.code
  /// The code as it was typed or scanned.
  public var link = ""
  /// What colleagues see this phone as.
  public var device = ""
  /// How far the first sync has come; absent when none runs.
  public var progress: ProgressLine?
  /// What went wrong.
  public var notice: Notice?
}

/// How far a sync has come, in words.
public struct ProgressLine: Sendable, Hashable {
  /// What it is busy with.
  public let text: String
  /// How much of that is done, 0 to 1, where it is known.
  public let fraction: Double?

  init(_ progress: SyncProgress?, _ words: Words) {
    guard let progress else {
      (text, fraction) = (words("sync-connecting"), nil)
      return
    }
    let done = progress.done
    text =
      switch progress.phase {
      case .pushing: words("sync-pushing", ["count": done])
      case .comparing: words("sync-comparing", ["count": done])
      case .pulling: words("sync-pulling", ["count": done])
      case .photos: words("sync-photos", ["kilobytes": done / 1024])
      }
    fraction = progress.total.flatMap { $0 > 0 ? min(1, Double(done) / Double($0)) : nil }
  }
}
