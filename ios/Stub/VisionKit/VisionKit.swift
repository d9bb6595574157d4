import UIKit

/// Vision's.
public struct VNBarcodeSymbology: Hashable, Sendable {
  public static let qr = VNBarcodeSymbology()
}

public enum RecognizedItem: Sendable {
  case barcode(Barcode)

  public struct Barcode: Sendable {
    public let payloadStringValue: String?
  }
}

@MainActor public protocol DataScannerViewControllerDelegate: AnyObject {
  func dataScanner(
    _ dataScanner: DataScannerViewController, didAdd addedItems: [RecognizedItem],
    allItems: [RecognizedItem])
}

@MainActor public final class DataScannerViewController: UIViewController {
  public struct RecognizedDataType: Hashable, Sendable {
    public static func barcode(symbologies: [VNBarcodeSymbology] = []) -> RecognizedDataType {
      RecognizedDataType()
    }
  }
  public static var isSupported: Bool { false }
  public weak var delegate: (any DataScannerViewControllerDelegate)?
  public init(
    recognizedDataTypes: Set<RecognizedDataType>, isHighlightingEnabled: Bool = false
  ) {}
  public func startScanning() throws {}
  public func stopScanning() {}
}
