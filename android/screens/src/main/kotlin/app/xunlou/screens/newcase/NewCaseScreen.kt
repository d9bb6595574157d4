package app.xunlou.screens.newcase

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Check
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.xunlou.core.CaseKind
import app.xunlou.core.Severity
import app.xunlou.presenters.newcase.NewCaseEvent
import app.xunlou.presenters.newcase.NewCaseState
import app.xunlou.screens.components.BottomBar
import app.xunlou.screens.components.Chips
import app.xunlou.screens.components.DraftField
import app.xunlou.screens.components.EmptyState
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Option
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.Segments
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.components.options
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** 上报问题: a case of a household or of public ground. */
@Composable
fun NewCaseScreen(state: NewCaseState, on: (NewCaseEvent) -> Unit) {
    val words = Xunlou.words
    Page(
        tag = "newcase",
        top = { TopBar(words("case-new"), state.place.ifEmpty { null }, { on(NewCaseEvent.BackTapped) }) },
        bottom = {
            Column {
                NoticeBar(state.notice, onSeen = { on(NewCaseEvent.NoticeSeen) })
                BottomBar {
                    val text = if (state.saving) words("state-saving") else words("case-send")
                    val send = { on(NewCaseEvent.SendTapped) }
                    MainButton(text, "newcase-send", send, Modifier.weight(1f), Icons.Filled.Check, state.canSend)
                }
            }
        },
    ) { padding ->
        if (state.loading) {
            EmptyState(Signs.Clipboard, words("state-loading"), Modifier.padding(padding))
        } else {
            Form(state, padding, on)
        }
    }
}

@Composable
private fun Form(state: NewCaseState, padding: PaddingValues, on: (NewCaseEvent) -> Unit) {
    Column(
        Modifier.fillMaxSize().padding(padding).verticalScroll(rememberScrollState())
            .padding(start = 16.dp, top = 8.dp, end = 16.dp, bottom = 24.dp)
            .testTag("newcase-form"),
        Arrangement.spacedBy(10.dp),
    ) {
        What(state, on)
        // Only residents are promised something.
        if (state.canPromise) PromiseCard(state, on)
        How(state, on)
    }
}

/** What it is. */
@Composable
private fun What(state: NewCaseState, on: (NewCaseEvent) -> Unit) {
    val words = Xunlou.words
    val enabled = !state.saving
    Panel("newcase-what") {
        Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
            if (state.kinds.size > 1) {
                Heading(words("case-kind"))
                Chips(state.kinds.options(), setOf(state.kind.name), "newcase-kind", enabled) {
                    on(NewCaseEvent.KindChosen(CaseKind.valueOf(it)))
                }
            }
            DraftField(state.title, words("case-title-field"), "newcase-title", enabled = enabled, lines = 1..2) {
                on(NewCaseEvent.TitleTyped(it))
            }
            DraftField(state.detail, words("case-detail-field"), "newcase-detail", enabled = enabled, lines = 2..6) {
                on(NewCaseEvent.DetailTyped(it))
            }
        }
    }
}

/** How bad it is, and who is to see to it. */
@Composable
private fun How(state: NewCaseState, on: (NewCaseEvent) -> Unit) {
    val words = Xunlou.words
    val enabled = !state.saving
    Panel("newcase-how") {
        Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
            Heading(words("case-severity"))
            Segments(state.severities.options(), state.severity.name, "newcase-severity", enabled) {
                on(NewCaseEvent.SeverityChosen(Severity.valueOf(it)))
            }
            Heading(words("case-department"))
            val departments = state.departments.options() + Option(NOBODY, words("case-no-department"))
            Chips(departments, setOf(state.department ?: NOBODY), "newcase-department", enabled) { id ->
                on(NewCaseEvent.DepartmentChosen(id.takeIf { it != NOBODY }))
            }
        }
    }
}

/** No department yet. */
private const val NOBODY = "none"

@Composable
internal fun Heading(text: String) = Text(text, style = MaterialTheme.typography.titleSmall)
