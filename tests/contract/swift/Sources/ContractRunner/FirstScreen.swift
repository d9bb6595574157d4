// bindings/README.md shows what stands between the marks, indented by four.
// swift-format-ignore-file
import Foundation
import XunlouCore

// begin: first screen
/// Opens the workspace, or enrols this device with the link of a code that was scanned. `keep` puts
/// the generation where the key and the installation id are; the next opening is told it.
public func openOrEnrol(
    config: WorkspaceConfig, key: inout Data, keep: (Int64) -> Void, scan: () -> String
) throws -> Workspace {
    defer { key.resetBytes(in: key.startIndex..<key.endIndex) }
    let workspace =
        workspaceExists(database: config.database)
        ? try Workspace.open(config: config, key: key)
        : try Workspace.enrol(config: config, key: key, link: scan(), deviceLabel: "林的手机")
    keep(workspace.opening().generation)
    return workspace
}

/// What is due today, shown anew whenever something changes. Not for the main actor.
public final class FirstScreen: ChangeListener, SyncListener {
    private let workspace: Workspace
    private let show: @Sendable ([String]) -> Void

    public init(workspace: Workspace, show: @escaping @Sendable ([String]) -> Void) {
        self.workspace = workspace
        self.show = show
    }

    /// Keep what this returns for as long as the screen is to hear.
    public func listen() throws -> Subscription {
        try workspace.subscribe(listener: self)
    }

    /// The first sync brings rules, files and records; without a network, work goes on.
    public func sync() throws {
        do {
            _ = try workspace.sync(listener: self, cancel: nil)
        } catch XunlouError.Offline {
            show([say(language: .chinese, key: "error-offline", gaps: [])])
        }
    }

    public func progressed(progress: SyncProgress) {
        show(["\(progress.phase) \(progress.done)"])
    }

    public func changed(changes: Changes) throws {
        let clock = DateFormatter()
        clock.dateFormat = "HH:mm"
        do {
            clock.timeZone = TimeZone(identifier: try workspace.rules().timeZone)
            show(
                try workspace.today().map { duty in
                    let opens = clock.string(from: duty.times.opens)
                    let state = slotStateLabel(state: duty.state).zh
                    return "\(opens) \(duty.label.zh) · \(duty.slotLabel.zh): \(state)"
                })
        } catch {
            throw CallbackError.Failed(reason: "\(error)")
        }
    }
}
// end: first screen
