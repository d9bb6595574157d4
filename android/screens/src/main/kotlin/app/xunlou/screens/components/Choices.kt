package app.xunlou.screens.components

import androidx.compose.foundation.BorderStroke
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.IntrinsicSize
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.Spacer
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.height
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.sizeIn
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.selectableGroup
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Check
import androidx.compose.material3.HorizontalDivider
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.VerticalDivider
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.clip
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.dp
import app.xunlou.presenters.Choice
import app.xunlou.screens.theme.Signal
import app.xunlou.screens.theme.Xunlou

/** One of several answers: its id, its word, and what it means once it is chosen. */
data class Option(val id: String, val text: String, val meaning: Signal? = null)

/** Choices that mean nothing but what they say. */
internal fun List<Choice>.options(): List<Option> = map { Option(it.id, it.text) }

/** Two or three answers of which one is tapped: 正常 / 异常 / 不适用. Side by side; one below another in large text. */
@Composable
fun Segments(options: List<Option>, chosen: String?, tag: String, enabled: Boolean = true, onChoose: (String) -> Unit) {
    val large = Xunlou.largeText
    val shape = RoundedCornerShape(28.dp)
    Surface(
        Modifier.fillMaxWidth().selectableGroup(),
        shape = shape,
        color = Color.Transparent,
        border = BorderStroke(1.dp, MaterialTheme.colorScheme.outlineVariant),
    ) {
        if (large) {
            Column {
                options.forEachIndexed { index, option ->
                    if (index > 0) HorizontalDivider()
                    Segment(option, option.id == chosen, "$tag-${option.id}", enabled, Modifier.fillMaxWidth(), onChoose)
                }
            }
        } else {
            Row(Modifier.height(IntrinsicSize.Min)) {
                options.forEachIndexed { index, option ->
                    if (index > 0) VerticalDivider()
                    Segment(option, option.id == chosen, "$tag-${option.id}", enabled, Modifier.weight(1f).fillMaxHeight(), onChoose)
                }
            }
        }
    }
}

@Composable
private fun Segment(
    option: Option,
    chosen: Boolean,
    tag: String,
    enabled: Boolean,
    modifier: Modifier,
    onChoose: (String) -> Unit,
) {
    val meaning = option.meaning ?: Xunlou.signals.neutral
    Surface(
        modifier.heightIn(min = TARGET).selectable(chosen, enabled, Role.RadioButton) { onChoose(option.id) }.testTag(tag),
        color = if (chosen) meaning.container else Color.Transparent,
        contentColor = if (chosen) meaning.content else MaterialTheme.colorScheme.onSurface,
    ) {
        Row(
            Modifier.padding(horizontal = 8.dp, vertical = 8.dp),
            horizontalArrangement = Arrangement.Center,
            verticalAlignment = Alignment.CenterVertically,
        ) {
            if (chosen) {
                Icon(Icons.Filled.Check, null, Modifier.size(18.dp))
                Spacer(Modifier.width(6.dp))
            }
            Text(option.text, style = MaterialTheme.typography.labelLarge, textAlign = TextAlign.Center)
        }
    }
}

/** One of many answers, or several: chips that flow over as many lines as they need. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
fun Chips(options: List<Option>, chosen: Set<String>, tag: String, enabled: Boolean = true, onChoose: (String) -> Unit) {
    FlowRow(
        Modifier.fillMaxWidth().selectableGroup(),
        horizontalArrangement = Arrangement.spacedBy(8.dp),
        verticalArrangement = Arrangement.spacedBy(8.dp),
    ) {
        options.forEach { option -> ChoiceChip(option, option.id in chosen, "$tag-${option.id}", enabled, onChoose) }
    }
}

@Composable
private fun ChoiceChip(option: Option, chosen: Boolean, tag: String, enabled: Boolean, onChoose: (String) -> Unit) {
    val meaning = option.meaning ?: Xunlou.signals.neutral
    val shape = RoundedCornerShape(28.dp)
    Surface(
        Modifier.sizeIn(minWidth = TARGET, minHeight = TARGET).clip(shape)
            .selectable(chosen, enabled, Role.RadioButton) { onChoose(option.id) }
            .testTag(tag),
        shape = shape,
        color = if (chosen) meaning.container else Color.Transparent,
        contentColor = if (chosen) meaning.content else MaterialTheme.colorScheme.onSurface,
        border = BorderStroke(1.dp, if (chosen) meaning.edge else MaterialTheme.colorScheme.outlineVariant),
    ) {
        Row(
            Modifier.padding(horizontal = 14.dp, vertical = 8.dp),
            horizontalArrangement = Arrangement.Center,
            verticalAlignment = Alignment.CenterVertically,
        ) {
            if (chosen) {
                Icon(Icons.Filled.Check, null, Modifier.size(18.dp))
                Spacer(Modifier.width(6.dp))
            }
            Text(option.text, style = MaterialTheme.typography.labelLarge)
        }
    }
}
