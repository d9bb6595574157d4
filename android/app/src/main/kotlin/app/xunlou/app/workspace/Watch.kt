package app.xunlou.app.workspace

import app.xunlou.core.XunlouException
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.collectLatest
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/** Sees to what follows from work: it is to be sent, and what was done need not be reminded of. */
class Watch(
    private val holder: WorkspaceHolder,
    private val settling: Duration = 2.seconds,
    private val react: suspend (WorkspaceState.Open, unsent: Boolean) -> Unit,
) {
    /** Watches until it is cancelled; reacts once at the beginning. */
    suspend fun run() {
        holder.state.collectLatest { state -> if (state is WorkspaceState.Open) watch(state) }
    }

    private suspend fun watch(state: WorkspaceState.Open) = try {
        state.core.changes().collect {
            // Taps come in showers.
            delay(settling)
            look(state)
        }
    } catch (cancelled: CancellationException) {
        throw cancelled
    } catch (_: XunlouException) {
        // Nothing hangs on it: the regular job comes anyhow.
    }

    private suspend fun look(state: WorkspaceState.Open) {
        val waiting = try {
            state.core { syncStatus() }.waiting
        } catch (_: XunlouException) {
            return
        }
        react(state, waiting.changes > 0 || waiting.photos > 0)
    }
}
