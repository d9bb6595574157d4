// Visit coverage and whom to visit next, as two screens show them.
import SwiftUI
import XunlouModels

/// How far a quota is met.
struct CoverageRow: View {
  let line: TodayState.CoverageLine

  var body: some View {
    VStack(alignment: .leading, spacing: 4) {
      HStack {
        Text(line.title).font(.subheadline)
        Spacer()
        MarkLabel(text: line.figures, mark: line.isMet ? .good : .going)
      }
      ProgressView(value: line.fraction).accessibilityHidden(true)
    }
    .accessibilityElement(children: .combine)
  }
}

/// Households to visit next.
struct VisitRows: View {
  let visits: [TodayState.Visit]
  let open: @MainActor (String) -> Void

  var body: some View {
    ForEach(visits) { visit in
      Row(title: visit.unit, detail: visit.last) { open(visit.id) }
    }
  }
}
