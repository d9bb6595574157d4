// Visit coverage (H1, H2) and whom to visit next, in words; several screens say the same.
import XunlouCore

enum VisitWords {
  static func coverage(_ coverage: [AreaCoverage], _ words: Words) -> [TodayState.CoverageLine] {
    coverage.map { line in
      let (visited, target) = (line.coverage.visited, line.coverage.target)
      return TodayState.CoverageLine(
        id: line.quota,
        title: words.of(line.label),
        figures: "\(visited) / \(target)",
        fraction: target > 0 ? min(1, Double(visited) / Double(target)) : 1,
        isMet: line.coverage.met)
    }
  }

  static func visits(
    _ next: [NextVisit], _ words: Words, _ times: Times
  ) -> [TodayState.Visit] {
    next.map { visit in
      let last = visit.lastVisit.map { words("today-last-visit", ["day": times.day($0)]) }
      return TodayState.Visit(
        id: visit.household, unit: visit.unit, last: last ?? words("today-no-visit"))
    }
  }
}
