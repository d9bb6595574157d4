package app.xunlou.screens.components

import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.CheckCircle
import androidx.compose.material.icons.filled.Warning
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import app.xunlou.presenters.Mark
import app.xunlou.screens.theme.Signal
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** What a mark looks like. */
val Mark.signal: Signal
    @Composable get() = when (this) {
        Mark.QUIET, Mark.DUE -> Xunlou.signals.neutral
        Mark.GOING, Mark.WARNING -> Xunlou.signals.warning
        Mark.BAD -> Xunlou.signals.bad
        Mark.GOOD -> Xunlou.signals.good
    }

/** The edge of a card that needs to be looked at; none where all is as it should be. */
val Mark.edge: Signal?
    @Composable get() = if (this == Mark.WARNING || this == Mark.BAD) signal else null

/** A mark with its word. */
@Composable
fun MarkBadge(text: String, mark: Mark, modifier: Modifier = Modifier) = Badge(text, mark.signal, modifier, signOf(mark))

private fun signOf(mark: Mark): ImageVector? = when (mark) {
    Mark.QUIET, Mark.DUE -> null
    Mark.GOING -> Signs.Sync
    Mark.WARNING, Mark.BAD -> Icons.Filled.Warning
    Mark.GOOD -> Icons.Filled.CheckCircle
}
