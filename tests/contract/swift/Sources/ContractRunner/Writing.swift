import Foundation
import XunlouCore

/// A value of the generated Swift as scenarios write it. What is no value is `null`.
func written(_ value: Any) -> JSON {
  switch value {
  case let text as String: .text(text)
  case let number as Int64: .number(number)
  case let bool as Bool: .bool(bool)
  case let bytes as Data: .text(bytes.base64EncodedString())
  case let date as Date: Moment(of: date).json
  case is Void, is Workspace, is Subscription: .null
  default: composed(value)
  }
}

private func composed(_ value: Any) -> JSON {
  let parts = Mirror(reflecting: value)
  return switch parts.displayStyle {
  case .optional: parts.children.first.map { written($0.value) } ?? .null
  case .collection: .list(parts.children.map { written($0.value) })
  case .enum: variant(parts, of: value)
  default: .object(fields(parts))
  }
}

/// A variant, with or without fields; errors are such variants.
private func variant(_ parts: Mirror, of value: Any) -> JSON {
  guard let part = parts.children.first, let name = part.label else {
    return .text(snakeCase("\(value)"))
  }
  return .object([snakeCase(name): .object(fields(Mirror(reflecting: part.value)))])
}

private func fields(_ parts: Mirror) -> [String: JSON] {
  let named = parts.children.map { (snakeCase($0.label ?? "?"), written($0.value)) }
  return Dictionary(uniqueKeysWithValues: named)
}

/// A name of the generated Swift as scenarios write it.
func snakeCase(_ name: String) -> String {
  name.reduce(into: "") { text, letter in
    if letter.isUppercase && !text.isEmpty { text += "_" }
    text += letter.lowercased()
  }
}
