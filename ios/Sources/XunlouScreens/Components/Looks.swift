// How things look everywhere. System colours throughout, so that dark mode and higher contrast come
// by themselves; a state is never told by its colour alone.
import SwiftUI
import XunlouModels

enum Looks {
  /// The least height of what is tapped in a stairwell, with a wet thumb.
  static let tap: CGFloat = 56
  static let corner: CGFloat = 16
  static let gap: CGFloat = 12
}

extension TodayState.Mark {
  var color: Color {
    switch self {
    case .quiet: .secondary
    case .due, .going: .blue
    case .warning: .orange
    case .bad: .red
    case .good: .green
    }
  }

  var symbol: String {
    switch self {
    case .quiet: "circle"
    case .due: "clock"
    case .going: "ellipsis.circle"
    case .warning: "exclamationmark.triangle"
    case .bad: "exclamationmark.octagon"
    case .good: "checkmark.circle"
    }
  }
}

/// The one action of a screen, at the bottom within the thumb's reach.
struct MainButton: ButtonStyle {
  func makeBody(configuration: Configuration) -> some View {
    configuration.label
      .font(.headline)
      .frame(maxWidth: .infinity, minHeight: Looks.tap)
      .padding(.horizontal, Looks.gap)
      .foregroundStyle(.white)
      .background(Color.accentColor, in: Capsule())
      .opacity(configuration.isPressed ? 0.7 : 1)
  }
}

/// Any other action: as large, but quiet.
struct SideButton: ButtonStyle {
  func makeBody(configuration: Configuration) -> some View {
    configuration.label
      .frame(minHeight: Looks.tap)
      .padding(.horizontal, Looks.gap)
      .foregroundStyle(Color.accentColor)
      .background(Color.accentColor.opacity(0.12), in: Capsule())
      .opacity(configuration.isPressed ? 0.7 : 1)
  }
}

/// Something that belongs together.
struct Card<Content: View>: View {
  private let edge: Color
  private let content: Content

  init(edge: Color = .gray.opacity(0.35), @ViewBuilder content: () -> Content) {
    self.edge = edge
    self.content = content()
  }

  var body: some View {
    VStack(alignment: .leading, spacing: Looks.gap) { content }
      .frame(maxWidth: .infinity, alignment: .leading)
      .padding(Looks.gap)
      .background(Color.primary.opacity(0.04), in: RoundedRectangle(cornerRadius: Looks.corner))
      .overlay { RoundedRectangle(cornerRadius: Looks.corner).stroke(edge) }
  }
}

/// A heading that VoiceOver can jump to.
struct Heading: View {
  let text: String

  init(_ text: String) { self.text = text }

  var body: some View {
    Text(text)
      .font(.headline)
      .frame(maxWidth: .infinity, alignment: .leading)
      .accessibilityAddTraits(.isHeader)
  }
}

/// A state with its sign and its words.
struct MarkLabel: View {
  let text: String
  let mark: TodayState.Mark

  var body: some View {
    Label(text, systemImage: mark.symbol)
      .font(.subheadline)
      .foregroundStyle(mark.color)
  }
}
