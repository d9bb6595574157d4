package app.xunlou.screens.log

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.automirrored.filled.KeyboardArrowLeft
import androidx.compose.material.icons.automirrored.filled.KeyboardArrowRight
import androidx.compose.material.icons.filled.Settings
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.LocalFocusManager
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.log.LogEvent
import app.xunlou.presenters.log.LogState
import app.xunlou.screens.components.BottomBar
import app.xunlou.screens.components.DraftField
import app.xunlou.screens.components.EmptyState
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.TARGET
import app.xunlou.screens.components.TextAction
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** 工作日志: a day as it was, with free entries, to be shared as a text. */
@Composable
fun LogScreen(state: LogState, on: (LogEvent) -> Unit, list: LazyListState = rememberLazyListState()) {
    val words = Xunlou.words
    Page(
        tag = "log",
        top = {
            Column {
                TopBar(words("diary-title")) {
                    IconAction(Icons.Filled.Settings, words("settings-title"), "log-settings") { on(LogEvent.SettingsTapped) }
                }
                if (!state.loading) Days(state, on)
            }
        },
        bottom = {
            Column {
                NoticeBar(state.notice, onSeen = { on(LogEvent.NoticeSeen) })
                if (!state.loading && state.isToday) Write(state, on)
            }
        },
    ) { padding ->
        if (state.loading) {
            EmptyState(Signs.Book, words("state-loading"), Modifier.padding(padding))
        } else {
            LogList(state, list, Modifier.padding(padding), on)
        }
    }
}

/** The day, the day before and the day after, and from an earlier day the way back to today. */
@Composable
private fun Days(state: LogState, on: (LogEvent) -> Unit) {
    val words = Xunlou.words
    val today = @Composable { TextAction(words("today-title"), "log-today", { on(LogEvent.TodayTapped) }) }
    Surface(color = MaterialTheme.colorScheme.surface) {
        Column(Modifier.fillMaxWidth(), horizontalAlignment = Alignment.CenterHorizontally) {
            Row(Modifier.padding(horizontal = 4.dp), verticalAlignment = Alignment.CenterVertically) {
                val earlier = Icons.AutoMirrored.Filled.KeyboardArrowLeft
                IconAction(earlier, words("diary-earlier"), "log-earlier") { on(LogEvent.DayBeforeTapped) }
                Text(
                    state.day,
                    Modifier.weight(1f).testTag("log-day").semantics { liveRegion = LiveRegionMode.Polite },
                    style = MaterialTheme.typography.titleMedium,
                    textAlign = TextAlign.Center,
                )
                if (!state.isToday && !Xunlou.largeText) today()
                val later = Icons.AutoMirrored.Filled.KeyboardArrowRight
                IconAction(later, words("diary-later"), "log-later", enabled = !state.isToday) { on(LogEvent.DayAfterTapped) }
            }
            if (!state.isToday && Xunlou.largeText) today()
        }
    }
}

/** A free entry; only today is written to. In large text the button comes once there is something to add. */
@Composable
private fun Write(state: LogState, on: (LogEvent) -> Unit) {
    val words = Xunlou.words
    val focus = LocalFocusManager.current
    val field = @Composable { modifier: Modifier ->
        DraftField(state.draft, words("diary-write"), "log-entry", modifier, enabled = !state.adding, lines = 1..4) {
            on(LogEvent.Typed(it))
        }
    }
    val add = @Composable { modifier: Modifier ->
        val text = if (state.adding) words("state-saving") else words("diary-add")
        // A field that one types in takes nothing from the state: what was added must go from it.
        val tapped = {
            focus.clearFocus()
            on(LogEvent.Added)
        }
        MainButton(text, "log-add", tapped, modifier, enabled = state.canAdd)
    }
    BottomBar {
        if (Xunlou.largeText) {
            Column(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp)) {
                field(Modifier)
                if (state.draft.isNotBlank()) add(Modifier.fillMaxWidth())
            }
        } else {
            Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(12.dp), Alignment.CenterVertically) {
                // The label stands on the edge of the field, which makes it look lower than it is.
                field(Modifier.weight(1f).padding(bottom = 6.dp))
                add(Modifier)
            }
        }
    }
}

@Composable
private fun IconAction(sign: ImageVector, said: String, tag: String, enabled: Boolean = true, onClick: () -> Unit) {
    IconButton(onClick, Modifier.size(TARGET).testTag(tag), enabled) { Icon(sign, said) }
}
