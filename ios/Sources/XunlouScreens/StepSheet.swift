// A step of a case, being taken.
import SwiftUI
import XunlouModels

struct StepSheet: View {
  let step: CaseDetailsState.Step
  let departments: [RecordState.Option]
  let words: Words
  let take:
    @MainActor (_ note: String, _ department: String?, _ satisfaction: Int?) async -> Notice?

  @State private var note = ""
  @State private var department: String?
  @State private var satisfaction: String?

  var body: some View {
    Sheet(words, name: "case", isComplete: isComplete) {
      await take(note, department, satisfaction.flatMap { Int($0) })
    } content: {
      Heading(step.title)
      if step.needsDepartment {
        Heading(words("case-department"))
        Choices(
          words("case-department"), departments, chosen: department, name: "case-department"
        ) { department = $0 }
      }
      if step.needsSatisfaction {
        Heading(words("case-satisfaction"))
        Choices(
          words("case-satisfaction"), points, chosen: satisfaction, name: "case-satisfaction"
        ) { satisfaction = $0 }
      }
      TextField(words("case-note"), text: $note, axis: .vertical)
        .lineLimit(1...6)
        .textFieldStyle(.roundedBorder)
        .frame(minHeight: Looks.tap)
        .accessibilityIdentifier("case-note")
    }
  }

  /// 1 to 5 (I3).
  private var points: [RecordState.Option] {
    (1...5).map { .init(id: "\($0)", text: "\($0)") }
  }

  private var isComplete: Bool {
    !(step.needsDepartment && department == nil)
      && !(step.needsSatisfaction && satisfaction == nil)
  }
}
