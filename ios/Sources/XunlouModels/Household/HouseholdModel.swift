// One customer file: reading it with the source and age of each field, changing it, visiting.
import Foundation
import Observation
import XunlouCore

/// A customer file's model.
@MainActor @Observable
public final class HouseholdModel: ScreenModel, FormModel {
  /// What one can do.
  public enum Event: Sendable {
    /// Open the form of a field.
    case edit(HouseholdState.Field)
    /// Open the form of another one, such as a second vehicle.
    case add(HouseholdState.Addable)
    case value(String)
    case source(FieldForm.Source)
    /// Set the field as it is filled in; an empty value clears it.
    case save
    case drop
    /// Begin a visit.
    case visit
    case openRecord(DocumentId)
    /// Report a case about this household.
    case report
    case conflicts
    case dismiss
  }

  /// What is shown; absent until it was loaded.
  public private(set) var state: HouseholdState?
  /// The field that is being filled in.
  public private(set) var form: FieldForm?
  /// Whether it is being committed.
  public private(set) var isSaving = false
  /// What there is to tell.
  public internal(set) var notice: Notice?
  /// Words for the screen.
  public let words: Words

  let context: Context
  let keeper: DraftKeeper
  private let household: DocumentId

  public init(_ household: DocumentId, _ context: Context) {
    self.household = household
    self.context = context
    words = context.words
    keeper = DraftKeeper("household \(household)", context)
  }

  var filledIn: DraftKeeper.Fields { form?.fields ?? [:] }

  public func run() async {
    await follow(.kinds(.household, .record)) { await load() }
  }

  public func take(_ event: Event) async {
    switch event {
    case .edit(let field): (form, notice) = (FieldForm(field), nil)
    case .add(let field): (form, notice) = (FieldForm(another: field, words), nil)
    case .value, .source: _ = takeAtOnce(event)
    case .save: await save()
    case .drop: await drop()
    case .visit: await visit()
    case .openRecord(let record): context.navigator.go(.record(record))
    case .report: context.navigator.go(.newCase(.household(household)))
    case .conflicts: context.navigator.go(.conflicts)
    case .dismiss: notice = nil
    }
  }

  public func takeAtOnce(_ event: Event) -> Bool {
    switch event {
    case .value(let value): form?.value = value
    case .source(let source): form?.source = source
    default: return false
    }
    filled()
    return true
  }

  private func load() async {
    let loader = HouseholdLoader(
      household: household, me: context.me, words: words, times: context.times)
    await attempt {
      let loaded = try await context.core.call { try loader.load($0) }
      await keeper.restore { form = form ?? FieldForm($0, in: loaded, words) }
      state = loaded
    }
  }

  private func visit() async {
    guard let form = state?.visitForm else { return }
    let new = NewRecord(form: form, duty: nil, about: .document(document: household), rain: false)
    await attempt {
      let record = try await context.core.call { try $0.startRecord(new: new) }
      context.navigator.go(.record(record), from: .household(household))
    }
  }

  private func save() async {
    guard let form, !isSaving else { return }
    isSaving = true
    defer { isSaving = false }
    let household = household
    await attempt {
      try await keeper.save {
        try form.save(household, $0)
      } then: {
        self.form = nil
      }
      notice = nil
      await load()
    }
  }

  private func drop() async {
    guard form != nil, !isSaving else { return }
    (form, notice) = (nil, nil)
    await keep()
  }
}
