package app.xunlou.screens.record

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.requiredSize
import androidx.compose.foundation.layout.size
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Edit
import androidx.compose.material3.CircularProgressIndicator
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.xunlou.core.DocumentId
import app.xunlou.presenters.Notice
import app.xunlou.presenters.record.RecordEvent
import app.xunlou.presenters.record.RecordState
import app.xunlou.presenters.record.RecordState.Input
import app.xunlou.presenters.record.RecordState.Missing
import app.xunlou.screens.components.Badge
import app.xunlou.screens.components.Banner
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.theme.Xunlou

/** An item: what is asked, the answer, and where something is wrong, the note, the photos and the case. */
@Composable
internal fun ItemCard(document: DocumentId, item: RecordState.Item, readOnly: Boolean, on: (RecordEvent) -> Unit) {
    var more by rememberSaveable(item.id) { mutableStateOf(false) }
    val needed = item.problem || item.note.isNotEmpty() || item.photos.isNotEmpty()
    val edge = when {
        item.conflict -> Xunlou.signals.warning
        item.problem || item.marked -> Xunlou.signals.bad
        else -> null
    }
    Panel("record-item-${item.id}", edge = edge) {
        Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
            Title(item, onMore = if (readOnly || needed) null else ({ more = !more }))
            if (readOnly) Said(item) else ItemInput(item, on)
            Lacking(item)
            if (item.conflict) Conflict(on)
            when {
                readOnly && needed -> ItemEvidence(document, item)
                !readOnly && (needed || more) -> ItemDetails(document, item, on)
                !readOnly && item.isPicture -> ItemPhotos(document, item, on)
            }
            ItemCase(item, on)
        }
    }
}

internal val RecordState.Item.isPicture get() = input == Input.Photo || input == Input.Signature

@Composable
private fun Title(item: RecordState.Item, onMore: (() -> Unit)?) {
    val words = Xunlou.words
    Row(verticalAlignment = Alignment.CenterVertically) {
        Column(Modifier.weight(1f), Arrangement.spacedBy(2.dp)) {
            Text(item.title, style = MaterialTheme.typography.titleMedium)
            val below = item.hint ?: words("record-optional").takeUnless { item.required }
            below?.let { Text(it, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant) }
            if (item.followsUp) Badge(words("record-follow-up"), Xunlou.signals.warning, Modifier.padding(top = 4.dp))
        }
        if (item.saving) {
            val said = words("state-saving")
            CircularProgressIndicator(
                Modifier.size(18.dp).testTag("record-saving-${item.id}").semantics { contentDescription = said },
                strokeWidth = 2.dp,
            )
        }
        if (onMore != null) {
            // Tapped as large as others, without making the line higher.
            Box(Modifier.size(28.dp), Alignment.Center) {
                IconButton(onMore, Modifier.requiredSize(52.dp).testTag("record-more-${item.id}")) {
                    Icon(Icons.Filled.Edit, words("record-more"), Modifier.size(20.dp), MaterialTheme.colorScheme.onSurfaceVariant)
                }
            }
        }
    }
}

/** The answer of a finished record. */
@Composable
private fun Said(item: RecordState.Item) {
    val said = item.said ?: return
    if (item.input is Input.Choice) {
        Badge(said, if (item.problem) Xunlou.signals.bad else Xunlou.signals.good)
    } else {
        Text(said, style = MaterialTheme.typography.bodyLarge)
    }
}

/** What keeps the record from being finished: a photo at once, an answer once somebody tried to finish. */
@Composable
private fun Lacking(item: RecordState.Item) {
    val words = Xunlou.words
    val text = when {
        item.missing == Missing.PHOTO -> words("record-photo-needed")
        item.marked && item.isPicture -> words("record-photos-needed")
        item.marked -> words("record-answer-needed")
        else -> return
    }
    Banner(text, Notice.Tone.PROBLEM, tag = "record-missing-${item.id}")
}

@Composable
private fun Conflict(on: (RecordEvent) -> Unit) {
    Banner(Xunlou.words("record-conflict"), Notice.Tone.NEWS)
    SideButton(Xunlou.words("record-settle"), "record-conflict", { on(RecordEvent.ConflictTapped) }, Modifier.fillMaxWidth())
}
