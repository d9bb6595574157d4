// Where things are kept: the key in the Keychain of this device alone, the database in a directory
// that is encrypted until the first unlocking and in no backup.
import Foundation
import Security
import XunlouModels

struct KeychainVault: Vault {
  struct Refused: Error { let status: OSStatus }

  func read(_ entry: VaultEntry) throws -> Data? {
    var found: CFTypeRef?
    let query = item(entry).merging([kSecReturnData: true]) { $1 }
    switch SecItemCopyMatching(query as CFDictionary, &found) {
    case errSecSuccess: return found as? Data
    case errSecItemNotFound: return nil
    case let status: throw Refused(status: status)
    }
  }

  func write(_ entry: VaultEntry, _ data: Data) throws {
    let value: [CFString: Any] = [
      kSecValueData: data, kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
    ]
    var status = SecItemUpdate(item(entry) as CFDictionary, value as CFDictionary)
    if status == errSecItemNotFound {
      status = SecItemAdd(item(entry).merging(value) { $1 } as CFDictionary, nil)
    }
    guard status == errSecSuccess else { throw Refused(status: status) }
  }

  private func item(_ entry: VaultEntry) -> [CFString: Any] {
    let account = entry.rawValue
    return [
      kSecClass: kSecClassGenericPassword, kSecAttrService: "app.xunlou", kSecAttrAccount: account,
    ]
  }
}

extension URL {
  /// Where the database lies.
  static var xunlou: URL {
    var directory = URL.applicationSupportDirectory.appending(path: "Xunlou")
    try? FileManager.default.createDirectory(
      at: directory, withIntermediateDirectories: true,
      attributes: [.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication])
    var values = URLResourceValues()
    values.isExcludedFromBackup = true
    try? directory.setResourceValues(values)
    return directory
  }
}
