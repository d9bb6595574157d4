// 今日: what is due, where it waits, whom to visit, what is still open.
import SwiftUI
import XunlouModels

/// Today.
public struct TodayScreen: View {
  @State private var model: TodayModel

  public init(_ context: Context) {
    _model = State(initialValue: TodayModel(context))
  }

  private var words: Words { model.words }

  public var body: some View {
    Frame(words, model.notice, dismiss: { model.on(.dismiss) }) {
      if let state = model.state {
        header(state)
        if state.isFree { Nothing(words("today-nothing")) }
        ForEach(state.areas) { area in self.area(area) }
        duties(words("today-estate"), state.estate)
        duties(words("today-sites"), state.sites)
        cases(state.cases)
      } else {
        Waiting(words: words)
      }
    } actions: {
      SyncLine(state: model.state, words: words) { model.on(.sync) }
    }
    .navigationTitle(words("today-title"))
    .toolbar {
      ToolbarItem(placement: .topBarTrailing) {
        Button(words("settings-title"), systemImage: "gearshape") { model.on(.settings) }
      }
    }
    .task { await model.run() }
    .sheet(of: model.form) {
      ExcuseSheet(opened: $0, model: model)
    } drop: {
      model.on(.drop)
    }
  }

  @ViewBuilder private func header(_ state: TodayState) -> some View {
    Text(state.day).font(.title2)
    Text(state.who).foregroundStyle(.secondary)
    if state.conflicts > 0 {
      Card(edge: .orange) {
        Row(
          title: words("conflicts-title"),
          state: words("today-conflicts", ["count": state.conflicts]), mark: .warning
        ) { model.on(.conflicts) }
      }
    }
  }

  @ViewBuilder private func area(_ area: TodayState.Area) -> some View {
    duties(area.name, area.duties)
    Card {
      Heading(words("today-coverage"))
      ForEach(area.coverage) { CoverageRow(line: $0) }
      if !area.visits.isEmpty {
        Heading(words("today-visits"))
        VisitRows(visits: area.visits) { model.on(.visit($0)) }
      }
    }
    Button(words("today-report"), systemImage: "plus") { model.on(.report(area.id)) }
      .buttonStyle(SideButton())
  }

  @ViewBuilder private func duties(_ title: String, _ duties: [TodayState.Duty]) -> some View {
    if !duties.isEmpty {
      Heading(title)
      ForEach(duties) { duty in
        DutyCard(duty: duty, words: words, isSaving: model.saving == duty.id) {
          model.on(.open(duty))
        } excuse: {
          model.on(.excuse(duty))
        }
      }
    }
  }

  @ViewBuilder private func cases(_ cases: [CaseRow]) -> some View {
    if !cases.isEmpty {
      Heading(words("today-cases"))
      ForEach(cases) { row in CaseCard(row: row) { model.on(.openCase(row.id)) } }
    }
  }
}

/// What waits to be sent, and when that last worked.
struct SyncLine: View {
  let state: TodayState?
  let words: Words
  let open: @MainActor () -> Void

  var body: some View {
    if let state {
      Button(action: open) {
        VStack(alignment: .leading, spacing: 2) {
          Label(text(state), systemImage: symbol(state))
          Text(state.synced).font(.footnote).foregroundStyle(.secondary)
          if state.refused > 0 {
            MarkLabel(text: words("today-refused", ["count": state.refused]), mark: .bad)
          }
        }
        .frame(maxWidth: .infinity, alignment: .leading)
      }
      .buttonStyle(SideButton())
      .accessibilityIdentifier("today-sync")
    }
  }

  private func symbol(_ state: TodayState) -> String {
    state.unsent > 0 ? "icloud.and.arrow.up" : "checkmark.icloud"
  }

  private func text(_ state: TodayState) -> String {
    state.unsent > 0
      ? words("today-unsent", ["count": state.unsent]) : words("today-all-sent")
  }
}
