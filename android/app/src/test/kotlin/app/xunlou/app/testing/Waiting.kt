package app.xunlou.app.testing

import android.os.Looper
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import org.robolectric.Shadows.shadowOf
import java.time.Duration

/**
 * Lets the main thread work, and its clock run, until something is so. The core is real and works on threads of
 * its own, so there is real waiting too.
 */
fun await(what: String, seconds: Int = 30, such: () -> Boolean) {
    val late = System.nanoTime() + seconds * 1_000_000_000L
    while (!such()) {
        if (System.nanoTime() > late) throw AssertionError("$what did not come")
        shadowOf(Looper.getMainLooper()).idleFor(Duration.ofMillis(100))
        Thread.sleep(5)
    }
}

/** Does something on the main thread, and waits for it. */
@OptIn(ExperimentalCoroutinesApi::class)
fun <T> CoroutineScope.waitFor(what: String = "the work", work: suspend () -> T): T {
    val done = async { work() }
    await(what) { done.isCompleted }
    return done.getCompleted()
}
