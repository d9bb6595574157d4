// One slot of a duty on today's screen, and the sheet that excuses it.
import SwiftUI
import XunlouModels

struct DutyCard: View {
  let duty: TodayState.Duty
  let words: Words
  let isSaving: Bool
  let open: @MainActor () -> Void
  let excuse: @MainActor () -> Void

  var body: some View {
    Card(edge: duty.mark == .bad || duty.mark == .warning ? duty.mark.color : .gray.opacity(0.35)) {
      VStack(alignment: .leading, spacing: 4) {
        Text(duty.title).font(.headline)
        Text("\(duty.place) · \(duty.window)").foregroundStyle(.secondary)
        MarkLabel(text: duty.state, mark: duty.mark)
        if !duty.detail.isEmpty {
          Text(duty.detail).font(.subheadline)
        }
        ForEach(duty.papers, id: \.text) { MarkLabel(text: $0.text, mark: $0.mark) }
      }
      .accessibilityElement(children: .combine)
      ViewThatFits(in: .horizontal) {
        HStack(spacing: Looks.gap) { buttons }
        VStack(spacing: Looks.gap) { buttons }
      }
      .disabled(isSaving)
    }
  }

  @ViewBuilder private var buttons: some View {
    if duty.canExcuse {
      Button(words("today-excuse"), action: excuse)
        .buttonStyle(SideButton())
        .accessibilityLabel("\(words("today-excuse")) \(duty.title) \(duty.place)")
        .accessibilityIdentifier("today-excuse-\(duty.id)")
    }
    if duty.canOpen {
      Button(isSaving ? words("state-saving") : title, action: open)
        .buttonStyle(MainButton())
        .accessibilityLabel(
          "\(isSaving ? words("state-saving") : title) \(duty.title) \(duty.place)"
        )
        .accessibilityIdentifier("today-open-\(duty.id)")
    }
  }

  private var title: String {
    switch duty.mark {
    case .good: words("today-look")
    case .going: words("today-continue")
    default: words("today-start")
    }
  }
}

/// A reason out of the rules, and one's own words.
struct ExcuseSheet: View {
  /// The form as it was opened; it stays in sight while the sheet goes.
  let opened: ExcuseForm
  let model: TodayModel

  private var words: Words { model.words }
  private var form: ExcuseForm { model.form ?? opened }

  var body: some View {
    Sheet(
      model, words, name: "excuse", isComplete: form.isComplete, isSaving: model.saving == form.id,
      save: .send, drop: .drop, dismiss: .dismiss
    ) {
      Heading(words("today-excuse"))
      Text("\(form.duty.title) · \(form.duty.place)")
      Heading(words("today-excuse-reason"))
      Choices(
        words("today-excuse-reason"), model.state?.reasons ?? [], chosen: form.reason,
        name: "excuse"
      ) { model.on(.reason($0)) }
      TextField(
        words("today-excuse-note"),
        text: Binding(get: { form.note }, set: { model.on(.note($0)) }), axis: .vertical
      )
      .lineLimit(1...6)
      .textFieldStyle(.roundedBorder)
    }
  }
}

/// A case in a list.
struct CaseCard: View {
  let row: CaseRow
  let open: @MainActor () -> Void

  var body: some View {
    Card(edge: row.mark == .bad ? .red : .gray.opacity(0.35)) {
      Row(
        title: row.title, detail: row.detail,
        state: [row.state, row.due].filter { !$0.isEmpty }.joined(separator: " · "),
        mark: row.mark, action: open)
    }
  }
}
