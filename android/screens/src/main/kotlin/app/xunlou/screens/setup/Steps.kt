package app.xunlou.screens.setup

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.setup.SetUpEvent
import app.xunlou.presenters.setup.SetUpState
import app.xunlou.presenters.setup.SetUpState.Step
import app.xunlou.screens.components.DraftField
import app.xunlou.screens.components.Panel
import app.xunlou.screens.sync.SyncProgress
import app.xunlou.screens.theme.Xunlou

/** The code, to scan or to type. */
@Composable
internal fun CodeStep(state: SetUpState, on: (SetUpEvent) -> Unit) {
    val words = Xunlou.words
    Panel("setup-code-panel") {
        Column(verticalArrangement = Arrangement.spacedBy(16.dp)) {
            Text(words("setup-intro"), style = MaterialTheme.typography.bodyLarge)
            DraftField(state.link, words("setup-code"), "setup-code", keyboard = KeyboardType.Uri, lines = 2..6) {
                on(SetUpEvent.Typed(it))
            }
        }
    }
}

/** The server to look at, and the name that the phone gets. */
@Composable
internal fun ConfirmStep(state: SetUpState, step: Step.Confirm, on: (SetUpEvent) -> Unit) {
    Panel("setup-confirm") {
        Column(verticalArrangement = Arrangement.spacedBy(16.dp)) {
            ServerLines(step.server, "setup")
            if (step.toName) {
                DraftField(state.device, Xunlou.words("setup-device"), "setup-device", enabled = !step.enrolling) {
                    on(SetUpEvent.Named(it))
                }
            }
        }
    }
}

/** Whose phone it is, and how far the first sync has come. */
@Composable
internal fun FirstSyncStep(state: SetUpState, step: Step.FirstSync) {
    val words = Xunlou.words
    step.person?.let { person ->
        Panel("setup-person") {
            Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
                Text(
                    person.hello,
                    Modifier.testTag("setup-hello").semantics { heading() },
                    style = MaterialTheme.typography.titleLarge,
                )
                Text(
                    "${words("setup-estate")} · ${person.estate}",
                    style = MaterialTheme.typography.bodyLarge,
                    color = MaterialTheme.colorScheme.onSurfaceVariant,
                )
            }
        }
    }
    Panel("setup-first-sync") {
        Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
            Text(words("setup-first-sync"), style = MaterialTheme.typography.titleMedium)
            state.progress?.let { SyncProgress(it) }
        }
    }
}
