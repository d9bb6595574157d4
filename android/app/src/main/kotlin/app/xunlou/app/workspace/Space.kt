package app.xunlou.app.workspace

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow

/**
 * Whether the phone's storage runs low. People are told before an answer cannot be saved, for in a stairwell
 * there is nothing else to write it down on.
 */
class Space(private val usableBytes: () -> Long) {
    private val mutable = MutableStateFlow(false)

    /** Whether it is low, as of the last [look]. */
    val low: StateFlow<Boolean> = mutable.asStateFlow()

    /** Looks again: whenever the app comes to the front, and after pictures. Reads a number from the system. */
    fun look() {
        mutable.value = usableBytes() < ENOUGH
    }

    private companion object {
        /** A day's pictures, a sync's download, and what SQLite needs to merge its log. */
        const val ENOUGH = 100L * 1024 * 1024
    }
}
