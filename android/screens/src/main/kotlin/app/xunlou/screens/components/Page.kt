package app.xunlou.screens.components

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.RowScope
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.width
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.automirrored.filled.ArrowBack
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Scaffold
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import app.xunlou.screens.theme.Xunlou

/** A whole screen: what is fixed above, what is fixed below within the thumb's reach, and what scrolls between. */
@Composable
fun Page(
    tag: String,
    top: @Composable () -> Unit,
    bottom: @Composable () -> Unit = {},
    content: @Composable (PaddingValues) -> Unit,
) {
    Scaffold(Modifier.testTag(tag), topBar = top, bottomBar = bottom, content = content)
}

/** How far something has come. */
data class Progress(val done: Long, val of: Long, val text: String)

/** The title with the way back, what it is about, and how far it has come. */
@Composable
fun TopBar(
    title: String,
    subtitle: String? = null,
    onBack: (() -> Unit)? = null,
    progress: Progress? = null,
    actions: @Composable RowScope.() -> Unit = {},
) {
    Surface(color = MaterialTheme.colorScheme.surface) {
        Column(Modifier.fillMaxWidth().statusBars()) {
            Row(Modifier.heightIn(min = 64.dp).padding(end = 4.dp), verticalAlignment = Alignment.CenterVertically) {
                if (onBack == null) Spacer(Modifier.width(20.dp)) else BackButton(onBack)
                Column(Modifier.weight(1f).padding(end = 4.dp).padding(vertical = 6.dp)) {
                    Text(
                        title,
                        Modifier.semantics { heading() },
                        style = MaterialTheme.typography.titleLarge,
                        maxLines = 2,
                        overflow = TextOverflow.Ellipsis,
                    )
                    if (subtitle != null) {
                        Text(
                            subtitle,
                            style = MaterialTheme.typography.bodySmall,
                            color = MaterialTheme.colorScheme.onSurfaceVariant,
                        )
                    }
                }
                actions()
            }
            if (progress != null) ProgressRow(progress)
        }
    }
}

@Composable
private fun BackButton(onBack: () -> Unit) {
    val said = Xunlou.words("action-back")
    IconButton(onBack, Modifier.size(TARGET).testTag("back")) { Icon(Icons.AutoMirrored.Filled.ArrowBack, said) }
}

@Composable
private fun ProgressRow(progress: Progress) {
    Row(
        Modifier.fillMaxWidth().padding(start = 16.dp, end = 16.dp, bottom = 10.dp).semantics(mergeDescendants = true) {
            contentDescription = progress.text
        }.testTag("progress"),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        val share = if (progress.of == 0L) 0f else progress.done.toFloat() / progress.of
        LinearProgressIndicator({ share }, Modifier.weight(1f).heightIn(min = 6.dp), trackColor = Xunlou.signals.neutral.container)
        Spacer(Modifier.width(12.dp))
        Text(progress.text, style = MaterialTheme.typography.titleSmall, color = MaterialTheme.colorScheme.primary)
    }
}

/** What is fixed at the bottom. */
@Composable
fun BottomBar(content: @Composable RowScope.() -> Unit) {
    Surface(color = MaterialTheme.colorScheme.surfaceContainer) {
        Row(
            Modifier.fillMaxWidth().navigationBars().padding(horizontal = 16.dp, vertical = 12.dp),
            verticalAlignment = Alignment.CenterVertically,
            content = content,
        )
    }
}
