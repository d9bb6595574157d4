// 客户档案: searching, visit coverage, whom to visit next.
import SwiftUI
import XunlouModels

/// Customer files.
public struct HouseholdsScreen: View {
  @State private var model: HouseholdsModel

  public init(_ context: Context) {
    _model = State(initialValue: HouseholdsModel(context))
  }

  private var words: Words { model.words }

  public var body: some View {
    Frame(words, model.notice, dismiss: { model.on(.dismiss) }) {
      if let hits = model.state.hits {
        if hits.isEmpty { Nothing(words("households-none")) }
        ForEach(hits) { hit in
          Card {
            Row(title: "\(hit.unit) \(hit.names)", detail: hit.matched) {
              model.on(.open(hit.id))
            }
          }
        }
      } else {
        ForEach(model.state.areas) { area in
          Heading(area.name)
          Card { ForEach(area.coverage) { CoverageRow(line: $0) } }
          Heading(words("today-visits"))
          Card { VisitRows(visits: area.visits) { model.on(.open($0)) } }
        }
      }
    } actions: {
      // At the bottom, where the thumb and the keyboard are.
      TextField(
        words("households-search"),
        text: Binding(get: { model.state.query }, set: { model.on(.search($0)) })
      )
      .textFieldStyle(.roundedBorder)
      .frame(minHeight: Looks.tap)
      .autocorrectionDisabled()
      .accessibilityIdentifier("households-search")
    }
    .navigationTitle(words("households-title"))
    .task { await model.run() }
  }
}
