// The app's first view: what the session's state asks for, and the tabs once one is at work.
import SwiftUI
import XunlouModels

/// The whole app.
public struct RootScreen: View {
  private let session: Session

  public init(_ session: Session) { self.session = session }

  private var words: Words { session.settings.words }

  public var body: some View {
    Group {
      switch session.state {
      case .opening: Waiting(words: words)
      case .settingUp(let model): SetUpScreen(model)
      case .failed(let notice, let isForGood):
        Failed(notice: notice, isForGood: isForGood, session: session)
      case .ready(let context):
        // Words of another language come with new models.
        Tabs(context: context).id(context.words)
      }
    }
    .preferredColorScheme(session.settings.theme.scheme)
    .dynamicTypeSize(session.settings.textSize.range)
    .task { await session.open() }
    .onChange(of: session.settings.language) { _, _ in
      Task { await session.reword() }
    }
  }
}

/// The database does not open: what is wrong, and another try, or the way on without it.
private struct Failed: View {
  let notice: Notice
  let isForGood: Bool
  let session: Session

  private var words: Words { session.settings.words }

  var body: some View {
    VStack(spacing: Looks.gap) {
      MarkLabel(text: notice.text, mark: .bad)
      Button(words("action-retry")) { Task { await session.open() } }
        .buttonStyle(SideButton())
      if isForGood {
        Button(words("sync-enrol-again")) { Task { await session.startAnew() } }
          .buttonStyle(MainButton())
      }
    }
    .padding(Looks.gap)
  }
}

/// The tabs at the bottom, each with its own way.
private struct Tabs: View {
  let context: Context

  private var words: Words { context.words }

  var body: some View {
    @Bindable var navigator = context.navigator
    VStack(spacing: 0) {
      if let notice = context.front.notice {
        NoticeBar(notice: notice, words: words) { context.front.dismiss() }
      }
      TabView(selection: $navigator.tab) {
        ForEach(Tab.allCases, id: \.self) { tab in
          NavigationStack(path: path(tab)) {
            PlaceScreen(place: tab.root, context: context)
              .navigationDestination(for: Place.self) { PlaceScreen(place: $0, context: context) }
          }
          .tabItem { Label(title(tab), systemImage: tab.symbol) }
          .badge(tab == .sync ? context.unsent.count : 0)
          .tag(tab)
        }
      }
    }
    .task { await context.unsent.run(context) }
  }

  private func path(_ tab: Tab) -> Binding<[Place]> {
    Binding(
      get: { context.navigator.stacks[tab] ?? [] },
      set: { context.navigator.stacks[tab] = $0 })
  }

  private func title(_ tab: Tab) -> String {
    switch tab {
    case .today: words("tab-today")
    case .households: words("tab-households")
    case .cases: words("tab-cases")
    case .log: words("tab-log")
    case .sync: words("tab-sync")
    }
  }
}

/// The screen of a place.
private struct PlaceScreen: View {
  let place: Place
  let context: Context

  var body: some View {
    switch place {
    case .today: TodayScreen(context)
    case .record(let document): RecordScreen(document, context)
    case .households: HouseholdsScreen(context)
    case .household(let household): HouseholdScreen(household, context)
    case .cases: CasesScreen(context)
    case .caseDetails(let document): CaseDetailsScreen(document, context)
    case .newCase(let origin): NewCaseScreen(origin, context)
    case .conflicts: ConflictsScreen(context)
    case .sync: SyncScreen(context)
    case .log: LogScreen(context)
    case .settings: SettingsScreen(context)
    }
  }
}

extension Tab {
  fileprivate var symbol: String {
    switch self {
    case .today: "sun.max"
    case .households: "house"
    case .cases: "checklist"
    case .log: "book"
    case .sync: "arrow.triangle.2.circlepath"
    }
  }
}

extension Settings.Theme {
  fileprivate var scheme: ColorScheme? {
    switch self {
    case .system: nil
    case .light: .light
    case .dark: .dark
    }
  }
}

extension Settings.TextSize {
  /// The least size; the phone's own setting may ask for more.
  fileprivate var range: PartialRangeFrom<DynamicTypeSize> {
    switch self {
    case .system: DynamicTypeSize.xSmall...
    case .large: DynamicTypeSize.xLarge...
    case .largest: DynamicTypeSize.accessibility2...
    }
  }
}
