// What is filled in on a sheet of its own. It closes once the core has it; what could not be saved stays
// as it was written.
import SwiftUI
import XunlouModels

/// What can be done with what is filled in.
enum SheetAct {
  case save
  case drop
  /// The notice was read.
  case dismiss
}

struct Sheet<Content: View>: View {
  private let words: Words
  private let notice: Notice?
  /// Names the button for tests: `case-save`.
  private let name: String
  private let isComplete: Bool
  private let isSaving: Bool
  private let act: @MainActor (SheetAct) -> Void
  private let content: Content

  init(
    _ words: Words, _ notice: Notice?, name: String, isComplete: Bool = true, isSaving: Bool,
    act: @escaping @MainActor (SheetAct) -> Void, @ViewBuilder content: () -> Content
  ) {
    (self.words, self.notice, self.name) = (words, notice, name)
    (self.isComplete, self.isSaving) = (isComplete, isSaving)
    (self.act, self.content) = (act, content())
  }

  var body: some View {
    Frame(words, notice, dismiss: { act(.dismiss) }) {
      // What were typed now would go with the form.
      content.disabled(isSaving)
    } actions: {
      Button(words("action-cancel")) { act(.drop) }
        .buttonStyle(SideButton())
        .disabled(isSaving)
      Button(isSaving ? words("state-saving") : words("action-save")) { act(.save) }
        .buttonStyle(MainButton())
        .disabled(!isComplete || isSaving)
        .accessibilityIdentifier("\(name)-save")
    }
    // A finger that slips drops nothing.
    .interactiveDismissDisabled()
  }
}

extension View {
  /// Shows a model's form on a sheet, as long as it is open there.
  func sheet<Form: Identifiable & Sendable, Content: View>(
    of form: Form?, @ViewBuilder content: @escaping (Form) -> Content,
    drop: @escaping @MainActor () -> Void
  ) -> some View {
    sheet(item: Binding(get: { form }, set: { if $0 == nil { drop() } }), content: content)
  }
}
