package app.xunlou.screens.today

import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.foundation.lazy.items
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Add
import androidx.compose.material.icons.filled.CheckCircle
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Mark
import app.xunlou.presenters.Words
import app.xunlou.presenters.today.TodayEvent
import app.xunlou.presenters.today.TodayState
import app.xunlou.screens.cases.CaseCard
import app.xunlou.screens.components.EmptyState
import app.xunlou.screens.components.Lead
import app.xunlou.screens.components.MarkBadge
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.SectionHeader
import app.xunlou.screens.components.TextAction
import app.xunlou.screens.components.edge
import app.xunlou.screens.households.CoveragePanel
import app.xunlou.screens.households.VisitCard
import app.xunlou.screens.theme.Xunlou

/** What is due now, then sites, the rest of the day by area, open cases, and visits. */
@Composable
internal fun TodayList(state: TodayState, list: LazyListState, modifier: Modifier, on: (TodayEvent) -> Unit) {
    val words = Xunlou.words
    LazyColumn(
        modifier.fillMaxSize().testTag("today-list"),
        list,
        contentPadding = PaddingValues(start = 16.dp, top = 8.dp, end = 16.dp, bottom = 16.dp),
    ) {
        if (state.free) item("free") { EmptyState(Icons.Filled.CheckCircle, words("today-nothing")) }
        cards(state.now, { "now/${it.id}" }) { DutyCard(it, state.reasons, leading = true, on) }
        cards(listOfNotNull(state.conflicts), { "conflicts" }) { ConflictsCard(it, on) }
        duties("sites", words("today-sites"), state.sites, state, on)
        state.areas.filter { it.isHeaded }.forEach { area ->
            item("area/${area.id}") { AreaHeader(area.name, area, on) }
            cards(area.duties, { "duty/${it.id}" }) { DutyCard(it, state.reasons, leading = false, on) }
        }
        duties("estate", words("today-estate"), state.estate, state, on)
        cases(state, words, on)
        state.areas.forEach { visits(it, words, on) }
    }
}

/** Cards one below another, with room between them. */
private fun <T> LazyListScope.cards(things: List<T>, key: (T) -> Any, card: @Composable (T) -> Unit) =
    items(things, key) { Box(Modifier.padding(bottom = 10.dp)) { card(it) } }

private fun LazyListScope.duties(
    key: String,
    title: String,
    duties: List<TodayState.Duty>,
    state: TodayState,
    on: (TodayEvent) -> Unit,
) {
    if (duties.isEmpty()) return
    item(key) { SectionHeader(title) }
    cards(duties, { "duty/${it.id}" }) { DutyCard(it, state.reasons, leading = false, on) }
}

private fun LazyListScope.cases(state: TodayState, words: Words, on: (TodayEvent) -> Unit) {
    if (state.cases.isEmpty()) return
    item("cases") {
        val all: (@Composable () -> Unit)? = if (state.openCases > state.cases.size) {
            { TextAction(words("cases-all"), "today-all-cases", { on(TodayEvent.AllCasesTapped) }) }
        } else {
            null
        }
        SectionHeader(words("today-cases"), trailing = "${state.openCases}", action = all)
    }
    cards(state.cases, { "case/${it.id}" }) { case ->
        CaseCard(case, "today-case-${case.id}") { on(TodayEvent.CaseTapped(case.id)) }
    }
}

private fun LazyListScope.visits(area: TodayState.Area, words: Words, on: (TodayEvent) -> Unit) {
    if (area.coverage.isEmpty()) return
    val title = "${area.name} · ${words("today-coverage")}"
    item("coverage/${area.id}") { if (area.isHeaded) SectionHeader(title) else AreaHeader(title, area, on) }
    cards(listOf(area.coverage), { "quotas/${area.id}" }) { CoveragePanel(it, "today-coverage-${area.id}") }
    if (area.visits.isEmpty()) return
    item("visits/${area.id}") { SectionHeader("${area.name} · ${words("today-visits")}") }
    cards(area.visits, { "visit/${it.id}" }) { visit ->
        VisitCard(visit, "today-visit-${visit.id}") { on(TodayEvent.VisitTapped(visit.id)) }
    }
}

/** It has a header of its own: there are duties to go below it, or nothing else would name the area. */
private val TodayState.Area.isHeaded get() = duties.isNotEmpty() || coverage.isEmpty()

@Composable
private fun ConflictsCard(text: String, on: (TodayEvent) -> Unit) {
    Panel("today-conflicts", edge = Mark.WARNING.edge, onClick = { on(TodayEvent.ConflictsTapped) }) {
        Lead(Xunlou.words("conflicts-title")) { MarkBadge(text, Mark.WARNING) }
    }
}

/** An area, with the way to report something there. */
@Composable
private fun AreaHeader(title: String, area: TodayState.Area, on: (TodayEvent) -> Unit) {
    SectionHeader(title) {
        val word = Xunlou.words("today-report")
        val said = "$word · ${area.name}"
        TextAction(
            word,
            "today-report-${area.id}",
            { on(TodayEvent.ReportTapped(area.id)) },
            Modifier.semantics { contentDescription = said },
            Icons.Filled.Add,
        )
    }
}
