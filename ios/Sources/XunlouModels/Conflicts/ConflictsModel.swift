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
public final class ConflictsModel: ScreenModel, FormModel {
  /// What one can do.
  public enum Event: Sendable {
    /// One of the values is right.
    case take(ConflictsState.Conflict, ConflictsState.Candidate)
    /// Neither is: open the form of a third.
    case begin(ConflictsState.Conflict)
    case text(String)
    /// The third is right.
    case write
    case drop
    case dismiss
  }

  /// What is shown; absent until it was loaded.
  public private(set) var state: ConflictsState?
  /// The third value that is being written.
  public private(set) var form: ThirdValue?
  /// The conflict whose choice is being committed.
  public private(set) var saving: String?
  /// What there is to tell.
  public internal(set) var notice: Notice?
  /// Words for the screen.
  public let words: Words

  let context: Context
  let keeper: DraftKeeper

  public init(_ context: Context) {
    self.context = context
    words = context.words
    keeper = DraftKeeper("conflicts", context)
  }

  var filledIn: DraftKeeper.Fields { form?.fields ?? [:] }

  public func run() async {
    await follow(.anything) { await load() }
  }

  public func take(_ event: Event) async {
    switch event {
    case .take(let conflict, let candidate):
      guard let change = candidate.change else { return }
      await commit(conflict) {
        try await context.core.call { try conflict.settle(.take(change: change), $0) }
      }
    case .begin(let conflict): (form, notice) = (ThirdValue(conflict), nil)
    case .text: _ = takeAtOnce(event)
    case .write: await write()
    case .drop: await drop()
    case .dismiss: notice = nil
    }
  }

  public func takeAtOnce(_ event: Event) -> Bool {
    guard case .text(let text) = event else { return false }
    form?.text = text
    filled()
    return true
  }

  private func write() async {
    guard let form, form.isComplete, saving == nil else { return }
    await commit(form.conflict) {
      try await keeper.save {
        try form.conflict.settle(.write(text: form.text.trimmed), $0)
      } then: {
        self.form = nil
      }
    }
  }

  private func drop() async {
    guard form != nil, saving == nil else { return }
    (form, notice) = (nil, nil)
    await keep()
  }

  private func commit(
    _ conflict: ConflictsState.Conflict, _ work: () async throws -> Void
  ) async {
    saving = conflict.id
    defer { saving = nil }
    await attempt {
      try await work()
      notice = Notice(words("conflicts-settled"))
      await load()
    }
  }

  private func load() async {
    let loader = ConflictsLoader(words: words, times: context.times)
    await attempt {
      let loaded = try await context.core.call { try loader.load($0) }
      await keeper.restore { form = form ?? ThirdValue($0, in: loaded) }
      state = loaded
    }
  }
}

extension ConflictsState.Conflict {
  fileprivate func settle(_ resolution: Resolution, _ core: Workspace) throws {
    try core.resolve(document: document, key: key, resolution: resolution)
  }
}
