// The app as a whole: opens what is on this phone, or sets it up; sleeps and wakes with the app.
import Foundation
import Observation
import XunlouCore

/// The app's state, from which the first screen follows.
@MainActor @Observable
public final class Session {
  /// What there is to show.
  public enum State {
    /// The database is being opened.
    case opening
    /// This phone is to be enrolled, or waits for its first sync.
    case settingUp(SetUpModel)
    /// At work.
    case ready(Context)
    /// The database cannot be opened, and was left as it is. `isForGood`: nothing on this phone
    /// opens it any more; one can only begin anew.
    case failed(Notice, isForGood: Bool)
  }

  /// What there is to show.
  public private(set) var state = State.opening
  /// What is set.
  public let settings: Settings
  /// Where one is.
  public let navigator = Navigator()

  private let front = Front()
  private let database: String
  private let vault: any Vault
  private let shelf: any Shelf
  private let clock: (any DeviceClock)?
  private var core: Core?
  private var syncer: Syncer?
  private var opening: Task<Void, Never>?
  private var isInFront = false
  /// What is older than this is worth a sync even if nothing waits here.
  private nonisolated static let fresh: TimeInterval = 10 * 60

  /// `directory` is where the database lies; the app alone reads it. `clock` is for tests.
  public init(
    directory: URL, vault: any Vault, shelf: any Shelf, phoneLanguage: String = "zh-Hans",
    clock: (any DeviceClock)? = nil
  ) {
    database = directory.appendingPathComponent("xunlou.sqlite3").path
    self.vault = vault
    self.shelf = shelf
    self.clock = clock
    settings = Settings(shelf, phoneLanguage: phoneLanguage)
    navigator.restore(shelf.read("place") ?? "")
  }

  /// Opens what is on this phone, or begins to set it up. Once, whoever asks: the first screen and
  /// the background may do so at the same time.
  public func open() async {
    switch state {
    case .settingUp, .ready: return
    case .opening, .failed: break
    }
    let task =
      opening
      ?? Task {
        await openWhatIsHere()
        opening = nil
      }
    opening = task
    await task.value
  }

  /// Puts a database that nothing here opens out of the way, and begins to set this phone up again.
  /// Nothing is deleted: somebody may yet find what opens it.
  public func startAnew() async {
    guard case .failed(_, isForGood: true) = state else { return }
    do {
      let database = database
      try await hop(to: .global(qos: .userInitiated)) { try setAside(database) }
      setUp(SetUpModel(self))
    } catch {
      state = .failed(notice(error), isForGood: true)
    }
  }

  /// The app is not in front any more: releases files and locks, and keeps where one is, for the
  /// system may end the app now.
  public func suspend() async {
    isInFront = false
    shelf.write("place", navigator.saved)
    await rest()
  }

  /// The app is in front, for the first time or again.
  public func resume() async {
    isInFront = true
    await wake()
  }

  /// Syncs while the app is in the background, which the system allows for a short time: opens or
  /// wakes what is needed, and puts it to sleep again.
  public func syncInBackground(onWifi: Bool) async {
    await wake()
    await syncQuietly(onWifi: onWifi)
    await rest()
  }

  /// Syncs without a person, if it is worth it and the settings allow it.
  public func syncQuietly(onWifi: Bool) async {
    guard case .ready(let context) = state, onWifi || !settings.wifiOnly else { return }
    let isWorthwhile = try? await context.core.call { core in
      let status = try core.syncStatus()
      guard status.waiting.unsent == 0, let last = status.lastSuccess else { return true }
      return try core.now().timeIntervalSince(last) > Self.fresh
    }
    if isWorthwhile == true { await context.syncer.sync() }
  }

  /// Says all in the language that is set now.
  public func reword() async {
    if case .ready = state { try? await begin() }
  }

  /// Enrols this phone with a one-time code. All later steps are those of an enrolled phone.
  func enrol(_ link: String, deviceLabel: String) async throws {
    try await enter { config, key in
      try Workspace.enrol(config: config, key: key, link: link, deviceLabel: deviceLabel)
    }
  }

  /// The syncer of the workspace that is open.
  func firstSyncer() -> Syncer? { syncer }

  /// Begins work if the estate's rules are here. Else the first sync is still to be done.
  func begin() async throws {
    guard let core, let syncer else { return }
    let (me, zone) = try await core.call { (try $0.me(), try $0.rules().timeZone) }
    let times = Times(zone: zone, language: settings.language)
    state = .ready(
      Context(
        core: core, me: me, words: settings.words, times: times, navigator: navigator,
        front: front, syncer: syncer, unsent: Unsent(), settings: settings, shelf: shelf))
  }

  /// What went wrong, in words.
  func notice(_ error: any Error) -> Notice {
    switch error {
    case is KeyLost: Notice(settings.words("error-key-lost"), .wrong)
    case is VaultClosed: Notice(settings.words("error-vault-closed"), .wrong)
    default: Notice(error, settings.words)
    }
  }

  private func setUp(_ model: SetUpModel) {
    state = .settingUp(model)
  }

  private func openWhatIsHere() async {
    guard workspaceExists(database: database) else {
      return setUp(SetUpModel(self))
    }
    do {
      try await enter(with: { try Workspace.open(config: $0, key: $1) })
    } catch {
      let isWrong = if case XunlouError.WrongKey = error { true } else { false }
      state = .failed(notice(error), isForGood: error is KeyLost || isWrong)
    }
  }

  private func wake() async {
    await open()
    do {
      try await core?.resume()
    } catch {
      state = .failed(notice(error), isForGood: false)
    }
  }

  /// What the screens hold is kept first. A person may have come meanwhile.
  private func rest() async {
    await opening?.value
    if !isInFront { await front.keep() }
    if isInFront { return }
    syncer?.cancel()
    try? await core?.suspend()
  }

  private func enter(
    with open: @escaping @Sendable (WorkspaceConfig, Data) throws -> Workspace
  ) async throws {
    let (vault, database, clock) = (vault, database, clock)
    let core = try await hop(to: .global(qos: .userInitiated)) {
      let (kept, key) = try vault.opening(database)
      let config = WorkspaceConfig(
        database: kept.database, installation: kept.installation, generation: kept.generation,
        clock: clock)
      let workspace = try open(config, key)
      try vault.keep(workspace.opening())
      return try Core(workspace)
    }
    self.core = core
    syncer = Syncer(core)
    let me = try await core.call { try $0.me() }
    do {
      try await begin()
    } catch XunlouError.RulePack {
      if case .settingUp(let model) = state {
        model.enrolled(me)
      } else {
        setUp(SetUpModel(self, enrolled: me))
      }
    }
  }
}
