package app.xunlou.presenters.cases

import app.xunlou.core.CaseState
import app.xunlou.core.CaseView
import app.xunlou.core.DocumentId
import app.xunlou.core.DueStep
import app.xunlou.core.EstateRules
import app.xunlou.core.PersonId
import app.xunlou.core.Severity
import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Mark
import app.xunlou.presenters.Times
import app.xunlou.presenters.Words
import java.time.Instant

/** A case in a list. */
data class CaseRow(
    val id: DocumentId,
    val title: String,
    /** The kind, the unit, the department. */
    val detail: String,
    val state: String,
    /** By when the next step is due, in words; empty where none is. */
    val due: String,
    val mark: Mark,
    /** This person reported it. */
    val mine: Boolean,
)

/** Cases in words: what the list, 今日 and a case's own screen say alike. */
internal class CaseWords(
    private val words: Words,
    private val rules: EstateRules,
    private val me: PersonId,
    private val now: Instant,
) {
    private val times = Times(rules, words)
    private val today = times.dayOf(now)

    fun row(case: CaseView) = CaseRow(
        id = case.document,
        title = case.title,
        detail = detail(case),
        state = words.of(case.state),
        due = case.due.filter { it.doneAt == null }.minByOrNull { it.due }?.let(::due).orEmpty(),
        mark = mark(case),
        mine = case.by.person == me,
    )

    /** The kind, the unit and the department. */
    fun detail(case: CaseView): String =
        listOfNotNull(words.of(case.kind), case.unit, case.department?.let(::department)).joinToString(" · ")

    fun department(id: String): String = rules.departments.find { it.id == id }?.let { words.of(it.label) } ?: id

    /** A step with the time by which it is, or was, due; or when it was done. */
    fun due(due: DueStep): String {
        val step = words.of(due.step)
        val done = due.doneAt
        return when {
            done != null -> words("case-done", "step" to step, "time" to times.moment(done, today))
            isLate(due) -> words("cases-overdue", "step" to step, "time" to times.moment(due.due, today))
            else -> words("cases-due", "step" to step, "time" to times.moment(due.due, today))
        }
    }

    fun mark(due: DueStep): Mark {
        val done = due.doneAt
        return when {
            done != null -> if (done < due.due) Mark.GOOD else Mark.WARNING
            isLate(due) -> Mark.BAD
            else -> Mark.DUE
        }
    }

    fun mark(case: CaseView): Mark = when {
        case.state == CaseState.CLOSED -> Mark.GOOD
        case.overdue -> Mark.BAD
        case.severity == Severity.URGENT -> Mark.WARNING
        else -> Mark.DUE
    }

    private fun isLate(due: DueStep) = now >= due.due
}

/** Words for cases as of now. Blocks: for the core's dispatcher. */
internal fun WorkspaceInterface.caseWords(words: Words) = CaseWords(words, rules(), me().person, now())
