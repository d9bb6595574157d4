package app.xunlou.screens.record

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Add
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedIconButton
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.record.RecordEvent
import app.xunlou.presenters.record.RecordState
import app.xunlou.presenters.record.RecordState.Input
import app.xunlou.presenters.record.RecordState.Meaning
import app.xunlou.screens.components.Chips
import app.xunlou.screens.components.DayDialog
import app.xunlou.screens.components.DraftField
import app.xunlou.screens.components.Option
import app.xunlou.screens.components.Segments
import app.xunlou.screens.components.SideButton
import app.xunlou.screens.theme.Signal
import app.xunlou.screens.theme.Signs
import app.xunlou.screens.theme.Xunlou
import java.time.LocalDate

/** How an item is answered, by what it asks for. */
@Composable
internal fun ItemInput(item: RecordState.Item, on: (RecordEvent) -> Unit) {
    when (val input = item.input) {
        is Input.Choice -> ChoiceInput(item, input, on)
        is Input.Number -> NumberInput(item, input, on)
        is Input.Text -> TextInput(item, input, on)
        Input.Date -> DateInput(item, on)
        Input.Signature -> Text(
            Xunlou.words("record-sign"),
            style = MaterialTheme.typography.bodyMedium,
            color = MaterialTheme.colorScheme.onSurfaceVariant,
        )
        Input.Photo, Input.Reference -> {}
    }
}

/** Up to three short answers side by side, more as chips. */
@Composable
private fun ChoiceInput(item: RecordState.Item, input: Input.Choice, on: (RecordEvent) -> Unit) {
    val options = input.options.map { Option(it.id, it.text, it.meaning.signal()) }
    val tag = "record-answer-${item.id}"
    val choose = { id: String -> on(RecordEvent.Answered(item.id, id)) }
    if (options.size <= 3) {
        Segments(options, item.answer, tag, onChoose = choose)
    } else {
        Chips(options, setOfNotNull(item.answer), tag, onChoose = choose)
    }
}

@Composable
private fun Meaning.signal(): Signal = when (this) {
    Meaning.GOOD -> Xunlou.signals.good
    Meaning.BAD -> Xunlou.signals.bad
    Meaning.NEUTRAL -> Xunlou.signals.neutral
}

/** One less, the number, one more. */
@Composable
private fun NumberInput(item: RecordState.Item, input: Input.Number, on: (RecordEvent) -> Unit) {
    val words = Xunlou.words
    val number = item.answer?.trim()?.toLongOrNull()
    fun answer(next: Long) = on(RecordEvent.Answered(item.id, next.toString()))
    Row(Modifier.fillMaxWidth(), Arrangement.spacedBy(10.dp), Alignment.Top) {
        Step(Signs.Minus, words("record-less"), "record-less-${item.id}", number != null && number > input.min) {
            number?.let { answer(it - 1) }
        }
        DraftField(
            item.answer.orEmpty(),
            words("record-write"),
            "record-answer-${item.id}",
            Modifier.weight(1f),
            keyboard = KeyboardType.Number,
            problem = item.wrong,
            suffix = input.unit,
            onLeave = { on(RecordEvent.Paused) },
        ) { on(RecordEvent.Typed(item.id, it)) }
        Step(Icons.Filled.Add, words("record-plus"), "record-plus-${item.id}", number == null || number < input.max) {
            answer(number?.plus(1) ?: input.min)
        }
    }
}

@Composable
private fun Step(sign: ImageVector, said: String, tag: String, enabled: Boolean, onClick: () -> Unit) {
    OutlinedIconButton(
        onClick,
        // A field keeps this much free for its label.
        Modifier.padding(top = 8.dp).size(56.dp).testTag(tag),
        enabled,
        border = BorderStroke(1.dp, MaterialTheme.colorScheme.outlineVariant),
    ) { Icon(sign, said) }
}

@Composable
private fun TextInput(item: RecordState.Item, input: Input.Text, on: (RecordEvent) -> Unit) {
    DraftField(
        item.answer.orEmpty(),
        Xunlou.words("record-write"),
        "record-answer-${item.id}",
        lines = if (input.max > LINE) 2..6 else 1..3,
        problem = item.wrong,
        onLeave = { on(RecordEvent.Paused) },
    ) { on(RecordEvent.Typed(item.id, it)) }
}

/** So many characters fit a line. */
private const val LINE = 60

@Composable
private fun DateInput(item: RecordState.Item, on: (RecordEvent) -> Unit) {
    val words = Xunlou.words
    var choosing by remember { mutableStateOf(false) }
    SideButton(item.said ?: words("record-date"), "record-answer-${item.id}", { choosing = true }, Modifier.fillMaxWidth(), Signs.Calendar)
    if (!choosing) return
    val day = item.answer?.let(LocalDate::parse)
    DayDialog(item.title, day, "record-date", onClose = { choosing = false }) { on(RecordEvent.Answered(item.id, it.toString())) }
}
