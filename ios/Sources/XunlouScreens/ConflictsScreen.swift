// 冲突: mine and theirs side by side.
import SwiftUI
import XunlouModels

/// Conflicts.
public struct ConflictsScreen: View {
  @State private var model: ConflictsModel

  public init(_ context: Context) {
    _model = State(initialValue: ConflictsModel(context))
  }

  private var words: Words { model.words }

  public var body: some View {
    Frame(words, model.notice, dismiss: { model.on(.dismiss) }) {
      if let state = model.state {
        if state.conflicts.isEmpty {
          Nothing(words("conflicts-none"))
        } else {
          Text(words("conflicts-intro")).foregroundStyle(.secondary)
        }
        ForEach(state.conflicts) { conflict in self.conflict(conflict) }
      } else {
        Waiting(words: words)
      }
    } actions: {
      EmptyView()
    }
    .navigationTitle(words("conflicts-title"))
    .task { await model.run() }
    .sheet(of: model.form) {
      ThirdSheet(opened: $0, model: model)
    } drop: {
      model.on(.drop)
    }
  }

  private func conflict(_ conflict: ConflictsState.Conflict) -> some View {
    Card(edge: .orange) {
      Heading(conflict.title)
      Text(conflict.place).foregroundStyle(.secondary)
      ViewThatFits(in: .horizontal) {
        HStack(alignment: .top, spacing: Looks.gap) { candidates(conflict) }
        VStack(alignment: .leading, spacing: Looks.gap) { candidates(conflict) }
      }
      Button(words("conflicts-write"), systemImage: "pencil") { model.on(.begin(conflict)) }
        .buttonStyle(SideButton())
    }
    .disabled(model.saving == conflict.id)
  }

  private func candidates(_ conflict: ConflictsState.Conflict) -> some View {
    ForEach(conflict.candidates) { candidate in
      VStack(alignment: .leading, spacing: 4) {
        MarkLabel(
          text: words(candidate.isMine ? "conflicts-mine" : "conflicts-theirs"),
          mark: candidate.isMine ? .due : .quiet)
        Text(candidate.text).font(.title3)
        Text(candidate.by).font(.footnote).foregroundStyle(.secondary)
        if candidate.canTake {
          Button(words("conflicts-take")) { model.on(.take(conflict, candidate)) }
            .buttonStyle(SideButton())
            .accessibilityLabel("\(words("conflicts-take")) \(candidate.text)")
            .accessibilityIdentifier("conflicts-take-\(candidate.id)")
        }
      }
      .frame(maxWidth: .infinity, alignment: .leading)
    }
  }
}

/// A third value: one of the answers, or a text.
private struct ThirdSheet: View {
  /// The form as it was opened; it stays in sight while the sheet goes.
  let opened: ThirdValue
  let model: ConflictsModel

  private var words: Words { model.words }
  private var form: ThirdValue { model.form ?? opened }

  var body: some View {
    Sheet(
      model, words, name: "conflicts", isComplete: form.isComplete,
      isSaving: model.saving == form.id,
      save: .write, drop: .drop, dismiss: .dismiss
    ) {
      Heading(form.conflict.title)
      if form.conflict.options.isEmpty {
        TextField(
          words("conflicts-write"),
          text: Binding(get: { form.text }, set: { model.on(.text($0)) }), axis: .vertical
        )
        .lineLimit(1...6)
        .textFieldStyle(.roundedBorder)
      } else {
        Choices(
          form.conflict.title, form.conflict.options, chosen: form.text, name: "conflicts-write"
        ) { model.on(.text($0)) }
      }
    }
  }
}
