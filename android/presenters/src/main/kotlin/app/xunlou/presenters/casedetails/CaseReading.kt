package app.xunlou.presenters.casedetails

import app.xunlou.core.CaseFact
import app.xunlou.core.CaseState
import app.xunlou.core.CaseStep
import app.xunlou.core.CaseView
import app.xunlou.core.DocumentId
import app.xunlou.core.DueStep
import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Mark
import app.xunlou.presenters.Place
import app.xunlou.presenters.Times
import app.xunlou.presenters.Words
import app.xunlou.presenters.cases.CaseWords
import app.xunlou.presenters.cases.caseWords
import java.time.Instant

/** Reads a case, in words. Blocks: for the core's dispatcher. */
internal fun WorkspaceInterface.caseDetails(document: DocumentId, words: Words): CaseDetailsState =
    CaseReading(this, words).read(caseView(document))

private class CaseReading(private val core: WorkspaceInterface, private val words: Words) {
    private val rules = core.rules()
    private val times = Times(rules, words)
    private val today = times.dayOf(core.now())
    private val wording: CaseWords = core.caseWords(words)

    fun read(view: CaseView) = CaseDetailsState(
        loading = false,
        title = view.title,
        detail = view.detail,
        about = wording.detail(view),
        severity = words.of(view.severity),
        state = words.of(view.state),
        mark = wording.mark(view),
        reported = signature(view.reported, view.by.name),
        due = view.due.map(::due),
        facts = view.facts.map(::fact),
        photos = view.photos,
        found = view.found?.let { Place.Record(it.record, it.item) },
        steps = nextSteps(view).map(::step),
        departments = rules.departments.map { Choice(it.id, words.of(it.label)) },
    )

    private fun due(due: DueStep): CaseDetailsState.Due {
        val mark = wording.mark(due)
        val doneLate = due.doneAt != null && mark == Mark.WARNING
        val text = listOfNotNull(wording.due(due), words("case-overdue").takeIf { doneLate })
        return CaseDetailsState.Due(due.deadline, text.joinToString(" · "), mark)
    }

    private fun fact(fact: CaseFact): CaseDetailsState.Fact {
        val satisfied = fact.satisfaction?.let { words("case-satisfied", "points" to it) }
        val title = listOfNotNull(words.of(fact.step), fact.department?.let(wording::department), satisfied)
        return CaseDetailsState.Fact(title.joinToString(" · "), signature(fact.at, core.personName(fact.by)), fact.note)
    }

    private fun step(step: CaseStep) = CaseDetailsState.Step(
        id = step,
        title = words.of(step),
        needsDepartment = step == CaseStep.DISPATCHED,
        needsSatisfaction = step == CaseStep.CALLED_BACK,
    )

    /** When and by whom. */
    private fun signature(at: Instant, by: String?): String = listOfNotNull(times.moment(at, today), by).joinToString(" · ")
}

/**
 * The steps that make sense next. The core would take others too; a hand in a stairwell should not have to
 * choose among all of them.
 */
private fun nextSteps(view: CaseView): List<CaseStep> {
    val next = when (view.state) {
        CaseState.OPEN -> listOf(CaseStep.DISPATCHED, CaseStep.PLANNED, CaseStep.HANDLED, CaseStep.CLOSED)
        CaseState.DISPATCHED -> listOf(CaseStep.PLANNED, CaseStep.CHECKED, CaseStep.HANDLED, CaseStep.DISPATCHED)
        CaseState.PLANNED -> listOf(CaseStep.CHECKED, CaseStep.HANDLED, CaseStep.DISPATCHED)
        CaseState.HANDLED -> listOf(CaseStep.CLOSED, CaseStep.CHECKED)
        CaseState.AWAITING_CALLBACK -> listOf(CaseStep.CALLED_BACK, CaseStep.CHECKED)
        CaseState.CLOSED -> emptyList()
    }
    val replyDue = view.due.any { it.step == CaseStep.REPLIED && it.doneAt == null }
    return when {
        !replyDue || view.state == CaseState.CLOSED -> next
        // A callback is a reply too.
        view.state == CaseState.AWAITING_CALLBACK -> next + CaseStep.REPLIED
        else -> listOf(CaseStep.REPLIED) + next
    }
}
