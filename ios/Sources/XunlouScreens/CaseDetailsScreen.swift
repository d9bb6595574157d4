// One case: what happened, what is due, and the next step.
import SwiftUI
import XunlouModels

/// A case.
public struct CaseDetailsScreen: View {
  @State private var model: CaseDetailsModel

  public init(_ document: String, _ context: Context) {
    _model = State(initialValue: CaseDetailsModel(document, context))
  }

  private var words: Words { model.words }

  public var body: some View {
    Frame(words, model.notice, dismiss: { model.on(.dismiss) }) {
      if let state = model.state {
        summary(state)
        due(state)
        photos(state)
        history(state)
      } else {
        Waiting(words: words)
      }
    } actions: {
      if let state = model.state, !state.steps.isEmpty { steps(state) }
    }
    .navigationTitle(words("cases-title"))
    .navigationBarTitleDisplayMode(.inline)
    .task { await model.run() }
    .sheet(of: model.form) {
      StepSheet(opened: $0, model: model)
    } drop: {
      model.on(.drop)
    }
  }

  private func summary(_ state: CaseDetailsState) -> some View {
    Card {
      VStack(alignment: .leading, spacing: 4) {
        Text(state.title).font(.title2).accessibilityAddTraits(.isHeader)
        Text("\(state.about) · \(state.severity)").foregroundStyle(.secondary)
        MarkLabel(text: state.state, mark: state.mark)
        if !state.detail.isEmpty { Text(state.detail) }
        Text("\(words("case-reported")) \(state.reported)")
          .font(.footnote).foregroundStyle(.secondary)
      }
      .accessibilityElement(children: .combine)
      if state.found != nil {
        Row(title: words("case-record")) { model.on(.openRecord) }
      }
    }
  }

  @ViewBuilder private func due(_ state: CaseDetailsState) -> some View {
    if !state.due.isEmpty {
      Heading(words("case-due"))
      ForEach(state.due) { MarkLabel(text: $0.text, mark: $0.mark) }
    }
  }

  @ViewBuilder private func photos(_ state: CaseDetailsState) -> some View {
    Heading(words("case-photos"))
    Photos(
      photos: state.photos, words: words, canAdd: !state.steps.isEmpty && !model.isSaving,
      mostBytes: state.mostPhotoBytes, load: { await model.photo($0) },
      add: { model.on(.attach(mediaType: $0.mediaType, $0.bytes)) })
  }

  @ViewBuilder private func history(_ state: CaseDetailsState) -> some View {
    Heading(words("case-history"))
    if state.facts.isEmpty { Nothing(words("state-empty")) }
    ForEach(Array(state.facts.enumerated()), id: \.offset) { _, fact in
      VStack(alignment: .leading, spacing: 4) {
        Text(fact.title)
        if !fact.note.isEmpty { Text(fact.note) }
        Text(fact.by).font(.footnote).foregroundStyle(.secondary)
      }
      .accessibilityElement(children: .combine)
    }
  }

  @ViewBuilder private func steps(_ state: CaseDetailsState) -> some View {
    if model.isSaving {
      ProgressView(words("state-saving"))
    } else {
      ViewThatFits(in: .horizontal) {
        HStack(spacing: 8) { buttons(state) }
        VStack(spacing: 8) { buttons(state) }
      }
      .accessibilityElement(children: .contain)
      .accessibilityLabel(words("case-steps"))
    }
  }

  private func buttons(_ state: CaseDetailsState) -> some View {
    ForEach(state.steps) { step in
      Button(step.title) { model.on(.begin(step)) }
        .buttonStyle(SideButton())
        .accessibilityIdentifier("case-step-\(step.id)")
    }
  }
}
