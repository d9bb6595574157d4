// Customer files: finding, reading, changing, visiting.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

@MainActor @Suite(.serialized)
struct HouseholdTests {
  @Test("A household is found by unit, name and phone, and the search says what matched")
  func search() async throws {
    let story = try await Story.begin()
    let households = HouseholdsModel(story.context)
    await load(households)
    #expect(households.state.hits == nil)
    #expect(households.state.areas.first?.visits.isEmpty == false)
    await households.take(.search("1-10"))
    #expect(households.state.hits?.count == 4)
    let hit = try #require(households.state.hits?.first)
    await households.take(.search(hit.names))
    #expect(households.state.hits?.contains { $0.id == hit.id } == true)
    await households.take(.search("19900000013"))
    #expect(households.state.hits?.first?.matched == "联系电话 19900000013")
    await households.take(.search("  "))
    #expect(households.state.hits == nil)
    await households.take(.open(hit.id))
    #expect(story.context.navigator.place == .household(hit.id))
  }

  @Test("A field that is changed shows its source, its day and who wrote it")
  func edit() async throws {
    let story = try await Story.begin()
    let model = HouseholdModel(try await story.household(), story.context)
    await load(model)
    try await model.edit("hobbies", "钓鱼", .visit)
    let field = { (id: String) in model.state?.fields.first { $0.id == id } }
    #expect(field("hobbies")?.text == "钓鱼")
    #expect(field("hobbies")?.source == "家访 · 2026年3月18日 · 林晓岚")
    try await model.edit("occupancy", "rented", .phone)
    #expect(field("occupancy")?.text == "出租" && field("occupancy")?.value == "rented")
    try await model.edit("hobbies", "", .visit)
    #expect(field("hobbies")?.text == "")
    try await model.edit("occupancy", "castle", .phone)
    #expect(model.form?.value == "castle")
    #expect(story.told?.tone == .wrong && field("occupancy")?.value == "rented")
  }

  @Test("A second vehicle is added beside the first")
  func add() async throws {
    let story = try await Story.begin()
    let model = HouseholdModel(try await story.household(), story.context)
    await load(model)
    let plate = try #require(model.state?.addable.first { $0.id == "plate" })
    let before = model.state?.fields.count { $0.id.hasPrefix("plate") && !$0.text.isEmpty } ?? 0
    await model.take(.add(plate))
    await model.take(.value("粤B·12345"))
    await model.take(.source(.observed))
    await model.take(.save)
    #expect(
      model.state?.fields.count { $0.id.hasPrefix("plate") && !$0.text.isEmpty } == before + 1)
  }

  @Test("A visit begins from the file, and counts once it is finished")
  func visit() async throws {
    let story = try await Story.begin()
    let household = try await story.household()
    let model = HouseholdModel(household, story.context)
    await load(model)
    #expect(model.state?.canVisit == true)
    story.context.navigator.go(.household(household))
    await model.take(.visit)
    guard case .record(let document) = story.context.navigator.place else { throw Lost() }
    let record = RecordModel(document, story.context)
    await load(record)
    for item in try #require(record.state).items where item.missing == .answer {
      await record.take(.answered(item: item.id, item.someAnswer))
    }
    await record.take(.finishTapped)
    await load(model)
    #expect(model.state?.visits.map(\.isFinished) == [true])
    let households = HouseholdsModel(story.context)
    await load(households)
    #expect(households.state.areas.first?.coverage.first?.figures.hasPrefix("1 / ") == true)
  }
}

extension HouseholdModel {
  /// Opens a field's form and fills it in.
  func fill(_ field: String, _ value: String, _ source: FieldSource) async throws {
    await take(.edit(try #require(state?.fields.first { $0.id == field })))
    await take(.value(value))
    await take(.source(source))
  }

  /// Changes a field.
  func edit(_ field: String, _ value: String, _ source: FieldSource) async throws {
    try await fill(field, value, source)
    await take(.save)
  }
}
