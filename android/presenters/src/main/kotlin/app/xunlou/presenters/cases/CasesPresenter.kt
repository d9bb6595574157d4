package app.xunlou.presenters.cases

import app.xunlou.core.AreaId
import app.xunlou.core.CaseState
import app.xunlou.core.CaseView
import app.xunlou.core.DocumentKind
import app.xunlou.core.WorkspaceInterface
import app.xunlou.presenters.Choice
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.ScreenPresenter
import app.xunlou.presenters.Words
import app.xunlou.presenters.minutes
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.merge

/** 待办: what is still open, by due date; all of it, mine, overdue, or by state. */
class CasesPresenter(
    private val core: Core,
    words: Words,
    scope: CoroutineScope,
    private val navigator: Navigator,
) : ScreenPresenter<CasesState, CasesEvent>(CasesState(), words, scope) {
    private var cases: List<Case>? = null
    private var area: AreaId? = null
    private var chosen = CasesState.ALL

    init {
        val commits = core.changes { it.sync || it.documents.any { changed -> changed.kind == DocumentKind.CASE } }
        // By the clock too: what was due becomes overdue.
        follow(merge(commits, minutes())) { load() }
    }

    override fun tell(notice: Notice) = show { copy(notice = notice) }

    override fun handle(event: CasesEvent) {
        when (event) {
            is CasesEvent.FilterChosen -> choose(event.filter)
            is CasesEvent.CaseTapped -> navigator.go(Place.CaseDetails(event.case))
            CasesEvent.ReportTapped -> navigator.go(Place.NewCase(area = area))
            CasesEvent.NoticeSeen -> show { copy(notice = null) }
        }
    }

    private suspend fun load() = inTurn {
        val (read, first) = core { readCases() to grants().areas.firstOrNull() }
        cases = read
        area = first
        choose(chosen)
    }

    private fun WorkspaceInterface.readCases(): List<Case> {
        val wording = caseWords(words)
        return openCases().map { Case(it, wording.row(it)) }
    }

    private fun choose(filter: String) {
        chosen = filter
        val all = cases ?: return
        // The chosen one stays, also when nothing is left of it.
        val states = CaseState.entries.filter { it.name == filter || all.any { case -> case.view.state == it } }.map { it.name }
        val filters = listOf(CasesState.ALL, CasesState.MINE, CasesState.OVERDUE) + states
        val choices = filters.map { id -> Choice(id, "${name(id)} ${all.count { it.passes(id) }}") }
        show { copy(loading = false, filter = filter, filters = choices, rows = all.filter { it.passes(filter) }.map { it.row }) }
    }

    private fun name(filter: String): String = when (filter) {
        CasesState.ALL -> words("cases-all")
        CasesState.MINE -> words("cases-mine")
        CasesState.OVERDUE -> words("case-overdue")
        else -> words.of(CaseState.valueOf(filter))
    }

    private class Case(val view: CaseView, val row: CaseRow) {
        fun passes(filter: String): Boolean = when (filter) {
            CasesState.ALL -> true
            CasesState.MINE -> row.mine
            CasesState.OVERDUE -> view.overdue
            else -> view.state.name == filter
        }
    }
}
