package app.xunlou.screens.conflicts

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.CheckCircle
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.conflicts.ConflictsEvent
import app.xunlou.presenters.conflicts.ConflictsState
import app.xunlou.screens.components.EmptyState
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.components.navigationBars
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** 冲突: what two phones wrote differently while apart, mine and theirs side by side. */
@Composable
fun ConflictsScreen(state: ConflictsState, on: (ConflictsEvent) -> Unit) {
    val words = Xunlou.words
    Page(
        tag = "conflicts",
        top = { TopBar(words("conflicts-title"), onBack = { on(ConflictsEvent.BackTapped) }) },
        bottom = { Column(Modifier.navigationBars()) { NoticeBar(state.notice, onSeen = { on(ConflictsEvent.NoticeSeen) }) } },
    ) { padding ->
        when {
            state.loading -> EmptyState(Signs.Sync, words("state-loading"), Modifier.padding(padding))
            state.conflicts.isEmpty() -> EmptyState(Icons.Filled.CheckCircle, words("conflicts-none"), Modifier.padding(padding))
            else -> ConflictsList(state, padding, on)
        }
    }
}

@Composable
private fun ConflictsList(state: ConflictsState, padding: PaddingValues, on: (ConflictsEvent) -> Unit) {
    LazyColumn(
        Modifier.fillMaxSize().padding(padding).testTag("conflicts-list"),
        contentPadding = PaddingValues(start = 16.dp, end = 16.dp, top = 4.dp, bottom = 24.dp),
        verticalArrangement = Arrangement.spacedBy(12.dp),
    ) {
        item(key = "intro") {
            Text(
                Xunlou.words("conflicts-intro"),
                Modifier.padding(horizontal = 4.dp),
                style = MaterialTheme.typography.bodyMedium,
                color = MaterialTheme.colorScheme.onSurfaceVariant,
            )
        }
        items(state.conflicts, key = { it.id }) { ConflictCard(it, on) }
    }
}
