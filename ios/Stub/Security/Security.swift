// The Keychain as Apple documents it, in memory: generic passwords, each of one service and account.
@_exported import Foundation

public typealias OSStatus = Int32
public typealias CFTypeRef = AnyObject
public typealias CFString = NSString
public typealias CFDictionary = NSDictionary

public let errSecSuccess: OSStatus = 0
public let errSecParam: OSStatus = -50
public let errSecDuplicateItem: OSStatus = -25299
public let errSecItemNotFound: OSStatus = -25300
public let errSecInteractionNotAllowed: OSStatus = -25308

// Apple's constants, which never change.
nonisolated(unsafe) public let kSecClass: CFString = "class"
nonisolated(unsafe) public let kSecClassGenericPassword: CFString = "genp"
nonisolated(unsafe) public let kSecAttrService: CFString = "svce"
nonisolated(unsafe) public let kSecAttrAccount: CFString = "acct"
nonisolated(unsafe) public let kSecAttrAccessible: CFString = "pdmn"
nonisolated(unsafe) public let kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly: CFString = "cku"
nonisolated(unsafe) public let kSecReturnData: CFString = "r_Data"
nonisolated(unsafe) public let kSecValueData: CFString = "v_Data"

/// What tests do to the phone. `@unchecked`: the lock guards all there is.
public final class TestKeychain: @unchecked Sendable {
  public static let shared = TestKeychain()
  private let lock = NSLock()
  private var items: [String: [CFString: Any]] = [:]
  private var isLocked = false

  /// As before the phone was unlocked for the first time.
  public func close() { lock.withLock { isLocked = true } }
  public func open() { lock.withLock { isLocked = false } }

  /// What is kept of an item.
  public func item(_ service: String, _ account: String) -> [CFString: Any]? {
    lock.withLock { items["\(service) \(account)"] }
  }

  public func empty() { lock.withLock { items = [:] } }

  fileprivate func at(
    _ query: CFDictionary, _ work: (inout [CFString: Any]?, [CFString: Any]) -> OSStatus
  ) -> OSStatus {
    lock.withLock {
      guard let query = query as? [CFString: Any],
        query[kSecClass] as? CFString == kSecClassGenericPassword,
        let service = query[kSecAttrService], let account = query[kSecAttrAccount]
      else { return errSecParam }
      return isLocked ? errSecInteractionNotAllowed : work(&items["\(service) \(account)"], query)
    }
  }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
public func SecItemCopyMatching(
  _ query: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?
) -> OSStatus {
  TestKeychain.shared.at(query) { item, query in
    guard let item else { return errSecItemNotFound }
    if query[kSecReturnData] as? Bool == true {
      result?.pointee = (item[kSecValueData] as? Data).map { $0 as NSData }
    }
    return errSecSuccess
  }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
public func SecItemUpdate(_ query: CFDictionary, _ changes: CFDictionary) -> OSStatus {
  TestKeychain.shared.at(query) { item, _ in
    guard item != nil else { return errSecItemNotFound }
    item?.merge(changes as? [CFString: Any] ?? [:]) { $1 }
    return errSecSuccess
  }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
public func SecItemAdd(
  _ item: CFDictionary, _ result: UnsafeMutablePointer<CFTypeRef?>?
) -> OSStatus {
  TestKeychain.shared.at(item) { kept, new in
    guard kept == nil else { return errSecDuplicateItem }
    kept = new
    return errSecSuccess
  }
}
