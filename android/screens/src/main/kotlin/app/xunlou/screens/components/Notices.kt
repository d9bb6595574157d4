package app.xunlou.screens.components

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.width
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.CheckCircle
import androidx.compose.material.icons.filled.Close
import androidx.compose.material.icons.filled.Info
import androidx.compose.material.icons.filled.Warning
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Notice
import app.xunlou.screens.theme.Signal
import app.xunlou.screens.theme.Xunlou

/** What a notice looks like. */
@Composable
fun signalOf(tone: Notice.Tone): Signal = when (tone) {
    Notice.Tone.DONE -> Xunlou.signals.good
    Notice.Tone.NEWS -> Xunlou.signals.warning
    Notice.Tone.PROBLEM -> Xunlou.signals.bad
}

private fun signOf(tone: Notice.Tone): ImageVector = when (tone) {
    Notice.Tone.DONE -> Icons.Filled.CheckCircle
    Notice.Tone.NEWS -> Icons.Filled.Info
    Notice.Tone.PROBLEM -> Icons.Filled.Warning
}

/** Within a card: something about this one thing. */
@Composable
fun Banner(text: String, tone: Notice.Tone, modifier: Modifier = Modifier, tag: String? = null) {
    val signal = signalOf(tone)
    Surface(
        modifier.fillMaxWidth().then(if (tag == null) Modifier else Modifier.testTag(tag)),
        MaterialTheme.shapes.small,
        signal.container,
        signal.content,
    ) {
        Row(Modifier.padding(horizontal = 12.dp, vertical = 10.dp), verticalAlignment = Alignment.CenterVertically) {
            Icon(signOf(tone), null, Modifier.size(20.dp))
            Spacer(Modifier.width(8.dp))
            Text(text, style = MaterialTheme.typography.bodyMedium)
        }
    }
}

/** Above the bottom bar: what has just happened, read out at once, until it is closed; with a way to take it back. */
@Composable
fun NoticeBar(notice: Notice?, onSeen: () -> Unit, action: String? = null, onAction: () -> Unit = {}) {
    if (notice == null) return
    val signal = signalOf(notice.tone)
    Surface(
        Modifier.fillMaxWidth().testTag("notice").semantics { liveRegion = LiveRegionMode.Polite },
        color = signal.container,
        contentColor = signal.content,
    ) {
        Row(
            Modifier.heightIn(min = TARGET).padding(start = 16.dp, end = 4.dp),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Icon(signOf(notice.tone), null, Modifier.size(20.dp))
            Text(
                notice.text,
                Modifier.weight(1f).padding(horizontal = 12.dp, vertical = 10.dp),
                style = MaterialTheme.typography.bodyMedium,
            )
            if (action != null) {
                TextButton(onAction, Modifier.heightIn(min = TARGET).testTag("notice-action")) {
                    Text(action, style = MaterialTheme.typography.labelLarge, color = signal.content)
                }
            }
            IconButton(onSeen, Modifier.size(TARGET).testTag("notice-close")) {
                Icon(Icons.Filled.Close, Xunlou.words("action-close"))
            }
        }
    }
}

/** There is nothing here, and why that is well, or what to do. */
@Composable
fun EmptyState(sign: ImageVector, text: String, modifier: Modifier = Modifier, action: @Composable () -> Unit = {}) {
    Column(
        modifier.fillMaxWidth().padding(horizontal = 32.dp, vertical = 48.dp),
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        Icon(sign, null, Modifier.size(48.dp), tint = MaterialTheme.colorScheme.outline)
        Text(
            text,
            Modifier.padding(vertical = 16.dp).testTag("empty"),
            style = MaterialTheme.typography.bodyLarge,
            color = MaterialTheme.colorScheme.onSurfaceVariant,
            textAlign = TextAlign.Center,
        )
        action()
    }
}

/** A word on a colour that says something: late, overdue, done. */
@Composable
fun Badge(text: String, signal: Signal, modifier: Modifier = Modifier, sign: ImageVector? = null) {
    Surface(modifier, MaterialTheme.shapes.extraSmall, signal.container, signal.content) {
        Row(Modifier.padding(horizontal = 8.dp, vertical = 3.dp), verticalAlignment = Alignment.CenterVertically) {
            if (sign != null) {
                Icon(sign, null, Modifier.size(16.dp))
                Spacer(Modifier.width(4.dp))
            }
            Text(text, style = MaterialTheme.typography.labelMedium)
        }
    }
}
