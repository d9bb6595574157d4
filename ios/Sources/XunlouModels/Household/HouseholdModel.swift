// One customer file: reading it with the source and age of each field, changing it, visiting.
import Foundation
import Observation
import XunlouCore

/// A customer file's model.
@MainActor @Observable
public final class HouseholdModel: ScreenModel, Telling {
  /// What one can do.
  public enum Event: Sendable {
    /// Set a field; an empty value clears it.
    case edit(field: String, String, FieldSource)
    /// Add another one, such as a second vehicle.
    case add(field: String, String, FieldSource)
    /// Begin a visit.
    case visit
    case openRecord(DocumentId)
    /// Report a case about this household.
    case report
    case conflicts
    case dismiss
  }

  /// Where a value comes from.
  public typealias Source = FieldSource

  /// Where a value can come from when a person writes it.
  public static let sources: [Source] = [.visit, .phone, .office, .observed]

  /// What is shown; absent until it was loaded.
  public private(set) var state: HouseholdState?
  /// Fields whose change is being committed.
  public private(set) var saving: Set<String> = []
  /// What there is to tell.
  public internal(set) var notice: Notice?
  /// Words for the screen.
  public let words: Words

  private let household: DocumentId
  private let context: Context

  public init(_ household: DocumentId, _ context: Context) {
    self.household = household
    self.context = context
    words = context.words
  }

  public func run() async {
    await context.follow(.kinds(.household, .record)) { await load() }
  }

  public func take(_ event: Event) async {
    let household = household
    switch event {
    case .edit(let field, let value, let source):
      await commit(field) {
        try $0.editField(household: household, field: field, value: value, source: source)
      }
    case .add(let field, let value, let source):
      await commit(field) {
        _ = try $0.addField(household: household, field: field, value: value, source: source)
      }
    case .visit: await visit()
    case .openRecord(let record): context.navigator.go(.record(record))
    case .report: context.navigator.go(.newCase(.household(household)))
    case .conflicts: context.navigator.go(.conflicts)
    case .dismiss: notice = nil
    }
  }

  private func load() async {
    let loader = HouseholdLoader(
      household: household, me: context.me, words: words, times: context.times)
    await attempt { state = try await context.core.call { try loader.load($0) } }
  }

  private func visit() async {
    guard let form = state?.visitForm else { return }
    let new = NewRecord(form: form, duty: nil, about: .document(document: household), rain: false)
    await attempt {
      context.navigator.go(.record(try await context.core.call { try $0.startRecord(new: new) }))
    }
  }

  private func commit(
    _ field: String, _ work: @escaping @Sendable (Workspace) throws -> Void
  ) async {
    saving.insert(field)
    defer { saving.remove(field) }
    await attempt {
      try await context.core.call(work)
      notice = nil
      await load()
    }
  }
}
