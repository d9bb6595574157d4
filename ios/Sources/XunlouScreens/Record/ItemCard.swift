// One item of a record: its answer, and what goes with it.
import SwiftUI
import XunlouModels

struct ItemCard: View {
  let item: RecordState.Item
  let model: RecordModel
  let isOpen: Bool
  let mostPhotoBytes: Int

  @State private var showsDetails = false

  private var words: Words { model.words }

  var body: some View {
    Card(edge: item.isProblem || item.isMarked ? .red : .gray.opacity(0.35)) {
      title
      if isOpen {
        ItemInput(item: item, words: words, on: { model.on($0) })
      } else if !item.said.isEmpty {
        MarkLabel(text: item.said, mark: item.isProblem ? .bad : .good)
      }
      signs
      details
      ItemCase(item: item, words: words, on: { model.on($0) })
    }
  }

  private var title: some View {
    VStack(alignment: .leading, spacing: 4) {
      HStack(alignment: .firstTextBaseline) {
        Text(item.title).font(.headline)
        Spacer()
        if item.isSaving {
          Text(words("state-saving")).font(.footnote).foregroundStyle(.secondary)
        }
      }
      if !item.hint.isEmpty {
        Text(item.hint).font(.subheadline).foregroundStyle(.secondary)
      } else if !item.isRequired {
        Text(words("record-optional")).font(.subheadline).foregroundStyle(.secondary)
      }
      if item.followsUp { MarkLabel(text: words("record-follow-up"), mark: .warning) }
    }
    .accessibilityElement(children: .combine)
    .accessibilityAddTraits(.isHeader)
  }

  @ViewBuilder private var signs: some View {
    if let wrong = item.wrong {
      MarkLabel(text: wrong, mark: .bad)
    }
    if item.missing == .photo {
      MarkLabel(text: words("record-photo-needed"), mark: .bad)
    } else if item.isMarked {
      let key = item.input.isPicture ? words("record-photos-needed") : words("record-answer-needed")
      MarkLabel(text: key, mark: .bad)
    }
    if item.isInConflict {
      MarkLabel(text: words("record-conflict"), mark: .warning)
      Button(words("record-settle")) { model.on(.conflictTapped) }.buttonStyle(SideButton())
    }
  }

  /// Note and photos show by themselves where there are some or a problem wants them; else they are
  /// one tap away, so that a floor without problems stays short.
  @ViewBuilder private var details: some View {
    let isShown = showsDetails || item.isProblem || !item.note.isEmpty || !item.photos.isEmpty
    if isShown || item.input.isPicture {
      if isOpen {
        note
      } else if !item.note.isEmpty {
        Text(item.note)
      }
      photos
      if isOpen, item.answer != nil, case .choice = item.input {
        Button(words("record-clear")) { model.on(.cleared(item: item.id)) }
          .buttonStyle(SideButton())
          .accessibilityLabel("\(words("record-clear")) \(item.title)")
      }
    } else if isOpen {
      Button(words("record-more"), systemImage: "square.and.pencil") { showsDetails = true }
        .buttonStyle(SideButton())
        .accessibilityLabel("\(item.title) \(words("record-more"))")
    }
  }

  private var note: some View {
    TextField(
      words("record-note"),
      text: Binding(
        get: { item.note }, set: { model.on(.noteTyped(item: item.id, $0)) }), axis: .vertical
    )
    .lineLimit(1...6)
    .textFieldStyle(.roundedBorder)
    .frame(minHeight: Looks.tap)
    .onSubmit { model.on(.paused) }
    .accessibilityLabel("\(item.title) \(words("record-note"))")
    .accessibilityIdentifier("record-note-\(item.id)")
  }

  private var photos: some View {
    Photos(
      photos: item.photos, words: words, canAdd: item.canAddPhoto, mostBytes: mostPhotoBytes,
      load: { await model.photo($0) },
      add: { model.on(.photoArrived(item: item.id, mediaType: $0.mediaType, $0.bytes)) },
      remove: removal)
  }

  private var removal: (@MainActor (String) -> Void)? {
    guard isOpen else { return nil }
    return { model.on(.photoRemoved(item: item.id, $0)) }
  }
}
