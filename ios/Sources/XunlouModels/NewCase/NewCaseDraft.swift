// A new case as the fields of a draft, and back.
import Foundation
import XunlouCore

extension NewCaseState {
  /// What is worth keeping: nothing, while nothing is written.
  var fields: DraftKeeper.Fields {
    if title.trimmed.isEmpty && detail.trimmed.isEmpty { return [:] }
    var fields = [
      "kind": "\(kind)", "title": title, "detail": detail, "severity": "\(severity)",
    ]
    fields["department"] = department
    fields["agreed"] = agreed?.ISO8601Format()
    return fields
  }

  /// Takes a draft up, as far as it can still be reported so: nothing is promised for the past.
  mutating func takeUp(_ fields: DraftKeeper.Fields, now: Date) {
    kind = kinds.first { "\($0.id)" == fields["kind"] }?.id ?? kind
    title = fields["title"] ?? ""
    detail = fields["detail"] ?? ""
    severity = severities.first { "\($0.id)" == fields["severity"] }?.id ?? severity
    department = departments.first { $0.id == fields["department"] }?.id
    let agreed = fields["agreed"].flatMap { try? Date($0, strategy: .iso8601) }
    self.agreed = agreed.flatMap { $0 < now ? nil : $0 }
  }
}
