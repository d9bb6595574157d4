// A case to report: something that a resident wants, or that is wrong on public ground. Of a finding
// it is made in its record.
import Foundation
import Observation
import XunlouCore

/// What the screen of a new case shows.
public struct NewCaseState: Sendable, Hashable {
  /// Something to choose.
  public struct Option<Id: Hashable & Sendable>: Sendable, Hashable, Identifiable {
    public let id: Id
    public let text: String
  }

  /// Where it is: the unit or the area.
  public var place = ""
  /// Kinds to choose from; one alone is no choice.
  public var kinds: [Option<CaseKind>] = []
  public var severities: [Option<Severity>] = []
  public var departments: [Option<String>] = []

  public var kind = CaseKind.finding
  public var title = ""
  public var detail = ""
  public var department: String?
  public var severity = Severity.normal
  /// By when a reply was promised (I7).
  public var agreed: Date?

  /// Whether a reply can be promised.
  public var canPromise: Bool { kind == .feedback || kind == .complaint }
  /// Whether it can be reported.
  public var canSend: Bool {
    !title.trimmed.isEmpty
  }
}

/// The model of a new case.
@MainActor @Observable
public final class NewCaseModel: ScreenModel, FormModel {
  /// What one can do.
  public enum Event: Sendable {
    case kind(CaseKind)
    case title(String)
    case detail(String)
    case department(String?)
    case severity(Severity)
    case agreed(Date?)
    case send
    case dismiss
  }

  /// What is shown; absent until it was loaded.
  public private(set) var state: NewCaseState?
  /// Whether it is being committed.
  public private(set) var isSaving = false
  /// What there is to tell.
  public internal(set) var notice: Notice?
  /// Words for the screen.
  public let words: Words
  /// The estate's time zone.
  public var zone: TimeZone { context.times.zone }

  let context: Context
  let keeper: DraftKeeper
  private let origin: Place.Origin
  private var isSent = false

  public init(_ origin: Place.Origin, _ context: Context) {
    self.origin = origin
    self.context = context
    words = context.words
    keeper = DraftKeeper("new case \(origin.name)", context)
  }

  var filledIn: DraftKeeper.Fields { isSent ? [:] : state?.fields ?? [:] }

  public func run() async {
    await follow(.waking) { await load() }
  }

  public func take(_ event: Event) async {
    if !takeAtOnce(event) { await send() }
  }

  public func takeAtOnce(_ event: Event) -> Bool {
    switch event {
    case .kind(let kind): state?.kind = kind
    case .title(let title): state?.title = title
    case .detail(let detail): state?.detail = detail
    case .department(let department): state?.department = department
    case .severity(let severity): state?.severity = severity
    case .agreed(let agreed): state?.agreed = agreed
    case .dismiss: notice = nil
    case .send: return false
    }
    filled()
    return true
  }

  private func load() async {
    // Once: what was written here must not be overwritten by what comes from elsewhere.
    guard state == nil else { return }
    let (origin, words) = (origin, words)
    await attempt {
      var (loaded, now) = try await context.core.call {
        (try Self.begin(origin, words, $0), try $0.now())
      }
      await keeper.restore { loaded.takeUp($0, now: now) }
      state = loaded
    }
  }

  private func send() async {
    guard let state, state.canSend, !isSaving, !isSent else { return }
    isSaving = true
    defer { isSaving = false }
    let new = NewCase(
      kind: state.kind,
      title: state.title.trimmed,
      detail: state.detail.trimmed,
      department: state.department, severity: state.severity, found: nil,
      about: origin.about, agreed: state.canPromise ? state.agreed : nil)
    await attempt {
      try await keeper.save {
        try $0.reportCase(new: new)
      } then: { document in
        self.isSent = true
        // One may want to add photos and steps.
        self.context.navigator.replace(.newCase(self.origin), with: .caseDetails(document))
      }
    }
  }

  private nonisolated static func begin(
    _ origin: Place.Origin, _ words: Words, _ core: Workspace
  ) throws -> NewCaseState {
    let rules = try core.rules()
    var state = NewCaseState()
    state.departments = rules.departments.map { .init(id: $0.id, text: words.of($0.label)) }
    state.severities = Severity.allCases.map { .init(id: $0, text: words.of($0)) }
    switch origin {
    case .household(let household):
      state.kind = .repair
      state.kinds = kinds(rules, words) { $0 != .finding }
      state.place = try core.household(household: household).unit
    case .area(let area):
      state.kinds = kinds(rules, words) { [.finding, .feedback].contains($0) }
      state.place = try core.areaName(area: area)
    }
    return state
  }

  private nonisolated static func kinds(
    _ rules: EstateRules, _ words: Words, _ fits: (CaseKind) -> Bool
  ) -> [NewCaseState.Option<CaseKind>] {
    rules.caseKinds.filter(fits).map { .init(id: $0, text: words.of($0)) }
  }
}

extension Place.Origin {
  /// The same text each time, for the core.
  fileprivate var name: String {
    switch self {
    case .household(let household): "household \(household)"
    case .area(let area): "area \(area)"
    }
  }

  fileprivate var about: RecordAbout {
    switch self {
    case .household(let household): .document(document: household)
    case .area(let area): .area(area: area)
    }
  }
}
