import Foundation
import Testing

@testable import ContractRunner

@Suite struct MismatchTests {
  /// A pattern, a value, and where that does not match if it does not.
  private static let table = #"""
    7                                   | 7
    7                                   | 8                             | it
    7                                   | "7"                           | it
    7                                   | true                          | it
    1                                   | true                          | it
    "a"                                 | "a"
    "a"                                 | "A"                           | it
    "\u00e9"                            | "e\u0301"                     | it
    true                                | true
    true                                | false                         | it
    true                                | "true"                        | it
    true                                | 1                             | it
    null                                | null
    null                                | "null"                        | it
    null                                | {}                            | it
    {}                                  | {"a": 1}
    {}                                  | []                            | it
    {"a": 1}                            | {"a": 1, "b": 2}
    {"a": 1}                            | {"a": 2}                      | it.a
    {"a": null}                         | {"b": 2}                      | it
    {"a": {"b": [1, {"c": 3}]}}         | {"a": {"b": [1, {"c": 4}]}}   | it.a.b[1].c
    []                                  | []
    []                                  | {}                            | it
    [1, {"a": 2}]                       | [1, {"a": 2, "b": 3}]
    [1, 2]                              | [2, 1]                        | it[0]
    [1]                                 | [1, 2]                        | it
    [1]                                 | 1                             | it
    {"$has": []}                        | []
    {"$has": [2, 1]}                    | [1, 2, 3]
    {"$has": [{"a": 1}, {"b": 2}]}      | [{"a": 1, "b": 2}]
    {"$has": [2, 4]}                    | [1, 2, 3]                     | it
    {"$has": [1]}                       | 1                             | it
    {"$lacks": {"a": 1}}                | [{"a": 2}]
    {"$lacks": {"a": 1}}                | [{"a": 2}, {"a": 1, "b": 2}]  | it
    {"$lacks": 1}                       | null                          | it
    {"$size": 2}                        | [1, 2]
    {"$size": 2}                        | [1]                           | it
    {"$size": 3}                        | "巡🏢楼"
    {"$size": 5}                        | "👨‍👩‍👧"
    {"$size": 4}                        | "巡🏢楼"                      | it
    {"$size": 1}                        | {"a": 1}                      | it
    {"$least": 2}                       | 2
    {"$least": 2}                       | 1                             | it
    {"$least": 2}                       | "3"                           | it
    {"$contains": "楼"}                 | "巡楼"
    {"$contains": "家"}                 | "巡楼"                        | it
    {"$contains": "e"}                  | "cafe\u0301"
    {"$contains": "1"}                  | 1                             | it
    {"$not": 1}                         | 2
    {"$not": 1}                         | 1                             | it
    {"$not": null}                      | {"a": 1}
    {"$not": null}                      | null                          | it
    {"$both": [{"$least": 1}, {"$not": 3}]} | 2
    {"$both": [{"$least": 1}, {"$not": 3}]} | 3                         | it
    {"$both": [{"a": 1}, {"b": 1}]}     | {"a": 1, "b": 2}              | it.b
    {"a": {"$has": [1]}}                | {"a": [2]}                    | it.a
    {"$time": "2026-03-18T10:30:00+08:00"} | {"$time": "2026-03-18T02:30:00Z"}
    {"$time": "2026-03-18T10:30:00.001+08:00"} | {"$time": "2026-03-18T02:30:00.001Z"}
    {"$time": "2026-03-18T10:30:00+08:00"} | {"$time": "2026-03-18T02:30:00.001Z"} | it
    {"$time": "2026-03-18T10:30:00+08:00"} | "2026-03-18T10:30:00+08:00" | it
    """#

  @Test func aPatternMatchesWhatTheTableSaysAndElseTellsWhereNot() throws {
    for row in Self.table.split(separator: "\n") {
      let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      let path = try mismatch(json(cells[0]), json(cells[1]), at: "it")?.path
      #expect(path == (cells.count > 2 ? cells[2] : nil), "\(row)")
    }
  }

  @Test(arguments: [
    #"{"$hass": [1]}"#,
    #"{"$size": 0, "a": 2}"#,
    #"{"$size": "0"}"#,
    #"{"$repeat": "a", "times": 2}"#,
    #"{"$not": {"$nothing": 1}}"#,
    #"{"$time": "2026-03-18"}"#,
  ])
  func aPatternThatIsNotKnownIsAnError(pattern: String) {
    #expect(throws: Problem.self) { try mismatch(json(pattern), .list([]), at: "it") }
  }

  private func json(_ text: String) throws -> JSON {
    try JSON(parsing: Data(text.utf8))
  }
}
