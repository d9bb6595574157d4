package app.xunlou.app.reminders

import app.xunlou.core.DutyToday
import app.xunlou.core.Label
import app.xunlou.core.SlotState
import java.time.Instant

/** Something to say about a slot of the day, once, between two moments. */
data class DutyReminder(
    /** Names it, so that it is said once: the duty, the slot, its moment and what is said. */
    val key: String,
    val what: What,
    val duty: Label,
    val slot: Label,
    /** How many areas or sites wait for it. */
    val count: Int,
    val from: Instant,
    /** From then on something else is said, or nothing any more. */
    val until: Instant,
    /** When the block closes. */
    val closes: Instant,
) {
    enum class What { DUE, LATE }

    fun isNow(now: Instant): Boolean = now >= from && now < until

    companion object {
        /**
         * What there is to say on a day (P1, P12, P14, D1): that a slot falls due, and that it is getting late.
         * What was begun, excused or missed needs no words; sites that are due together take one.
         */
        fun of(day: List<DutyToday>): List<DutyReminder> = day
            .filter { it.state is SlotState.Upcoming || it.state is SlotState.Due || it.state is SlotState.Late }
            .groupBy { Triple(it.duty, it.slot, it.times) }
            .flatMap { (_, slots) -> of(slots.first(), slots.size) }
            .sortedBy { it.from }

        private fun of(slot: DutyToday, count: Int): List<DutyReminder> {
            val times = slot.times
            val due = reminder(What.DUE, slot, count, times.onTimeFrom, times.onTimeUntil)
            val late = reminder(What.LATE, slot, count, times.onTimeUntil, times.missedAfter)
            return listOf(due, late)
        }

        private fun reminder(what: What, slot: DutyToday, count: Int, from: Instant, until: Instant) = DutyReminder(
            "${slot.duty}/${slot.slot}/${slot.times.opens.toEpochMilli()}/$what",
            what, slot.label, slot.slotLabel, count, from, until, slot.times.closes,
        )
    }
}
