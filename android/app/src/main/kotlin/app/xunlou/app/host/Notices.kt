package app.xunlou.app.host

import app.xunlou.presenters.Notice
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow

/** What the app itself has to say, beside the screens: kept until it was seen, over a rotation too. */
class Notices {
    private val mutable = MutableStateFlow<Notice?>(null)

    val shown: StateFlow<Notice?> = mutable.asStateFlow()

    fun say(notice: Notice) {
        mutable.value = notice
    }

    /** It was seen. */
    fun dismiss() {
        mutable.value = null
    }
}
