// Screens that are left while something is not saved yet: what is kept, and what is told.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

@MainActor @Suite(.serialized)
struct FrontTests {
  /// A new screen, in front until `leave`.
  private func show(
    _ model: any ScreenModel, _ isLoaded: () -> Bool
  ) async throws -> Task<Void, Never> {
    #expect(!isLoaded())
    let showing = Task { await model.run() }
    try await until("it is loaded", isLoaded)
    return showing
  }

  private func leave(_ showing: Task<Void, Never>) async {
    showing.cancel()
    await showing.value
  }

  @Test("What was typed in the last moment is kept before the app sleeps")
  func asleep() async throws {
    let story = try await Story.begin()
    let log = LogModel(story.withoutPause)
    let record = RecordModel(try await story.patrol().document, story.withoutPause)
    let one = try await show(log) { log.state != nil }
    let other = try await show(record) { record.state != nil }
    defer {
      one.cancel()
      other.cancel()
    }
    await log.take(.typed("协助住户搬家"))
    await record.take(.noteTyped(item: "fire_doors", "关不上"))
    await story.phone.session.suspend()
    await story.phone.session.resume()
    #expect(try await story.context.core.draft("log") == ["text": "协助住户搬家"])
    let again = RecordModel(record.document, story.context)
    await load(again)
    #expect(again.state?.item("fire_doors")?.note == "关不上")
    #expect(log.notice == nil && record.notice == nil)
  }

  @Test("What was typed in the last moment is kept when the screen is left")
  func left() async throws {
    let story = try await Story.begin()
    let log = LogModel(story.withoutPause)
    let showing = try await show(log) { log.state != nil }
    await log.take(.typed("协助住户搬家"))
    await leave(showing)
    #expect(try await story.context.core.draft("log") == ["text": "协助住户搬家"])
  }

  @Test("A form that could not be saved stays, and so does its draft")
  func unsaved() async throws {
    let story = try await Story.begin()
    let household = try await story.household()
    let model = HouseholdModel(household, story.context)
    await load(model)
    try await model.fill("occupancy", "castle", .phone)
    await model.keep()
    await model.take(.save)
    #expect(story.told?.tone == .wrong && model.form?.value == "castle")
    let draft = try await story.context.core.draft("household \(household)")
    #expect(draft == ["field": "occupancy", "value": "castle", "source": "phone"])
  }

  @Test("What is being saved is not kept as a draft behind it")
  func saving() async throws {
    let story = try await Story.begin()
    let log = LogModel(story.context)
    await load(log)
    await log.take(.typed("协助住户搬家"))
    let saving = Task { await log.take(.write) }
    while !log.isSaving { await Task.yield() }
    await log.keep()
    await saving.value
    #expect(try await story.context.core.draft("log") == [:])
    #expect(log.state?.entries.count == 1)
  }

  @Test("A draft is written only where it differs, and read once")
  func once() async throws {
    let story = try await Story.begin()
    let core = story.context.core
    try await core.keep("log", ["text": "甲"])
    let log = LogModel(story.context)
    await load(log)
    #expect(log.draft == "甲")
    try await core.keep("log", ["text": "乙"])
    await load(log)
    #expect(log.draft == "甲")
    #expect(try await core.draft("log") == ["text": "乙"])
    await log.take(.typed("丙"))
    await log.keep()
    #expect(try await core.draft("log") == ["text": "丙"])
  }

  @Test("A draft does not overwrite what is typed before the screen is loaded")
  func typed() async throws {
    let story = try await Story.begin()
    try await story.context.core.keep("log", ["text": "甲"])
    let log = LogModel(story.context)
    await log.take(.typed("乙"))
    await load(log)
    #expect(log.draft == "乙")
    #expect(try await story.context.core.draft("log") == ["text": "乙"])
  }

  @Test("What goes wrong is told once: on its screen in front, after it was left wherever one is")
  func told() async throws {
    let story = try await Story.begin()
    let (front, words) = (story.context.front, story.context.words)
    let record = RecordModel(try await story.patrol().document, story.context)
    let showing = try await show(record) { record.state != nil }
    await record.take(.photoArrived(item: "fire_doors", mediaType: "image/gif", Data([1])))
    #expect(record.notice?.tone == .wrong && front.notice == nil)
    await leave(showing)
    await record.take(.photoArrived(item: "fire_doors", mediaType: "image/gif", Data([1])))
    #expect(record.notice == nil && front.notice?.text == words("error-invalid-input"))
    front.dismiss()
    #expect(front.notice == nil)
  }
}
