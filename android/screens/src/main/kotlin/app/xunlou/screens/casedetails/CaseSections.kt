package app.xunlou.screens.casedetails

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import app.xunlou.core.DocumentId
import app.xunlou.core.PhotoHash
import app.xunlou.presenters.casedetails.CaseDetailsEvent
import app.xunlou.presenters.casedetails.CaseDetailsState
import app.xunlou.screens.components.Lead
import app.xunlou.screens.components.MarkBadge
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.SectionHeader
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.components.Thumbnails
import app.xunlou.screens.components.edge
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** What the case is, how far it has come, who reported it and where it was found. */
@Composable
internal fun Summary(state: CaseDetailsState, on: (CaseDetailsEvent) -> Unit) {
    val words = Xunlou.words
    Panel("case-summary", edge = state.mark.edge) {
        Column(verticalArrangement = Arrangement.spacedBy(10.dp)) {
            Column(Modifier.semantics(mergeDescendants = true) {}, Arrangement.spacedBy(6.dp)) {
                Lead(state.title) { MarkBadge(state.state, state.mark) }
                Quiet("${state.about} · ${state.severity}")
                if (state.detail.isNotEmpty()) Text(state.detail, style = MaterialTheme.typography.bodyLarge)
                Quiet("${words("case-reported")} ${state.reported}")
            }
            if (state.found != null) {
                val look = { on(CaseDetailsEvent.RecordTapped) }
                SideButton(words("case-record"), "case-record", look, Modifier.fillMaxWidth(), Signs.Clipboard)
            }
        }
    }
}

/** By when what is to be done, and what was done when. */
@Composable
internal fun Deadlines(due: List<CaseDetailsState.Due>) {
    Column {
        SectionHeader(Xunlou.words("case-due"))
        Panel("case-due") {
            Column(verticalArrangement = Arrangement.spacedBy(8.dp)) { due.forEach { MarkBadge(it.text, it.mark) } }
        }
    }
}

@Composable
internal fun CasePhotos(document: DocumentId, photos: List<PhotoHash>, canAdd: Boolean, on: (CaseDetailsEvent) -> Unit) {
    Column {
        SectionHeader(Xunlou.words("case-photos"))
        Thumbnails(
            document,
            photos,
            "case",
            onCamera = if (canAdd) ({ on(CaseDetailsEvent.CameraTapped) }) else null,
            onGallery = if (canAdd) ({ on(CaseDetailsEvent.GalleryTapped) }) else null,
        )
    }
}

/** Who did what when. */
@Composable
internal fun History(facts: List<CaseDetailsState.Fact>) {
    Column {
        SectionHeader(Xunlou.words("case-history"))
        Panel("case-history") {
            if (facts.isEmpty()) Quiet(Xunlou.words("state-empty"))
            facts.forEachIndexed { index, fact ->
                if (index > 0) HorizontalDivider(Modifier.padding(vertical = 12.dp), color = MaterialTheme.colorScheme.outlineVariant)
                Column(Modifier.semantics(mergeDescendants = true) {}, Arrangement.spacedBy(4.dp)) {
                    Text(fact.title, style = MaterialTheme.typography.titleSmall)
                    if (fact.note.isNotEmpty()) Text(fact.note, style = MaterialTheme.typography.bodyLarge)
                    Quiet(fact.by)
                }
            }
        }
    }
}

@Composable
private fun Quiet(text: String) =
    Text(text, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
