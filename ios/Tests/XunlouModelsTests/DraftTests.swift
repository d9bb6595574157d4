// Each form: what is filled in outlives the app, until it is saved or dropped.
import Foundation
import Testing
import XunlouCore

@testable import XunlouModels

@MainActor @Suite(.serialized)
struct DraftTests {
  @Test("An entry of the log is still there after the app's end, until it is written or emptied")
  func log() async throws {
    let story = try await Story.begin()
    await LogModel(story.context).take(.typed("协助住户搬家"))
    let context = try await story.killed(at: "log")
    let log = LogModel(context)
    await load(log)
    #expect(log.draft == "协助住户搬家" && log.notice == nil)
    await log.take(.write)
    #expect(log.state?.entries.map(\.text) == ["协助住户搬家"])
    #expect(try await context.core.draft("log") == [:])
    await log.take(.typed("又"))
    await log.keep()
    #expect(try await context.core.draft("log") == ["text": "又"])
    await log.take(.typed(" "))
    await log.keep()
    #expect(try await context.core.draft("log") == [:])
  }

  @Test("A new case is still there after the app's end, until it is sent or emptied")
  func newCase() async throws {
    let story = try await Story.begin()
    let household = try await story.household()
    let (origin, place) = (Place.Origin.household(household), "new case household \(household)")
    let new = NewCaseModel(origin, story.context)
    await load(new)
    let agreed = StoryClock.date(Story.moment("12:00"))
    await new.take(.kind(.feedback))
    await new.take(.department("engineering"))
    await new.keep()
    #expect(try await story.context.core.draft(place) == [:])
    for event: NewCaseModel.Event in [
      .title("想了解车位"), .detail("两个"), .severity(.urgent), .agreed(agreed),
    ] {
      await new.take(event)
    }
    let context = try await story.killed(at: place)
    let again = NewCaseModel(origin, context)
    await load(again)
    #expect(again.state == new.state)
    await again.take(.title(""))
    await again.take(.detail(" "))
    await again.keep()
    #expect(try await context.core.draft(place) == [:])
    await again.take(.title("想了解车位"))
    await again.keep()
    #expect(try await context.core.draft(place).count == 6)
    await again.take(.send)
    #expect(try await context.core.draft(place) == [:])
    // The screen goes only now, with what was written still on it.
    await load(again)
    #expect(again.state?.title == "想了解车位")
    #expect(try await context.core.draft(place) == [:])
  }

  @Test("A reply that was promised for a time that has passed is not promised any more")
  func promise() async throws {
    let story = try await Story.begin()
    let household = try await story.household()
    let origin = Place.Origin.household(household)
    let new = NewCaseModel(origin, story.context)
    await load(new)
    let agreed = StoryClock.date(Story.moment("12:00"))
    for event: NewCaseModel.Event in [.kind(.feedback), .title("想了解车位"), .agreed(agreed)] {
      await new.take(event)
    }
    await new.keep()
    for (time, left) in [("11:59", agreed), ("12:01", nil)] {
      story.phone.clock.turn(to: Story.moment(time))
      let again = NewCaseModel(origin, story.context)
      await load(again)
      #expect(again.state?.title == "想了解车位" && again.state?.agreed == left, "\(time)")
    }
  }

  @Test("A case's next step is still there after the app's end, until it is taken or dropped")
  func step() async throws {
    let story = try await Story.begin()
    let document = try await story.finding()
    let place = "case \(document)"
    let model = CaseDetailsModel(document, story.context)
    await load(model)
    try await model.fill(.dispatched, note: "请派人", department: "engineering")
    let context = try await story.killed(at: place)
    let again = CaseDetailsModel(document, context)
    await load(again)
    #expect(again.form == model.form && again.form?.note == "请派人" && again.notice == nil)
    await again.take(.drop)
    #expect(again.form == nil)
    #expect(try await context.core.draft(place) == [:])
    try await again.fill(.dispatched, note: "请派人", department: "engineering")
    await again.keep()
    #expect(try await context.core.draft(place).count == 3)
    await again.take(.take)
    #expect(again.state?.facts.map(\.note) == ["请派人"])
    #expect(again.form == nil)
    #expect(try await context.core.draft(place) == [:])
  }

  @Test("A field of a file is still there after the app's end, until it is saved or dropped")
  func field() async throws {
    let story = try await Story.begin()
    let household = try await story.household()
    let place = "household \(household)"
    let model = HouseholdModel(household, story.context)
    await load(model)
    try await model.fill("hobbies", "钓鱼", .phone)
    let context = try await story.killed(at: place)
    let again = HouseholdModel(household, context)
    await load(again)
    #expect(again.form == model.form && again.form?.source == .phone && again.notice == nil)
    await again.take(.drop)
    #expect(again.form == nil)
    #expect(try await context.core.draft(place) == [:])
    try await again.fill("hobbies", "钓鱼", .phone)
    await again.keep()
    #expect(try await context.core.draft(place).count == 3)
    await again.take(.save)
    #expect(again.state?.fields.first { $0.id == "hobbies" }?.text == "钓鱼")
    #expect(again.form == nil)
    #expect(try await context.core.draft(place) == [:])
  }

  @Test("Another vehicle is still another one after the app's end")
  func another() async throws {
    let story = try await Story.begin()
    let household = try await story.household()
    let model = HouseholdModel(household, story.context)
    await load(model)
    await model.take(.add(try #require(model.state?.addable.first { $0.id == "plate" })))
    await model.take(.value("粤B·12345"))
    let context = try await story.killed(at: "household \(household)")
    let again = HouseholdModel(household, context)
    await load(again)
    #expect(again.form == model.form && again.form?.isAnother == true)
  }

  @Test("A third value is still there after the app's end, until it is written or dropped")
  func third() async throws {
    let story = try await Story.begin()
    let household = try await story.disagree()
    let model = ConflictsModel(story.context)
    await load(model)
    await model.take(.begin(try #require(model.state?.conflicts.first)))
    await model.take(.text("钓鱼、下棋"))
    let context = try await story.killed(at: "conflicts")
    let again = ConflictsModel(context)
    await load(again)
    #expect(again.form?.conflict.title == "兴趣爱好" && again.form?.text == "钓鱼、下棋")
    await again.take(.drop)
    #expect(again.form == nil)
    #expect(try await context.core.draft("conflicts") == [:])
    await again.take(.begin(try #require(again.state?.conflicts.first)))
    await again.take(.text("钓鱼、下棋"))
    await again.keep()
    #expect(try await context.core.draft("conflicts").count == 2)
    await again.take(.write)
    #expect(again.state?.conflicts == [])
    #expect(again.form == nil)
    #expect(try await context.core.draft("conflicts") == [:])
    let file = HouseholdModel(household, context)
    await load(file)
    #expect(file.state?.fields.first { $0.id == "hobbies" }?.text == "钓鱼、下棋")
  }

  @Test("An excuse is still there after the app's end, until it is sent or dropped")
  func excuse() async throws {
    let story = try await Story.begin("11:30")
    let model = TodayModel(story.context)
    await load(model)
    let missed = { (model: TodayModel) in model.state?.duties.first { $0.canExcuse } }
    await model.take(.excuse(try #require(missed(model))))
    await model.take(.note("暴雨"))
    await model.take(.reason("weather"))
    let context = try await story.killed(at: "today")
    let again = TodayModel(context)
    await load(again)
    #expect(again.form == model.form && again.form?.reason == "weather" && again.notice == nil)
    await again.take(.drop)
    #expect(again.form == nil)
    #expect(try await context.core.draft("today") == [:])
    await again.take(.excuse(try #require(missed(again))))
    await again.take(.reason("weather"))
    await again.keep()
    #expect(try await context.core.draft("today").count == 4)
    await again.take(.send)
    #expect(again.notice?.tone == .fine)
    #expect(again.form == nil)
    #expect(try await context.core.draft("today") == [:])
  }

  @Test("An excuse for a slot of another day is not taken for the same slot of today")
  func yesterday() async throws {
    let story = try await Story.begin("11:30")
    let model = TodayModel(story.context)
    await load(model)
    let missed = try #require(model.state?.duties.first { $0.canExcuse })
    for (day, isOpen) in [("2026-03-17", false), ("2026-03-18", true)] {
      try await story.context.core.keep(
        "today", ["duty": missed.id, "day": day, "reason": "weather", "note": ""])
      let again = TodayModel(story.context)
      await load(again)
      #expect((again.form != nil) == isOpen, "\(day)")
    }
  }

  @Test("What was written for a step that is not offered any more goes with the next one")
  func waiting() async throws {
    let story = try await Story.begin()
    let document = try await story.finding()
    let place = "case \(document)"
    let fields = ["step": "calledBack", "note": "已回电", "department": "gone", "satisfaction": "9"]
    try await story.context.core.keep(place, fields)
    let model = CaseDetailsModel(document, story.context)
    await load(model)
    #expect(model.form == nil && model.notice == nil)
    #expect(try await story.context.core.draft(place) == fields)
    await model.take(.begin(try #require(model.state?.steps.first { $0.id == .dispatched })))
    #expect(model.form?.note == "已回电" && model.form?.isComplete == false)
  }

  @Test("A draft of which nothing fits keeps no screen from being shown")
  func unfit() async throws {
    let story = try await Story.begin()
    let household = try await story.household()
    let origin = Place.Origin.household(household)
    let nonsense = [
      "kind": "rumour", "severity": "dire", "agreed": "soon", "title": "漏水", "text": "?",
      "conflict": "c", "duty": "d", "day": "never", "field": "f", "value": "v", "source": "s",
    ]
    let places = ["new case household \(household)", "household \(household)"]
    for place in places + ["conflicts", "today"] {
      try await story.context.core.keep(place, nonsense)
    }
    let new = NewCaseModel(origin, story.context)
    await load(new)
    #expect(new.state?.kind == .repair && new.state?.title == "漏水" && new.state?.agreed == nil)
    let file = HouseholdModel(household, story.context)
    await load(file)
    #expect(file.state != nil && file.form == nil && file.notice == nil)
    let conflicts = ConflictsModel(story.context)
    await load(conflicts)
    #expect(conflicts.state != nil && conflicts.form == nil && conflicts.notice == nil)
    let today = TodayModel(story.context)
    await load(today)
    #expect(today.state != nil && today.form == nil && today.notice == nil)
  }
}
