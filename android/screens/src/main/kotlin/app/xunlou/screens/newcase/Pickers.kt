package app.xunlou.screens.newcase

import androidx.compose.material3.AlertDialog
import androidx.compose.material3.ExperimentalMaterial3Api
import androidx.compose.material3.TimePicker
import androidx.compose.material3.rememberTimePickerState
import androidx.compose.runtime.Composable
import app.xunlou.screens.components.Digits
import app.xunlou.screens.components.TextAction
import app.xunlou.screens.theme.Xunlou
import java.time.LocalTime

/** Chooses a time. */
@OptIn(ExperimentalMaterial3Api::class)
@Composable
internal fun TimeDialog(time: LocalTime, onClose: () -> Unit, onChoose: (LocalTime) -> Unit) {
    val words = Xunlou.words
    val picker = rememberTimePickerState(time.hour, time.minute, is24Hour = true)
    AlertDialog(
        onDismissRequest = onClose,
        confirmButton = {
            TextAction(words("action-save"), "newcase-time-save", {
                onChoose(LocalTime.of(picker.hour, picker.minute))
                onClose()
            })
        },
        dismissButton = { TextAction(words("action-cancel"), "newcase-time-cancel", onClose) },
        text = { Digits { TimePicker(picker) } },
    )
}
