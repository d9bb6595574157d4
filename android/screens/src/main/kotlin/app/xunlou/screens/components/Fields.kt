package app.xunlou.screens.components

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.onFocusChanged
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.text.input.KeyboardType

/**
 * A field to type in. What is typed stands in the field at once, and is told with every letter; what the
 * state says comes in while nobody types, so that letters never jump.
 */
@Composable
fun DraftField(
    text: String,
    label: String,
    tag: String,
    modifier: Modifier = Modifier,
    enabled: Boolean = true,
    keyboard: KeyboardType = KeyboardType.Text,
    lines: IntRange = 1..1,
    suffix: String? = null,
    problem: String? = null,
    onLeave: () -> Unit = {},
    onType: (String) -> Unit,
) {
    var draft by remember { mutableStateOf(text) }
    var typing by remember { mutableStateOf(false) }
    LaunchedEffect(text, typing) { if (!typing) draft = text }
    OutlinedTextField(
        value = draft,
        onValueChange = {
            draft = it
            onType(it)
        },
        modifier = modifier.fillMaxWidth().testTag(tag).onFocusChanged {
            if (typing && !it.isFocused) onLeave()
            typing = it.isFocused
        },
        enabled = enabled,
        label = { Text(label) },
        supportingText = problem?.let { { Text(it) } },
        isError = problem != null,
        keyboardOptions = KeyboardOptions(keyboardType = keyboard),
        keyboardActions = KeyboardActions(),
        suffix = suffix?.let { { Text(it) } },
        singleLine = lines.last == 1,
        minLines = lines.first,
        maxLines = lines.last,
        shape = MaterialTheme.shapes.small,
        textStyle = MaterialTheme.typography.bodyLarge,
    )
}
