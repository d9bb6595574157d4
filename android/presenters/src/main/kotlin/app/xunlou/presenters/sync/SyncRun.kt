package app.xunlou.presenters.sync

import app.xunlou.core.CancelToken
import app.xunlou.core.SyncListener
import app.xunlou.core.SyncProgress
import app.xunlou.presenters.Core
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update

/** Runs a sync of the core, and tells how far it has come. Whoever calls it sees to it that one runs at a time. */
class SyncRun {
    private val mutable = MutableStateFlow(SyncerState())

    @Volatile
    private var cancelling: CancelToken? = null

    val state: StateFlow<SyncerState> = mutable.asStateFlow()

    /** Syncs until it is done, fails, or [cancel] is cancelled. */
    suspend fun run(core: Core, cancel: CancelToken = CancelToken()): SyncOutcome {
        cancelling = cancel
        mutable.update { it.copy(running = true, progress = null) }
        var ended: SyncOutcome? = null
        try {
            return sync(core, cancel).also { ended = it }
        } finally {
            cancelling = null
            mutable.update { SyncerState(outcome = ended ?: it.outcome) }
        }
    }

    /** Asks the one that runs to stop. */
    fun cancel() {
        cancelling?.cancel()
    }

    private suspend fun sync(core: Core, cancel: CancelToken): SyncOutcome = try {
        core {
            val report = sync(teller(cancel), cancel)
            // What was refused stays listed, the newest first.
            SyncOutcome.Done(report, revoked = report.refused > 0 && refused().firstOrNull()?.code == REVOKED)
        }
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (problem: Exception) {
        // Also what only a broken core throws: whoever waits must hear of the end.
        SyncOutcome.Failed(problem)
    }

    /** The last step may be told after the sync has returned. */
    private fun teller(of: CancelToken) = object : SyncListener {
        override fun progressed(progress: SyncProgress) {
            if (cancelling === of) mutable.update { if (it.running) it.copy(progress = progress) else it }
        }
    }
}
