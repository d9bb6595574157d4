package app.xunlou.presenters.log

import app.xunlou.core.DayLog
import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Notice
import java.time.LocalDate

/** A day's log, as the core assembles it. */
internal class LogFacts(val today: LocalDate, val log: DayLog)

/** Reads a day's log. [back]: how many days before today. Blocks: for the core's dispatcher. */
internal fun WorkspaceInterface.logFacts(back: Long): LogFacts {
    val today = todayDate()
    return LogFacts(today, dayLog(today.minusDays(back)))
}

/** What the person is at with the log, which the core does not know. */
internal data class LogHand(
    val draft: String = "",
    val adding: Boolean = false,
    /** The entry of which the person is asked whether it is to go. */
    val asking: String? = null,
    /** The entries that are being removed. */
    val removing: Set<String> = emptySet(),
    val notice: Notice? = null,
)
