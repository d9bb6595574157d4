// 今日: what is due, and the ways from there to where it is done.
import Foundation
import Observation
import XunlouCore

/// Today's model.
@MainActor @Observable
public final class TodayModel: ScreenModel, Telling {
  /// What one can do.
  public enum Event: Sendable {
    /// Begin a duty's record, or go on with it.
    case open(TodayState.Duty)
    /// Say why a slot was late or missed.
    case excuse(TodayState.Duty, reason: String, note: String)
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
  /// The slot whose tap is being committed.
  public private(set) var saving: String?
  /// What there is to tell.
  public internal(set) var notice: Notice?
  /// Words for the screen.
  public let words: Words

  private let context: Context

  public init(_ context: Context) {
    self.context = context
    words = context.words
  }

  public func run() async {
    // By the clock too: what was upcoming becomes due, what was due becomes late.
    await context.follow(.anything, every: .seconds(30)) { await load() }
  }

  public func take(_ event: Event) async {
    let navigator = context.navigator
    switch event {
    case .open(let duty): await open(duty)
    case .excuse(let duty, let reason, let note): await excuse(duty, reason, note)
    case .visit(let household): navigator.go(.household(household))
    case .openCase(let document): navigator.go(.caseDetails(document))
    case .report(let area): navigator.go(.newCase(.area(area)))
    case .conflicts: navigator.go(.conflicts)
    case .sync: navigator.go(.sync)
    case .settings: navigator.go(.settings)
    case .dismiss: notice = nil
    }
  }

  private func load() async {
    let loader = TodayLoader(me: context.me, words: words, times: context.times)
    await attempt { state = try await context.core.call { try loader.load($0) } }
  }

  private func open(_ duty: TodayState.Duty) async {
    if let record = duty.slot.record {
      return context.navigator.go(.record(record))
    }
    await commit(duty) { core in
      try core.startRecord(
        new: NewRecord(
          form: duty.slot.form, duty: DutySlot(duty: duty.slot.duty, slot: duty.slot.slot),
          about: duty.slot.about, rain: false))
    } then: { [context] in
      context.navigator.go(.record($0))
    }
  }

  private func excuse(_ duty: TodayState.Duty, _ reason: String, _ note: String) async {
    await commit(duty) { core in
      try core.excuse(
        new: NewExcuse(
          duty: duty.slot.duty, slot: duty.slot.slot, day: duty.slot.day,
          about: duty.slot.about, reason: reason, note: note))
    } then: { [words] _ in
      self.notice = Notice(words("today-excused"))
    }
    await load()
  }

  private func commit(
    _ duty: TodayState.Duty, _ work: @escaping @Sendable (Workspace) throws -> DocumentId,
    then: (DocumentId) -> Void
  ) async {
    saving = duty.id
    defer { saving = nil }
    await attempt { then(try await context.core.call(work)) }
  }
}
