// What the core keeps of what is filled in and not saved.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

extension Core {
  /// The draft of a place.
  func draft(_ place: String) async throws -> [String: String] {
    let fields = try await call { try $0.draft(place: place) }
    return Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }

  /// Keeps a draft behind a model's back.
  func keep(_ place: String, _ fields: [String: String]) async throws {
    try await call { core in
      try core.keepDraft(
        place: place, fields: fields.map { DraftField(name: $0.key, value: $0.value) })
    }
  }
}

extension Story {
  /// The person pauses, the system ends the app, and the person starts it again.
  @MainActor
  func killed(at place: String) async throws -> Context {
    for _ in 0..<500 where try await phone.context?.core.draft(place) == [:] {
      try await Task.sleep(for: .milliseconds(20))
    }
    await phone.restart()
    return try #require(phone.context)
  }
}
