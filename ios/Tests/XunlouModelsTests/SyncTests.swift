// Syncing: what waits, what goes wrong, and what two phones disagree on.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

@MainActor @Suite(.serialized)
struct SyncTests {
  private let words = Words(.chinese)

  @Test("What waits is counted and sent, and the screen says when it last worked")
  func sent() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    await record.take(
      .photoArrived(item: "fire_doors", mediaType: "image/jpeg", try story.stage.photo(1)))
    let sync = SyncModel(story.context)
    await load(sync)
    #expect(sync.state?.waiting.count == 2)
    await sync.take(.sync)
    #expect(sync.state?.waiting == [] && sync.state?.outcome?.tone == .fine)
    await sync.take(.dismiss)
    #expect(sync.state?.outcome == nil)
  }

  @Test("Without a network one is told that all is safe, and it stays so")
  func offline() async throws {
    let story = try await Story.begin()
    _ = try await story.patrol()
    try story.stage.stop()
    let sync = SyncModel(story.context)
    await load(sync)
    let waiting = sync.state?.waiting
    await sync.take(.sync)
    #expect(sync.state?.outcome?.text == words("error-offline"))
    #expect(sync.state?.waiting == waiting && sync.state?.mustEnrolAgain == false)
  }

  @Test("A revoked phone is told so; what is not sent stays, and can be exported once refused")
  func revoked() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    await record.take(.answered(item: "fire_doors", "ok"))
    try story.stage.revoke(story.context.me.device)
    let sync = SyncModel(story.context)
    await sync.take(.sync)
    #expect(sync.state?.mustEnrolAgain == true)
    #expect(sync.state?.outcome?.text == words("error-revoked"))
    await load(record)
    #expect(record.state?.item("fire_doors")?.answer == "ok")
    #expect(await sync.exportRefused() != nil)
  }

  @Test("After enrolling again with a new code, a phone sends what had waited")
  func again() async throws {
    let story = try await Story.begin()
    _ = try await story.patrol()
    let settings = SettingsModel(story.context)
    await settings.take(.enrolAgain("no code"))
    #expect(story.told?.text == words("setup-bad-code"))
    await settings.take(.enrolAgain(try story.stage.code(for: "tang")))
    #expect(story.told?.text == words("setup-code-of-another"))
    await settings.take(.enrolAgain(try story.stage.code(for: "lin")))
    #expect(story.told?.text == words("settings-enrolled"))
    #expect(await story.context.syncer.sync()?.error == nil)
  }

  @Test("A sync that runs is not disturbed by another, and can be stopped")
  func cancelled() async throws {
    let story = try await Story.begin()
    let syncer = story.context.syncer
    let first = Task { await syncer.sync() }
    while !syncer.isRunning { await Task.yield() }
    #expect(await syncer.sync() == nil)
    syncer.cancel()
    let error = await first.value?.error
    #expect(error == nil || error == .Cancelled)
    #expect(!syncer.isRunning && syncer.progress == nil)
  }

  @Test("Two phones that said different things are shown side by side until one is chosen")
  func conflict() async throws {
    let story = try await Story.begin()
    let household = try await story.disagree()
    let conflicts = ConflictsModel(story.context)
    await load(conflicts)
    let conflict = try #require(conflicts.state?.conflicts.first)
    #expect((conflict.title, conflict.place) == ("兴趣爱好", "1-101"))
    #expect(Set(conflict.candidates.map(\.text)) == ["钓鱼", "下棋"])
    #expect(conflict.candidates.first { $0.isMine }?.text == "钓鱼")
    await conflicts.take(.begin(conflict))
    await conflicts.take(.text(" \n "))
    #expect(conflicts.form?.isComplete == false)
    await conflicts.take(.write)
    #expect(conflicts.state?.conflicts == [conflict])
    await conflicts.take(.drop)
    let theirs = try #require(conflict.candidates.first { !$0.isMine })
    await conflicts.take(.take(conflict, theirs))
    #expect(conflicts.state?.conflicts == [])
    let file = HouseholdModel(household, story.context)
    await load(file)
    #expect(file.state?.fields.first { $0.id == "hobbies" }?.text == "下棋")
  }
}
