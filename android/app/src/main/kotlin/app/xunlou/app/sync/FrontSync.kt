package app.xunlou.app.sync

import app.xunlou.app.settings.Settings
import app.xunlou.app.workspace.WorkspaceHolder
import app.xunlou.app.workspace.WorkspaceState
import app.xunlou.core.XunlouException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch
import java.time.Duration

/**
 * Syncs while the app is in front, when a network comes that will do: whoever steps out of the basement sees
 * colleagues' work at once and need not wait for the system's next round of jobs.
 */
class FrontSync(
    private val connectivity: Connectivity,
    private val settings: Settings,
    private val holder: WorkspaceHolder,
    private val syncing: Syncing,
    private val scope: CoroutineScope,
) {
    /** Watches the network until it is cancelled. A sync that was begun goes on. */
    suspend fun watch() = connectivity.reach.collect { reach ->
        if (allowed(reach)) scope.launch { if (worthwhile()) syncing.sync() }
    }

    private fun allowed(reach: Reach): Boolean = when (reach) {
        Reach.NONE -> false
        Reach.METERED -> !settings.wifiOnly
        Reach.UNMETERED -> true
    }

    private suspend fun worthwhile(): Boolean {
        val state = holder.open() as? WorkspaceState.Open ?: return false
        return try {
            state.core {
                val status = syncStatus()
                val last = status.lastSuccess
                status.waiting.changes > 0 || status.waiting.photos > 0 || last == null || Duration.between(last, now()) > FRESH
            }
        } catch (_: XunlouException) {
            false
        }
    }

    private companion object {
        val FRESH: Duration = Duration.ofMinutes(10)
    }
}
