// What a person sets for this phone.
import Foundation
import Observation
import XunlouCore

/// Settings, kept as soon as they change.
@MainActor @Observable
public final class Settings {
  /// A language of the product.
  public typealias Language = XunlouCore.Language

  /// Light or dark.
  public enum Theme: String, CaseIterable, Sendable {
    case system
    case light
    case dark
  }

  /// How large texts are, beside what the phone says.
  public enum TextSize: String, CaseIterable, Sendable {
    case system
    case large
    case largest
  }

  /// The language of all words.
  public var language: Language { didSet { shelf.write("language", language.name) } }
  /// Light or dark.
  public var theme: Theme { didSet { shelf.write("theme", theme.rawValue) } }
  /// How large texts are.
  public var textSize: TextSize { didSet { shelf.write("text-size", textSize.rawValue) } }
  /// Whether the app syncs by itself over Wi-Fi alone. Who taps for a sync gets it on any network.
  public var wifiOnly: Bool { didSet { shelf.write("wifi-only", wifiOnly ? "yes" : "no") } }

  private let shelf: any Shelf

  /// What was set, or what a phone begins with: its own language if we have it, else Chinese.
  public init(_ shelf: any Shelf, phoneLanguage: String = "zh-Hans") {
    self.shelf = shelf
    let name = shelf.read("language") ?? String(phoneLanguage.prefix(2))
    language = Language.allCases.first { $0.name == name } ?? .chinese
    theme = shelf.read("theme").flatMap(Theme.init) ?? .system
    textSize = shelf.read("text-size").flatMap(TextSize.init) ?? .system
    wifiOnly = shelf.read("wifi-only") != "no"
  }

  /// The words of the language that is set.
  public var words: Words { Words(language) }
}

extension Language {
  /// The language's code.
  var name: String { self == .chinese ? "zh" : "en" }
}
