// What every screen has: room to scroll, its notice, and its action at the bottom.
import SwiftUI
import XunlouModels

/// A screen's content, with the notice and the actions below it.
struct Frame<Content: View, Actions: View>: View {
  private let notice: Notice?
  private let words: Words
  private let dismiss: @MainActor () -> Void
  private let content: Content
  private let actions: Actions

  init(
    _ words: Words, _ notice: Notice?, dismiss: @escaping @MainActor () -> Void,
    @ViewBuilder content: () -> Content, @ViewBuilder actions: () -> Actions
  ) {
    (self.words, self.notice, self.dismiss) = (words, notice, dismiss)
    (self.content, self.actions) = (content(), actions())
  }

  var body: some View {
    ScrollView {
      LazyVStack(alignment: .leading, spacing: Looks.gap) { content }
        .padding(Looks.gap)
    }
    .safeAreaInset(edge: .bottom) {
      VStack(spacing: Looks.gap) {
        if let notice {
          NoticeBar(notice: notice, words: words, dismiss: dismiss)
        }
        actions
      }
      .padding(Looks.gap)
      .background(.bar)
    }
  }
}

/// What went wrong or is done, until it is dismissed.
struct NoticeBar: View {
  let notice: Notice
  let words: Words
  let dismiss: @MainActor () -> Void

  private var mark: TodayState.Mark { notice.tone == .wrong ? .bad : .good }

  var body: some View {
    HStack(alignment: .center, spacing: Looks.gap) {
      MarkLabel(text: notice.text, mark: mark)
        .frame(maxWidth: .infinity, alignment: .leading)
      Button(action: dismiss) {
        Image(systemName: "xmark").frame(width: Looks.tap, height: Looks.tap)
      }
      .buttonStyle(.plain)
      .accessibilityLabel(words("action-close"))
    }
    .padding(.horizontal, Looks.gap)
    .background(mark.color.opacity(0.12), in: RoundedRectangle(cornerRadius: Looks.corner))
    .accessibilityIdentifier("notice")
  }
}

/// While something is read for the first time.
struct Waiting: View {
  let words: Words

  var body: some View {
    ProgressView(words("state-loading"))
      .frame(maxWidth: .infinity, minHeight: Looks.tap)
  }
}

/// A list without entries says so.
struct Nothing: View {
  let text: String

  init(_ text: String) { self.text = text }

  var body: some View {
    Text(text)
      .foregroundStyle(.secondary)
      .frame(maxWidth: .infinity, minHeight: Looks.tap)
  }
}

/// A line that leads somewhere.
struct Row: View {
  let title: String
  var detail = ""
  var state = ""
  var mark = TodayState.Mark.quiet
  let action: @MainActor () -> Void

  var body: some View {
    Button(action: action) {
      HStack(spacing: Looks.gap) {
        VStack(alignment: .leading, spacing: 4) {
          Text(title).font(.body).foregroundStyle(Color.primary)
          if !detail.isEmpty {
            Text(detail).font(.subheadline).foregroundStyle(.secondary)
          }
          if !state.isEmpty {
            MarkLabel(text: state, mark: mark)
          }
        }
        .frame(maxWidth: .infinity, minHeight: Looks.tap, alignment: .leading)
        Image(systemName: "chevron.right").foregroundStyle(.secondary).accessibilityHidden(true)
      }
      .multilineTextAlignment(.leading)
      .contentShape(Rectangle())
    }
    .buttonStyle(.plain)
    .accessibilityElement(children: .combine)
  }
}
