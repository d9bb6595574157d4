/// The arguments that a scenario gives to a call, each as the type that the call takes.
@dynamicMemberLookup
final class Arguments {
  private let said: [String: JSON]
  private var taken: Set<String> = []

  init(_ with: JSON) throws {
    guard let said = try with.with(repeated).fields else {
      throw Problem("`with` takes an object, got \(with)")
    }
    self.said = said
  }

  /// `nil` for an optional one that is not said.
  subscript<T: Decodable>(dynamicMember parameter: String) -> T {
    get throws {
      let name = snakeCase(parameter)
      taken.insert(name)
      return try about("`\(name)`") { try read(said[name] ?? .null) }
    }
  }

  /// Fails where more is said than the call takes.
  func expectAllTaken() throws {
    let unknown = Set(said.keys).subtracting(taken)
    guard unknown.isEmpty else { throw Problem("it takes no \(unknown.sorted())") }
  }
}

/// The text so many times, where that is what is said.
private func repeated(_ json: JSON) throws -> JSON? {
  guard let fields = json.fields, let text = fields["$repeat"] else { return nil }
  let times: Int64 = try read(fields["times"] ?? .null)
  return .text(String(repeating: try read(text), count: Int(times)))
}
