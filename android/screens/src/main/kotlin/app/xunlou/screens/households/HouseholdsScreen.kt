package app.xunlou.screens.households

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Search
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.households.HouseholdsEvent
import app.xunlou.presenters.households.HouseholdsState
import app.xunlou.screens.components.BottomBar
import app.xunlou.screens.components.EmptyState
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.SectionHeader
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** 客户档案: searching; while nothing is searched for, how far the visits have come and whom to visit next. */
@Composable
fun HouseholdsScreen(state: HouseholdsState, on: (HouseholdsEvent) -> Unit) {
    val words = Xunlou.words
    Page(
        tag = "households",
        top = { TopBar(words("households-title")) },
        bottom = {
            Column {
                NoticeBar(state.notice, onSeen = { on(HouseholdsEvent.NoticeSeen) })
                // Where the thumb and the keyboard are.
                BottomBar { SearchField(state.query) { on(HouseholdsEvent.Searched(it)) } }
            }
        },
    ) { padding ->
        val hits = state.hits
        when {
            hits != null && hits.isEmpty() -> EmptyState(Icons.Filled.Search, words("households-none"), Modifier.padding(padding))
            hits != null -> Lines("households-hits", padding) { hits(hits, on) }
            state.loading -> EmptyState(Signs.People, words("state-loading"), Modifier.padding(padding))
            else -> Lines("households-areas", padding) { areas(state.areas, on) }
        }
    }
}

@Composable
private fun Lines(tag: String, padding: PaddingValues, content: LazyListScope.() -> Unit) {
    LazyColumn(
        Modifier.fillMaxSize().padding(padding).testTag(tag),
        contentPadding = PaddingValues(start = 16.dp, end = 16.dp, bottom = 24.dp),
        verticalArrangement = Arrangement.spacedBy(10.dp),
        content = content,
    )
}

private fun LazyListScope.hits(hits: List<HouseholdsState.Hit>, on: (HouseholdsEvent) -> Unit) {
    items(hits, key = { it.id }) { hit ->
        Panel("households-hit-${hit.unit}", onClick = { on(HouseholdsEvent.HouseholdTapped(hit.id)) }) {
            Text("${hit.unit}  ${hit.names}".trim(), style = MaterialTheme.typography.titleMedium)
            hit.matched?.let {
                Text(it, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
            }
        }
    }
}

private fun LazyListScope.areas(areas: List<HouseholdsState.Area>, on: (HouseholdsEvent) -> Unit) {
    for (area in areas) {
        item(key = "area/${area.id}") { SectionHeader(area.name) }
        item(key = "coverage/${area.id}") { CoveragePanel(area.coverage, "households-coverage-${area.name}") }
        if (area.visits.isNotEmpty()) {
            item(key = "next/${area.id}") { SectionHeader(Xunlou.words("today-visits")) }
        }
        items(area.visits, key = { "visit/${area.id}/${it.id}" }) { visit ->
            VisitCard(visit, "households-visit-${visit.unit}") { on(HouseholdsEvent.HouseholdTapped(visit.id)) }
        }
    }
}
