import Foundation

/// An instant with its zone, to the millisecond: `2026-03-18T10:30:00+08:00`.
struct Moment: Sendable {
  /// As it was written.
  let text: String
  /// Since 1970 in UTC.
  let milliseconds: Int64
  /// Seconds east of UTC.
  let offset: Int64

  /// The key of a time in scenarios.
  static let word = "$time"

  init(_ text: String) throws {
    // Read as a part of a second, milliseconds may come out one less.
    let form = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{3}))?(?:Z|([+-]\d\d):(\d\d))/
    guard let parts = text.wholeMatch(of: form),
      let seconds = try? Date("\(parts.1)Z", strategy: .iso8601).timeIntervalSince1970
    else { throw Problem("expected a time with its zone, got `\(text)`") }
    let minutes = (parts.4.flatMap { Int64($0) } ?? 0) * (parts.3?.first == "-" ? -1 : 1)
    self.text = text
    offset = (parts.3.flatMap { Int64($0) } ?? 0) * 3600 + minutes * 60
    milliseconds = (Int64(seconds) - offset) * 1000 + (parts.2.flatMap { Int64($0) } ?? 0)
  }

  /// The instant of a date, in UTC.
  init(of date: Date) {
    milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
    offset = 0
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    let whole = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    text = whole.dropLast() + String(format: ".%03dZ", rest)
  }

  /// The time that scenarios write so, if this is one.
  init?(json: JSON) throws {
    guard let fields = json.fields, fields.count == 1, let text = fields[Self.word]?.text else {
      return nil
    }
    self = try Moment(text)
  }

  var json: JSON { .object([Self.word: .text(text)]) }

  var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
