package app.xunlou.presenters.today

import app.xunlou.presenters.Notice
import java.time.LocalDate

/** What the person is at on 今日, which the core does not know. */
internal data class TodayHand(
    /** The slots whose tap is being committed. */
    val saving: Set<String> = emptySet(),
    /** The slot that is being excused, and how. */
    val excuse: Excuse? = null,
    val notice: Notice? = null,
) {
    /** Slots come again each day: it is of one [day]. */
    data class Excuse(val duty: String, val day: LocalDate, val reason: String? = null, val note: String = "")
}
