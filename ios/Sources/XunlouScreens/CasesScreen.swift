// 待办: what is still open.
import SwiftUI
import XunlouModels

/// Open cases.
public struct CasesScreen: View {
  @State private var model: CasesModel

  public init(_ context: Context) {
    _model = State(initialValue: CasesModel(context))
  }

  private var words: Words { model.words }

  public var body: some View {
    Frame(words, model.notice, dismiss: { model.on(.dismiss) }) {
      if let state = model.state {
        ScrollView(.horizontal) {
          HStack(spacing: 8) { filters(state) }
        }
        if state.rows.isEmpty { Nothing(words("cases-none")) }
        ForEach(state.rows) { row in CaseCard(row: row) { model.on(.open(row.id)) } }
      } else {
        Waiting(words: words)
      }
    } actions: {
      Button(words("case-new"), systemImage: "plus") { model.on(.report) }
        .buttonStyle(MainButton())
        .accessibilityIdentifier("cases-new")
    }
    .navigationTitle(words("cases-title"))
    .task { await model.run() }
  }

  private func filters(_ state: CasesState) -> some View {
    ForEach(state.choices) { choice in
      let isChosen = choice.id == state.filter
      Button(choice.text, systemImage: isChosen ? "checkmark" : "line.3.horizontal.decrease") {
        model.on(.filter(choice.id))
      }
      .buttonStyle(SideButton())
      .accessibilityAddTraits(isChosen ? .isSelected : [])
    }
  }
}
