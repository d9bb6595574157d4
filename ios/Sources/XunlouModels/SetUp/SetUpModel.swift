// 登记: from the one-time code to the first sync. What fails is told so that one knows what to do,
// and can be tried again from where it stopped.
import Foundation
import Observation
import XunlouCore

/// Sets a phone up.
@MainActor @Observable
public final class SetUpModel: ScreenModel {
  /// What one can do.
  public enum Event: Sendable {
    /// The code was typed.
    case typed(String)
    /// A QR was scanned.
    case scanned(String)
    /// The code is complete: look at it.
    case read
    /// Another code, please.
    case startOver
    /// The phone got a name.
    case named(String)
    /// The server is the right one.
    case enrol
    /// The first sync, from where it stopped.
    case sync
    /// Stop the sync.
    case cancel
    /// The notice was read.
    case dismiss
  }

  /// Where it stands.
  public var state: SetUpState {
    var state = kept
    if let syncer = session.firstSyncer(), syncer.isRunning {
      state.progress = ProgressLine(syncer.progress, words)
    }
    return state
  }

  public var notice: Notice? { kept.notice }

  private var kept = SetUpState()
  /// Held until set-up is over; the session then lets go of this.
  private let session: Session
  /// Words for the screen.
  public var words: Words { session.settings.words }

  /// Sets up for a session; `me`, when it is enrolled already.
  init(_ session: Session, enrolled me: Me? = nil) {
    self.session = session
    if let me { enrolled(me) }
  }

  public func run() async {
    // After a restart the first sync goes on by itself.
    if case .firstSync = kept.step { await sync() }
  }

  public func take(_ event: Event) async {
    switch event {
    case .typed, .named: _ = takeAtOnce(event)
    case .scanned(let link):
      kept.link = link
      read()
    case .read: read()
    case .startOver: (kept.step, kept.link, kept.notice) = (.code, "", nil)
    case .enrol: await enrol()
    case .sync: await sync()
    case .cancel: session.firstSyncer()?.cancel()
    case .dismiss: kept.notice = nil
    }
  }

  public func takeAtOnce(_ event: Event) -> Bool {
    switch event {
    case .typed(let link): (kept.link, kept.notice) = (link, nil)
    case .named(let name): kept.device = name
    default: return false
    }
    return true
  }

  /// The server took the code; whose phone it is is known.
  func enrolled(_ me: Me) {
    let person = SetUpState.Person(
      name: me.personName, role: words.of(me.role), estate: me.estateName)
    (kept.step, kept.notice) = (.firstSync(person), nil)
  }

  private func read() {
    do {
      let link = kept.link.trimmed
      let info = try readEnrolmentLink(text: link)
      (kept.step, kept.notice) = (.confirm(server(info)), nil)
    } catch {
      kept.notice = Notice(words("setup-bad-code"), .wrong)
    }
  }

  private func server(_ info: EnrolmentInfo) -> SetUpState.Server {
    let trust =
      if !info.encrypted {
        words("setup-not-encrypted")
      } else if info.pinned {
        words("setup-pinned")
      } else {
        words("setup-public")
      }
    return SetUpState.Server(address: info.server, trust: trust, isSafe: info.encrypted)
  }

  private func enrol() async {
    guard case .confirm = kept.step else { return }
    let before = kept.step
    (kept.step, kept.notice) = (.enrolling, nil)
    do {
      let link = kept.link.trimmed
      let device = kept.device.trimmed
      try await session.enrol(link, deviceLabel: device.isEmpty ? words("setup-phone") : device)
      await sync()
    } catch {
      (kept.step, kept.notice) = (before, session.notice(error))
    }
  }

  private func sync() async {
    guard let syncer = session.firstSyncer() else { return }
    kept.notice = nil
    guard let outcome = await syncer.sync() else { return }
    do {
      if let error = outcome.error { throw error }
      try await session.begin()
    } catch {
      kept.notice = session.notice(error)
    }
  }
}
