package app.xunlou.screens.log

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Delete
import androidx.compose.material.icons.filled.Share
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.log.LogEvent
import app.xunlou.presenters.log.LogState
import app.xunlou.screens.components.Lead
import app.xunlou.screens.components.MarkBadge
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.SectionHeader
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.components.TARGET
import app.xunlou.screens.components.comesIntoView
import app.xunlou.screens.theme.Xunlou

/** The day, one card for each kind of thing. */
@Composable
internal fun LogList(state: LogState, list: LazyListState, modifier: Modifier, on: (LogEvent) -> Unit) {
    val words = Xunlou.words
    LazyColumn(
        modifier.fillMaxSize().testTag("log-list"),
        list,
        contentPadding = PaddingValues(start = 16.dp, end = 16.dp, bottom = 24.dp),
    ) {
        section("duties", words("diary-duties"), state.duties) { Line(it) }
        section("records", words("diary-records"), state.records) { Line(it) }
        section("cases", words("diary-cases"), state.cases) { Line(it) }
        section("entries", words("diary-entries"), state.entries) { Entry(it, on) }
        item("share") {
            SideButton(
                words("diary-share"),
                "log-share",
                { on(LogEvent.ShareTapped) },
                Modifier.fillMaxWidth().padding(top = 16.dp),
                Icons.Filled.Share,
            )
        }
    }
}

private fun <T> LazyListScope.section(key: String, title: String, things: List<T>, thing: @Composable (T) -> Unit) {
    item(key) {
        Column {
            SectionHeader(title, trailing = "${things.size}".takeIf { things.isNotEmpty() })
            if (things.isEmpty()) Nothing() else Panel("log-$key", padding = PaddingValues(0.dp)) {
                things.forEachIndexed { index, it ->
                    if (index > 0) HorizontalDivider(color = MaterialTheme.colorScheme.outlineVariant)
                    thing(it)
                }
            }
        }
    }
}

@Composable
private fun Nothing() {
    Text(
        Xunlou.words("diary-nothing"),
        Modifier.padding(start = 4.dp, bottom = 8.dp),
        style = MaterialTheme.typography.bodyMedium,
        color = MaterialTheme.colorScheme.onSurfaceVariant,
    )
}

@Composable
private fun Line(line: LogState.Line) {
    Column(
        Modifier.padding(horizontal = 16.dp, vertical = 12.dp).semantics(mergeDescendants = true) {},
        Arrangement.spacedBy(4.dp),
    ) {
        Lead(line.title) { MarkBadge(line.said, line.mark) }
        if (line.about.isNotEmpty()) {
            Text(line.about, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
        }
        line.problems.forEach { Text(it, style = MaterialTheme.typography.bodyMedium) }
    }
}

/** A free entry. It goes with a second tap: there is no getting it back. */
@Composable
private fun Entry(entry: LogState.Entry, on: (LogEvent) -> Unit) {
    Column(Modifier.padding(start = 16.dp, end = 4.dp).testTag("log-entry-${entry.id}")) {
        Row(verticalAlignment = Alignment.CenterVertically) {
            Column(Modifier.weight(1f).padding(vertical = 12.dp).semantics(mergeDescendants = true) {}) {
                Text(entry.time, style = MaterialTheme.typography.labelMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
                Text(entry.text, style = MaterialTheme.typography.bodyLarge)
            }
            if (!entry.asking) RemoveIcon(entry, on)
        }
        if (entry.asking) Asking(entry, on)
    }
}

@Composable
private fun RemoveIcon(entry: LogState.Entry, on: (LogEvent) -> Unit) {
    val said = "${Xunlou.words("diary-remove")} ${entry.text}"
    IconButton({ on(LogEvent.RemoveTapped(entry.id)) }, Modifier.size(TARGET).testTag("log-remove-${entry.id}")) {
        Icon(Icons.Filled.Delete, said, tint = MaterialTheme.colorScheme.onSurfaceVariant)
    }
}

@Composable
private fun Asking(entry: LogState.Entry, on: (LogEvent) -> Unit) {
    val words = Xunlou.words
    Row(Modifier.comesIntoView().fillMaxWidth().padding(end = 12.dp, bottom = 12.dp), Arrangement.spacedBy(8.dp)) {
        val free = !entry.removing
        SideButton(words("action-cancel"), "log-remove-cancel", { on(LogEvent.RemoveDropped) }, Modifier.weight(1f), enabled = free)
        val text = if (free) words("diary-remove") else words("state-saving")
        SideButton(text, "log-remove-really", { on(LogEvent.Removed) }, Modifier.weight(1f), Icons.Filled.Delete, free)
    }
}
