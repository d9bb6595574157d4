import Foundation

/// A scenario file.
struct Scenario: Sendable {
  let file: String
  let starts: Moment
  let households: JSON
  let steps: [Step]

  private static let keys: Set = ["title", "story", "starts", "households", "steps"]

  init(reading file: URL) throws {
    self = try about(file.lastPathComponent) {
      try Scenario(file.lastPathComponent, JSON(parsing: Data(contentsOf: file)))
    }
  }

  private init(_ file: String, _ json: JSON) throws {
    guard let fields = json.fields, Set(fields.keys) == Self.keys,
      let starts = fields["starts"]?.text, let households = fields["households"],
      let steps = fields["steps"]?.list
    else { throw Problem("expected an object with just \(Self.keys.sorted())") }
    self.file = file
    self.starts = try Moment(starts)
    self.households = households
    self.steps = try steps.enumerated().map { place, step in
      try about("step \(place + 1)") { try Step(step) }
    }
  }
}

/// A step. It stays JSON until it is done: only then its variables are known.
struct Step: Sendable {
  /// The key that says what the step is.
  let verb: String
  private let fields: [String: JSON]

  /// The keys that say what a step is, and what may go with each. Revoking names a `device` too.
  private static let keys: KeyValuePairs<String, Set<String>> = [
    "server": ["person", "device", "seed", "save"],
    "call": [
      "on", "with", "expect", "fails", "save", "repeat",
      "key", "installation", "listener", "cancelled", "progress",
    ],
    "heard": ["on"],
    "clock": [],
    "device": ["clock_off"],
  ]

  init(_ json: JSON) throws {
    let fields = json.fields ?? [:]
    guard let (verb, known) = Self.keys.first(where: { fields[$0.key] != nil }) else {
      throw Problem("expected one of \(Self.keys.map(\.key)), got \(json)")
    }
    let unknown = Set(fields.keys).subtracting(known).subtracting([verb])
    guard unknown.isEmpty else { throw Problem("`\(verb)` does not go with \(unknown.sorted())") }
    self.verb = verb
    self.fields = fields
  }

  /// The same, with the saved variables where they are named.
  func filled(_ saved: [String: JSON]) throws -> Step {
    let filled = try JSON.object(fields).with { json in
      guard let text = json.text, text.hasPrefix("$") else { return nil }
      guard let value = saved[String(text.dropFirst())] else {
        throw Problem("`\(text)` was not saved")
      }
      return value
    }
    return try Step(filled)
  }

  subscript(key: String) -> JSON? { fields[key] }

  func value(_ key: String) throws -> JSON {
    guard let value = fields[key] else { throw Problem("`\(key)` is missing") }
    return value
  }

  func read<T: Decodable>(_ key: String) throws -> T {
    try about("`\(key)`") { try ContractRunner.read(value(key)) }
  }

  /// A few words that tell which step it is.
  var brief: String {
    [self["on"]?.text, verb, self[verb]?.text].compactMap { $0 }.joined(separator: " ")
  }
}
