package app.xunlou.app.reminders

import app.xunlou.core.DutyToday
import app.xunlou.core.WorkspaceInterface
import app.xunlou.core.XunlouException
import java.time.Instant

/** What there is to remind of at one moment, and when to look again. Read from the core, which derives it all. */
class Plan(
    val now: Instant,
    /** What is to be said of slots now. */
    val duties: List<DutyReminder>,
    /** What is to be said of papers; nothing out of hours. */
    val papers: List<PaperReminder>,
    /** Whether people are at work: from the day's first block to its last. */
    val inHours: Boolean,
    /** The next moment at which there may be something to say. */
    val next: Instant?,
) {
    companion object {
        /** Reads the plan; nothing to say before the first sync. Blocks. */
        fun read(workspace: WorkspaceInterface): Plan? = try {
            val now = workspace.now()
            val date = workspace.todayDate()
            val today = workspace.today()
            val tomorrow = workspace.myDay(date.plusDays(1))
            of(now, today, tomorrow, PaperReminder.of(workspace.decorations()))
        } catch (_: XunlouException.RulePack) {
            null
        } catch (_: XunlouException.NotFound) {
            null
        }

        /** The plan of a moment, from the days around it and the papers as they stand. */
        fun of(now: Instant, today: List<DutyToday>, tomorrow: List<DutyToday>, papers: List<PaperReminder>): Plan {
            val reminders = DutyReminder.of(today)
            val opens = (today + tomorrow).map { it.times.opens }
            val inHours = today.any { it.times.opens <= now } && today.any { now < it.times.closes }
            val moments = (reminders + DutyReminder.of(tomorrow)).flatMap { listOf(it.from, it.until) } + opens
            return Plan(
                now,
                reminders.filter { it.isNow(now) },
                if (inHours) papers else emptyList(),
                inHours,
                moments.filter { it > now }.minOrNull(),
            )
        }
    }
}
