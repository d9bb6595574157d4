// A case to report.
import SwiftUI
import XunlouModels

/// A new case.
public struct NewCaseScreen: View {
  @State private var model: NewCaseModel

  public init(_ origin: Place.Origin, _ context: Context) {
    _model = State(initialValue: NewCaseModel(origin, context))
  }

  private var words: Words { model.words }

  public var body: some View {
    Frame(words, model.notice, dismiss: { model.on(.dismiss) }) {
      if let state = model.state {
        Text(state.place).foregroundStyle(.secondary)
        Group {
          texts(state)
          choices(state)
        }
        .disabled(model.isSaving)
      } else {
        Waiting(words: words)
      }
    } actions: {
      Button(model.isSaving ? words("state-saving") : words("case-send")) { model.on(.send) }
        .buttonStyle(MainButton())
        .disabled(model.isSaving || model.state?.canSend != true)
        .accessibilityIdentifier("case-send")
    }
    .navigationTitle(words("case-new"))
    .navigationBarTitleDisplayMode(.inline)
    .task { await model.run() }
  }

  @ViewBuilder private func texts(_ state: NewCaseState) -> some View {
    TextField(
      words("case-title-field"),
      text: Binding(get: { state.title }, set: { model.on(.title($0)) })
    )
    .textFieldStyle(.roundedBorder)
    .frame(minHeight: Looks.tap)
    .accessibilityIdentifier("case-title")
    TextField(
      words("case-detail-field"),
      text: Binding(get: { state.detail }, set: { model.on(.detail($0)) }), axis: .vertical
    )
    .lineLimit(2...8)
    .textFieldStyle(.roundedBorder)
    .accessibilityIdentifier("case-detail")
  }

  @ViewBuilder private func choices(_ state: NewCaseState) -> some View {
    if state.kinds.count > 1 {
      Picker(
        words("case-kind"), selection: Binding(get: { state.kind }, set: { model.on(.kind($0)) })
      ) {
        ForEach(state.kinds) { Text($0.text).tag($0.id) }
      }
      .frame(minHeight: Looks.tap)
    }
    Picker(
      words("case-severity"),
      selection: Binding(get: { state.severity }, set: { model.on(.severity($0)) })
    ) {
      ForEach(state.severities) { Text($0.text).tag($0.id) }
    }
    .pickerStyle(.segmented)
    .frame(minHeight: Looks.tap)
    Picker(
      words("case-department"),
      selection: Binding(get: { state.department }, set: { model.on(.department($0)) })
    ) {
      Text(words("case-no-department")).tag(String?.none)
      ForEach(state.departments) { Text($0.text).tag(String?.some($0.id)) }
    }
    .frame(minHeight: Looks.tap)
    if state.canPromise { agreed(state) }
  }

  @ViewBuilder private func agreed(_ state: NewCaseState) -> some View {
    Toggle(
      words("case-agreed"),
      isOn: Binding(
        get: { state.agreed != nil }, set: { model.on(.agreed($0 ? .now + 86_400 : nil)) })
    )
    .frame(minHeight: Looks.tap)
    if let agreed = state.agreed {
      DatePicker(
        words("case-agreed"), selection: Binding(get: { agreed }, set: { model.on(.agreed($0)) })
      )
      .environment(\.timeZone, model.zone)
    }
  }
}
