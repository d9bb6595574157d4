/// Something is wrong with a scenario, or did not come out as it says.
struct Problem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}

/// Says of whatever fails within what it is about.
func about<T>(_ what: String, _ work: () throws -> T) throws -> T {
  do {
    return try work()
  } catch {
    throw Problem("\(what): \(error)")
  }
}
