// A step of a case, being taken.
import SwiftUI
import XunlouModels

struct StepSheet: View {
  /// The form as it was opened; it stays in sight while the sheet goes.
  let opened: StepForm
  let model: CaseDetailsModel

  private var words: Words { model.words }
  private var form: StepForm { model.form ?? opened }

  var body: some View {
    Sheet(
      model, words, name: "case", isComplete: form.isComplete, isSaving: model.isSaving,
      save: .take, drop: .drop, dismiss: .dismiss
    ) {
      Heading(form.step.title)
      if form.step.needsDepartment {
        Heading(words("case-department"))
        Choices(
          words("case-department"), model.state?.departments ?? [], chosen: form.department,
          name: "case-department"
        ) { model.on(.department($0)) }
      }
      if form.step.needsSatisfaction {
        Heading(words("case-satisfaction"))
        Choices(
          words("case-satisfaction"), points, chosen: form.satisfaction.map { "\($0)" },
          name: "case-satisfaction"
        ) { chosen in
          if let points = Int(chosen) { model.on(.satisfaction(points)) }
        }
      }
      TextField(
        words("case-note"),
        text: Binding(get: { form.note }, set: { model.on(.note($0)) }), axis: .vertical
      )
      .lineLimit(1...6)
      .textFieldStyle(.roundedBorder)
      .frame(minHeight: Looks.tap)
      .accessibilityIdentifier("case-note")
    }
  }

  private var points: [RecordState.Option] {
    StepForm.points.map { .init(id: "\($0)", text: "\($0)") }
  }
}
