// Reads what there is to say about sync, and words it. Runs on the core's queue.
import XunlouCore

struct SyncLoader: Sendable {
  let words: Words
  let times: Times

  func load(_ core: Workspace) throws -> SyncState {
    let (status, now) = (try core.syncStatus(), try core.now())
    var state = SyncState()
    if status.waiting.changes > 0 {
      state.waiting.append(words("sync-changes", ["count": status.waiting.changes]))
    }
    if status.waiting.photos > 0 {
      state.waiting.append(words("sync-waiting-photos", ["count": status.waiting.photos]))
    }
    state.synced =
      status.lastSuccess.map { words("today-synced", ["time": times.brief($0, now: now)]) }
      ?? words("today-never-synced")
    if status.clockOffSeconds != 0 {
      state.warnings.append(words.of(XunlouError.ClockOff(seconds: status.clockOffSeconds)))
    }
    if status.needUpdate > 0 {
      state.warnings.append(words("sync-need-update", ["count": status.needUpdate]))
    }
    let refused = try core.refused()
    state.newestRefusal = refused.first?.code
    state.refused = refused.map { change in
      SyncState.Refused(
        id: change.hash,
        title: "\(kind(change.kind)) · \(times.brief(change.at, now: now))",
        reason: reason(change.code))
    }
    return state
  }

  /// Whether this phone has to be enrolled again before it can sync. The server still takes what a
  /// revoked phone has, to keep it aside at the office, and says so of each change.
  func endsEnrolment(_ outcome: Syncer.Outcome, _ state: SyncState) -> Bool {
    switch outcome {
    case .failed(.Refused(let code, _)): [.revoked, .tokenUnknown, .tokenExpired].contains(code)
    case .failed: false
    case .done(let report): report.refused > 0 && state.newestRefusal == "revoked"
    }
  }

  /// How a sync ended.
  func notice(_ outcome: Syncer.Outcome, _ state: SyncState) -> Notice {
    switch outcome {
    case .done where state.mustEnrolAgain: return Notice(words("error-revoked"), .wrong)
    case .failed(let error): return Notice(error, words)
    case .done(let report) where report.refused > 0:
      return Notice(words("today-refused", ["count": report.refused]), .wrong)
    case .done(let report) where !report.photosFailed.isEmpty:
      return Notice(words("sync-photos-failed", ["count": report.photosFailed.count]), .wrong)
    case .done(let report):
      let gaps = ["sent": report.accepted, "got": report.pulledDocuments]
      return Notice(words("sync-done", gaps))
    }
  }

  /// What a document of a kind is called; the kinds' names are those of the database.
  private func kind(_ kind: String) -> String {
    switch kind {
    case "record": words("sync-kind-record")
    case "household": words("sync-kind-household")
    case "case": words("sync-kind-case")
    case "decoration": words("sync-kind-decoration")
    case "worklog": words("sync-kind-worklog")
    default: words("sync-kind-other")
    }
  }

  private func reason(_ code: String) -> String {
    switch code {
    case "not_permitted": words("sync-refused-not-permitted")
    case "revoked": words("sync-refused-revoked")
    case "foreign_actor", "bad_sequence": words("sync-refused-identity")
    default: words("sync-refused-other")
    }
  }
}
