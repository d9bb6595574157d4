// 设置: language, theme, size, network; whose phone it is; diagnostics; enrolling again.
import Foundation
import Observation
import XunlouCore

/// What the settings' screen shows, beside the settings themselves.
public struct SettingsState: Sendable, Hashable {
  /// Whose phone it is: name, role, estate.
  public var who = ""
  /// What colleagues see this phone as.
  public var device = ""
  public var version = ""
  /// What helps to find a fault: ids, numbers and codes, no names and no texts.
  public var diagnostics = ""
}

/// The settings' model.
@MainActor @Observable
public final class SettingsModel: ScreenModel, Telling {
  /// What one can do. Settings themselves are changed on `settings`.
  public enum Event: Sendable {
    /// Enrol again with a new code: what is on the phone stays.
    case enrolAgain(String)
    case dismiss
  }

  /// What is shown; absent until it was loaded.
  public private(set) var state: SettingsState?
  /// Whether the server is being asked.
  public private(set) var isEnrolling = false
  /// What there is to tell.
  public internal(set) var notice: Notice?
  /// What is set.
  public let settings: Settings
  /// Words for the screen.
  public let words: Words

  let context: Context

  public init(_ context: Context) {
    self.context = context
    settings = context.settings
    words = context.words
  }

  public func run() async {
    await follow(.sync) { await load() }
  }

  public func take(_ event: Event) async {
    switch event {
    case .enrolAgain(let code): await enrolAgain(code)
    case .dismiss: notice = nil
    }
  }

  private func enrolAgain(_ code: String) async {
    isEnrolling = true
    defer { isEnrolling = false }
    let code = code.trimmed
    do {
      try await context.core.overNetwork { try $0.enrolAgain(link: code) }
      tell(Notice(words("settings-enrolled")))
    } catch {
      tell(notice(error))
    }
  }

  /// Why a code did not enrol this phone again.
  private func notice(_ error: any Error) -> Notice {
    guard case XunlouError.InvalidInput(let field, _) = error else { return Notice(error, words) }
    return Notice(words(field == "code" ? "setup-code-of-another" : "setup-bad-code"), .wrong)
  }

  private func load() async {
    let (me, words) = (context.me, words)
    await attempt {
      let diagnostics = try await context.core.call { try Diagnostics.text(me, $0) }
      state = SettingsState(
        who: [me.personName, words.of(me.role), me.estateName].joined(separator: " · "),
        device: me.deviceLabel, version: version(), diagnostics: diagnostics)
    }
  }
}
