// What is written on a sheet of its own. It closes once the core has it; what could not be saved stays
// as it was written.
import SwiftUI
import XunlouModels

struct Sheet<Content: View>: View {
  private let words: Words
  /// Names the button for tests: `case-save`.
  private let name: String
  private let isComplete: Bool
  private let save: @MainActor () async -> Notice?
  private let content: Content

  @Environment(\.dismiss) private var dismiss
  @State private var isSaving = false
  @State private var notice: Notice?

  /// `save` returns what went wrong.
  init(
    _ words: Words, name: String, isComplete: Bool = true,
    save: @escaping @MainActor () async -> Notice?, @ViewBuilder content: () -> Content
  ) {
    (self.words, self.name, self.isComplete) = (words, name, isComplete)
    (self.save, self.content) = (save, content())
  }

  var body: some View {
    Frame(words, notice, dismiss: seen) {
      content
    } actions: {
      Button(words("action-cancel")) { dismiss() }.buttonStyle(SideButton())
      Button(isSaving ? words("state-saving") : words("action-save")) { Task { await end() } }
        .buttonStyle(MainButton())
        .disabled(!isComplete || isSaving)
        .accessibilityIdentifier("\(name)-save")
    }
  }

  private func seen() { notice = nil }

  private func end() async {
    isSaving = true
    notice = await save()
    isSaving = false
    if notice == nil { dismiss() }
  }
}
