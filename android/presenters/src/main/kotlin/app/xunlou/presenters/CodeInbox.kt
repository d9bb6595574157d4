package app.xunlou.presenters

import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow

/** The enrolment code that was scanned, or tapped as a link, until the screen that needs it has taken it. */
class CodeInbox {
    private val mutable = MutableStateFlow<String?>(null)

    /** What lies there. */
    val code: StateFlow<String?> = mutable.asStateFlow()

    /** A code came; the one before is over. `null`: nothing lies there any more. */
    fun put(code: String?) {
        mutable.value = code
    }

    /** Takes what lies there. */
    fun take(): String? = mutable.value.also { mutable.value = null }
}
