package app.xunlou.screens.households

import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material.icons.Icons
import androidx.compose.material.icons.filled.Close
import androidx.compose.material.icons.filled.Search
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.OutlinedTextFieldDefaults
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.unit.dp
import app.xunlou.screens.components.TARGET
import app.xunlou.screens.theme.Xunlou

/**
 * What is searched for. What stands here stays while the person looks at a file and comes back, and is then
 * searched for again.
 */
@Composable
internal fun SearchField(query: String, onSearch: (String) -> Unit) {
    val words = Xunlou.words
    val asked = words("households-search")
    var draft by rememberSaveable { mutableStateOf(query) }
    LaunchedEffect(Unit) { if (draft != query) onSearch(draft) }
    fun search(text: String) {
        draft = text
        onSearch(text)
    }
    OutlinedTextField(
        value = draft,
        onValueChange = ::search,
        modifier = Modifier.fillMaxWidth().heightIn(min = TARGET).testTag("households-search").semantics { contentDescription = asked },
        placeholder = { Text(asked, Modifier.clearAndSetSemantics {}) },
        leadingIcon = { Icon(Icons.Filled.Search, null) },
        trailingIcon = if (draft.isEmpty()) {
            null
        } else {
            {
                IconButton({ search("") }, Modifier.size(TARGET).testTag("households-search-close")) {
                    Icon(Icons.Filled.Close, words("action-close"))
                }
            }
        },
        keyboardOptions = KeyboardOptions(autoCorrectEnabled = false, imeAction = ImeAction.Search),
        singleLine = true,
        shape = RoundedCornerShape(28.dp),
        textStyle = MaterialTheme.typography.bodyLarge,
        colors = OutlinedTextFieldDefaults.colors(
            focusedContainerColor = MaterialTheme.colorScheme.surfaceContainerLowest,
            unfocusedContainerColor = MaterialTheme.colorScheme.surfaceContainerLowest,
        ),
    )
}
