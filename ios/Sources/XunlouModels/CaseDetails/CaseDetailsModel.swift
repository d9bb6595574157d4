// One case: what happened to it, and what is done next.
import Foundation
import Observation
import XunlouCore

/// A case's model.
@MainActor @Observable
public final class CaseDetailsModel: ScreenModel, Telling {
  /// What one can do.
  public enum Event: Sendable {
    /// Take a step.
    case take(CaseStep, note: String, department: String?, satisfaction: Int?)
    /// Attach a picture, scaled down already.
    case attach(mediaType: String, Data)
    /// The record where it was found.
    case openRecord
    case dismiss
  }

  /// What is shown; absent until it was loaded.
  public private(set) var state: CaseDetailsState?
  /// Whether something is being committed.
  public private(set) var isSaving = false
  /// What there is to tell.
  public internal(set) var notice: Notice?
  /// Words for the screen.
  public let words: Words

  private let document: DocumentId
  private let context: Context

  public init(_ document: DocumentId, _ context: Context) {
    self.document = document
    self.context = context
    words = context.words
  }

  public func run() async {
    await context.follow(.document(document), every: .seconds(60)) { await load() }
  }

  public func take(_ event: Event) async {
    let document = document
    switch event {
    case .take(let step, let note, let department, let satisfaction):
      let fact = NewFact(
        step: step, note: note, department: department, satisfaction: satisfaction.map(Int64.init))
      await commit { try $0.addFact(caseDocument: document, new: fact) }
    case .attach(let type, let bytes):
      await commit {
        _ = try $0.attachCasePhoto(caseDocument: document, mediaType: type, bytes: bytes)
      }
    case .openRecord:
      if let record = state?.found { context.navigator.go(.record(record)) }
    case .dismiss: notice = nil
    }
  }

  /// A photo's bytes: from this phone, else from the server.
  public func photo(_ hash: PhotoHash) async -> Data? {
    await context.photo(hash, of: document)
  }

  private func load() async {
    let loader = CaseDetailsLoader(
      document: document, me: context.me, words: words, times: context.times)
    await attempt { state = try await context.core.call { try loader.load($0) } }
  }

  private func commit(_ work: @escaping @Sendable (Workspace) throws -> Void) async {
    isSaving = true
    defer { isSaving = false }
    await attempt {
      try await context.core.call(work)
      notice = nil
      await load()
    }
  }
}
