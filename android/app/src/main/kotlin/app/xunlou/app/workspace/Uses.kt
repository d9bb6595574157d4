package app.xunlou.app.workspace

import app.xunlou.core.XunlouException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * Who uses the workspace now: the activity from its creation to its end, jobs and alarms while they run. When
 * nobody has for a while, its files and locks are released, and taken again for the next.
 */
class Uses(
    private val holder: WorkspaceHolder,
    private val scope: CoroutineScope,
    private val idle: Duration = 30.seconds,
    private val background: CoroutineDispatcher = Dispatchers.IO,
) {
    private val changing = Mutex()
    private var count = 0
    private var suspended = false
    private var suspending: Job? = null

    /** Opens or resumes the workspace, and keeps it so until as many [drop]s. */
    suspend fun take(): WorkspaceState = changing.withLock {
        suspending?.cancel()
        val state = awake(holder.open())
        // Only now: whoever did not get it does not give it back.
        count++
        state
    }

    /** One user less. */
    suspend fun drop() = changing.withLock {
        count--
        if (count == 0) suspending = scope.launch { suspendAfterAWhile() }
    }

    /** Does something with the workspace, awake for as long as it takes. */
    suspend fun <T> during(work: suspend (WorkspaceState) -> T): T {
        val state = take()
        try {
            return work(state)
        } finally {
            withContext(NonCancellable) { drop() }
        }
    }

    private suspend fun awake(state: WorkspaceState): WorkspaceState {
        if (!suspended || state !is WorkspaceState.Open) return state
        suspended = false
        return try {
            withContext(NonCancellable + background) { state.workspace.resume() }
            state
        } catch (problem: XunlouException) {
            holder.shut(state, problem)
        }
    }

    private suspend fun suspendAfterAWhile() {
        delay(idle)
        changing.withLock {
            val state = holder.state.value
            if (count > 0 || state !is WorkspaceState.Open) return
            withContext(NonCancellable + background) { state.workspace.suspend() }
            suspended = true
        }
    }
}
