package app.xunlou.screens.household

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.offset
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Add
import androidx.compose.material.icons.filled.Call
import androidx.compose.material.icons.filled.Edit
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Notice
import app.xunlou.presenters.household.At
import app.xunlou.presenters.household.HouseholdEvent
import app.xunlou.presenters.household.HouseholdState
import app.xunlou.screens.components.Banner
import app.xunlou.screens.components.Chips
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.components.TARGET
import app.xunlou.screens.components.TextAction
import app.xunlou.screens.components.comesIntoView
import app.xunlou.screens.components.options
import app.xunlou.screens.theme.Xunlou

/** A field with all that is known of it, each value with its source and age. */
@Composable
internal fun FieldCard(field: HouseholdState.Field, on: (HouseholdEvent) -> Unit) {
    val edge = if (field.entries.any { it.conflict }) Xunlou.signals.warning else null
    Panel("household-field-${field.id}", edge = edge, padding = PaddingValues(start = 16.dp, end = 8.dp, top = 8.dp, bottom = 8.dp)) {
        field.entries.forEachIndexed { index, entry ->
            if (index > 0) HorizontalDivider(Modifier.padding(end = 8.dp), color = MaterialTheme.colorScheme.outlineVariant)
            EntryRow(field, entry, on)
        }
        val at = At(field.id, another = true)
        val adding = field.adding
        when {
            adding != null -> FieldForm(field, at, adding, on)
            field.canAdd -> TextAction(
                Xunlou.words("household-add", "field" to field.title),
                "household-add-${field.id}",
                { on(HouseholdEvent.EditTapped(at)) },
                Modifier.offset(x = BESIDE_TEXT),
                sign = Icons.Filled.Add,
            )
        }
    }
}

@Composable
private fun EntryRow(field: HouseholdState.Field, entry: HouseholdState.Entry, on: (HouseholdEvent) -> Unit) {
    val form = entry.form
    // Read out as one, what can be tapped after it.
    Column(Modifier.padding(vertical = 4.dp).semantics(mergeDescendants = true) {}.testTag("household-known-${entry.key}")) {
        if (Xunlou.largeText) {
            Known(field, entry, Modifier)
            Source(entry)
            Row(Modifier.offset(x = BESIDE_SIGN)) { EntryActions(field, entry, on) }
        } else {
            Row(Modifier.heightIn(min = TARGET), verticalAlignment = Alignment.CenterVertically) {
                Known(field, entry, Modifier.weight(1f))
                EntryActions(field, entry, on)
            }
            Source(entry)
        }
    }
    if (entry.conflict) {
        Column(Modifier.padding(end = 8.dp, top = 4.dp, bottom = 8.dp), Arrangement.spacedBy(10.dp)) {
            Banner(Xunlou.words("record-conflict"), Notice.Tone.NEWS, tag = "household-conflict-${entry.key}")
            val settle = { on(HouseholdEvent.ConflictTapped) }
            SideButton(Xunlou.words("record-settle"), "household-settle-${entry.key}", settle, Modifier.fillMaxWidth())
        }
    }
    if (form != null) FieldForm(field, At(entry.key), form, on)
}

@Composable
private fun Known(field: HouseholdState.Field, entry: HouseholdState.Entry, modifier: Modifier) {
    val quiet = MaterialTheme.colorScheme.onSurfaceVariant
    Column(modifier, Arrangement.spacedBy(2.dp)) {
        Text(field.title, style = MaterialTheme.typography.bodyMedium, color = quiet)
        val text = entry.text
        if (text == null) {
            Text(Xunlou.words("household-unknown"), style = MaterialTheme.typography.bodyLarge, color = quiet)
        } else {
            Text(text, style = MaterialTheme.typography.titleMedium)
        }
    }
}

@Composable
private fun Source(entry: HouseholdState.Entry) {
    entry.source?.let { Text(it, style = MaterialTheme.typography.bodySmall, color = MaterialTheme.colorScheme.onSurfaceVariant) }
}

@Composable
private fun EntryActions(field: HouseholdState.Field, entry: HouseholdState.Entry, on: (HouseholdEvent) -> Unit) {
    val words = Xunlou.words
    entry.dial?.let { number ->
        IconButton({ on(HouseholdEvent.CallTapped(number)) }, Modifier.size(TARGET).testTag("household-call-${entry.key}")) {
            Icon(Icons.Filled.Call, words("household-call", "number" to number), tint = MaterialTheme.colorScheme.primary)
        }
    }
    if (entry.canEdit && entry.form == null) {
        val what = listOfNotNull(words("household-edit"), field.title, entry.text).joinToString(" ")
        IconButton({ on(HouseholdEvent.EditTapped(At(entry.key))) }, Modifier.size(TARGET).testTag("household-edit-${entry.key}")) {
            Icon(Icons.Filled.Edit, what, tint = MaterialTheme.colorScheme.primary)
        }
    }
}

/** A sign stands in line with the texts above, though what is tapped is wider. */
private val BESIDE_SIGN = (-16).dp

/** The value, and where one has it from. */
@Composable
private fun FieldForm(field: HouseholdState.Field, at: At, form: HouseholdState.Form, on: (HouseholdEvent) -> Unit) {
    val tag = "household-form-${at.field}" + if (at.another) "-another" else ""
    Column(Modifier.padding(end = 8.dp, top = 8.dp, bottom = 8.dp).comesIntoView().testTag(tag), Arrangement.spacedBy(12.dp)) {
        val written = Written(form.value, form.said, form.wrong, enabled = !form.saving)
        FieldEditor(field.input, written, field.title, "$tag-value") { on(HouseholdEvent.Written(at, it)) }
        Text(Xunlou.words("household-source"), style = MaterialTheme.typography.titleSmall)
        val sources = form.sources.options()
        Chips(sources, setOf(form.source), "$tag-source", !form.saving) { on(HouseholdEvent.SourceChosen(at, it)) }
        FormButtons(
            tag,
            form.canSave,
            form.saving,
            onDrop = { on(HouseholdEvent.Dropped(at)) },
            onSave = { on(HouseholdEvent.Saved(at)) },
        )
    }
}
