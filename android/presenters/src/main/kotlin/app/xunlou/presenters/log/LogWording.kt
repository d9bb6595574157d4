package app.xunlou.presenters.log

import app.xunlou.core.CaseState
import app.xunlou.core.DayLog
import app.xunlou.core.LogCase
import app.xunlou.core.LogDuty
import app.xunlou.core.LogEntry
import app.xunlou.core.LogRecord
import app.xunlou.core.ProblemLine
import app.xunlou.presenters.Mark
import app.xunlou.presenters.Times
import app.xunlou.presenters.Words
import app.xunlou.presenters.today.mark
import java.time.ZoneId

/** Puts a day's log into words. */
internal class LogWording(private val facts: LogFacts, private val hand: LogHand, private val words: Words) {
    private val log: DayLog = facts.log
    private val times = Times(ZoneId.of(log.zone), words)

    fun state() = LogState(
        loading = false,
        day = times.day(log.day),
        isToday = log.day == facts.today,
        duties = log.duties.map(::line),
        records = log.records.map(::line),
        cases = log.cases.map(::line),
        entries = log.entries.map(::entry),
        draft = hand.draft,
        adding = hand.adding,
        notice = hand.notice,
    )

    private fun line(duty: LogDuty) = LogState.Line(
        title = "${words.of(duty.label)} · ${words.of(duty.slot)}",
        about = duty.subject,
        said = words.of(duty.state),
        mark = duty.state.mark,
        problems = duty.problems.map(::problem),
    )

    private fun line(record: LogRecord) = LogState.Line(
        title = words.of(record.label),
        about = record.subject,
        said = if (record.finished) words("log-finished") else words("log-unfinished"),
        mark = if (record.finished) Mark.GOOD else Mark.GOING,
        problems = record.problems.map(::problem),
    )

    private fun line(case: LogCase) = LogState.Line(
        title = case.title,
        about = case.department?.let(words::of).orEmpty(),
        said = words.of(case.state),
        mark = when {
            case.overdue -> Mark.BAD
            case.state == CaseState.CLOSED -> Mark.GOOD
            else -> Mark.DUE
        },
        problems = emptyList(),
    )

    private fun entry(entry: LogEntry) = LogState.Entry(
        id = entry.id,
        time = times.time(entry.at),
        text = entry.text,
        asking = entry.id == hand.asking,
        removing = entry.id in hand.removing,
    )

    private fun problem(problem: ProblemLine): String =
        listOf(words.of(problem.label), problem.note).filter { it.isNotEmpty() }.joinToString(":")
}

/** What tells an entry from others, whichever log it is in. */
internal val LogEntry.id: String get() = "$document/$entry"
