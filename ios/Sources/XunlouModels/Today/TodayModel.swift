// 今日: what is due, and the ways from there to where it is done.
import Foundation
import Observation
import XunlouCore

/// Today's model.
@MainActor @Observable
public final class TodayModel: ScreenModel, FormModel {
  /// What one can do.
  public enum Event: Sendable {
    /// Begin a duty's record, or go on with it.
    case open(TodayState.Duty)
    /// Open the form that says why a slot was late or missed.
    case excuse(TodayState.Duty)
    case reason(String)
    case note(String)
    /// Excuse it as it is filled in.
    case send
    case drop
    case visit(DocumentId)
    case openCase(DocumentId)
    /// Report something in an area.
    case report(AreaId)
    case conflicts
    case sync
    case settings
    case dismiss
  }

  /// What is shown; absent until it was loaded.
  public private(set) var state: TodayState?
  /// The excuse that is being filled in.
  public private(set) var form: ExcuseForm?
  /// The slot whose tap is being committed.
  public private(set) var saving: String?
  /// What there is to tell.
  public internal(set) var notice: Notice?
  /// Words for the screen.
  public let words: Words

  let context: Context
  let keeper: DraftKeeper

  public init(_ context: Context) {
    self.context = context
    words = context.words
    keeper = DraftKeeper("today", context)
  }

  var filledIn: DraftKeeper.Fields { form?.fields ?? [:] }

  public func run() async {
    // By the clock too: what was upcoming becomes due, what was due becomes late.
    await follow(.anything, every: .seconds(30)) { await load() }
  }

  public func take(_ event: Event) async {
    let navigator = context.navigator
    switch event {
    case .open(let duty): await open(duty)
    case .excuse(let duty): (form, notice) = (ExcuseForm(duty), nil)
    case .reason, .note: _ = takeAtOnce(event)
    case .send: await excuse()
    case .drop: await drop()
    case .visit(let household): navigator.go(.household(household))
    case .openCase(let document): navigator.go(.caseDetails(document))
    case .report(let area): navigator.go(.newCase(.area(area)))
    case .conflicts: navigator.go(.conflicts)
    case .sync: navigator.go(.sync)
    case .settings: navigator.go(.settings)
    case .dismiss: notice = nil
    }
  }

  public func takeAtOnce(_ event: Event) -> Bool {
    switch event {
    case .reason(let reason): form?.reason = reason
    case .note(let note): form?.note = note
    default: return false
    }
    filled()
    return true
  }

  private func load() async {
    let loader = TodayLoader(me: context.me, words: words, times: context.times)
    await attempt {
      let loaded = try await context.core.call { try loader.load($0) }
      await keeper.restore { form = form ?? ExcuseForm($0, in: loaded) }
      state = loaded
    }
  }

  private func open(_ duty: TodayState.Duty) async {
    if let record = duty.slot.record {
      return context.navigator.go(.record(record))
    }
    let new = NewRecord(
      form: duty.slot.form, duty: DutySlot(duty: duty.slot.duty, slot: duty.slot.slot),
      about: duty.slot.about, rain: false)
    await commit(duty) {
      let record = try await context.core.call { try $0.startRecord(new: new) }
      context.navigator.go(.record(record), from: .today)
    }
  }

  private func excuse() async {
    guard let form, let reason = form.reason, saving == nil else { return }
    let slot = form.duty.slot
    let new = NewExcuse(
      duty: slot.duty, slot: slot.slot, day: slot.day, about: slot.about, reason: reason,
      note: form.note)
    await commit(form.duty) {
      try await keeper.save {
        try $0.excuse(new: new)
      } then: { _ in
        self.form = nil
      }
      notice = Notice(words("today-excused"))
    }
    await load()
  }

  private func drop() async {
    guard form != nil, saving == nil else { return }
    (form, notice) = (nil, nil)
    await keep()
  }

  private func commit(_ duty: TodayState.Duty, _ work: () async throws -> Void) async {
    saving = duty.id
    defer { saving = nil }
    await attempt(work)
  }
}
