package app.xunlou.screens.conflicts

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.padding
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Edit
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.conflicts.ConflictsEvent
import app.xunlou.presenters.conflicts.ConflictsState
import app.xunlou.presenters.household.FieldInput
import app.xunlou.screens.components.Badge
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.components.comesIntoView
import app.xunlou.screens.household.FieldEditor
import app.xunlou.screens.household.FormButtons
import app.xunlou.screens.household.Written
import app.xunlou.screens.theme.Xunlou

/** A conflict: what it is about, the values, and writing another one. */
@Composable
internal fun ConflictCard(conflict: ConflictsState.Conflict, on: (ConflictsEvent) -> Unit) {
    Panel("conflict-${conflict.title}", edge = Xunlou.signals.warning) {
        Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
            Column(verticalArrangement = Arrangement.spacedBy(2.dp)) {
                Text(conflict.title, style = MaterialTheme.typography.titleMedium)
                if (conflict.place.isNotEmpty()) {
                    Text(conflict.place, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
                }
            }
            Candidates(conflict, on)
            Third(conflict, on)
        }
    }
}

/** Two stand side by side; more, or those in large text, one below another. */
@Composable
private fun Candidates(conflict: ConflictsState.Conflict, on: (ConflictsEvent) -> Unit) {
    if (Xunlou.largeText || conflict.candidates.size > 2) {
        Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
            conflict.candidates.forEachIndexed { index, candidate -> CandidateBox(conflict, candidate, index, Modifier.fillMaxWidth(), on) }
        }
    } else {
        Row(Modifier.height(IntrinsicSize.Max), Arrangement.spacedBy(8.dp)) {
            conflict.candidates.forEachIndexed { index, candidate ->
                CandidateBox(conflict, candidate, index, Modifier.weight(1f).fillMaxHeight(), on)
            }
        }
    }
}

@Composable
private fun CandidateBox(
    conflict: ConflictsState.Conflict,
    candidate: ConflictsState.Candidate,
    index: Int,
    modifier: Modifier,
    on: (ConflictsEvent) -> Unit,
) {
    val words = Xunlou.words
    val change = candidate.change
    Surface(
        modifier.testTag("conflict-${conflict.title}-$index"),
        MaterialTheme.shapes.small,
        MaterialTheme.colorScheme.surfaceContainerLow,
        border = BorderStroke(1.dp, MaterialTheme.colorScheme.outlineVariant),
    ) {
        Column(Modifier.padding(12.dp), Arrangement.SpaceBetween) {
            Column(Modifier.semantics(mergeDescendants = true) {}, Arrangement.spacedBy(6.dp)) {
                Badge(if (candidate.mine) words("conflicts-mine") else words("conflicts-theirs"), Xunlou.signals.neutral)
                Text(candidate.text, style = MaterialTheme.typography.titleMedium)
                Column {
                    listOfNotNull(candidate.by, candidate.device, candidate.time).forEach {
                        Text(it, style = MaterialTheme.typography.bodySmall, color = MaterialTheme.colorScheme.onSurfaceVariant)
                    }
                }
            }
            if (change != null) {
                val said = "${words("conflicts-take")} ${candidate.text}"
                SideButton(
                    if (candidate.taking) words("state-saving") else words("conflicts-take"),
                    "conflict-${conflict.title}-take-$index",
                    { on(ConflictsEvent.Taken(conflict.id, change)) },
                    Modifier.fillMaxWidth().padding(top = 12.dp).semantics { contentDescription = said },
                    enabled = !conflict.saving,
                )
            }
        }
    }
}

/** Neither is right: another value. */
@Composable
private fun Third(conflict: ConflictsState.Conflict, on: (ConflictsEvent) -> Unit) {
    val words = Xunlou.words
    val tag = "conflict-${conflict.title}-third"
    val input: FieldInput = conflict.input ?: return
    val form = conflict.form
    if (form == null) {
        val write = { on(ConflictsEvent.WriteTapped(conflict.id)) }
        SideButton(words("conflicts-write"), tag, write, Modifier.fillMaxWidth(), Icons.Filled.Edit, !conflict.saving)
        return
    }
    Column(Modifier.comesIntoView(), Arrangement.spacedBy(12.dp)) {
        Text(words("conflicts-write"), style = MaterialTheme.typography.titleSmall)
        val written = Written(form.value, form.said, form.wrong, enabled = !conflict.saving)
        FieldEditor(input, written, conflict.title, "$tag-value") { on(ConflictsEvent.Written(conflict.id, it)) }
        val saving = conflict.saving && conflict.candidates.none { it.taking }
        FormButtons(
            tag,
            form.canSave,
            saving,
            onDrop = { on(ConflictsEvent.Dropped(conflict.id)) },
            onSave = { on(ConflictsEvent.Saved(conflict.id)) },
        )
    }
}
