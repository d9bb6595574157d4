// Camera, gallery and QR scanner, as the screens ask for them.
import PhotosUI
import SwiftUI
import VisionKit
import XunlouScreens

extension PhoneParts {
  @MainActor static var here: PhoneParts {
    var parts = PhoneParts()
    if UIImagePickerController.isSourceTypeAvailable(.camera) {
      parts.camera = { most, taken in AnyView(Camera { taken($0?.photo(most)) }) }
    }
    if DataScannerViewController.isSupported {
      parts.scanner = { found in AnyView(Scanner(found: found)) }
    }
    parts.gallery = { AnyView(Gallery(title: $0, most: $1, taken: $2)) }
    parts.picture = { UIImage(data: $0).map { Image(uiImage: $0) } }
    return parts
  }
}

extension UIImage {
  func photo(_ most: Int) -> TakenPhoto? {
    TakenPhoto.jpeg(of: size, atMost: most) { size in
      UIGraphicsImageRenderer(size: size, format: .init(for: .init(displayScale: 1)))
        .jpegData(withCompressionQuality: 0.8) { _ in draw(in: CGRect(origin: .zero, size: size)) }
    }
  }
}

struct Gallery: View {
  let title: String
  let most: Int
  let taken: @MainActor (TakenPhoto) -> Void
  @State private var item: PhotosPickerItem?

  var body: some View {
    PhotosPicker(selection: $item, matching: .images) {
      Label(title, systemImage: "photo.on.rectangle").frame(minHeight: 56)
    }
    .task(id: item) {
      guard let bytes = try? await item?.loadTransferable(type: Data.self) else { return }
      if let photo = UIImage(data: bytes)?.photo(most) { taken(photo) }
      item = nil
    }
  }
}

struct Camera: UIViewControllerRepresentable {
  let taken: @MainActor (UIImage?) -> Void

  func makeUIViewController(context: Context) -> UIImagePickerController {
    let camera = UIImagePickerController()
    camera.sourceType = .camera
    camera.delegate = context.coordinator
    return camera
  }

  func updateUIViewController(_ camera: UIImagePickerController, context: Context) {}
  func makeCoordinator() -> Hands { Hands(taken: taken) }

  final class Hands: NSObject, UIImagePickerControllerDelegate, UINavigationControllerDelegate {
    private let taken: @MainActor (UIImage?) -> Void
    init(taken: @escaping @MainActor (UIImage?) -> Void) { self.taken = taken }

    func imagePickerController(
      _ camera: UIImagePickerController,
      didFinishPickingMediaWithInfo info: [UIImagePickerController.InfoKey: Any]
    ) {
      taken(info[.originalImage] as? UIImage)
    }

    func imagePickerControllerDidCancel(_ camera: UIImagePickerController) { taken(nil) }
  }
}

struct Scanner: UIViewControllerRepresentable {
  let found: @MainActor (String) -> Void

  func makeUIViewController(context: Context) -> DataScannerViewController {
    let scanner = DataScannerViewController(
      recognizedDataTypes: [.barcode(symbologies: [.qr])], isHighlightingEnabled: true)
    scanner.delegate = context.coordinator
    try? scanner.startScanning()
    return scanner
  }

  func updateUIViewController(_ scanner: DataScannerViewController, context: Context) {}
  func makeCoordinator() -> Eyes { Eyes(found: found) }

  @MainActor final class Eyes: NSObject, DataScannerViewControllerDelegate {
    private let found: @MainActor (String) -> Void
    init(found: @escaping @MainActor (String) -> Void) { self.found = found }

    func dataScanner(
      _ scanner: DataScannerViewController, didAdd items: [RecognizedItem],
      allItems: [RecognizedItem]
    ) {
      for case .barcode(let code) in items {
        guard let text = code.payloadStringValue else { continue }
        scanner.stopScanning()
        return found(text)
      }
    }
  }
}
