package app.xunlou.app.sync

import app.xunlou.app.workspace.Uses
import app.xunlou.app.workspace.WorkspaceState
import app.xunlou.core.CancelToken
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/** Syncs without a person, one sync at a time, and lets those know who act on what came of it. */
class Syncing(
    private val uses: Uses,
    private val background: CoroutineDispatcher = Dispatchers.IO,
    private val after: suspend (WorkspaceInterface, SyncResult, conflictsBefore: Int) -> Unit,
) {
    private val one = Mutex()

    /** Syncs, or waits for the one that runs and then syncs. It ends early once [cancel] is cancelled. */
    suspend fun run(cancel: CancelToken): SyncResult = one.withLock {
        uses.during { state ->
            if (state !is WorkspaceState.Open) return@during SyncResult.Nothing
            val before = conflicts(state.workspace)
            val result = withContext(background) { sync(state.workspace, cancel) }
            after(state.workspace, result, before)
            result
        }
    }

    private fun sync(workspace: WorkspaceInterface, cancel: CancelToken): SyncResult = try {
        val report = workspace.sync(null, cancel)
        SyncResult.Done(report, revoked = report.refused > 0 && workspace.refused().any { it.code == "revoked" })
    } catch (problem: Exception) {
        // Also what only a broken core throws: a job must come to its end.
        SyncResult.Failed(problem)
    }

    /** How many conflicts wait for a choice; before the first sync there are none to count. */
    private suspend fun conflicts(workspace: WorkspaceInterface): Int = withContext(background) {
        try {
            workspace.conflicts().size
        } catch (_: XunlouException) {
            0
        }
    }
}
