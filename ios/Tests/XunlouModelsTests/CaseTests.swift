// Cases: reporting, taking steps, and what is due.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

@MainActor @Suite(.serialized)
struct CaseTests {
  private let words = Words(.chinese)

  /// The form of a household's new case, in front.
  private func newCase(_ story: Story) async throws -> NewCaseModel {
    let origin = Place.Origin.household(try await story.household())
    story.context.navigator.go(.newCase(origin))
    let new = NewCaseModel(origin, story.context)
    await load(new)
    return new
  }

  /// A repair of a household, reported.
  private func repair(_ story: Story) async throws -> CaseDetailsModel {
    let new = try await newCase(story)
    #expect(new.state?.kind == .repair && new.state?.canSend == false)
    await new.take(.title("厨房水管漏水"))
    await new.take(.severity(.urgent))
    await new.take(.send)
    guard case .caseDetails(let document) = story.context.navigator.place else { throw Lost() }
    let model = CaseDetailsModel(document, story.context)
    await load(model)
    return model
  }

  @Test("A repair goes from the report to the callback with the resident's satisfaction")
  func life() async throws {
    let story = try await Story.begin()
    let model = try await repair(story)
    #expect(model.state?.about == "报修 · 1-101")
    try await model.take(.dispatched, department: "engineering")
    #expect(model.state?.about == "报修 · 1-101 · 工程部")
    story.phone.clock.turn(to: Story.moment("10:40"))
    try await model.take(.handled, note: "已换管")
    #expect(model.state?.steps.first?.id == .calledBack)
    story.phone.clock.turn(to: Story.moment("10:45"))
    try await model.take(.calledBack, satisfaction: 5)
    let titles = try #require(model.state?.facts.map(\.title))
    #expect(titles == ["派工 · 工程部", "处理", "回访 · \(words("case-satisfied", ["points": 5]))"])
    #expect(model.state?.facts.first?.by == "3月18日 周三 10:35 · 林晓岚")
  }

  @Test("A step waits for what it needs, and is not taken without")
  func incomplete() async throws {
    let story = try await Story.begin()
    let model = try await repair(story)
    try await model.take(.dispatched, note: "请派人")
    #expect(model.form?.isComplete == false && model.state?.facts == [])
    await model.take(.department("engineering"))
    await model.take(.take)
    #expect(model.form == nil && model.state?.facts.map(\.note) == ["请派人"])
  }

  @Test("A case that is reported while one goes elsewhere does not lead away from there")
  func elsewhere() async throws {
    let story = try await Story.begin()
    let new = try await newCase(story)
    await new.take(.title("厨房水管漏水"))
    story.context.navigator.go(.conflicts)
    await new.take(.send)
    #expect(story.context.navigator.place == .conflicts)
    #expect(try await story.context.core.call { try $0.openCases().count } == 1)
  }

  @Test("A closed case offers no step and leaves the list")
  func closed() async throws {
    let story = try await Story.begin()
    let model = try await repair(story)
    try await model.take(.closed, note: "误报")
    #expect(model.state?.steps == [])
    let cases = CasesModel(story.context)
    await load(cases)
    #expect(cases.state?.rows == [])
  }

  @Test("The list is filtered by whose they are and by state, and says how many there are")
  func filters() async throws {
    let story = try await Story.begin()
    let model = try await repair(story)
    try await model.take(.dispatched, department: "engineering")
    let cases = CasesModel(story.context)
    await load(cases)
    #expect(cases.state?.choices.map(\.text) == ["全部 1", "我上报的 1", "超期 0", "已派单 1"])
    await cases.take(.filter(.overdue))
    #expect(cases.state?.rows == [])
    await cases.take(.filter(.state(.dispatched)))
    #expect(cases.state?.rows.map(\.title) == ["厨房水管漏水"])
    #expect(cases.state?.rows.first?.isMine == true)
  }

  @Test("A promised reply that is late is overdue")
  func late() async throws {
    let story = try await Story.begin()
    let new = try await newCase(story)
    await new.take(.kind(.feedback))
    await new.take(.title("想了解车位"))
    #expect(new.state?.canPromise == true)
    await new.take(.agreed(StoryClock.date(Story.moment("12:00"))))
    await new.take(.send)
    story.phone.clock.turn(to: Story.moment("14:00"))
    let cases = CasesModel(story.context)
    await load(cases)
    #expect(cases.state?.rows.first?.mark == .bad)
    guard case .caseDetails(let document) = story.context.navigator.place else { throw Lost() }
    let model = CaseDetailsModel(document, story.context)
    await load(model)
    #expect(model.state?.steps.first?.id == .replied)
  }

  @Test("A photo goes with the case")
  func photo() async throws {
    let story = try await Story.begin()
    let model = try await repair(story)
    let jpeg = try story.stage.photo(2)
    await model.take(.attach(mediaType: "image/jpeg", jpeg))
    let hash = try #require(model.state?.photos.first)
    #expect(await model.photo(hash) == jpeg)
  }
}

extension CaseDetailsModel {
  /// Opens a step's form and fills it in.
  func fill(
    _ step: CaseStep, note: String = "", department: String? = nil, satisfaction: Int? = nil
  ) async throws {
    await take(.begin(try #require(state?.steps.first { $0.id == step })))
    await take(.note(note))
    if let department { await take(.department(department)) }
    if let satisfaction { await take(.satisfaction(satisfaction)) }
  }

  /// Takes a step.
  func take(
    _ step: CaseStep, note: String = "", department: String? = nil, satisfaction: Int? = nil
  ) async throws {
    try await fill(step, note: note, department: department, satisfaction: satisfaction)
    await take(.take)
  }
}
