package app.xunlou.screens.sync

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Share
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.sync.SyncEvent
import app.xunlou.presenters.sync.SyncState
import app.xunlou.screens.components.ActionBar
import app.xunlou.screens.components.EmptyState
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.SectionHeader
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** 同步: what waits, and what became of it. */
@Composable
fun SyncScreen(state: SyncState, on: (SyncEvent) -> Unit) {
    val words = Xunlou.words
    Page(
        tag = "sync",
        top = { TopBar(words("sync-title")) },
        bottom = {
            Column {
                NoticeBar(state.notice, onSeen = { on(SyncEvent.NoticeSeen) })
                if (!state.loading) Actions(state, on)
            }
        },
    ) { padding ->
        if (state.loading) {
            EmptyState(Signs.Sync, words("state-loading"), Modifier.padding(padding))
        } else {
            Contents(state, padding, on)
        }
    }
}

@Composable
private fun Contents(state: SyncState, padding: PaddingValues, on: (SyncEvent) -> Unit) {
    val words = Xunlou.words
    LazyColumn(
        Modifier.fillMaxSize().padding(padding).testTag("sync-list"),
        contentPadding = PaddingValues(start = 16.dp, end = 16.dp, bottom = 24.dp),
        verticalArrangement = Arrangement.spacedBy(10.dp),
    ) {
        item("status") { Status(state) }
        item("wifi-only") { WifiOnly(state.wifiOnly, "sync-wifi-only") { on(SyncEvent.WifiOnlyChanged(it)) } }
        if (state.refused.isNotEmpty()) {
            item("refused") { SectionHeader(words("sync-refused"), trailing = "${state.refused.size}") }
            items(state.refused, key = { it.id }) { RefusedCard(it) }
            item("export") {
                SideButton(
                    words("sync-export"),
                    "sync-export",
                    { on(SyncEvent.ExportTapped) },
                    Modifier.fillMaxWidth(),
                    Icons.Filled.Share,
                )
            }
        }
    }
}

@Composable
private fun Actions(state: SyncState, on: (SyncEvent) -> Unit) {
    val words = Xunlou.words
    val enrolAgain = @Composable { modifier: Modifier ->
        SideButton(words("sync-enrol-again"), "sync-enrol-again", { on(SyncEvent.EnrolAgainTapped) }, modifier)
    }
    ActionBar(side = enrolAgain.takeIf { state.mustEnrolAgain }) { modifier ->
        if (state.progress == null) {
            MainButton(words("sync-start"), "sync-start", { on(SyncEvent.SyncTapped) }, modifier, Signs.Sync)
        } else {
            SideButton(words("action-cancel"), "sync-cancel", { on(SyncEvent.CancelTapped) }, modifier)
        }
    }
}
