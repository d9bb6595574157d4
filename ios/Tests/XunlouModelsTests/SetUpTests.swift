// Setting a phone up, and each way in which that can fail.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

@MainActor @Suite(.serialized)
struct SetUpTests {
  private static let now = Story.moment("10:35")
  private let words = Words(.chinese)

  /// A phone that was never set up, and a server.
  private struct Scene {
    let stage: Stage
    let phone: Phone
    let setUp: SetUpModel
  }

  private func begin(at: String = now) async throws -> Scene {
    let (stage, phone) = (try Stage(), try Phone(at: at))
    try stage.open(at: Self.now)
    await phone.session.open()
    return Scene(stage: stage, phone: phone, setUp: try #require(phone.settingUp))
  }

  @Test("A code that is scanned shows the server before it is used")
  func confirm() async throws {
    let scene = try await begin()
    await scene.setUp.take(.scanned(" \(try scene.stage.code(for: "lin"))\n"))
    guard case .confirm(let server) = scene.setUp.state.step else { throw Lost() }
    #expect(server.address.hasPrefix("http://127.0.0.1"))
    #expect(!server.isSafe && server.trust == words("setup-not-encrypted"))
    await scene.setUp.take(.startOver)
    #expect(scene.setUp.state == SetUpState())
  }

  @Test("What is no code of ours is said at once")
  func nonsense() async throws {
    let scene = try await begin()
    await scene.setUp.take(.typed("https://example.com"))
    await scene.setUp.take(.read)
    #expect(scene.setUp.state.step == .code)
    #expect(scene.setUp.state.notice?.text == words("setup-bad-code"))
  }

  @Test("A code that was used is refused with a clear word, and nothing is created")
  func used() async throws {
    let scene = try await begin()
    let code = try scene.stage.code(for: "lin")
    await scene.setUp.take(.scanned(code))
    await scene.setUp.take(.enrol)
    let other = try Phone(at: Self.now)
    await other.session.open()
    let again = try #require(other.settingUp)
    await again.take(.scanned(code))
    await again.take(.enrol)
    #expect(again.state.notice?.text == words("error-code-used"))
    await other.restart()
    #expect(other.settingUp?.state.step == .code)
  }

  @Test("Without a network one is told so, and can try again with the same code")
  func offline() async throws {
    let scene = try await begin()
    await scene.setUp.take(.scanned(try scene.stage.code(for: "lin")))
    try scene.stage.stop()
    await scene.setUp.take(.enrol)
    #expect(scene.setUp.state.notice?.text == words("error-offline"))
    try scene.stage.start(at: Self.now)
    await scene.setUp.take(.enrol)
    #expect(scene.phone.context?.me.personName == "林晓岚")
  }

  @Test("A code that has expired is refused with a clear word")
  func expired() async throws {
    let scene = try await begin()
    await scene.setUp.take(.scanned(try scene.stage.code(for: "lin")))
    try scene.stage.clock("2026-04-18T10:35:00+08:00")
    scene.phone.clock.turn(to: "2026-04-18T10:35:00+08:00")
    await scene.setUp.take(.enrol)
    #expect(scene.setUp.state.notice?.text == words("error-code-expired"))
  }

  @Test("A clock that is days off keeps the phone from being enrolled, and one is told by how much")
  func clockOff() async throws {
    let scene = try await begin(at: "2026-03-21T10:35:00+08:00")
    await scene.setUp.take(.scanned(try scene.stage.code(for: "lin")))
    await scene.setUp.take(.enrol)
    #expect(scene.setUp.state.notice?.text == words("error-clock-off", ["minutes": 4320]))
  }

  @Test("A first sync that stopped goes on after a restart, without a new code")
  func resumed() async throws {
    let scene = try await begin()
    try await scene.phone.session.enrol(try scene.stage.code(for: "lin"), deviceLabel: "手机")
    try scene.stage.stop()
    guard case .firstSync(let person) = scene.setUp.state.step else { throw Lost() }
    #expect((person.name, person.role) == ("林晓岚", words.of(Role.butler)))
    await scene.setUp.take(.sync)
    #expect(scene.setUp.state.notice?.text == words("error-offline"))
    await scene.phone.restart()
    try scene.stage.start(at: Self.now)
    await scene.phone.settingUp?.run()
    #expect(scene.phone.context != nil)
  }
}

/// A test has lost its way.
struct Lost: Error {}
