package app.xunlou.screens.sync

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.sync.ProgressLine
import app.xunlou.screens.theme.Xunlou

/** How far a sync has come: what it is busy with, and how much of that is done where it is known. */
@Composable
internal fun SyncProgress(line: ProgressLine) {
    Column(
        Modifier.fillMaxWidth().testTag("sync-progress").semantics(mergeDescendants = true) {},
        Arrangement.spacedBy(8.dp),
    ) {
        Text(line.text, style = MaterialTheme.typography.bodyLarge)
        val bar = Modifier.fillMaxWidth().height(6.dp)
        val track = Xunlou.signals.neutral.container
        when (val share = line.share) {
            null -> LinearProgressIndicator(bar, trackColor = track)
            else -> LinearProgressIndicator({ share }, bar, trackColor = track)
        }
    }
}
