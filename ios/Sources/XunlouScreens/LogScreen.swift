// 工作日志: the day as it was.
import SwiftUI
import XunlouModels

/// The day's log.
public struct LogScreen: View {
  @State private var model: LogModel

  public init(_ context: Context) {
    _model = State(initialValue: LogModel(context))
  }

  private var words: Words { model.words }

  public var body: some View {
    Frame(words, model.notice, dismiss: { model.on(.dismiss) }) {
      if let state = model.state {
        days(state)
        lines(words("diary-duties"), state.duties)
        lines(words("diary-records"), state.records)
        lines(words("diary-cases"), state.cases)
        entries(state)
        ShareLink(words("diary-share"), item: state.text).buttonStyle(SideButton())
      } else {
        Waiting(words: words)
      }
    } actions: {
      if model.state?.isToday == true { write }
    }
    .navigationTitle(words("diary-title"))
    .toolbar {
      ToolbarItem(placement: .topBarTrailing) {
        Button(words("settings-title"), systemImage: "gearshape") { model.on(.settings) }
      }
    }
    .task { await model.run() }
  }

  private func days(_ state: LogState) -> some View {
    HStack(spacing: Looks.gap) {
      Button(action: { model.on(.turn(-1)) }) { Image(systemName: "chevron.left") }
        .buttonStyle(SideButton())
        .accessibilityLabel(words("diary-earlier"))
      Text(state.title).font(.title3).frame(maxWidth: .infinity)
      Button(action: { model.on(.turn(1)) }) { Image(systemName: "chevron.right") }
        .buttonStyle(SideButton())
        .disabled(state.isToday)
        .accessibilityLabel(words("diary-later"))
    }
  }

  @ViewBuilder private func lines(_ title: String, _ lines: [LogState.Line]) -> some View {
    Heading(title)
    if lines.isEmpty { Nothing(words("diary-nothing")) }
    ForEach(lines) { line in
      VStack(alignment: .leading, spacing: 4) {
        Text(line.title)
        MarkLabel(text: line.state, mark: line.mark)
        ForEach(line.problems, id: \.self) { Text($0).font(.subheadline) }
      }
      .accessibilityElement(children: .combine)
    }
  }

  @ViewBuilder private func entries(_ state: LogState) -> some View {
    Heading(words("diary-entries"))
    if state.entries.isEmpty { Nothing(words("diary-nothing")) }
    ForEach(state.entries) { entry in
      HStack {
        Text("\(entry.time) \(entry.text)").frame(maxWidth: .infinity, alignment: .leading)
        Button(action: { model.on(.remove(entry)) }) {
          Image(systemName: "trash").frame(width: Looks.tap, height: Looks.tap)
        }
        .buttonStyle(.plain)
        .accessibilityLabel("\(words("diary-remove")) \(entry.text)")
      }
    }
  }

  private var write: some View {
    HStack(spacing: Looks.gap) {
      TextField(
        words("diary-write"),
        text: Binding(get: { model.draft }, set: { model.on(.typed($0)) }), axis: .vertical
      )
      .lineLimit(1...4)
      .textFieldStyle(.roundedBorder)
      .frame(minHeight: Looks.tap)
      .accessibilityIdentifier("diary-entry")
      Button(words("diary-add")) { model.on(.write) }
        .buttonStyle(SideButton())
        .disabled(!model.canWrite)
        .accessibilityIdentifier("diary-add")
    }
  }
}
