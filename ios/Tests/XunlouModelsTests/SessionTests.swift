// The app as a whole: opening, sleeping, waking, and databases that do not open.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

@MainActor @Suite(.serialized)
struct SessionTests {
  private let words = Words(.chinese)

  @Test("A phone that was killed comes back to the place and the item where it was")
  func killed() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    let item = try #require(record.state?.items.dropFirst(3).first?.id)
    await record.take(.answered(item: item, try #require(record.state?.item(item)).someAnswer))
    let place = Place.record(record.document)
    story.context.navigator.go(place)
    await story.phone.restart()
    let context = try #require(story.phone.context)
    #expect(context.navigator.place == place)
    let again = RecordModel(record.document, context)
    await load(again)
    #expect(again.state?.focus == item)
    #expect(again.state?.item(item)?.answer != nil)
  }

  @Test("While the app sleeps nothing is written, and one is told; awake it goes on")
  func asleep() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    await story.phone.session.suspend()
    await record.take(.answered(item: "fire_doors", "ok"))
    #expect(story.told?.text == words("error-suspended"))
    #expect(record.state?.item("fire_doors")?.answer == nil)
    story.context.front.dismiss()
    await story.phone.session.resume()
    await record.take(.answered(item: "fire_doors", "ok"))
    #expect(record.state?.item("fire_doors")?.answer == "ok")
    #expect(story.told == nil && record.notice == nil)
  }

  @Test("A lost key is told; no other is made, and the database stays as it is")
  func keyLost() async throws {
    let story = try await Story.begin()
    story.phone.vault.lose(.key)
    await story.phone.restart()
    #expect(story.phone.failure?.text == words("error-key-lost"))
    #expect(try story.phone.vault.read(.key) == nil)
    #expect(FileManager.default.fileExists(atPath: story.phone.database))
  }

  @Test("Without its key a phone can be enrolled anew; what was on it is set aside, not deleted")
  func anew() async throws {
    let story = try await Story.begin()
    story.phone.vault.lose(.key)
    await story.phone.restart()
    let old = try Data(contentsOf: URL(fileURLWithPath: story.phone.database))
    await story.phone.session.startAnew()
    let aside = story.phone.directory.appendingPathComponent("set-aside")
    let places = try FileManager.default.contentsOfDirectory(atPath: aside.path)
    #expect(places.count == 1)
    let kept = aside.appendingPathComponent("\(places[0])/xunlou.sqlite3")
    #expect(try Data(contentsOf: kept) == old)
    let context = try await story.phone.enrolled(story.stage, as: "lin")
    #expect(context.me.personName == "林晓岚")
  }

  @Test("Another key does not open the database, and one is told")
  func wrongKey() async throws {
    let story = try await Story.begin()
    try story.phone.vault.write(.key, Data(repeating: 7, count: 32))
    await story.phone.restart()
    #expect(story.phone.failure?.text == words("error-wrong-key"))
    await story.phone.session.startAnew()
    #expect(story.phone.settingUp != nil)
  }

  @Test("A vault that is closed, as before the first unlocking, is told")
  func locked() async throws {
    let story = try await Story.begin()
    story.phone.vault.close()
    await story.phone.restart()
    #expect(story.phone.failure?.text == words("error-vault-closed"))
    await story.phone.session.startAnew()
    #expect(story.phone.failure != nil)
    story.phone.vault.open()
    await story.phone.session.resume()
    #expect(story.phone.context != nil)
  }

  @Test("It is opened once, whoever asks at the same time")
  func once() async throws {
    let story = try await Story.begin()
    await story.phone.restart(opening: false)
    let session = story.phone.session
    async let first: Void = session.open()
    async let second: Void = session.resume()
    _ = await (first, second)
    let core = try #require(story.phone.context).core
    await session.open()
    #expect(try #require(story.phone.context).core === core)
    #expect(story.phone.vault.writes(of: .generation) == 2)
  }

  @Test("A database that was restored to a phone installed anew goes on with all that is in it")
  func restored() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    await record.take(.answered(item: "fire_doors", "ok"))
    story.phone.vault.lose(.installation)
    await story.phone.restart()
    let context = try #require(story.phone.context)
    #expect(try await context.core.call { $0.opening().restored })
    #expect(await context.syncer.sync()?.error == nil)
    let again = RecordModel(record.document, context)
    await load(again)
    #expect(again.state?.item("fire_doors")?.answer == "ok")
  }

  @Test("Without a person it syncs over Wi-Fi alone, unless any network is allowed")
  func quietly() async throws {
    let story = try await Story.begin()
    let session = story.phone.session
    _ = try await story.patrol()
    let waits = { try await story.context.core.call { try $0.syncStatus().waiting.changes } }
    await session.syncQuietly(onWifi: false)
    #expect(try await waits() > 0)
    session.settings.wifiOnly = false
    await session.syncQuietly(onWifi: false)
    #expect(try await waits() == 0)
  }

  @Test("Without a person it syncs if something waits, or the last time was a while ago")
  func worthwhile() async throws {
    let story = try await Story.begin("10:35")
    for (time, synced) in [("10:40", "10:35"), ("10:46", "10:46")] {
      try story.turn(to: time)
      await story.phone.session.syncQuietly(onWifi: true)
      let last = try await story.context.core.call { try $0.syncStatus().lastSuccess }
      #expect(last.map(story.context.times.clock) == synced)
    }
  }

  @Test("In the background it opens, syncs, and sleeps again with what it got")
  func background() async throws {
    let story = try await Story.begin()
    _ = try await story.patrol()
    await story.phone.restart()
    await story.phone.session.suspend()
    await story.phone.session.syncInBackground(onWifi: true)
    let core = try #require(story.phone.context).core
    #expect(core.isAsleep)
    await story.phone.session.resume()
    #expect(try await core.call { try $0.syncStatus().waiting.changes } == 0)
  }

  @Test("Who comes while it syncs in the background finds it awake")
  func meanwhile() async throws {
    let story = try await Story.begin()
    let session = story.phone.session
    await session.suspend()
    let background = Task { await session.syncInBackground(onWifi: true) }
    await Task.yield()
    await session.resume()
    await background.value
    #expect(!story.context.core.isAsleep)
  }

  @Test("What is shown looks again when the app wakes")
  func awake() async throws {
    let story = try await Story.begin("10:00")
    let today = TodayModel(story.context)
    let following = Task { await today.run() }
    defer { following.cancel() }
    try await until("today is loaded") { today.state != nil }
    await story.phone.session.suspend()
    story.phone.clock.turn(to: Story.moment("11:30"))
    await story.phone.session.resume()
    try await until("the patrol is missed") {
      today.state?.areas.first?.duties.contains {
        $0.id.hasPrefix("butler_patrol/morning") && $0.mark == .bad
      } == true
    }
    #expect(today.notice == nil)
  }

  @Test("Another language holds from then on, after a restart too")
  func language() async throws {
    let story = try await Story.begin()
    story.phone.session.settings.language = .english
    try await story.phone.session.begin()
    #expect(story.phone.context?.words("tab-today") == "Today")
    await story.phone.restart()
    #expect(story.phone.context?.words.language == .english)
  }
}

extension RecordState.Item {
  /// An answer that fits.
  var someAnswer: String {
    switch input {
    case .choice(let options): options[0].id
    case .number(let range, _): String(range.lowerBound)
    case .text, .date, .photo, .signature, .reference: "2026-03-18"
    }
  }
}
