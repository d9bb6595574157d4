// What is handed to whoever looks for a fault. Ids, numbers and codes alone: a test keeps names,
// units and texts out of it.
import Foundation
import XunlouCore

enum Diagnostics {
  static func text(_ me: Me, _ core: Workspace) throws -> String {
    let (status, rules, opening) = (try core.syncStatus(), try core.rules(), core.opening())
    let refused = try core.refused().map(\.code)
    let success = status.lastSuccess.map { ISO8601DateFormatter().string(from: $0) }
    return [
      "version \(version())",
      "system \(ProcessInfo.processInfo.operatingSystemVersionString)",
      "estate \(me.estate)",
      "person \(me.person)",
      "device \(me.device)",
      "rules \(rules.id) \(rules.version)",
      "generation \(opening.generation) restored \(opening.restored)",
      "last-success \(success ?? "never")",
      "waiting changes \(status.waiting.changes) photos \(status.waiting.photos)",
      "refused \(refused.joined(separator: " "))",
      "clock-off \(status.clockOffSeconds)",
      "need-update \(status.needUpdate)",
      "conflicts \(try core.conflicts().count)",
    ].joined(separator: "\n")
  }
}
