import Foundation

@testable import ContractRunner

/// Counts the cases of a test, and says at the end how many passed.
final class Tally: Sendable {
  private let outcomes = Locked<[Bool]>([])

  func add(_ outcome: Result<Void, any Error>, of all: Int) {
    outcomes.use { outcomes in
      outcomes.append((try? outcome.get()) != nil)
      guard outcomes.count == all else { return }
      let passed = outcomes.count { $0 }
      FileHandle.standardOutput.write(Data("\(passed) passed, \(all - passed) failed\n".utf8))
    }
  }
}
