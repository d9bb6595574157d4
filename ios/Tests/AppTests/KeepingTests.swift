// Where the app keeps things, on a Keychain in memory.
import Foundation
import Security
import Testing
import XunlouModels

@testable import App

@Suite(.serialized)
struct KeepingTests {
  private let vault = KeychainVault()
  private let keychain = TestKeychain.shared

  init() {
    keychain.open()
    keychain.empty()
  }

  @Test("What was never written is not there")
  func nothing() throws {
    #expect(try vault.read(.key) == nil)
  }

  @Test("What is written is read again, each entry by itself, and written over")
  func written() throws {
    try vault.write(.key, Data([1]))
    try vault.write(.installation, Data([2]))
    try vault.write(.key, Data([3]))
    #expect(try vault.read(.key) == Data([3]))
    #expect(try vault.read(.installation) == Data([2]))
    #expect(try vault.read(.generation) == nil)
  }

  @Test("An entry is for this device alone, and for the background once the phone was unlocked")
  func accessible() throws {
    for data in [Data([1]), Data([2])] {
      try vault.write(.key, data)
      let kept = keychain.item("app.xunlou", "key")?[kSecAttrAccessible] as? CFString
      #expect(kept == kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly)
    }
  }

  @Test("What the Keychain refuses is an error, and never taken for nothing")
  func refused() throws {
    try vault.write(.key, Data([1]))
    keychain.close()
    #expect(throws: KeychainVault.Refused.self) { try vault.read(.key) }
    #expect(throws: KeychainVault.Refused.self) { try vault.write(.key, Data([2])) }
    keychain.open()
    #expect(try vault.read(.key) == Data([1]))
  }

  @Test("The database's directory is there, whoever asks for it again")
  func directory() throws {
    for _ in 1...2 {
      let directory = URL.xunlou
      var isDirectory: ObjCBool = false
      #expect(FileManager.default.fileExists(atPath: directory.path, isDirectory: &isDirectory))
      #expect(isDirectory.boolValue && directory.lastPathComponent == "Xunlou")
    }
  }
}
