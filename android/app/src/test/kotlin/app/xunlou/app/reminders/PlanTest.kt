package app.xunlou.app.reminders

import app.xunlou.core.DutySubject
import app.xunlou.core.DutyToday
import app.xunlou.core.Label
import app.xunlou.core.SlotState
import app.xunlou.core.SlotTimes
import org.junit.Test
import java.time.Instant
import java.time.LocalDate
import java.time.LocalTime
import java.time.ZoneId
import kotlin.test.assertEquals

class PlanTest {
    private fun at(time: String, day: String = "2026-03-18"): Instant =
        LocalDate.parse(day).atTime(LocalTime.parse(time)).atZone(ZoneId.of("Asia/Shanghai")).toInstant()

    /** A slot that opens at 08:10, is due from 10:15 to 10:45, closes at 11:00 and is missed after 11:15. */
    private fun morning(state: SlotState = SlotState.Upcoming, day: String = "2026-03-18", form: String = "patrol") = DutyToday(
        duty = form, label = Label("巡楼", "Patrol"), form = form, slot = "morning", slotLabel = Label("上午", "Morning"),
        subject = DutySubject.Estate,
        times = SlotTimes(
            opens = at("08:10", day), starts = at("10:30", day), earliest = at("07:55", day),
            onTimeFrom = at("10:15", day), onTimeUntil = at("10:45", day),
            closes = at("11:00", day), fullFrom = at("10:45", day), missedAfter = at("11:15", day),
        ),
        state = state, record = null, problems = 0, doneBy = null,
    )

    private fun plan(now: String, vararg today: DutyToday, papers: List<PaperReminder> = emptyList()) =
        Plan.of(at(now), today.toList(), listOf(morning(day = "2026-03-19")), papers)

    private fun said(now: String, vararg today: DutyToday) = plan(now, *today).duties.map { it.what }

    @Test
    fun `it says what is due when it is due, and once more when it gets late`() {
        val slot = morning()
        val cases = mapOf(
            "10:14" to emptyList(),
            "10:15" to listOf(DutyReminder.What.DUE),
            "10:44" to listOf(DutyReminder.What.DUE),
            "10:45" to listOf(DutyReminder.What.LATE),
            "11:14" to listOf(DutyReminder.What.LATE),
            "11:15" to emptyList(),
        )
        for ((now, expected) in cases) assertEquals(expected, said(now, slot), now)
    }

    @Test
    fun `what was begun, done, excused or missed needs no words`() {
        val states = listOf(
            SlotState.InProgress(false), SlotState.Done(false, false, false, false, null),
            SlotState.Excused("rain"), SlotState.Missed,
        )
        for (state in states) assertEquals(emptyList(), said("10:30", morning(state)), "$state")
        for (state in listOf(SlotState.Upcoming, SlotState.Due, SlotState.Late)) assertEquals(1, said("10:30", morning(state)).size)
    }

    @Test
    fun `sites that are due together are one reminder, with their number`() {
        val plan = plan("10:30", morning(), morning(), morning(), morning(form = "inspection"))
        assertEquals(listOf("patrol" to 3, "inspection" to 1), plan.duties.map { it.key.substringBefore('/') to it.count })
    }

    @Test
    fun `it is woken for the next moment, over night for tomorrow's`() {
        val cases = mapOf(
            "07:00" to at("08:10"),
            "08:10" to at("10:15"),
            "10:15" to at("10:45"),
            "10:45" to at("11:15"),
            "12:00" to at("08:10", "2026-03-19"),
        )
        for ((now, expected) in cases) assertEquals(expected, plan(now, morning()).next, now)
    }

    @Test
    fun `papers are not spoken of out of hours`() {
        val papers = listOf(PaperReminder("site/permit/2026-03-20/false", "1-501", false))
        val cases = mapOf("06:00" to emptyList(), "09:00" to papers, "10:59" to papers, "23:00" to emptyList())
        for ((now, expected) in cases) assertEquals(expected, plan(now, morning(), papers = papers).papers, now)
    }
}
