import Foundation

/// A value that several threads use, one at a time.
final class Locked<Value>: @unchecked Sendable {
  private var value: Value
  private let lock = NSLock()

  init(_ value: Value) {
    self.value = value
  }

  func use<T>(_ work: (inout Value) throws -> T) rethrows -> T {
    try lock.withLock { try work(&value) }
  }
}
