// A field of a customer file, being changed: its value, and where one has it from.
import SwiftUI
import XunlouModels

struct FieldSheet: View {
  /// What is changed.
  struct Field: Identifiable {
    let id: String
    let title: String
    var value = ""
    let input: HouseholdState.Input
    var isNew = false
  }

  let field: Field
  let words: Words
  let save: @MainActor (String, HouseholdModel.Source) async -> Notice?

  @State private var value = ""
  @State private var source = HouseholdModel.sources[0]

  var body: some View {
    Sheet(words, name: "household") {
      await save(value, source)
    } content: {
      Heading(field.title)
      input
      Heading(words("household-source"))
      Choices(
        words("household-source"), sources,
        chosen: "\(source)", name: "household-source"
      ) { chosen in
        source = HouseholdModel.sources.first { "\($0)" == chosen } ?? source
      }
    }
    .onAppear { value = field.value }
  }

  private var sources: [RecordState.Option] {
    HouseholdModel.sources.map { .init(id: "\($0)", text: words.of($0)) }
  }

  @ViewBuilder private var input: some View {
    switch field.input {
    case .text, .phone:
      TextField(field.title, text: $value, axis: .vertical)
        .lineLimit(1...6)
        .textFieldStyle(.roundedBorder)
        .frame(minHeight: Looks.tap)
        .keyboardType(field.input == .phone ? .phonePad : .default)
        .accessibilityIdentifier("household-value")
    case .date:
      DayField(title: field.title, day: value, words: words) { value = $0 }
    case .choice(let options):
      Choices(field.title, options, chosen: value, name: "household-value") {
        value = $0
      }
    }
  }
}
