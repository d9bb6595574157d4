// Of Apple's Foundation, what Linux has not.
import Foundation

public struct FileProtectionType: Sendable {
  public static let completeUntilFirstUserAuthentication = FileProtectionType()
}

extension FileAttributeKey {
  public static let protectionKey = FileAttributeKey(rawValue: "NSFileProtectionKey")
}

extension URL {
  public static var applicationSupportDirectory: URL { temporaryDirectory }
}
