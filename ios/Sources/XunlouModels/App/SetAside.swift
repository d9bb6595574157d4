// A database that nothing opens any more, out of the way of the next one.
import Foundation

/// Moves a database and what lies beside it into a directory of its own.
func setAside(_ database: String) throws {
  let files = FileManager.default
  let home = URL(fileURLWithPath: database).deletingLastPathComponent()
  let aside = home.appendingPathComponent("set-aside/\(UUID().uuidString)")
  try files.createDirectory(at: aside, withIntermediateDirectories: true)
  let name = URL(fileURLWithPath: database).lastPathComponent
  // The database itself last: as long as it is there, another try finds it.
  for file in try files.contentsOfDirectory(atPath: home.path).sorted(by: >)
  where file.hasPrefix(name) {
    try files.moveItem(
      at: home.appendingPathComponent(file), to: aside.appendingPathComponent(file))
  }
}
