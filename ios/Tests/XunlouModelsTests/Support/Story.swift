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

  /// A household of the area.
  func household() async throws -> DocumentId {
    try await context.core.call { try $0.search(query: "1-101", limit: 1)[0].household }
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
