package app.xunlou.screens.casedetails

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Star
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.VerticalDivider
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.casedetails.CaseDetailsState
import app.xunlou.screens.theme.Xunlou

/** How satisfied a resident is (I3): stars up to the one that is tapped, each with its number. */
@Composable
internal fun Points(chosen: Int?, enabled: Boolean, onChoose: (Int) -> Unit) {
    Surface(
        Modifier.fillMaxWidth().selectableGroup(),
        shape = MaterialTheme.shapes.medium,
        color = Color.Transparent,
        border = BorderStroke(1.dp, MaterialTheme.colorScheme.outlineVariant),
    ) {
        Row(Modifier.height(IntrinsicSize.Min)) {
            for (points in CaseDetailsState.POINTS) {
                if (points > CaseDetailsState.POINTS.first) VerticalDivider(color = MaterialTheme.colorScheme.outlineVariant)
                val said = Xunlou.words("case-satisfied", "points" to points)
                Star(
                    points,
                    lit = points <= (chosen ?: 0),
                    Modifier.weight(1f).fillMaxHeight()
                        .selectable(points == chosen, enabled, Role.RadioButton) { onChoose(points) }
                        .semantics { contentDescription = said }
                        .testTag("case-points-$points"),
                )
            }
        }
    }
}

@Composable
private fun Star(points: Int, lit: Boolean, modifier: Modifier) {
    val signal = Xunlou.signals.warning
    Surface(
        modifier.heightIn(min = 64.dp),
        color = if (lit) signal.container else Color.Transparent,
        contentColor = if (lit) signal.content else MaterialTheme.colorScheme.onSurfaceVariant,
    ) {
        Column(
            Modifier.padding(vertical = 8.dp).clearAndSetSemantics {},
            Arrangement.Center,
            Alignment.CenterHorizontally,
        ) {
            Icon(Icons.Filled.Star, null, tint = if (lit) signal.edge else MaterialTheme.colorScheme.outlineVariant)
            Text("$points", style = MaterialTheme.typography.labelLarge)
        }
    }
}
