// Photos of an item or a case: seeing them, taking one more, taking one off.
import SwiftUI
import XunlouModels

/// A row of photos with the buttons for another one.
struct Photos: View {
  let photos: [String]
  let words: Words
  let canAdd: Bool
  let mostBytes: Int
  let load: @MainActor (String) async -> Data?
  let add: @MainActor (TakenPhoto) -> Void
  var remove: (@MainActor (String) -> Void)?

  @Environment(\.phone) private var phone
  @State private var isTaking = false

  var body: some View {
    ScrollView(.horizontal) {
      HStack(spacing: 8) {
        ForEach(Array(photos.enumerated()), id: \.element) { place, hash in
          Thumbnail(
            title: words("record-photo", ["number": place + 1]), words: words,
            load: { await load(hash) }, remove: removal(of: hash))
        }
        if canAdd { buttons }
      }
    }
    .fullScreenCover(isPresented: $isTaking) {
      phone.camera?(mostBytes) { photo in
        isTaking = false
        if let photo { add(photo) }
      }
    }
  }

  @ViewBuilder private var buttons: some View {
    if phone.camera != nil {
      Button(words("record-camera"), systemImage: "camera") { isTaking = true }
        .buttonStyle(SideButton())
    }
    phone.gallery?(words("record-gallery"), mostBytes, add)
  }

  private func removal(of hash: String) -> (@MainActor () -> Void)? {
    guard let remove else { return nil }
    return { remove(hash) }
  }
}

/// One photo, small.
private struct Thumbnail: View {
  let title: String
  let words: Words
  let load: @MainActor () async -> Data?
  let remove: (@MainActor () -> Void)?

  @Environment(\.phone) private var phone
  @State private var picture: Image?

  var body: some View {
    VStack(spacing: 4) {
      (picture ?? Image(systemName: "photo"))
        .resizable()
        .frame(width: 72, height: 72)
        .clipShape(RoundedRectangle(cornerRadius: 8))
        .accessibilityLabel(title)
      if let remove {
        Button(action: remove) {
          Image(systemName: "trash").frame(width: Looks.tap, height: Looks.tap)
        }
        .buttonStyle(.plain)
        .accessibilityLabel("\(words("record-remove-photo")) \(title)")
      }
    }
    .task {
      if let bytes = await load() { picture = phone.picture?(bytes) }
    }
  }
}
