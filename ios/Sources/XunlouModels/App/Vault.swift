// What opens the database, and tells one installation of the app from another. It lies outside of
// the database and of backups: a database that was restored elsewhere must write as a new actor.
import Foundation
import XunlouCore

/// Keeps secrets on this device alone; in the app, the Keychain.
public protocol Vault: Sendable {
  /// What lies there.
  func read(_ entry: VaultEntry) throws -> Data?
  /// Puts something there.
  func write(_ entry: VaultEntry, _ data: Data) throws
}

/// What a vault keeps.
public enum VaultEntry: String, Sendable {
  /// The database's key.
  case key
  /// Which installation this is.
  case installation
  /// What the core said at the last opening.
  case generation
}

/// The database is there, and its key is not. A new one would not open it.
struct KeyLost: Error {}

/// The vault does not answer, for instance before the phone was unlocked for the first time.
struct VaultClosed: Error {}

extension Vault {
  /// How the database at this path is opened, and its key. Makes what is not there yet.
  func opening(_ database: String) throws -> (WorkspaceConfig, Data) {
    do {
      let config = WorkspaceConfig(
        database: database, installation: try installation(), generation: try generation())
      return (config, try key(isNeeded: workspaceExists(database: database)))
    } catch let lost as KeyLost {
      throw lost
    } catch {
      throw VaultClosed()
    }
  }

  /// Keeps what the core said when it opened.
  func keep(_ opening: Opening) throws {
    do {
      try write(.generation, Data(String(opening.generation).utf8))
    } catch {
      throw VaultClosed()
    }
  }

  private func key(isNeeded: Bool) throws -> Data {
    if let key = try read(.key) { return key }
    if isNeeded { throw KeyLost() }
    let key = Data((0..<32).map { _ in UInt8.random(in: .min ... .max) })
    try write(.key, key)
    return key
  }

  private func installation() throws -> InstallationId {
    if let kept = try text(.installation) { return kept }
    let made = UUID().uuidString.lowercased()
    try write(.installation, Data(made.utf8))
    return made
  }

  private func generation() throws -> Int64 {
    try text(.generation).flatMap { Int64($0) } ?? 0
  }

  private func text(_ entry: VaultEntry) throws -> String? {
    try read(entry).map { String(decoding: $0, as: UTF8.self) }
  }
}
