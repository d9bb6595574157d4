// The whole way in one test: a butler's morning, as the screens would lead through it.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

@MainActor @Suite(.serialized)
struct MorningTests {
  @Test("The morning of a butler, from set up to sync")
  func morning() async throws {
    let stage = try Stage()
    try stage.open(at: "2026-03-18T10:25:00+08:00")
    let phone = try Phone(at: "2026-03-18T10:25:00+08:00")
    let context = try await phone.enrolled(stage, as: "lin")
    #expect(context.navigator.place == .today)

    let today = TodayModel(context)
    let following = Task { await today.run() }
    defer { following.cancel() }
    try await until("today is loaded") { today.state != nil }
    let area = try #require(today.state?.areas.first)
    let patrol = try #require(area.duties.first { $0.title == "楼宇巡查 · 上午" })
    #expect((patrol.window, patrol.mark) == ("10:30–11:00", .due))

    // In the basement.
    try stage.stop()
    await today.take(.open(patrol))
    guard case .record(let document) = context.navigator.place else {
      return #expect(Bool(false), "the record is in front")
    }
    let record = RecordModel(document, context)
    let recording = Task { await record.run() }
    defer { recording.cancel() }
    try await until("the record is loaded") { record.state != nil }
    for group in try #require(record.state).groups where group.id != "floors" {
      await record.take(.groupNormal(group.id))
    }
    await record.take(.answered(item: "fire_doors", "problem"))
    await record.take(.noteTyped(item: "fire_doors", "2栋3楼关不上"))
    await record.take(.finishTapped)
    #expect(record.state?.jump != nil && record.state?.isOpen == true)
    await record.take(
      .photoArrived(item: "fire_doors", mediaType: "image/jpeg", try stage.photo(1)))
    await record.take(.groupNormal("floors"))
    for item in try #require(record.state).items where item.missing == .answer {
      if case .number(let range, _) = item.input {
        await record.take(.answered(item: item.id, String(range.lowerBound)))
      }
    }
    #expect(record.state?.items.filter { $0.missing != nil }.map(\.id) == [])
    await record.take(.finishTapped)
    #expect(record.state?.isOpen == false)

    // Back on Wi-Fi.
    try await until("today says done") {
      today.state?.areas.first?.duties.contains { $0.id == patrol.id && $0.mark == .good } == true
    }
    #expect(try #require(today.state).unsent > 0)
    try stage.start(at: "2026-03-18T11:20:00+08:00")
    phone.clock.turn(to: "2026-03-18T11:20:00+08:00")
    let outcome = await context.syncer.sync()
    #expect(outcome?.error == nil)
    try await until("nothing waits") { today.state?.unsent == 0 }
  }
}
