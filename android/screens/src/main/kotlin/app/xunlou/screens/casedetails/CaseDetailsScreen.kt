package app.xunlou.screens.casedetails

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Check
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.xunlou.core.DocumentId
import app.xunlou.presenters.casedetails.CaseDetailsEvent
import app.xunlou.presenters.casedetails.CaseDetailsState
import app.xunlou.screens.components.BottomBar
import app.xunlou.screens.components.EmptyState
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** One case: what it is, what is due, the next step, and what happened. */
@Composable
fun CaseDetailsScreen(document: DocumentId, state: CaseDetailsState, on: (CaseDetailsEvent) -> Unit) {
    val words = Xunlou.words
    Page(
        tag = "case",
        top = {
            // While a step is being taken, the card that says so is out of view.
            val subtitle = state.title.takeIf { state.form != null }
            TopBar(words("cases-title"), subtitle, { on(CaseDetailsEvent.BackTapped) })
        },
        bottom = {
            Column {
                NoticeBar(state.notice, onSeen = { on(CaseDetailsEvent.NoticeSeen) })
                BottomBar {
                    // In large text two words do not fit side by side.
                    if (Xunlou.largeText) {
                        Column(Modifier.weight(1f), Arrangement.spacedBy(8.dp)) { Actions(state, Modifier.fillMaxWidth(), on) }
                    } else {
                        Actions(state, Modifier.weight(1f), on)
                    }
                }
            }
        },
    ) { padding ->
        if (state.loading) {
            EmptyState(Signs.Clipboard, words("state-loading"), Modifier.padding(padding))
        } else {
            Sections(document, state, padding, on)
        }
    }
}

/** The step that is most likely next; once it is being taken: to take it or not. */
@Composable
private fun Actions(state: CaseDetailsState, each: Modifier, on: (CaseDetailsEvent) -> Unit) {
    val words = Xunlou.words
    val next = state.steps.firstOrNull()
    when {
        state.form != null -> {
            SideButton(words("action-cancel"), "case-cancel", { on(CaseDetailsEvent.Dropped) }, each, enabled = !state.saving)
            val save = if (state.saving) words("state-saving") else words("action-save")
            Spacer(Modifier.width(12.dp))
            MainButton(save, "case-save", { on(CaseDetailsEvent.Taken) }, each, Icons.Filled.Check, state.canTake)
        }
        next != null -> {
            val text = "${words("case-steps")} · ${next.title}"
            MainButton(text, "case-next", { on(CaseDetailsEvent.StepTapped(next.id)) }, each)
        }
        else -> MainButton(words("action-back"), "case-back", { on(CaseDetailsEvent.BackTapped) }, each)
    }
}

private enum class Section { SUMMARY, DUE, STEPS, PHOTOS, HISTORY }

@Composable
private fun Sections(document: DocumentId, state: CaseDetailsState, padding: PaddingValues, on: (CaseDetailsEvent) -> Unit) {
    val canAdd = state.steps.isNotEmpty()
    val sections = Section.entries.filter { section ->
        when (section) {
            Section.DUE -> state.due.isNotEmpty()
            Section.STEPS -> canAdd
            Section.PHOTOS -> canAdd || state.photos.isNotEmpty()
            else -> true
        }
    }
    val list = rememberLazyListState()
    LaunchedEffect(state.form?.step) {
        if (state.form != null) list.animateScrollToItem(sections.indexOf(Section.STEPS))
    }
    LazyColumn(
        Modifier.fillMaxSize().padding(padding).testTag("case-list"),
        list,
        contentPadding = PaddingValues(start = 16.dp, end = 16.dp, bottom = 24.dp),
        verticalArrangement = Arrangement.spacedBy(10.dp),
    ) {
        items(sections, key = { it.name }) { section ->
            when (section) {
                Section.SUMMARY -> Summary(state, on)
                Section.DUE -> Deadlines(state.due)
                Section.STEPS -> Steps(state, on)
                Section.PHOTOS -> CasePhotos(document, state.photos, canAdd, on)
                Section.HISTORY -> History(state.facts)
            }
        }
    }
}
