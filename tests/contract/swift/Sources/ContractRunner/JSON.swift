import Foundation

/// A value as scenarios write it. Their numbers are whole, as all numbers of the library are.
enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Int64)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  /// The truth value that this is, if it is one.
  var bool: Bool? {
    if case .bool(let bool) = self { bool } else { nil }
  }

  /// The number that this is, if it is one.
  var number: Int64? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The text that this is, if it is one.
  var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The list that this is, if it is one.
  var list: [JSON]? {
    if case .list(let list) = self { list } else { nil }
  }

  /// The fields of the object that this is, if it is one.
  var fields: [String: JSON]? {
    if case .object(let fields) = self { fields } else { nil }
  }

  /// The same, with another value wherever `other` has one.
  func with(_ other: (JSON) throws -> JSON?) rethrows -> JSON {
    if let replaced = try other(self) { return replaced }
    return switch self {
    case .list(let list): .list(try list.map { try $0.with(other) })
    case .object(let fields): .object(try fields.mapValues { try $0.with(other) })
    default: self
    }
  }

  /// What is at a path of fields and places; `.` is the whole.
  func at(_ path: String) throws -> JSON {
    try path.split(separator: ".").reduce(self) { here, part in
      let found: JSON? =
        switch here {
        case .object(let fields): fields[String(part)]
        case .list(let list): Int(part).flatMap { list.indices.contains($0) ? list[$0] : nil }
        default: nil
        }
      guard let found else { throw Problem("there is no `\(path)`") }
      return found
    }
  }
}

extension JSON: Codable {
  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Int64.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([JSON].self) {
      self = .list(list)
    } else {
      self = .object(try value.decode([String: JSON].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .null: try value.encodeNil()
    case .bool(let bool): try value.encode(bool)
    case .number(let number): try value.encode(number)
    case .text(let text): try value.encode(text)
    case .list(let list): try value.encode(list)
    case .object(let fields): try value.encode(fields)
    }
  }

  /// Reads a document.
  init(parsing data: Data) throws {
    self = try JSONDecoder().decode(JSON.self, from: data)
  }

  /// On one line.
  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }
}

extension JSON: CustomStringConvertible {
  var description: String {
    (try? encoded()).map { String(decoding: $0, as: UTF8.self) } ?? "unwritable"
  }
}
