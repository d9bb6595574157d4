// Reads a day's log from the core and words it. Runs on the core's queue.
import XunlouCore

struct LogLoader: Sendable {
  /// How many days before today.
  let back: Int
  let words: Words
  let times: Times

  func load(_ core: Workspace) throws -> LogState {
    let day = Times.day(try core.todayDate(), plus: -back)
    let log = try core.dayLog(day: day)
    var state = LogState()
    state.title = times.day(day)
    state.isToday = back == 0
    state.duties = log.duties.enumerated().map { place, duty in
      let parts = [words.of(duty.label), words.of(duty.slot), duty.subject]
      return line(
        place, parts.joined(separator: " · "), words.of(duty.state), duty.state.mark, duty.problems)
    }
    state.records = log.records.enumerated().map { place, record in
      let finished = words(record.finished ? "log-finished" : "log-unfinished")
      return line(
        place, "\(words.of(record.label)) · \(record.subject)", finished,
        record.finished ? .good : .going, record.problems)
    }
    state.cases = log.cases.enumerated().map { place, entry in
      let title = [entry.title, entry.department.map(words.of)].compactMap { $0 }
      return line(
        place, title.joined(separator: " · "), words.of(entry.state),
        entry.overdue ? .bad : entry.state == .closed ? .good : .due, [])
    }
    state.entries = log.entries.map { entry in
      .init(
        id: entry.entry, time: times.clock(entry.at), text: entry.text, document: entry.document)
    }
    state.text = try core.dayLogText(day: day, language: words.language)
    return state
  }

  private func line(
    _ place: Int, _ title: String, _ state: String, _ mark: TodayState.Mark,
    _ problems: [ProblemLine]
  ) -> LogState.Line {
    LogState.Line(
      id: place, title: title, state: state, mark: mark,
      problems: problems.map { problem in
        [words.of(problem.label), problem.note].filter { !$0.isEmpty }.joined(separator: ":")
      })
  }
}
