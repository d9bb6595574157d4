// What only the app itself can do: camera, gallery, scanner, pictures. The app puts it into the
// environment; without it (previews) the buttons are not there.
import SwiftUI
import XunlouModels

/// A picture that was taken or chosen, scaled down already.
public struct TakenPhoto: Sendable {
  public let mediaType: String
  public let bytes: Data

  public init(mediaType: String, bytes: Data) {
    (self.mediaType, self.bytes) = (mediaType, bytes)
  }

  /// A picture of this size as a JPEG of at most so many bytes: drawn smaller and smaller until it
  /// fits. `draw` makes the JPEG at a size.
  public static func jpeg(
    of size: CGSize, atMost bytes: Int, draw: (CGSize) -> Data?
  ) -> TakenPhoto? {
    for side in [2048.0, 1600, 1200, 800] {
      let scale = min(1, side / max(size.width, size.height, 1))
      let fitting = CGSize(width: size.width * scale, height: size.height * scale)
      if let jpeg = draw(fitting), jpeg.count <= bytes {
        return TakenPhoto(mediaType: "image/jpeg", bytes: jpeg)
      }
    }
    return nil
  }
}

/// The app's own parts.
@MainActor
public struct PhoneParts: Sendable {
  /// The camera, full screen. Takes at most so many bytes, and hands over nothing when cancelled.
  public var camera: (@MainActor (Int, @escaping @MainActor (TakenPhoto?) -> Void) -> AnyView)?
  /// A button with this label that lets one choose a picture of at most so many bytes.
  public var gallery:
    (@MainActor (String, Int, @escaping @MainActor (TakenPhoto) -> Void) -> AnyView)?
  /// The QR scanner.
  public var scanner: (@MainActor (@escaping @MainActor (String) -> Void) -> AnyView)?
  /// A picture of a photo's bytes.
  public var picture: (@MainActor (Data) -> Image?)?

  nonisolated public init() {}
}

private struct PhonePartsKey: EnvironmentKey {
  static let defaultValue = PhoneParts()
}

extension EnvironmentValues {
  /// The app's own parts.
  public var phone: PhoneParts {
    get { self[PhonePartsKey.self] }
    set { self[PhonePartsKey.self] = newValue }
  }
}
