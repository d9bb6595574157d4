// What is in front. Screens come and go, and so does the app: what they hold is kept before, and what
// goes wrong after is told all the same.
import Observation

/// Knows which screens are in front.
@MainActor @Observable
public final class Front {
  /// What is to be told of a screen that was left meanwhile.
  public private(set) var notice: Notice?

  @ObservationIgnored private var visits: [Visit] = []

  /// It was read.
  public func dismiss() { notice = nil }

  /// A screen is in front while `work` runs; then what it holds is kept.
  func show(_ model: any Telling, while work: () async -> Void) async {
    let visit = Visit(model)
    visits.append(visit)
    await work()
    visit.isOver = true
    await model.keep()
    visits.removeAll { $0 === visit }
  }

  /// Keeps what all screens hold, before the app sleeps.
  func keep() async {
    for visit in visits { await visit.model.keep() }
  }

  /// Tells it of a screen that is not in front. `false` if it is: a screen in front tells it by itself.
  func tell(_ notice: Notice, of model: any Telling) -> Bool {
    if visits.contains(where: { $0.model === model && !$0.isOver }) { return false }
    self.notice = notice
    return true
  }
}

/// From a screen's appearing until what it holds is kept.
@MainActor
private final class Visit {
  let model: any Telling
  var isOver = false

  init(_ model: any Telling) { self.model = model }
}
