// A field of a customer file, being changed: its value, and where one has it from.
import SwiftUI
import XunlouModels

struct FieldSheet: View {
  /// The form as it was opened; it stays in sight while the sheet goes.
  let opened: FieldForm
  let model: HouseholdModel

  private var words: Words { model.words }
  private var form: FieldForm { model.form ?? opened }

  var body: some View {
    Sheet(
      model, words, name: "household", isSaving: model.isSaving,
      save: .save, drop: .drop, dismiss: .dismiss
    ) {
      Heading(form.title)
      input
      Heading(words("household-source"))
      Choices(
        words("household-source"), sources, chosen: "\(form.source)", name: "household-source"
      ) { chosen in
        let source = FieldForm.sources.first { "\($0)" == chosen }
        if let source { model.on(.source(source)) }
      }
    }
  }

  private var sources: [RecordState.Option] {
    FieldForm.sources.map { .init(id: "\($0)", text: words.of($0)) }
  }

  @ViewBuilder private var input: some View {
    switch form.input {
    case .text, .phone:
      TextField(
        form.title,
        text: Binding(get: { form.value }, set: { model.on(.value($0)) }), axis: .vertical
      )
      .lineLimit(1...6)
      .textFieldStyle(.roundedBorder)
      .frame(minHeight: Looks.tap)
      .keyboardType(form.input == .phone ? .phonePad : .default)
      .accessibilityIdentifier("household-value")
    case .date:
      DayField(title: form.title, day: form.value, words: words) { model.on(.value($0)) }
    case .choice(let options):
      Choices(form.title, options, chosen: form.value, name: "household-value") {
        model.on(.value($0))
      }
    }
  }
}
