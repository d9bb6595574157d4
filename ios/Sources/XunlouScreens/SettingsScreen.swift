// 设置.
import SwiftUI
import XunlouModels

/// Settings.
public struct SettingsScreen: View {
  @State private var model: SettingsModel
  @State private var code = ""

  public init(_ context: Context) {
    _model = State(initialValue: SettingsModel(context))
  }

  private var words: Words { model.words }

  public var body: some View {
    @Bindable var settings = model.settings
    Frame(words, model.notice, dismiss: { model.on(.dismiss) }) {
      Heading(words("settings-language"))
      Picker(words("settings-language"), selection: $settings.language) {
        Text(words("settings-chinese")).tag(Settings.Language.chinese)
        Text(words("settings-english")).tag(Settings.Language.english)
      }
      .pickerStyle(.segmented)
      Heading(words("settings-theme"))
      Picker(words("settings-theme"), selection: $settings.theme) {
        Text(words("settings-theme-system")).tag(Settings.Theme.system)
        Text(words("settings-theme-light")).tag(Settings.Theme.light)
        Text(words("settings-theme-dark")).tag(Settings.Theme.dark)
      }
      .pickerStyle(.segmented)
      Heading(words("settings-size"))
      Picker(words("settings-size"), selection: $settings.textSize) {
        Text(words("settings-size-system")).tag(Settings.TextSize.system)
        Text(words("settings-size-large")).tag(Settings.TextSize.large)
        Text(words("settings-size-largest")).tag(Settings.TextSize.largest)
      }
      .pickerStyle(.segmented)
      if let state = model.state { account(state) }
      enrolAgain
    } actions: {
      EmptyView()
    }
    .navigationTitle(words("settings-title"))
    .task { await model.run() }
  }

  @ViewBuilder private func account(_ state: SettingsState) -> some View {
    Heading(words("settings-account"))
    Text(state.who)
    Text(state.device).foregroundStyle(.secondary)
    Text(words("settings-version", ["version": state.version])).foregroundStyle(.secondary)
    Heading(words("settings-diagnostics"))
    Text(words("settings-diagnostics-note")).foregroundStyle(.secondary)
    Text(state.diagnostics).font(.footnote.monospaced())
    ShareLink(words("settings-diagnostics"), item: state.diagnostics).buttonStyle(SideButton())
  }

  @ViewBuilder private var enrolAgain: some View {
    Heading(words("settings-enrol-again"))
    TextField(words("setup-code"), text: $code, axis: .vertical)
      .lineLimit(1...4)
      .textFieldStyle(.roundedBorder)
      .textInputAutocapitalization(.never)
      .autocorrectionDisabled()
      .frame(minHeight: Looks.tap)
    Button(words("sync-enrol-again")) { model.on(.enrolAgain(code)) }
      .buttonStyle(SideButton())
      .disabled(code.isEmpty || model.isEnrolling)
  }
}
