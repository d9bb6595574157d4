package app.xunlou.screens.components

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.xunlou.screens.theme.Signal
import app.xunlou.screens.theme.Xunlou

/** A card: one thing. [edge] marks one that needs to be looked at. With [onClick] the whole card is tapped. */
@Composable
fun Panel(
    tag: String,
    modifier: Modifier = Modifier,
    edge: Signal? = null,
    onClick: (() -> Unit)? = null,
    padding: PaddingValues = PaddingValues(16.dp),
    content: @Composable ColumnScope.() -> Unit,
) {
    val border = BorderStroke(1.dp, edge?.edge ?: MaterialTheme.colorScheme.outlineVariant)
    val body = @Composable { Column(Modifier.fillMaxWidth().padding(padding), content = content) }
    val whole = modifier.fillMaxWidth().testTag(tag)
    val colour = MaterialTheme.colorScheme.surfaceContainerLowest
    if (onClick == null) {
        Surface(whole, MaterialTheme.shapes.medium, colour, border = border, content = body)
    } else {
        Surface(onClick, whole.heightIn(min = TARGET), shape = MaterialTheme.shapes.medium, color = colour, border = border, content = body)
    }
}

/** What the cards below are about; [trailing] says how many, [action] does something with all of them. */
@Composable
fun SectionHeader(text: String, modifier: Modifier = Modifier, trailing: String? = null, action: (@Composable () -> Unit)? = null) {
    Column(modifier.fillMaxWidth().padding(start = 4.dp)) {
        Row(Modifier.heightIn(min = 48.dp), verticalAlignment = Alignment.CenterVertically) {
            Text(
                text,
                Modifier.weight(1f).padding(vertical = 8.dp).semantics { heading() },
                style = MaterialTheme.typography.titleSmall,
                color = MaterialTheme.colorScheme.primary,
            )
            if (trailing != null) {
                Text(
                    trailing,
                    Modifier.padding(horizontal = 4.dp),
                    style = MaterialTheme.typography.labelMedium,
                    color = MaterialTheme.colorScheme.onSurfaceVariant,
                )
            }
            if (action != null && !Xunlou.largeText) action()
        }
        if (action != null && Xunlou.largeText) action()
    }
}
