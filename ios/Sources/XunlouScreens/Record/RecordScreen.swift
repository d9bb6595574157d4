// 巡楼, 装修督导, 家访: the form, filled in with one thumb.
import SwiftUI
import XunlouModels

/// A record.
public struct RecordScreen: View {
  @State private var model: RecordModel

  public init(_ document: String, _ context: Context) {
    _model = State(initialValue: RecordModel(document, context))
  }

  private var words: Words { model.words }

  public var body: some View {
    ScrollViewReader { proxy in
      Frame(words, model.notice, dismiss: { model.on(.noticeSeen) }) {
        if let state = model.state {
          header(state)
          ForEach(state.groups) { group in self.group(group, state) }
        } else {
          Waiting(words: words)
        }
      } actions: {
        if let state = model.state { actions(state) }
      }
      .onChange(of: model.state != nil, initial: true) { _, _ in
        // After the app was killed: back to where one was.
        if let item = model.state?.focus { proxy.scrollTo(item, anchor: .top) }
      }
      .onChange(of: model.state?.jump) { _, jump in
        if let jump { proxy.scrollTo(jump.item, anchor: .top) }
      }
    }
    .navigationTitle(model.state?.title ?? "")
    .navigationBarTitleDisplayMode(.inline)
    .task { await model.run() }
  }

  @ViewBuilder private func header(_ state: RecordState) -> some View {
    Text(state.subtitle).foregroundStyle(.secondary)
    let gaps = ["answered": state.answered, "asked": state.asked]
    ProgressView(
      words("record-progress", gaps), value: Double(state.answered),
      total: Double(max(1, state.asked)))
    if !state.excuse.isEmpty {
      MarkLabel(text: "\(words("record-excuse")) · \(state.excuse)", mark: .quiet)
    }
    if let rain = state.rain {
      Toggle(
        words("record-rain"),
        isOn: Binding(get: { rain }, set: { model.on(.rainChanged($0)) })
      )
      .frame(minHeight: Looks.tap)
      .accessibilityIdentifier("record-rain")
    }
  }

  @ViewBuilder private func group(
    _ group: RecordState.Group, _ state: RecordState
  ) -> some View {
    let gaps = ["answered": group.answered, "asked": group.items.count]
    HStack {
      Heading(group.title)
      Text(words("record-progress", gaps)).foregroundStyle(.secondary)
    }
    if group.canBeNormal {
      Button(words("record-all-normal"), systemImage: "checkmark.circle") {
        model.on(.groupNormal(group.id))
      }
      .buttonStyle(SideButton())
      .accessibilityLabel("\(group.title) \(words("record-all-normal"))")
      .accessibilityIdentifier("record-normal-\(group.id)")
    }
    ForEach(group.items) { item in
      ItemCard(
        item: item, model: model, isOpen: state.isOpen, mostPhotoBytes: state.mostPhotoBytes
      )
      .id(item.id)
    }
  }

  @ViewBuilder private func actions(_ state: RecordState) -> some View {
    if state.canUndo {
      Button(words("action-undo"), systemImage: "arrow.uturn.backward") { model.on(.undone) }
        .buttonStyle(SideButton())
        .accessibilityIdentifier("record-undo")
    }
    ViewThatFits(in: .horizontal) {
      HStack(spacing: Looks.gap) { finish(state) }
      VStack(spacing: Looks.gap) { finish(state) }
    }
  }

  @ViewBuilder private func finish(_ state: RecordState) -> some View {
    if state.unsent > 0 {
      Button(words("today-unsent", ["count": state.unsent]), systemImage: "icloud.and.arrow.up") {
        model.on(.unsentTapped)
      }
      .buttonStyle(SideButton())
    }
    if let finished = state.finished { MarkLabel(text: finished, mark: .good) }
    if state.isOpen {
      Text(words("record-remaining", ["count": state.remaining])).font(.subheadline)
      Button(words("record-finish"), systemImage: "checkmark") { model.on(.finishTapped) }
        .buttonStyle(MainButton())
        .disabled(state.isFinishing)
        .accessibilityIdentifier("record-finish")
    } else {
      Button(words("action-back")) { model.on(.backTapped) }
        .buttonStyle(MainButton())
        .accessibilityIdentifier("record-back")
    }
  }
}
