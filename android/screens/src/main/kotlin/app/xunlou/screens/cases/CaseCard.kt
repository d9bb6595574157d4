package app.xunlou.screens.cases

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.cases.CaseRow
import app.xunlou.screens.components.Lead
import app.xunlou.screens.components.MarkBadge
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.edge

/** A case in a list: what it is, how far it has come, by when the next step is due. */
@Composable
fun CaseCard(case: CaseRow, tag: String, onClick: () -> Unit) {
    Panel(tag, edge = case.mark.edge, onClick = onClick) {
        Column(verticalArrangement = Arrangement.spacedBy(6.dp)) {
            Lead(case.title) { MarkBadge(case.state, case.mark) }
            Text(case.detail, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
            if (case.due.isNotEmpty()) Text(case.due, style = MaterialTheme.typography.labelMedium)
        }
    }
}
