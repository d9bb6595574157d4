// Filling in a record.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

@MainActor @Suite(.serialized)
struct RecordTests {
  private let words = Words(.chinese)

  @Test("One tap answers what is open in a group; undo takes back just that")
  func group() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    await record.take(.answered(item: "fire_doors", "problem"))
    await record.take(.answered(item: "exits", "ok"))
    await record.take(.groupNormal("floors"))
    let group = { record.state?.groups.first { $0.id == "floors" } }
    #expect(group()?.canBeNormal == false)
    #expect(record.state?.item("fire_doors")?.answer == "problem")
    #expect(record.state?.item("shafts")?.answer == "ok")
    #expect(record.state?.canUndo == true)
    await record.take(.undone)
    #expect(record.state?.canUndo == false)
    #expect(record.state?.item("corridor_light")?.answer == nil)
    #expect(record.state?.item("exits")?.answer == "ok")
    #expect(record.state?.item("shafts")?.answer == nil)
    #expect(record.state?.item("fire_doors")?.answer == "problem")
  }

  @Test("A problem asks for its photo, which can be seen and taken off again")
  func photo() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    await record.take(.answered(item: "fire_doors", "problem"))
    #expect(record.state?.item("fire_doors")?.missing == .photo)
    let jpeg = try story.stage.photo(1)
    await record.take(.photoArrived(item: "fire_doors", mediaType: "image/jpeg", jpeg))
    let item = try #require(record.state?.item("fire_doors"))
    #expect(item.missing == nil)
    #expect(await record.photo(item.photos[0]) == jpeg)
    await record.take(.photoRemoved(item: "fire_doors", item.photos[0]))
    #expect(record.state?.item("fire_doors")?.missing == .photo)
  }

  @Test("A picture that the core does not take is told, and nothing changes")
  func noPhoto() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    await record.take(.photoArrived(item: "fire_doors", mediaType: "image/gif", Data([1])))
    #expect(story.told?.text == words("error-invalid-input"))
    #expect(record.state?.item("fire_doors")?.photos == [])
    #expect(record.state?.item("fire_doors")?.isSaving == false)
  }

  @Test("Rain items are asked only while it rains")
  func rain() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    let asked = try #require(record.state?.asked)
    await record.take(.rainChanged(true))
    #expect(record.state?.rain == true)
    #expect(try #require(record.state?.asked) > asked)
    await record.take(.rainChanged(false))
    #expect(record.state?.asked == asked)
  }

  @Test("Finishing says how much is missing, marks it, and goes to the first")
  func incomplete() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    await record.take(.finishTapped)
    let missing = try #require(record.state?.items.filter { $0.missing != nil })
    #expect(story.told?.text == words("error-incomplete", ["count": missing.count]))
    #expect(missing.allSatisfy(\.isMarked) && record.state?.jump?.item == missing.first?.id)
  }

  @Test("What the morning found is reported once, and the afternoon asks after it")
  func followUp() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    await record.take(.answered(item: "fire_doors", "problem"))
    await record.take(.noteTyped(item: "fire_doors", "2栋关不上"))
    #expect(record.state?.item("fire_doors")?.canReport == true)
    await record.take(.reportTapped(item: "fire_doors"))
    let report = try #require(record.state?.item("fire_doors")?.report)
    #expect(report.chosen == "engineering" && report.departments.count == 5)
    await record.take(.reported)
    let item = try #require(record.state?.item("fire_doors"))
    #expect(item.caseDocument != nil && !item.canReport && item.report == nil)
    let made = CaseDetailsModel(try #require(item.caseDocument), story.context)
    await load(made)
    #expect(made.state?.title == "防火门" && made.state?.detail == "2栋关不上")
    #expect(made.state?.state == "已派单" && made.state?.found == record.document)
    story.phone.clock.turn(to: Story.moment("15:05"))
    let afternoon = try await story.patrol("afternoon")
    let asked = try #require(afternoon.state?.items.first { $0.followsUp })
    #expect(asked.title == "防火门" && asked.caseDocument == item.caseDocument)
    #expect(afternoon.state?.groups.first?.items.contains(asked) == true)
    let title = words("record-title-slot", ["slot": "下午", "duty": "楼宇巡查"])
    #expect(afternoon.state?.title == "\(title) · 东区")
  }

  @Test(
    "What is typed shows at once, is saved at a pause, and stays with a word if it does not fit")
  func typing() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    await record.take(.typed(item: "rented", "12x"))
    #expect(record.state?.item("rented")?.isSaving == true)
    await record.take(.paused)
    #expect(record.state?.item("rented")?.answer == "12x")
    #expect(record.state?.item("rented")?.wrong != nil)
    await record.take(.typed(item: "rented", "12"))
    try await until("it is saved") { record.state?.item("rented")?.isSaving == false }
    #expect(record.state?.item("rented")?.said == "12 户")
    await record.take(.typed(item: "rented", ""))
    await record.take(.paused)
    #expect(record.state?.item("rented")?.answer == nil)
  }

  @Test("A finished record is read, not changed, and back leads to where one came from")
  func finished() async throws {
    let story = try await Story.begin()
    let record = try await story.patrol()
    for group in try #require(record.state).groups {
      await record.take(.groupNormal(group.id))
    }
    for item in try #require(record.state).items where item.missing != nil {
      await record.take(.answered(item: item.id, item.someAnswer))
    }
    await record.take(.finishTapped)
    #expect(record.notice?.text == words("record-finished"))
    #expect(record.state?.isOpen == false && record.state?.finished != nil)
    await record.take(.answered(item: "fire_doors", "problem"))
    #expect(story.told?.text == words("error-wrong-state"))
    #expect(record.state?.item("fire_doors")?.answer == "ok")
    story.context.navigator.go(.record(record.document))
    await record.take(.backTapped)
    #expect(story.context.navigator.place == .today)
  }
}
