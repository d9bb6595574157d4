package app.xunlou.presenters.today

import app.xunlou.presenters.Notice

/** What the person is at on 今日, which the core does not know. */
internal data class TodayHand(
    /** The slots whose tap is being committed. */
    val saving: Set<String> = emptySet(),
    /** The slot that is being excused, and how. */
    val excuse: Excuse? = null,
    val notice: Notice? = null,
) {
    data class Excuse(val duty: String, val reason: String? = null, val note: String = "")
}
