// How an item is answered.
import SwiftUI
import XunlouModels

struct ItemInput: View {
  let item: RecordState.Item
  let words: Words
  let on: @MainActor (RecordModel.Event) -> Void

  var body: some View {
    switch item.input {
    case .choice(let options):
      Choices(
        item.title, options, chosen: item.answer, name: "record-\(item.id)"
      ) { on(.answered(item: item.id, $0)) }
    case .number(let range, let unit): number(range, unit)
    case .text:
      typed(words("record-write"), .default)
    case .date:
      DayField(title: item.title, day: item.answer ?? "", words: words) {
        on(.answered(item: item.id, $0))
      }
      if item.answer != nil {
        Button(words("record-clear")) { on(.cleared(item: item.id)) }.buttonStyle(SideButton())
      }
    case .signature:
      Text(words("record-sign")).foregroundStyle(.secondary)
    case .photo, .reference:
      EmptyView()
    }
  }

  private func number(_ range: ClosedRange<Int64>, _ unit: String) -> some View {
    let value = item.answer.flatMap { Int64($0) }
    let title = unit.isEmpty ? words("record-write") : unit
    return HStack(spacing: Looks.gap) {
      step("minus", words("record-less"), value.map { $0 - 1 } ?? range.lowerBound, range)
      typed(title, .numberPad)
      step("plus", words("record-plus"), value.map { $0 + 1 } ?? range.lowerBound, range)
    }
  }

  private func step(
    _ symbol: String, _ title: String, _ next: Int64, _ range: ClosedRange<Int64>
  ) -> some View {
    Button(action: { on(.answered(item: item.id, String(next))) }) { Image(systemName: symbol) }
      .buttonStyle(SideButton())
      .disabled(!range.contains(next))
      .accessibilityLabel("\(item.title) \(title)")
      .accessibilityIdentifier("record-\(symbol)-\(item.id)")
  }

  private func typed(_ title: String, _ keyboard: UIKeyboardType) -> some View {
    TextField(
      title,
      text: Binding(
        get: { item.answer ?? "" }, set: { on(.typed(item: item.id, $0)) }), axis: .vertical
    )
    .lineLimit(1...6)
    .keyboardType(keyboard)
    .textFieldStyle(.roundedBorder)
    .frame(minHeight: Looks.tap)
    .onSubmit { on(.paused) }
    .accessibilityLabel(item.title)
    .accessibilityIdentifier("record-answer-\(item.id)")
  }
}
