package app.xunlou.screens.record

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Check
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.unit.dp
import app.xunlou.core.DocumentId
import app.xunlou.presenters.record.RecordEvent
import app.xunlou.presenters.record.RecordState
import app.xunlou.screens.components.Chips
import app.xunlou.screens.components.DraftField
import app.xunlou.screens.components.MainButton
import app.xunlou.screens.components.Option
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.components.TextAction
import app.xunlou.screens.components.Thumbnails
import app.xunlou.screens.components.options
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** The note and the photos of an item, and taking the answer back. */
@Composable
internal fun ItemDetails(document: DocumentId, item: RecordState.Item, on: (RecordEvent) -> Unit) {
    val words = Xunlou.words
    DraftField(
        item.note,
        words("record-note"),
        "record-note-${item.id}",
        lines = 1..4,
        onLeave = { on(RecordEvent.Paused) },
    ) { on(RecordEvent.NoteTyped(item.id, it)) }
    ItemPhotos(document, item, on)
    if (item.answer != null && item.input is RecordState.Input.Choice && !item.problem) {
        TextAction(words("record-clear"), "record-clear-${item.id}", { on(RecordEvent.Cleared(item.id)) })
    }
}

/** The photos of an item, with camera and gallery. */
@Composable
internal fun ItemPhotos(document: DocumentId, item: RecordState.Item, on: (RecordEvent) -> Unit) {
    Thumbnails(
        document,
        item.photos,
        "record-${item.id}",
        onRemove = { on(RecordEvent.PhotoRemoved(item.id, it)) },
        onCamera = if (item.canAddPhoto) ({ on(RecordEvent.CameraTapped(item.id)) }) else null,
        onGallery = if (item.canAddPhoto) ({ on(RecordEvent.GalleryTapped(item.id)) }) else null,
    )
}

/** The same of a finished record, to read. */
@Composable
internal fun ItemEvidence(document: DocumentId, item: RecordState.Item) {
    if (item.note.isNotEmpty()) Text(item.note, Modifier.testTag("record-note-${item.id}"), style = MaterialTheme.typography.bodyLarge)
    if (item.photos.isNotEmpty()) Thumbnails(document, item.photos, "record-${item.id}")
}

/** The case that was made of an item, or can be. */
@Composable
internal fun ItemCase(item: RecordState.Item, on: (RecordEvent) -> Unit) {
    val words = Xunlou.words
    val case = item.case
    val report = item.report
    when {
        case != null -> {
            val text = if (item.followsUp) words("record-look") else words("record-reported")
            SideButton(text, "record-case-${item.id}", { on(RecordEvent.CaseTapped(case)) }, Modifier.fillMaxWidth(), Signs.Clipboard)
        }
        report != null -> ReportForm(report, on)
        item.canReport ->
            SideButton(words("record-report"), "record-report-${item.id}", { on(RecordEvent.ReportTapped(item.id)) }, Modifier.fillMaxWidth(), Signs.Clipboard)
    }
}

@Composable
private fun ReportForm(report: RecordState.Report, on: (RecordEvent) -> Unit) {
    val words = Xunlou.words
    Column(verticalArrangement = Arrangement.spacedBy(10.dp)) {
        Text(words("case-department"), style = MaterialTheme.typography.titleSmall)
        val departments = report.departments.options() + Option("", words("case-no-department"))
        Chips(departments, setOf(report.chosen.orEmpty()), "record-department") { id ->
            on(RecordEvent.DepartmentChosen(id.ifEmpty { null }))
        }
        Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(8.dp)) {
            SideButton(words("action-cancel"), "record-report-cancel", { on(RecordEvent.ReportDropped) }, Modifier.weight(1f))
            MainButton(words("case-send"), "record-report-send", { on(RecordEvent.Reported) }, Modifier.weight(1f), Icons.Filled.Check)
        }
    }
}
