// What most tests begin with: an estate, its server, and Lin's phone at work.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

/// A story at one moment of 18 March 2026, which is a Wednesday.
@MainActor
struct Story {
  let stage: Stage
  let phone: Phone
  let context: Context
  /// What is told of screens that were left.
  var told: Notice? { context.front.notice }
  /// A context in which nobody pauses in typing as long as a test takes.
  var withoutPause: Context {
    var context = context
    context.typingPause = .seconds(3600)
    return context
  }

  /// Lin is enrolled and synced at this time of the day.
  static func begin(_ time: String = "10:35", language: String = "zh") async throws -> Story {
    let at = moment(time)
    let stage = try Stage()
    try stage.open(at: at)
    let phone = try Phone(at: at, language: language)
    return Story(
      stage: stage, phone: phone, context: try await phone.enrolled(stage, as: "lin"))
  }

  static func moment(_ time: String) -> String { "2026-03-18T\(time):00+08:00" }

  /// The day goes on, for the phone and the server.
  func turn(to time: String) throws {
    phone.clock.turn(to: Self.moment(time))
    try stage.clock(Self.moment(time))
  }

  /// The butler's patrol of a slot, begun.
  func patrol(_ slot: String = "morning") async throws -> RecordModel {
    let document = try await context.core.call { core in
      let area = try core.grants().areas[0]
      return try core.startRecord(
        new: NewRecord(
          form: "butler_patrol", duty: DutySlot(duty: "butler_patrol", slot: slot),
          about: .area(area: area), rain: false))
    }
    let record = RecordModel(document, context)
    await load(record)
    return record
  }

  /// A case of something on an area's public ground.
  func finding() async throws -> DocumentId {
    try await context.core.call { core in
      let new = NewCase(
        kind: .finding, title: "路灯不亮", detail: "", department: nil, severity: .normal, found: nil,
        about: .area(area: try core.grants().areas[0]), agreed: nil)
      return try core.reportCase(new: new)
    }
  }

  /// A household of the area.
  func household() async throws -> DocumentId {
    try await context.core.call { try $0.search(query: "1-101", limit: 1)[0].household }
  }

  /// This phone and another of Lin's say different things of a household's hobbies, and sync.
  func disagree() async throws -> DocumentId {
    let other = try Phone(at: Self.moment("10:36"))
    let theirs = try await other.enrolled(stage, as: "lin")
    let household = try await household()
    for (context, value) in [(context, "钓鱼"), (theirs, "下棋")] {
      try await context.core.call {
        try $0.editField(household: household, field: "hobbies", value: value, source: .visit)
      }
    }
    for context in [context, theirs, context] {
      #expect(await context.syncer.sync()?.error == nil)
    }
    return household
  }
}

/// Lets a model load once, as a screen does that appears and vanishes.
@MainActor
func load(_ model: any ScreenModel) async {
  let running = Task { await model.run() }
  try? await Task.sleep(for: .milliseconds(1))
  running.cancel()
  await running.value
}
