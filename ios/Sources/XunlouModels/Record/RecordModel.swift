// 巡楼, 装修督导, 家访: filling in a record, one durable step after another.
import Foundation
import Observation
import XunlouCore

/// A record's model.
@MainActor @Observable
public final class RecordModel: ScreenModel, Telling {
  /// What one can do.
  public enum Event: Sendable {
    /// An item was answered: the id of an option, a number, a day.
    case answered(item: String, String)
    case cleared(item: String)
    /// A text or a number is being typed; it is saved when the person pauses.
    case typed(item: String, String)
    case noteTyped(item: String, String)
    /// Typing is over: what was typed is saved now.
    case paused
    /// All that is open in a group is 正常.
    case groupNormal(String)
    /// The last whole group is taken back.
    case undone
    case rainChanged(Bool)
    /// A picture came from the camera or the gallery, scaled down already.
    case photoArrived(item: String, mediaType: String, Data)
    case photoRemoved(item: String, PhotoHash)
    /// A case is to be made of a problem.
    case reportTapped(item: String)
    /// To which department it goes; none yet is an answer too.
    case departmentChosen(String?)
    case reported
    case reportDropped
    case caseTapped(DocumentId)
    case conflictTapped
    case finishTapped
    case noticeSeen
    case unsentTapped
    case backTapped
  }

  /// What is shown; absent until it was loaded.
  public var state: RecordState? {
    guard let facts else { return nil }
    return RecordWording(facts: facts, hand: hand, words: words, times: context.times).state()
  }
  /// What there is to tell, loaded or not.
  public internal(set) var notice: Notice? {
    get { hand.notice }
    set { hand.notice = newValue }
  }
  /// Words for the screen.
  public let words: Words
  /// Which record.
  public let document: DocumentId

  let context: Context
  var facts: RecordFacts?
  var hand = RecordHand()
  /// Before the app sleeps, what is being saved already is waited for.
  let turns = Turns()
  private let pause: TypingPause
  /// Where one was is kept here and not in the navigator's way: a way that changes under SwiftUI's
  /// eyes makes the screen anew.
  private static let bookmark = "record-at"

  public init(_ document: DocumentId, _ context: Context) {
    self.document = document
    self.context = context
    words = context.words
    pause = TypingPause(context.typingPause)
    let kept = context.shelf.read(Self.bookmark)?.split(separator: " ") ?? []
    hand.focus = kept.first.map(String.init) == document ? kept.last.map(String.init) : nil
  }

  public func run() async {
    await follow(.sync || .document(document) || .kinds(.case)) {
      await attempt { try await load() }
    }
  }

  func keep() async { await saveDrafts() }

  public func take(_ event: Event) async {
    let record = document
    switch event {
    case .answered(let item, let value):
      await answer(item) { try $0.answer(record: record, item: item, value: value) }
    case .cleared(let item):
      await answer(item) { try $0.clearAnswers(record: record, items: [item]) }
    case .typed, .noteTyped: _ = takeAtOnce(event)
    case .paused: await saveDrafts()
    case .groupNormal(let group): await groupNormal(group)
    case .undone: await undo()
    case .rainChanged(let rain): await commit([]) { try $0.setRain(record: record, rain: rain) }
    case .photoArrived(let item, let type, let bytes):
      await commit([item]) {
        _ = try $0.attachPhoto(record: record, item: item, mediaType: type, bytes: bytes)
      }
    case .photoRemoved(let item, let hash):
      await commit([item]) { try $0.removePhoto(record: record, item: item, hash: hash) }
    case .reportTapped(let item):
      hand.report = .init(item: item, department: asked(item)?.department)
    case .departmentChosen(let department): hand.report?.department = department
    case .reported: await report()
    case .reportDropped: hand.report = nil
    case .caseTapped(let document): context.navigator.go(.caseDetails(document))
    case .conflictTapped: context.navigator.go(.conflicts)
    case .finishTapped: await finish()
    case .noticeSeen: (hand.notice, hand.undo) = (nil, [])
    case .unsentTapped: context.navigator.go(.sync)
    case .backTapped: context.navigator.back()
    }
  }

  public func takeAtOnce(_ event: Event) -> Bool {
    switch event {
    case .typed(let item, let text): typed(.init(item: item, isNote: false), text)
    case .noteTyped(let item, let text): typed(.init(item: item, isNote: true), text)
    default: return false
    }
    return true
  }

  /// A photo's bytes: from this phone, else from the server. Nothing where neither has them now.
  public func photo(_ hash: PhotoHash) async -> Data? {
    await context.photo(hash, of: document)
  }

  func load() async throws {
    let document = document
    facts = try await context.core.call { try RecordFacts(document, $0) }
  }

  /// Commits one step: what is saving says so, what was told before is over, what is true then is
  /// read anew. `false` if it was not saved, which is told.
  @discardableResult
  func commit(
    _ items: [String], _ work: @escaping @Sendable (Workspace) throws -> Void
  ) async -> Bool {
    if let last = items.last { look(last) }
    hand.saving.formUnion(items)
    (hand.notice, hand.undo) = (nil, [])
    defer { hand.saving.subtract(items) }
    return await attempt {
      try await context.core.call(work)
      try await load()
    }
  }

  /// An item as the core has it.
  func asked(_ item: String) -> ItemView? {
    facts?.view.groups.flatMap(\.items).first { $0.id == item }
  }

  /// A tap replaces what was being typed there.
  private func answer(
    _ item: String, _ work: @escaping @Sendable (Workspace) throws -> Void
  ) async {
    hand.drafts[.init(item: item, isNote: false)] = nil
    await commit([item], work)
  }

  private func look(_ item: String) {
    guard hand.focus != item else { return }
    hand.focus = item
    context.shelf.write(Self.bookmark, "\(document) \(item)")
  }

  /// Shows what is typed at once, and saves it when the person pauses.
  private func typed(_ draft: RecordHand.Draft, _ text: String) {
    look(draft.item)
    hand.drafts[draft] = text
    pause.then { await self.saveDrafts() }
  }
}
