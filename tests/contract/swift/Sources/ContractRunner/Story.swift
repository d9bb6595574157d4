import Foundation

/// Plays a scenario on a stage: does its steps one by one, with what they have saved.
final class Story {
  private let scenario: Scenario
  private let stage: Stage
  private let home: URL
  private let clock: StoryClock
  private var devices: [String: Device] = [:]
  private var saved: [String: JSON] = [:]
  private var serverRuns = true

  init(_ scenario: Scenario, on stage: Stage) {
    self.scenario = scenario
    self.stage = stage
    home = FileManager.default.temporaryDirectory
      .appendingPathComponent("xunlou-contract-\(UUID().uuidString)")
    clock = StoryClock(scenario.starts)
  }

  func play() throws {
    defer { end() }
    try about(scenario.file) {
      try stage.ask("open", ["at": now, "households": scenario.households])
      for (place, step) in scenario.steps.enumerated() {
        try about("step \(place + 1) of \(scenario.steps.count) (\(step.brief))") {
          try play(step.filled(saved))
        }
      }
    }
  }

  private func play(_ step: Step) throws {
    switch step.verb {
    case "clock": try turn(to: Moment(step.read("clock")))
    case "server": try save(step, server(step))
    case "call": try save(step, Call(step, on: step["on"] == nil ? nil : device(step, "on")).run())
    case "heard": try device(step, "on").heard.expect(step.value("heard"))
    default: try device(step, "device").clock.goAhead(seconds: step.read("clock_off"))
    }
  }

  private func turn(to moment: Moment) throws {
    clock.now = moment
    if serverRuns { try stage.ask("clock", ["at": now]) }
  }

  private func server(_ step: Step) throws -> JSON {
    let what: String = try step.read("server")
    switch what {
    case "enrol": return try stage.ask(what, ["person": step.value("person")])
    case "revoke": return try stage.ask(what, ["device": step.value("device")])
    case "photo": return try stage.ask(what, ["seed": step.value("seed")])
    case "stop":
      serverRuns = false
      return try stage.ask(what)
    case "start":
      serverRuns = true
      return try stage.ask(what, ["at": now])
    default: throw Problem("the server does no `\(what)`")
    }
  }

  private var now: JSON { .text(clock.now.text) }

  /// The device that is named under this key; it is there from then on.
  private func device(_ step: Step, _ key: String) throws -> Device {
    let name: String = try step.read(key)
    if let device = devices[name] { return device }
    let device = try Device(directory: home.appendingPathComponent(name), story: clock)
    devices[name] = device
    return device
  }

  private func save(_ step: Step, _ result: JSON) throws {
    for (variable, path) in step["save"]?.fields ?? [:] {
      saved[variable] = try result.at(read(path))
    }
  }

  private func end() {
    for device in devices.values { device.end() }
    try? FileManager.default.removeItem(at: home)
  }
}
