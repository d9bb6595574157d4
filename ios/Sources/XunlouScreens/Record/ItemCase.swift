// The case that was made of an item, or can be: with the department that puts it right.
import SwiftUI
import XunlouModels

struct ItemCase: View {
  let item: RecordState.Item
  let words: Words
  let on: @MainActor (RecordModel.Event) -> Void

  var body: some View {
    if let document = item.caseDocument {
      Button(
        item.followsUp ? words("record-look") : words("record-reported"), systemImage: "checklist"
      ) { on(.caseTapped(document)) }
      .buttonStyle(SideButton())
      .accessibilityIdentifier("record-case-\(item.id)")
    } else if let report = item.report {
      form(report)
    } else if item.canReport {
      Button(words("record-report"), systemImage: "arrow.right.circle") {
        on(.reportTapped(item: item.id))
      }
      .buttonStyle(SideButton())
      .accessibilityIdentifier("record-report-\(item.id)")
    }
  }

  @ViewBuilder private func form(_ report: RecordState.Report) -> some View {
    Heading(words("case-department"))
    Choices(
      words("case-department"),
      report.departments + [.init(id: "", text: words("case-no-department"))],
      chosen: report.chosen ?? "", name: "record-department"
    ) { on(.departmentChosen($0.isEmpty ? nil : $0)) }
    Button(words("action-cancel")) { on(.reportDropped) }.buttonStyle(SideButton())
    Button(words("case-send"), systemImage: "checkmark") { on(.reported) }
      .buttonStyle(MainButton())
      .accessibilityIdentifier("record-report-send")
  }
}
