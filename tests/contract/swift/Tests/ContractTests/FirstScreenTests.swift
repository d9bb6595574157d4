import Foundation
import Testing
import XunlouCore

@testable import ContractRunner

/// The walk-through of `bindings/README.md` does what it says.
@Suite struct FirstScreenTests {
  private let shown = Locked<[String]>([])

  @Test func theFirstScreenShowsWhatIsDueAndWhatBecomesOfIt() throws {
    let at = try Moment("2026-03-18T10:30:00+08:00")
    let home = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: home) }
    try withStage { stage in
      try stage.ask("open", ["at": .text(at.text), "households": .number(2)])
      let link: String = try read(stage.ask("enrol", ["person": .text("lin")]).at("link"))
      let device = try Device(directory: home, story: StoryClock(at))
      var (key, kept) = (device.key, Int64(0))
      let workspace = try openOrEnrol(config: device.config, key: &key, keep: { kept = $0 }) {
        link
      }
      defer { workspace.shutDown() }
      #expect(key == Data(count: 32), "the shell's copy of the key is wiped")
      #expect(kept == workspace.opening().generation)

      let screen = FirstScreen(workspace: workspace) { [shown] lines in
        shown.use { $0 += lines }
      }
      let subscription = try screen.listen()
      defer { subscription.cancel() }
      try screen.sync()
      try expectShown("应巡查")
      let duty = try #require(try workspace.today().first)
      let area = try #require(try workspace.grants().areas.first)
      _ = try workspace.startRecord(
        new: NewRecord(
          form: duty.form, duty: DutySlot(duty: duty.duty, slot: duty.slot),
          about: .area(area: area), rain: false))
      try expectShown("进行中")
      try stage.ask("stop")
      try screen.sync()
      try expectShown("没有网络")
    }
  }

  private func expectShown(_ part: String) throws {
    let pattern = JSON.object(["$has": .list([.object(["$contains": .text(part)])])])
    try expectSoon { try mismatch(pattern, .list(shown.use { $0.map(JSON.text) }), at: "shown") }
  }
}
