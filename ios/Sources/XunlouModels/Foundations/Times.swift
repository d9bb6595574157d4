// Times and days as people read them, in the estate's time zone whatever the phone's is.
import Foundation
import XunlouCore

/// Formats times of one estate in one language.
public struct Times: Sendable, Hashable {
  /// The estate's time zone.
  public let zone: TimeZone
  private let language: Language

  /// `zone` is a name of the tz database; UTC stands in for one that this system does not know.
  public init(zone: String, language: Language) {
    self.zone = TimeZone(identifier: zone) ?? .gmt
    self.language = language
  }

  /// `08:10`.
  public func clock(_ at: Date) -> String {
    format(at, zone, "HH:mm")
  }

  /// `08:10–11:00`.
  public func window(_ from: Date, _ until: Date) -> String {
    "\(clock(from))–\(clock(until))"
  }

  /// `3月18日 周三`, `Wed 18 Mar`.
  public func day(_ day: Day) -> String {
    guard let at = Self.midnight(day) else { return day }
    return format(at, .gmt, dayPattern)
  }

  /// The day with its year, for what may be long ago: `2026年3月18日`, `18 Mar 2026`.
  public func date(_ at: Date) -> String {
    format(at, zone, language == .chinese ? "yyyy年M月d日" : "d MMM yyyy")
  }

  /// The same of a calendar day; what is no day stays as it is.
  public func date(of day: Day) -> String {
    guard let at = Self.midnight(day) else { return day }
    return format(at, .gmt, language == .chinese ? "yyyy年M月d日" : "d MMM yyyy")
  }

  /// The day with the time: `3月18日 周三 08:10`.
  public func moment(_ at: Date) -> String {
    "\(format(at, zone, dayPattern)) \(clock(at))"
  }

  /// The time alone if it is of the same day as `now`, else the day with the time.
  public func brief(_ at: Date, now: Date) -> String {
    dayOf(at) == dayOf(now) ? clock(at) : moment(at)
  }

  /// The estate's calendar day of a moment.
  public func dayOf(_ at: Date) -> Day {
    format(at, zone, "yyyy-MM-dd")
  }

  /// A calendar day as a moment, for a picker that shows days of UTC; absent for what is no day.
  public static func moment(of day: Day) -> Date? {
    midnight(day)
  }

  /// The calendar day of a picker that shows days of UTC.
  public static func day(of moment: Date) -> Day {
    formatter(.gmt, "yyyy-MM-dd", "en_GB").string(from: moment)
  }

  /// So many days after a day; before it, if negative.
  public static func day(_ day: Day, plus days: Int) -> Day {
    midnight(day).map { self.day(of: $0 + TimeInterval(days) * 86_400) } ?? day
  }

  private var dayPattern: String {
    language == .chinese ? "M月d日 EEE" : "EEE d MMM"
  }

  private func format(_ at: Date, _ zone: TimeZone, _ pattern: String) -> String {
    let locale = language == .chinese ? "zh_CN" : "en_GB"
    return Self.formatter(zone, pattern, locale).string(from: at)
  }

  private static func midnight(_ day: Day) -> Date? {
    formatter(.gmt, "yyyy-MM-dd", "en_GB").date(from: day)
  }

  private static func formatter(
    _ zone: TimeZone, _ pattern: String, _ locale: String
  ) -> DateFormatter {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: locale)
    formatter.calendar = Calendar(identifier: .gregorian)
    formatter.timeZone = zone
    formatter.dateFormat = pattern
    return formatter
  }
}
