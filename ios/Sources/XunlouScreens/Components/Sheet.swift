// What is filled in on a sheet of its own. It closes once the core has it; what could not be saved stays
// as it was written.
import SwiftUI
import XunlouModels

struct Sheet<Content: View>: View {
  private let words: Words
  private let notice: Notice?
  /// Names the button for tests: `case-save`.
  private let name: String
  private let isComplete: Bool
  private let isSaving: Bool
  private let save: @MainActor () -> Void
  private let drop: @MainActor () -> Void
  private let dismiss: @MainActor () -> Void
  private let content: Content

  /// A form of `model`, and what one can do with it.
  init<Model: ScreenModel>(
    _ model: Model, _ words: Words, name: String, isComplete: Bool = true, isSaving: Bool,
    save: Model.Event, drop: Model.Event, dismiss: Model.Event, @ViewBuilder content: () -> Content
  ) {
    (self.words, notice, self.name) = (words, model.notice, name)
    (self.isComplete, self.isSaving) = (isComplete, isSaving)
    self.save = { model.on(save) }
    self.drop = { model.on(drop) }
    self.dismiss = { model.on(dismiss) }
    self.content = content()
  }

  var body: some View {
    Frame(words, notice, dismiss: dismiss) {
      // What was typed now would go with the form.
      content.disabled(isSaving)
    } actions: {
      Button(words("action-cancel"), action: drop)
        .buttonStyle(SideButton())
        .disabled(isSaving)
      Button(isSaving ? words("state-saving") : words("action-save"), action: save)
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
