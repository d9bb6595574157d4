import Foundation

/// The program `xunlou-stage`, which has a real server: a request a line, an answer a line.
final class Stage {
  private let process = Process()
  private let requests = Pipe()
  private let answers = Pipe()
  private let ended = DispatchSemaphore(value: 0)
  private var unread = Data()

  init() throws {
    var environment = ProcessInfo.processInfo.environment
    guard let program = environment["XUNLOU_STAGE"] else {
      throw Problem("XUNLOU_STAGE is to name the program xunlou-stage")
    }
    // The server takes what else begins so for its settings, and refuses those that it does not
    // know.
    environment = environment.filter { name, _ in
      !name.hasPrefix("XUNLOU_") || name == "XUNLOU_SERVER_BIN"
    }
    process.executableURL = URL(fileURLWithPath: program)
    process.environment = environment
    process.standardInput = requests
    process.standardOutput = answers
    process.terminationHandler = { [ended] _ in ended.signal() }
    try withSignals { try process.run() }
  }

  /// Asks for something; returns what the answer says.
  @discardableResult
  func ask(_ what: String, _ details: [String: JSON] = [:]) throws -> JSON {
    let request = JSON.object(details.merging(["do": .text(what)]) { detail, _ in detail })
    try requests.fileHandleForWriting.write(contentsOf: request.encoded() + "\n".utf8)
    let answer = try about("the stage at \(request)") { try JSON(parsing: line()) }
    guard let ok = answer.fields?["ok"] else {
      throw Problem("the stage answered \(request) with \(answer)")
    }
    return ok
  }

  /// The end of its input is its end; the server and the files go with it.
  func close() throws {
    try requests.fileHandleForWriting.close()
    guard ended.wait(timeout: .now() + 30) == .success else {
      process.terminate()
      throw Problem("the stage did not end within 30 s")
    }
  }

  private func line() throws -> Data {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        defer { unread = Data(unread[(end + 1)...]) }
        return unread[..<end]
      }
      let more = answers.fileHandleForReading.availableData
      guard !more.isEmpty else { throw Problem("it ended") }
      unread += more
    }
  }
}

/// Dispatch blocks signals on its threads, and a program begins with what its starter blocks: it
/// could not be told to stop.
private func withSignals<T>(_ work: () throws -> T) rethrows -> T {
  var none = sigset_t()
  var before = sigset_t()
  sigemptyset(&none)
  pthread_sigmask(SIG_SETMASK, &none, &before)
  defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
  return try work()
}

/// Works on a stage of its own.
func withStage<T>(_ work: (Stage) throws -> T) throws -> T {
  let stage = try Stage()
  let result = Result { try work(stage) }
  let closed = Result { try stage.close() }
  // What went wrong first is what is told.
  let value = try result.get()
  try closed.get()
  return value
}
