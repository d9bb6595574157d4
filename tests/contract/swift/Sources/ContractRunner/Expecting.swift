import Foundation

/// How long something may take to be heard, in seconds.
private let patience = 10.0
/// How long to sleep before looking again, in seconds.
let betweenLooks = 0.02

/// Fails where a value does not match.
func expect(_ pattern: JSON, _ value: JSON, at path: String) throws {
  if let mismatch = try mismatch(pattern, value, at: path) { throw mismatch }
}

/// Fails where an error does not match; a name alone matches it whatever its fields.
func expectError(_ pattern: JSON, _ error: JSON) throws {
  let name = error.fields?.keys.first.map(JSON.text)
  try expect(pattern, pattern.text == nil ? error : name ?? error, at: "error")
}

/// Looks until nothing mismatches; fails where something does for too long.
func expectSoon(_ look: () throws -> Mismatch?) throws {
  let until = ContinuousClock.now + .seconds(patience)
  while let mismatch = try look() {
    if ContinuousClock.now > until { throw mismatch }
    Thread.sleep(forTimeInterval: betweenLooks)
  }
}
