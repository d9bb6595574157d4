// Gathers today from the core and words it. Runs on the core's queue.
import Foundation
import XunlouCore

/// Reads and words what today shows.
struct TodayLoader: Sendable {
  /// How many households to visit next are named for each area.
  private static let visits: Int64 = 3

  let me: Me
  let words: Words
  let times: Times

  func load(_ core: Workspace) throws -> TodayState {
    let (today, now) = (try core.todayDate(), try core.now())
    let (status, rules) = (try core.syncStatus(), try core.rules())
    let (duties, open) = (try core.today(), try core.openCases())
    let sites = Dictionary(
      try core.decorations().map { ($0.document, $0) }, uniquingKeysWith: { first, _ in first })
    let worded = try duties.map { duty in
      (duty.subject, try self.duty(duty, today, core, sites))
    }
    var state = TodayState()
    state.day = times.day(today)
    state.who = "\(me.personName) · \(me.estateName)"
    state.areas = try core.grants().areas.map { area in
      try self.area(area, today, worded, core)
    }
    state.estate = worded.compactMap { $0.0 == .estate ? $0.1 : nil }
    state.sites = worded.compactMap { subject, duty in
      if case .decoration = subject { duty } else { nil }
    }
    state.cases = CaseWords(words: words, times: times, me: me, now: now, rules: rules)
      .rows(open)
    state.conflicts = try core.conflicts().count
    state.unsent = status.waiting.unsent
    state.refused = Int(status.waiting.refused)
    state.synced =
      status.lastSuccess.map { words("today-synced", ["time": times.brief($0, now: now)]) }
      ?? words("today-never-synced")
    state.reasons = rules.excuses.map { .init(id: $0.id, text: words.of($0.label)) }
    return state
  }

  private func area(
    _ area: AreaId, _ today: Day, _ duties: [(DutySubject, TodayState.Duty)], _ core: Workspace
  ) throws -> TodayState.Area {
    TodayState.Area(
      id: area,
      name: try core.areaName(area: area),
      duties: duties.compactMap { $0.0 == .area(area: area) ? $0.1 : nil },
      coverage: VisitWords.coverage(try core.coverage(area: area, day: today), words),
      visits: VisitWords.visits(
        try core.visitNext(area: area, limit: Self.visits), words, times))
  }

  private func duty(
    _ duty: DutyToday, _ today: Day, _ core: Workspace, _ sites: [DocumentId: DecorationView]
  ) throws -> TodayState.Duty {
    let isMine = duty.doneBy == nil || duty.doneBy == me.person
    let (place, about, papers): (String, RecordAbout, [TodayState.Paper]) =
      switch duty.subject {
      case .area(let area): (try core.areaName(area: area), .area(area: area), [])
      case .estate: (me.estateName, .estate, [])
      case .decoration(let document, let unit):
        (unit, .document(document: document), sites[document].map(self.papers) ?? [])
      }
    var detail: [String] = []
    if duty.problems > 0 {
      detail.append(words("today-problems", ["count": duty.problems]))
    }
    if !isMine, let person = duty.doneBy, let name = try core.personName(person: person) {
      detail.append(name)
    }
    return TodayState.Duty(
      id: "\(duty.duty)/\(duty.slot)/\(place)",
      title: "\(words.of(duty.label)) · \(words.of(duty.slotLabel))",
      place: place,
      window: times.window(duty.times.starts ?? duty.times.opens, duty.times.closes),
      state: words.of(duty.state),
      mark: duty.state.mark,
      detail: detail.joined(separator: " · "),
      canOpen: duty.record != nil || duty.state.canStart,
      canExcuse: duty.state.canExcuse,
      papers: papers,
      slot: TodayState.SlotOfDuty(
        duty: duty.duty, slot: duty.slot, day: today, form: duty.form, about: about,
        record: duty.record))
  }

  /// Papers that are worth a word: those that expire soon or have.
  private func papers(_ site: DecorationView) -> [TodayState.Paper] {
    let permit = site.permitExpiry.map { (words("today-permit"), $0) }
    let passes = site.passes.map { ($0.holder, $0.expiry) }
    return ([permit].compactMap { $0 } + passes).compactMap { name, expiry in
      let mark: TodayState.Mark
      switch expiry {
      case .valid: return nil
      case .expiring: mark = .warning
      case .expired: mark = .bad
      }
      return TodayState.Paper(text: "\(name) \(words.of(expiry))", mark: mark)
    }
  }
}

extension SlotState {
  var mark: TodayState.Mark {
    switch self {
    case .upcoming: .quiet
    case .due: .due
    case .late: .warning
    case .inProgress(let late): late ? .warning : .going
    case .done(_, let late, let overran, let cutShort, let excuse):
      (late || overran || cutShort) && excuse == nil ? .warning : .good
    case .missed: .bad
    case .excused: .quiet
    }
  }

  /// Whether a record can still be begun for it.
  var canStart: Bool {
    switch self {
    case .upcoming, .due, .late: true
    default: false
    }
  }

  /// Whether there is something to excuse that nobody has excused yet.
  var canExcuse: Bool {
    switch self {
    case .late, .missed, .inProgress(late: true): true
    case .done(_, let late, let overran, let cutShort, nil): late || overran || cutShort
    default: false
    }
  }
}
