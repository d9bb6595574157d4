// A calendar day to choose. Days have no time zone; the picker is held to UTC, so that no phone's
// zone turns one into its neighbour.
import SwiftUI
import XunlouModels

/// A day, or none yet.
struct DayField: View {
  let title: String
  /// `YYYY-MM-DD`, or empty.
  let day: String
  let words: Words
  let choose: @MainActor (String) -> Void

  var body: some View {
    if let moment = Times.moment(of: day) {
      DatePicker(
        title, selection: Binding(get: { moment }, set: { choose(Times.day(of: $0)) }),
        displayedComponents: .date
      )
      .environment(\.timeZone, .gmt)
      .frame(minHeight: Looks.tap)
    } else {
      Button(words("record-date"), systemImage: "calendar") { choose(Times.day(of: .now)) }
        .buttonStyle(SideButton())
        .accessibilityLabel("\(title) \(words("record-date"))")
    }
  }
}
