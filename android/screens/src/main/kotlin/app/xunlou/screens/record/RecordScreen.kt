package app.xunlou.screens.record

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.foundation.lazy.items
import androidx.compose.foundation.lazy.rememberLazyListState
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Check
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.rememberUpdatedState
import androidx.compose.runtime.snapshotFlow
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import app.xunlou.core.DocumentId
import app.xunlou.presenters.record.RecordEvent
import app.xunlou.presenters.record.RecordState
import app.xunlou.screens.components.BottomBar
import app.xunlou.screens.components.EmptyState
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.NoticeBar
import app.xunlou.screens.components.Page
import app.xunlou.screens.components.Progress
import app.xunlou.screens.components.TopBar
import app.xunlou.screens.components.UnsentChip
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou
import kotlinx.coroutines.flow.drop
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.mapNotNull

/** Filling in a record: a patrol 巡楼, an inspection 装修督导, a visit 家访. */
@Composable
fun RecordScreen(document: DocumentId, state: RecordState, on: (RecordEvent) -> Unit) {
    Page(
        tag = "record",
        top = { RecordTop(state, on) },
        bottom = { RecordBottom(state, on) },
    ) { padding ->
        if (state.loading) {
            EmptyState(Signs.Clipboard, Xunlou.words("state-loading"), Modifier.padding(padding))
        } else {
            RecordList(document, state, padding, on)
        }
    }
}

@Composable
private fun RecordTop(state: RecordState, on: (RecordEvent) -> Unit) {
    val words = Xunlou.words
    val progress = Progress(
        state.answered,
        state.asked,
        words("record-progress", "answered" to state.answered, "asked" to state.asked),
    )
    TopBar(state.title, state.subtitle, { on(RecordEvent.BackTapped) }, progress.takeUnless { state.loading })
}

@Composable
private fun RecordBottom(state: RecordState, on: (RecordEvent) -> Unit) {
    val words = Xunlou.words
    Column {
        NoticeBar(
            state.notice,
            onSeen = { on(RecordEvent.NoticeSeen) },
            action = words("action-undo").takeIf { state.canUndo },
            onAction = { on(RecordEvent.Undone) },
        )
        BottomBar {
            UnsentChip(state.unsent, "record-unsent") { on(RecordEvent.UnsentTapped) }
            if (state.finished == null) {
                // In large text there is room for it at the top alone.
                val remaining = if (Xunlou.largeText) "" else words("record-remaining", "count" to state.remaining)
                Text(
                    remaining,
                    Modifier.weight(1f).padding(horizontal = 8.dp),
                    style = MaterialTheme.typography.bodySmall,
                    color = MaterialTheme.colorScheme.onSurfaceVariant,
                    textAlign = TextAlign.End,
                )
                val ready = !state.loading && !state.finishing
                MainButton(words("record-finish"), "record-finish", { on(RecordEvent.FinishTapped) }, sign = Icons.Filled.Check, enabled = ready)
            } else {
                Spacer(Modifier.weight(1f))
                MainButton(words("action-back"), "record-back", { on(RecordEvent.BackTapped) })
            }
        }
    }
}

@Composable
private fun RecordList(document: DocumentId, state: RecordState, padding: PaddingValues, on: (RecordEvent) -> Unit) {
    val rows = rows(state)
    val list = rememberLazyListState(initialFirstVisibleItemIndex = rows.indexOfItem(state.focus) ?: 0)
    Follow(list, rows, on)
    LaunchedEffect(state.jump) {
        state.jump?.let { rows.indexOfItem(it.item) }?.let { list.animateScrollToItem(it) }
    }
    LazyColumn(
        Modifier.fillMaxSize().padding(padding).testTag("record-list"),
        list,
        contentPadding = PaddingValues(start = 16.dp, end = 16.dp, bottom = 24.dp),
        verticalArrangement = Arrangement.spacedBy(10.dp),
    ) {
        items(rows, key = { it.key }) { row ->
            when (row) {
                Row.Head -> RecordHead(state, on)
                is Row.Title -> GroupHeader(row.group, on)
                is Row.Entry -> ItemCard(document, row.item, readOnly = state.finished != null, on)
            }
        }
    }
}

/** Tells which item is in front once the list stands still again. */
@Composable
private fun Follow(list: LazyListState, rows: List<Row>, on: (RecordEvent) -> Unit) {
    val current by rememberUpdatedState(rows)
    LaunchedEffect(list) {
        snapshotFlow { list.firstVisibleItemIndex to list.isScrollInProgress }
            .drop(1)
            .filter { (_, moving) -> !moving }
            .mapNotNull { (index, _) -> current.drop(index).firstNotNullOfOrNull { (it as? Row.Entry)?.item?.id } }
            .collect { on(RecordEvent.Looked(it)) }
    }
}
