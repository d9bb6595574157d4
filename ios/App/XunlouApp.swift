// The app: one session, which follows the scene, and what only the phone itself can do.
import BackgroundTasks
import Network
import SwiftUI
import UIKit
import XunlouModels
import XunlouScreens

@main
struct XunlouApp: App {
  private static let refresh = "app.xunlou.sync"
  @State private var session = Session(
    directory: .xunlou, vault: KeychainVault(), shelf: DefaultsShelf(),
    phoneLanguage: Locale.preferredLanguages.first ?? "zh-Hans")
  @Environment(\.scenePhase) private var phase

  var body: some Scene {
    WindowGroup {
      RootScreen(session).environment(\.phone, .here)
        .task(id: phase) { if phase == .active { await wake() } }
    }
    .onChange(of: phase) { _, phase in
      if phase == .background { sleep() }
    }
    .backgroundTask(.appRefresh(Self.refresh)) {
      await session.syncInBackground(onWifi: isOnWifi())
      await MainActor.run { ask() }
    }
  }

  /// In front, each network that comes is asked, as after the basement.
  private func wake() async {
    await session.resume()
    for await path in NWPathMonitor() where path.status == .satisfied {
      await session.syncQuietly(onWifi: path.usesInterfaceType(.wifi))
    }
  }

  /// The system gives a moment to end what is under way.
  private func sleep() {
    ask()
    let moment = UIApplication.shared.beginBackgroundTask()
    Task {
      await session.suspend()
      UIApplication.shared.endBackgroundTask(moment)
    }
  }

  /// Asks the system to be woken for a sync, in a quarter of an hour at the earliest.
  private func ask() {
    let request = BGAppRefreshTaskRequest(identifier: Self.refresh)
    request.earliestBeginDate = .now + 15 * 60
    try? BGTaskScheduler.shared.submit(request)
  }

  private func isOnWifi() async -> Bool {
    for await path in NWPathMonitor() { return path.usesInterfaceType(.wifi) }
    return false
  }
}
