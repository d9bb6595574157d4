// The day's log, and the settings.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

@MainActor @Suite(.serialized)
struct LogTests {
  @Test("The day is assembled from what was done; entries are written and taken back")
  func day() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    await record.take(.answered(item: "fire_doors", "problem"))
    await record.take(.noteTyped(item: "fire_doors", "关不上"))
    await record.take(.paused)
    let log = LogModel(story.context)
    await load(log)
    #expect(log.state?.title == "3月18日 周三")
    #expect(log.state?.duties.contains { $0.problems == ["防火门:关不上"] } == true)
    await log.take(.typed("  "))
    #expect(!log.canWrite)
    await log.take(.write)
    #expect(log.state?.entries == [])
    await log.take(.typed(" 协助住户搬家 "))
    await log.take(.write)
    #expect(log.draft == "")
    #expect(log.state?.entries.map(\.text) == ["协助住户搬家"])
    #expect(log.state?.text.contains("协助住户搬家") == true)
    await log.take(.remove(try #require(log.state?.entries.first)))
    #expect(log.state?.entries == [])
  }

  @Test("An entry that could not be saved stays as it was typed")
  func unsaved() async throws {
    let story = try await Story.begin()
    let log = LogModel(story.context)
    await log.take(.typed("协助住户搬家"))
    await story.phone.session.suspend()
    await log.take(.write)
    #expect(story.told?.text == Words(.chinese)("error-suspended"))
    #expect(log.draft == "协助住户搬家")
    story.context.front.dismiss()
    await story.phone.session.resume()
    await log.take(.write)
    #expect(story.told == nil && log.notice == nil)
    #expect(log.state?.entries.count == 1)
  }

  @Test("One turns back to earlier days, and not beyond today")
  func turning() async throws {
    let story = try await Story.begin()
    let log = LogModel(story.context)
    await log.take(.turn(-1))
    #expect(log.state?.title == "3月17日 周二" && log.state?.isToday == false)
    await log.take(.turn(2))
    #expect(log.state?.title == "3月18日 周三" && log.state?.isToday == true)
  }

  @Test("Diagnostics hold no name, no unit and no text")
  func diagnostics() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    await record.take(.noteTyped(item: "fire_doors", "关不上"))
    await record.take(.paused)
    let settings = SettingsModel(story.context)
    await load(settings)
    let text = try #require(settings.state?.diagnostics)
    #expect(text.contains(story.context.me.device))
    for secret in ["林晓岚", "栖云里", "东区", "关不上", "1-101", "手机", "127.0.0.1"] {
      #expect(!text.contains(secret), "\(secret)")
    }
  }
}
