import Foundation
import Testing

@testable import ContractRunner

/// The contract scenarios, each file a case. What they mean is said in `tests/contract/README.md`.
@Suite struct ScenarioTests {
  // One after the other: what is waited for is measured on a clock.
  @Test(.serialized, arguments: try scenarios())
  func aScenarioComesOutAsItsFileSays(file: String) throws {
    let played = Result {
      let scenario = try Scenario(reading: directory().appendingPathComponent(file))
      try withStage { stage in try Story(scenario, on: stage).play() }
    }
    try tally.add(played, of: scenarios().count)
    try played.get()
  }
}

/// Swift Testing counts the scenarios as one test.
private let tally = Tally()

private func directory() throws -> URL {
  guard let path = ProcessInfo.processInfo.environment["XUNLOU_CONTRACT"] else {
    throw Problem("XUNLOU_CONTRACT is to name the directory of the scenarios")
  }
  return URL(fileURLWithPath: path)
}

private func scenarios() throws -> [String] {
  let directory = try directory()
  let files = try FileManager.default.contentsOfDirectory(atPath: directory.path)
    .filter { $0.hasSuffix(".json") }
  guard !files.isEmpty else { throw Problem("no scenarios in \(directory.path)") }
  return files.sorted()
}
