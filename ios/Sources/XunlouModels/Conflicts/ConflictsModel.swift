// 冲突: mine and theirs side by side, until somebody chooses or writes a third.
import Foundation
import Observation
import XunlouCore

/// What the conflicts' screen shows.
public struct ConflictsState: Sendable, Hashable {
  /// A register that two devices wrote differently while apart.
  public struct Conflict: Sendable, Hashable, Identifiable {
    public let id: String
    /// What it is about: the item or the field.
    public let title: String
    /// The record, the unit or the case.
    public let place: String
    public let candidates: [Candidate]
    /// What a third value may be; empty: a text.
    public let options: [RecordState.Option]
    let document: DocumentId
    let key: String
  }

  /// One of the values.
  public struct Candidate: Sendable, Hashable, Identifiable {
    public let id: Int
    /// What it says.
    public let text: String
    /// Who, on which device, when.
    public let by: String
    public let isMine: Bool
    let change: ChangeHash?

    /// Whether it can be chosen.
    public var canTake: Bool { change != nil }
  }

  public var conflicts: [Conflict] = []
}

/// The conflicts' model.
@MainActor @Observable
public final class ConflictsModel: ScreenModel, Telling {
  /// What one can do.
  public enum Event: Sendable {
    /// One of the values is right.
    case take(ConflictsState.Conflict, ConflictsState.Candidate)
    /// Neither is: this is.
    case write(ConflictsState.Conflict, String)
    case dismiss
  }

  /// What is shown; absent until it was loaded.
  public private(set) var state: ConflictsState?
  /// The conflict whose choice is being committed.
  public private(set) var saving: String?
  /// What there is to tell.
  public internal(set) var notice: Notice?
  /// Words for the screen.
  public let words: Words

  private let context: Context

  public init(_ context: Context) {
    self.context = context
    words = context.words
  }

  public func run() async {
    await context.follow(.anything) { await load() }
  }

  public func take(_ event: Event) async {
    switch event {
    case .take(let conflict, let candidate):
      guard let change = candidate.change else { return }
      await resolve(conflict, .take(change: change))
    case .write(let conflict, let text):
      await resolve(conflict, .write(text: text))
    case .dismiss: notice = nil
    }
  }

  private func resolve(_ conflict: ConflictsState.Conflict, _ resolution: Resolution) async {
    saving = conflict.id
    defer { saving = nil }
    await attempt {
      try await context.core.call {
        try $0.resolve(document: conflict.document, key: conflict.key, resolution: resolution)
      }
      notice = Notice(words("conflicts-settled"))
      await load()
    }
  }

  private func load() async {
    let loader = ConflictsLoader(words: words, times: context.times)
    await attempt { state = try await context.core.call { try loader.load($0) } }
  }
}
