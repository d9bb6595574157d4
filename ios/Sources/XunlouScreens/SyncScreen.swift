// 同步: what waits, and what became of it.
import SwiftUI
import XunlouModels

/// Sync.
public struct SyncScreen: View {
  @State private var model: SyncModel
  @State private var export: URL?

  public init(_ context: Context) {
    _model = State(initialValue: SyncModel(context))
  }

  private var words: Words { model.words }

  public var body: some View {
    Frame(words, model.state?.outcome, dismiss: { model.on(.dismiss) }) {
      if let state = model.state {
        status(state)
        Toggle(
          words("sync-wifi-only"),
          isOn: Binding(get: { model.wifiOnly }, set: { model.on(.wifiOnly($0)) })
        )
        .frame(minHeight: Looks.tap)
        refused(state)
      } else {
        Waiting(words: words)
      }
    } actions: {
      if let state = model.state { actions(state) }
    }
    .navigationTitle(words("sync-title"))
    .task { await model.run() }
    .task(id: model.state?.refused.count) { await prepareExport() }
  }

  private func status(_ state: SyncState) -> some View {
    Card {
      if state.waiting.isEmpty {
        MarkLabel(text: words("today-all-sent"), mark: .good)
      }
      ForEach(state.waiting, id: \.self) { MarkLabel(text: $0, mark: .due) }
      Text(state.synced).foregroundStyle(.secondary)
      ForEach(state.warnings, id: \.self) { MarkLabel(text: $0, mark: .warning) }
      if let progress = state.progress {
        ProgressView(progress.text, value: progress.fraction)
          .accessibilityAddTraits(.updatesFrequently)
      }
    }
  }

  @ViewBuilder private func refused(_ state: SyncState) -> some View {
    if !state.refused.isEmpty {
      Heading(words("sync-refused"))
      ForEach(state.refused) { change in
        VStack(alignment: .leading, spacing: 4) {
          Text(change.title)
          MarkLabel(text: change.reason, mark: .bad)
        }
        .accessibilityElement(children: .combine)
      }
      if let export {
        ShareLink(words("sync-export"), item: export)
          .buttonStyle(SideButton())
      }
    }
  }

  @ViewBuilder private func actions(_ state: SyncState) -> some View {
    if state.mustEnrolAgain {
      Button(words("sync-enrol-again")) { model.on(.enrolAgain) }.buttonStyle(SideButton())
    }
    if state.progress == nil {
      Button(words("sync-start"), systemImage: "arrow.triangle.2.circlepath") { model.on(.sync) }
        .buttonStyle(MainButton())
        .accessibilityIdentifier("sync-start")
    } else {
      Button(words("action-cancel")) { model.on(.cancel) }
        .buttonStyle(SideButton())
        .accessibilityIdentifier("sync-cancel")
    }
  }

  /// What is shared is a file; it lies where the system clears up by itself.
  private func prepareExport() async {
    guard model.state?.refused.isEmpty == false, let bytes = await model.exportRefused() else {
      export = nil
      return
    }
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("xunlou-refused.json")
    export = (try? bytes.write(to: file)) == nil ? nil : file
  }
}
