package app.xunlou.screens.sync

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.width
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Warning
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Mark
import app.xunlou.presenters.Notice
import app.xunlou.presenters.sync.SyncState
import app.xunlou.screens.components.Banner
import app.xunlou.screens.components.MarkBadge
import app.xunlou.screens.components.Panel
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** What waits, when it last worked, what one should know, and how far the sync has come that runs. */
@Composable
internal fun Status(state: SyncState) {
    val words = Xunlou.words
    Panel("sync-status") {
        Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
            // A revoked phone sends nothing, so it has not sent all.
            if (state.waiting.isEmpty() && !state.mustEnrolAgain) {
                Line(Signs.CloudDone, words("today-all-sent"), "sync-all-sent", Xunlou.signals.good.edge)
            }
            state.waiting.forEachIndexed { index, text ->
                Line(Signs.CloudUpload, text, "sync-waiting-$index", MaterialTheme.colorScheme.primary)
            }
            if (state.refused.isNotEmpty()) {
                val text = words("today-refused", "count" to state.refused.size)
                Line(Icons.Filled.Warning, text, "sync-refused-count", Xunlou.signals.bad.edge)
            }
            Text(
                state.synced,
                Modifier.testTag("sync-last"),
                style = MaterialTheme.typography.bodyMedium,
                color = MaterialTheme.colorScheme.onSurfaceVariant,
            )
            state.progress?.let { SyncProgress(it) }
            state.warnings.forEachIndexed { index, text -> Banner(text, Notice.Tone.NEWS, tag = "sync-warning-$index") }
        }
    }
}

@Composable
private fun Line(sign: ImageVector, text: String, tag: String, colour: Color) {
    Row(Modifier.testTag(tag).semantics(mergeDescendants = true) {}, verticalAlignment = Alignment.CenterVertically) {
        Icon(sign, null, Modifier.size(24.dp), colour)
        Spacer(Modifier.width(12.dp))
        Text(text, style = MaterialTheme.typography.titleMedium)
    }
}

/** A change that was refused, and why. */
@Composable
internal fun RefusedCard(refused: SyncState.Refused) {
    Panel("sync-refused-${refused.id}", Modifier.semantics(mergeDescendants = true) {}) {
        Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
            Text(refused.title, style = MaterialTheme.typography.titleMedium)
            MarkBadge(refused.reason, Mark.BAD)
        }
    }
}
