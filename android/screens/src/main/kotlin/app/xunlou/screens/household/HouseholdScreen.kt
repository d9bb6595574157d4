package app.xunlou.screens.household

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Add
import androidx.compose.material.icons.filled.Home
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Mark
import app.xunlou.presenters.household.HouseholdEvent
import app.xunlou.presenters.household.HouseholdState
import app.xunlou.screens.components.BottomBar
import app.xunlou.screens.components.EmptyState
import app.xunlou.screens.components.Lead
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.MarkBadge
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.SectionHeader
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** One customer file 客户档案. */
@Composable
fun HouseholdScreen(state: HouseholdState, on: (HouseholdEvent) -> Unit) {
    val words = Xunlou.words
    Page(
        tag = "household",
        top = { TopBar(state.unit, words("households-title"), { on(HouseholdEvent.BackTapped) }) },
        bottom = {
            Column {
                NoticeBar(state.notice, onSeen = { on(HouseholdEvent.NoticeSeen) })
                if (!state.loading) BottomBar { Actions(state, on) }
            }
        },
    ) { padding ->
        if (state.loading) {
            EmptyState(Signs.People, words("state-loading"), Modifier.padding(padding))
        } else {
            HouseholdList(state, padding, on)
        }
    }
}

@Composable
private fun Actions(state: HouseholdState, on: (HouseholdEvent) -> Unit) {
    val words = Xunlou.words
    val report = @Composable { modifier: Modifier ->
        SideButton(words("household-report"), "household-report", { on(HouseholdEvent.ReportTapped) }, modifier, Icons.Filled.Add)
    }
    val visit = @Composable { modifier: Modifier ->
        val text = if (state.starting) words("state-saving") else words("household-visit")
        MainButton(text, "household-visit", { on(HouseholdEvent.VisitTapped) }, modifier, Icons.Filled.Home, !state.starting)
    }
    if (Xunlou.largeText) {
        Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp)) {
            report(Modifier.fillMaxWidth())
            if (state.canVisit) visit(Modifier.fillMaxWidth())
        }
    } else {
        Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(12.dp)) {
            report(Modifier.weight(1f))
            if (state.canVisit) visit(Modifier.weight(1f))
        }
    }
}

@Composable
private fun HouseholdList(state: HouseholdState, padding: PaddingValues, on: (HouseholdEvent) -> Unit) {
    LazyColumn(
        Modifier.fillMaxSize().padding(padding).testTag("household-list"),
        contentPadding = PaddingValues(start = 16.dp, end = 16.dp, bottom = 24.dp),
        verticalArrangement = Arrangement.spacedBy(10.dp),
    ) {
        items(state.fields, key = { "field/${it.id}" }) { FieldCard(it, on) }
        item(key = "visits") { SectionHeader(Xunlou.words("household-visits")) }
        if (state.visits.isEmpty()) {
            item(key = "no-visits") {
                Text(
                    Xunlou.words("household-no-visits"),
                    Modifier.padding(horizontal = 4.dp).testTag("household-no-visits"),
                    style = MaterialTheme.typography.bodyLarge,
                    color = MaterialTheme.colorScheme.onSurfaceVariant,
                )
            }
        }
        items(state.visits, key = { "visit/${it.id}" }) { visit -> VisitLine(visit) { on(HouseholdEvent.RecordTapped(visit.id)) } }
    }
}

/** A visit; leads to its record. */
@Composable
private fun VisitLine(visit: HouseholdState.Visit, onClick: () -> Unit) {
    Panel("household-record-${visit.id}", onClick = onClick) {
        Lead(visit.day) { visit.open?.let { MarkBadge(it, Mark.GOING) } }
        visit.by?.let { Text(it, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant) }
    }
}
