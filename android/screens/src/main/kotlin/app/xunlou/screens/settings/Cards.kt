package app.xunlou.screens.settings

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Share
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.key
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.settings.SettingsEvent
import app.xunlou.presenters.settings.SettingsState
import app.xunlou.screens.components.DraftField
import app.xunlou.screens.components.Panel
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.setup.ServerLines
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou

/** Whose phone it is, and the app's version. */
@Composable
internal fun Account(state: SettingsState) {
    Panel("settings-account") {
        Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
            Text(state.who, Modifier.testTag("settings-who"), style = MaterialTheme.typography.titleMedium)
            Quiet(state.device)
            Quiet(state.version)
        }
    }
}

/** A new code for this phone: of the office, scanned or typed. What is on the phone stays. */
@Composable
internal fun EnrolAgain(again: SettingsState.Again, on: (SettingsEvent) -> Unit) {
    val words = Xunlou.words
    Panel("settings-again") {
        Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
            key(again.turn) {
                DraftField(
                    again.code,
                    words("setup-code"),
                    "settings-code",
                    enabled = !again.enrolling,
                    keyboard = KeyboardType.Uri,
                    lines = 1..4,
                ) { on(SettingsEvent.CodeTyped(it)) }
            }
            again.server?.let { ServerLines(it, "settings") }
            SideButton(
                words("setup-scan"),
                "settings-scan",
                { on(SettingsEvent.ScanTapped) },
                Modifier.fillMaxWidth(),
                Signs.Camera,
                enabled = !again.enrolling,
            )
            SideButton(
                if (again.enrolling) words("setup-enrolling") else words("sync-enrol-again"),
                "settings-enrol-again",
                { on(SettingsEvent.EnrolAgainTapped) },
                Modifier.fillMaxWidth(),
                enabled = again.code.isNotBlank() && !again.enrolling,
            )
        }
    }
}

/** What helps to find a fault, to be read before it is shared. */
@Composable
internal fun DiagnosticsCard(state: SettingsState, on: (SettingsEvent) -> Unit) {
    val words = Xunlou.words
    Panel("settings-diagnostics") {
        Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
            Quiet(words("settings-diagnostics-note"))
            Text(state.diagnostics, Modifier.testTag("settings-diagnostics-text"), style = MaterialTheme.typography.bodySmall)
            SideButton(
                words("diary-share"),
                "settings-share",
                { on(SettingsEvent.DiagnosticsShared) },
                Modifier.fillMaxWidth(),
                Icons.Filled.Share,
                enabled = state.diagnostics.isNotEmpty(),
            )
        }
    }
}

@Composable
private fun Quiet(text: String) =
    Text(text, style = MaterialTheme.typography.bodyMedium, color = MaterialTheme.colorScheme.onSurfaceVariant)
