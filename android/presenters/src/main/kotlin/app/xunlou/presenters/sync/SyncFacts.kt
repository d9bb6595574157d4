package app.xunlou.presenters.sync

import app.xunlou.core.RefusedChange
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Times
import app.xunlou.presenters.Words
import app.xunlou.presenters.of
import java.time.Instant

/** What the core says about syncing, in words. The refused changes themselves stay in the core. */
internal data class SyncFacts(
    val waiting: List<String>,
    val synced: String,
    val warnings: List<String>,
    val refused: List<SyncState.Refused>,
    /** The code with which the newest was refused. */
    val newestRefusal: String?,
)

internal fun WorkspaceInterface.syncFacts(words: Words): SyncFacts {
    val status = syncStatus()
    val times = Times(rules(), words)
    val today = times.dayOf(now())
    fun moment(at: Instant) = times.moment(at, today)
    val refused = refused()
    return SyncFacts(
        waiting = buildList {
            if (status.waiting.changes > 0) add(words("sync-changes", "count" to status.waiting.changes))
            if (status.waiting.photos > 0) add(words("sync-waiting-photos", "count" to status.waiting.photos))
        },
        synced = status.lastSuccess?.let { words("today-synced", "time" to moment(it)) } ?: words("today-never-synced"),
        warnings = buildList {
            if (status.clockOffSeconds != 0L) add(words.of(XunlouException.ClockOff(status.clockOffSeconds)))
            if (status.needUpdate > 0) add(words("sync-need-update", "count" to status.needUpdate))
        },
        refused = refused.map { SyncState.Refused(it.hash, "${words.kindOf(it)} · ${moment(it.at)}", words.reasonOf(it)) },
        newestRefusal = refused.firstOrNull()?.code,
    )
}

/** What the document is called; the kinds' names are those of the database. */
private fun Words.kindOf(change: RefusedChange): String = when (change.kind) {
    "record" -> this("sync-kind-record")
    "household" -> this("sync-kind-household")
    "case" -> this("sync-kind-case")
    "decoration" -> this("sync-kind-decoration")
    "worklog" -> this("sync-kind-worklog")
    else -> this("sync-kind-other")
}

private fun Words.reasonOf(change: RefusedChange): String = when (change.code) {
    "not_permitted" -> this("sync-refused-not-permitted")
    REVOKED -> this("sync-refused-revoked")
    "foreign_actor", "bad_sequence" -> this("sync-refused-identity")
    else -> this("sync-refused-other")
}

/** The code of what a revoked phone still brought: the office keeps it aside. */
internal const val REVOKED = "revoked"
