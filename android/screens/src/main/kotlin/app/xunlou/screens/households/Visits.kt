package app.xunlou.screens.households

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Mark
import app.xunlou.presenters.households.CoverageLine
import app.xunlou.presenters.households.VisitRow
import app.xunlou.screens.components.Lead
import app.xunlou.screens.components.MarkBadge
import app.xunlou.screens.components.Panel
import app.xunlou.screens.theme.Xunlou

/** How far the visit quotas are met, of the month and of the quarter. */
@Composable
fun CoveragePanel(lines: List<CoverageLine>, tag: String) {
    Panel(tag) {
        Column(verticalArrangement = Arrangement.spacedBy(14.dp)) { lines.forEach { Coverage(it) } }
    }
}

@Composable
private fun Coverage(line: CoverageLine) {
    Column(Modifier.semantics(mergeDescendants = true) {}, Arrangement.spacedBy(8.dp)) {
        Lead(line.title) { MarkBadge(line.figures, if (line.met) Mark.GOOD else Mark.DUE) }
        // The figures say the same.
        LinearProgressIndicator(
            { line.share },
            Modifier.fillMaxWidth().heightIn(min = 6.dp).clearAndSetSemantics {},
            color = if (line.met) Xunlou.signals.good.edge else MaterialTheme.colorScheme.primary,
            trackColor = Xunlou.signals.neutral.container,
            drawStopIndicator = {},
        )
    }
}

/** A household to visit next; leads to its file. */
@Composable
fun VisitCard(visit: VisitRow, tag: String, onClick: () -> Unit) {
    Panel(tag, onClick = onClick) {
        Text(visit.unit, style = MaterialTheme.typography.titleMedium)
        Text(visit.last, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
    }
}
