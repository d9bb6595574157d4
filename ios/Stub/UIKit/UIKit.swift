@_exported import Foundation

@MainActor open class UIResponder: NSObject {}

@MainActor open class UIView: UIResponder {}

@MainActor open class UIViewController: UIResponder {}

@MainActor open class UINavigationController: UIViewController {}

@MainActor public protocol UINavigationControllerDelegate: NSObjectProtocol {}

public struct UIBackgroundTaskIdentifier: Hashable, Sendable {}

@MainActor open class UIApplication: UIResponder {
  public class var shared: UIApplication { fatalError() }
  public func beginBackgroundTask(
    expirationHandler handler: (@MainActor @Sendable () -> Void)? = nil
  ) -> UIBackgroundTaskIdentifier { fatalError() }
  public func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) {}
}

open class UIImage: NSObject, @unchecked Sendable {
  public init?(data: Data) {}
  public var size: CGSize { .zero }
  public func draw(in rect: CGRect) {}
}

open class UITraitCollection: NSObject {
  public convenience init(displayScale: CGFloat) { self.init() }
}

open class UIGraphicsImageRendererContext: NSObject {}

open class UIGraphicsImageRendererFormat: NSObject {
  public convenience init(for traits: UITraitCollection) { self.init() }
}

open class UIGraphicsImageRenderer: NSObject {
  public init(size: CGSize, format: UIGraphicsImageRendererFormat) {}
  public func jpegData(
    withCompressionQuality quality: CGFloat, actions: (UIGraphicsImageRendererContext) -> Void
  ) -> Data { Data() }
}

@MainActor open class UIImagePickerController: UINavigationController {
  public enum SourceType: Int, Sendable { case camera }
  public struct InfoKey: Hashable, Sendable {
    public static let originalImage = InfoKey()
  }
  public class func isSourceTypeAvailable(_ type: SourceType) -> Bool { false }
  public var sourceType = SourceType.camera
  public weak var delegate: (any UIImagePickerControllerDelegate & UINavigationControllerDelegate)?
}

@MainActor public protocol UIImagePickerControllerDelegate: NSObjectProtocol {
  func imagePickerController(
    _ picker: UIImagePickerController,
    didFinishPickingMediaWithInfo info: [UIImagePickerController.InfoKey: Any])
  func imagePickerControllerDidCancel(_ picker: UIImagePickerController)
}

public enum UIKeyboardType: Int, Sendable {
  case `default`
  // swift-format-ignore: AlwaysUseLowerCamelCase
  case URL
  case numberPad
  case phonePad
}
