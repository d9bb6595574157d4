// Today: what is due, as the day goes on.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

@MainActor @Suite(.serialized)
struct TodayTests {
  private func today(_ story: Story) async throws -> (TodayModel, TodayState) {
    let model = TodayModel(story.context)
    await load(model)
    return (model, try #require(model.state))
  }

  private func patrol(_ state: TodayState) throws -> TodayState.Duty {
    let duties = try #require(state.areas.first).duties
    return try #require(duties.first { $0.id.hasPrefix("butler_patrol/morning") })
  }

  @Test("A patrol is upcoming, due, late and missed as the day goes on")
  func marks() async throws {
    let story = try await Story.begin("08:00")
    let expected: [(String, TodayState.Mark)] = [
      ("08:05", .quiet), ("10:30", .due), ("10:50", .warning), ("11:20", .bad),
    ]
    for (time, mark) in expected {
      story.phone.clock.turn(to: Story.moment(time))
      #expect(try patrol(try await today(story).1).mark == mark, "\(time)")
    }
  }

  @Test("A missed slot is excused with a reason, and is asked for no more")
  func excused() async throws {
    let story = try await Story.begin("11:30")
    let (model, state) = try await today(story)
    let missed = try patrol(state)
    #expect(missed.canExcuse && !missed.canOpen)
    let reason = try #require(state.reasons.first { $0.id == "weather" })
    await model.take(.excuse(missed))
    await model.take(.note("暴雨"))
    await model.take(.send)
    #expect(model.form?.isComplete == false)
    await model.take(.reason(reason.id))
    await model.take(.send)
    #expect(model.form == nil)
    let excused = try patrol(try #require(model.state))
    #expect(excused.mark == .quiet && !excused.canExcuse)
    #expect(model.notice?.tone == .fine)
  }

  @Test("A site shows its papers that are about to expire or have, and no others")
  func papers() async throws {
    let story = try await Story.begin()
    let household = try await story.household()
    _ = try await story.context.core.call { core in
      try core.openDecoration(
        new: NewDecoration(
          household: household, contractor: "装修公司", firstDay: "2026-03-01", permit: "X-1",
          permitUntil: "2026-03-20",
          passes: [
            WorkerPass(holder: "甲", until: "2026-03-10"),
            WorkerPass(holder: "乙", until: "2026-12-31"),
          ]))
    }
    let site = try #require(try await today(story).1.sites.first)
    #expect(site.place == "1-101")
    #expect(site.papers.map(\.mark) == [.warning, .bad])
  }

  @Test("What waits, and whom to visit next, is said")
  func rest() async throws {
    let story = try await Story.begin()
    _ = try await story.patrol()
    let (_, state) = try await today(story)
    #expect(state.unsent > 0)
    #expect(state.synced == Words(.chinese)("today-synced", ["time": "10:35"]))
    #expect(state.areas.first?.visits.count == 3)
    #expect(state.areas.first?.coverage.count == 2)
  }
}
