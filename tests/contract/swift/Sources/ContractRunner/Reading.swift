import Foundation

/// A scenario's value as a type of the generated Swift. What this type is decides how it is read:
/// names become `camelCase`, and an enum's variant without fields may be its name alone.
func read<T: Decodable>(_ json: JSON, as type: T.Type = T.self) throws -> T {
  let plain: Any?
  switch type {
  case is String.Type: plain = json.text
  case is Data.Type: plain = json.text.flatMap { Data(base64Encoded: $0) }
  case is Int64.Type: plain = json.number
  case is Bool.Type: plain = json.bool
  case is JSON.Type: plain = json
  case is Date.Type: plain = try Moment(json: json)?.date
  default: return try T(from: Reading(json: json))
  }
  guard let plain = plain as? T else { throw Problem("expected \(type), got \(json)") }
  return plain
}

/// What Swift's own `Decodable` asks.
private struct Reading: Decoder {
  let json: JSON
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func container<Key>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
    switch json {
    case .object(let fields): KeyedDecodingContainer(try Fields(fields))
    case .text(let name): KeyedDecodingContainer(try Fields([name: .object([:])]))
    default: throw unfit("a record or an enum")
    }
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let list = json.list else { throw unfit("a list") }
    return Entries(list: list)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    Single(json: json)
  }

  private func unfit(_ expected: String) -> Problem {
    Problem("expected \(expected), got \(json)")
  }
}

private struct Fields<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let codingPath: [any CodingKey] = []
  let allKeys: [Key]
  private let fields: [String: JSON]

  init(_ fields: [String: JSON]) throws {
    self.fields = Dictionary(uniqueKeysWithValues: fields.map { (camelCase($0), $1) })
    allKeys = try fields.keys.map { name in
      guard let key = Key(stringValue: camelCase(name)) else { throw Problem("unknown: `\(name)`") }
      return key
    }
  }

  func contains(_ key: Key) -> Bool { fields[key.stringValue] != nil }

  func decodeNil(forKey key: Key) -> Bool { value(key) == .null }

  func decode<T: Decodable>(_: T.Type, forKey key: Key) throws -> T {
    try about("`\(key.stringValue)`") { try read(value(key)) }
  }

  func nestedContainer<Inner>(
    keyedBy: Inner.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Inner> {
    try about("`\(key.stringValue)`") {
      try Reading(json: value(key)).container(keyedBy: Inner.self)
    }
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try Reading(json: value(key)).unkeyedContainer()
  }

  func superDecoder() -> any Decoder { Reading(json: .object(fields)) }

  func superDecoder(forKey key: Key) -> any Decoder { Reading(json: value(key)) }

  private func value(_ key: Key) -> JSON { fields[key.stringValue] ?? .null }
}

private struct Entries: UnkeyedDecodingContainer {
  let codingPath: [any CodingKey] = []
  let list: [JSON]
  var currentIndex = 0

  init(list: [JSON]) {
    self.list = list
  }

  var count: Int? { list.count }

  var isAtEnd: Bool { currentIndex == list.count }

  func decodeNil() -> Bool { list[currentIndex] == .null }

  mutating func decode<T: Decodable>(_: T.Type) throws -> T {
    try about("entry \(currentIndex)") { try read(next()) }
  }

  mutating func nestedContainer<Key>(keyedBy: Key.Type) throws -> KeyedDecodingContainer<Key> {
    try Reading(json: next()).container(keyedBy: Key.self)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try Reading(json: next()).unkeyedContainer()
  }

  mutating func superDecoder() -> any Decoder { Reading(json: next()) }

  private mutating func next() -> JSON {
    defer { currentIndex += 1 }
    return list[currentIndex]
  }
}

private struct Single: SingleValueDecodingContainer {
  let codingPath: [any CodingKey] = []
  let json: JSON

  func decodeNil() -> Bool { json == .null }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try read(json)
  }
}

/// A name of a scenario as the generated Swift writes it.
private func camelCase(_ name: String) -> String {
  name.split(separator: "_").reduce(into: "") { text, word in
    text += text.isEmpty ? word : word.prefix(1).uppercased() + word.dropFirst()
  }
}
