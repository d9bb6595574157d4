// One case: what happened to it, and what is done next.
import Foundation
import Observation
import XunlouCore

/// A case's model.
@MainActor @Observable
public final class CaseDetailsModel: ScreenModel, FormModel {
  /// What one can do.
  public enum Event: Sendable {
    /// Open the form of a step.
    case begin(CaseDetailsState.Step)
    case note(String)
    case department(String)
    case satisfaction(Int)
    /// Take the step as it is filled in.
    case take
    case drop
    /// Attach a picture, scaled down already.
    case attach(mediaType: String, Data)
    /// The record where it was found.
    case openRecord
    case dismiss
  }

  /// What is shown; absent until it was loaded.
  public private(set) var state: CaseDetailsState?
  /// The step that is being filled in.
  public private(set) var form: StepForm?
  /// Whether something is being committed.
  public private(set) var isSaving = false
  /// What there is to tell.
  public internal(set) var notice: Notice?
  /// Words for the screen.
  public let words: Words

  let context: Context
  let keeper: DraftKeeper
  /// What was filled in for a step that is not offered any more: it goes with the next one.
  private var waiting: DraftKeeper.Fields = [:]
  private let document: DocumentId

  public init(_ document: DocumentId, _ context: Context) {
    self.document = document
    self.context = context
    words = context.words
    keeper = DraftKeeper("case \(document)", context)
  }

  var filledIn: DraftKeeper.Fields { form?.fields ?? waiting }

  public func run() async {
    await follow(.document(document), every: .seconds(60)) { await load() }
  }

  public func take(_ event: Event) async {
    let document = document
    switch event {
    case .begin(let step):
      guard let state else { return }
      form = StepForm(step, filledIn, in: state)
      notice = nil
    case .note, .department, .satisfaction: _ = takeAtOnce(event)
    case .take: await takeStep()
    case .drop: await drop()
    case .attach(let type, let bytes):
      await commit {
        try await context.core.call {
          _ = try $0.attachCasePhoto(caseDocument: document, mediaType: type, bytes: bytes)
        }
      }
    case .openRecord:
      if let record = state?.found { context.navigator.go(.record(record)) }
    case .dismiss: notice = nil
    }
  }

  public func takeAtOnce(_ event: Event) -> Bool {
    switch event {
    case .note(let note): form?.note = note
    case .department(let department): form?.department = department
    case .satisfaction(let points): form?.satisfaction = points
    default: return false
    }
    filled()
    return true
  }

  /// A photo's bytes: from this phone, else from the server.
  public func photo(_ hash: PhotoHash) async -> Data? {
    await context.photo(hash, of: document)
  }

  private func load() async {
    let loader = CaseDetailsLoader(
      document: document, me: context.me, words: words, times: context.times)
    await attempt {
      let loaded = try await context.core.call { try loader.load($0) }
      await keeper.restore { fields in
        guard form == nil else { return }
        form = StepForm(fields, in: loaded)
        if form == nil { waiting = fields }
      }
      state = loaded
    }
  }

  private func takeStep() async {
    guard let form, form.isComplete, !isSaving else { return }
    let (document, fact) = (document, form.fact)
    await commit {
      try await keeper.save {
        try $0.addFact(caseDocument: document, new: fact)
      } then: {
        (self.form, self.waiting) = (nil, [:])
      }
    }
  }

  private func drop() async {
    guard form != nil, !isSaving else { return }
    (form, waiting, notice) = (nil, [:], nil)
    await keep()
  }

  private func commit(_ work: () async throws -> Void) async {
    isSaving = true
    defer { isSaving = false }
    await attempt {
      try await work()
      notice = nil
      await load()
    }
  }
}
