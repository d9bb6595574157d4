// A real server to sync with: `xunlou-stage`, which is asked line by line.
import Foundation

/// The stage's process. It ends with this object, and takes the server and its files along.
final class Stage {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  private var rest = Data()

  init() throws {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../..").standardized
    let beside = package.appendingPathComponent("native/xunlou-stage").path
    let named = ProcessInfo.processInfo.environment["XUNLOU_STAGE"]
    process.executableURL = URL(fileURLWithPath: named ?? beside)
    (process.standardInput, process.standardOutput) = (input, output)
    try Self.withSignals { try process.run() }
  }

  /// Dispatch's threads block all signals, and children inherit that: the server would not hear
  /// that it is to stop.
  private static func withSignals(_ run: () throws -> Void) rethrows {
    var (none, before) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    try run()
  }

  deinit {
    try? input.fileHandleForWriting.close()
    process.waitUntilExit()
  }

  /// A new estate, whose server's clock runs from this moment.
  func open(at: String, households: Int = 4) throws {
    try ask(["do": "open", "at": at, "households": households])
  }

  /// A one-time code for a device of the person who signs in by this name.
  func code(for person: String) throws -> String {
    try ask(["do": "enrol", "person": person], answer: "link")
  }

  /// The server goes away.
  func stop() throws { try ask(["do": "stop"]) }

  /// The server comes back.
  func start(at: String) throws { try ask(["do": "start", "at": at]) }

  /// The server goes on from another moment.
  func clock(_ at: String) throws { try ask(["do": "clock", "at": at]) }

  /// The office revokes a device.
  func revoke(_ device: String) throws { try ask(["do": "revoke", "device": device]) }

  /// An invented photo.
  func photo(_ seed: Int) throws -> Data {
    let text = try ask(["do": "photo", "seed": seed], answer: "jpeg")
    return Data(base64Encoded: text) ?? Data()
  }

  @discardableResult
  private func ask(_ request: [String: Any], answer key: String = "") throws -> String {
    let line = try JSONSerialization.data(withJSONObject: request) + Data("\n".utf8)
    try input.fileHandleForWriting.write(contentsOf: line)
    let answer = try JSONSerialization.jsonObject(with: try readLine()) as? [String: Any]
    guard let fine = answer?["ok"] as? [String: Any] else {
      throw Complaint(text: "\(answer?["error"] ?? "no answer")")
    }
    return fine[key] as? String ?? ""
  }

  private func readLine() throws -> Data {
    while true {
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Data(rest[..<end])
        rest = Data(rest[rest.index(after: end)...])
        return line
      }
      let more = output.fileHandleForReading.availableData
      if more.isEmpty { throw Complaint(text: "the stage has ended") }
      rest += more
    }
  }

  struct Complaint: Error { let text: String }
}
