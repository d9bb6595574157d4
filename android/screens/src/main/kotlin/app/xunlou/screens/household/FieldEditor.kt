package app.xunlou.screens.household

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.offset
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Notice
import app.xunlou.presenters.household.FieldInput
import app.xunlou.screens.components.Banner
import app.xunlou.screens.components.Chips
import app.xunlou.screens.components.DayDialog
import app.xunlou.screens.components.DraftField
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.components.TextAction
import app.xunlou.screens.components.options
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou
import java.time.LocalDate

/** The text of a [TextAction] stands in line with the texts above, though what is tapped is wider. */
internal val BESIDE_TEXT = (-12).dp

/** A value that is being written: [said] in words where it is a day, [wrong] why it does not fit. */
internal class Written(val value: String, val said: String?, val wrong: String?, val enabled: Boolean)

/** Writes a value as its field wants it: typed, chosen by a chip, or a day. */
@Composable
internal fun FieldEditor(input: FieldInput, written: Written, label: String, tag: String, onWrite: (String) -> Unit) {
    when (input) {
        FieldInput.Text -> Typed(written, label, tag, KeyboardType.Text, onWrite = onWrite)
        FieldInput.Phone -> Typed(written, label, tag, KeyboardType.Phone, onWrite = onWrite)
        is FieldInput.Number -> Typed(written, label, tag, KeyboardType.Number, input.unit, onWrite)
        is FieldInput.OneOf -> Chosen(written, tag, onWrite) {
            val options = input.options.options()
            Chips(options, setOf(written.value), tag, written.enabled, onWrite)
        }
        FieldInput.Date -> Chosen(written, tag, onWrite) { Day(written, label, tag, onWrite) }
    }
}

@Composable
private fun Typed(
    written: Written,
    label: String,
    tag: String,
    keyboard: KeyboardType,
    unit: String? = null,
    onWrite: (String) -> Unit,
) {
    val lines = if (keyboard == KeyboardType.Text) 1..6 else 1..1
    DraftField(
        written.value,
        label,
        tag,
        enabled = written.enabled,
        keyboard = keyboard,
        lines = lines,
        suffix = unit,
        problem = written.wrong,
        onType = onWrite,
    )
}

/** What is not typed is taken back by a tap. */
@Composable
private fun Chosen(written: Written, tag: String, onWrite: (String) -> Unit, choice: @Composable () -> Unit) {
    Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
        choice()
        if (written.value.isNotEmpty()) {
            val clear = { onWrite("") }
            TextAction(Xunlou.words("record-clear"), "$tag-clear", clear, Modifier.offset(x = BESIDE_TEXT), enabled = written.enabled)
        }
        written.wrong?.let { Banner(it, Notice.Tone.PROBLEM) }
    }
}

@Composable
private fun Day(written: Written, label: String, tag: String, onWrite: (String) -> Unit) {
    val words = Xunlou.words
    var choosing by remember { mutableStateOf(false) }
    val text = written.said ?: written.value.ifEmpty { words("record-date") }
    SideButton(text, tag, { choosing = true }, Modifier.fillMaxWidth(), Signs.Calendar, written.enabled)
    if (!choosing) return
    // Without a said day, the value is none.
    val day = written.value.takeIf { written.said != null }?.let(LocalDate::parse)
    DayDialog(label, day, tag, onClose = { choosing = false }) { onWrite(it.toString()) }
}
