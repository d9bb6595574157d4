// 登记: the first screens of a new phone.
import SwiftUI
import XunlouModels

/// Set up.
public struct SetUpScreen: View {
  private let model: SetUpModel
  @Environment(\.phone) private var phone
  @State private var isScanning = false

  public init(_ model: SetUpModel) { self.model = model }

  private var words: Words { model.words }

  public var body: some View {
    Frame(words, model.state.notice, dismiss: { model.on(.dismiss) }) {
      Text(words("app-name")).font(.largeTitle)
      Text(words("setup-title"))
        .font(.title2)
        .accessibilityAddTraits(.isHeader)
      switch model.state.step {
      case .code: code
      case .confirm(let server): confirm(server)
      case .enrolling: ProgressView(words("setup-enrolling"))
      case .firstSync(let person): firstSync(person)
      }
    } actions: {
      actions
    }
    .task { await model.run() }
    .fullScreenCover(isPresented: $isScanning) {
      VStack(spacing: Looks.gap) {
        phone.scanner? { text in
          isScanning = false
          model.on(.scanned(text))
        }
        Button(words("action-cancel")) { isScanning = false }.buttonStyle(SideButton())
      }
    }
  }

  @ViewBuilder private var code: some View {
    Text(words("setup-intro"))
    TextField(
      words("setup-code"),
      text: Binding(get: { model.state.link }, set: { model.on(.typed($0)) }), axis: .vertical
    )
    .lineLimit(2...6)
    .textFieldStyle(.roundedBorder)
    .keyboardType(.URL)
    .textInputAutocapitalization(.never)
    .autocorrectionDisabled()
    .accessibilityIdentifier("setup-code")
  }

  @ViewBuilder private func confirm(_ server: SetUpState.Server) -> some View {
    Card {
      Heading(words("setup-server"))
      Text(server.address)
      MarkLabel(text: server.trust, mark: server.isSafe ? .good : .warning)
    }
    TextField(
      words("setup-device"),
      text: Binding(get: { model.state.device }, set: { model.on(.named($0)) })
    )
    .textFieldStyle(.roundedBorder)
    .frame(minHeight: Looks.tap)
    .accessibilityIdentifier("setup-device")
  }

  @ViewBuilder private func firstSync(_ person: SetUpState.Person) -> some View {
    Heading(words("setup-hello", ["name": person.name, "role": person.role]))
    Text("\(words("setup-estate")) \(person.estate)")
    Text(words("setup-first-sync"))
    if let progress = model.state.progress {
      ProgressView(progress.text, value: progress.fraction)
        .accessibilityAddTraits(.updatesFrequently)
    }
  }

  @ViewBuilder private var actions: some View {
    switch model.state.step {
    case .code:
      if phone.scanner != nil {
        Button(words("setup-scan"), systemImage: "qrcode.viewfinder") { isScanning = true }
          .buttonStyle(SideButton())
      }
      Button(words("setup-next")) { model.on(.read) }
        .buttonStyle(MainButton())
        .disabled(model.state.link.isEmpty)
    case .confirm:
      Button(words("setup-start-over")) { model.on(.startOver) }
        .buttonStyle(SideButton())
      Button(words("setup-enrol")) { model.on(.enrol) }
        .buttonStyle(MainButton())
        .accessibilityIdentifier("setup-enrol")
    case .enrolling: EmptyView()
    case .firstSync:
      if model.state.progress == nil {
        Button(words("setup-resume")) { model.on(.sync) }.buttonStyle(MainButton())
      } else {
        Button(words("action-cancel")) { model.on(.cancel) }.buttonStyle(SideButton())
      }
    }
  }
}
