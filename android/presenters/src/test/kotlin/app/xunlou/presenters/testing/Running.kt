package app.xunlou.presenters.testing

import app.xunlou.presenters.Presenter
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlin.time.Duration.Companion.seconds

/** A scope like the phone's main thread: one thing at a time. Cancelled at the end of the test. */
@OptIn(ExperimentalCoroutinesApi::class)
class MainScope : CoroutineScope by CoroutineScope(SupervisorJob() + Dispatchers.Default.limitedParallelism(1)), AutoCloseable {
    override fun close() = cancel()
}

/** Waits for a state that is [such], and returns it. The core is real: it takes its milliseconds. */
fun <S> Presenter<S, *>.await(what: String = "the awaited state", such: (S) -> Boolean): S = runBlocking {
    try {
        withTimeout(20.seconds) { state.first(such) }
    } catch (late: TimeoutCancellationException) {
        throw AssertionError("$what did not come; the state is ${state.value.toString().take(SOME)}", late)
    }
}

/** Waits until something holds that is no state: a place that was gone to, a camera that was opened. */
fun eventually(what: String, holds: () -> Boolean) {
    val end = System.nanoTime() + 20.seconds.inWholeNanoseconds
    while (!holds()) {
        if (System.nanoTime() > end) throw AssertionError("$what did not come")
        Thread.sleep(5)
    }
}

/** So much of a state as one reads in a failure. */
private const val SOME = 2_000
