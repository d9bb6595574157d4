// One of several, in one tap: side by side where the words fit, else one below the other, so that
// nothing is cut off at 200 %.
import SwiftUI
import XunlouModels

/// A choice.
struct Choices: View {
  /// What is chosen, for VoiceOver.
  let title: String
  let options: [RecordState.Option]
  let chosen: String?
  /// Names the buttons for tests: `record-fire_doors`.
  let name: String
  let choose: @MainActor (String) -> Void

  init(
    _ title: String, _ options: [RecordState.Option], chosen: String?, name: String,
    choose: @escaping @MainActor (String) -> Void
  ) {
    (self.title, self.options) = (title, options)
    (self.chosen, self.name, self.choose) = (chosen, name, choose)
  }

  var body: some View {
    ViewThatFits(in: .horizontal) {
      HStack(spacing: 8) { buttons }
      VStack(spacing: 8) { buttons }
    }
    .accessibilityElement(children: .contain)
    .accessibilityLabel(title)
  }

  private var buttons: some View {
    ForEach(options) { option in
      let isChosen = option.id == chosen
      Button {
        choose(option.id)
      } label: {
        HStack(spacing: 4) {
          if isChosen { Image(systemName: "checkmark") }
          Text(option.text).fixedSize(horizontal: true, vertical: false)
        }
        .fontWeight(isChosen ? .semibold : .regular)
        .frame(maxWidth: .infinity, minHeight: Looks.tap)
        .padding(.horizontal, 8)
        .background(
          isChosen ? option.mark.color.opacity(0.2) : Color.clear,
          in: RoundedRectangle(cornerRadius: Looks.corner)
        )
        .overlay {
          RoundedRectangle(cornerRadius: Looks.corner)
            .stroke(isChosen ? option.mark.color : .gray.opacity(0.5))
        }
        .contentShape(Rectangle())
      }
      .buttonStyle(.plain)
      .accessibilityAddTraits(isChosen ? .isSelected : [])
      .accessibilityIdentifier("\(name)-\(option.id)")
    }
  }
}
