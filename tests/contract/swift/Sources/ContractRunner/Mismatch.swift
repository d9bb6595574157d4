/// Where a value does not match, what was expected there, and what was there.
struct Mismatch: Error, CustomStringConvertible {
  let path: String
  let expected: JSON
  let got: JSON

  var description: String {
    "at \(path) expected \(Self.shown(expected)), got \(Self.shown(got))"
  }

  private static let mostShown = 2_000

  private static func shown(_ value: JSON) -> String {
    let text = value.description
    let length = text.count
    return length > mostShown ? "\(text.prefix(mostShown))… (\(length) characters)" : text
  }
}

/// The first place where a value does not match a pattern; `nil` where all of it matches. Fails for
/// a pattern that is none.
func mismatch(_ pattern: JSON, _ value: JSON, at path: String) throws -> Mismatch? {
  let here = Mismatch(path: path, expected: pattern, got: value)
  switch pattern {
  case .null, .bool, .number:
    return pattern == value ? nil : here
  case .text(let text):
    // Swift's own comparison takes what is composed differently for equal.
    return value.text.map { $0.utf8.elementsEqual(text.utf8) } == true ? nil : here
  case .list(let patterns):
    guard let list = value.list, list.count == patterns.count else { return here }
    return try first(patterns.indices) { place in
      try mismatch(patterns[place], list[place], at: "\(path)[\(place)]")
    }
  case .object(let patterns):
    if let word = patterns.keys.first(where: { $0.hasPrefix("$") }) {
      guard patterns.count == 1, let operand = patterns[word] else {
        throw Problem("`\(word)` stands alone, got \(pattern)")
      }
      return try mismatch(word, operand, value, here)
    }
    return try first(patterns.keys.sorted()) { name in
      guard let part = value.fields?[name] else { return here }
      return try mismatch(patterns[name] ?? .null, part, at: "\(path).\(name)")
    } ?? (value.fields == nil ? here : nil)
  }
}

private func mismatch(
  _ word: String, _ operand: JSON, _ value: JSON, _ here: Mismatch
) throws -> Mismatch? {
  if word == "$both" {
    return try first(try read(operand, as: [JSON].self)) { try mismatch($0, value, at: here.path) }
  }
  return try fits(word, operand, value) ? nil : here
}

private func fits(_ word: String, _ operand: JSON, _ value: JSON) throws -> Bool {
  func matches(_ pattern: JSON, _ value: JSON) throws -> Bool {
    try mismatch(pattern, value, at: "") == nil
  }
  switch word {
  case "$has":
    let patterns: [JSON] = try read(operand)
    guard let list = value.list else { return false }
    return try patterns.allSatisfy { pattern in try list.contains { try matches(pattern, $0) } }
  case "$lacks":
    return try value.list?.contains { try matches(operand, $0) } == false
  case "$size":
    let size = (value.list?.count ?? value.text?.unicodeScalars.count).map(Int64.init)
    return try size == read(operand, as: Int64.self)
  case "$least":
    let least: Int64 = try read(operand)
    return value.number.map { $0 >= least } == true
  case "$contains":
    let part: String = try read(operand)
    return value.text?.utf8.contains(part.utf8) == true
  case "$not":
    return try !matches(operand, value)
  case Moment.word:
    let moment = try Moment(read(operand, as: String.self))
    return try Moment(json: value)?.milliseconds == moment.milliseconds
  default:
    throw Problem("`\(word)` is no pattern")
  }
}

private func first<S: Sequence>(
  _ parts: S, _ look: (S.Element) throws -> Mismatch?
) rethrows -> Mismatch? {
  for part in parts {
    if let mismatch = try look(part) { return mismatch }
  }
  return nil
}
