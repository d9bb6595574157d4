// The form of a case's next step.
import XunlouCore

/// A step as far as it is filled in.
public struct StepForm: Sendable, Hashable, Identifiable {
  /// How satisfied a resident can be (I3).
  public static let points = 1...5

  public let step: CaseDetailsState.Step
  public internal(set) var note = ""
  /// To which department it goes.
  public internal(set) var department: String?
  /// How satisfied the resident is.
  public internal(set) var satisfaction: Int?

  public var id: CaseStep { step.id }
  /// Whether the step can be taken so.
  public var isComplete: Bool {
    !(step.needsDepartment && department == nil)
      && !(step.needsSatisfaction && satisfaction == nil)
  }

  /// A step's form with what was filled in before, perhaps for another step.
  init(_ step: CaseDetailsState.Step, _ fields: DraftKeeper.Fields, in state: CaseDetailsState) {
    self.step = step
    note = fields["note"] ?? ""
    department = state.departments.first { $0.id == fields["department"] }?.id
    satisfaction = Self.points.first { "\($0)" == fields["satisfaction"] }
  }

  /// The form of a draft; absent if its step is not offered any more.
  init?(_ fields: DraftKeeper.Fields, in state: CaseDetailsState) {
    guard let step = state.steps.first(where: { "\($0.id)" == fields["step"] }) else { return nil }
    self.init(step, fields, in: state)
  }

  /// What is worth keeping.
  var fields: DraftKeeper.Fields {
    var fields: DraftKeeper.Fields = [:]
    if !note.trimmed.isEmpty { fields["note"] = note }
    fields["department"] = department
    fields["satisfaction"] = satisfaction.map { "\($0)" }
    if !fields.isEmpty { fields["step"] = "\(step.id)" }
    return fields
  }

  /// What the core writes down.
  var fact: NewFact {
    NewFact(
      step: step.id, note: note, department: step.needsDepartment ? department : nil,
      satisfaction: step.needsSatisfaction ? satisfaction.map(Int64.init) : nil)
  }
}
