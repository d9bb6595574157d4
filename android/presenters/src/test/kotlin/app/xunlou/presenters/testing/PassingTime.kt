package app.xunlou.presenters.testing

import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.coroutines.CoroutineContext
import kotlin.coroutines.resume
import kotlinx.coroutines.CancellableContinuation
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Delay
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.InternalCoroutinesApi
import kotlinx.coroutines.Runnable
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel

/** A scope like the phone's main thread, in which whoever waits for time waits until the test lets it [pass]. */
@OptIn(InternalCoroutinesApi::class)
class PassingTime private constructor(private val clock: Clock) :
    CoroutineScope by CoroutineScope(SupervisorJob() + clock), AutoCloseable {
    constructor() : this(Clock())

    /** All that was waited for is over: a minute, a pause in typing. */
    fun pass() = generateSequence { clock.waiting.poll() }.forEach { it.resume(Unit) }

    override fun close() = cancel()

    private class Clock : CoroutineDispatcher(), Delay {
        private val main = Dispatchers.Default.limitedParallelism(1)
        val waiting = ConcurrentLinkedQueue<CancellableContinuation<Unit>>()

        override fun dispatch(context: CoroutineContext, block: Runnable) = main.dispatch(context, block)

        override fun scheduleResumeAfterDelay(timeMillis: Long, continuation: CancellableContinuation<Unit>) {
            waiting += continuation
        }
    }
}
