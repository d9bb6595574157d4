package app.xunlou.screens.today

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.material.icons.Icons
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
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Mark
import app.xunlou.presenters.today.TodayEvent
import app.xunlou.presenters.today.TodayState
import app.xunlou.screens.components.EmptyState
import app.xunlou.screens.components.MarkBadge
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.TARGET
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** 今日: what is due now, what else the day holds, and how syncing stands. */
@Composable
fun TodayScreen(state: TodayState, on: (TodayEvent) -> Unit, list: LazyListState = rememberLazyListState()) {
    val words = Xunlou.words
    Page(
        tag = "today",
        top = {
            TopBar(words("today-title"), state.subtitle.takeUnless { state.loading }) {
                IconButton({ on(TodayEvent.SettingsTapped) }, Modifier.size(TARGET).testTag("today-settings")) {
                    Icon(Icons.Filled.Settings, words("settings-title"))
                }
            }
        },
        bottom = {
            Column {
                NoticeBar(state.notice, onSeen = { on(TodayEvent.NoticeSeen) })
                if (!state.loading) SyncLine(state.sync) { on(TodayEvent.SyncTapped) }
            }
        },
    ) { padding ->
        if (state.loading) {
            EmptyState(Signs.Calendar, words("state-loading"), Modifier.padding(padding))
        } else {
            TodayList(state, list, Modifier.padding(padding), on)
        }
    }
}

/** What waits to be sent, what was refused, and when that last worked. Leads to 同步. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun SyncLine(sync: TodayState.Sync, onClick: () -> Unit) {
    Surface(onClick, Modifier.fillMaxWidth().testTag("today-sync"), color = MaterialTheme.colorScheme.surfaceContainer) {
        Row(
            Modifier.heightIn(min = TARGET).padding(horizontal = 16.dp, vertical = 8.dp),
            Arrangement.spacedBy(12.dp),
            Alignment.CenterVertically,
        ) {
            Icon(if (sync.allSent) Signs.CloudDone else Signs.CloudUpload, null, Modifier.size(22.dp), MaterialTheme.colorScheme.primary)
            Column(Modifier.weight(1f)) {
                FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalArrangement = Arrangement.spacedBy(2.dp)) {
                    Text(sync.waiting, Modifier.align(Alignment.CenterVertically), style = MaterialTheme.typography.labelLarge)
                    sync.refused?.let { MarkBadge(it, Mark.BAD) }
                }
                Text(sync.last, style = MaterialTheme.typography.bodySmall, color = MaterialTheme.colorScheme.onSurfaceVariant)
            }
            Icon(Icons.AutoMirrored.Filled.KeyboardArrowRight, null, tint = MaterialTheme.colorScheme.onSurfaceVariant)
        }
    }
}
