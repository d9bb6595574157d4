// One customer file: each field with its source and age.
import SwiftUI
import XunlouModels

/// A customer file.
public struct HouseholdScreen: View {
  @State private var model: HouseholdModel
  @Environment(\.openURL) private var openURL

  public init(_ household: String, _ context: Context) {
    _model = State(initialValue: HouseholdModel(household, context))
  }

  private var words: Words { model.words }

  public var body: some View {
    Frame(words, model.notice, dismiss: { model.on(.dismiss) }) {
      if let state = model.state {
        ForEach(state.fields) { field in self.field(field) }
        ForEach(state.addable) { field in
          let title = words("household-add", ["field": field.title])
          Button(title, systemImage: "plus") { model.on(.add(field)) }
            .buttonStyle(SideButton())
        }
        Heading(words("household-visits"))
        if state.visits.isEmpty { Nothing(words("household-no-visits")) }
        ForEach(state.visits) { visit in
          Card { Row(title: visit.text) { model.on(.openRecord(visit.id)) } }
        }
      } else {
        Waiting(words: words)
      }
    } actions: {
      Button(words("household-report"), systemImage: "plus") { model.on(.report) }
        .buttonStyle(SideButton())
      if model.state?.canVisit == true {
        Button(words("household-visit"), systemImage: "house") { model.on(.visit) }
          .buttonStyle(MainButton())
          .accessibilityIdentifier("household-visit")
      }
    }
    .navigationTitle(model.state?.unit ?? "")
    .navigationBarTitleDisplayMode(.inline)
    .task { await model.run() }
    .sheet(of: model.form) {
      FieldSheet(opened: $0, model: model)
    } drop: {
      model.on(.drop)
    }
  }

  private func field(_ field: HouseholdState.Field) -> some View {
    Card(edge: field.isInConflict ? .orange : .gray.opacity(0.35)) {
      VStack(alignment: .leading, spacing: 4) {
        Text(field.title).font(.subheadline).foregroundStyle(.secondary)
        Text(field.text.isEmpty ? words("household-unknown") : field.text)
        if !field.source.isEmpty {
          Text(field.source).font(.footnote).foregroundStyle(.secondary)
        }
      }
      .accessibilityElement(children: .combine)
      HStack(spacing: Looks.gap) {
        Button(words("household-edit"), systemImage: "pencil") { model.on(.edit(field)) }
          .buttonStyle(SideButton())
          .accessibilityLabel("\(words("household-edit")) \(field.title)")
          .accessibilityIdentifier("household-edit-\(field.id)")
        if field.input == .phone, let url = dial(field.text) {
          Button(words("household-call", ["number": field.text]), systemImage: "phone") {
            openURL(url)
          }
          .buttonStyle(SideButton())
        }
      }
      if field.isInConflict {
        Row(title: words("record-conflict"), state: words("conflicts-title"), mark: .warning) {
          model.on(.conflicts)
        }
      }
    }
  }

  private func dial(_ number: String) -> URL? {
    let digits = number.filter { $0.isNumber || $0 == "+" }
    return digits.isEmpty ? nil : URL(string: "tel:\(digits)")
  }
}
