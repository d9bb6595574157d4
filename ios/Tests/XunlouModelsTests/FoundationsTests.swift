// Words, times, and where one is.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

@MainActor
struct FoundationsTests {
  @Test("Every error has words in both languages, which say nothing of the core's English")
  func errors() {
    let fields: [XunlouError] = [
      .InvalidInput(field: "x", reason: "secret"), .NotFound(what: "secret", id: "1"),
      .NotPermitted(operation: "secret"), .WrongState(record: "r", state: "s", reason: "secret"),
      .RulePack(reason: "secret"), .NeedsUpdate(document: "d"),
      .WrongKey, .NoEncryption, .NewerDatabase(found: 9, supported: 1), .Corrupt(reason: "secret"),
      .StorageFull, .Storage(reason: "secret"), .Suspended, .Closed, .Offline(reason: "secret"),
      .Certificate(reason: "secret"), .NotOurServer(reason: "secret"),
      .BadAnswer(reason: "secret"), .Cancelled,
    ]
    let refusals = RefusalCode.allCases.map { XunlouError.Refused(code: $0, detail: "secret") }
    for language in Language.allCases {
      for error in fields + refusals {
        let text = Words(language).of(error)
        #expect(!text.hasPrefix("error-") && !text.contains("secret"), "\(error)")
      }
    }
  }

  @Test("An error's numbers are said: minutes are rounded up")
  func numbers() {
    #expect(Words(.english).of(XunlouError.ClockOff(seconds: -361)).contains("7 minutes"))
    #expect(Words(.chinese).of(XunlouError.Incomplete(missing: ["a", "b"])).contains("2 项"))
  }

  @Test("Days and times are those of the estate, in the person's language")
  func times() {
    let at = StoryClock.date("2026-03-17T23:05:00Z")
    let chinese = Times(zone: "Asia/Shanghai", language: .chinese)
    let english = Times(zone: "Asia/Shanghai", language: .english)
    #expect(chinese.moment(at) == "3月18日 周三 07:05")
    #expect(english.moment(at) == "Wed 18 Mar 07:05")
    #expect(english.date(at) == "18 Mar 2026")
    #expect(chinese.brief(at, now: at + 3600) == "07:05")
    #expect(chinese.brief(at, now: at + 86_400) == "3月18日 周三 07:05")
    #expect(Times.day("2026-03-01", plus: -1) == "2026-02-28")
    #expect(Times.moment(of: "2026-03-18").map(Times.day(of:)) == "2026-03-18")
  }

  @Test("Each tab keeps its own way, and a tab's root is reached by its tab")
  func navigator() {
    let navigator = Navigator()
    navigator.go(.record("r"))
    navigator.go(.newCase(.area("a")))
    navigator.tab = .cases
    #expect(navigator.place == .cases)
    navigator.tab = .today
    navigator.replace(.newCase(.area("b")), with: .caseDetails("c"))
    #expect(navigator.place == .newCase(.area("a")))
    navigator.replace(.newCase(.area("a")), with: .caseDetails("c"))
    #expect(navigator.place == .caseDetails("c"))
    navigator.back()
    #expect(navigator.place == .record("r"))
    navigator.go(.sync)
    #expect((navigator.tab, navigator.place) == (.sync, .sync))
    navigator.go(.household("h"), from: .record("r"))
    #expect(navigator.place == .sync)
    navigator.go(.conflicts, from: .sync)
    #expect(navigator.place == .conflicts)
    navigator.back()
    navigator.back()
    #expect(navigator.place == .record("r"))
  }

  @Test("Where one was is found again, and what cannot be read is as nothing")
  func restored() {
    let navigator = Navigator()
    navigator.go(.household("h"))
    let other = Navigator()
    other.restore(navigator.saved)
    #expect(other.place == .household("h"))
    // From another version, which made cases of findings at a place of their own.
    let found = #"{"newCase":{"_0":{"found":{"record":"r","item":"i"}}}}"#
    for unreadable in ["nonsense", #"{"tab":"cases","stacks":["cases",[\#(found)]]}"#] {
      other.restore(unreadable)
      #expect(other.place == .household("h"))
    }
  }

  @Test("Small texts are kept in the defaults, and removed")
  func shelf() {
    let suite = "xunlou-tests-\(UUID().uuidString)"
    let shelf = DefaultsShelf(suite: suite)
    defer { UserDefaults.standard.removePersistentDomain(forName: suite) }
    shelf.write("place", "today")
    #expect(DefaultsShelf(suite: suite).read("place") == "today")
    shelf.write("place", nil)
    #expect(shelf.read("place") == nil)
  }
}
