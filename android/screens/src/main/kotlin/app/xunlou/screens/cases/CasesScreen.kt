package app.xunlou.screens.cases

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Add
import androidx.compose.material.icons.filled.CheckCircle
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.cases.CasesEvent
import app.xunlou.presenters.cases.CasesState
import app.xunlou.screens.components.BottomBar
import app.xunlou.screens.components.Chips
import app.xunlou.screens.components.EmptyState
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.components.options
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** 待办: what is still open, by due date. */
@Composable
fun CasesScreen(state: CasesState, on: (CasesEvent) -> Unit) {
    val words = Xunlou.words
    val choose = rememberFilter(on)
    Page(
        tag = "cases",
        top = { TopBar(words("cases-title")) },
        bottom = {
            Column {
                NoticeBar(state.notice, onSeen = { on(CasesEvent.NoticeSeen) })
                BottomBar {
                    MainButton(
                        words("case-new"),
                        "cases-new",
                        { on(CasesEvent.ReportTapped) },
                        Modifier.weight(1f),
                        Icons.Filled.Add,
                        enabled = !state.loading,
                    )
                }
            }
        },
    ) { padding ->
        if (state.loading) {
            EmptyState(Signs.Clipboard, words("state-loading"), Modifier.padding(padding))
        } else {
            CaseList(state, padding, choose, on)
        }
    }
}

/** Who comes back from a case finds the same filter; the presenter begins anew. */
@Composable
private fun rememberFilter(on: (CasesEvent) -> Unit): (String) -> Unit {
    var chosen by rememberSaveable { mutableStateOf(CasesState.ALL) }
    LaunchedEffect(Unit) { if (chosen != CasesState.ALL) on(CasesEvent.FilterChosen(chosen)) }
    return { filter ->
        chosen = filter
        on(CasesEvent.FilterChosen(filter))
    }
}

@Composable
private fun CaseList(state: CasesState, padding: PaddingValues, choose: (String) -> Unit, on: (CasesEvent) -> Unit) {
    LazyColumn(
        Modifier.fillMaxSize().padding(padding).testTag("cases-list"),
        contentPadding = PaddingValues(start = 16.dp, end = 16.dp, bottom = 24.dp),
        verticalArrangement = Arrangement.spacedBy(10.dp),
    ) {
        item(key = "filters") {
            Chips(state.filters.options(), setOf(state.filter), "cases-filter", onChoose = choose)
        }
        if (state.rows.isEmpty()) item(key = "none") { EmptyState(Icons.Filled.CheckCircle, Xunlou.words("cases-none")) }
        items(state.rows, key = { it.id }) { case ->
            CaseCard(case, "cases-case-${case.id}") { on(CasesEvent.CaseTapped(case.id)) }
        }
    }
}
