package app.xunlou.presenters.sync

import app.xunlou.core.SyncProgress
import app.xunlou.core.SyncReport
import kotlinx.coroutines.flow.StateFlow

/**
 * The one place that syncs: screens, the first sync of a new phone and the background all ask it, so that two
 * never run at once and everybody sees the same.
 */
interface Syncer {
    /** How it stands. */
    val state: StateFlow<SyncerState>

    /** Syncs, after one that runs already. `null`: there is nothing to sync. */
    suspend fun sync(): SyncOutcome?

    /** Asks the sync that runs to stop. It does so after the request it is at. */
    fun cancel()
}

/** How syncing stands. */
data class SyncerState(
    val running: Boolean = false,
    /** How far the one that runs has come. */
    val progress: SyncProgress? = null,
    /** How the last one of this run of the app ended. */
    val outcome: SyncOutcome? = null,
)

/** How a sync ended. */
sealed interface SyncOutcome {
    /**
     * It came to its end. [revoked]: the office has revoked this phone. The server lets it bring what it still
     * has, keeps that aside, and only then says so as a failure.
     */
    data class Done(val report: SyncReport, val revoked: Boolean = false) : SyncOutcome

    /** It stopped. Nothing is lost. */
    data class Failed(val problem: Exception) : SyncOutcome
}
