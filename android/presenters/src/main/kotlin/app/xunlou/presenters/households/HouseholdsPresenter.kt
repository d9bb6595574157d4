package app.xunlou.presenters.households

import app.xunlou.core.Changes
import app.xunlou.core.DocumentKind
import app.xunlou.core.XunlouException
import app.xunlou.presenters.Core
import app.xunlou.presenters.Navigator
import app.xunlou.presenters.Notice
import app.xunlou.presenters.Place
import app.xunlou.presenters.ScreenPresenter
import app.xunlou.presenters.Words
import app.xunlou.presenters.minutes
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.merge

/** Finding a customer file, and whom to visit next. */
class HouseholdsPresenter(
    private val core: Core,
    words: Words,
    scope: CoroutineScope,
    private val navigator: Navigator,
) : ScreenPresenter<HouseholdsState, HouseholdsEvent>(HouseholdsState(), words, scope) {
    /** Grows with every letter and every search: what an older search finds is shown no more. */
    private var turn = 0

    init {
        // Months end without a change.
        follow(merge(core.changes(::matters), minutes())) { load() }
        follow(core.changes(::matters)) { search() }
    }

    override fun tell(notice: Notice) = show { copy(notice = notice) }

    override fun handle(event: HouseholdsEvent) {
        when (event) {
            is HouseholdsEvent.Searched -> searched(event.query)
            is HouseholdsEvent.HouseholdTapped -> navigator.go(Place.Household(event.household))
            HouseholdsEvent.NoticeSeen -> show { copy(notice = null) }
        }
    }

    private suspend fun load() = inTurn {
        val areas = core { visitsByArea(words) }
        show { copy(loading = false, areas = areas) }
    }

    /** Shows what is typed at once, and searches when the person pauses. */
    private fun searched(query: String) {
        turn++
        stopWaiting()
        if (query.isBlank()) return show { copy(query = query, hits = null) }
        show { copy(query = query) }
        whenPaused(LETTER_MS) { search() }
    }

    private suspend fun search() {
        val mine = ++turn
        val query = state.value.query
        val hits = try {
            if (query.isBlank()) null else core { hits(query, words) }
        } catch (problem: XunlouException) {
            // What was found before answers another question.
            if (mine == turn) show { copy(hits = null) }
            throw problem
        }
        if (mine == turn) show { copy(hits = hits) }
    }

    private fun matters(changes: Changes) = changes.documents.any { it.kind in SHOWN }

    private companion object {
        /** As long as one takes from letter to letter. */
        const val LETTER_MS = 200L
        val SHOWN = setOf(DocumentKind.HOUSEHOLD, DocumentKind.RECORD, DocumentKind.DIRECTORY, DocumentKind.RULEPACK)
    }
}
