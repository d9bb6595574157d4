package app.xunlou.app.sync

import app.xunlou.app.workspace.Uses
import app.xunlou.app.workspace.WorkspaceState
import app.xunlou.core.CancelToken
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.sync.SyncOutcome
import app.xunlou.presenters.sync.SyncRun
import app.xunlou.presenters.sync.Syncer
import app.xunlou.presenters.sync.SyncerState
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/** Syncs the workspace of this phone, one sync at a time, and lets those know who act on what came of it. */
class Syncing(
    private val uses: Uses,
    private val after: suspend (WorkspaceInterface, SyncOutcome, conflictsBefore: Int) -> Unit,
) : Syncer {
    private val one = Mutex()
    private val running = SyncRun()

    override val state: StateFlow<SyncerState> = running.state

    override suspend fun sync(): SyncOutcome? = sync(CancelToken())

    override fun cancel() = running.cancel()

    /** Syncs, or waits for the one that runs and then syncs. It ends early once [cancel] is cancelled. */
    suspend fun sync(cancel: CancelToken): SyncOutcome? = one.withLock {
        uses.during { state ->
            if (state !is WorkspaceState.Open) return@during null
            val before = conflicts(state.core)
            val outcome = running.run(state.core, cancel)
            after(state.workspace, outcome, before)
            outcome
        }
    }

    /** How many conflicts wait for a choice; before the first sync there are none to count. */
    private suspend fun conflicts(core: Core): Int = try {
        core { conflicts().size }
    } catch (_: XunlouException) {
        0
    }
}
